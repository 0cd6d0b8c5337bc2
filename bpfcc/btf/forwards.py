"""Makes the BTF that LLVM writes the same every time.

LLVM keeps the structures that are only pointed to in a map ordered by address, and at the very
end gives each a forward declaration (and type tags, where a pointer has them) in that order:
the last types of .BTF, and their names at the end of the string table, come out differently
from run to run. Here they are put in the order in which the other types first mention them.

Only types that nobody else's position depends on move, so every size and offset stays: all of
it is done in place.

Example: types 1-8 are settled, 9 ``FWD b``, 10 ``FWD a``; type 3 points to 10, type 5 to 9.
Then ``a`` becomes type 9 and ``b`` type 10, types 3 and 5 are told, and the strings ``b a``
become ``a b``.
"""

from __future__ import annotations

import sys
from array import array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    PatchCode = Callable[[str, int, int], None]
    """(section, offset of an instruction in bytes, new type id)."""

_HEADER_BYTES = 24
_TYPE_ID_LOCAL = 6  # the kind of CO-RE record whose instruction holds a type id of this object

_INT, _PTR, _ARRAY, _STRUCT, _UNION, _ENUM, _FWD = range(1, 8)
_FUNC_PROTO, _VAR, _DATASEC, _DECL_TAG, _TYPE_TAG, _ENUM64 = 13, 14, 15, 17, 18, 19

# Words that follow the first three of a type, by kind: (fixed, for each of vlen).
_EXTRA_WORDS = {
    _INT: (1, 0),
    _ARRAY: (3, 0),
    _STRUCT: (0, 3),
    _UNION: (0, 3),
    _ENUM: (0, 2),
    _FUNC_PROTO: (0, 2),
    _VAR: (1, 0),
    _DATASEC: (0, 3),
    _DECL_TAG: (1, 0),
    _ENUM64: (0, 3),
}
# Kinds whose third word is a size or nothing, not a type.
_NO_TYPE_WORD = {_INT, _ARRAY, _STRUCT, _UNION, _ENUM, _FWD, _DATASEC, 16, _ENUM64}
# Where in each of the vlen parts a type stands, and whether a name does in its first word.
_PART_TYPE = {_STRUCT: 1, _UNION: 1, _FUNC_PROTO: 1, _DATASEC: 0}
_PART_NAME = {_STRUCT, _UNION, _FUNC_PROTO, _ENUM, _ENUM64}


class _Types:
    """The type section as 32-bit words, and where in them things stand."""

    __slots__ = ("kinds", "little", "starts", "words")

    def __init__(self, raw: bytes, little: bool) -> None:
        self.little = little
        self.words = _to_words(raw, little)
        self.starts: list[int] = []
        self.kinds: list[int] = []
        at = 0
        while at < len(self.words):
            info = self.words[at + 1]
            kind = info >> 24 & 0x1F
            fixed, each = _EXTRA_WORDS.get(kind, (0, 0))
            self.starts.append(at)
            self.kinds.append(kind)
            at += 3 + fixed + each * (info & 0xFFFF)

    def type_words(self) -> Iterator[int]:
        """The index of every word that holds a type id, in order."""
        for start, kind in zip(self.starts, self.kinds, strict=True):
            if kind not in _NO_TYPE_WORD:
                yield start + 2
            if kind == _ARRAY:
                yield start + 3
                yield start + 4
            part = _PART_TYPE.get(kind)
            if part is not None:
                each = _EXTRA_WORDS[kind][1]
                count = self.words[start + 1] & 0xFFFF
                yield from range(start + 3 + part, start + 3 + each * count, each)

    def names(self, count: int) -> set[int]:
        """String offsets that the first ``count`` types use."""
        words = self.words
        used = set()
        for start, kind in zip(self.starts[:count], self.kinds, strict=False):
            used.add(words[start])
            if kind in _PART_NAME:
                each = _EXTRA_WORDS[kind][1]
                end = start + 3 + each * (words[start + 1] & 0xFFFF)
                used.update(words[start + 3 : end : each])
        return used


def _to_words(raw: bytes | memoryview, little: bool) -> array[int]:
    words = array("I", bytes(raw))
    if little != (sys.byteorder == "little"):
        words.byteswap()
    return words


def _to_bytes(words: array[int], little: bool) -> bytes:
    if little != (sys.byteorder == "little"):
        words = words[:]
        words.byteswap()
    return words.tobytes()


