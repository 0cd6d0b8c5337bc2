"""Dependency files for make: ``-M``, ``-MM``, ``-MD``, ``-MMD`` and what goes with them."""

from __future__ import annotations

import os

from bpfcc.cli.output import write_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.options import Options

LINE_LIMIT = 75
"""Columns after which a rule goes on in the next line, as clang breaks them."""


def write_dependencies(
    options: Options, source: str, output: str, files: Sequence[tuple[str, bool]]
) -> None:
    """Write the rule for one source; ``files`` are (path, in a system folder), the source first.

    ``output`` is where the output goes, from which targets and the file's name follow.
    """
    with_system = options.dependencies in ("M", "MD")
    paths = [path for path, is_system in files if with_system or not is_system]
    text = format_rule(find_targets(options, source, output), paths)
    if options.phony_targets:
        text += "".join(f"{quote_path(path)}:\n" for path in paths[1:])
    write_bytes(find_file(options, source, output), text.encode("utf-8", "surrogateescape"))


def find_targets(options: Options, source: str, output: str) -> list[str]:
    """What the rule makes: ``-MT`` and ``-MQ``, or the object."""
    if options.dependency_targets:
        return [
            quote_target(text) if is_quoted else text
            for text, is_quoted in options.dependency_targets
        ]
    if options.emit == "obj" and output != "-":
        return [quote_target(output)]
    if options.dependencies in ("MD", "MMD") and output != "-":
        return [quote_target(output)]
    return [quote_target(_base(source) + ".o")]


def find_file(options: Options, source: str, output: str) -> str:
    """Where the rule goes: ``-MF``; with -M what -o says; with -MD a .d beside the output."""
    if options.dependency_file is not None:
        return options.dependency_file
    if options.emit == "dependencies":
        return output
    return (os.path.splitext(output)[0] if output != "-" else _base(source)) + ".d"


def _base(source: str) -> str:
    return "-" if source == "-" else os.path.splitext(os.path.basename(source))[0]


def format_rule(targets: Sequence[str], paths: Sequence[str]) -> str:
    """``targets: paths``, long lines broken behind a backslash."""
    lines: list[str] = []
    line = " ".join(targets) + ":"
    for path in paths:
        word = quote_path(path)
        if len(line) + len(word) + 1 > LINE_LIMIT and not line.isspace():
            lines.append(line + " \\")
            line = " "
        line += " " + word
    return "\n".join([*lines, line]) + "\n"


def quote_path(path: str) -> str:
    """A path as make reads it in a list of prerequisites."""
    return path.replace("\\", "\\\\").replace(" ", "\\ ").replace("#", "\\#").replace("$", "$$")


def quote_target(text: str) -> str:
    """A target with what is special to make quoted."""
    return text.replace(" ", "\\ ").replace("\t", "\\\t").replace("#", "\\#").replace("$", "$$")
