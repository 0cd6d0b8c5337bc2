"""The index of top-level declarations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend.lazy import TopLevel, TranslationUnit, read_unit
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.pp_unit import UnitBuilder
from bpfcc.frontend.sema import analyze
from bpfcc.options import Options
from bpfcc.source import SourceManager
from tests.support.preprocessing import spellings, write_files


class _TokensOnly(UnitBuilder):
    """Makes tokens of everything: the plain way, by which the quick one is measured."""

    def emit_text(self, frame, start, end):  # type: ignore[no-untyped-def]
        self._emit_tokens(frame, start, end)


class Unit:
    """The index of a main file and a header ``h.h``."""

    def __init__(
        self,
        folder: Path,
        main: str,
        header: str = "",
        builder: type[UnitBuilder] = UnitBuilder,
        **settings: Any,
    ) -> None:
        write_files(folder, {"m.c": main, "h.h": header})
        self.manager = SourceManager()
        self.sink = Sink(self.manager)
        options = Options(nostdinc=True, cache=False, **settings)
        made = builder(options, self.manager, self.sink)
        self.index: TranslationUnit = made.build(str(folder / "m.c"))

    def roots(self) -> list[str]:
        return [show(top) for top in self.index.roots]

    def find(self, name: str) -> list[str]:
        return [show(top) for top in self.index.find(name)]

    def find_tag(self, tag: str) -> list[str]:
        return [show(top) for top in self.index.find_tag(tag)]


def show(top: TopLevel) -> str:
    return spellings(top.tokens())


def test_all_of_the_main_file_is_looked_at_in_order(tmp_path: Path) -> None:
    unit = Unit(tmp_path, "typedef int t;\nt a, *b;;\nstatic t f(void) { return 1; }\nstruct s;\n")
    assert unit.roots() == [
        "typedef int t ;", "t a , * b ;", "static t f ( void ) { return 1 ; }", "struct s ;",
    ]  # fmt: skip
    assert unit.find("b") == ["t a , * b ;"]
    assert unit.index.is_typedef("t")
    assert not unit.index.is_typedef("a")


HEADER = """
typedef unsigned int u32;
typedef int (*callback)(u32 a, struct p *b);
typedef u32 vector[4];
typedef struct { int x; } anonymous;
typedef struct tagged { enum inner { IN_A, IN_B = 3 } e; union { int u; } v; } *pointer;
struct plain { u32 a; struct nested { int n; } b; };
union both { int i; };
enum colour { RED, GREEN = sizeof(int[2]), BLUE = (1, 2), };
enum { LONELY };
extern int outside(u32 a, u32 b);
extern u32 table[4];
int prototype(void), *another(int);
static const int hidden = 3;
static void *(*const helper)(void *map, const void *key) = (void *) 1;
static inline int used_later(int a) { struct local { int q; }; if (a) { return 1; } return 0; }
static inline __attribute__((always_inline)) u32 *second(u32 a) { return 0; }
struct forward;
u32 (parenthesized)(int);
struct __attribute__((packed)) attributed { int a; } __attribute__((aligned(8)));
enum typed : unsigned char { TYPED };
/* enum not { COMMENTED }; struct commented { int a; }; */
int printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
"""

NAMES = """callback u32 vector anonymous pointer IN_A IN_B RED GREEN BLUE LONELY outside table
prototype another hidden helper used_later second parenthesized TYPED printf COMMENTED a local
x""".split()
TAGS = "tagged inner plain nested both colour forward attributed typed commented local p".split()


def test_a_header_is_only_indexed(tmp_path: Path) -> None:
    unit = Unit(tmp_path, '#include "h.h"\nint x;\n', HEADER)
    assert unit.roots() == ["int x ;"]
    assert unit.find("GREEN") == [
        "enum colour { RED , GREEN = sizeof ( int [ 2 ] ) , BLUE = ( 1 , 2 ) , } ;"
    ]
    assert unit.find_tag("nested") == ["struct plain { u32 a ; struct nested { int n ; } b ; } ;"]
    assert unit.find("COMMENTED") == unit.find_tag("local") == unit.find("a") == []
    assert unit.index.tag_kind("both") == "union"
    assert unit.index.tag_kind("inner") == "enum"
    assert unit.index.is_typedef("pointer")
    assert not unit.index.is_typedef("tagged")
    assert unit.index.is_declared("another")
    assert "callback" in set(unit.index.typedef_names())
    assert "outside" in set(unit.index.visible_names())


def test_a_header_named_on_the_command_line_is_indexed_once(tmp_path: Path) -> None:
    header = "struct s {\n#ifdef A\nint a;\n#endif\nint b; };\nint f(void) { return 0; }\n"
    path = str(tmp_path / "h.h")
    unit = Unit(tmp_path, "int x;\n", header, includes=(path,))
    assert unit.find_tag("s") == ["struct s { int b ; } ;"]
    assert unit.roots() == ["int f ( void ) { return 0 ; }", "int x ;"]
    unit = Unit(tmp_path, "int x;\n", header + "#define M 1\n", imacros=(path,))
    assert unit.roots() == ["int x ;"]
    assert unit.find_tag("s") == []


@pytest.mark.parametrize(
    "wrap", ["{}", "#define U32 u32\n{}", "#ifndef G\n#define G\n{}\n#endif\n"]
)
def test_text_and_tokens_give_the_same_index(tmp_path: Path, wrap: str) -> None:
    main = '#include "h.h"\nint x;\n'
    header = wrap.format(HEADER)
    quick = Unit(tmp_path, main, header)
    plain = Unit(tmp_path, main, header, _TokensOnly)
    for name in NAMES:
        assert quick.find(name) == plain.find(name), name
        assert quick.index.is_typedef(name) == plain.index.is_typedef(name), name
    for tag in TAGS:
        assert quick.find_tag(tag) == plain.find_tag(tag), tag
        assert quick.index.tag_kind(tag) == plain.index.tag_kind(tag), tag
    assert quick.roots() == plain.roots()


def test_what_a_header_defines_is_looked_at(tmp_path: Path) -> None:
    header = """int tentative;
