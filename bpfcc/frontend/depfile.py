"""Dependency files for make: ``-M``, ``-MD`` and their kin, laid out as gcc and clang do."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.options import Options

LINE_WIDTH = 75


def format_dependencies(
    options: Options, source: str, output: str | None, dependencies: Iterable[tuple[str, bool]]
) -> str:
    """The text of a dependency file.

    ``source`` is the main file, ``output`` what it is compiled to if that was said, and
    ``dependencies`` are the files read: (path, is a system header). ``-MM`` and ``-MMD`` leave
    system headers out.
    """
    targets = [
        quote_target(text) if needs_quotes else text
        for text, needs_quotes in options.dependency_targets
    ]
    if not targets:
        targets = [quote_target(output or default_target(source))]
    with_system = options.dependencies not in ("MM", "MMD")
    files = []
    for path, is_system in dependencies:
        if path not in ("-", "<stdin>") and (with_system or not is_system):
            files.append(path.removeprefix("./").lstrip("/") if path[:2] == "./" else path)
    files = list(dict.fromkeys(files))
    pieces, column = _write_targets(targets)
    for path in files:
        if column + len(path) + 3 > LINE_WIDTH:
            pieces.append(" \\\n ")
            column = 2
        pieces.append(" " + _escape(path))
        column += len(path) + 1
    pieces.append("\n")
    if options.phony_targets:
        main = source.removeprefix("./")
        pieces.extend(_escape(path) + ":\n" for path in files if path != main)
    return "".join(pieces)


def default_target(source: str) -> str:
    """The object that make would build from a source."""
    return os.path.splitext(os.path.basename(source))[0] + ".o"


def _write_targets(targets: list[str]) -> tuple[list[str], int]:
    """The targets and their colon, and the column after them."""
    pieces: list[str] = []
    column = 0
    for target in targets:
        if not column:
            column = len(target)
        elif column + len(target) + 2 > LINE_WIDTH:
            column = len(target) + 2
            pieces.append(" \\\n  ")
        else:
            column += len(target) + 1
            pieces.append(" ")
        pieces.append(target)
    pieces.append(":")
    return pieces, column + 1


def quote_target(text: str) -> str:
    """``-MQ``: characters that make would read otherwise, escaped."""
    pieces: list[str] = []
    for index, ch in enumerate(text):
        if ch in " \t":
            # Backslashes before white space would escape it.
            backslashes = index - len(text[:index].rstrip("\\"))
            pieces.append("\\" * backslashes + "\\")
        elif ch == "$":
            pieces.append("$")
        elif ch == "#":
            pieces.append("\\")
        pieces.append(ch)
    return "".join(pieces)


def _escape(path: str) -> str:
    """A prerequisite, escaped as clang does for GNU make."""
    pieces: list[str] = []
    for index, ch in enumerate(path):
        if ch == "#":
            pieces.append("\\")
        elif ch == " ":
            backslashes = index - len(path[:index].rstrip("\\"))
            pieces.append("\\" * (backslashes + 1))
        elif ch == "$":
            pieces.append("$")
        pieces.append(ch)
    return "".join(pieces)
