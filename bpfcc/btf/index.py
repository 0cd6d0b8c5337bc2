"""Finds the few types that a program names among a kernel's hundred thousand.

Reading a kernel's BTF takes next to nothing; finding where each of its types begins, and which
of them have a given name, takes longer than compiling a program. So both are found once and kept
on disk, under a digest of the BTF. Names are in a table with open addressing: a name's CRC says
where to look, and its entries follow each other up to an empty one.
"""

from __future__ import annotations

import marshal
import os
import sys
from array import array
from typing import TYPE_CHECKING
from zlib import crc32

from bpfcc.btf.cnames import ANONYMOUS_CONSTANT, CONSTANT, OWN_NAME, find_contested
from bpfcc.btf.load import read_raw
from bpfcc.btf.read import Layout, index_btf
from bpfcc.btf.types import Kind
from bpfcc.cache import Cache, hash_bytes, hash_contents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.btf.cnames import Claim
    from bpfcc.btf.container import Btf
    from bpfcc.btf.read import TypeTable
    from bpfcc.btf.types import Type

FORMAT = 1
"""Changes when what is kept, or its order, changes."""

_TAGGED = (Kind.STRUCT, Kind.UNION, Kind.ENUM, Kind.ENUM64)
_SLOTS_PER_ENTRY = 2


class NameIndex:
    """Types of one BTF by name, enumerations also by the names of their constants.

    ``contested`` are the ids of all types that share a name with others, or whose name is not
    C's, in the order in which names are given out.
    """

    __slots__ = ("_mask", "_names", "_table", "_types", "contested")

    def __init__(
        self, table: TypeTable, names: array[int], types: array[int], contested: list[int]
    ) -> None:
        self._table = table
        self._names = names
        self._types = types
        self._mask = len(names) - 1
        self.contested = contested

    def find(self, name: str) -> list[Type]:
        """Every type called ``name``, or that has an enumerator of that name, in order."""
        names, strings = self._names, self._table.strings
        raw = name.encode("utf-8")
        at = crc32(raw) & self._mask
        found = []
        while offset := names[at]:
            if strings[offset] == name:
                found.append(self._types[at])
            at = at + 1 & self._mask
        return [self._table.get(number) for number in sorted(set(found))]

    def contested_types(self) -> list[Type]:
        """The types whose names are contested, in the order in which names are given out."""
        return [self._table.get(number) for number in self.contested]


def open_indexed(path: str, *, keep: bool) -> tuple[Btf, NameIndex, bytes | None]:
    """Open a file with BTF: its types, an index of their names, the file's digest.

    The digest is None where not only this file's BTF counts. With ``keep`` the index is taken
    from the disk, or put there. Raises InputError.
    """
    data, where, base = read_raw(path)
    if base is not None or not keep:
        btf = index_btf(data, where, base)
        assert btf.table is not None
        return btf, build_index(btf.table), None
    digest = hash_contents(data, os.stat(path))
    file_digest = digest if where == path else None
    cache = Cache("btf")
    key = hash_bytes(b"%d %s " % (FORMAT, sys.byteorder.encode()) + digest).hex()
    kept = cache.load(key, touch=True)
    if kept is not None:
        kinds, starts, names, types, contested = marshal.loads(kept)
        btf = index_btf(data, where, layout=Layout(bytearray(kinds), _unpack(starts)))
        assert btf.table is not None
        return btf, NameIndex(btf.table, _unpack(names), _unpack(types), contested), file_digest
    btf = index_btf(data, where)
    table = btf.table
    assert table is not None
    index = build_index(table)
    packed = (
        bytes(table.kinds),
        array("I", table.starts).tobytes(),
        index._names.tobytes(),
        index._types.tobytes(),
        index.contested,
    )
    cache.store(key, marshal.dumps(packed))
    return btf, index, file_digest


def _unpack(data: bytes) -> array[int]:
    return array("I", data)


def build_index(table: TypeTable) -> NameIndex:
    """Look at the names of all types of a table, and of its base's."""
    entries = list(_list_names(table))
    size = 1 << (_SLOTS_PER_ENTRY * len(entries)).bit_length()
    names, types = array("I", bytes(4 * size)), array("I", bytes(4 * size))
    mask = size - 1
    strings = table.strings
    claims: list[Claim] = []
    for offset, number, rank, is_tag in entries:
        name = strings[offset]
        at = crc32(name.encode("utf-8")) & mask
        while names[at]:
            at = at + 1 & mask
        names[at] = offset
        types[at] = number
        if is_tag is not None:
            claims.append((is_tag, name, rank, number))
    return NameIndex(table, names, types, find_contested(claims))


def _list_names(table: TypeTable) -> Iterator[tuple[int, int, int, bool | None]]:
    """Every name that C would see: (its offset, type id, rank, name space).

    Rank and name space are those of a ``Claim``; a forward declaration claims no name.
    """
    if table.base is not None:
        yield from _list_names(table.base)
    words = table.words
    space_of: dict[int, bool | None] = dict.fromkeys(map(int, _TAGGED), True)
    space_of |= {int(Kind.TYPEDEF): False, int(Kind.FWD): None}
    step_of = {int(Kind.ENUM): 2, int(Kind.ENUM64): 3}
    numbers = range(table.first, table.end)
    for number, kind, at in zip(numbers, table.kinds, table.starts, strict=True):
        if kind not in space_of:
            continue
        if words[at]:
            yield words[at], number, OWN_NAME, space_of[kind]
        if kind in step_of:
            rank = CONSTANT if words[at] else ANONYMOUS_CONSTANT
            step = step_of[kind]
            end = at + 3 + step * (words[at + 1] & 0xFFFF)
            for offset in words[at + 3 : end : step]:
                if offset:
                    yield offset, number, rank, False
