"""Syntax errors: their words, their places, and that nothing follows from them.

The files ``tests/errors/parse-*.c`` have the expected error beside its line:
``// error: message [code]``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpfcc.diagnostics import FatalError
from bpfcc.frontend.nodes import c_ast
from tests.unit.frontend.parsing import Parsed, show

_FILES = sorted((Path(__file__).parents[2] / "errors").glob("parse-*.c"))
_EXPECTED = re.compile(r"// error: (.*?) \[([\w-]+)\]")


@pytest.mark.parametrize("path", _FILES, ids=[path.stem for path in _FILES])
def test_errors_stand_where_the_file_says(path: Path) -> None:
    text = path.read_text()
    expected = [
        (number, match[1], match[2])
        for number, line in enumerate(text.splitlines(), 1)
        for match in _EXPECTED.finditer(line)
    ]
    parsed = Parsed(text, error_limit=0)
    found = []
    for diagnostic in parsed.diagnostics:
        place = parsed.manager.place(diagnostic.loc)
        assert place is not None
        found.append((place.line, diagnostic.message, diagnostic.code))
    assert found == expected
    assert expected


def test_there_are_error_files() -> None:
    assert len(_FILES) >= 5


def notes(parsed: Parsed) -> list[str]:
    return [
        f"{parsed.position(note.loc)}: {note.message}"
        for diagnostic in parsed.diagnostics
        for note in diagnostic.notes
    ]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("int f(void) { return (1; }", "1:22: to match this '('"),
        ("int x[2;", "1:6: to match this '['"),
        ("int f(int a) { return a ? 1; }", "1:25: to match this '?'"),
        ("int x = { 1;", "1:9: to match this '{'"),
        ("int f(void) {\n", "1:13: to match this '{'"),
        ("struct s { int a;\n", "1:10: to match this '{'"),
        ("int f(void) { do ; return 1; }", "1:15: to match this 'do'"),
        ("int f(void) {\nint g(void) { }\n}", "1:5: the enclosing function begins here; "
         "is its '}' missing?"),
        ("size_t x;", "-: 'size_t' is declared in <stddef.h>"),
        ("__weak int x;", "-: '__weak' is declared in <bpf/bpf_helpers.h>"),
    ],
)  # fmt: skip
def test_notes(text: str, note: str) -> None:
    parsed = Parsed(text)
    assert len(parsed.diagnostics) == 1
    assert notes(parsed) == [note]


@pytest.mark.parametrize(
    ("text", "begin", "end", "replacement"),
    [
        ("int x = 1\nint y;", 9, 9, ";"),
        ("foobar_t x;", 0, 8, "foo_bar_t"),
        ("struct s { int x; }; s *p;", 21, 21, "struct "),
    ],
)
def test_fixits(text: str, begin: int, end: int, replacement: str) -> None:
    parsed = Parsed(text, typedefs=["foo_bar_t"])
    (fixit,) = parsed.diagnostics[0].fixits
    base = parsed.manager.files[0].base
    assert (fixit.span, fixit.text) == ((base + begin, base + end), replacement)


def test_missing_semicolon_is_missed_behind_the_last_token() -> None:
    assert Parsed("int x = 1   \n\nint y;").messages() == [
        "1:10: expected ';' after top level declarator"
    ]


def test_declarations_survive_the_errors_in_them() -> None:
    parsed = Parsed("int f(foo a, int b) { int c = ; int d = 2; return c + d; }\nint g = 1;")
    assert len(parsed.diagnostics) == 2
    assert show(parsed.nodes[0].decl) == ("f: func(a: <error>, b: int) returning int")
    assert show(parsed.nodes[0].body) == "{c: int = <error>; d: int = 2; (Return (+ c d))}"
    assert show(parsed.nodes[1]) == "g: int = 1"


def test_condition_with_an_error_keeps_its_body() -> None:
    parsed = Parsed("int f(int a) { if (a +) { int x; x y; } while (a b) return 1; return 0; }")
    assert len(parsed.diagnostics) == 3
    assert show(parsed.nodes[0].body) == (
        "{(If <error> {x: int; y: <error>}); (While <error> (Return 1)); (Return 0)}"
    )


def test_function_with_a_broken_parameter_list_keeps_its_body() -> None:
    parsed = Parsed("int f(int a int b) { return 1; }")
    assert parsed.messages() == ["1:12: expected ',' between parameters"]
    assert isinstance(parsed.nodes[0], c_ast.FuncDef)


def test_one_error_for_a_token() -> None:
    assert len(Parsed("int f(void) { x = (1 + ] ; }").diagnostics) == 1


def test_errors_stop_at_the_limit() -> None:
    with pytest.raises(FatalError):
        Parsed("x = ;\n" * 100)


def test_empty_input() -> None:
    assert Parsed("").nodes == []
    assert Parsed(" \n;;\n").nodes == []


@pytest.mark.parametrize("text", ["int", "int x", "struct", "struct {", "(", "{", "int f(", "="])
def test_input_that_ends_early(text: str) -> None:
    parsed = Parsed(text)
    assert len(parsed.diagnostics) == 1
