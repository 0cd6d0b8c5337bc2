"""Dependency files for make: where ``-M``, ``-MM``, ``-MD`` and ``-MMD`` write their rule."""

from __future__ import annotations

import os

from bpfcc.output import write_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.options import Options


def write_dependencies(
    options: Options, source: str, output: str, files: Sequence[tuple[str, bool]]
) -> None:
    """Write the rule for one source; ``files`` are (path, in a system folder), the source first.

    ``output`` is where the output goes, from which the target and the file's name follow.
    """
    from bpfcc.frontend.depfile import format_dependencies

    made = None if options.emit == "dependencies" or output == "-" else output
    text = format_dependencies(options, source, made, files)
    path = find_file(options, source, output)
    write_bytes(path, text.encode("utf-8", "surrogateescape"))


def find_file(options: Options, source: str, output: str) -> str:
    """Where the rule goes: ``-MF``; with -M what -o says; with -MD a .d beside the output."""
    if options.dependency_file is not None:
        return options.dependency_file
    if options.emit == "dependencies":
        return output
    if output != "-":
        return os.path.splitext(output)[0] + ".d"
    return "-.d" if source == "-" else os.path.splitext(os.path.basename(source))[0] + ".d"
