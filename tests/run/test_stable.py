"""Sound programs that LLVM's optimizer makes unloadable elsewhere: they load at every level."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.kernel.object import LoadedObject
from bpfcc.kernel.testrun import run_program
from tests.diff.compilers import compile_with_bpfcc

FOLDER = Path(__file__).parent / "stable"
ANSWERS = {"after_exit": 7, "joined_bits": 23, "upper_bits": 5}


@pytest.mark.kernel
@pytest.mark.parametrize(
    "flags", [("-O1",), ("-O2",), ("-O2", "-mstrict-align"), ("-Os",)], ids=str
)
@pytest.mark.parametrize("name", ANSWERS)
def test_what_the_optimizer_makes_of_it_loads(name: str, flags: tuple[str, ...]) -> None:
    data = compile_with_bpfcc(FOLDER / f"{name}.c", flags)
    with LoadedObject(data, name) as loaded:
        loaded.load()
        answer = run_program(loaded.program(name), bytes(14)).retval
    assert answer == ANSWERS[name]


def test_the_list_is_complete() -> None:
    assert {path.stem for path in FOLDER.glob("*.c")} == set(ANSWERS)
