"""Programs that the verifier refuses: the right line, the right kind, and words with them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from bpfcc.kernel.object import LoadedObject
from bpfcc.kernel.verify import Verdict, verify_object
from tests.diff.compilers import compile_with_bpfcc, host_flags

pytestmark = pytest.mark.kernel

SOURCES = sorted((Path(__file__).parent / "rejected").glob("*.c"))
_FUNCTION = re.compile(r"^int (?:BPF_KPROBE\()?(\w+)[(,]")
_EXPECTED = re.compile(r"// !(?P<kind>[\w-]+)(?P<open>\?)?(?: (?P<program>\w+))?$")


def read_expectations(source: Path) -> dict[str, tuple[str, int | None]]:
    """Program -> (kind, line).

    A "?" behind the kind leaves the line open; a word after it names the program that a function
    called by it brings down.
    """
    expected: dict[str, tuple[str, int | None]] = {}
    program = ""
    for number, line in enumerate(source.read_text().splitlines(), 1):
        if found := _FUNCTION.match(line):
            program = found[1]
        if found := _EXPECTED.search(line):
            named = found["program"] or program
            expected[named] = (found["kind"], None if found["open"] else number)
    return expected


@cache
def compile_source(source: Path) -> bytes:
    # One of the programs needs more stack than there is; here the kernel shall say so.
    return compile_with_bpfcc(source, [*host_flags(), "-Wno-error=stack-limit"])


@cache
def verify_source(source: Path) -> dict[str, Verdict]:
    verdicts = verify_object(compile_source(source), source.name)
    return {verdict.report.program: verdict for verdict in verdicts}


CASES = [
    (source, program, kind, line)
    for source in SOURCES
    for program, (kind, line) in read_expectations(source).items()
]


@pytest.mark.parametrize(("source", "program", "kind", "line"), CASES, ids=[c[1] for c in CASES])
def test_refusal_is_explained(source: Path, program: str, kind: str, line: int | None) -> None:
    verdict = verify_source(source)[program]
    assert not verdict.ok
    finding = verdict.finding
    assert finding is not None
    assert finding.kind == kind, finding.message
    assert finding.place is not None
    assert finding.place.file is not None
    assert finding.place.file.endswith(source.name)
    if line is not None:
        assert finding.place.line == line
    assert finding.message
    assert finding.fixes
    assert "some" not in finding.meaning.split()


def test_every_program_of_the_set_has_an_expectation() -> None:
    for source in SOURCES:
        with LoadedObject(compile_source(source), source.name) as opened:
            assert read_expectations(source).keys() == opened.programs.keys()
