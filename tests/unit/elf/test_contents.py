"""Programs, maps and variables of an object are listed as loaders see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf.load import read_object_btf
from bpfcc.btf.types import Pointer, Struct
from bpfcc.codegen.stackuse import StackUse, measure_stack
from bpfcc.elf.maps import MapDefinition, list_maps
from bpfcc.elf.model import Binding, Object, Section, Symbol, SymbolKind
from bpfcc.elf.programs import (
    list_functions,
    list_programs,
    list_subprograms,
    read_license,
    read_version,
)
from bpfcc.elf.read import read_object
from bpfcc.elf.variables import is_data_section, list_externs, list_globals
from bpfcc.errors import InputError
from tests.conftest import Clang
from tests.unit.elf.build import EXIT, compile_with, small_object

HEAD = """
#define SEC(x) __attribute__((section(x), used))
#define __uint(name, val) int (*name)[val]
#define __ulong(name, val) enum { v_##name = val } name
#define __type(name, val) __typeof__(val) *name
#define __array(name, val) __typeof__(val) *name[]
typedef unsigned int u32;
typedef unsigned long long u64;
"""
PROGRAMS = (
    HEAD
    + """
struct xdp_md { u32 data; };
static int total; int shared = 7; const volatile int limit = 3; static volatile u64 hits;
char big[40] SEC(".data.big");
extern int CONFIG_HZ __attribute__((section(".kconfig")));
extern void kfunc(int) __attribute__((section(".ksyms"), weak));
extern const void runqueues __attribute__((section(".ksyms")));
extern int elsewhere; extern int far(int);
__attribute__((noinline)) static int leaf(int a)
{ volatile char area[100]; area[a & 63] = a; return area[(a >> 1) & 63] + total; }
__attribute__((noinline, visibility("hidden"))) int middle(int a)
{ volatile u64 x = a; return leaf(x) + leaf(a + 1); }
SEC("xdp") int first(struct xdp_md *ctx)
{ if (kfunc) kfunc(1); total = elsewhere; return middle(ctx->data) + shared + big[3] + far(1); }
SEC("?kprobe/vfs_read") int second(void *ctx)
{ ++hits; return limit + CONFIG_HZ + (int)(long)&runqueues; }
char l[] SEC("license") = "Dual BSD/GPL"; u32 v SEC("version") = 0x060c00;
"""
)


def load(data: bytes) -> Object:
    return read_object(data, "t.o")


@pytest.fixture
def compiled(clang22: Clang, tmp_path: Path) -> Object:
    return load(compile_with(clang22, tmp_path, PROGRAMS, "-mcpu=v3"))


def test_programs_and_subprograms(compiled: Object) -> None:
    programs = list_programs(compiled)
    assert [(p.name, p.section.name, p.type_name, p.attach_type) for p in programs] == [
        ("first", "xdp", "xdp", "xdp"),
        ("second", "?kprobe/vfs_read", "kprobe", None),
    ]
    assert [(f.name, f.is_static) for f in list_subprograms(compiled)] == [
        ("middle", True),
        ("leaf", True),
    ]
    second = programs[1]
    assert second.match is not None
    assert (second.match.autoload, second.match.target) == (False, "vfs_read")
    assert second.instruction_count * 8 == second.size_bytes == len(second.code)
    assert len(list_functions(compiled)) == 4


def test_license_and_version(compiled: Object) -> None:
    assert read_license(compiled) == "Dual BSD/GPL"
    assert read_version(compiled) == 0x060C00
    assert read_license(Object()) is None
    assert read_version(Object()) is None


def test_functions_in_text_are_subprograms_even_without_a_program() -> None:
    text = Section(".text", flags=4, data=bytearray(EXIT))
    symbol = Symbol("first", text, 0, 8, Binding.GLOBAL, SymbolKind.FUNC)
    obj = Object([text], [symbol])
    assert list_programs(obj) == []
    assert [f.name for f in list_subprograms(obj)] == ["first"]
    obj.symbols.append(Symbol("other", text, 0, 8, Binding.GLOBAL, SymbolKind.FUNC))
    assert list_programs(obj) == []
    assert len(list_subprograms(obj)) == 2


def test_a_static_function_beside_a_program_is_a_subprogram() -> None:
    obj = small_object()
    section = obj.sections[1]
    obj.symbols.insert(0, Symbol("inner", section, 24, 8, Binding.LOCAL, SymbolKind.FUNC))
    assert [p.name for p in list_programs(obj)] == ["prog"]
    assert [p.name for p in list_subprograms(obj)] == ["helper", "inner"]


def test_globals_have_types_and_places(compiled: Object) -> None:
    btf = read_object_btf(compiled, "t.o")
    found = {g.name: g for g in list_globals(compiled, btf)}
    assert set(found) == {"total", "shared", "limit", "hits", "big"}
    assert (found["shared"].section, found["shared"].size_bytes) == (".data", 4)
    assert (found["limit"].section, found["limit"].is_static) == (".rodata", False)
    assert (found["big"].section, found["big"].size_bytes) == (".data.big", 40)
    assert found["total"].is_static
    assert found["hits"].is_static
    for item in found.values():
        symbol = compiled.find_symbol(item.name)
        assert symbol is not None
        assert symbol.value == item.offset_bytes
        assert item.type is not None


def test_globals_without_btf_come_from_the_symbol_table(compiled: Object) -> None:
    with_btf = list_globals(compiled, read_object_btf(compiled, "t.o"))
    without = list_globals(compiled, None)
    assert {(g.name, g.section, g.offset_bytes) for g in without} == {
        (g.name, g.section, g.offset_bytes) for g in with_btf
    }
    assert all(g.type is None for g in without)


def test_externs_say_who_is_to_define_them(compiled: Object) -> None:
    found = list_externs(compiled, read_object_btf(compiled, "t.o"))
    assert {(e.name, e.kind, e.is_weak) for e in found} == {
        ("kfunc", "kfunc", True),
        ("CONFIG_HZ", "kconfig", False),
        ("runqueues", "ksym", False),
        ("elsewhere", "variable", False),
        ("far", "function", False),
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (".data", True),
        (".data.x", True),
        (".rodata.str1.1", True),
        (".bss", True),
        (".database", False),
        ("license", False),
    ],
)
def test_data_sections(name: str, expected: bool) -> None:
    assert is_data_section(name) == expected


def test_stack_of_frames_and_chains(compiled: Object) -> None:
    uses: dict[str, StackUse] = {use.function.name: use for use in measure_stack(compiled)}
    leaf, middle, first = uses["leaf"], uses["middle"], uses["first"]
    assert leaf.frame_bytes >= 64
    assert middle.frame_bytes == 8
    assert first.chain == ["first", "middle", "leaf"]
    assert [use.depth for use in (first, middle, leaf)] == [3, 2, 1]
    assert [callee.name for callee in first.callees] == ["middle"]
    rounded = sum(max(use.frame_bytes + 31, 32) // 32 * 32 for use in (leaf, middle, first))
    assert first.chain_bytes == rounded
    assert uses["second"].chain == ["second"]


def test_recursion_has_no_stack_bound(clang22: Clang, tmp_path: Path) -> None:
    source = """
    __attribute__((noinline)) int odd(int);
    __attribute__((noinline)) int even(int n) { return n ? odd(n - 1) : 1; }
    __attribute__((noinline)) int odd(int n) { return n ? even(n - 1) : 0; }
    __attribute__((section("tc"))) int prog(void *c) { return even(3); }
    """
    obj = load(compile_with(clang22, tmp_path, source, "-fno-optimize-sibling-calls"))
    uses = {use.function.name: use for use in measure_stack(obj)}
    assert uses["prog"].chain_bytes is None
    assert uses["even"].chain_bytes is None
    assert uses["prog"].depth is None


MAPS = (
    HEAD
    + """
