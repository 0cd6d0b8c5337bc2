"""Finds the few types that a program names among a kernel's hundred thousand.

Finding which of a kernel's types have a given name takes longer than compiling a program, so that
is done once and kept on disk, under a digest of the BTF (`build_index` in `btf.indexing`). Names
are in a table with open addressing: a name's CRC says where to look, and its entries follow each
other up to an empty one.

This is on the path of every program without the file vmlinux.h: nothing of the BTF itself is
needed to look names up.
"""

from __future__ import annotations

import marshal
from zlib import crc32

MAGICS = (b"\x9f\xeb", b"\xeb\x9f")
"""How raw BTF begins: little endian, big endian."""

TAG_WORDS = (None, "struct", "union", "enum")
"""By an entry's upper two bits: the keyword of a tag, none for a typedef or a constant."""

TAG_SHIFT = 30
NUMBER_MASK = (1 << TAG_SHIFT) - 1


class NameIndex:
    """Types of one BTF by name, enumerations also by the names of their constants.

    `blob` holds each name once, terminated by zero bytes; `offsets` and `owners` are the table:
    where the name of an entry is in `blob` (0: no entry), and the id of the type to declare for
    it, with the code of its keyword above. For the constant of an enumeration that C writes
    inside a struct that is the struct.

    `contested` are the ids of types whose names depend on who comes first, in the order in which
    names are given out. `before` leads from a type to those that must be printed first, since
    they have an enumeration without a name in common.
    """

    __slots__ = ("_mask", "before", "blob", "contested", "offsets", "owners")

    def __init__(
        self,
        blob: bytes,
        offsets: bytes,
        owners: bytes,
        contested: list[int],
        before: dict[int, list[int]],
    ) -> None:
        self.blob = blob
        self.offsets = memoryview(offsets).cast("I")
        self.owners = memoryview(owners).cast("I")
        self._mask = len(self.offsets) - 1
        self.contested = contested
        self.before = before

    @classmethod
    def unpack(cls, data: bytes) -> NameIndex:
        """The index that `pack` made these bytes of."""
        return cls(*marshal.loads(data))

    def pack(self) -> bytes:
        """The index as it is kept, for machines of the same byte order."""
        parts = (self.blob, self.offsets.tobytes(), self.owners.tobytes())
        return marshal.dumps((*parts, self.contested, self.before))

    def _find_entries(self, name: str) -> list[int]:
        raw = name.encode("utf-8") + b"\0"
        offsets, starts_with = self.offsets, self.blob.startswith
        at = crc32(raw) & self._mask
        found = []
        while offset := offsets[at]:
            if starts_with(raw, offset):
                found.append(self.owners[at])
            at = at + 1 & self._mask
        return found

    def find(self, name: str) -> list[int]:
        """The ids of the types that declare `name`, in order."""
        found = self._find_entries(name)
        return sorted({entry & NUMBER_MASK for entry in found}) if found else found

    def tag_kind(self, tag: str) -> str | None:
        """`"struct"`, `"union"` or `"enum"` for a tag that is defined."""
        for entry in self._find_entries(tag):
            word = TAG_WORDS[entry >> TAG_SHIFT]
            if word is not None:
                return word
        return None
