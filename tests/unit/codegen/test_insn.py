"""The instruction table against LLVM 22's encodings, and stack use."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.codegen.assembler import assemble
from bpfcc.codegen.insn import (
    Instruction,
    all_forms,
    decode_all,
    encode,
    encode_all,
    format_instruction,
    forms_by_opcode,
    make_instruction,
    stack_bytes,
)
from bpfcc.errors import InputError

GOLDEN = Path(__file__).parents[2] / "golden" / "asm"


def read_encodings() -> list[tuple[bytes, bytes, str]]:
    rows = []
    for line in (GOLDEN / "instructions.txt").read_text().splitlines():
        if not line.startswith("#"):
            little, big, text = line.split(" | ")
            rows.append((bytes.fromhex(little), bytes.fromhex(big), text))
    return rows


def assemble_code(text: str, *, little_endian: bool = True) -> bytes:
    obj = assemble(text, filename="t.s", little_endian=little_endian)
    section = obj.find_section(".text")
    assert section is not None
    return bytes(section.data)


def stack_of(text: str) -> int:
    return stack_bytes(decode_all(assemble_code(text), little_endian=True))


def test_every_form_is_in_the_golden_table() -> None:
    texts = [text for _little, _big, text in read_encodings()]
    seen = {insn.form for text in texts for insn in decode_all(assemble_code(text), True)}
    canonical = {form for forms in forms_by_opcode().values() for form in forms}
    missing = {form.name for form in canonical - seen}
    assert missing == {"call_local", "call_kfunc"}  # made by a relocation, or by the kernel


@pytest.mark.parametrize(("little", "big", "text"), read_encodings())
def test_statement_assembles_as_llvm_does(little: bytes, big: bytes, text: str) -> None:
    assert assemble_code(text) == little
    assert assemble_code(text, little_endian=False) == big


@pytest.mark.parametrize(("little", "big", "text"), read_encodings())
def test_decoded_statement_prints_and_encodes_as_it_was(
    little: bytes, big: bytes, text: str
) -> None:
    for data, is_little in ((little, True), (big, False)):
        insns = decode_all(data, is_little)
        assert len(insns) == 1
        assert insns[0].form is not None
        assert encode(insns[0], is_little) == data
        printed = format_instruction(insns[0])
        assert assemble_code(printed, little_endian=is_little) == data, text


def test_unknown_slots_survive_and_print_as_data() -> None:
    data = bytes.fromhex("ff000000000000001f010005000000001801000000000000")
    insns = decode_all(data, True)
    assert [insn.form for insn in insns] == [None, None, None]
    assert encode_all(insns, True) == data
    assert format_instruction(insns[0]) == ".quad 0x00000000000000ff"


def test_partial_slot_is_an_input_error() -> None:
    with pytest.raises(InputError, match="12 bytes of code"):
        decode_all(bytes(12), True)


def test_narrow_accesses_are_spelled_for_the_cpu() -> None:
    (load,) = decode_all(assemble_code("r1 = *(u32 *)(r2 + 4)"), True)
    assert format_instruction(load) == "w1 = *(u32 *)(r2 + 4)"
    assert format_instruction(load, alu32=False) == "r1 = *(u32 *)(r2 + 4)"


def test_made_instruction_has_its_fixed_fields() -> None:
    insn = make_instruction("sdiv64_imm", dst=3, imm=7)
    assert insn.fields() == (0x37, 3, 0, 1, 7)
    assert format_instruction(insn) == "r3 s/= 7"


def test_jump_distance_and_fall_through() -> None:
    jump, branch, leave, call = decode_all(
        assemble_code("gotol -2\nif w1 == 5 goto +3\nexit\ncall 6"), True
    )
    assert (jump.jump_slots, jump.is_conditional) == (-2, False)
    assert (branch.jump_slots, branch.is_conditional) == (3, True)
    assert (leave.jump_slots, leave.is_exit, leave.is_jump) == (None, True, False)
    assert (call.is_call, call.is_jump) == (True, False)


def test_instruction_equality_looks_at_the_fields() -> None:
    assert make_instruction("exit") == make_instruction("exit")
    assert make_instruction("exit") != make_instruction("ja")
    assert Instruction(0x95) == make_instruction("exit")


def test_form_names_are_unique_among_canonical_forms() -> None:
    names = [form.name for form in all_forms() if form.canonical]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exit", 0),
        ("*(u64 *)(r10 - 8) = r1\nexit", 8),
        ("r2 = r10\nr2 += -64\ncall 1\nexit", 64),
        ("r2 = r10\nr2 -= 24\nr3 = r2\n*(u32 *)(r3 - 8) = w1\nexit", 32),
        ("r2 = r10\nr2 = 5\nr2 += -64\nexit", 0),
        ("r6 = r10\ncall 1\n*(u8 *)(r6 - 3) = 1\nexit", 3),
        ("r1 = r10\ncall 1\n*(u8 *)(r1 - 3) = 1\nexit", 0),
        ("if r1 == 0 goto +2\n*(u64 *)(r10 - 16) = r1\nexit\n*(u64 *)(r10 - 128) = r1\nexit", 128),
        ("r2 = r10\n1: r2 += -8\nif r1 != 0 goto 1b\nexit", 8),
        ("r0 = atomic_fetch_add((u64 *)(r10 - 48), r0)\nexit", 48),
    ],
)
def test_stack_use_follows_the_frame_pointer(text: str, expected: int) -> None:
    assert stack_of(text) == expected
