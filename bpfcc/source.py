"""Source files and locations.

A location (``loc``) is an ``int``, so that tokens, syntax nodes and typed nodes stay small:

* ``loc > 0``: a byte-for-byte position in a file. Every file occupies a range of positions
  ``[base, base + len(text)]``; the manager finds file, line and column by bisection.
* ``loc < 0``: a token that a macro expansion produced; ``-loc - 1`` indexes
  ``SourceManager.expansions``, whose entries say where the token was spelled, where the macro
  was invoked (itself possibly inside another expansion), which macro it was and, for a token
  that came in as a macro argument, which parameter in the macro's body it replaced.
* ``loc == 0``: no location (predefined macros, built-in declarations).

A ``Span`` is a pair of locations: first character and one past the last.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NO_LOC = 0

Expansion = tuple[int, int, str, int]
"""(spelling loc, loc of the macro's invocation, macro name, loc of the parameter or 0)."""

Removal = tuple[int, int]
"""(offset in the text that is lexed, how many characters the file has more up to there)."""


class SourceFile:
    """One file as it was included once.

    ``name`` is the path as the user or the include search spelled it (it is what diagnostics
    and ``__FILE__`` show), ``text`` its text as it is lexed, ``base`` the loc of its first
    character, ``included_at`` the loc of the ``#include`` that brought it (0 for the main file).

    Where line splices inside tokens or trigraphs were taken out, ``raw`` is the text as it is
    in the file and ``removals`` leads from offsets in ``text`` to offsets in ``raw``.
    """

    __slots__ = (
        "base",
        "depth",
        "included_at",
        "is_system",
        "line_marks",
        "name",
        "raw",
        "removals",
        "starts",
        "text",
    )

    def __init__(
        self, name: str, text: str, base: int, included_at: int, is_system: bool, depth: int
    ) -> None:
        self.name = name
        self.text = text
        self.raw = text
        self.removals: list[Removal] = []
        self.base = base
        self.included_at = included_at
        self.is_system = is_system
        self.depth = depth
        self.starts: list[int] | None = None
        # (offset, line shift, name, in a system header): what `#line`, line markers and
        # `#pragma GCC system_header` changed from there on.
        self.line_marks: list[tuple[int, int, str, bool]] = []

    def raw_offset(self, offset: int) -> int:
        """The offset in the file itself of an offset in ``text``."""
        if not self.removals:
            return offset
        index = bisect_right(self.removals, (offset, sys.maxsize))
        return offset + (self.removals[index - 1][1] if index else 0)

    def line_starts(self) -> list[int]:
        """Offsets in ``raw`` where lines begin; computed when a location is first asked for."""
        if self.starts is None:
            starts = [0]
            find = self.raw.find
            pos = find("\n")
            while pos >= 0:
                starts.append(pos + 1)
                pos = find("\n", pos + 1)
            self.starts = starts
        return self.starts

    def physical_line(self, offset: int) -> int:
        """1-based line number of ``offset`` in the file itself, ``#line`` ignored."""
        return bisect_right(self.line_starts(), self.raw_offset(offset))

    def line_text(self, line: int) -> str:
        """Text of the 1-based physical line, without its newline."""
        starts = self.line_starts()
        begin = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.raw)
        return self.raw[begin:end].rstrip("\r\n")

    def mark_at(self, offset: int) -> tuple[int, int, str, bool] | None:
        """The last entry of ``line_marks`` before ``offset``."""
        index = bisect_right(self.line_marks, offset, key=itemgetter(0))
        return self.line_marks[index - 1] if index else None


class Place:
    """A location made readable: file name and 1-based line and column, after ``#line``.

    ``column`` counts bytes, as compilers do; ``index`` is the 0-based character in its line.
    """

    __slots__ = ("column", "file", "index", "line", "name", "offset", "physical_line")

    def __init__(self, file: SourceFile, offset: int) -> None:
        self.file = file
        self.offset = offset
        raw = file.raw_offset(offset)
        starts = file.line_starts()
        self.physical_line = bisect_right(starts, raw)
        begin = starts[self.physical_line - 1]
        self.index = raw - begin
        self.column = self.index + 1
        if not file.raw.isascii():
            self.column = len(file.raw[begin:raw].encode("utf-8", "surrogateescape")) + 1
        self.name = file.name
        self.line = self.physical_line
        mark = file.mark_at(offset) if file.line_marks else None
        if mark is not None:
            self.line += mark[1]
            self.name = mark[2] or file.name

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}"


