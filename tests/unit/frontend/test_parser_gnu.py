"""Attributes in every position, inline assembly, and pragmas that give attributes."""

from __future__ import annotations

import pytest

from tests.unit.frontend.parsing import Parsed, parse_clean, parse_statements, show

A, B, C, D, E = (f"__attribute__(({letter}))" for letter in "ABCDE")

_DECLARATIONS = [
    (f"static int {A} *{B} p {C} = 0, {D} q {E};",
     "@A:specifier @C:declarator static p: @B:pointer ptr to int = 0"
     " | @A:specifier @D:declarator @E:declarator static q: int"),
    (f"{A} int {B} x;", "@A:specifier @B:specifier x: int"),
    (f"struct {A} s {{ int x; }} {B} y;", "y: struct @A:tag @B:tag s {x: int}"),
    (f"struct s {A} x;", "@A:specifier x: struct s"),
    (f"struct {A} s x;", "x: struct @A:tag s"),
    (f"struct s {{ int a {A}, b : 3 {B}; {C} int c; }};",
     "_: struct s {@A:declarator a: int; @B:declarator b: int :3; @C:specifier c: int}"),
    (f"enum {A} {{ X {B}, Y {C} = 1 }} {D};",
     "_: enum @A:tag @D:tag  {@B:declarator X, @C:declarator Y=1}"),
    (f"int f(int {A} x, char *{B} y {C}, {D} int) {E};",
     "@E:declarator f: func(@A:specifier x: int, @C:declarator y: @B:pointer ptr to char,"
     " @D:specifier int) returning int"),
    (f"void ({A} *f)(void);", "f: ptr to @A:declarator func(void) returning void"),
    (f"int ({A} *x);", "@A:declarator x: ptr to int"),
    (f"int ({A} x);", "@A:declarator x: int"),
    (f"int *{A} const {B} *x;", "x: ptr to @A:pointer @B:pointer ptr const to int"),
    (f"typedef int {A} *T {B};", "@A:specifier @B:declarator typedef T: ptr to int"),
    (f"typeof({A} int) x;", "x: typeof(@A:specifier int)"),
    ('int x asm("y") __attribute__((weak));', '@asm("y"):declarator @weak:declarator x: int'),
    ('int f(void) __asm__("a" "b");', '@asm("a"+"b"):declarator f: func(void) returning int'),
    ("__attribute__(()) __attribute__((, a,, b,)) int x;", "@a:specifier @b:specifier x: int"),
    ("int x __attribute__((__aligned__(8), section(\".maps\" \"x\"), __const__, used));",
     '@aligned(8):declarator @section(".maps"+"x"):declarator @const:declarator @used:declarator'
     " x: int"),
    ("int x __attribute__((format(printf, 1, 2), aligned(sizeof(int) * 2), iv(int *)));",
     "@format(printf, 1, 2):declarator @aligned((* (sizeof int) 2)):declarator"
     " @iv(ptr to int):declarator x: int"),
    ("int x __attribute__((availability(macos, introduced=10.4.1)));",
     "@availability:declarator x: int"),
    # C23 attributes
    ("[[a, gnu::b(1), clang::__c__, other::d(any {tokens} here)]] int x;",
     "@a:specifier @b(1):specifier @c:specifier @other::d:specifier x: int"),
    ("int x [[a]], y [[b]][3] [[c]];",
     "@a:declarator x: int | @b:declarator y: @c:declarator array[3] of int"),
    ("int f(void) [[a]];", "f: @a:declarator func(void) returning int"),
    ("struct [[a]] s { [[b]] int x; };", "_: struct @a:tag s {@b:specifier x: int}"),
    ("int * [[a]] x;", "x: @a:pointer ptr to int"),
    ("[[]] int x;", "x: int"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), _DECLARATIONS, ids=[d[0] for d in _DECLARATIONS])
def test_attributes_of_declarations(text: str, shown: str) -> None:
    assert " | ".join(show(node) for node in parse_clean(text)) == shown


def test_attributes_of_a_definition() -> None:
    (function,) = parse_clean(f"{A} static {B} int f(int x) {C} {{ return x; }}")
    shown = "@A:specifier @B:specifier @C:declarator static f: func(x: int) returning int"
    assert show(function.decl) == shown


