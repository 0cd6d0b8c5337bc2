"""Source files and locations.

A location (``loc``) is an ``int``, so that tokens, syntax nodes and typed nodes stay small:

* ``loc > 0``: a byte-for-byte position in a file. Every file occupies a range of positions
  ``[base, base + len(text)]``; the manager finds file, line and column by bisection.
* ``loc < 0``: a token that a macro expansion produced; ``-loc - 1`` indexes
  ``SourceManager.expansions``, whose entries say where the token was spelled, where the macro
  was invoked (itself possibly inside another expansion) and which macro it was.
* ``loc == 0``: no location (predefined macros, built-in declarations).

A ``Span`` is a pair of locations: first character and one past the last.
"""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

NO_LOC = 0

Expansion = tuple[int, int, str]
"""(spelling loc, loc of the macro's invocation, macro name)."""


class SourceFile:
    """One file as it was included once.

    ``name`` is the path as the user or the include search spelled it (it is what diagnostics
    and ``__FILE__`` show), ``text`` its decoded text, ``base`` the loc of its first character,
    ``included_at`` the loc of the ``#include`` that brought it (0 for the main file).
    """

    __slots__ = ("base", "depth", "included_at", "is_system", "line_marks", "name", "starts", "text")

    def __init__(
        self, name: str, text: str, base: int, included_at: int, is_system: bool, depth: int
    ) -> None:
        self.name = name
        self.text = text
        self.base = base
        self.included_at = included_at
        self.is_system = is_system
        self.depth = depth
        self.starts: list[int] | None = None
        # (offset, line shift, name): what `#line` and line markers changed from there on.
        self.line_marks: list[tuple[int, int, str]] = []

    def line_starts(self) -> list[int]:
        """Offsets at which lines begin; computed when a location is first asked for."""
        if self.starts is None:
            starts = [0]
            find = self.text.find
            pos = find("\n")
            while pos >= 0:
                starts.append(pos + 1)
                pos = find("\n", pos + 1)
            self.starts = starts
        return self.starts

    def physical_line(self, offset: int) -> int:
        """1-based line number of ``offset`` in the file itself, ``#line`` ignored."""
        return bisect_right(self.line_starts(), offset)

    def line_text(self, line: int) -> str:
        """Text of the 1-based physical line, without its newline."""
        starts = self.line_starts()
        begin = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return self.text[begin:end].rstrip("\r\n")


class Place:
    """A location made readable: file name and 1-based line and column, after ``#line``."""

    __slots__ = ("column", "file", "line", "name", "offset", "physical_line")

    def __init__(self, file: SourceFile, offset: int) -> None:
        self.file = file
        self.offset = offset
        self.physical_line = file.physical_line(offset)
        self.column = offset - file.line_starts()[self.physical_line - 1] + 1
        self.name = file.name
        self.line = self.physical_line
        for mark_offset, shift, name in reversed(file.line_marks):
            if offset >= mark_offset:
                self.line += shift
                self.name = name or file.name
                break

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

    def add_expansion(self, spelling: int, invoked_at: int, macro: str) -> int:
        """The loc of a token spelled at ``spelling``, produced by ``macro`` at ``invoked_at``."""
        self.expansions.append((spelling, invoked_at, macro))
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

    def macro_chain(self, loc: int) -> Iterator[tuple[str, int]]:
        """(macro name, spelling loc inside its definition), innermost macro first."""
        while loc < 0:
            spelling, invoked_at, macro = self.expansions[-loc - 1]
            yield macro, self.spelling(spelling)
            loc = invoked_at

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
        return loc != NO_LOC and bool(self.files) and self.file_of(loc).is_system

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
