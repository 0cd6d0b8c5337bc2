"""The bench of small programs: each computes, in the kernel, what its rows say."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bpfcc.kernel.object import LoadedObject
from tests.diff.compilers import compile_with_bpfcc
from tests.run.bench import bench_sources, read_cases, run_case

pytestmark = pytest.mark.kernel


@cache
def compile_bench(source: Path, level: str) -> bytes:
    return compile_with_bpfcc(source, [level])


@pytest.mark.parametrize("source", bench_sources(), ids=lambda path: path.stem)
def test_programs_compute_what_their_rows_say(source: Path) -> None:
    with LoadedObject(compile_bench(source, "-O2"), source.name) as loaded:
        loaded.load()
        cases = list(read_cases(source))
        assert {case.name for case in cases} == loaded.programs.keys()
        wrong = [line for case in cases for line in run_case(loaded, case)]
    assert not wrong, "\n".join(wrong)
