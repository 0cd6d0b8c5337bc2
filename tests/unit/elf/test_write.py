"""The writer arranges objects as LLVM does: byte for byte for LLVM's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.elf.model import (
    SHF_ALLOC,
    SHF_GROUP,
    Binding,
    Group,
    Object,
    Relocation,
    RelocType,
    Section,
    SpecialSection,
    Symbol,
    SymbolKind,
    Visibility,
)
from bpfcc.elf.read import read_object
from bpfcc.elf.write import merge_string_tails, write_object
from bpfcc.errors import InputError
from tests.conftest import Clang
from tests.unit.elf.build import compile_with, reread, small_object

PROGRAM = """
#define SEC(x) __attribute__((section(x), used))
struct { int (*type)[2]; unsigned *key; long *value; int (*max_entries)[16]; } counts SEC(".maps");
const volatile int limit = 3;
int data = 5;
static int total, other;
extern int CONFIG_HZ __attribute__((section(".kconfig")));
extern void kfunc(int) __attribute__((section(".ksyms"), weak));
struct xdp_md { unsigned data, data_end; } __attribute__((preserve_access_index));
static void *(*lookup)(void *, void *) = (void *)1;
static long (*trace)(const char *, unsigned, ...) = (void *)6;
__attribute__((noinline)) static int add(int a) { total += a; return total * data; }
__attribute__((noinline, visibility("hidden"))) int add_more(int a) { other += a; return other; }
SEC("xdp") int count(struct xdp_md *ctx) {
    unsigned key = 0;
    long *value = lookup(&counts, &key);
    char text[] = "hello %d";
    if (value) ++*value;
    trace(text, sizeof(text), key);
    if (kfunc) kfunc(1);
    return add(ctx->data) + add_more(4) + limit + CONFIG_HZ;
}
SEC("tc") int pass(struct xdp_md *ctx) { const char *s = "abc%d"; trace(s, 5, 1); return 0; }
char text_of_license[] SEC("license") = "GPL";
"""
TEMPLATES = """
template <class T> T keep(T x) { static T sum; sum += x; return sum; }
inline int twice(int x) { static int n; return n += 2 * x; }
extern "C" int f(int a) { return keep(a) + twice(a); }
"""


@pytest.mark.parametrize("cpu", ["v1", "v2", "v3", "v4"])
@pytest.mark.parametrize("target", ["bpfel", "bpfeb"])
def test_clang_objects_come_out_as_they_were(
    clang22: Clang, tmp_path: Path, cpu: str, target: str
) -> None:
    data = compile_with(clang22, tmp_path, PROGRAM, f"-mcpu={cpu}", "-target", target)
    obj = read_object(data, "t.o")
    assert obj.little_endian == (target == "bpfel")
    assert obj.address_significant is not None
    assert write_object(obj) == data


@pytest.mark.parametrize("flags", [("-g0",), ("-O0",), ("-fno-addrsig",)])
def test_other_flags_of_clang_too(clang22: Clang, tmp_path: Path, flags: tuple[str, ...]) -> None:
    # Without optimization clang cannot compile calls through function pointers for BPF.
    source = PROGRAM if "-O0" not in flags else "int f(void) { return 1; }"
    data = compile_with(clang22, tmp_path, source, *flags)
    assert write_object(read_object(data, "t.o")) == data


def test_section_groups_come_out_as_they_were(clang22: Clang, tmp_path: Path) -> None:
    data = compile_with(clang22, tmp_path, TEMPLATES, "-xc++", "-O0")
    obj = read_object(data, "t.o")
    assert [group.signature.name for group in obj.groups] == [
        "_Z4keepIiET_S0_",
        "_Z5twicei",
        "_ZZ5twiceiE1n",
        "_ZZ4keepIiET_S0_E3sum",
    ]
    assert all(member.flags & SHF_GROUP for group in obj.groups for member in group.members)
    assert write_object(obj) == data


def test_writing_twice_gives_the_same_bytes() -> None:
    once = write_object(small_object())
    assert write_object(read_object(once, "x")) == once


def test_big_endian_objects_keep_their_meaning() -> None:
    obj = small_object()
    obj.little_endian = False
    again = reread(obj)
    assert not again.little_endian
    assert [(r.offset, r.symbol.name, r.type) for r in again.sections[1].relocations] == [
        (0, "helper", 10),
        (8, "counter", 1),
    ]


def test_local_symbols_come_first_and_keep_their_order() -> None:
    text = Section(".text", data=bytearray(8))
    symbols = [
        Symbol("g1", text, binding=Binding.GLOBAL),
        Symbol("l1", text),
        Symbol("w1", text, binding=Binding.WEAK, visibility=Visibility.HIDDEN),
        Symbol("l2", text),
    ]
    again = reread(Object([text], symbols)).symbols
    assert [symbol.name for symbol in again] == ["l1", "l2", "g1", "w1"]
    assert again[3].binding is Binding.WEAK
    assert again[3].visibility is Visibility.HIDDEN


def test_undefined_and_absolute_symbols_survive() -> None:
    symbols = [
        Symbol("somewhere", None, binding=Binding.GLOBAL),
        Symbol("seven", SpecialSection.ABS, 7),
        Symbol("shared", SpecialSection.COMMON, 8, 4, Binding.GLOBAL, SymbolKind.OBJECT),
        Symbol("t.c", SpecialSection.ABS, kind=SymbolKind.FILE),
    ]
    again = {symbol.name: symbol for symbol in reread(Object([], symbols)).symbols}
    assert not again["somewhere"].is_defined
    assert (again["seven"].section, again["seven"].value) == (SpecialSection.ABS, 7)
    assert again["shared"].section is SpecialSection.COMMON
    assert again["t.c"].kind is SymbolKind.FILE


def test_addends_make_a_rela_section() -> None:
    data = Section(".data", data=bytearray(16), flags=SHF_ALLOC)
    symbol = Symbol("x", data, binding=Binding.GLOBAL)
    data.relocations = [Relocation(0, symbol, RelocType.R_64_ABS64, 5)]
    encoded = write_object(Object([data], [symbol]))
    assert b".rela.data\0" in encoded
    assert read_object(encoded, "x").sections[0].relocations[0].addend == 5


def test_groups_survive() -> None:
    one = Section(".text.f", flags=SHF_GROUP | SHF_ALLOC, data=bytearray(8))
    two = Section(".data.f", flags=SHF_GROUP | SHF_ALLOC, data=bytearray(8))
    name = Symbol("f", one, binding=Binding.WEAK)
    one.relocations = [Relocation(0, name, RelocType.R_64_ABS32)]
    again = reread(Object([one, two], [name], groups=[Group(name, [one, two], 1)]))
    assert [member.name for member in again.groups[0].members] == [".text.f", ".data.f"]
    assert again.groups[0].signature.name == "f"
    assert again.groups[0].flags == 1


def test_address_significant_symbols_survive() -> None:
    text = Section(".text", data=bytearray(8))
    symbols = [Symbol(f"s{n}", text) for n in range(300)]
    obj = Object([text], symbols, address_significant=[symbols[0], symbols[299]])
    found = reread(obj).address_significant
    assert found is not None
    assert [symbol.name for symbol in found] == ["s0", "s299"]


def test_names_share_their_tails() -> None:
    table, offsets = merge_string_tails({".rel.text", ".text", "text", "xt", "other", ""})
    assert table.count(b"text") == 1
    for name, offset in offsets.items():
        assert table[offset:].split(b"\0")[0].decode() == name


def test_alignment_is_kept_in_the_file() -> None:
    sections = [
        Section("a", data=bytearray(b"x")),
        Section("b", data=bytearray(b"y"), align_bytes=64),
    ]
    data = write_object(Object(sections))
    assert data.index(b"y") % 64 == 0
    assert [s.align_bytes for s in read_object(data, "x").sections] == [1, 64]


def test_too_many_sections_are_refused() -> None:
    sections = [Section("s") for _ in range(0xFF00)]
    with pytest.raises(InputError, match="more than an object can have"):
        write_object(Object(sections))
