"""Linking joins objects as eBPF's static linkers do, and says whose fault it is where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf.container import Btf
from bpfcc.btf.load import read_object_btf, read_object_ext
from bpfcc.btf.types import DataSection, Function, Linkage, Variable
from bpfcc.elf.link import link_objects
from bpfcc.elf.maps import list_maps
from bpfcc.elf.model import Binding, Object, Section, SpecialSection, Symbol, SymbolKind, Visibility
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from tests.conftest import Clang
from tests.unit.elf.build import compile_with, small_object

HEAD = """
#define SEC(x) __attribute__((section(x), used))
#define noinline __attribute__((noinline))
#define weak __attribute__((weak))
#define hidden __attribute__((visibility("hidden")))
#define __uint(name, val) int (*name)[val]
#define __type(name, val) __typeof__(val) *name
typedef unsigned int u32; typedef unsigned long long u64;
struct xdp_md { u32 data, data_end; } __attribute__((preserve_access_index));
"""
MAIN = (
    HEAD
    + """
struct shared { int a; struct xdp_md *ctx; };
extern int answer(struct shared *s, u64 more);
extern int counter, tail[];
extern const volatile int limit;
struct { __uint(type, 1); __type(key, u32); __type(value, u64); __uint(max_entries, 8); }
  table SEC(".maps");
int mine = 5; static int scratch = 1;
static noinline int same_name(int x) { scratch += x; return x + scratch; }
weak int choose(void) { return 1; }
SEC("xdp") int prog(struct xdp_md *ctx) {
  struct shared s = { .a = ctx->data };
  return answer(&s, 2) + counter + limit + same_name(1) + choose() + mine;
}
char text[] SEC("license") = "GPL";
"""
)
LIBRARY = (
    HEAD
    + """
struct shared { int a; struct xdp_md *ctx; };
int counter = 7; const volatile int limit = 9;
extern struct { __uint(type, 1); __type(key, u32); __type(value, u64); __uint(max_entries, 8); }
  table SEC(".maps");
