"""Source lines of a program's instructions, from the object's .BTF.ext."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from bpfcc.elf.model import Section, SymbolKind
from bpfcc.kernel.log import SourceLine

if TYPE_CHECKING:
    from bpfcc.btf.ext import LineInfo
    from bpfcc.elf.model import Object

_INSTRUCTION_BYTES = 8


class LineTable:
    """Finds the line of an instruction of one program.

    A log counts the instructions of the loaded program: its own come first, then those of the
    subprograms that the loader appended. For the latter the line that the log quotes is looked
    for in the whole object.
    """

    __slots__ = ("_every", "_offsets", "_own", "_size", "_uses")

    def __init__(
        self, own: list[LineInfo], size: int, every: list[LineInfo], uses: dict[str, int]
    ) -> None:
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
        """The line on which the program first uses ``symbol`` (a map, an extern)."""
        index = self._uses.get(symbol)
        return None if index is None else self.find(index, None)

    def find_text(self, word: str) -> SourceLine | None:
        """The program's first line that contains ``word``."""
        pattern = re.compile(rf"\b{re.escape(word)}\b")
        return next((_convert(r) for r in self._own if pattern.search(r.text)), None)

    def add_column(self, quoted: SourceLine, index: int) -> SourceLine:
        """The line that the log quotes, with the column that the object knows."""
        record = self._record(index)
        if record is None or record.line != quoted.line:
            record = next((r for r in self._every if r.line == quoted.line), None)
        if record is None or record.text.strip() != quoted.text:
            return quoted
        return SourceLine(record.text, quoted.file, quoted.line, record.column)


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
    for symbol in obj.symbols:
        if symbol.name == program and symbol.kind is SymbolKind.FUNC:
            break
    else:
        return LineTable([], 0, every, {})
    if not isinstance(symbol.section, Section):
        return LineTable([], 0, every, {})
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
    return LineTable(own, symbol.size_bytes // _INSTRUCTION_BYTES, every, uses)