int initialized = 3;
extern int declared;
static int internal;
static int kept __attribute__((used));
struct s { int used; } variable;
struct t { int used; };
int function(void) { return 0; }
inline int inlined(void) { return 0; }
static int internal_function(void) { return 0; }
extern inline int visible(void) { return 0; }
extern inline __attribute__((__gnu_inline__)) int elsewhere(void) { return 0; }
_Static_assert(1, "x");
_Static_assert(sizeof(((t){ 0 })) == 4, "x");
asm("nop");
int (*pointer)(void);
typedef int t;
"""
    unit = Unit(tmp_path, '#include "h.h"\n', header)
    names = " ".join(unit.roots())
    assert [root.split()[0] for root in unit.roots()] == [
        "int", "int", "static", "struct", "int", "inline", "extern", "_Static_assert",
        "_Static_assert", "asm", "int",
    ]  # fmt: skip
    for name in ("tentative", "initialized", "kept", "variable", "function", "inlined", "pointer"):
        assert f" {name} " in names, name


def test_macros_in_a_header_are_expanded_as_they_were_there(tmp_path: Path) -> None:
    header = """#define N 4
#define ATTR __attribute__((aligned(8)))
#define INLINE static inline ATTR
#define T(name) struct name { int name##_x; }
#define LIST A_ONE, A_TWO
extern int array[N] ATTR;
INLINE int function(void) { return N; }
T(made);
enum { LIST };
ATTR int typed_by_macro(int a);
struct packed { int a[N]; } ATTR;
#undef N
#define N 5
extern int second[N];
#undef ATTR
"""
    for builder in (UnitBuilder, _TokensOnly):
        unit = Unit(tmp_path, '#include "h.h"\n#undef N\n', header, builder)
        assert unit.roots() == []
        assert unit.find("array") == [
            "extern int array [ 4 ] __attribute__ ( ( aligned ( 8 ) ) ) ;"
        ]
        assert unit.find("second") == ["extern int second [ 5 ] ;"]
        assert unit.find("function") == [
            "static inline __attribute__ ( ( aligned ( 8 ) ) ) int function ( void ) { return 4 ; }"
        ]
        assert unit.find_tag("made") == ["struct made { int made_x ; } ;"]
        assert unit.find("A_TWO") == ["enum { A_ONE , A_TWO } ;"]
        assert unit.find("typed_by_macro")[0].endswith("int typed_by_macro ( int a ) ;")
        assert unit.find_tag("packed")[0].startswith(
            "struct packed { int a [ 4 ] ; } __attribute__"
        )


def test_counting_macros_are_expanded_in_the_order_of_the_text(tmp_path: Path) -> None:
    header = "#define ID __COUNTER__\nextern int a[ID];\nextern int b[ID + __LINE__];\n"
    unit = Unit(tmp_path, '#include "h.h"\nint c = ID;\n', header)
    assert unit.roots() == ["int c = 2 ;"]
    assert unit.find("b") == ["extern int b [ 1 + 3 ] ;"]
    assert unit.find("a") == ["extern int a [ 0 ] ;"]


def test_a_declaration_may_span_directives(tmp_path: Path) -> None:
    header = """enum proto {
 P_A = 1,
#define P_A P_A
#if 1
 P_B,
#else
 P_C,
#endif
};
struct s {
#ifdef NO
 int no;
#endif
 int yes;
}; int after;
"""
    unit = Unit(tmp_path, '#include "h.h"\n', header)
    assert unit.find("P_B") == ["enum proto { P_A = 1 , P_B , } ;"]
    assert unit.find("P_C") == []
    assert unit.find_tag("s") == ["struct s { int yes ; } ;"]
    assert unit.roots() == ["int after ;"]


def test_macros_that_open_and_close_brackets(tmp_path: Path) -> None:
    header = """#define BEGIN struct s {
