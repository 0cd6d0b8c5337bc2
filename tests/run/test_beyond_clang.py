"""Programs that clang's BPF back end refuses: they compile here, load, and answer right."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from bpfcc.kernel.object import LoadedObject
from bpfcc.kernel.testrun import run_program
from tests.diff.compilers import compile_with_bpfcc

SOURCE = Path(__file__).parent / "beyond" / "arithmetic.c"
_A, _B = 2**64 - 3, 0x123456789ABCDEF
_PRODUCT = _A * _B
_WIDE = 2**128


def _mix(value: int) -> int:
    high, low = value % _WIDE >> 64, value % 2**64
    return (high * 31 ^ low ^ low >> 32) % 2**32


def _chain(values: list[int]) -> int:
    total = 0
    for value in values:
        total = total * 7 + _mix(value)
    return total


def _as_signed(value: int) -> int:
    return value - _WIDE if value >> 127 else value


def _shifts() -> int:
    value = 0x8123456789ABCDEF << 64 | 0x0FEDCBA987654321
    values = []
    for count in (0, 1, 63, 64, 65, 127):
        values += [value << count, value >> count, _as_signed(value) >> count]
    return _chain(values)


_A_WIDE = 0xF123456789ABCDEF << 64 | 0x0FEDCBA987654321
_LARGE = 0xFEDCBA9876543210


def _divisions() -> int:
    a, b = _A_WIDE, _A_WIDE >> 3 | 1
    return _chain([a // _LARGE, a % _LARGE, a // b, a % b, b // a])


def _signed_divisions() -> int:
    negative = -_as_signed(_A_WIDE)
    return _chain([-(negative // _LARGE), -(negative % _LARGE), _A_WIDE // 10])


_SIGNED = -3 * 5000000000000 * 5000000000000

EXPECTED = {
    "signed_division": -3 * 1000 + -1 * 100 + -14 * 10 + -2,
    "signed_division_by_constants": -3 * 100 + -1 * 10 + -1 + -111,
    "checked_products": 0b1010111010101,
    "unsigned_wide_product": (_PRODUCT >> 64) ^ (_PRODUCT & (2**64 - 1)),
    "signed_wide_product": _SIGNED >> 64,
    "wide_shifts": _shifts(),
    "wide_divisions": _divisions(),
    "signed_wide_divisions": _signed_divisions(),
    "checked_wide_products": 0b0111010101,
    "wide_results": -7 * 1000 * 1000,
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


ATOMICS = Path(__file__).parent / "beyond" / "atomics.c"
ATOMIC_PROGRAMS = (
    "bitwise_in_a_map",
    "arithmetic_in_a_map",
    "exchanges_in_a_map",
    "elements_of_an_array",
    "globals",
    "on_the_stack",
    "values_of_relaxed_atomics",
)


@pytest.mark.kernel
@pytest.mark.parametrize("flags", [(), ("-O1",), ("-Os",), ("-mcpu=v4",)], ids=str)
def test_atomics_of_8_and_16_bits_and_relaxed_ones_are_right(flags: tuple[str, ...]) -> None:
    data = compile_with_bpfcc(ATOMICS, flags)
    with LoadedObject(data, "atomics") as loaded:
        loaded.load()
        answers = [run_program(loaded.program(n), bytes(64)).retval for n in ATOMIC_PROGRAMS]
    assert answers == [0] * len(ATOMIC_PROGRAMS)


@pytest.mark.kernel
def test_atomics_of_16_bits_lose_no_update_of_two_processors() -> None:
    data = compile_with_bpfcc(ATOMICS, ())
    times = 30_000
    with LoadedObject(data, "atomics") as loaded:
        loaded.load()
        runs = [
            threading.Thread(
                target=run_program, args=(loaded.program(name), bytes(64)), kwargs={"repeat": times}
            )
            for name in ("count_low", "count_high", "count_low")
        ]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        bss = loaded.map(".bss")
        value = bss.lookup(bytes(4))
    assert value is not None
    counts = [int.from_bytes(value[at : at + 2], sys.byteorder) for at in range(0, len(value), 2)]
    assert sorted(counts)[-2:] == sorted([2 * times, times])
