"""Programs with one mistake each, as people write them: they are told of on the line, by name.

``programs.txt`` holds a program behind each line ``=== kind…``. A line that begins with ``-`` is
in the wrong program only, one with ``+`` in its corrected twin only. ``//!`` ends the line of the
mistake, ``//?`` others that are as good to point at. Of the wrong program something has to be said
in time by the compiler or else by the kernel's verdict; of its twin nothing, and it has to load.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from bpfcc.cli.compile import run_compile
from bpfcc.kernel.verify import verify_object
from tests.diff.compilers import host_flags

pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(
        tuple(map(int, os.uname().release.split(".")[:2])) < (6, 18),
        reason="older kernels refuse more, in other words",
    ),
]

PROGRAMS = Path(__file__).parent / "programs.txt"
_MARK = re.compile(r"\s*//([!?])$")


class Mistake(NamedTuple):
    """A wrong program and its twin; ``lines`` are those to point at, ``kinds`` the right names."""

    wrong: str
    right: str
    kinds: frozenset[str]
    lines: frozenset[int]


def read_mistakes() -> list[Mistake]:
    blocks = re.split(r"^=== ", PROGRAMS.read_text(), flags=re.MULTILINE)[1:]
    return [read_mistake(block) for block in blocks]


def read_mistake(block: str) -> Mistake:
    head, _, text = block.partition("\n")
    wrong: list[str] = []
    right: list[str] = []
    lines: set[int] = set()
    for line in text.splitlines():
        bare = _MARK.sub("", line)
        sign = bare[:1]
        if sign != "+":
            wrong.append(bare.removeprefix("-"))
            if bare != line:
                lines.add(len(wrong))
        if sign != "-":
            right.append(bare.removeprefix("+"))
    return Mistake(
        "\n".join(wrong) + "\n", "\n".join(right) + "\n", frozenset(head.split()), frozenset(lines)
    )


def ask(text: str, folder: Path) -> list[tuple[str, int | None, str]]:
    """Everything that the compiler and then the kernel say: kind, line, words."""
    source, out = folder / "program.c", folder / "program.o"
    source.write_text(text)
    said = io.StringIO()
    flags = [*host_flags(), "-O2", "-g", "-c", "-fdiagnostics-format=json"]
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        run_compile("bpfcc compile", [*flags, str(source), "-o", str(out)])
    found = [read_diagnostic(entry) for entry in json.loads(said.getvalue() or "[]")]
    if not out.exists():
        return found
    for verdict in verify_object(out.read_bytes(), out.name):
        if verdict.finding is not None:
            place = verdict.finding.place
            line = place.line if place is not None else None
            found.append((verdict.finding.kind, line, verdict.finding.message))
    return found


def read_diagnostic(entry: dict[str, object]) -> tuple[str, int | None, str]:
    locations = entry["locations"]
    assert isinstance(locations, list)
    line = locations[0]["caret"]["line"] if locations else None
    kind = str(entry.get("option", "")).removeprefix("-W").removeprefix("verifier-")
    return kind, line, str(entry["message"])


MISTAKES = read_mistakes()


@pytest.mark.parametrize("mistake", MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_by_line_and_name(mistake: Mistake, tmp_path: Path) -> None:
    said = ask(mistake.wrong, tmp_path)
    assert any(line in mistake.lines for _, line, _ in said), said
    assert any(kind in mistake.kinds for kind, _, _ in said), said


@pytest.mark.parametrize("mistake", MISTAKES, ids=range(len(MISTAKES)))
def test_nothing_is_said_of_the_corrected_twin(mistake: Mistake, tmp_path: Path) -> None:
    assert ask(mistake.right, tmp_path) == []
