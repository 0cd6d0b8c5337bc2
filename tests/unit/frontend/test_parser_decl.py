"""Declarations: specifiers, declarators, records, enums, initializers, scopes of names."""

from __future__ import annotations

import pytest

from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import c_ast
from tests.unit.frontend.parsing import Parsed, parse_clean, parse_statements, show

_DECLARATIONS = [
    # 6.7.2: specifiers in any order
    ("int x;", "x: int"),
    ("long unsigned const static int long x;", "static x: const long unsigned int long"),
    ("extern _Thread_local int x;", "extern _Thread_local x: int"),
    ("static inline _Noreturn void f(void);",
     "static inline _Noreturn f: func(void) returning void"),
    ("__signed__ __int128 x;", "x: signed __int128"),
    ("volatile T const x;", "x: volatile const T"),
    ("_Atomic int x;", "x: _Atomic int"),
    ("_Atomic(int *) x;", "x: _Atomic typeof(ptr to int)"),
    ("_Alignas(8) _Alignas(long) int x;", "alignas(8) alignas(long) x: int"),
    ("unsigned _BitInt(7) x;", "x: unsigned _BitInt(7)"),
    ("_BitInt(7) unsigned x;", "x: unsigned _BitInt(7)"),
    ("float _Complex x;", "x: float _Complex"),
    # 6.7.6: declarators
    ("int *x[3];", "x: array[3] of ptr to int"),
    ("int (*x)[3];", "x: ptr to array[3] of int"),
    ("int (*x[3])(void);", "x: array[3] of ptr to func(void) returning int"),
    ("int *const *volatile restrict x;", "x: ptr volatile restrict to ptr const to int"),
    ("int (*(*x)(int))[2][4];",
     "x: ptr to func(int) returning ptr to array[2] of array[4] of int"),
    ("int (((x)));", "x: int"),
    ("int x[], y[2][*];", "x: array[-] of int | y: array[2] of array[*] of int"),
    ("void f(int a[static const 3], int b[const], int c[*]);",
     "f: func(a: array[static const 3] of int, b: array[const -] of int, c: array[*] of int)"
     " returning void"),
    ("int f();", "f: func() returning int"),
    ("int f(int, ...);", "f: func(int, ...) returning int"),
    ("int f(...);", "f: func(...) returning int"),
    ("int f(T), g(T (T)), h(int T), i(int (T));",
     "f: func(T) returning int | g: func(func(T) returning T) returning int"
     " | h: func(T: int) returning int | i: func(func(T) returning int) returning int"),
    ("void f(int (int x), int *(int), int (*)(int), int [2], int (*)[2]);",
     "f: func(func(x: int) returning int, func(int) returning ptr to int,"
     " ptr to func(int) returning int, array[2] of int, ptr to array[2] of int) returning void"),
    ("void f(register int a, const b_t *, struct s { int x; } c);",
     "f: func(register a: int, ptr to const b_t, c: struct s {x: int}) returning void"),
    ("int a, *b, c[2], d(void);",
     "a: int | b: ptr to int | c: array[2] of int | d: func(void) returning int"),
    # 6.7.8: typedefs
    ("typedef int I, *P; I i; P p;", "typedef I: int | typedef P: ptr to int | i: I | p: P"),
    ("int typedef I; I i;", "typedef I: int | i: I"),
    # 6.7.2.1: records
    ("struct s;", "_: struct s"),
    ("struct s { };", "_: struct s {}"),
    ("union u { int a; char b[4]; } x, *y;",
     "x: union u {a: int; b: array[4] of char} | y: ptr to union u {a: int; b: array[4] of char}"),
    ("struct { int a:3, :0, b:2; unsigned :4; } x;",
     "x: struct  {a: int :3; _: int :0; b: int :2; _: unsigned :4}"),
    ("struct s { struct { int a; }; union { int b; } c; int; };",
     "_: struct s {_: struct  {a: int}; c: union  {b: int}; _: int}"),
    ("struct s { int n; int v[]; };", "_: struct s {n: int; v: array[-] of int}"),
    ("struct s { T; struct t; T T; };", "_: struct s {_: T; _: struct t; T: T}"),
    ("struct s { _Static_assert(1, \"x\"); int a;; };",
     '_: struct s {(StaticAssert 1 "x"); a: int}'),
    ("struct s { const int *const a, b; };",
     "_: struct s {a: ptr const to const int; b: const int}"),
    # 6.7.2.2: enums
    ("enum e { A, B = 2, C, };", "_: enum e {A, B=2, C}"),
    ("enum e x, *y;", "x: enum e | y: ptr to enum e"),
    ("enum e : unsigned char { A } x;", "x: enum e : unsigned char {A}"),
    ("enum : long { A };", "_: enum  : long {A}"),
    ("struct s { enum e : 3; enum e x : 2; };", "_: struct s {_: enum e :3; x: enum e :2}"),
    # 6.7.9: initializers
    ("int x = 1, y = 2;", "x: int = 1 | y: int = 2"),
    ("int x[] = { 1, 2, };", "x: array[-] of int = {1, 2}"),
    ("int x[] = {};", "x: array[-] of int = {}"),
    ("struct s x = { .a = 1, .b.c[2] = 3, [4].d = { 5 }, 6 };",
     "x: struct s = {.a=1, .b.c[2]=3, [4].d={5}, 6}"),
    ("int x[] = { [0 ... 3] = 1, [5] 2, a: 3 };",
     "x: array[-] of int = {[0...3]=1, [5]=2, .a=3}"),
    # others
    ('_Static_assert(sizeof(int) == 4, "x" "y");',
     '(StaticAssert (== (sizeof int) 4) "x"+"y")'),
    ("_Static_assert(1);", "(StaticAssert 1)"),
    ("__extension__ typedef long long ll;;", "typedef ll: long long"),
    ("typeof(x) a; typeof(int *) b; __typeof_unqual__(x + 1) c;",
     "a: typeof(x) | b: typeof(ptr to int) | c: typeof_unqual((+ x 1))"),
    ("__auto_type x = 1;", "x: auto = 1"),
    ("__builtin_va_list x; __int128_t y;", "x: __builtin_va_list | y: __int128_t"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), _DECLARATIONS, ids=[d[0] for d in _DECLARATIONS])
