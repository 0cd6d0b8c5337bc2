"""The bench's expected results are clang 22's too, and its programs are as long by bpfcc."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.kernel.object import LoadedObject
from tests.diff.compilers import compile_with_clang
from tests.diff.runner import compare_source
from tests.run.bench import bench_sources, read_cases, run_case

pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("source", bench_sources(), ids=lambda path: path.stem)
def test_clang_answers_as_expected(source: Path) -> None:
    with LoadedObject(compile_with_clang(source), source.name) as loaded:
        loaded.load()
        wrong = [line for case in read_cases(source) for line in run_case(loaded, case)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("source", bench_sources(), ids=lambda path: path.stem)
def test_bench_is_the_same_by_both(source: Path) -> None:
    result = compare_source(source)
    assert not result.problems, "\n".join(result.problems)
