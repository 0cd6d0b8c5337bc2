"""The whole compiler against invented programs and damaged real ones.

Each compilation ends in an object or in errors with a place: no exception, no hang, and nothing
that LLVM calls broken. Programs are invented by ``cgen``; real ones are the examples and what
other tests compile, with tokens dropped, doubled, swapped, or taken from another program.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpfcc.codegen.backend import Backend, Limits
from bpfcc.driver import Compilation, compile_source
from bpfcc.options import Options
from bpfcc.render import render_text
from bpfcc.render_data import render_json, render_sarif
from tests.fuzz.cgen import Writer
from tests.fuzz.effort import effort, within

ROOT = Path(__file__).parents[2]
PATIENCE = 30
"""Seconds within which any of these small programs is done."""

TOKEN = re.compile(r'\s+|//.*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"|[\w$]+|->|[-+*/&|<>=!]=|\S', re.S)
BITS = ["int ", "{", "}", "(", ")", ";", "*", "\n#", "0", "=", "[", "&", ",", ":", "struct "]
RANDOM = st.randoms(use_true_random=False)
SOME_OPTIONS = [
    Options(cache=False),
    Options(cache=False, opt_level="0"),
    Options(cache=False, cpu="v1", warnings=("all", "extra")),
    Options(cache=False, cpu="v4", opt_level="s", little_endian=False),
    Options(cache=False, debug=False, std="gnu23"),
]


@pytest.fixture(scope="module")
def backend() -> Iterator[Backend]:
    made = Backend((), Limits(cpu_seconds=PATIENCE, wall_seconds=4 * PATIENCE))
    yield made
    made.close()


def try_compiling(text: str, options: Options, backend: Backend) -> Compilation:
    with within(4 * PATIENCE if options.emit == "obj" else PATIENCE):
        result = compile_source("fuzzed.c", options, backend, text=text)
    if result.fault is not None:
        raise AssertionError(f"{result.fault} at {result.fault_place}\n{text}") from result.fault
    assert (result.output is None) == (not result.ok or options.emit == "none")
    for diagnostic in result.sink.diagnostics:
        assert diagnostic.loc or diagnostic.place or diagnostic.severity == "fatal error", (
            f"'{diagnostic.message}' has no place\n{text}"
        )
    printed = render_text(result.sink)
    assert all(ch.isprintable() or ch in "\n\t" for ch in printed)
    found = [(diagnostic, result.manager) for diagnostic in result.sink.diagnostics]
    render_json(found)
    render_sarif(found, ok=result.ok)
    return result


@given(RANDOM, st.sampled_from(SOME_OPTIONS))
@effort(60)
def test_invented_program_is_compiled_or_refused(
    backend: Backend, choose: random.Random, options: Options
) -> None:
    try_compiling(Writer(choose).program(), options, backend)


@given(RANDOM, st.floats(0, 0.5))
@effort(60)
def test_wild_program_is_read_or_refused(
    backend: Backend, choose: random.Random, wildness: float
) -> None:
    options = Options(cache=False, emit="none", warnings=("all", "extra"))
    try_compiling(Writer(choose, wildness).program(), options, backend)


@cache
def real_programs() -> list[list[str]]:
    """The tokens of programs in this repository, the white space between them included."""
    found = []
    for pattern in ("examples/*.c", "tests/run/programs/**/*.c", "tests/errors/**/*.c"):
        found += [TOKEN.findall(path.read_text()) for path in sorted(ROOT.glob(pattern))]
    return [tokens for tokens in found if len(tokens) < 4000]


def damage(tokens: list[str], choose: random.Random, count: int) -> list[str]:
    tokens = list(tokens)
    for _ in range(count):
        if not tokens:
            break
        at = choose.randrange(len(tokens))
        edit = choose.randrange(7)
        if edit == 0:
            del tokens[at]
        elif edit == 1:
            tokens.insert(at, tokens[at])
        elif edit == 2:
            other = choose.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif edit == 3:
            tokens[at] = choose.choice(tokens)
        elif edit == 4:
            del tokens[at : at + choose.randrange(40)]
        elif edit == 5:
            tokens.insert(
                at, choose.choice(["int ", "{", "}", "(", ")", ";", "*", "\n#", "0", "="])
            )
        else:
            donor = choose.choice(real_programs())
            start = choose.randrange(len(donor))
            tokens[at:at] = donor[start : start + choose.randrange(60)]
    return tokens


@given(RANDOM, st.integers(1, 6), st.sampled_from([0, 0, 0, 1, 2, 4]))
@effort(60)
def test_damaged_program_is_read_or_refused(
    backend: Backend, choose: random.Random, count: int, which: int
) -> None:
    text = "".join(damage(choose.choice(real_programs()), choose, count))
    try_compiling(text, SOME_OPTIONS[which].replace(emit="none"), backend)


@given(RANDOM, st.sampled_from(SOME_OPTIONS))
@effort(15)
def test_slightly_damaged_program_is_compiled_or_refused(
    backend: Backend, choose: random.Random, options: Options
) -> None:
    text = "".join(damage(choose.choice(real_programs()), choose, 1))
    try_compiling(text, options, backend)
