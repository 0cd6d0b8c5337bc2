"""Statements and blocks."""

from __future__ import annotations

import pytest

from bpfcc.frontend.nodes import c_ast
from tests.unit.frontend.parsing import Parsed, parse_clean, parse_statements, show

_STATEMENTS = [
    (";", ";"),
    ("{ }", "{}"),
    ("if (a) b; else if (c) d; else e;", "(If a b (If c d e))"),
    ("if (a) if (b) c; else d;", "(If a (If b c d))"),
    ("while (a) { b; }", "(While a {b})"),
    ("do a; while (b);", "(DoWhile b a)"),
    ("for (;;) a;", "(For a)"),
    ("for (a = 0; a < b; a++) ;", "(For (= a 0) (< a b) (p++ a) ;)"),
    ("for (int i = 0, j; i; ) ;", "(For (DeclList i: int = 0 j: int) i ;)"),
    ("switch (a) { case 1: b; break; default: c; }",
     "(Switch a {(Case 1 b); (Break); (Default c)})"),
    ("switch (a) { case 1: case 2 ... 4: default: b; }",
     "(Switch a {(Case 1 (Case (CaseRange 2 4) (Default b)))})"),
    ("switch (a) case 1: b;", "(Switch a (Case 1 b))"),
    ("switch (a) { case 1: }", "(Switch a {(Case 1 ;)})"),
    ("switch (a) { case 1: int x = 2; b; }",
     "(Switch a {(Case 1 (DeclList x: int = 2)); b})"),
    ("switch (a) { default: {} }", "(Switch a {(Default {})})"),
    ("l: a; goto l;", "(Label l a) (Goto l)"),
    ("l: m: ;", "(Label l (Label m ;))"),
    ("l: int x; a;", "(Label l (DeclList x: int)) a"),
    ("l:", "(Label l ;)"),
    ("goto *a;", "(ComputedGoto a)"),
    ("return; return a, b;", "(Return) (Return (, a b))"),
    ("break; continue;", "(Break) (Continue)"),
    ("__label__ a, b; a: b: ;", "(LocalLabels ['a', 'b']) (Label a (Label b ;))"),
    ("int a; b; int c;", "a: int b c: int"),
    ("_Static_assert(1); a;", "(StaticAssert 1) a"),
    ("__extension__ int a; __extension__ ({ b; });", "a: int ({b})"),
    ("extern int f(void); f();", "extern f: func(void) returning int f()"),
    ("a ? b : c; *a = b; (a) = b;", "(? a b c) (= (* a) b) (= a b)"),
    ("struct s { int x; } a; union u; enum e { A };",
     "a: struct s {x: int} _: union u _: enum e {A}"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shown"), _STATEMENTS, ids=[s[0] for s in _STATEMENTS])
def test_statement(text: str, shown: str) -> None:
    assert " ".join(show(item) for item in parse_statements(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("#pragma unroll\nfor (;;) a;", "(Pragma unroll) (For a)"),
        ("#pragma clang loop unroll(full)\nwhile (a) ;",
         "(Pragma clang loop unroll(full)) (While a ;)"),
        ("if (a)\n#pragma unroll 4\nfor (;;) ;", "(If a {(Pragma unroll 4); (For ;)})"),
        ("l:\n#pragma nounroll\ndo ; while (a);", "(Label l {(Pragma nounroll); (DoWhile a ;)})"),
        ("#pragma GCC diagnostic push\na;", "a"),
        ("a +\n#pragma once\nb;", "(+ a b)"),
    ],
)  # fmt: skip
def test_pragmas_among_statements(text: str, shown: str) -> None:
    assert " ".join(show(item) for item in parse_statements(f"\n{text}")) == shown


def test_statement_coords_are_their_first_tokens() -> None:
    parsed = Parsed("void f(void) {\n  if (a) return;\n  for (;;) break;\n  l: goto l;\n}")
    items = parsed.nodes[0].body.block_items
    assert [parsed.position(item.coord) for item in items] == ["2:3", "3:3", "4:3"]


def test_long_else_if_chain_is_right_deep() -> None:
    text = " else ".join(f"if (a == {i}) b;" for i in range(3000))
    (node,) = parse_statements(text)
    depth = 0
    while isinstance(node, c_ast.If):
        node = node.iffalse
        depth += 1
    assert depth == 3000


def test_long_run_of_case_labels() -> None:
    text = "".join(f"case {i}: " for i in range(3000))
    (switch,) = parse_statements(f"switch (a) {{ {text} b; }}")
    (node,) = switch.stmt.block_items
    depth = 0
    while isinstance(node, c_ast.Case):
        (node,) = node.stmts
        depth += 1
    assert depth == 3000


def test_two_hundred_nested_blocks() -> None:
    parse_clean("void f(void) {" + "if (a) {" * 200 + "}" * 200 + "}")
