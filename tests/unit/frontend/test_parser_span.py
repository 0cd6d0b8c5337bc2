"""``span_of``: the characters that a diagnostic underlines."""

from __future__ import annotations

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend import nodes
from bpfcc.frontend.lexer import Lexer
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.parser import parse
from bpfcc.source import SourceManager
from tests.unit.frontend.parsing import Parsed

_EXPRESSIONS = [
    "a",
    "42ul",
    '"a\\"b"   "c"',
    "a + b",
    "(a + b) * c",
    "a * ((b + c))",
    "( (a) ) + ( (b) )",
    "a /* x */ + /* (y) */ (b)",
    "-a",
    "-(a + b)",
    "(a)++",
    "a++",
    "!( a )",
    "sizeof a",
    "sizeof(struct s)",
    "sizeof (a)",
    "a->b",
    "(*a).b",
    "((a))->b.c",
    "f()",
    "f(a, (b), ')', \")\")",
    "(f)(a)(b)",
    "a[b[c]]",
    "a.b[(c)]",
    "a ? b : c",
    "(a) ? b : (c, d)",
    "a ?: b",
    "a = b",
    "*a = (b)",
    "(int)a",
    "(int *)(a + b)",
    "(int[]){ 1, 2 }",
    "({ a; })",
    "&&l",
    "__builtin_offsetof(struct s, a[3])",
    "_Generic(a, int: (b))",
    "a, b, (c)",
    "(a), (b)",
    " + ".join(["a"] * 3000),
]


@pytest.mark.parametrize("text", _EXPRESSIONS, ids=[text[:40] for text in _EXPRESSIONS])
def test_span_of_expression(text: str) -> None:
    parsed = Parsed(f"void f(void) {{\n  {text}; }}")
    assert parsed.messages() == []
    (statement,) = parsed.nodes[0].body.block_items
    assert spelled(parsed, statement) == text


def spelled(parsed: Parsed, node: c_ast.Node) -> str:
    start, end = nodes.span_of(node, parsed.manager)
    base = parsed.manager.files[0].base
    return parsed.text[start - base : end - base]


@pytest.mark.parametrize("text", ["struct s *", "unsigned long int", "int (*)(int, char)", "T"])
def test_span_of_type_name(text: str) -> None:
    parsed = Parsed(f"int x = sizeof({text});", typedefs=["T"])
    type_name = parsed.nodes[0].init.expr
    assert isinstance(type_name, c_ast.Typename)
    assert spelled(parsed, type_name) == {"int (*)(int, char)": "int (*)(int, char)"}.get(
        text, text
    )


def test_span_of_a_declaration_is_its_name() -> None:
    parsed = Parsed("static int *name = 0;")
    assert spelled(parsed, parsed.nodes[0]) == "name"


def test_span_of_a_block_and_an_initializer() -> None:
    parsed = Parsed("int x[] = { 1, { 2 } }; void f(void) { if (a) { b; } }")
    assert spelled(parsed, parsed.nodes[0].init) == "{ 1, { 2 } }"
    assert spelled(parsed, parsed.nodes[1].body) == "{ if (a) { b; } }"


def test_tokens_of_a_macro_span_its_invocation() -> None:
    manager = SourceManager()
    text = "#define M(x) (x + 1)\nint v = M(2) * 3;\n"
    file = manager.add_file("t.c", text)
    lexer = Lexer("gnu17")
    use = file.base + text.index("M(2)")
    body = file.base + text.index("(x + 1)")
    tokens = lexer.lex(text, text.index("int"), text.index("M(2)") - 1, file.base)
    for value, at in (("(", 0), ("2", 1), ("+", 3), ("1", 5), (")", 6)):
        (tok,) = lexer.lex(value, 0, len(value), 0)
        tok.loc = manager.add_expansion(body + at, use, "M")
        tokens.append(tok)
    tokens += lexer.lex(text, text.index("* 3"), len(text) - 1, file.base)
    sink = Sink(manager)
    (decl,) = parse(tokens, sink).ext
    assert sink.diagnostics == []
    start, end = nodes.span_of(decl.init, manager)
    assert text[start - file.base : end - file.base] == "M(2) * 3"


def test_node_without_a_place_has_no_span() -> None:
    assert nodes.span_of(c_ast.ID("x", 0), SourceManager()) == (0, 0)
