""".BTF.ext as it is: records by section, whose offsets in the code change and nothing else.

Strings and types stay numbers, so that neither has to be decoded. Layout: struct btf_ext_header
of Linux, as `btf.ext` describes it.
"""

from __future__ import annotations

import struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.elf.model import Object, Symbol

Row = tuple[int, ...]
"""A record in 32-bit words; the first is the offset of its instruction in bytes."""

FUNCTIONS, LINES, CORE = 0, 1, 2
_FIELDS = (2, 4, 4)
_HEADER_BYTES = 32


class Records:
    """The three parts of .BTF.ext: section name → rows."""

    __slots__ = ("names", "parts", "symbols")

    def __init__(self) -> None:
        self.parts: list[dict[str, list[Row]]] = [{}, {}, {}]
        self.names: dict[str, int] = {}
        """The offset of each section's name among the strings."""
        self.symbols: dict[str, Symbol] = {}
        """What relocations of records name, by section; records may have none."""


def read_records(obj: Object) -> Records | None:
    """The records of an object; None where there are none, or not as LLVM writes them."""
    ext, btf = obj.find_section(".BTF.ext"), obj.find_section(".BTF")
    if ext is None or btf is None:
        return None
    data = bytes(ext.data)
    order = "<" if obj.little_endian else ">"
    if len(data) < _HEADER_BYTES:
        return None
    header_bytes, *spans = struct.unpack_from(order + "7I", data, 4)
    if header_bytes != _HEADER_BYTES:
        return None
    strings_at = sum(struct.unpack_from(order + "I8xI", btf.data, 4))
    relocations = {relocation.offset: relocation.symbol for relocation in ext.relocations}
    found = Records()
    for part, words in enumerate(_FIELDS):
        start, size = spans[2 * part : 2 * part + 2]
        at, end = header_bytes + start, header_bytes + start + size
        if at == end:
            continue
        if struct.unpack_from(order + "I", data, at)[0] != 4 * words:
            return None
        at += 4
        layout = struct.Struct(f"{order}{words}I")
        while at < end:
            name_at, count = struct.unpack_from(order + "2I", data, at)
            at += 8
            begin = strings_at + name_at
            name = btf.data[begin : btf.data.index(0, begin)].decode()
            found.names[name] = name_at
            if at in relocations:
                found.symbols[name] = relocations[at]
            stop = at + count * layout.size
            found.parts[part].setdefault(name, []).extend(layout.iter_unpack(data[at:stop]))
            at = stop
    return found


def write_records(obj: Object, records: Records) -> None:
    """Put the records back, with relocations for those sections that had any."""
    from bpfcc.elf.model import Relocation, RelocType

    ext = obj.find_section(".BTF.ext")
    assert ext is not None
    order = "<" if obj.little_endian else ">"
    relocations: list[Relocation] = []
    spans: list[int] = []
    out = bytearray()
    for part, words in zip(records.parts, _FIELDS, strict=True):
        start = len(out)
        if any(part.values()):
            out += struct.pack(order + "I", 4 * words)
        layout = struct.Struct(f"{order}{words}I")
        for name, rows in part.items():
            if not rows:
                continue
            out += struct.pack(order + "2I", records.names[name], len(rows))
            symbol = records.symbols.get(name)
            for row in rows:
                if symbol is not None:
                    offset = _HEADER_BYTES + len(out)
                    relocations.append(Relocation(offset, symbol, RelocType.R_64_NODYLD32))
                out += layout.pack(*row)
        spans += (start, len(out) - start)
    magic_to_flags = bytes(ext.data[:4])
    header = magic_to_flags + struct.pack(order + "7I", _HEADER_BYTES, *spans)
    ext.data = bytearray(header + out)
    ext.size_bytes = len(ext.data)
    ext.relocations = relocations
