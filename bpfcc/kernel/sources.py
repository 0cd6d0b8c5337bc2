"""Where the source defines what an object has no line for: a map, a program as a whole.

Line information is about instructions alone. The files that it names are read where they still
have every line that the object quotes; else they are of another version, or not there.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from bpfcc.kernel.log import SourceLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.btf.ext import LineInfo

_MOST_BYTES = 1 << 22
# Comments and literals, in which braces and names mean nothing; then braces.
_SKIPPED = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)
_NESTING = re.compile(r"[{}]")


def find_definition(name: str, records: Iterable[LineInfo]) -> SourceLine | None:
    """The line at which a function or variable of file scope is defined, if a file shows it."""
    by_file: dict[str, list[LineInfo]] = {}
    for record in records:
        by_file.setdefault(record.file, []).append(record)
    for file, quoted in by_file.items():
        text = read_same(file, quoted)
        offset = _find_in_text(name, text) if text else None
        if text and offset is not None:
            start = text.rfind("\n", 0, offset) + 1
            line = text.count("\n", 0, offset) + 1
            return SourceLine(text[start:].split("\n", 1)[0], file, line, offset - start + 1)
    return None


def read_same(file: str, quoted: list[LineInfo]) -> str:
    """The text of a file that still has the lines that were quoted of it; else nothing."""
    try:
        if os.path.getsize(file) > _MOST_BYTES:
            return ""
        with open(file, encoding="utf-8", errors="replace") as source:
            text = source.read()
    except (OSError, ValueError):
        return ""
    lines = text.split("\n")
    for record in quoted:
        if not 0 < record.line <= len(lines):
            return ""
        if record.text.strip() != lines[record.line - 1].strip():
            return ""
    return text


def _find_in_text(name: str, text: str) -> int | None:
    """The offset of the name where it stands outside of all braces, and defines something."""
    bare = _SKIPPED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found = None
    depth = at = 0
    for match in re.finditer(rf"\b{re.escape(name)}\b", bare):
        for brace in _NESTING.finditer(bare, at, match.start()):
            depth += 1 if brace[0] == "{" else -1
        at = match.end()
        before = re.split(r"[;{}]", bare[: match.start()])[-1]
        if depth or re.search(r"\b(?:struct|union|enum)\s*$", before):
            continue
        is_inside = before.count("(") > before.count(")")
        if is_inside and not re.search(r"\w\s*\(\s*$", before):
            continue  # a parameter; only macros, such as BPF_PROG(), take the name itself
        # A function's definition goes on with a brace, a variable's does not.
        stop = re.search(r"[;{=]", bare[at:])
        is_function = re.match(r"\s*[(,)]", bare[at:]) is not None
        if stop is not None and (stop[0] == "{") == is_function:
            return match.start()
        found = match.start() if found is None else found
    return found
