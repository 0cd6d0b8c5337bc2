"""Source lines of a program's instructions, from the object's .BTF.ext."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from bpfcc.elf.model import Section, SymbolKind
from bpfcc.kernel.log import SourceLine
from bpfcc.kernel.verdicts import values_of_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.btf.ext import LineInfo
    from bpfcc.elf.model import Object

_INSTRUCTION_BYTES = 8
_SECTION = ("SEC(", "__attribute__")
_RETURN = re.compile(r"\breturn\b([^;]*);")
_CONSTANT = re.compile(r"(?<![\w.>])-?(?:0x[0-9a-fA-F]+\b|0[0-7]*\b|[1-9]\d*\b|[A-Z]\w+)")


class LineTable:
    """Finds the line of an instruction of one program.

    A log counts the instructions of the loaded program: its own come first, then those of the
    subprograms that the loader appended. For the latter the line that the log quotes is looked
    for in the whole object.
    """

    __slots__ = ("_every", "_offsets", "_others", "_own", "_size", "_uses", "program")

    def __init__(
        self,
        own: list[LineInfo],
        size: int,
        every: list[LineInfo],
        uses: dict[str, int],
        program: str = "",
        others: Sequence[tuple[Section, list[LineInfo]]] = (),
    ) -> None:
        self._others = others
        self.program = program
        self._uses = uses
        self._own = own
        self._offsets = [record.offset_bytes for record in own]
        self._size = size
        self._every = every

    def _record(self, index: int) -> LineInfo | None:
        if not 0 <= index < self._size:
            return None
        at = bisect_right(self._offsets, index * _INSTRUCTION_BYTES)
        return self._own[at - 1] if at else None

    def find(self, index: int, text: str | None) -> SourceLine | None:
        """The line of instruction ``index``; ``text`` is what the log quotes, if it does."""
        record = self._record(index)
        if record is not None and (text is None or record.text.strip() == text):
            return _convert(record)
        if text is None:
            return None
        return next((_convert(r) for r in self._every if r.text.strip() == text), None)

    def find_use(self, symbol: str) -> SourceLine | None:
        """The line on which the program, or else another, first uses ``symbol``."""
        index = self._uses.get(symbol)
        if index is not None:
            return self.find(index, None)
        for section, records in self._others:
            offsets = [record.offset_bytes for record in records]
            for relocation in section.relocations:
                at = bisect_right(offsets, relocation.offset)
                if at and relocation.symbol.name == symbol:
                    return _convert(records[at - 1])
        return None

    def find_text(self, word: str) -> SourceLine | None:
        """The program's first line that contains ``word``, also one that left no instruction."""
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        found = next((_convert(r) for r in self._own if pattern.search(r.text)), None)
        if found is not None:
            return found
        return next((line for line in self._source_lines() if pattern.search(line.text)), None)

    def find_return(self, value: int, near: SourceLine | None) -> SourceLine | None:
        """The line that returns the constant ``value``: the first from ``near`` on, if several.

        ``near`` is in the function. The optimizer joins returns, and sets their values in front
        of the condition: no instruction tells where they were written. None where the source is
        not at hand.
        """
        at = _number(near)
        found = [line for line in self._source_lines(near) if _returns(line.text, value)]
        behind = [line for line in found if _number(line) >= at]
        return next(iter(behind or found), None)

    def find_around(self, inner: SourceLine, pattern: re.Pattern[str]) -> SourceLine | None:
        """The nearest line in front of ``inner`` that is indented less and has ``pattern``."""
        width = 0
        for line in reversed(self._source_lines(inner)):
            if _number(line) == _number(inner):
                width = _indent(line.text)  # quotes are not indented
            if line.text.strip() and _indent(line.text) < width:
                width = _indent(line.text)
                if pattern.search(line.text):
                    return line
        return None

    def find_last(self, end: SourceLine, pattern: re.Pattern[str]) -> SourceLine | None:
        """The last of the function's lines in front of ``end`` that has ``pattern``."""
        lines = reversed(self._lines_before(end))
        return next((line for line in lines if pattern.search(line.text)), None)

    def _lines_before(self, end: SourceLine) -> list[SourceLine]:
        at = _number(end)
        return [line for line in self._source_lines(end) if _number(line) < at]

    def _source_lines(self, near: SourceLine | None = None) -> list[SourceLine]:
        """The lines of the function around ``near``, or of the program, as its file has them.

        A function ends with a brace in the first column, as it is mostly written. There are none
        if the file is missing or was changed.
        """
        if not self._own or self._own[0].file is None:
            return []
        file = self._own[0].file
        from bpfcc.kernel.sources import read_same

        text = read_same(file, [record for record in self._every if record.file == file])
        every = text.splitlines()
        first = last = _number(near) or self._own[0].line
        if last > len(every):
            return []
        if near is not None and every[last - 1].strip() != near.text.strip():
            return []  # it lies in another file
        while first > 1 and every[first - 1][:1] in ("", " ", "\t", "{", "}"):
            first -= 1  # declarations may leave no instruction
        while first > 1 and every[first - 2].startswith(_SECTION):
            first -= 1
        while last < len(every) and not every[last - 1].startswith("}"):
            last += 1
        return [SourceLine(every[line - 1], file, line) for line in range(first, last + 1)]

    def find_definition(self, name: str) -> SourceLine | None:
        """Where the source defines a map or function of the object."""
        from bpfcc.kernel.sources import find_definition

        return find_definition(name, self._every)

    def add_column(self, quoted: SourceLine, index: int) -> SourceLine:
        """The line that the log quotes, with the column that the object knows."""
        record = self._record(index)
        if record is None or record.line != quoted.line:
            record = next((r for r in self._every if r.line == quoted.line), None)
        if record is None or record.text.strip() != quoted.text:
            return quoted
        return SourceLine(record.text, quoted.file, quoted.line, record.column)


