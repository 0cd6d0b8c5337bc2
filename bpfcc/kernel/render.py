"""Findings as text, in the form of a compiler's errors, and as JSON values."""

from __future__ import annotations

from bpfcc.kernel.explain import Finding
from bpfcc.kernel.log import SourceLine

_PATH_SHOWN = 8


def format_finding(finding: Finding) -> str:
    """Several lines: the error with its source line, notes, path, message, fixes."""
    out = [f"{_format_place(finding.place)}error: {finding.meaning} [{finding.kind}]"]
    out += _quote(finding.place)
    for place, text in finding.notes:
        out.append(f"{_format_place(place)}note: {text}")
        out += _quote(place)
    if len(finding.path) > 1:
        out.append("  path that leads there:")
        for place in finding.path[-_PATH_SHOWN:]:
            number = "" if place.line is None else str(place.line)
            out.append(f"  {number:>5} | {_tidy(place.text)}")
    if finding.message:
        out.append(f"  the kernel says: {finding.message}")
    out += [f"  help: {fix}" for fix in finding.fixes]
    return "\n".join(out)


def describe_finding(finding: Finding) -> dict[str, object]:
    """The finding as values that JSON takes; ``error`` is its meaning, ``line`` a number."""
    place = finding.place
    return {
        "error": finding.meaning,
        "kind": finding.kind,
        "message": finding.message,
        "file": None if place is None else place.file,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
        "source": None if place is None else _tidy(place.text),
        "notes": [
            {
                "file": None if where is None else where.file,
                "line": None if where is None else where.line,
                "text": text,
            }
            for where, text in finding.notes
        ],
        "path": [{"line": step.line, "source": _tidy(step.text)} for step in finding.path],
        "fixes": finding.fixes,
    }


def _format_place(place: SourceLine | None) -> str:
    if place is None or place.file is None or place.line is None:
        return ""
    column = "" if place.column is None else f":{place.column}"
    return f"{place.file}:{place.line}{column}: "


def _tidy(text: str) -> str:
    return text.strip().expandtabs(8)


def _quote(place: SourceLine | None) -> list[str]:
    """The source line with a caret under the column, as compilers print them."""
    if place is None or not place.text.strip():
        return []
    number = "" if place.line is None else str(place.line)
    text = place.text.rstrip()
    lines = [f"{number:>7} | {text.expandtabs(8)}"]
    if place.column is not None and 0 < place.column <= len(text):
        lead = "".join("\t" if char == "\t" else " " for char in text[: place.column - 1])
        lines.append(f"        | {lead.expandtabs(8)}^")
    return lines