class SourceManager:
    """Every file read for one translation unit, and every macro expansion made."""

    __slots__ = ("_bases", "_next_base", "expansions", "files")

    def __init__(self) -> None:
        self.files: list[SourceFile] = []
        self.expansions: list[Expansion] = []
        self._bases: list[int] = []
        self._next_base = 1

    def add_file(
        self, name: str, text: str, *, included_at: int = NO_LOC, is_system: bool = False
    ) -> SourceFile:
        """Register one inclusion of a file and give it a range of locations."""
        depth = self.file_of(included_at).depth + 1 if included_at else 0
        file = SourceFile(name, text, self._next_base, included_at, is_system, depth)
        self.files.append(file)
        self._bases.append(file.base)
        self._next_base += len(text) + 1
        return file

    def add_expansion(
        self, spelling: int, invoked_at: int, macro: str, parameter: int = NO_LOC
    ) -> int:
        """The loc of a token spelled at ``spelling``, produced by ``macro`` at ``invoked_at``.

        For a token of a macro argument ``parameter`` is the loc, in the macro's body, of the
        parameter that it replaced.
        """
        self.expansions.append((spelling, invoked_at, macro, parameter))
        return -len(self.expansions)

    def spelling(self, loc: int) -> int:
        """Where the characters of the token are: in a file, perhaps in a ``#define``."""
        while loc < 0:
            loc = self.expansions[-loc - 1][0]
        return loc

    def expansion(self, loc: int) -> int:
        """Where the token stands for the reader: the outermost macro invocation."""
        while loc < 0:
            loc = self.expansions[-loc - 1][1]
        return loc

    def caller(self, loc: int) -> int:
        """One step out: an argument's token to where the caller wrote it, else the invocation."""
        spelling, invoked_at, _, parameter = self.expansions[-loc - 1]
        return spelling if parameter else invoked_at

    def file_loc(self, loc: int) -> int:
        """What the user wrote: a macro argument itself, else the outermost invocation."""
        while loc < 0:
            loc = self.caller(loc)
        return loc

    def macro_chain(self, loc: int) -> Iterator[tuple[str, int]]:
        """(macro name, spelling loc inside its definition), innermost macro first.

        For a token of an argument the loc is that of the parameter it replaced.
        """
        while loc < 0:
            spelling, _, macro, parameter = self.expansions[-loc - 1]
            yield macro, self.spelling(parameter or spelling)
            loc = self.caller(loc)

    def file_of(self, loc: int) -> SourceFile:
        """The file of the outermost invocation of ``loc``."""
        return self.files[bisect_right(self._bases, self.expansion(loc)) - 1]

    def place(self, loc: int) -> Place | None:
        """File, line and column of the outermost invocation; None for ``NO_LOC``."""
        loc = self.expansion(loc)
        if loc <= 0 or not self.files:
            return None
        file = self.files[bisect_right(self._bases, loc) - 1]
        return Place(file, min(loc - file.base, len(file.text)))

    def spelling_place(self, loc: int) -> Place | None:
        """File, line and column where the token's characters are."""
        return self.place(self.spelling(loc))

    def is_system(self, loc: int) -> bool:
        """Whether the reader finds ``loc`` in a system header."""
        if loc == NO_LOC or not self.files:
            return False
        file = self.file_of(loc)
        if not file.line_marks:
            return file.is_system
        mark = file.mark_at(self.expansion(loc) - file.base)
        return mark[3] if mark else file.is_system

    def include_chain(self, loc: int) -> Iterator[Place]:
        """The ``#include`` places that led to the file of ``loc``, innermost first."""
        if loc == NO_LOC:
            return
        at = self.file_of(loc).included_at
        while at:
            place = self.place(at)
            if place is None:
                return
            yield place
            at = place.file.included_at
