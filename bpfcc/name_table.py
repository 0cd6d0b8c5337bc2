"""Tables that lead from names to numbers, made once and read from disk without being taken apart.

A dictionary of tens of thousands of names takes longer to build than a program to compile that
looks up a hundred of them. Here names stand in one text and entries in arrays: a name's CRC says
where to look, and its entries follow each other up to an empty one (open addressing).
"""

from __future__ import annotations

from array import array
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SLOTS_PER_ENTRY = 2

Packed = tuple[bytes, bytes, bytes]
"""(names, each behind a zero byte; where each entry's name is, 0 for none; its number)."""


class NameTable:
    """Numbers of 32 bits by name; one name may have several."""

    __slots__ = ("_mask", "_names", "_numbers", "_places", "packed")

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self._names, places, numbers = packed
        self._places = memoryview(places).cast("I")
        self._numbers = memoryview(numbers).cast("I")
        self._mask = len(self._places) - 1

    @classmethod
    def build(cls, entries: Iterable[tuple[str, int]]) -> NameTable:
        """The table of these entries; those of one name keep their order."""
        found = list(entries)
        size = 1 << (_SLOTS_PER_ENTRY * len(found)).bit_length()
        places, numbers = array("I", bytes(4 * size)), array("I", bytes(4 * size))
        names = bytearray(b"\0")
        known: dict[str, int] = {}
        for name, number in found:
            raw = _encode(name)
            place = known.get(name)
            if place is None:
                place = known[name] = len(names)
                names += raw
            at = crc32(raw) & size - 1
            while places[at]:
                at = at + 1 & size - 1
            places[at] = place
            numbers[at] = number
        return cls((bytes(names), places.tobytes(), numbers.tobytes()))

    def find(self, name: str) -> list[int]:
        """The numbers of a name, in the order in which they were entered."""
        raw = _encode(name)
        places, starts_with = self._places, self._names.startswith
        at = crc32(raw) & self._mask
        found = []
        while place := places[at]:
            if starts_with(raw, place):
                found.append(self._numbers[at])
            at = at + 1 & self._mask
        return found

    def __iter__(self) -> Iterator[str]:
        """Every name, once."""
        names = self._names[1:-1].decode("utf-8", "surrogateescape")
        return iter(names.split("\0") if names else ())


def _encode(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape") + b"\0"
