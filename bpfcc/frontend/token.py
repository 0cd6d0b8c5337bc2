"""The token that travels from the preprocessor to the parser.

``type`` is pycparser's token name (``ID``, ``LPAREN``, ``INT_CONST``, ``STRING_LITERAL`` …), so
that the parser consumes preprocessor tokens as they are and nothing is lexed twice.
"""

from __future__ import annotations


class Token:
    """One token: its type, its spelling (``value``), and where it came from.

    ``space`` says that white space stood before it, ``bol`` that it begins a line, both as
    ``-E`` output and ``#`` need them. ``noexpand`` marks a macro's name that was met while that
    macro was being expanded: it is never expanded again (C11 6.10.3.4).
    """

    __slots__ = ("bol", "loc", "noexpand", "space", "type", "value")

    def __init__(
        self,
        type: str,
        value: str,
        loc: int,
        space: bool = False,
        bol: bool = False,
        noexpand: bool = False,
    ) -> None:
        self.type = type
        self.value = value
        self.loc = loc
        self.space = space
        self.bol = bol
        self.noexpand = noexpand

    def __repr__(self) -> str:
        return f"Token({self.type}, {self.value!r}, {self.loc})"
