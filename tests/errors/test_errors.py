"""Every file in a folder here is wrong on purpose; a comment says what is said of each line.

``// error: part of the message [code]`` or ``// warning: …`` belongs to its own line,
``// error@-1: …`` to the line before. Nothing else may be said: no cascades.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpfcc.frontend.restrict import restrict
from bpfcc.frontend.warn import check_unit
from bpfcc.options import Options
from tests.support.frontend import analyze_text

FOLDER = Path(__file__).parent
_EXPECTED = re.compile(r"//\s*(error|warning)(?:@([-+]\d+))?:\s*(.*?)\s*\[([a-z-]+)\]")


def _cases() -> list[Path]:
    return sorted(FOLDER.glob("*/*.c"))


def _read_expected(text: str) -> list[tuple[int, str, str, str]]:
    expected = []
    for number, line in enumerate(text.splitlines(), 1):
        for kind, shift, message, code in _EXPECTED.findall(line):
            expected.append((number + int(shift or 0), kind, code, message))
    return sorted(expected)


@pytest.mark.parametrize("path", _cases(), ids=lambda p: str(p.relative_to(FOLDER)))
def test_each_wrong_line_gets_its_own_error(path: Path) -> None:
    text = path.read_text()
    expected = _read_expected(text)
    assert expected, f"{path.name} says nothing of what is wrong with it"
    unit, sink = analyze_text(text)
    if unit is not None:
        restrict(unit, Options(), sink)
        if path.parent.name == "warn":
            check_unit(unit, sink, sink.manager)
    found = []
    for diagnostic in sink.diagnostics:
        place = sink.manager.place(diagnostic.loc)
        severity = "warning" if diagnostic.severity == "warning" else "error"
        found.append((place.line if place else 0, severity, diagnostic.code, diagnostic.message))
    found.sort()
    assert [entry[:3] for entry in found] == [entry[:3] for entry in expected], found
    for (_, _, _, message), (line, _, _, part) in zip(found, expected, strict=True):
        assert part in message, f"line {line}: {message!r} does not contain {part!r}"