#define END };
#define DEFINE(x) int x = 1;
BEGIN
 int a;
END
struct t { int b; };
DEFINE(one)
DEFINE(
 two) struct u { int c; };
int last(void);
"""
    for builder in (UnitBuilder, _TokensOnly):
        unit = Unit(tmp_path, '#include "h.h"\n', header, builder)
        assert unit.find_tag("s") == ["struct s { int a ; } ;"]
        assert unit.find_tag("t") == ["struct t { int b ; } ;"]
        assert unit.find_tag("u") == ["struct u { int c ; } ;"]
        assert unit.roots() == ["int one = 1 ;", "int two = 1 ;"]
        assert unit.find("last") == ["int last ( void ) ;"]


def test_old_style_definitions_stay_whole(tmp_path: Path) -> None:
    text = "int before;\nint f(a, b) int a; char b; { return a; }\nstruct s { int x; };\n"
    unit = Unit(tmp_path, '#include "h.h"\n', text)
    assert unit.roots() == ["int before ;", "int f ( a , b ) int a ; char b ; { return a ; }"]
    assert unit.find_tag("s") == ["struct s { int x ; } ;"]


def test_pragmas_in_force_go_with_a_declaration(tmp_path: Path) -> None:
    header = """#pragma pack(push, 1)
struct packed { int a; };
#pragma pack(pop)
struct loose { int a; };
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
struct core { int a; };
#pragma clang attribute pop
struct plain { int a; };
"""
    unit = Unit(tmp_path, '#include "h.h"\n#pragma pack(2)\nstruct mine { int a; };\n', header)

    def attributes(tag: str) -> list[str]:
        (top,) = unit.index.find_tag(tag)
        (declaration,) = top.parse()
        return [attribute.name for attribute in declaration.type.attributes]

    assert attributes("packed") == ["pragma_pack"]
    assert attributes("loose") == []
    assert attributes("core") == ["preserve_access_index"]
    assert attributes("plain") == []
    assert attributes("mine") == ["pragma_pack"]
    assert unit.sink.diagnostics == []


def test_foreign_assembly_in_unused_functions_is_never_parsed(tmp_path: Path) -> None:
    header = 'static inline void f(void) { asm volatile("x" : : "r"(1) :: } = ; }\n'
    header += "static inline int g(void) { @ }\nint ok(void);\n"
    unit = Unit(tmp_path, '#include "h.h"\nint x;\n', header)
    assert unit.find("ok") == ["int ok ( void ) ;"]
    for top in unit.index.roots:
        top.parse()
    assert unit.sink.diagnostics == []


def test_parsing_is_done_once_and_knows_the_typedefs(tmp_path: Path) -> None:
    unit = Unit(tmp_path, '#include "h.h"\nu x = (u) (1);\n', "typedef int u;\n")
    (top,) = unit.index.roots
    (declaration,) = top.parse()
    assert isinstance(declaration.init, c_ast.Cast)
    assert top.parse() is top.parse()
    assert str(unit.manager.place(top.loc)).endswith("m.c:2:3")


def test_a_tag_that_is_only_mentioned_is_found_there(tmp_path: Path) -> None:
    header = "struct holder { struct mentioned *p; };\nint f(struct prototype *p);\n"
    unit = Unit(tmp_path, '#include "h.h"\nstruct mine *m;\n', header)
    assert unit.find_tag("mentioned") == ["struct holder { struct mentioned * p ; } ;"]
    assert unit.find_tag("mine") == ["struct mine * m ;"]
    assert unit.find_tag("prototype") == unit.find_tag("nowhere") == []


def test_stray_braces_and_open_ends_reach_the_parser(tmp_path: Path) -> None:
    unit = Unit(tmp_path, "int a;\n}\nint b;\nint f(void) { if (1) {\n")
    assert unit.roots() == ["int a ;", "}", "int b ;", "int f ( void ) { if ( 1 ) {"]


def test_bad_tokens_are_told_when_they_are_needed(tmp_path: Path) -> None:
    unit = Unit(tmp_path, '#include "h.h"\n', "extern int a[08];\nextern int b;\n")
    unit.find("b")
    assert unit.sink.diagnostics == []
    unit.find("a")
    assert [d.message for d in unit.sink.diagnostics] == ["invalid digit '8' in octal constant"]


def test_casts_in_an_array_bound_are_no_old_parameters(tmp_path: Path) -> None:
    header = "static int table[(t) LAST + 1] = { 1 };\nstatic int after(int);\n"
    unit = Unit(tmp_path, '#include "h.h"\nint main_one;\n', header)
    assert unit.find("after") == ["static int after ( int ) ;"]
    assert unit.roots() == ["int main_one ;"]


def test_a_declaration_that_never_ends_is_looked_at(tmp_path: Path) -> None:
    unit = Unit(tmp_path, '#include "h.h"\n', "static inline int f(void) { return 1;\n")
    assert unit.roots() == ["static inline int f ( void ) { return 1 ;"]


class _Kernel:
    """Kernel types that give out each declaration once, as they are asked for."""

    TEXTS = {  # noqa: RUF012
        "u32": "typedef unsigned int u32;\n",
        "task": "struct mm;\n\nstruct task {\n\tstruct mm *mm;\n\tu32 pid;\n};\n",
        "mm": "struct mm {\n\tint N;\n};\n",
        "RUNNING": "#if __STDC_VERSION__ >= 201112L\nenum state {\n\tRUNNING = 1,\n};\n#endif\n",
    }

    def __init__(self) -> None:
        self.left = dict(self.TEXTS)

    def whole_header(self) -> str:
        return "".join(self.TEXTS.values())

    def declare(self, name: str) -> str:
        return self.left.pop(name, "")

    def tag_kind(self, tag: str) -> str | None:
        return "struct" if tag in ("task", "mm") else None

    def list_names(self, *, typedefs: bool) -> list[str]:
        return ["u32"] if typedefs else ["RUNNING"]


def test_the_kernel_s_types_are_declared_as_they_are_asked_for(tmp_path: Path) -> None:
    text = '#include "vmlinux.h"\n#define N 3\nu32 f(struct task *t) { return RUNNING; }\n'
    write_files(tmp_path, {"m.c": text})
    manager = SourceManager()
    sink = Sink(manager)
    kernel = _Kernel()
    options = Options(nostdinc=True, cache=False)
    unit = read_unit(str(tmp_path / "m.c"), options, manager, sink, btf_header=lambda: kernel)
    assert kernel.left == _Kernel.TEXTS
    assert unit.tag_kind("task") == "struct"
    assert "u32" in unit.typedef_names()
    assert "RUNNING" in unit.visible_names()
    assert kernel.left == _Kernel.TEXTS
    assert unit.is_typedef("u32")
    assert not unit.is_typedef("RUNNING")
    assert [show(top) for top in unit.find("RUNNING")] == ["enum state { RUNNING = 1 , } ;"]
    (task,) = unit.find_tag("task")
    (declaration,) = task.parse()
    assert [a.name for a in declaration.type.attributes] == ["preserve_access_index"]
    # Macros count as they were where the header was included.
    assert [show(top) for top in unit.find_tag("mm")] == ["struct mm { int N ; } ;"]
    assert task.order < unit.roots[-1].order
    assert list(kernel.left) == []
    assert unit.find("nothing") == []
    assert sink.diagnostics == []


HOLDERS = """
struct mmu { int (*walk)(struct vcpu *, union mode *); int root; };
struct vcpu { struct mmu mmu; };
union mode { struct vcpu held; };
"""


def test_a_record_s_prototypes_do_not_need_what_holds_the_record(tmp_path: Path) -> None:
    unit = Unit(tmp_path, '#include "h.h"\nlong size = sizeof(struct mmu);\n', HOLDERS)
    options = Options(nostdinc=True, cache=False)
    analyze(unit.index, options, unit.sink, unit.manager)
    assert unit.sink.diagnostics == []