struct key { u32 a; }; struct value { u64 x[2]; };
struct { __uint(type, 1); __type(key, struct key); __type(value, struct value);
  __uint(max_entries, 64); __uint(map_flags, 1); __uint(pinning, 1); } plain SEC(".maps");
struct { __uint(type, 27); __uint(max_entries, 4096); } ring SEC(".maps");
struct { __uint(type, 33); __uint(map_flags, 1024); __uint(max_entries, 100);
  __ulong(map_extra, 0x1ull << 44); } arena SEC(".maps");
struct inner { __uint(type, 2); __uint(key_size, 4); __uint(value_size, 8);
  __uint(max_entries, 3); } one SEC(".maps"), two SEC(".maps");
struct { __uint(type, 12); __uint(key_size, 4); __uint(max_entries, 4);
  __array(values, struct inner); } outer SEC(".maps") = { .values = { [2] = &two, [0] = &one } };
SEC("xdp") int tail(void *ctx) { return 2; }
struct { __uint(type, 3); __uint(key_size, 4); __uint(max_entries, 2);
  __array(values, int (void *)); } jumps SEC(".maps") = { .values = { [1] = (void *)&tail } };
"""
)


def maps_of(data: bytes) -> dict[str, MapDefinition]:
    obj = load(data)
    return {m.name: m for m in list_maps(obj, read_object_btf(obj, "t.o"))}


def test_maps_defined_by_btf(clang22: Clang, tmp_path: Path) -> None:
    found = maps_of(compile_with(clang22, tmp_path, MAPS))
    assert set(found) == {"plain", "ring", "arena", "one", "two", "outer", "jumps"}
    plain = found["plain"]
    assert plain.type_name == "hash"
    assert (plain.key_size_bytes, plain.value_size_bytes, plain.max_entries) == (4, 16, 64)
    assert (plain.flags, plain.pinning) == (1, 1)
    assert isinstance(plain.key, Struct)
    assert isinstance(plain.value, Struct)
    assert (found["ring"].type_name, found["ring"].max_entries) == ("ringbuf", 4096)
    assert (found["arena"].type_name, found["arena"].extra) == ("arena", 1 << 44)


def test_maps_in_maps_and_what_lies_in_them(clang22: Clang, tmp_path: Path) -> None:
    found = maps_of(compile_with(clang22, tmp_path, MAPS))
    outer = found["outer"]
    assert outer.type_name == "array_of_maps"
    assert outer.inner is not None
    assert (outer.inner.type_name, outer.inner.max_entries) == ("array", 3)
    assert outer.slots == {0: "one", 2: "two"}
    assert found["jumps"].slots == {1: "tail"}
    assert found["jumps"].value_size_bytes == 4


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ("__uint(type, 1); int color;", "map m: unknown member color"),
        ("int type;", "map m: member type does not say a number"),
        ("__uint(type, 1); int key;", "map m: member key does not say a type"),
        ("struct nothing *key;", "map m: member key does not say a type"),
        (
            "__uint(key_size, 8); __type(key, int);",
            "map m: key is 4 bytes large, key_size says 8",
        ),
        ("int values;", "map m: values is no array of pointers"),
    ],
)
def test_wrong_definitions_are_refused(
    clang22: Clang, tmp_path: Path, members: str, message: str
) -> None:
    source = f'{HEAD}struct {{ {members} }} m SEC(".maps");'
    data = compile_with(clang22, tmp_path, source)
    with pytest.raises(InputError) as caught:
        maps_of(data)
    assert str(caught.value) == message


def test_legacy_maps() -> None:
    words = [1, 4, 8, 128, 2, 0, 0]
    data = b"".join(word.to_bytes(4, "little") for word in words * 2)
    section = Section("maps", data=bytearray(data))
    symbols = [
        Symbol("late", section, 28, 28, Binding.GLOBAL, SymbolKind.OBJECT),
        Symbol("early", section, 0, 28, Binding.GLOBAL, SymbolKind.OBJECT),
    ]
    found = list_maps(Object([section], symbols), None)
    assert [m.name for m in found] == ["early", "late"]
    late = found[1]
    assert (late.type_name, late.key_size_bytes, late.value_size_bytes) == ("hash", 4, 8)
    assert (late.max_entries, late.flags, late.section) == (128, 2, "maps")
    symbols[0].value = 50
    with pytest.raises(InputError, match="map late: its definition is shorter than 20 bytes"):
        list_maps(Object([section], symbols), None)


def test_struct_ops_are_maps_too(clang22: Clang, tmp_path: Path) -> None:
    source = (
        HEAD
        + """
    struct ops { int (*init)(void *); char name[16]; };
    SEC("struct_ops/init") int init(void *ctx) { return 0; }
    SEC(".struct_ops.link") struct ops mine = { .init = (void *)init, .name = "mine" };
    """
    )
    found = maps_of(compile_with(clang22, tmp_path, source))
    assert found["mine"].type_name == "struct_ops"
    assert (found["mine"].value_size_bytes, found["mine"].max_entries) == (24, 1)
    assert not isinstance(found["mine"].value, Pointer)
