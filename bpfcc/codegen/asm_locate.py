"""Finds the C statement that a line of the compiler's assembly text comes from.

LLVM brackets inline assembly by `#APP` and `#NO_APP` and, with BTF, puts a label before it that
a line record of .BTF.ext names. Both are in the text, so a mistake that the assembler finds in
inline assembly can be told at the `asm` statement in the source.
"""

from __future__ import annotations

import re
import struct

from bpfcc.codegen.assembler import assemble
from bpfcc.errors import InputError

_LABEL = re.compile(r"^(\.L(?:tmp|func_begin)[0-9]+):", re.MULTILINE)
_RECORD = re.compile(
    r"\t\.long\t(\.L(?:tmp|func_begin)[0-9]+)[^\n]*\n"
    r"\t\.long\t([0-9]+)[^\n]*\n\t\.long\t[0-9]+[^\n]*\n\t\.long\t([0-9]+)[^\n]*\n"
)
_SECTION = re.compile(r"^\t\.section\t(\.BTF(?:\.ext)?),[^\n]*\n", re.MULTILINE)
_LINE_SHIFT = 10
_COLUMN_MASK = (1 << _LINE_SHIFT) - 1


class AsmPlace:
    """Where a line of assembly text comes from.

    `file`, `line` and `column` are those of the C statement, None and 0 without BTF.
    `template_line` counts the lines of an inline assembly template from 1 and is 0 outside of
    one; `text` is the line itself.
    """

    __slots__ = ("column", "file", "line", "template_line", "text")

    def __init__(self, template_line: int, text: str) -> None:
        self.template_line = template_line
        self.text = text
        self.file: str | None = None
        self.line = 0
        self.column = 0


def locate_line(text: str, line: int) -> AsmPlace:
    """Find the origin of line `line` (from 1) of assembly text that LLVM printed."""
    lines = text.split("\n")
    index = min(max(line, 1), len(lines)) - 1
    template_line = 0
    for above in range(index, -1, -1):
        word = lines[above].strip()
        if word == "#APP":
            template_line = index - above
            break
        if word == "#NO_APP":
            break
    place = AsmPlace(template_line, lines[index].strip())
    start = sum(len(before) + 1 for before in lines[: index + 1])
    _find_record(text, text.rfind("\n", 0, start - 1) + 1, place)
    return place


def _find_record(text: str, offset: int, place: AsmPlace) -> None:
    """Fill in the line record of the nearest label before `offset` that has one."""
    sections = {match.group(1): match for match in _SECTION.finditer(text)}
    if ".BTF" not in sections or ".BTF.ext" not in sections:
        return
    # Later records win: a function's label stands first with its type, then with its line.
    records = {
        match.group(1): (int(match.group(2)), int(match.group(3)))
        for match in _RECORD.finditer(text, sections[".BTF.ext"].end())
    }
    for match in reversed(list(_LABEL.finditer(text, 0, offset))):
        if match.group(1) in records:
            name, packed = records[match.group(1)]
            place.file = _read_string(text, sections[".BTF"].end(), name)
            place.line, place.column = packed >> _LINE_SHIFT, packed & _COLUMN_MASK
            return


def _read_string(text: str, start: int, offset: int) -> str | None:
    """Return a string of .BTF, whose section starts at `start` of the text."""
    end = text.find("\n\t.section\t", start)
    try:
        obj = assemble(text[start : end if end >= 0 else len(text)], filename=".BTF")
    except InputError:
        return None
    data = bytes(obj.sections[0].data)
    if len(data) < 24:
        return None
    header_bytes, _types, _size, strings = struct.unpack_from("<4I", data, 4)
    begin = header_bytes + strings + offset
    stop = data.find(b"\0", begin)
    return data[begin:stop].decode("utf-8", "replace") if 0 <= begin < stop else None
