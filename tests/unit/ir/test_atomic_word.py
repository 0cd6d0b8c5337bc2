"""Atomics of 8 and 16 bits: which word they are in, and where in it."""

from __future__ import annotations

import re

import pytest

from bpfcc.ir.lower import lower
from bpfcc.options import Options
from bpfcc.source import SourceManager
from tests.support.frontend import analyze_text

TYPES = """
struct inner { char a; short b; };
struct outer { int n; char bytes[6]; struct inner inner[2]; union { short s; char c[2]; } u; };
"""


def find_words(text: str, *, little_endian: bool = True) -> list[tuple[int, int]]:
    """(offset of the word, mask of the object in it) of each ``or`` with -1."""
    unit, sink = analyze_text(TYPES + text)
    assert unit is not None
    options = Options(debug=False, little_endian=little_endian)
    module = lower(unit, options, SourceManager(), sink).text
    offsets = dict(re.findall(r"(%\w+) = getelementptr i8, ptr %\w+, i64 (\d+)", module))
    found = re.findall(r"atomicrmw or ptr (\S+), i32 (-?\d+)", module)
    return [(int(offsets.get(place, 0)), int(mask) % 2**32) for place, mask in found]


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("p->bytes[0]", (4, 0xFF)),
        ("p->bytes[5]", (8, 0xFF00)),
        ("p->inner[0].a", (8, 0xFF0000)),
        ("p->inner[0].b", (12, 0xFFFF)),
        ("p->inner[1].a", (12, 0xFF0000)),
        ("p->u.c[1]", (16, 0xFF000000)),
        ("((short *)p)[1]", (0, 0xFFFF0000)),
    ],
)
def test_the_word_around_a_member_is_known(place: str, word: tuple[int, int]) -> None:
    text = f"void f(struct outer *p) {{ __sync_fetch_and_or(&{place}, -1); }}"
    assert find_words(text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "void f(char *p) { __sync_fetch_and_or(p, 1); }",
        "void f(short *p) { __sync_fetch_and_or(p + 1, 1); }",
        "void f(struct inner *p) { __sync_fetch_and_or(&p->b, 1); }",
        "void f(struct outer *p) { __sync_fetch_and_or((char *)&p[0].n + 20, 1); }",
        "struct { int n; char data[]; } *p; void f(void) { __sync_fetch_and_or(p->data, 1); }",
        "struct { char a; int b; } __attribute__((packed)) *p;"
        "void f(void) { __sync_fetch_and_or(&p->a, 1); }",
        "extern char c; void f(void) { __sync_fetch_and_or(&c, 1); }",
        "__attribute__((weak)) char c; void f(void) { __sync_fetch_and_or(&c, 1); }",
    ],
)
def test_elsewhere_the_word_may_be_in_another_object(text: str) -> None:
    assert find_words(text) == []


def test_on_a_big_endian_machine_it_is_counted_from_the_other_end() -> None:
    text = "void f(struct outer *p) { __sync_fetch_and_or(&p->bytes[5], -1); }"
    assert find_words(text, little_endian=False) == [(8, 0xFF0000)]


def test_a_variable_takes_the_whole_word() -> None:
    unit, sink = analyze_text("char c = 3; void f(void) { __sync_fetch_and_or(&c, 1); }")
    assert unit is not None
    module = lower(unit, Options(debug=False), SourceManager(), sink).text
    assert "@c = dso_local global <{ i8, [3 x i8] }>" in module
    assert "align 4" in next(line for line in module.splitlines() if line.startswith("@c ="))
