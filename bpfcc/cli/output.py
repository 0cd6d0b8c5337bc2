"""Writes what a command makes: whole or not at all."""

from __future__ import annotations

from bpfcc.output import write_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def write_output(path: str, parts: Iterable[str]) -> None:
    """Write text to `path`, or to standard output for "-".

    Nothing is written before the last part is made. An unwritable path is an InputError.
    """
    write_bytes(path, "".join(parts).encode("utf-8"))