def test_attributes_of_types_in_expressions() -> None:
    (node,) = parse_statements(f"(int {A} *{B})x;")
    assert show(node) == "(cast [@A:specifier @B:pointer ptr to int] x)"


_STATEMENTS = [
    ("__attribute__((fallthrough));", "(AttributeStatement fallthrough:statement)"),
    ("[[fallthrough]];", "(AttributeStatement fallthrough:statement)"),
    ("switch (a) { case 1: __attribute__((fallthrough)); default: ; }",
     "(Switch a {(Case 1 (AttributeStatement fallthrough:statement)); (Default ;)})"),
    (f"l: {A} b;", "(Label l b A:statement)"),
    (f"l: {A};", "(Label l ; A:statement)"),
    ("l: __attribute__((fallthrough));", "(Label l (AttributeStatement fallthrough:statement))"),
    (f"{A} a();", "(AttributedStmt A:statement a())"),
    (f"{A} {{ a; }}", "(AttributedStmt A:statement {a})"),
    (f"if (a) {A} b; else [[c]] {{}}",
     "(If a (AttributedStmt A:statement b) (AttributedStmt c:statement {}))"),
    (f"{A} int x = 1;", "@A:specifier x: int = 1"),
    (f"{A} static T x;", "@A:specifier static x: T"),
    (f"for ({A} int i = 0;;) ;", "(For (DeclList @A:specifier i: int = 0) ;)"),
    ("[[a]] l: b;", "(Label l b a:statement)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), _STATEMENTS, ids=[s[0] for s in _STATEMENTS])
def test_attributes_of_statements(text: str, shown: str) -> None:
    items = parse_statements(text, typedefs=["T"])
    assert " ".join(show(item) for item in items) == shown


_ASM = [
    ('asm("nop");', '(asm "nop" :  :  :  : )'),
    ('asm volatile("a" "b");', '(asm volatile "a"+"b" :  :  :  : )'),
    ('__asm__ __volatile__("%0 = %1" : "=r"(a), [b] "+m"(*b) : "0"(c + 1) : "memory", "r1");',
     '(asm volatile "%0 = %1" : "=r"(a), [b]"+m"((* b)) : "0"((+ c 1)) : memory r1 : )'),
    ('asm("" :: "r"(a));', '(asm "" :  : "r"(a) :  : )'),
    ('asm("" ::: "memory");', '(asm "" :  :  : memory : )'),
    ('asm volatile goto("x" : : [a] "r"(a) : : l, m);',
     '(asm volatile goto "x" :  : [a]"r"(a) :  : l m)'),
    ('asm goto("x" :::: l);', '(asm goto "x" :  :  :  : l)'),
    ('asm inline("x");', '(asm inline "x" :  :  :  : )'),
    ('asm inline volatile("x" : "=r"(a));', '(asm volatile inline "x" : "=r"(a) :  :  : )'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), _ASM, ids=[a[0] for a in _ASM])
def test_asm_statement(text: str, shown: str) -> None:
    assert " ".join(show(item) for item in parse_statements(text)) == shown


def test_asm_at_file_scope() -> None:
    (node,) = parse_clean('asm(".globl x");')
    assert show(node) == '(asm ".globl x" :  :  :  : )'


# ---------------------------------------------------------------------- pragmas


def test_pack_stays_until_it_is_popped() -> None:
    text = """
#pragma pack(push, 1)
struct a { int x; };
#pragma pack(2)
union b { int x; };
#pragma pack(pop)
struct c { int x; };
#pragma pack(push, here, 4)
#pragma pack(push)
#pragma pack(pop, here)
struct d { int x; };
#pragma pack(8)
struct e { int x; };
#pragma pack()
struct f { int x; } v;
struct e w;
"""
    shown = [show(node) for node in parse_clean(text)]
    assert shown == [
        "_: struct @pragma_pack(1):pragma a {x: int}",
        "_: union @pragma_pack(2):pragma b {x: int}",
        "_: struct c {x: int}",
        "_: struct d {x: int}",
        "_: struct @pragma_pack(8):pragma e {x: int}",
        "v: struct f {x: int}",
        "w: struct e",
    ]


def test_pack_inside_a_declaration_counts_from_the_next_record() -> None:
    text = "struct a {\n#pragma pack(1)\nint x; struct { int y; } z; };"
    shown = show(parse_clean(text)[0])
    assert shown == "_: struct a {x: int; z: struct @pragma_pack(1):pragma  {y: int}}"


def test_clang_attribute_push_applies_to_its_subjects() -> None:
    text = """
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
struct s { int x; union { int y; }; };
int f(void);
#pragma clang attribute pop
struct t { int x; };
"""
    shown = [show(node) for node in parse_clean(text)]
    mark = "@preserve_access_index:pragma"
    assert shown == [
        f"_: struct {mark} s {{x: int; _: union {mark}  {{y: int}}}}",
        "f: func(void) returning int",
        "_: struct t {x: int}",
    ]


def test_clang_attribute_subject_rules() -> None:
    text = """
#pragma clang attribute push ([[A]], apply_to = any(function, record(unless(is_union))))
#pragma clang attribute (__attribute__((B)), apply_to = variable(is_global))
#pragma clang attribute mine.push ([[clang::C("x", 1)]], apply_to = any(enum, type_alias))
int f(void) { int x; static int y; return x + y; }
union u { int x; };
typedef enum { E } e;
int v;
#pragma clang attribute pop
#pragma clang attribute mine.pop
int w;
"""
    found = parse_clean(text)
    assert show(found[0].decl) == "@A:pragma f: func(void) returning int"
    locals_ = [show(item) for item in found[0].body.block_items[:2]]
    assert locals_ == ["x: int", "@B:pragma static y: int"]
    assert [show(node) for node in found[1:]] == [
        "_: union u {x: int}",
        '@C("x", 1):pragma typedef e: enum @C("x", 1):pragma  {E}',
        "@B:pragma v: int",
        "w: int",
    ]


def test_visibility_push_applies_where_nothing_else_is_written() -> None:
    text = """
#pragma GCC visibility push(hidden)
int f(void);
#pragma GCC visibility push(default)
int v, w __attribute__((visibility("protected")));
#pragma GCC visibility pop
struct s { int x; } t;
#pragma GCC visibility pop
int u;
"""
    assert [show(node) for node in parse_clean(text)] == [
        '@visibility("hidden"):pragma f: func(void) returning int',
        '@visibility("default"):pragma v: int',
        '@visibility("protected"):declarator w: int',
        '@visibility("hidden"):pragma t: struct s {x: int}',
        "u: int",
    ]


@pytest.mark.parametrize(
    ("pragma", "message"),
    [
        ("pack(3)", "expected #pragma pack parameter to be '1', '2', '4', '8', or '16'"),
        ("pack(pop)", "#pragma pack(pop, ...) failed: stack empty"),
        ("pack 1", "malformed '#pragma pack': ignored"),
        ("pack(show)", "value of #pragma pack(show) == 8"),
        ("clang attribute pop",
         "'#pragma clang attribute pop' with no matching '#pragma clang attribute push'"),
        ("clang attribute (__attribute__((a)), apply_to = record)",
         "'#pragma clang attribute' attribute with no push"),
        ("clang attribute push (__attribute__((a)))",
         "expected attribute subject set specifier 'apply_to'"),
        ("clang attribute push (x, apply_to = record)", "expected an attribute"),
        ("GCC visibility pop",
         "#pragma visibility pop with no matching #pragma visibility push"),
        ("GCC visibility hidden", "malformed '#pragma GCC visibility': ignored"),
        ("weak f", "#pragma weak is not supported; "
         "declare the symbol with __attribute__((weak))"),
        ("clang section bss=\"x\"", "#pragma clang section is not supported; "
         "give each variable its __attribute__((section(\"…\")))"),
        ("clang attribute push = 1", "expected '(' in '#pragma clang attribute'"),
    ],
)  # fmt: skip
def test_bad_pragmas(pragma: str, message: str) -> None:
    parsed = Parsed(f"#pragma {pragma}\nstruct s {{ int x; }};\n")
    assert [d.message for d in parsed.diagnostics] == [message]
    assert parsed.position(parsed.diagnostics[0].loc).startswith("1:")
    assert show(parsed.nodes[0]) == "_: struct s {x: int}"


def test_pragma_state_goes_from_one_parse_to_the_next() -> None:
    first = Parsed("#pragma pack(1)\nint x;\n#pragma pack(2)\n")
    assert first.parser.pragma_state.pack_bytes == 2