static int scratch = 2;
static noinline int same_name(int x) { scratch -= x; return x * scratch; }
int choose(void) { return 2; }
static void *(*lookup)(void *, void *) = (void *)1;
noinline hidden int answer(struct shared *s, u64 more) {
  u32 key = 0; u64 *value = lookup(&table, &key);
  if (value) *value += more;
  return same_name(s->a) + (s->ctx ? s->ctx->data : 0);
}
SEC("tc") int other(void *ctx) { return same_name(3); }
char text[] SEC("license") = "GPL";
"""
)


class Linker:
    def __init__(self, clang: Clang, folder: Path) -> None:
        self.clang = clang
        self.folder = folder

    def compile(self, source: str, *flags: str) -> bytes:
        return compile_with(self.clang, self.folder, source, "-mcpu=v3", *flags)

    def link(self, *sources: str) -> Object:
        objects = [
            (f"{number}.o", read_object(self.compile(HEAD + source), f"{number}.o"))
            for number, source in enumerate(sources, 1)
        ]
        return read_object(write_object(link_objects(objects)), "linked.o")

    def error(self, *sources: str) -> str:
        with pytest.raises(InputError) as caught:
            self.link(*sources)
        return str(caught.value)


@pytest.fixture
def linker(clang22: Clang, tmp_path: Path) -> Linker:
    return Linker(clang22, tmp_path)


@pytest.fixture
def linked(linker: Linker) -> Object:
    parts = [("main.o", MAIN), ("lib.o", LIBRARY)]
    objects = [(name, read_object(linker.compile(source), name)) for name, source in parts]
    return read_object(write_object(link_objects(objects)), "linked.o")


def btf_of(obj: Object) -> Btf:
    btf = read_object_btf(obj, "linked.o")
    assert btf is not None
    return btf


def symbol_of(obj: Object, name: str) -> Symbol:
    symbol = obj.find_symbol(name)
    assert symbol is not None
    return symbol


def test_a_definition_resolves_what_another_file_expects(linked: Object) -> None:
    answer, counter = symbol_of(linked, "answer"), symbol_of(linked, "counter")
    assert answer.kind is SymbolKind.FUNC
    assert answer.section is linked.find_section(".text")
    assert answer.visibility is Visibility.HIDDEN
    assert counter.section is linked.find_section(".data")
    calls = [
        r.symbol.name
        for section in linked.sections
        if section.name == "xdp"
        for r in section.relocations
    ]
    assert {"answer", "counter", "limit"} <= set(calls)


def test_a_strong_definition_beats_a_weak_one(linked: Object) -> None:
    choose = symbol_of(linked, "choose")
    text = linked.find_section(".text")
    assert text is not None
    code = text.data[choose.value : choose.value + choose.size_bytes]
    assert choose.binding is Binding.GLOBAL
    assert code[4] == 2  # the number that the strong one returns


def test_of_weak_definitions_the_first_stays(linker: Linker) -> None:
    obj = linker.link("weak int f(void) { return 1; }", "weak int f(void) { return 2; }")
    function = symbol_of(obj, "f")
    assert (function.value, function.binding) == (0, Binding.WEAK)


def test_local_symbols_of_one_name_stay_apart(linked: Object) -> None:
    functions = [s for s in linked.symbols if s.name == "same_name"]
    variables = [s for s in linked.symbols if s.name == "scratch"]
    assert len({f.value for f in functions}) == len(functions) == 2
    assert len({v.value for v in variables}) == len(variables) == 2


def test_sections_are_joined_and_aligned(linker: Linker) -> None:
    obj = linker.link("char a[3] = {1, 2, 3};", "long b = 4;", "char c = 5;")
    data = obj.find_section(".data")
    assert data is not None
    assert bytes(data.data) == b"\1\2\3\0\0\0\0\0\4\0\0\0\0\0\0\0\5"
    assert data.align_bytes == 8
    assert [symbol_of(obj, name).value for name in "abc"] == [0, 8, 16]


def test_zeroed_sections_are_joined_without_bytes(linker: Linker) -> None:
    obj = linker.link("char a[3];", "long b;")
    bss = obj.find_section(".bss")
    assert bss is not None
    assert (bss.extent_bytes, bytes(bss.data)) == (16, b"")


def test_relocations_against_sections_move_with_them(linked: Object) -> None:
    """A static function is called, a static variable read, by its place in its section."""
    text, tc = linked.find_section(".text"), linked.find_section("tc")
    assert text is not None
    assert tc is not None
    second = [s for s in linked.symbols if s.name == "same_name"][1]
    (call,) = tc.relocations
    assert call.symbol.kind is SymbolKind.SECTION
    imm = int.from_bytes(tc.data[call.offset + 4 : call.offset + 8], "little", signed=True)
    assert (imm + 1) * 8 == second.value
    scratch = [s for s in linked.symbols if s.name == "scratch"][1]
    loads = [
        r
        for r in text.relocations
        if r.symbol.kind is SymbolKind.SECTION and r.offset >= second.value
    ]
    assert loads
    for load in loads:
        imm = int.from_bytes(text.data[load.offset + 4 : load.offset + 8], "little")
        assert imm == scratch.value


def test_the_license_is_kept_once(linked: Object) -> None:
    license_ = linked.find_section("license")
    assert license_ is not None
    assert bytes(license_.data) == b"GPL\0"
    assert len([s for s in linked.symbols if s.name == "text"]) == 1


def test_debug_information_other_than_btf_is_left_out(linked: Object) -> None:
    names = [section.name for section in linked.sections]
    assert not [name for name in names if name.startswith(".debug")]
    assert names[-2:] == [".BTF", ".BTF.ext"]
    assert linked.address_significant is None


def test_types_are_merged_and_names_declared_once(linked: Object) -> None:
    btf = btf_of(linked)
    for name in ("xdp_md", "shared", "u32", "answer", "counter", "table"):
        assert len(btf.find_all(name)) == 1, name
    answer, counter = btf.find("answer"), btf.find("counter")
    assert isinstance(answer, Function)
    assert isinstance(counter, Variable)
    assert (answer.linkage, counter.linkage) == (Linkage.GLOBAL, Linkage.GLOBAL)


def test_data_sections_say_where_variables_are(linked: Object) -> None:
    btf = btf_of(linked)
    data = btf.find(".data")
    assert isinstance(data, DataSection)
    section = linked.find_section(".data")
    assert section is not None
    assert data.size_bytes == section.extent_bytes
    offsets = [entry.offset_bytes for entry in data.variables]
    assert offsets == sorted(offsets)
    by_name = {entry.variable.name: entry.offset_bytes for entry in data.variables}
    for name in ("counter", "mine"):
        assert by_name[name] == symbol_of(linked, name).value
    assert len([e for e in data.variables if e.variable.name == "scratch"]) == 2


def test_records_of_instructions_move_with_them(linked: Object) -> None:
    ext = read_object_ext(linked, btf_of(linked), "linked.o")
    assert ext is not None
    text = linked.find_section(".text")
    found = {
        (record.type.name, record.offset_bytes)
        for name, records in ext.functions.items()
        if name == ".text"
        for record in records
    }
    symbols = [s for s in linked.symbols if s.section is text and s.kind is SymbolKind.FUNC]
    assert {(s.name, s.value) for s in symbols} <= found
    lines = [line for line in ext.lines[".text"] if "same_name(s->a)" in line.text]
    answer = symbol_of(linked, "answer")
    assert all(
        answer.value <= line.offset_bytes < answer.value + answer.size_bytes for line in lines
    )
    assert lines
    assert {record.access for record in ext.relocations[".text"]} == {"0:0"}


def test_maps_of_other_files_are_found(linked: Object) -> None:
    maps = list_maps(linked, btf_of(linked))
    assert [(m.name, m.type_name, m.max_entries) for m in maps] == [("table", "hash", 8)]
    text = linked.find_section(".text")
    assert text is not None
    assert "table" in [r.symbol.name for r in text.relocations]


def test_linking_one_object_is_a_fixed_point(linker: Linker) -> None:
    for source in (MAIN, LIBRARY):
        data = linker.compile(source)
        once = write_object(link_objects([("a.o", read_object(data, "a.o"))]))
        twice = write_object(link_objects([("b.o", read_object(once, "b.o"))]))
        assert once == twice


def test_linking_in_steps_gives_what_linking_at_once_gives(linker: Linker) -> None:
    third = HEAD + 'extern int mine; SEC("socket") int third(void *c) { return mine; }'
    datas = [linker.compile(source) for source in (MAIN, LIBRARY, third)]

    def link(*parts: bytes) -> bytes:
        return write_object(
            link_objects([(f"{n}.o", read_object(part, f"{n}.o")) for n, part in enumerate(parts)])
        )

    assert link(link(datas[0], datas[1]), datas[2]) == link(*datas)


def test_names_that_nobody_defines_stay_undefined(linker: Linker) -> None:
    obj = linker.link(
        'extern int far(int) weak; SEC("tc") int a(void *c) { return far ? far(1) : 0; }',
        'extern int far(int); SEC("tc") int b(void *c) { return far(2); }',
    )
    far = symbol_of(obj, "far")
    assert not far.is_defined
    assert far.binding is Binding.GLOBAL  # somebody cannot do without it
    assert len(btf_of(obj).find_all("far")) == 1


def test_what_the_kernel_defines_is_declared_once(linker: Linker) -> None:
    use = """
    extern int CONFIG_HZ __attribute__((section(".kconfig")));
    extern void kfunc(int) __attribute__((section(".ksyms")));
    """
    obj = linker.link(
        use + 'SEC("tc") int a(void *c) { kfunc(1); return CONFIG_HZ; }',
        use + 'SEC("tc") int b(void *c) { kfunc(2); return CONFIG_HZ; }',
    )
    btf = btf_of(obj)
    for section, name in ((".kconfig", "CONFIG_HZ"), (".ksyms", "kfunc")):
        found = btf.find(section)
        assert isinstance(found, DataSection)
        assert [entry.variable.name for entry in found.variables] == [name]


def test_stricter_visibility_wins(linker: Linker) -> None:
    obj = linker.link(
        'extern hidden int f(int); SEC("tc") int a(void *c) { return f(1); }',
        "noinline int f(int x) { return x + 1; }",
    )
    assert symbol_of(obj, "f").visibility is Visibility.HIDDEN


def test_big_endian_objects_are_linked(linker: Linker) -> None:
    parts = []
    for number, source in enumerate((MAIN, LIBRARY)):
        data = linker.compile(source, "-target", "bpfeb")
        parts.append((f"{number}.o", read_object(data, f"{number}.o")))
    obj = link_objects(parts)
    tc, second = obj.find_section("tc"), [s for s in obj.symbols if s.name == "same_name"][1]
    assert tc is not None
    call = tc.relocations[0].offset
    assert (int.from_bytes(tc.data[call + 4 : call + 8], "big") + 1) * 8 == second.value
    assert read_object(write_object(obj), "x").little_endian is False
    assert btf_of(obj).little_endian is False


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("int f(void) { return 1; }", "int f(void) { return 2; }", "1.o and 2.o both define f"),
        ("int x;", "int x;", "1.o and 2.o both define x"),
        (
            "int x = 1;",
            "extern long x; long *p(void) { return &x; }",
            "1.o and 2.o disagree about x: int of 4 and of 8 bytes",
        ),
        (
            "int f(int a) { return a; }",
            "extern int f(int, int); int g(void) { return f(1, 2); }",
            "1.o and 2.o disagree about f: 1 and 2 parameters",
        ),
        (
            "struct s { int a; }; struct s x;",
            "struct s { int b; }; extern struct s x; int g(void) { return x.b; }",
            "1.o and 2.o disagree about x: struct s: member a is not the same",
        ),
        (
            "int x = 1;",
            "extern int x(int); int g(void) { return x(1); }",
            "1.o and 2.o disagree about x: a variable and a function",
        ),
        (
            'struct { __uint(type, 1); __uint(max_entries, 4); } m SEC(".maps");',
            'extern struct { __uint(type, 1); __uint(max_entries, 8); } m SEC(".maps");'
            "void *g(void) { return &m; }",
            "1.o and 2.o disagree about m: max_entries 4 and 8",
        ),
        (
            "int kfunc(int x) { return x; }",
            'extern int kfunc(int) SEC(".ksyms"); int g(void) { return kfunc(1); }',
            "2.o expects kfunc from the kernel (.ksyms), 1.o defines it",
        ),
        (
            'char l[] SEC("license") = "GPL";',
            'char l[] SEC("license") = "MIT";',
            "2.o: section license is not the same as in 1.o: b'MIT\\x00' and b'GPL\\x00'",
        ),
        (
            'int a SEC("own") = 1;',
            'const int b SEC("own") = 1;',
            "2.o: section own has flags 0x2, in 1.o 0x3",
        ),
    ],
)
def test_conflicts_name_both_files(linker: Linker, first: str, second: str, message: str) -> None:
    assert linker.error(first, second) == message


def test_an_expected_name_needs_btf(linker: Linker) -> None:
    source = "extern int far(int); int g(void) { return far(1); }"
    obj = read_object(linker.compile(source, "-g0"), "plain.o")
    with pytest.raises(InputError, match="far is to be found elsewhere, which needs BTF"):
        link_objects([("plain.o", obj)])


def test_byte_orders_do_not_mix(linker: Linker) -> None:
    parts = [
        (target, read_object(linker.compile("int x;", "-target", target), target))
        for target in ("bpfel", "bpfeb")
    ]
    with pytest.raises(InputError, match="bpfeb: its byte order is not that of bpfel"):
        link_objects(parts)


def test_objects_without_btf_are_linked_too() -> None:
    obj = link_objects([("a.o", small_object())])
    assert [section.name for section in obj.sections] == [
        ".text",
        "xdp",
        ".data",
        ".bss",
        "license",
    ]
    assert [(r.offset, r.symbol.name) for r in obj.sections[1].relocations] == [
        (0, "helper"),
        (8, "counter"),
    ]


def test_nothing_cannot_be_linked() -> None:
    with pytest.raises(InputError, match="nothing to link"):
        link_objects([])


def test_unknown_kinds_of_sections_are_refused() -> None:
    obj = Object([Section("notes", kind=7)])
    with pytest.raises(InputError, match="section notes has type 7, which cannot be linked"):
        link_objects([("a.o", obj)])


def test_broken_code_is_refused() -> None:
    obj = Object([Section("xdp", flags=4, data=bytearray(9))])
    with pytest.raises(InputError, match="section xdp is not made of whole instructions"):
        link_objects([("a.o", obj)])


def test_common_symbols_are_refused() -> None:
    obj = Object([], [Symbol("x", SpecialSection.COMMON, 4, 4, Binding.GLOBAL)])
    with pytest.raises(InputError, match="x is a common symbol; compile with -fno-common"):
        link_objects([("a.o", obj)])


def test_groups_of_one_signature_are_kept_once(clang22: Clang, tmp_path: Path) -> None:
    head = "template <class T> __attribute__((noinline)) T keep(T x) { return x * 3; }\n"
    one = head + 'extern "C" int f(int a) { return keep(a); }'
    two = head + 'extern "C" int g(int a) { return keep(a); }'
    datas = [compile_with(clang22, tmp_path, source, "-xc++") for source in (one, two)]
    obj = link_objects([(f"{n}.o", read_object(data, f"{n}.o")) for n, data in enumerate(datas)])
    kept = obj.find_section(".text._Z4keepIiET_S0_")
    assert kept is not None
    assert kept.extent_bytes == read_object(datas[0], "x").find_section(kept.name).extent_bytes  # type: ignore[union-attr]
    calls = obj.find_section(".text")
    assert calls is not None
    assert [r.symbol.name for r in calls.relocations] == ["_Z4keepIiET_S0_"] * 2


RUN_MAIN = (
    HEAD
    + """
