"""Diagnostics as text, in the form that gcc and clang print and editors parse.

``file:line:col: error: message [code]``, the source line with a caret under the place and ``~``
under the range, suggested edits below, the include chain before and the macros it came through
after it.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from bpfcc.diagnostics import spell_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.diagnostics import Diagnostic, Sink
    from bpfcc.source import Place, SourceFile, SourceManager

TAB_STOP = 8
LONGEST_LINE = 4096
"""Characters of a source line beyond which it is not shown."""

MOST_LINES = 16
"""Source lines that one diagnostic shows."""

MACRO_BACKTRACE_LIMIT = 6
INCLUDE_BACKTRACE_LIMIT = 12

_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_COLORS = {
    "error": "\x1b[0;1;31m",
    "fatal error": "\x1b[0;1;31m",
    "warning": "\x1b[0;1;35m",
    "note": "\x1b[0;1;36m",
    "caret": "\x1b[0;1;32m",
    "fixit": "\x1b[0;32m",
}
_match_token = re.compile(
    r"[\w$]+|->|\+\+|--|&&|\|\||<<=|>>=|<<|>>|[-+*/%&|^!=<>]=|\"(?:[^\"\\\n]|\\.)*+\"?|\S"
).match

Span = tuple[int, int]


def render_text(sink: Sink, *, color: bool = False) -> str:
    """Every diagnostic of the sink, then how many there were; empty if there are none."""
    renderer = TextRenderer(sink.manager, color=color)
    for diagnostic in sink.diagnostics:
        renderer.add(diagnostic)
    summary = summarize(sink.diagnostics)
    return renderer.text() + (summary + "\n" if summary else "")


def summarize(diagnostics: Iterable[Diagnostic]) -> str:
    """``2 warnings and 1 error generated.``, or nothing if there are neither."""
    warnings = errors = 0
    for diagnostic in diagnostics:
        warnings += diagnostic.severity == "warning"
        errors += diagnostic.severity in ("error", "fatal error")
    parts = [
        f"{count} {word}{'s' if count > 1 else ''}"
        for count, word in ((warnings, "warning"), (errors, "error"))
        if count
    ]
    return f"{' and '.join(parts)} generated." if parts else ""


def printable_name(text: str) -> str:
    """The text with what a terminal could not show, or would obey, spelled out."""
    if text.isprintable():
        return text
    return "".join(ch if ch.isprintable() else spell_out(ch) for ch in text)


def format_code(diagnostic: Diagnostic) -> str:
    """What stands in brackets after the message: the ``-W`` option or the error's name."""
    code = diagnostic.code
    if not code:
        return ""
    if diagnostic.severity == "warning":
        return f" [-W{code}]"
    return f" [-Werror,-W{code}]" if diagnostic.is_promoted else f" [{code}]"


def find_place(diagnostic: Diagnostic, manager: SourceManager) -> Place | None:
    """Where the reader finds what is meant: a macro argument as written, else the invocation."""
    return manager.place(manager.file_loc(diagnostic.loc)) if diagnostic.loc else None


def find_extent(diagnostic: Diagnostic, manager: SourceManager, place: Place) -> Span | None:
    """Offsets in ``place.file.text`` of what is underlined; None if nothing there is."""
    if diagnostic.span is None:
        return None
    file = place.file
    begin, end = diagnostic.span
    if begin < 0 or end < 0:
        # What came through a macro is shown as what the user wrote for it.
        begin = manager.file_loc(begin)
        end = begin + _token_length(file, begin - file.base)
    begin, end = begin - file.base, end - file.base
    return (begin, end) if 0 <= begin < end <= len(file.text) else None


def _token_length(file: SourceFile, offset: int) -> int:
    """Characters of the token at an offset; 1 where there is none."""
    match = _match_token(file.text, offset) if 0 <= offset < len(file.text) else None
    return len(match[0]) if match else 1


