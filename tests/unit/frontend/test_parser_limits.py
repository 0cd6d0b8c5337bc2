"""Hostile sizes: everything works or says "nesting too deep", and nothing takes quadratic time."""

from __future__ import annotations

import sys
import threading

import pytest

from bpfcc.frontend.parser_base import MAX_NESTING
from tests.unit.frontend.parsing import Parsed, parse_clean, show

_N = 10_000

_TOO_DEEP = {
    "parentheses": "int x = " + "(" * _N + "1" + ")" * _N + ";",
    "unclosed parentheses": "int x = " + "(" * _N,
    "casts": "int x = " + "(int)" * _N + "1;",
    "unary operators": "int x = " + "- " * _N + "1;",
    "sizeof": "int x = " + "sizeof " * _N + "1;",
    "sizeof of types": "int x = " + "sizeof(int[" * _N + "1" + "])" * _N + ";",
    "conditional, right": "int x = " + "a ? b : " * _N + "c;",
    "conditional, middle": "int x = " + "a ? " * _N + "c" + ": b" * _N + ";",
    "assignments": "int f(void) { " + "a = " * _N + "c; }",
    "subscripts in a row": "int x = a" + "[0]" * _N + ";",
    "calls in a row": "int x = a" + "()" * _N + ";",
    "nested calls": "int x = " + "f(" * _N + "1" + ")" * _N + ";",
    "nested subscripts": "int x = " + "a[" * _N + "1" + "]" * _N + ";",
    "generic": "int x = " + "_Generic(1, default: " * _N + "1" + ")" * _N + ";",
    "statement expressions": "int f(void) { " + "({" * _N + "})" * _N + "; }",
    "extension": "int f(void) { " + "__extension__ " * _N + "1; }",
    "pointers": "int " + "*" * _N + "x;",
    "arrays": "int x" + "[1]" * _N + ";",
    "declarator parentheses": "int " + "(" * _N + "x" + ")" * _N + ";",
    "parameters": "int f(" + "int (*)(" * _N + ")" * _N + ");",
    "typeof": "typeof(" * _N + "int" + ")" * _N + " x;",
    "attribute arguments": "int x __attribute__((" + "a(" * _N + ")" * _N + "));",
    "records": "struct { " * _N + "int x; " + "} a; " * _N,
    "unclosed records": "struct s { " * _N,
    "initializers": "int x[] = " + "{" * _N + "}" * _N + ";",
    "blocks": "int f(void) " + "{" * 10 * _N + "}" * 10 * _N,
    "unclosed blocks": "int f(void) " + "{" * 10 * _N,
    "if": "int f(void) { " + "if (a) " * _N + "; }",
    "else": "int f(void) { " + "if (a) ; else { " * _N + "}" * _N + "}",
    "for": "int f(void) { " + "for (;;) " * _N + "; }",
    "do": "int f(void) { " + "do " * _N + ";" + " while (a);" * _N + "}",
    "labelled loops": "int f(void) { " + "l: while (a) " * _N + "; }",
}


@pytest.mark.parametrize("name", _TOO_DEEP)
def test_too_deep_is_one_error_with_a_place(name: str) -> None:
    parsed = Parsed(_TOO_DEEP[name])
    assert [(d.message, d.code) for d in parsed.diagnostics] == [
        (f"nesting too deep: more than {MAX_NESTING} levels", "nesting-too-deep")
    ]
    assert parsed.manager.place(parsed.diagnostics[0].loc) is not None


def test_declarations_after_a_deep_one_are_parsed() -> None:
    parsed = Parsed(_TOO_DEEP["blocks"] + "\n" + _TOO_DEEP["pointers"] + "\nint y = 3;")
    assert len(parsed.diagnostics) == 2
    assert show(parsed.nodes[-1]) == "y: int = 3"


_LARGE = {
    "operators": "int x = " + " + ".join(["a"] * 50_000) + ";",
    "operators of two levels": "int x = " + "a * b + c | " * 10_000 + "d;",
    "else if": "int f(void) { " + "if (a) b; else " * 10_000 + "; }",
    "case labels": "int f(void) { switch (a) { " + "case 1: " * 20_000 + "; } }",
    "labels": "int f(void) { " + "".join(f"l{i}: " for i in range(20_000)) + "; }",
    "initializer": "int x[] = { " + "1, " * 50_000 + "};",
    "designators": "int x = { " + "[1]" * 20_000 + " = 1 };",
    "enumerators": "enum { " + ", ".join(f"e{i}" for i in range(20_000)) + " };",
    "members": "struct s { " + "".join(f"int m{i}; " for i in range(20_000)) + "};",
    "declarators": "int " + ", ".join(f"*a{i}" for i in range(20_000)) + ";",
    "parameters": "int f(" + ", ".join(f"int a{i}" for i in range(20_000)) + ");",
    "arguments": "int x = f(" + "1, " * 50_000 + "1);",
    "commas": "int f(void) { " + "a, " * 50_000 + "a; }",
    "strings": "char *x = " + '"a" ' * 50_000 + ";",
    "attributes": "int x " + "__attribute__((a)) " * 10_000 + ";",
    "statements": "int f(void) { " + "a = b; " * 20_000 + "}",
    "blocks in a row": "int f(void) { " + "{ int a; } " * 20_000 + "}",
    "specifiers": "const " * 20_000 + "int x;",
}


@pytest.mark.parametrize("name", _LARGE)
def test_large_input_is_parsed(name: str) -> None:
    parse_clean(_LARGE[name])


def test_many_errors_take_no_quadratic_time() -> None:
    parsed = Parsed("int f(void) { " + "x = ; (a ; b] ; " * 5_000 + "}", error_limit=0)
    assert len(parsed.diagnostics) == 15_000


@pytest.mark.parametrize("junk", [")(*&^%{}[;", "}", "){", "int(", "struct{;", "[[", "({;", "= {"])
def test_junk_ends(junk: str) -> None:
    parsed = Parsed(junk * 3_000, error_limit=0)
    assert parsed.diagnostics


def test_low_recursion_limit_is_an_error_and_no_exception(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bpfcc.frontend.parser_base._RECURSION_LIMIT", 300)
    before = sys.getrecursionlimit()
    parsed: list[Parsed] = []

    def parse_with_little_room() -> None:
        parsed.append(Parsed("int x = " + "(" * 250 + "1" + ")" * 250 + ";\nint y;"))

    # A thread starts with an empty stack, whatever runs these tests.
    thread = threading.Thread(target=parse_with_little_room)
    sys.setrecursionlimit(299)
    try:
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(before)
    assert [d.code for d in parsed[0].diagnostics] == ["nesting-too-deep"]
    assert show(parsed[0].nodes[-1]) == "y: int"


def test_recursion_limit_is_put_back() -> None:
    before = sys.getrecursionlimit()
    parse_clean("int x = " + "(" * 250 + "1" + ")" * 250 + ";")
    assert sys.getrecursionlimit() == before