extern int scale(int); extern int offset;
extern struct { __uint(type, 2); __type(key, u32); __type(value, u64); __uint(max_entries, 1); }
  calls SEC(".maps");
static void *(*lookup)(void *, void *) = (void *)1;
static volatile int step = 1;
static noinline int twist(int x) { step += 1; return x + step; }
SEC("xdp") int start(struct xdp_md *ctx) {
  u32 key = 0; u64 *value = lookup(&calls, &key);
  if (value) *value += 5;
  return scale(10) + offset + twist(100);
}
char text[] SEC("license") = "GPL";
"""
)
RUN_LIBRARY = (
    HEAD
    + """
struct { __uint(type, 2); __type(key, u32); __type(value, u64); __uint(max_entries, 1); }
  calls SEC(".maps");
int offset = 1000;
static volatile int step = 7;
static noinline int twist(int x) { step -= 1; return x * step; }
noinline int scale(int x) { return twist(x); }
char text[] SEC("license") = "GPL";
"""
)


@pytest.mark.kernel
def test_a_linked_object_loads_and_runs(linker: Linker) -> None:
    from bpfcc.kernel.object import LoadedObject
    from bpfcc.kernel.testrun import run_program

    parts = [
        (name, read_object(linker.compile(source), name))
        for name, source in (("main.o", RUN_MAIN), ("lib.o", RUN_LIBRARY))
    ]
    data = write_object(link_objects(parts))
    with LoadedObject(data, "linked") as loaded:
        loaded.load()
        program = loaded.program("start")
        # Each file's own `twist` and `step`: 10 * 6 + 1000 + 100 + 2, then 10 * 5 + ... + 3.
        assert run_program(program, bytes(64)).retval == 1162
        assert run_program(program, bytes(64)).retval == 1153
        assert loaded.map("calls").lookup(bytes(4)) == (10).to_bytes(8, "little")