def _returns(text: str, value: int) -> bool:
    """Whether a line returns a constant of this value, alone or as a choice."""
    found = _RETURN.search(text)
    if found is None:
        return False
    for word in _CONSTANT.findall(found[1]):
        if word[-1:].isdigit():
            if int(word, 8 if re.match(r"-?0\d", word) else 0) == value:
                return True
        elif value in values_of_name(word):
            return True
    return False


def _number(line: SourceLine | None) -> int:
    return line.line or 0 if line is not None else 0


def _indent(text: str) -> int:
    text = text.expandtabs(8)
    return len(text) - len(text.lstrip())


def _convert(record: LineInfo) -> SourceLine:
    return SourceLine(record.text, record.file, record.line, record.column)


def read_line_table(obj: Object, program: str) -> LineTable | None:
    """The lines of ``program``; None for an object without line information."""
    from bpfcc.btf.ext import read_ext
    from bpfcc.btf.read import read_btf

    types, extra = obj.find_section(".BTF"), obj.find_section(".BTF.ext")
    if types is None or extra is None:
        return None
    btf = read_btf(bytes(types.data), ".BTF")
    by_section = read_ext(bytes(extra.data), ".BTF.ext", btf).lines
    every = [record for records in by_section.values() for record in records]
    others = [
        (section, by_section[section.name])
        for section in obj.sections
        if section.name in by_section
    ]
    for symbol in obj.symbols:
        if symbol.name == program and symbol.kind is SymbolKind.FUNC:
            break
    else:
        return LineTable([], 0, every, {}, program, others)
    if not isinstance(symbol.section, Section):
        return LineTable([], 0, every, {}, program, others)
    start, end = symbol.value, symbol.value + symbol.size_bytes
    own = [
        record._replace(offset_bytes=record.offset_bytes - start)
        for record in by_section.get(symbol.section.name, [])
        if start <= record.offset_bytes < end
    ]
    uses: dict[str, int] = {}
    for relocation in symbol.section.relocations:
        if start <= relocation.offset < end:
            index = (relocation.offset - start) // _INSTRUCTION_BYTES
            uses.setdefault(relocation.symbol.name, index)
    size = symbol.size_bytes // _INSTRUCTION_BYTES
    return LineTable(own, size, every, uses, program, others)
