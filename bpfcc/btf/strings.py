"""String tables of BTF: zero-terminated names, found by their offset in bytes."""

from __future__ import annotations

from itertools import accumulate, compress, count
from operator import add
from typing import TYPE_CHECKING

from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection


class StringTable(dict[int, str]):
    """A table that was read: maps offsets to strings and decodes each one once.

    `where` places errors. A split BTF's table continues its base's: `base` answers the offsets
    below `start`.
    """

    __slots__ = ("base", "data", "last_search", "start", "where")

    def __init__(self, data: bytes, where: str, base: StringTable | None = None) -> None:
        super().__init__()
        self.data = data
        self.where = where
        self.base = base
        self.start = base.end if base is not None else 0
        self.last_search: tuple[frozenset[bytes], frozenset[int]] | None = None

    @property
    def end(self) -> int:
        """The first offset past this table."""
        return self.start + len(self.data)

    def __missing__(self, offset: int) -> str:
        if offset < self.start and self.base is not None:
            return self.base[offset]
        at = offset - self.start
        end = self.data.find(b"\0", at)
        if at >= len(self.data) or end < 0:
            raise InputError(
                f"string at byte {offset} lies outside the table of {self.end} bytes",
                where=self.where,
            )
        try:
            text = self.data[at:end].decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(f"string at byte {offset} is not UTF-8", where=self.where) from None
        self[offset] = text
        return text

    def preload(self) -> None:
        """Decode every string now: cheaper than one by one when most of them are needed."""
        if self.base is not None:
            self.base.preload()
        if not self.data.isascii():
            return
        parts = self.data.decode("ascii").split("\0")
        # The piece behind the last terminator is no string.
        parts.pop()
        # Each string starts behind the lengths of those before it, and a zero byte for each.
        lengths = accumulate(map(len, parts), initial=self.start)
        self.update(zip(map(add, lengths, count()), parts, strict=False))

    def find_offsets(self, text: str) -> list[int]:
        """Every offset at which `text` can be read, also as the tail of a longer string."""
        found = self.base.find_offsets(text) if self.base is not None else []
        needle = text.encode("utf-8") + b"\0"
        at = self.data.find(needle)
        while at >= 0:
            found.append(self.start + at)
            at = self.data.find(needle, at + 1)
        return found

    def find_offsets_of(self, texts: Collection[str]) -> frozenset[int]:
        """The offsets of all strings that are one of `texts`, in one pass.

        Strings that are but the tail of a longer one are not found; no producer of large
        tables writes such. The last answer is kept, since names are looked up in several ways.
        """
        wanted = frozenset(text.encode("utf-8") for text in texts)
        if self.last_search is not None and self.last_search[0] == wanted:
            return self.last_search[1]
        found = self.base.find_offsets_of(texts) if self.base is not None else frozenset()
        parts = self.data.split(b"\0")
        starts = map(add, accumulate(map(len, parts), initial=self.start), count())
        found |= frozenset(compress(starts, map(wanted.__contains__, parts)))
        self.last_search = (wanted, found)
        return found


class StringBuilder:
    """A table being written; equal strings share an offset.

    `seed` continues a table that was read, so that what was written once keeps its offsets.
    `base` is the table that a split BTF's continues.
    """

    __slots__ = ("base", "data", "offsets", "start")

    def __init__(self, seed: bytes = b"\0", base: StringTable | None = None) -> None:
        self.base = base
        self.start = base.end if base is not None else 0
        self.data = bytearray(seed if base is None or seed != b"\0" else b"")
        self.offsets: dict[str, int] = {} if base is not None else {"": 0}
        if len(self.data) > 1:
            at = self.start
            for piece in bytes(self.data).split(b"\0")[:-1]:
                self.offsets.setdefault(piece.decode("utf-8", "surrogateescape"), at)
                at += len(piece) + 1

    def add(self, text: str) -> int:
        """Offset of `text`, which is appended if it is new."""
        offset = self.offsets.get(text)
        if offset is not None:
            return offset
        if self.base is not None:
            offset = 0 if text == "" else self._find_in_base(text)
        if offset is None:
            offset = self.start + len(self.data)
            self.data += text.encode("utf-8")
            self.data.append(0)
        self.offsets[text] = offset
        return offset

    def _find_in_base(self, text: str) -> int | None:
        assert self.base is not None
        found = self.base.find_offsets(text)
        return found[0] if found else None
