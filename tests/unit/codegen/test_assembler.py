"""The assembler: objects equal LLVM's own, hand-written text reads as clang reads it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bpfcc.codegen.assembler import AssemblyError, AssemblyMessage, assemble
from bpfcc.elf.model import (
    SHF_ALLOC,
    SHF_EXECINSTR,
    SHF_WRITE,
    SHT_NOBITS,
    Binding,
    Object,
    RelocType,
    Section,
    SpecialSection,
    Symbol,
    SymbolKind,
    Visibility,
)
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object

GOLDEN = Path(__file__).parents[2] / "golden" / "asm"
CODE = SHF_ALLOC | SHF_EXECINSTR


def read(text: str, *, little_endian: bool = True) -> Object:
    return assemble(text, filename="t.s", little_endian=little_endian)


def section_of(obj: Object, name: str = ".text") -> Section:
    section = obj.find_section(name)
    assert section is not None
    return section


def symbol_of(obj: Object, name: str) -> Symbol:
    symbol = obj.find_symbol(name)
    assert symbol is not None
    return symbol


def data_of(text: str, name: str = ".text") -> bytes:
    return bytes(section_of(read(text), name).data)


def relocations_of(obj: Object, name: str) -> list[tuple[int, str, int]]:
    return [
        (r.offset, r.symbol.name or getattr(r.symbol.section, "name", ""), r.type)
        for r in section_of(obj, name).relocations
    ]


def emit_both(ir: str, cpu: str, little_endian: bool) -> tuple[str, bytes]:
    """Return LLVM's text and LLVM's object of a module."""
    import llvmlite.binding as llvm

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    if not little_endian:
        ir = ir.replace('datalayout = "e-', 'datalayout = "E-')
    triple = "bpfel" if little_endian else "bpfeb"
    machine = llvm.Target.from_triple(triple).create_target_machine(
        cpu=cpu, opt=2, reloc="static", codemodel="default"
    )
    outputs: list[object] = []
    for emit in (machine.emit_assembly, machine.emit_object):
        module = llvm.parse_assembly(ir)
        module.triple = triple
        outputs.append(emit(module))
    text, data = outputs
    assert isinstance(text, str)
    assert isinstance(data, bytes)
    return text, data


# LLVM has no fetching atomics before v3.
MODULES = [
    (path.stem, cpu)
    for path in sorted(GOLDEN.glob("*.ll"))
    for cpu in ("v1", "v2", "v3", "v4")
    if path.stem != "atomics" or cpu >= "v3"
]


@pytest.mark.parametrize("little_endian", [True, False])
@pytest.mark.parametrize(("module", "cpu"), MODULES)
def test_object_equals_llvms_own_byte_for_byte(module: str, cpu: str, little_endian: bool) -> None:
    text, expected = emit_both((GOLDEN / f"{module}.ll").read_text(), cpu, little_endian)
    assert write_object(read(text, little_endian=little_endian)) == expected


# --- statements ---


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        ("R1 = r2", "r1 = r2"),
        ("EXIT", "exit"),
        ("r1=*(u8*)(r2+1)", "r1 = *(u8 *)(r2 + 1)"),
        ("if r1 s>-5 goto+2", "if r1 s> -5 goto +2"),
        ("r1 = 4*1024 + 0x10", "r1 = 4112"),
        ("r1 = - 3", "r1 = -3"),
        ("r1 = 'a'", "r1 = 97"),
        ("r1 = 017", "r1 = 15"),
        ("r1 = 0b101", "r1 = 5"),
        ("r1 = 5ULL", "r1 = 5"),
        ("r1 = 0xffffffff", "r1 = -1"),
        ("r1 = 1 == 1", "r1 = -1"),
        ("r1 += 5 - -3", "r1 += 8"),
        ("r1 <<= 1 << 3", "r1 <<= 8"),
        ("r1 s >> = 5", "r1 s>>= 5"),
        ("if r1 & 5 & 4 goto +1", "if r1 & 4 goto +1"),
        ("r1 = *(u64 *)(r2 + 8+8)", "r1 = *(u64 *)(r2 + 16)"),
        ("r1 = 0xffffffffffffffff ll", "r1 = -1 ll"),
        ("goto 5", "goto +5"),
        ("/* one */ r1 = 1 /* two */ // three", "r1 = 1"),
        ("# nothing\nr1 = 1 # one; r2 = 2", "r1 = 1"),
        ("r1 = 1; r2 = 2 ;; r3 = 3", "r1 = 1\nr2 = 2\nr3 = 3"),
        (".set five, 5; r1 = five + 1", "r1 = 6"),
        ("r1 = w0", "w1 = w0"),
        ("lock *(u32 *)(r1 + 0) += r2", "lock *(u32 *)(r1 + 0) += w2"),
    ],
)
def test_spelling_variants_read_as_in_clang(text: str, same_as: str) -> None:
    assert data_of(text) == data_of(same_as)


def test_numeric_labels_refer_to_the_nearest_one() -> None:
    text = "goto 2f\n1: r1 = 1\n2: r2 = 2\n goto 1b\n1: goto 1b\nif r1 == 0 goto 2b"
    assert data_of(text) == data_of("goto +1\nr1 = 1\nr2 = 2\ngoto -3\ngoto -1\nif r1 == 0 goto -4")


def test_label_may_be_quoted_and_share_a_line() -> None:
    obj = read('"odd name": a: b: exit')
    assert [symbol.name for symbol in obj.symbols] == ["odd name", "a", "b"]


def test_labels_of_basic_blocks_stay_out_of_the_symbol_table() -> None:
    obj = read("goto LBB0_1\n.Lhere: exit\nLBB0_1: goto .Lhere")
    assert obj.symbols == []


def test_near_call_of_a_local_function_needs_no_relocation() -> None:
    obj = read("call f\nexit\nf: exit")
    assert section_of(obj).relocations == []
    assert section_of(obj).data[:8].hex() == "8510000001000000"


def test_call_of_global_and_far_functions_is_relocated() -> None:
    obj = read(
        '.globl g\ng: call g\ncall f\ncall outside\n.section "x/y","ax",@progbits\nexit\nf: exit'
    )
    kind = RelocType.R_64_32
    assert relocations_of(obj, ".text") == [(0, "g", kind), (8, "x/y", kind), (16, "outside", kind)]
    # The addend stands in the immediate, in instructions and counted from the one after.
    assert [section_of(obj).data[at + 4] for at in (0, 8, 16)] == [0xFF, 0, 0xFF]


def test_wide_load_of_a_local_names_its_section() -> None:
    obj = read("r1 = here ll\nr2 = there + 4 ll\n.data\n.zero 12\nhere: .long 7")
    assert relocations_of(obj, ".text") == [
        (0, ".data", RelocType.R_64_64),
        (16, "there", RelocType.R_64_64),
    ]
    assert section_of(obj).data[4] == 12
    assert section_of(obj).data[20] == 4


def test_words_of_data_get_the_relocations_that_loaders_expect() -> None:
    obj = read(
        ".Lcode: exit\n.globl v\n.data\nv: .quad v\n"
        ".section .BTF.ext\n.long .Lcode\n.long v\n.long outside\n.long .Lend-.Lstart\n"
        ".Lstart: .quad 5\n.Lend:"
    )
    assert relocations_of(obj, ".data") == [(0, "v", RelocType.R_64_ABS64)]
    assert relocations_of(obj, ".BTF.ext") == [
        (0, ".text", RelocType.R_64_NODYLD32),
        (4, "v", RelocType.R_64_NODYLD32),
        (8, "outside", RelocType.R_64_ABS32),
    ]
    assert section_of(obj, ".BTF.ext").data[12] == 8


def test_name_of_a_section_is_its_start_unless_a_label_has_it() -> None:
    text = "exit\n.Lx: exit\n.section .t\n.quad .Lx-.text\n.quad later\n.section later\n.long 1"
    obj = read(text)
    assert section_of(obj, ".t").data[:8].hex() == "0800000000000000"
    assert relocations_of(obj, ".t") == [(8, "later", RelocType.R_64_ABS64)]
    assert [symbol.kind for symbol in obj.symbols] == [SymbolKind.SECTION]
    obj = read('.section xdp,"ax"\n.globl xdp\nxdp: call xdp\nexit')
    assert relocations_of(obj, "xdp") == [(0, "xdp", RelocType.R_64_32)]


def test_symbols_carry_their_attributes() -> None:
    obj = read(
        ".globl f\n.hidden f\n.type f,@function\nf: exit\n.Lend:\n.size f, .Lend-f\n"
        ".weak w\n.protected w\n.comm c,12,8\n.local l\n.comm l,4,4\n.set five,5\n"
        ".globl g\n.set g, f\n.type data,@object"
    )
    table = {s.name: s for s in obj.symbols}
    assert (table["f"].binding, table["f"].kind) == (Binding.GLOBAL, SymbolKind.FUNC)
    assert (table["f"].visibility, table["f"].size_bytes) == (Visibility.HIDDEN, 8)
    assert (table["w"].binding, table["w"].section) == (Binding.WEAK, None)
    assert (table["c"].section, table["c"].value) == (SpecialSection.COMMON, 8)
    assert (table["l"].section, table["l"].binding) == (section_of(obj, ".bss"), Binding.LOCAL)
    assert (table["five"].section, table["five"].value) == (SpecialSection.ABS, 5)
    assert (table["g"].section, table["g"].kind) == (section_of(obj), SymbolKind.FUNC)
    assert table["g"].size_bytes == 8
    assert (table["data"].binding, table["data"].kind) == (Binding.GLOBAL, SymbolKind.OBJECT)


def test_locals_precede_globals_in_order_of_first_use() -> None:
    obj = read('.file "x.c"\n.globl b\na: call c\nb: exit\nd: exit')
    assert [s.name for s in obj.symbols] == ["x.c", "a", "d", "b", "c"]


def test_data_directives() -> None:
    text = (
        ".data\n.byte 1,255,-128\n.short 0x1234\n.long -1, 4294967295\n.quad 1<<40\n"
        '.ascii "a\\n\\101\\x42\\"" "b"\n.asciz "c","d"\n.p2align 2, 0xcc\n.zero 2,7\n.skip 1\n'
        ".fill 2,2,258\n.uleb128 300\n.sleb128 -300\n.octa 5\n.float 1.5\n.double -2.0\n"
        '.base64 "aGk="'
    )
    expected = (
        "01ff80" "3412" "ffffffffffffffff" "0000000000010000" "610a414222" "62" "63006400"
        "cc" "0707" "00" "02010201" "ac02" "d47d" + "05" + "00" * 15 + "0000c03f"
        "00000000000000c0" "6869"
    )  # fmt: skip
    assert data_of(text, ".data").hex() == expected


def test_sizes_that_depend_on_labels_are_laid_out() -> None:
    text = (
        ".data\n.uleb128 .Lend-.Lstart\n.p2align 2\n.Lstart: .zero 200\n"
        ".skip .Lafter-.Lbefore\n.Lend: .byte 9\n.Lbefore: .byte 1,2,3\n.Lafter:\n.org 256\n"
    )
    data = data_of(text, ".data")
    assert data[:4].hex() == "cb010000"  # 203
    assert data[4 + 203] == 9
    assert len(data) == 256


def test_sections_take_flags_type_and_alignment() -> None:
    obj = read(
        '.section kprobe/a+4,"ax",@progbits\nexit\n.section .bss.x\n.p2align 4\n.zero 100\n'
        '.section .rodata.str1.1,"aMS",@progbits,1\n.asciz "s"\n.section plain\n.byte 1\n'
        ".pushsection other\n.byte 2\n.popsection\n.byte 3\n.previous\n.text"
    )
    assert section_of(obj, "kprobe/a+4").flags == CODE
    bss = section_of(obj, ".bss.x")
    assert (bss.kind, bss.size_bytes, bss.align_bytes) == (SHT_NOBITS, 100, 16)
    assert (bss.flags, len(bss.data)) == (SHF_ALLOC | SHF_WRITE, 0)
    assert section_of(obj, ".rodata.str1.1").entry_size_bytes == 1
    assert section_of(obj, "plain").data == b"\1\3"
    assert section_of(obj).align_bytes == 4


def test_groups_and_address_tables_survive_a_round_trip() -> None:
    obj = read(
        '.section .text.f,"axG",@progbits,f,comdat\n.weak f\nf: exit\n'
        ".data\n.quad f\n.addrsig\n.addrsig_sym f"
    )
    again = read_object(write_object(obj), "t.o")
    assert [group.signature.name for group in again.groups] == ["f"]
    assert [symbol.name for symbol in again.address_significant or ()] == ["f"]


def test_output_can_be_read_back() -> None:
    obj = read("f: r1 = v ll\ncall g\nexit\n.data\n.globl v\nv: .quad f")
    data = write_object(obj)
    assert write_object(read_object(data, "t.o")) == data


@pytest.mark.parametrize(
    ("text", "same_as"),
    [
        (".if 1\nr1 = 1\n.else\nr1 = 2\n.endif", "r1 = 1"),
        (".if 0; r1 = 1; .elseif 5; r1 = 2; .else; r1 = 3; .endif", "r1 = 2"),
        (".if 0\n.if 1\nbad\n.else\nbad\n.endif\n.else\nr1 = 3\n.endif", "r1 = 3"),
        (".ifc r1, r1; r1 = 1; .endif; .ifnc r1,r2; r2 = 2; .endif", "r1 = 1; r2 = 2"),
        ('.ifeqs "a b","a b"; r1 = 1; .endif; .ifnes "a","a"; r2 = 2; .endif', "r1 = 1"),
        (".ifb ; r1 = 1; .endif; .ifnb x; r2 = 2; .endif", "r1 = 1; r2 = 2"),
        (".set x, 1; .ifdef x; r1 = 1; .endif; .ifndef y; r2 = 2; .endif", "r1 = 1; r2 = 2"),
        (
            ".ifgt 2-1; r1 = 1; .endif; .iflt 1; r2 = 2; .endif; .ifeq 0; r3 = 3; .endif",
            "r1=1;r3=3",
        ),
        (".rept 3; r1 += 1; .endr", "r1 += 1; r1 += 1; r1 += 1"),
        (
            ".rept 2\n.rept 2\nexit\n.endr\nr1 = 1\n.endr\nr2 = 2",
            "exit;exit;r1=1;exit;exit;r1=1;r2=2",
        ),
        (".irp reg, r1, r2\n\\reg = 7\n.endr", "r1 = 7; r2 = 7"),
        (".irpc n,123\nr\\n = \\n\n.endr", "r1 = 1; r2 = 2; r3 = 3"),
        (".macro set reg, value=9\n\\reg = \\value\n.endm\nset r1, 5\nset r2", "r1 = 5; r2 = 9"),
        (".macro m a b\nr\\a\\()1 = \\b\n.endm\nm b=4, a=1", "r11 = 4"),
        (".macro j\ngoto .Lx\\@\n.Lx\\@:\n.endm\nj\nj", "goto +0; goto +0"),
        (".macro c n\n.if \\n\nr1 += \\n\nc \\n-1\n.endif\n.endm\nc 2", "r1 += 2; r1 += 1"),
        (".macro e n\nr1 = 1\n.if \\n\n.exitm\n.endif\nr2 = 2\n.endm\ne 1\ne 0", "r1=1;r1=1;r2=2"),
        ("1:\n.rept 2\nif r1 == 0 goto 1b\n.endr", "if r1 == 0 goto -1; if r1 == 0 goto -2"),
    ],
)
def test_conditions_repetitions_and_macros(text: str, same_as: str) -> None:
    assert data_of(text) == data_of(same_as)


# --- mistakes ---


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("foo bar", "1:1", "'foo' starts no instruction"),
        ("\nr1 = (r2)", "2:7", "no instruction has a 64-bit register here"),
        ("r1 = foo", "1:6", "the address of a symbol is loaded with 'll'"),
        ("r1 = *(u32 *)(r10 - 40000)", "1:19", "does not fit a signed 16-bit offset"),
        ("r1 = *(u32 *)(r10)", "1:18", "no instruction has"),
        ("w1 = r1", "1:6", "no instruction has a 64-bit register here"),
        ("r1 = be16 r2", "1:11", "must be r1, the same register again"),
        ("r0 = cmpxchg_64(r1 + 0, r2, r3)", "1:25", "can only be r0"),
        ("if r1 == 5", "1:10", "ends too early"),
        ("r1 = 1 r2", "1:8", "no instruction has a 64-bit register here"),
        ("goto nowhere", "1:6", "label 'nowhere' is not defined"),
        ("goto .Lx", "1:6", "label '.Lx' is not defined"),
        ("goto f+8\nf:", "1:6", "a jump goes to a label"),
        ("goto 40000", "1:6", "does not fit a signed 16-bit offset"),
        ("goto 1f", "1:6", "no label '1:' follows"),
        ("goto 1b", "1:6", "no label '1:' precedes"),
        ("goto x\n.data\nx:", "1:6", "is in another section"),
        ("a: exit\na: exit", "2:1", "symbol 'a' is already defined"),
        (".bogus 5", "1:1", "unknown directive '.bogus'"),
        (".long 5000000000", "1:7", "does not fit 4 bytes"),
        (".byte x", "1:7", "does not fit 1 bytes"),
        (".long a-b", "1:7", "symbol 'b' is subtracted but not defined"),
        (".long 1 2", "1:9", "unexpected '2' at the end"),
        (".long 08", "1:7", "invalid number '08'"),
        ("r1 = 1/0", "1:7", "division by zero"),
        ('.section s,"aq"', "1:12", "unknown section flag 'q'"),
        ('.section s,"a"\n.section s,"aw"', "2:10", "had flags 0x2 before, now 0x3"),
        (".section s,\"aM\",@progbits", "1:12", "needs an entry size"),
        (".bss\n.long 1", "2:7", "holds no data"),
        (".byte 1\n.p2align 3", "2:10", "cannot pad code by 7 bytes"),
        (".set a, b\n.set b, a\n.long a", "1:6", "is defined by itself"),
        ("r1 = ~5", "1:6", "unexpected '~'"),
        (".uleb128 x", "1:10", "expected absolute expression"),
        (".err", "1:1", ".err encountered"),
        (".popsection", "1:12", "without .pushsection"),
        (".if 1", "1:6", ".if without .endif"),
        ("\n.endif", "2:1", ".endif without .if"),
        (".else", "1:1", ".else without .if"),
        (".rept 2", "1:1", ".rept without .endr"),
        ("\n.rept 2\nexit\nbad 1\n.endr", "2:1", "'bad' starts no instruction"),
        (".macro m\nexit", "1:1", ".macro without .endm"),
        (".macro m\nr1 = \\x\n.endm\n\nm", "5:1", "unexpected"),
        (".macro m\nm\n.endm\nm", "4:1", "macros nested too deeply"),
        (".macro m a:req\nexit\n.endm\nm", "4:1", "macro 'm' needs 'a'"),
        ("f: exit\n.size f, 16", "2:10", "leaves its section"),
        ("f: exit\n.size f, f-.", "2:10", "has a negative size"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_place(text: str, place: str, message: str) -> None:
    with pytest.raises(AssemblyError) as caught:
        read(text)
    assert caught.value.where == f"t.s:{place}"
    assert message in caught.value.message


def test_every_mistake_is_told_up_to_a_limit() -> None:
    with pytest.raises(AssemblyError) as caught:
        read("foo 1\nr1 = 1\nbar 2\n.long 08")
    assert [message.line for message in caught.value.messages] == [1, 3, 4]
    with pytest.raises(AssemblyError) as caught:
        read("goto x\ngoto y")
    assert [message.line for message in caught.value.messages] == [1, 2]
    with pytest.raises(AssemblyError) as caught:
        read("foo\n" * 100)
    assert len(caught.value.messages) == 20


def test_jump_that_is_too_far_is_told() -> None:
    with pytest.raises(AssemblyError, match="is 40000 instructions long"):
        read("goto far\n" + "exit\n" * 40000 + "far: exit")
    data = data_of("gotol far\n" + "exit\n" * 40000 + "far: exit")
    assert int.from_bytes(data[4:8], "little") == 40000


def test_immediate_out_of_range_is_a_warning() -> None:
    warnings: list[AssemblyMessage] = []
    obj = assemble("r1 = 0x1ffffffff", filename="t.s", warnings=warnings)
    assert section_of(obj).data.hex() == "b7010000ffffffff"
    assert [message.line for message in warnings] == [1]


def test_btf_sized_text_assembles_in_well_under_a_second() -> None:
    lines = [
        ".section .BTF",
        *(f"\t.long\t{n}                       # {n:#x}" for n in range(40000)),
    ]
    for n in range(10000):
        lines += [f'\t.ascii\t"name_of_a_type_{n}"            # string offset={n}', "\t.byte\t0"]
    text = "\n".join(lines) + "\n"
    assert len(text) > 2_000_000
    start = time.process_time()
    section = section_of(read(text), ".BTF")
    assert time.process_time() - start < 1.0
    assert len(section.data) > 160_000


def test_value_of_a_symbol_has_64_bits_and_no_sign() -> None:
    obj = assemble("r12 = -1\n.set big, 0xffffffffffffffff + 3\n", filename="t.s")
    values = {symbol.name: symbol.value for symbol in obj.symbols}
    assert values["r12"] == (1 << 64) - 1
    assert values["big"] == 2
    assert read_object(write_object(obj), "t.o").symbols
