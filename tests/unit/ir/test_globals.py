"""The order in which functions come into a module."""

from __future__ import annotations

import re

from bpfcc.codegen.backend import Backend
from bpfcc.driver import compile_source
from bpfcc.options import Options


def functions_of(text: str, std: str = "gnu17") -> list[str]:
    with Backend() as backend:
        options = Options(emit="llvm", std=std)
        done = compile_source("case.c", options, backend, text=text)
    assert done.output is not None, done.fault
    return re.findall(
        r"^define (?!available_externally).*@(\w+)\(", done.output.decode(), re.MULTILINE
    )


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


def test_gnu_s_extern_inline_is_no_definition() -> None:
    text = """
    extern int parse(const char *text);
    extern inline __attribute__((gnu_inline)) int parse(const char *text) { return *text; }
    extern int parse(const char *text);
    inline __attribute__((gnu_inline)) int kept(int x) { return x * 3; }
    extern inline int visible(int x) { return x * 5; }
    inline int hidden(int x) { return x * 7; }
    int main(void) { return parse("a") + hidden(1); }
    """
    assert functions_of(text) == ["kept", "visible", "main"]
    assert functions_of(text, std="gnu89") == ["kept", "hidden", "main"]
