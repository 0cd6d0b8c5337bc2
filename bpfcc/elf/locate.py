"""Finds sections in an object that LLVM has just written, without reading it as a whole."""

from __future__ import annotations

import struct

_PROGBITS = 1
_EXECUTABLE = 4


def locate_sections(data: bytes | bytearray) -> dict[str, tuple[int, int]]:
    """Name → (offset, size in bytes) of the sections of a sound 64-bit ELF object.

    Of several sections with one name the last counts. Fewer than 65,280 sections are expected.
    """
    order = "<" if data[5] == 1 else ">"
    (table,) = struct.unpack_from(f"{order}Q", data, 0x28)
    entry, count, names = struct.unpack_from(f"{order}HHH", data, 0x3A)
    header = struct.Struct(f"{order}II4Q")
    rows = [header.unpack_from(data, table + entry * index) for index in range(count)]
    start = rows[names][4]
    found = {}
    for name, _, _, _, offset, size in rows:
        begin = start + name
        found[data[begin : data.index(0, begin)].decode("utf-8", "surrogateescape")] = (
            offset,
            size,
        )
    return found


def locate_code(data: bytes | bytearray) -> list[tuple[int, int]]:
    """(offset, size in bytes) of every section of a sound 64-bit ELF object that holds code."""
    order = "<" if data[5] == 1 else ">"
    (table,) = struct.unpack_from(f"{order}Q", data, 0x28)
    entry, count = struct.unpack_from(f"{order}HH", data, 0x3A)
    header = struct.Struct(f"{order}II4Q")
    rows = [header.unpack_from(data, table + entry * index) for index in range(count)]
    return [
        (offset, size)
        for _, kind, flags, _, offset, size in rows
        if kind == _PROGBITS and flags & _EXECUTABLE
    ]