def order_forwards(
    btf: memoryview, ext: memoryview | None, *, little: bool, patch_code: PatchCode
) -> None:
    """Put the trailing forward declarations of .BTF in a fixed order, in place.

    ``ext`` is .BTF.ext, whose CO-RE records follow; ``patch_code`` is called for instructions
    that hold the id of a type that moved. Both sections are LLVM's own: nothing is checked.
    """
    header = _to_words(btf[:_HEADER_BYTES], little)
    header_bytes, type_at, type_bytes, string_at, string_bytes = header[1:6]
    type_at += header_bytes
    string_at += header_bytes
    types = _Types(bytes(btf[type_at : type_at + type_bytes]), little)
    first = len(types.kinds)
    while first and types.kinds[first - 1] in (_FWD, _TYPE_TAG):
        first -= 1
    order = _order_tail(types, first)
    if order == list(range(first, len(types.kinds))):
        return
    new_ids = {old + 1: first + index + 1 for index, old in enumerate(order)}
    records = list(_relocation_records(ext, little)) if ext is not None else []
    strings = bytes(btf[string_at : string_at + string_bytes])
    used = types.names(first)
    if ext is not None:
        used |= _extension_strings(ext, little)
    strings = _move_tail(types, first, order, strings, used)
    for index in types.type_words():
        types.words[index] = new_ids.get(types.words[index], types.words[index])
    btf[type_at : type_at + type_bytes] = _to_bytes(types.words, little)
    btf[string_at : string_at + string_bytes] = strings
    if ext is None:
        return
    byteorder = "little" if little else "big"
    for at, section, (insn, type_id, _, kind) in records:
        if type_id in new_ids:
            new_id = new_ids[type_id]
            ext[at + 4 : at + 8] = new_id.to_bytes(4, byteorder)  # type: ignore[arg-type]
            if kind == _TYPE_ID_LOCAL:
                patch_code(_read_string(strings, section), insn, new_id)


def _read_string(strings: bytes, offset: int) -> str:
    return strings[offset : strings.index(0, offset)].decode("utf-8", "surrogateescape")


def _order_tail(types: _Types, first: int) -> list[int]:
    """The tail's types (indices) in their fixed order: as the settled types mention them.

    A type tag stays behind the type that it leads to: the two are a group and move together.
    """
    count = len(types.kinds)
    leader = list(range(count))
    for index in range(first, count):
        if types.kinds[index] == _TYPE_TAG:
            base = types.words[types.starts[index] + 2] - 1
            if base >= first:
                leader[index] = leader[base]
            else:  # tags on a settled type: one group for each such type
                same = (
                    i for i in range(first, index) if leader[i] == i and _base(types, i) == base
                )
                leader[index] = next(same, index)
    mentioned: dict[int, int] = {}
    settled_words = types.starts[first] if first < count else len(types.words)
    for position in types.type_words():
        if position >= settled_words:
            break
        index = types.words[position] - 1
        if index >= first:
            mentioned.setdefault(leader[index], position)
    return sorted(range(first, count), key=lambda i: (mentioned.get(leader[i], -1), i))


def _base(types: _Types, index: int) -> int | None:
    if types.kinds[index] != _TYPE_TAG:
        return None
    return types.words[types.starts[index] + 2] - 1


def _move_tail(
    types: _Types, first: int, order: list[int], strings: bytes, used: set[int]
) -> bytes:
    """Permute the tail's types and the strings that they alone use; returns the strings."""
    begin = types.starts[first]
    tail = [list(types.words[types.starts[i] : types.starts[i] + 3]) for i in order]
    fresh = {words[0] for words in tail} - used
    start = min(fresh, default=len(strings))
    texts = strings[start:].split(b"\0")[:-1]
    if len(texts) == len(fresh):  # they are the end of the table and nothing else is there
        moved: dict[int, int] = {}
        out = bytearray(strings[:start])
        for words in tail:
            name = words[0]
            if name in fresh:
                if name not in moved:
                    moved[name] = len(out)
                    out += strings[name : strings.index(0, name) + 1]
                words[0] = moved[name]
        strings = bytes(out)
    types.words[begin:] = array("I", [word for words in tail for word in words])
    types.kinds[first:] = [types.kinds[i] for i in order]
    return strings


def _relocation_records(
    ext: memoryview, little: bool
) -> Iterator[tuple[int, int, tuple[int, int, int, int]]]:
    """CO-RE records: (place in the section, section name offset, the record's four words)."""
    header = _to_words(ext[: len(ext) // 4 * 4], little)
    header_bytes = header[1]
    if header_bytes < 32 or not header[7]:
        return
    for at, section in _records(header, header_bytes, header[6], header[7]):
        insn, type_id, access, kind = header[at : at + 4]
        yield at * 4, section, (insn, type_id, access, kind)


def _records(
    words: array[int], header_bytes: int, offset: int, size: int
) -> Iterator[tuple[int, int]]:
    """(index of a record's first word, its section's name offset) in one part of .BTF.ext."""
    at = (header_bytes + offset) // 4
    end = at + size // 4
    record_words = words[at] // 4
    at += 1
    while at < end:
        section, count = words[at], words[at + 1]
        at += 2
        for _ in range(count):
            yield at, section
            at += record_words


def _extension_strings(ext: memoryview, little: bool) -> set[int]:
    """String offsets that .BTF.ext uses."""
    words = _to_words(ext[: len(ext) // 4 * 4], little)
    header_bytes = words[1]
    used = set()
    # (offset, size) of each part in the header, and which words of its records are strings.
    parts = [(2, ()), (4, (1, 2))]
    if header_bytes >= 32:
        parts.append((6, (2,)))
    for place, string_words in parts:
        if not words[place + 1]:
            continue
        for at, section in _records(words, header_bytes, words[place], words[place + 1]):
            used.add(section)
            used.update(words[at + word] for word in string_words)
    return used
