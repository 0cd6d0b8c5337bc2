"""Programs that clang's BPF back end refuses: they compile here, load, and answer right."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.kernel.object import LoadedObject
from bpfcc.kernel.testrun import run_program
from tests.diff.compilers import compile_with_bpfcc

SOURCE = Path(__file__).parent / "beyond" / "arithmetic.c"
_A, _B = 2**64 - 3, 0x123456789ABCDEF
_PRODUCT = _A * _B
_SIGNED = -3 * 5000000000000 * 5000000000000

EXPECTED = {
    "signed_division": -3 * 1000 + -1 * 100 + -14 * 10 + -2,
    "signed_division_by_constants": -3 * 100 + -1 * 10 + -1 + -111,
    "checked_products": 0b1010111010101,
    "unsigned_wide_product": (_PRODUCT >> 64) ^ (_PRODUCT & (2**64 - 1)),
    "signed_wide_product": _SIGNED >> 64,
    "long_copies": 9 + 70 + 300 + 1000 + 10000 + 7700000,
    "relaxed_atomics": 5,
    "seven_unknown_arguments": (1 - 4 + 9 - 16 + 5 - 36 + 49)
    + (7 - 12 + 15 - 16 + 5 - 12 + 7) * 1000,
    "records_by_value": 3 + 40 + 500 + 4000 + 50000 + 700000 * 5,
    "records_and_seven_arguments": 7 + 80 + 900 + (7 + 4 + 9 + 16 + 5 + 36 + 49) * 1000,
}


@pytest.mark.kernel
@pytest.mark.parametrize(
    "flags", [(), ("-O0",), ("-O1",), ("-O3",), ("-mcpu=v2",), ("-mcpu=v4",)], ids=str
)
def test_what_clang_gives_up_on_runs_and_is_right(flags: tuple[str, ...]) -> None:
    data = compile_with_bpfcc(SOURCE, flags)
    with LoadedObject(data, "arithmetic") as loaded:
        loaded.load()
        answers = {name: run_program(loaded.program(name), bytes(64)).retval for name in EXPECTED}
    assert answers == {name: value & 0xFFFFFFFF for name, value in EXPECTED.items()}