def test_declaration(text: str, shown: str) -> None:
    found = parse_clean(text, typedefs=["T", "b_t"])
    assert " | ".join(show(node) for node in found) == shown


def test_c23_auto_and_constexpr() -> None:
    found = parse_clean("static auto x = 1; constexpr int y = 2;", std="gnu23")
    assert [show(node) for node in found] == ["static x: auto = 1", "constexpr y: int = 2"]


def test_static_assert_and_bool_are_c23_keywords() -> None:
    found = parse_clean("static_assert(true); bool x;", std="gnu23")
    assert [show(node) for node in found] == ["(StaticAssert true)", "x: _Bool"]


def test_declarators_share_their_specifiers() -> None:
    first, second = parse_clean("static const struct s { int x; } *a, b[2];")
    assert first.type.type.type is second.type.type.type
    assert first.quals is second.quals
    assert first.storage is second.storage


def test_anonymous_member_holds_its_record_itself() -> None:
    (outer,) = parse_clean("struct s { const struct { int a; }; };")
    (member,) = outer.type.decls
    assert member.name is None
    assert isinstance(member.type, c_ast.Struct)
    assert member.quals == ["const"]


def test_function_definition() -> None:
    (function,) = parse_clean("static int f(int a, char *b) { return a; }")
    assert show(function.decl) == "static f: func(a: int, b: ptr to char) returning int"
    assert function.param_decls is None
    assert show(function.body) == "{(Return a)}"


def test_old_style_definition() -> None:
    (function,) = parse_clean("int f(a, b) int a; char *b; { return a; }")
    assert show(function.decl) == "f: func(a, b) returning int"
    assert [show(p) for p in function.param_decls] == ["a: int", "b: ptr to char"]


def test_function_returning_a_function_pointer() -> None:
    (function,) = parse_clean("int (*f(int a))(long) { return 0; }")
    shown = "f: func(a: int) returning ptr to func(long) returning int"
    assert show(function.decl) == shown


def test_end_of_a_body_is_its_brace() -> None:
    parsed = Parsed("int f(void)\n{\n  return 0;\n}\n")
    body = parsed.nodes[0].body
    assert parsed.position(body.coord) == "2:1"
    assert parsed.position(body.end_coord) == "4:1"


# ---------------------------------------------------------------------- scopes (6.2.1)


@pytest.mark.parametrize(
    "text",
    [
        "int f(void) { int T = 1; { T * T; } return (T) + 1; }",
        "int f(T T) { return T + 1; }",
        "int f(int T, int x[sizeof(T) - 1]);",
        "int f(void) { enum { T = 3 }; return T * T; }",
        "int f(void) { for (int T = 0; T < 3; T++) T = T * T; T x = 1; return x; }",
        "int f(void) { { int T; } T x; { typedef int U; U y; } int U; return (U) + x; }",
        "int f(void) { T: goto T; }",
        "int f(void) { struct T { T T; } x; return x.T; }",
        "int f(void) { T T = sizeof(T); return T * 2; }",
        "int g(T), T_; int f(void) { T x; return g(x); }",
        "int f(void) { int (T); T = 1; return T; }",
        "int f(void) { T (x); x = 1; T *y = &x; return *y; }",
    ],
)
def test_local_names_and_typedefs(text: str) -> None:
    parse_clean(text, typedefs=["T"])


def test_parameters_leave_no_trace() -> None:
    found = parse_clean("typedef int T; int f(int T); T x;")
    assert show(found[2]) == "x: T"


def test_typedef_redeclared_as_a_variable() -> None:
    items = parse_statements("unsigned T; T = 1;", typedefs=["T"])
    assert [show(item) for item in items] == ["T: unsigned", "(= T 1)"]


def test_statement_expression_in_a_declarator_has_its_own_scope() -> None:
    parse_clean("void f(void) { int a[({ int T = 1; T; })]; T b; }", typedefs=["T"])


def test_coord_of_declarations_is_the_name() -> None:
    parsed = Parsed("static int *x, y;\nstruct tag { int m; };\nenum { A };")
    where = {show(node).split(":")[0]: parsed.position(node.coord) for node in parsed.nodes}
    assert where == {"static x": "1:13", "static y": "1:16", "_": "3:1"}
    record = parsed.nodes[2].type
    assert parsed.position(record.coord) == "2:8"
    assert parsed.position(record.decls[0].coord) == "2:18"


def test_unknown_types_become_error_types() -> None:
    parsed = Parsed("foo x; struct s { foo *m; }; int f(foo a);")
    found = [parsed.nodes[0], parsed.nodes[1].type.decls[0], parsed.nodes[2].type.args.params[0]]
    for node in found:
        while not isinstance(node, c_ast.IdentifierType):
            node = node.type
        assert node.names == [nodes.ERROR_TYPE]
