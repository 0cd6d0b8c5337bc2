"""Hostile sources end in one clear error, and soon: nothing grows without a bound."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.codegen.backend import Backend
from bpfcc.driver import Compilation, compile_source
from bpfcc.options import Options
from tests.fuzz.effort import within

OPTIONS = Options(cache=False, emit="none")


def compile_text(text: str, folder: Path | None = None) -> Compilation:
    """Compile to a tree; LLVM is never started."""
    path = "limits.c"
    if folder is not None:
        path = str(folder / path)
        Path(path).write_text(text)
    with within(60):
        result = compile_source(path, OPTIONS, Backend(()), text=text)
    assert result.fault is None, result.fault
    return result


def doubling(levels: int, base: str) -> str:
    """Records, each of which holds the one before twice."""
    nested = "".join(f"struct s{n} {{ struct s{n - 1} a, b; }};" for n in range(1, levels))
    return f"struct s0 {{ {base} }};" + nested


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("char a[1ULL << 40];", "type-size"),
        ("char a[0x7fffffff] = { 1 };", "type-size"),
        ("int a[] = { [0 ... 100000000] = 1 };", "type-size"),
        ("int a[] = { [2000000000] = 1 };", "type-size"),
        (doubling(60, "int a[2];") + "struct s59 x;", "type-size"),
        ("int f(int a) { return a" + "+a" * 100_000 + "; }", "nesting-too-deep"),
        ("int f(int a) { return a" + "+a" * 20_000 + "; }", "nesting"),
        ("int f(int a) { return a" + "&&a" * 60_000 + "; }", "nesting-too-deep"),
        ("#pragma pack(push)\n" * 50_000 + "int x;", "source-limit"),
        ("#pragma clang attribute push\n" * 2_000 + "int x;", "source-limit"),
        ("int a;" * 2_000_000, "source-limit"),
        (
            "".join(f"#define a{n} a{n - 1} a{n - 1}\n" for n in range(1, 40)) + "int x = a39;",
            "macro-expansion-limit",
        ),
        ('#include "/dev/zero"\n', "file-unreadable"),
        ('#embed "/dev/zero"\n', "file-unreadable"),
    ],
)
def test_what_is_too_much_is_one_error(text: str, code: str) -> None:
    result = compile_text(text)
    errors = [d.code for d in result.sink.diagnostics if "error" in d.severity]
    assert errors[:1] == [code]
    assert len(errors) < 50


def test_headers_that_include_themselves_twice_come_to_an_end(tmp_path: Path) -> None:
    twice = "#if __INCLUDE_LEVEL__ < 30\n" + '#include "limits.c"\n' * 2 + "#endif\n"
    result = compile_text(twice, tmp_path)
    assert [d.code for d in result.sink.diagnostics] == ["source-limit"]


def test_records_of_records_are_looked_at_once_each() -> None:
    text = doubling(24, "int a[2];") + "struct s23 x, y; void f(void) { x = y; }"
    assert compile_text(text).ok
