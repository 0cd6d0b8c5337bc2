"""Diagnostics as text, in the form that gcc and clang print and that editors parse.

In file included from main.c:1:
./util.h:3:14: error: use of undeclared identifier 'lenght' [undeclared]
    3 |     int n = lenght + 1;
      |             ^~~~~~
      |             length
main.c:9:5: note: expanded from macro 'N'
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.diagnostics import Diagnostic, Sink
    from bpfcc.source import Place, SourceManager

TAB_COLUMNS = 8
LINE_LIMIT = 400
"""Columns of a source line that are shown; a longer line is cut around the caret."""

MACRO_NOTES_LIMIT = 6
GUTTER_DIGITS = 5

_BOLD, _RED, _MAGENTA, _CYAN, _GREEN, _RESET = (
    f"\x1b[{code}m" for code in ("1", "1;31", "1;35", "1;36", "32", "0")
)
_COLORS = {"error": _RED, "fatal error": _RED, "warning": _MAGENTA, "note": _CYAN}


def render_text(sink: Sink, *, color: bool = False) -> str:
    """Every diagnostic of the sink, then how many there were."""
    renderer = _TextRenderer(sink.manager, color)
    for diagnostic in sink.diagnostics:
        renderer.add(diagnostic)
    return "".join(renderer.lines) + _summary(sink)


def _summary(sink: Sink) -> str:
    warnings = sum(d.severity == "warning" for d in sink.diagnostics)
    parts = [_count(warnings, "warning"), _count(sink.error_count, "error")]
    text = " and ".join(part for part in parts if part)
    return f"{text} generated.\n" if text else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number > 1 else ''}" if number else ""


def find_place(diagnostic: Diagnostic, manager: SourceManager) -> Place | None:
    """Where the reader finds what is meant: a macro argument as written, else the invocation."""
    return manager.place(manager.file_loc(diagnostic.loc)) if diagnostic.loc else None


def find_extent(
    diagnostic: Diagnostic, manager: SourceManager, place: Place
) -> tuple[int, int] | None:
    """Offsets in ``place.file.text`` of what is underlined, where it is in the same file."""
    if diagnostic.span is None:
        return None
    begin, end = (manager.file_loc(loc) - place.file.base for loc in diagnostic.span)
    if diagnostic.span[1] < 0:  # one past a macro's token: at least the invocation
        end += 1
    if not 0 <= begin < end <= len(place.file.text):
        return None
    return begin, end


def printable_name(name: str) -> str:
    """A file name for a terminal: control characters and bad bytes escaped."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else _escape_character(c) for c in name)


