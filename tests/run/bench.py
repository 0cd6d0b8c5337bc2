"""The bench of small programs: rows of inputs and expected outputs beside each TEST."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bpfcc.kernel.object import LoadedObject
from bpfcc.kernel.testrun import run_program

PROGRAMS = Path(__file__).parent / "programs"
INPUTS = 4
OUTPUTS = 8
_LAYOUT = struct.Struct(f"={INPUTS + OUTPUTS}q")
_TEST = re.compile(r"TEST\((\w+)\)")


@dataclass(slots=True, frozen=True)
class Row:
    """One line ``//: inputs -> outputs`` of a test, padded with zeros."""

    line: int
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


@dataclass(slots=True, frozen=True)
class Case:
    """One TEST of a source file with its rows."""

    source: Path
    name: str
    rows: tuple[Row, ...]


def wrap_64(value: int) -> int:
    """``value`` as the 64-bit signed number with the same low bits."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def _read_numbers(text: str, count: int) -> tuple[int, ...]:
    numbers = [wrap_64(int(word.replace("-", "-", 1), _base(word))) for word in text.split()]
    assert len(numbers) <= count, text
    return tuple(numbers + [0] * (count - len(numbers)))


def _base(word: str) -> int:
    digits = word.lstrip("-")
    return 8 if len(digits) > 1 and digits[0] == "0" and digits.isdigit() else 0


def read_cases(source: Path) -> Iterator[Case]:
    """Every TEST of a bench source; a test without rows is a mistake in the bench."""
    rows: list[Row] = []
    for number, line in enumerate(source.read_text().splitlines(), 1):
        if line.startswith("//:"):
            inputs, _, outputs = line[3:].partition("->")
            rows.append(Row(number, _read_numbers(inputs, INPUTS), _read_numbers(outputs, OUTPUTS)))
        match = _TEST.match(line)
        if match:
            assert rows, f"{source}:{number}: no rows above {match[1]}"
            yield Case(source, match[1], tuple(rows))
            rows = []


def bench_sources() -> list[Path]:
    """Every source file of the bench."""
    return sorted(PROGRAMS.glob("*.c"))


def run_case(loaded: LoadedObject, case: Case) -> list[str]:
    """Run all rows of a case; the answer lists what differs, ready to print."""
    wrong = []
    program = loaded.program(case.name)
    for row in case.rows:
        ran = run_program(program, context=_LAYOUT.pack(*row.inputs, *([0] * OUTPUTS)))
        assert ran.context is not None
        got = _LAYOUT.unpack(ran.context)[INPUTS:]
        if got != row.outputs or ran.retval:
            wrong.append(
                f"{case.source.name}:{row.line}: {case.name}{row.inputs}:"
                f" expected {row.outputs}, got {got}, returned {ran.retval}"
            )
    return wrong
