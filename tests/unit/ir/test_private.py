"""Signatures of static functions that LLVM's own convention has no room for."""

from __future__ import annotations

import pytest

from bpfcc.frontend.tree import Function, Unit
from bpfcc.ir.lower import lower
from bpfcc.ir.private import find_private_functions
from bpfcc.options import Options
from bpfcc.source import SourceManager
from tests.support.frontend import analyze_text

SIX = "static int f(int a, int b, int c, int d, int e, short g) { return a + g; }\n"


def private_names(text: str) -> set[str]:
    unit, _ = analyze_text(text)
    assert unit is not None
    return {f.name for f in find_private_functions(unit) if isinstance(f, Function)}


def test_a_static_function_that_is_only_called_may_have_a_private_signature() -> None:
    assert private_names(SIX + "int g(int a) { return f(a, 1, 2, 3, 4, 5); }") == {"f"}


@pytest.mark.parametrize(
    "use",
    [
        "int g(int a) { return f(a, 1, 2, 3, 4, 5) + (f == 0); }",
        "void *p = f; int g(int a) { return f(a, 1, 2, 3, 4, 5); }",
        "int g(int a) { static void *const p = &f; return f(a, 1, 2, 3, 4, 5); }",
    ],
)
def test_a_function_with_its_address_taken_may_not(use: str) -> None:
    assert private_names(SIX + use) == set()


@pytest.mark.parametrize("words", ["", "static __attribute__((always_inline)) inline"])
def test_nor_may_one_that_others_call_or_that_is_inlined_anyway(words: str) -> None:
    text = SIX.replace("static", words)
    assert private_names(text + "int g(int a) { return f(a, 1, 2, 3, 4, 5); }") == set()


def lower_text(text: str, *, spells_out: bool) -> str:
    unit, sink = analyze_text(text)
    assert unit is not None
    options = Options(debug=False)
    library = Unit("library.c", lambda _: False) if spells_out else None
    return lower(unit, options, SourceManager(), sink, library=library).text


def test_what_has_no_register_goes_through_memory() -> None:
    text = lower_text(SIX + "int g(int a) { return f(a, 1, 2, 3, 4, 5); }", spells_out=True)
    head = next(line for line in text.splitlines() if "@f(" in line and "define" in line)
    assert head.count("i32 noundef") == 4
    assert "ptr noundef %arguments)" in head
    assert "alloca [16 x i8], align 8" in text


def test_a_record_that_goes_in_registers_stays_whole() -> None:
    text = lower_text(
        "struct p { long a, b; };\n"
        "static long f(struct p x, struct p y, int c, struct p z) { return z.b + y.a + x.a + c; }\n"
        "long g(struct p *p) { return f(*p, *p, 1, *p); }",
        spells_out=True,
    )
    head = next(line for line in text.splitlines() if "@f(" in line and "define" in line)
    assert "@f([2 x i64] %p0, [2 x i64] %p1, ptr noundef %arguments)" in head


def test_the_caller_copies_what_goes_by_reference() -> None:
    source = (
        "struct s { long a[3]; };\n"
        "static long f(struct s x) { return x.a[1]++; }\n"
        "long g(struct s *p) { return f(*p); }"
    )
    assert "byval(%struct.s)" in lower_text(source, spells_out=False)
    text = lower_text(source, spells_out=True)
    assert "byval" not in text
    assert "alloca %struct.s" in text


def test_without_need_the_signature_is_clangs() -> None:
    text = lower_text(SIX + "int g(int a) { return f(a, 1, 2, 3, 4, 5); }", spells_out=False)
    head = next(line for line in text.splitlines() if "@f(" in line and "define" in line)
    assert head.count("noundef") == 6
