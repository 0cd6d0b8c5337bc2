"""The two ways in which work can fail: the input is wrong, or we are."""

from __future__ import annotations


class InputError(Exception):
    """What the user gave is wrong: one sentence, with its place where there is one.

    ``where`` is a printable place such as ``prog.o: section .BTF`` or ``x.c:3:7``.
    """

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.message = message
        self.where = where


class InternalError(Exception):
    """A fault of ours; ``loc`` is the source location that was being compiled, if known."""

    def __init__(self, message: str, *, loc: int | None = None) -> None:
        super().__init__(message)
        self.loc = loc
