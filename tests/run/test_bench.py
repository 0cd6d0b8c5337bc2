"""The bench of small programs: each computes, in the kernel, what its rows say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.kernel.object import LoadedObject
from tests.diff.compilers import compile_with_bpfcc
from tests.run.bench import bench_sources, read_cases, run_case

pytestmark = pytest.mark.kernel


VARIANTS = {
    "O2": ["-O2"],
    "O1": ["-O1"],
    "Os": ["-Os"],
    "O3": ["-O3"],
    "v1": ["-mcpu=v1"],
    "v2": ["-mcpu=v2"],
    "v4": ["-mcpu=v4"],
}
NOT_BEFORE_V3 = {"atomics"}

CASES = [
    pytest.param(source, flags, id=f"{source.stem}-{name}")
    for source in bench_sources()
    for name, flags in VARIANTS.items()
    if not (source.stem in NOT_BEFORE_V3 and name in ("v1", "v2"))
]


@pytest.mark.parametrize(("source", "flags"), CASES)
def test_programs_compute_what_their_rows_say(source: Path, flags: list[str]) -> None:
    with LoadedObject(compile_with_bpfcc(source, flags), source.name) as loaded:
        loaded.load()
        cases = list(read_cases(source))
        assert {case.name for case in cases} == loaded.programs.keys()
        wrong = [line for case in cases for line in run_case(loaded, case)]
    assert not wrong, "\n".join(wrong)