def _escape_character(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"<{code - 0xDC00:02X}>"
    return f"<U+{code:04X}>"


class _TextRenderer:
    def __init__(self, manager: SourceManager, color: bool) -> None:
        self.manager = manager
        self.color = color
        self.lines: list[str] = []
        self.last_chain: list[str] = []

    def add(self, diagnostic: Diagnostic) -> None:
        """One diagnostic with its notes, its macros and how its file came in."""
        self.add_include_chain(diagnostic)
        self.add_one(diagnostic)
        for note in diagnostic.notes:
            self.add_one(note)

    def add_include_chain(self, diagnostic: Diagnostic) -> None:
        """``In file included from``, where it is not that of the diagnostic before."""
        if not diagnostic.loc:
            return
        places = self.manager.include_chain(self.manager.file_loc(diagnostic.loc))
        chain = [f"{printable_name(place.name)}:{place.line}" for place in places]
        if chain != self.last_chain:
            self.last_chain = chain
            self.lines += [f"In file included from {place}:\n" for place in reversed(chain)]

    def add_one(self, diagnostic: Diagnostic) -> None:
        """The message with its source line, then the macros that it was expanded from."""
        place = find_place(diagnostic, self.manager)
        self.lines.append(self.format_head(diagnostic, place))
        if place is not None:
            self.lines += self.format_snippet(diagnostic, place)
        if diagnostic.loc < 0:
            self.add_macros(diagnostic.loc)

    def add_macros(self, loc: int) -> None:
        """``expanded from macro``, outermost first; the middle of a long chain is left out."""
        chain = list(self.manager.macro_chain(loc))[::-1]
        skipped = len(chain) - MACRO_NOTES_LIMIT
        for index, (macro, spelling) in enumerate(chain):
            if skipped > 0 and MACRO_NOTES_LIMIT // 2 <= index < MACRO_NOTES_LIMIT // 2 + skipped:
                if index == MACRO_NOTES_LIMIT // 2:
                    self.lines.append(f"note: (skipping {skipped} expansions in the chain)\n")
                continue
            place = self.manager.place(spelling)
            if place is None:
                continue
            self.lines.append(f"{_spot(place)}: {self.paint('note', _CYAN)}: ")
            self.lines.append(f"expanded from macro '{macro}'\n")
            self.lines += self.format_line(place, place.offset, None)

    def format_head(self, diagnostic: Diagnostic, place: Place | None) -> str:
        """``file:line:col: severity: message [code]``."""
        severity = self.paint(diagnostic.severity, _COLORS[diagnostic.severity])
        if place is not None:
            head = f"{_spot(place)}: {severity}: "
        elif diagnostic.place is not None:
            name, line, column = diagnostic.place
            head = f"{printable_name(name)}:{line}:{column}: {severity}: "
        else:
            head = f"{severity}: " if diagnostic.severity == "note" else f"bpfcc: {severity}: "
        code = diagnostic.code
        if code:
            code = f" [-W{code}]" if diagnostic.severity == "warning" else f" [{code}]"
        message = printable_name(diagnostic.message)
        return f"{head}{self.paint(message, _BOLD)}{code}\n"

    def paint(self, text: str, color: str) -> str:
        """``text`` in a colour, if there are to be any."""
        return f"{color}{text}{_RESET}" if self.color else text

    def format_snippet(self, diagnostic: Diagnostic, place: Place) -> Iterator[str]:
        """The source line, the caret and range below it, the suggested edit below that."""
        extent = find_extent(diagnostic, self.manager, place)
        yield from self.format_line(place, place.offset, extent, diagnostic)

    def format_line(
        self,
        place: Place,
        caret: int,
        extent: tuple[int, int] | None,
        diagnostic: Diagnostic | None = None,
    ) -> Iterator[str]:
        """A source line and what stands below it; offsets are in the file's lexed text."""
        file = place.file
        raw = file.line_text(place.physical_line)
        line_start = file.line_starts()[place.physical_line - 1]
        shown = _Line(raw, place.index)
        marks = [" "] * (shown.width + 1)
        if extent is None:
            extent = _find_word(file.text, caret)
        if extent is not None:
            begin = file.raw_offset(extent[0]) - line_start
            end = file.raw_offset(extent[1] - 1) + 1 - line_start
            for column in range(shown.column(begin), shown.column(end)):
                marks[column] = "~"
        column = min(shown.column(file.raw_offset(caret) - line_start), shown.width)
        marks[column] = "^"
        yield f"{place.line:>{GUTTER_DIGITS}} | {shown.text}\n"
        yield f"{'':>{GUTTER_DIGITS}} | {self.paint(''.join(marks).rstrip(), _GREEN)}\n"
        if diagnostic is not None:
            edit = self.format_fixits(diagnostic, place, shown, line_start)
            if edit:
                yield f"{'':>{GUTTER_DIGITS}} | {self.paint(edit, _GREEN)}\n"

    def format_fixits(
        self, diagnostic: Diagnostic, place: Place, shown: _Line, line_start: int
    ) -> str:
        """What the suggested edits put into this line, at their columns."""
        text = ""
        file = place.file
        for fixit in sorted(diagnostic.fixits, key=lambda f: f.span):
            offset = fixit.span[0] - file.base
            if fixit.span[0] <= 0 or not 0 <= offset <= len(file.text):
                continue
            index = file.raw_offset(offset) - line_start
            column = shown.column(index)
            if index >= 0 and column <= shown.width and len(text) <= column:
                text = text.ljust(column) + fixit.text
        return text if "\n" not in text else ""


def _find_word(text: str, offset: int) -> tuple[int, int] | None:
    """The extent of the identifier or number that begins at an offset."""
    end = offset
    while end < len(text) and (text[end].isalnum() or text[end] in "_$"):
        end += 1
    return (offset, end) if end > offset else None


def _spot(place: Place) -> str:
    return f"{printable_name(place.name)}:{place.line}:{place.column}"


class _Line:
    """A source line as it is shown: tabs filled, odd characters escaped, long lines cut."""

    def __init__(self, raw: str, caret: int) -> None:
        self.first = 0
        if len(raw) > LINE_LIMIT:
            self.first = max(0, min(caret - LINE_LIMIT // 2, len(raw) - LINE_LIMIT))
            raw = raw[self.first : self.first + LINE_LIMIT]
        # Where each character begins on the screen, and where the line ends.
        self.columns: list[int] = []
        if raw.isascii() and raw.isprintable():
            self.text = raw
            self.columns = list(range(len(raw) + 1))
        else:
            self.text = self._fill(raw)
        self.width = self.columns[-1]

    def _fill(self, raw: str) -> str:
        pieces = []
        width = 0
        for character in raw:
            self.columns.append(width)
            piece, cells = _show(character, width)
            pieces.append(piece)
            width += cells
        self.columns.append(width)
        return "".join(pieces)

    def column(self, index: int) -> int:
        """The screen column of a character's index in the whole line; clipped to what is shown."""
        return self.columns[min(max(index - self.first, 0), len(self.columns) - 1)]


def _show(character: str, width: int) -> tuple[str, int]:
    """How a character is shown at a screen column, and how many columns that takes."""
    if character == "\t":
        cells = TAB_COLUMNS - width % TAB_COLUMNS
        return " " * cells, cells
    if not character.isprintable():
        piece = _escape_character(character)
        return piece, len(piece)
    if character.isascii():
        return character, 1
    import unicodedata

    if unicodedata.combining(character):
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1
