"""The order in which functions come into a module."""

from __future__ import annotations

import re

from bpfcc.codegen.backend import Backend
from bpfcc.driver import compile_source
from bpfcc.options import Options


def functions_of(text: str) -> list[str]:
    with Backend() as backend:
        done = compile_source("case.c", Options(emit="llvm"), backend, text=text)
    assert done.output is not None, done.fault
    return re.findall(r"^define .*@(\w+)\(", done.output.decode(), re.MULTILINE)


def test_what_waits_for_a_reference_comes_in_the_order_of_the_references() -> None:
    text = """
    static int first(void) { return 1; }
    static int second(void) { return first(); }
    static int unused(void) { return 3; }
    int main(void) { return second() + first(); }
    int last(void) { return 2; }
    """
    assert functions_of(text) == ["main", "second", "first", "last"]


def test_a_static_function_used_before_its_definition_keeps_its_place() -> None:
    text = """
    static int later(int);
    int main(void) { return later(1); }
    static int later(int x) { return x; }
    int last(void) { return 2; }
    """
    assert functions_of(text) == ["main", "later", "last"]


def test_what_only_unused_functions_call_comes_by_its_declaration() -> None:
    text = """
    static int second(int);
    static int first(int);
    static int first(int x) { return x; }
    static int second(int x) { return x; }
    static int unused(void) { return first(1) + second(2); }
    int main(void) { return 0; }
    """
    assert functions_of(text) == ["main", "second", "first"]


def test_a_definition_without_prototype_follows_what_called_it() -> None:
    text = """
    static int open() { return 1; }
    int main(void) { return open(); }
    int last(void) { return 2; }
    """
    assert functions_of(text) == ["main", "last", "open"]


def test_empty_parentheses_after_a_prototype_have_that_prototype() -> None:
    text = """
    static int closed(void);
    static int closed() { return 1; }
    int main(void) { return closed(); }
    int last(void) { return 2; }
    """
    assert functions_of(text) == ["main", "closed", "last"]
