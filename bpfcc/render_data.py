"""Diagnostics for programs: gcc's JSON and SARIF 2.1.0."""

from __future__ import annotations

import json

from bpfcc import __version__
from bpfcc.render import find_extent, find_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bpfcc.diagnostics import Diagnostic
    from bpfcc.source import Place, SourceFile, SourceManager

    Json = dict[str, object]

SARIF_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "fatal error": "error", "warning": "warning", "note": "note"}

Result = tuple["Diagnostic", "SourceManager"]


def render_json(results: Iterable[Result]) -> str:
    """A JSON array with one object a diagnostic, in the form of gcc's ``json`` format."""
    return json.dumps([_describe(d, manager) for d, manager in results]) + "\n"


def render_sarif(results: Iterable[Result], *, ok: bool) -> str:
    """A SARIF 2.1.0 log with one run; ``ok`` says whether the compilation succeeded."""
    results = list(results)
    codes = sorted({d.code for d, _ in results if d.code})
    rules = [{"id": code, "name": code} for code in codes]
    run: Json = {
        "tool": {"driver": {"name": "bpfcc", "version": __version__, "rules": rules}},
        "invocations": [{"executionSuccessful": ok}],
        "columnKind": "unicodeCodePoints",
        "results": [_describe_result(d, manager, codes) for d, manager in results],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def merge_json(reports: Sequence[str]) -> str:
    """One array of the arrays for several sources."""
    return json.dumps([entry for report in reports for entry in json.loads(report)]) + "\n"


def merge_sarif(reports: Sequence[str]) -> str:
    """One log, with a run for each of several sources."""
    logs = [json.loads(report) for report in reports]
    runs = [run for log in logs for run in log["runs"]]
    return json.dumps({**logs[0], "runs": runs}, indent=2) + "\n"


def _clean(text: str) -> str:
    """Text that any JSON reader takes: bytes that are not UTF-8 become question marks."""
    return text.encode("utf-8", "replace").decode()


# ------------------------------------------------------------------------------------ JSON


def _describe(diagnostic: Diagnostic, manager: SourceManager) -> Json:
    described: Json = {
        "kind": diagnostic.severity,
        "message": _clean(diagnostic.message),
        "locations": [],
        "children": [_describe(note, manager) for note in diagnostic.notes],
    }
    if diagnostic.code:
        is_warning = diagnostic.severity == "warning"
        described["option"] = f"-W{diagnostic.code}" if is_warning else diagnostic.code
    place = find_place(diagnostic, manager)
    if place is not None:
        described["locations"] = [_describe_location(diagnostic, manager, place)]
    elif diagnostic.place is not None:
        name, line, column = diagnostic.place
        caret = {"file": _clean(name), "line": line, "column": column}
        described["locations"] = [{"caret": caret}]
    edits = [_describe_edit(f.span, f.text, manager) for f in diagnostic.fixits]
    if any(edits):
        described["fixits"] = [edit for edit in edits if edit]
    return described


def _describe_location(diagnostic: Diagnostic, manager: SourceManager, place: Place) -> Json:
    location: Json = {"caret": _describe_place(place)}
    extent = find_extent(diagnostic, manager, place)
    if extent is not None:
        location["start"] = _describe_place(_place_at(place.file, extent[0]))
        location["finish"] = _describe_place(_place_at(place.file, extent[1] - 1))
    return location


def _place_at(file: SourceFile, offset: int) -> Place:
    from bpfcc.source import Place

    return Place(file, offset)


def _describe_place(place: Place) -> Json:
    return {"file": _clean(place.name), "line": place.line, "column": place.column}


def _describe_edit(span: tuple[int, int], text: str, manager: SourceManager) -> Json | None:
    begin, end = manager.place(span[0]), manager.place(span[1])
    if begin is None or end is None:
        return None
    return {"start": _describe_place(begin), "next": _describe_place(end), "string": text}


# ----------------------------------------------------------------------------------- SARIF


def _describe_result(diagnostic: Diagnostic, manager: SourceManager, codes: list[str]) -> Json:
    result: Json = {
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": _clean(diagnostic.message)},
        "locations": [],
    }
    if diagnostic.code:
        result["ruleId"] = diagnostic.code
        result["ruleIndex"] = codes.index(diagnostic.code)
    location = _locate(diagnostic, manager)
    if location is not None:
        result["locations"] = [location]
    related = []
    for note in diagnostic.notes:
        where: Json = {"message": {"text": _clean(note.message)}}
        where.update(_locate(note, manager) or {})
        related.append(where)
    if related:
        result["relatedLocations"] = related
    return result


def _locate(diagnostic: Diagnostic, manager: SourceManager) -> Json | None:
    place = find_place(diagnostic, manager)
    region: dict[str, int]
    if place is not None:
        name = place.name
        region = {"startLine": place.line, "startColumn": place.index + 1}
        extent = find_extent(diagnostic, manager, place)
        if extent is not None:
            begin = _place_at(place.file, extent[0])
            end = _place_at(place.file, extent[1] - 1)
            region = {
                "startLine": begin.line,
                "startColumn": begin.index + 1,
                "endLine": end.line,
                "endColumn": end.index + 2,
            }
    elif diagnostic.place is not None:
        name, line, column = diagnostic.place
        region = {"startLine": line, "startColumn": max(column, 1)}
    else:
        return None
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(name)}, "region": region}}


def _uri(path: str) -> str:
    from urllib.parse import quote

    quoted = quote(path.encode("utf-8", "surrogateescape"))
    return f"file://{quoted}" if path.startswith("/") else quoted
