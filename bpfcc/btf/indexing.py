"""Makes the index of names that `btf.index` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.cnames import ANONYMOUS_CONSTANT, CONSTANT, OWN_NAME, find_contested
from bpfcc.btf.index import TAG_SHIFT, TAG_WORDS, NameIndex
from bpfcc.btf.types import Kind
from bpfcc.name_table import NameTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.btf.cnames import Claim
    from bpfcc.btf.read import TypeTable

_COMPOSITES = (Kind.STRUCT, Kind.UNION)
_ENUM_STEPS = {Kind.ENUM: 2, Kind.ENUM64: 3}
_TAG_CODES = {
    Kind.STRUCT: TAG_WORDS.index("struct"),
    Kind.UNION: TAG_WORDS.index("union"),
    Kind.ENUM: TAG_WORDS.index("enum"),
    Kind.ENUM64: TAG_WORDS.index("enum"),
    Kind.TYPEDEF: 0,
    Kind.FWD: 0,
}
# Where types have the one that they are derived from, in words from their start.
_DERIVED = {
    Kind.PTR: 2,
    Kind.CONST: 2,
    Kind.VOLATILE: 2,
    Kind.RESTRICT: 2,
    Kind.TYPE_TAG: 2,
    Kind.ARRAY: 3,
}

Name = tuple[int, int, int, Kind]
"""(offset of a name, id of its type, its rank as in a `Claim`, the type's kind)."""


def build_index(table: TypeTable) -> NameIndex:
    """Look at the names of all types of a table, and of its base's."""
    owners = find_owners(table)
    entries: list[tuple[str, int]] = []
    claims: list[Claim] = []
    strings = table.strings
    for offset, number, rank, kind in _list_names(table):
        name = strings[offset]
        is_constant = rank != OWN_NAME
        if is_constant or kind is not Kind.FWD:
            claims.append((not is_constant and kind is not Kind.TYPEDEF, name, rank, number))
        owner = owners[number][0] if number in owners else number
        code = 0 if is_constant else _TAG_CODES[kind] << TAG_SHIFT
        entries.append((name, owner | code))
    before: dict[int, list[int]] = {}
    for first, *others in owners.values():
        for other in others:
            before.setdefault(other, []).append(first)
    return NameIndex(NameTable.build(entries), find_contested(claims), before)


def _list_names(table: TypeTable) -> Iterator[Name]:
    """Every name that C would see."""
    if table.base is not None:
        yield from _list_names(table.base)
    words = table.words
    kinds: dict[int, Kind] = {int(kind): kind for kind in _TAG_CODES}
    numbers = range(table.first, table.end)
    for number, raw_kind, at in zip(numbers, table.kinds, table.starts, strict=True):
        kind = kinds.get(raw_kind)
        if kind is None:
            continue
        if words[at]:
            yield words[at], number, OWN_NAME, kind
        step = _ENUM_STEPS.get(kind)
        if step is not None:
            rank = CONSTANT if words[at] else ANONYMOUS_CONSTANT
            for offset in words[at + 3 : at + 3 + step * (words[at + 1] & 0xFFFF) : step]:
                if offset:
                    yield offset, number, rank, kind


def find_owners(table: TypeTable) -> dict[int, list[int]]:
    """For enumerations without a name that C writes inside other types: which, in order.

    Those are the named structs and unions, and the typedefs, that have one as a member's type or
    target, perhaps behind qualifiers, arrays, pointers, or inside a struct without a name.
    """
    links = _Links(table)
    owners: dict[int, list[int]] = {}
    for number in links.roots:
        pending, seen = [number], {number}
        while pending:
            for inner in links.inner.get(pending.pop(), ()):
                if inner in seen:
                    continue
                seen.add(inner)
                if inner in links.enums:
                    owners.setdefault(inner, []).append(number)
                else:
                    pending.append(inner)
    return owners


class _Links:
    """Which types without a name stand in the declarations of which types.

    `inner` leads from a struct, a union or a typedef to the nameless types in its members or its
    target, `roots` are those of them that have names, `enums` the nameless enumerations.
    """

    def __init__(self, table: TypeTable) -> None:
        self.enums: set[int] = set()
        self.inner: dict[int, list[int]] = {}
        self.roots: list[int] = []
        self._nameless: dict[int, int] = {}  # of these and what is derived from them: which
        tables = [table]
        while tables[-1].base is not None:
            tables.append(tables[-1].base)
        for one in reversed(tables):
            self._find_nameless(one)
        for one in reversed(tables):
            self._link(one)

    def _find_nameless(self, table: TypeTable) -> None:
        words = table.words
        derived: dict[int, list[int]] = {}
        pending = []
        numbers = range(table.first, table.end)
        for number, kind, at in zip(numbers, table.kinds, table.starts, strict=True):
            place = _DERIVED.get(Kind(kind)) if kind in _KINDS else None
            if place is not None:
                derived.setdefault(words[at + place], []).append(number)
            elif not words[at] and (kind in _COMPOSITES or kind in _ENUM_STEPS):
                self._nameless[number] = number
                pending.append(number)
                if kind in _ENUM_STEPS:
                    self.enums.add(number)
        while pending:
            number = pending.pop()
            for user in derived.get(number, ()):
                self._nameless[user] = self._nameless[number]
                pending.append(user)

    def _link(self, table: TypeTable) -> None:
        words, nameless = table.words, self._nameless
        numbers = range(table.first, table.end)
        for number, kind, at in zip(numbers, table.kinds, table.starts, strict=True):
            if kind in _COMPOSITES:
                types = words[at + 4 : at + 3 + 3 * (words[at + 1] & 0xFFFF) : 3]
            elif kind == Kind.TYPEDEF:
                types = words[at + 2 : at + 3]
            else:
                continue
            if nameless.keys().isdisjoint(types):
                continue
            self.inner[number] = [nameless[one] for one in types if one in nameless]
            if words[at]:
                self.roots.append(number)


_KINDS = frozenset(map(int, _DERIVED))