class TextRenderer:
    """Renders diagnostics one after the other; knows which include chain it showed last."""

    def __init__(self, manager: SourceManager, *, color: bool = False) -> None:
        self.manager = manager
        self.color = color
        self._lines: list[str] = []
        self._last_include = 0

    def text(self) -> str:
        """Everything rendered so far, every line ended."""
        return "".join(line + "\n" for line in self._lines)

    def add(self, diagnostic: Diagnostic) -> None:
        """Render a diagnostic, its macro expansions and its notes."""
        self._add_one(diagnostic)
        for note in diagnostic.notes:
            self._add_one(note)

    def _add_one(self, diagnostic: Diagnostic) -> None:
        manager = self.manager
        if diagnostic.place is not None:
            name, line, column = diagnostic.place
            self._say(f"{printable_name(name)}:{line}:{column}: ", diagnostic)
            self._show_named(name, line, column)
            return
        place = find_place(diagnostic, manager)
        if place is None:
            self._say("bpfcc: " if diagnostic.severity != "note" else "", diagnostic)
            return
        self._add_include_chain(place.file, quiet=diagnostic.severity == "note")
        self._say(_spot(place), diagnostic)
        self._show(place, diagnostic)
        if diagnostic.loc < 0:
            self._add_expansions(diagnostic)

    def _say(self, where: str, diagnostic: Diagnostic) -> None:
        self._say_words(where, diagnostic.severity, diagnostic.message, format_code(diagnostic))

    def _say_words(self, where: str, severity: str, message: str, code: str = "") -> None:
        message = "\t".join(map(printable_name, message.split("\t")))
        if not self.color:
            self._lines.append(f"{where}{severity}: {message}{code}")
            return
        weight = "" if severity == "note" else _BOLD
        self._lines.append(
            f"{_BOLD}{where}{_RESET}{_COLORS[severity]}{severity}: {_RESET}"
            f"{weight}{message}{code}{_RESET}"
        )

    def _add_include_chain(self, file: SourceFile, *, quiet: bool) -> None:
        if file.included_at == self._last_include:
            return
        self._last_include = file.included_at
        if quiet:
            return
        chain = [
            f"In file included from {printable_name(place.name)}:{place.line}:"
            for place in self.manager.include_chain(file.base)
        ]
        chain.reverse()
        half = INCLUDE_BACKTRACE_LIMIT // 2
        left = len(chain) - 2 * half
        if left > 1:
            chain[half:-half] = [f"(skipping {left} includes)"]
        self._lines.extend(chain)

    # ------------------------------------------------------------------ source lines

    def _show_named(self, name: str, line: int, column: int) -> None:
        """The line of a place that is known by name only, if that file was read."""
        for file in self.manager.files:
            if file.name == name and not file.line_marks:
                if 0 < line <= len(file.line_starts()):
                    before = file.line_text(line).encode("utf-8", "surrogateescape")
                    index = len(before[: max(column - 1, 0)].decode("utf-8", "ignore"))
                    snippet = _Snippet(file, line, file.line_starts()[line - 1] + index, None)
                    self._lines.extend(snippet.lines(line, [], color=self.color))
                return

    def _show(self, place: Place, diagnostic: Diagnostic) -> None:
        extent = find_extent(diagnostic, self.manager, place)
        file = place.file
        edits = []
        for fixit in diagnostic.fixits:
            offset = fixit.span[0] - file.base
            if 0 <= offset <= len(file.text) and fixit.text.isprintable():
                edits.append((file.raw_offset(offset), fixit.text))
        self._lines.extend(_snippet(place, extent).lines(place.line, edits, color=self.color))

    def _add_expansions(self, diagnostic: Diagnostic) -> None:
        """A note for each macro through which the place came, the outermost first."""
        chain = self._expansion_chain(diagnostic.loc)
        half = MACRO_BACKTRACE_LIMIT // 2
        skipped = len(chain) - 2 * half
        for index, (macro, spelling) in enumerate(chain):
            if skipped > 0 and half <= index < half + skipped:
                if index == half:
                    self._say_words("", "note", f"(skipping {skipped} expansions in backtrace)")
                continue
            place = self.manager.place(spelling)
            if place is None:
                continue
            extent = None
            if diagnostic.span is not None:
                extent = (place.offset, place.offset + _token_length(place.file, place.offset))
            self._say_words(_spot(place), "note", f"expanded from macro '{macro}'")
            self._lines.extend(_snippet(place, extent).lines(place.line, [], color=self.color))

    def _expansion_chain(self, loc: int) -> list[tuple[str, int]]:
        """(macro, where in its definition), the outermost macro first."""
        chain: list[tuple[str, int]] = []
        manager = self.manager
        while loc < 0:
            spelling, _, macro, parameter = manager.expansions[-loc - 1]
            if parameter:
                # What was written as an argument is shown there; what became of it is not news.
                chain.clear()
            else:
                chain.append((macro, manager.spelling(spelling)))
            loc = manager.caller(loc)
        chain.reverse()
        return chain


