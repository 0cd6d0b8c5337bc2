"""Any text assembles or is an InputError; any code decodes and encodes to itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.insn import (
    all_forms,
    decode_all,
    encode_all,
    format_instruction,
    make_instruction,
    stack_bytes,
)
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from tests.fuzz.effort import effort

WORDS = st.sampled_from(
    [
        *("r0", "r1", "r10", "w1", "w11", "r12", "if", "goto", "gotol", "call", "exit", "lock"),
        *("=", "+=", "s>>=", "==", "s>", "*", "(", ")", "u8", "u32", "u64", "s16", "ll", "skb"),
        *(
            "[",
            "]",
            "-",
            "+",
            "<<",
            "~",
            "!",
            ",",
            ":",
            ";",
            "\n",
            "\t",
            " ",
            "#",
            "//",
            "/*",
            "*/",
        ),
        *("0", "1", "-1", "0x7fffffff", "0xffffffffffffffff", "99999999999999999999", "1f", "1b"),
        *("a", "b", ".La", "LBB0_1", ".", '"q"', '"', "'x'", "\\", "@", "%", "$"),
        *(".text", ".data", ".bss", ".section", ".long", ".quad", ".byte", ".ascii", ".asciz"),
        *(".globl", ".weak", ".local", ".type", "@function", ".size", ".set", ".comm", ".lcomm"),
        *(".p2align", ".balign", ".zero", ".skip", ".fill", ".org", ".uleb128", ".sleb128"),
        *(".file", ".ident", ".cfi_startproc", ".cfi_endproc", ".cfi_sections", ".pushsection"),
        *(".popsection", ".previous", ".addrsig", ".addrsig_sym", ".float", ".octa", ".base64"),
        *('"ax"', '"aw"', '"aM"', '"axG"', "@progbits", "@nobits", "comdat", "unique"),
        *("atomic_fetch_add", "cmpxchg_64", "load_acquire", "addr_space_cast", "may_goto"),
    ]
)
LINES = st.sampled_from(
    [
        *("f: r1 = 1", "call f", "goto f", "r1 = f ll", "exit", ".data", ".text", "v: .quad f"),
        *(".uleb128 f-v", ".skip v-f", ".p2align 3", ".set f, v", ".set v, f+4", ".globl f"),
        *(".size f, .-f", ".comm v,8,8", ".long v-f", ".org f+64", ".weak v", "1: goto 1b"),
        *("goto 1f", '.section s,"ax"', ".cfi_startproc", ".cfi_endproc", ".addrsig_sym f"),
        *(".if 1", ".else", ".endif", ".ifc r1,r1", ".rept 2", ".endr", ".irp x,1,2", ".macro m a"),
        *(".endm", "m 1", "m", ".exitm", "r1 = \\a", ".ifdef f", ".elseif 0", ".purgem m"),
        *(".addrsig", ".long s", '.file "a"', ".bss", "v = f", "v: .byte 1", ".type f,@object"),
    ]
)


def try_assembling(text: str) -> None:
    for little_endian in (True, False):
        try:
            obj = assemble(text, filename="t.s", little_endian=little_endian)
        except InputError:
            continue
        data = write_object(obj)
        assert write_object(read_object(data, "t.o")) == data


@given(st.lists(WORDS, max_size=30).map(" ".join))
@effort(400)
def test_words_in_any_order_assemble_or_are_an_input_error(text: str) -> None:
    try_assembling(text)


@given(st.lists(LINES, max_size=12).map("\n".join))
@effort(400)
def test_statements_in_any_order_assemble_or_are_an_input_error(text: str) -> None:
    try_assembling(text)


@given(st.text(max_size=60))
@effort(200)
def test_any_text_assembles_or_is_an_input_error(text: str) -> None:
    try_assembling(text)


@given(st.binary(max_size=160).map(lambda data: data[: len(data) // 8 * 8]), st.booleans())
@effort(400)
def test_any_code_decodes_and_encodes_to_itself(data: bytes, little_endian: bool) -> None:
    insns = decode_all(data, little_endian)
    assert encode_all(insns, little_endian) == data
    assert stack_bytes(insns) >= 0


@st.composite
def instructions(draw: st.DrawFn) -> tuple[str, bytes, bool]:
    """Draw one instruction of the table; return its text, its bytes and their byte order."""
    names = [f.name for f in all_forms() if f.canonical and not f.name.startswith("call_")]
    bits = draw(st.sampled_from([8, 32, 64]))
    insn = make_instruction(
        draw(st.sampled_from(names)),
        dst=draw(st.integers(0, 11)),
        src=draw(st.integers(0, 11)),
        offset=draw(st.integers(-0x8000, 0x7FFF)),
        imm=draw(st.integers(-(1 << (bits - 1)), (1 << (bits - 1)) - 1)),
    )
    little_endian = draw(st.booleans())
    return format_instruction(insn), encode_all([insn], little_endian), little_endian


@given(instructions())
@effort(600)
def test_printed_instruction_assembles_to_its_bytes(sample: tuple[str, bytes, bool]) -> None:
    text, data, little_endian = sample
    obj = assemble(text, filename="t.s", little_endian=little_endian)
    section = obj.find_section(".text")
    assert section is not None
    assert section.data == data, text
    assert encode_all(decode_all(data, little_endian), little_endian) == data
