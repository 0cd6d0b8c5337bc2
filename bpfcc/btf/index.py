"""Finds the few types that a program names among a kernel's hundred thousand.

Finding which of a kernel's types have a given name takes longer than compiling a program, so that
is done once and kept on disk, under a digest of the BTF (`build_index` in `btf.indexing`).

This is on the path of every program without the file vmlinux.h: nothing of the BTF itself is
needed to look names up.
"""

from __future__ import annotations

import marshal

from bpfcc.name_table import NameTable

MAGICS = (b"\x9f\xeb", b"\xeb\x9f")
"""How raw BTF begins: little endian, big endian."""

TAG_WORDS = (None, "struct", "union", "enum")
"""By an entry's upper two bits: the keyword of a tag, none for a typedef or a constant."""

TAG_SHIFT = 30
NUMBER_MASK = (1 << TAG_SHIFT) - 1


class NameIndex:
    """Types of one BTF by name, enumerations also by the names of their constants.

    The entries of `table` are ids of the types to declare for a name, with the code of their
    keyword above. For the constant of an enumeration that C writes inside a struct that is the
    struct.

    `contested` are the ids of types whose names depend on who comes first, in the order in which
    names are given out. `before` leads from a type to those that must be printed first, since
    they have an enumeration without a name in common.
    """

    __slots__ = ("before", "contested", "table")

    def __init__(
        self, table: NameTable, contested: list[int], before: dict[int, list[int]]
    ) -> None:
        self.table = table
        self.contested = contested
        self.before = before

    @classmethod
    def unpack(cls, data: bytes) -> NameIndex:
        """The index that `pack` made these bytes of."""
        packed, contested, before = marshal.loads(data)
        return cls(NameTable(packed), contested, before)

    def pack(self) -> bytes:
        """The index as it is kept, for machines of the same byte order."""
        return marshal.dumps((self.table.packed, self.contested, self.before))

    def find(self, name: str) -> list[int]:
        """The ids of the types that declare `name`, in order."""
        found = self.table.find(name)
        return sorted({entry & NUMBER_MASK for entry in found}) if found else found

    def tag_kind(self, tag: str) -> str | None:
        """`"struct"`, `"union"` or `"enum"` for a tag that is defined."""
        for entry in self.table.find(tag):
            word = TAG_WORDS[entry >> TAG_SHIFT]
            if word is not None:
                return word
        return None