def _spot(place: Place) -> str:
    return f"{printable_name(place.name)}:{place.line}:{place.column}: "


def _snippet(place: Place, extent: Span | None) -> _Snippet:
    file = place.file
    if extent is not None:
        extent = (file.raw_offset(extent[0]), file.raw_offset(extent[1] - 1) + 1)
    return _Snippet(file, place.physical_line, file.raw_offset(place.offset), extent)


class _Snippet:
    """The source lines that a diagnostic is about; offsets are those of the raw file."""

    def __init__(self, file: SourceFile, line: int, caret: int, extent: Span | None) -> None:
        self.file = file
        self.caret_line = line
        self.caret = caret
        self.extent = extent

    def lines(self, shown_line: int, edits: list[tuple[int, str]], *, color: bool) -> list[str]:
        """Source lines, markers under them, suggested edits; empty if not fit to be shown."""
        first, last = self._line_range()
        starts = self.file.line_starts()
        shift = shown_line - self.caret_line
        width = max(4, len(str(last + shift)))
        empty = " " * (width + 2) + "| "
        out: list[str] = []
        for number in range(first, last + 1):
            text = self.file.line_text(number)
            if len(text) > LONGEST_LINE:
                return []
            display, columns = _expand(text)
            out.append(f"{number + shift:>{width + 1}} | {display}")
            marks = self._marks(number, starts[number - 1], text, columns)
            if marks:
                out.append(_paint(empty, marks, "caret", color=color))
            inserted = _edit_line(edits, starts[number - 1], len(text), columns)
            if inserted:
                out.append(_paint(empty, inserted, "fixit", color=color))
        return out

    def _line_range(self) -> tuple[int, int]:
        first = last = self.caret_line
        if self.extent is not None:
            starts = self.file.line_starts()
            first = min(first, bisect_right(starts, self.extent[0]))
            last = max(last, bisect_right(starts, self.extent[1] - 1))
        if last - first >= MOST_LINES:
            first = max(first, self.caret_line - MOST_LINES + 1)
            last = min(last, first + MOST_LINES - 1)
        return first, last

    def _marks(self, number: int, start: int, text: str, columns: list[int]) -> str:
        marks = [" "] * (columns[-1] + 1)
        if self.extent is not None:
            begin = max(self.extent[0] - start, 0)
            end = min(self.extent[1] - start, len(text))
            while begin < end and text[begin].isspace():
                begin += 1
            while end > begin and text[end - 1].isspace():
                end -= 1
            if begin < end:
                for column in range(columns[begin], columns[end]):
                    marks[column] = "~"
        if number == self.caret_line:
            marks[columns[min(max(self.caret - start, 0), len(text))]] = "^"
        return "".join(marks).rstrip()


def _expand(text: str) -> tuple[str, list[int]]:
    """A line as it is shown, and the column at which each of its characters (and its end) is."""
    if text.isascii() and text.isprintable():
        return text, list(range(len(text) + 1))
    pieces: list[str] = []
    columns: list[int] = []
    column = 0
    for ch in text:
        columns.append(column)
        if ch == "\t":
            piece = " " * (TAB_STOP - column % TAB_STOP)
            column += len(piece)
        elif not ch.isprintable():
            piece = spell_out(ch)
            column += len(piece)
        else:
            piece = ch
            column += 1 if ch.isascii() else _display_width(ch)
        pieces.append(piece)
    columns.append(column)
    return "".join(pieces), columns


def _display_width(character: str) -> int:
    import unicodedata

    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _paint(indent: str, text: str, what: str, *, color: bool) -> str:
    return f"{indent}{_COLORS[what]}{text}{_RESET}" if color else indent + text


def _edit_line(edits: list[tuple[int, str]], start: int, length: int, columns: list[int]) -> str:
    """Suggested text, under the place where it would go."""
    line = ""
    for offset, text in sorted(edits):
        index = offset - start
        if 0 <= index <= length and text:
            column = max(columns[index], len(line) + bool(line))
            line = line.ljust(column) + text
    return line
