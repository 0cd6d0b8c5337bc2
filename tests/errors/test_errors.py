"""Every file in a folder here is wrong on purpose; a comment says what is said of each line.

``// error: part of the message [code]`` or ``// warning: …`` belongs to its own line,
``// error@-1: …`` to the line before; ``// note: …`` is part of a note to what is said of its
line. Nothing else may be said: no cascades. A file ``NAME.ok.c`` is right, and nothing is said of
it. ``// flags: …`` names the command line's flags. Files in ``code`` are compiled to the end.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bpfcc.cli.arguments import parse_arguments
from bpfcc.codegen.backend import Backend
from bpfcc.diagnostics import FatalError, Sink
from bpfcc.driver import compile_source
from bpfcc.frontend.bpf_rules import check_rules
from bpfcc.frontend.bpf_unit import UnitFacts
from bpfcc.frontend.lazy import read_unit
from bpfcc.frontend.restrict import restrict
from bpfcc.frontend.sema import analyze
from bpfcc.frontend.warn import check_unit
from bpfcc.options import Options
from bpfcc.source import SourceManager
from bpfcc.verifier.check import check_flow
from bpfcc.warning_table import make_policy
from tests.support.frontend import analyze_text

if TYPE_CHECKING:
    from bpfcc.frontend.tree import Unit

FOLDER = Path(__file__).parent
_EXPECTED = re.compile(r"//\s*(error|warning)(?:@([-+]\d+))?:\s*(.*?)\s*\[([a-z-]+)\]")
_NOTE = re.compile(r"//\s*note(?:@([-+]\d+))?:\s*(.*?)\s*$", re.MULTILINE)
_FLAGS = re.compile(r"//\s*flags:\s*(.*)")
# Folders whose programs include headers, and are checked by the rules of BPF.
_BPF = ("bpf", "verifier")


def _cases() -> list[Path]:
    return sorted(FOLDER.glob("*/*.c"))


def _read_expected(text: str) -> list[tuple[int, str, str, str]]:
    expected = []
    for number, line in enumerate(text.splitlines(), 1):
        for kind, shift, message, code in _EXPECTED.findall(line):
            expected.append((number + int(shift or 0), kind, code, message))
    return sorted(expected)


def _read_notes(text: str) -> list[tuple[int, str]]:
    notes = []
    for number, line in enumerate(text.splitlines(), 1):
        notes += [(number + int(shift or 0), note) for shift, note in _NOTE.findall(line)]
    return notes


def _analyze(path: Path, text: str) -> tuple[Unit | None, Sink, Options]:
    """The typed tree; programs get their headers, plain C comes alone."""
    flags = _FLAGS.search(text)
    words = flags[1].split() if flags else []
    if path.parent.name == "warn":
        words = ["-Wall", "-Wextra", *words]
    options = parse_arguments(["-c", "-D__TARGET_ARCH_x86", *words, str(path)]).options
    if path.parent.name not in _BPF:
        unit, sink = analyze_text(text, make_policy(options))
        return unit, sink, options
    manager = SourceManager()
    sink = Sink(manager, make_policy(options), error_limit=0)
    try:
        declarations = read_unit(path.name, options, manager, sink, text=text)
        return analyze(declarations, options, sink, manager), sink, options
    except FatalError:
        return None, sink, options


def _compile(path: Path, text: str) -> Sink:
    """Everything that is said of a source on its way to an object."""
    flags = _FLAGS.search(text)
    options = parse_arguments(["-c", *(flags[1].split() if flags else []), str(path)]).options
    with Backend() as backend:
        result = compile_source(path.name, options, backend, text=text, is_last=True)
    assert result.fault is None, result.fault
    return result.sink


def _check(path: Path, text: str) -> Sink:
    """Everything that is said; of most files before lowering."""
    if path.parent.name == "code":
        return _compile(path, text)
    unit, sink, options = _analyze(path, text)
    if unit is None:
        return sink
    restrict(unit, options, sink)
    folder = path.parent.name
    if folder == "warn":
        check_unit(unit, sink, sink.manager)
    if folder in _BPF:
        facts = UnitFacts(unit)
        check_rules(facts, options, sink)
        check_flow(facts, options, sink)
    return sink


@pytest.mark.parametrize("path", _cases(), ids=lambda p: str(p.relative_to(FOLDER)))
def test_each_wrong_line_gets_its_own_error(path: Path) -> None:
    text = path.read_text()
    expected = _read_expected(text)
    is_right = path.name.endswith(".ok.c")
    assert bool(expected) != is_right, f"{path.name} says nothing of what is wrong with it"
    sink = _check(path, text)
    found = []
    notes: dict[int, list[str]] = {}
    for diagnostic in sink.diagnostics:
        place = sink.manager.place(diagnostic.loc)
        line = place.line if place else 0
        severity = "warning" if diagnostic.severity == "warning" else "error"
        found.append((line, severity, diagnostic.code, diagnostic.message))
        notes.setdefault(line, []).extend(note.message for note in diagnostic.notes)
    found.sort()
    assert [entry[:3] for entry in found] == [entry[:3] for entry in expected], found
    for (_, _, _, message), (line, _, _, part) in zip(found, expected, strict=True):
        assert part in message, f"line {line}: {message!r} does not contain {part!r}"
    for line, part in _read_notes(text):
        assert any(part in note for note in notes.get(line, ())), f"line {line}: {notes.get(line)}"
