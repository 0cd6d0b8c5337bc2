"""A set of BTF types, looked up by name or walked in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.types import VOID, Int, Kind, Type
from bpfcc.btf.walk import POINTER_BYTES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from bpfcc.btf.read import TypeTable

_LONG_NAMES = frozenset(
    (
        "long",
        "long int",
        "int long",
        "unsigned long",
        "long unsigned",
        "unsigned long int",
        "unsigned int long",
        "long unsigned int",
        "long int unsigned",
        "int long unsigned",
        "int unsigned long",
    )
)


class Btf:
    """Types in the order in which they are written, the void type left out.

    Either read from bytes (`table` answers, and decodes on demand) or made in memory. A split
    BTF continues `base`: its types may point at the base's, and lookups fall back to it.

    `little_endian` is the order in the file; it matters for layouts of bit-fields and for
    writing, not for access.
    """

    def __init__(
        self,
        types: Iterable[Type] = (),
        *,
        base: Btf | None = None,
        little_endian: bool = True,
        table: TypeTable | None = None,
    ) -> None:
        self.base = base
        self.little_endian = little_endian
        self.table = table
        self._types: list[Type] | None = None if table is not None else list(types)

    @classmethod
    def open(cls, path: str | Path, base: Btf | None = None) -> Btf:
        """Open a file with BTF: raw as in /sys/kernel/btf, or an ELF file with a .BTF section.

        Nothing but an index of the types is made now. Raises InputError.
        """
        from bpfcc.btf.load import open_btf

        return open_btf(path, base)

    @property
    def types(self) -> list[Type]:
        """Own types in order; those that were read are shells until looked into.

        The list of a BTF that was read must not be changed: make a new Btf of other types.
        """
        if self._types is None:
            assert self.table is not None
            self._types = self.table.make_all()
        return self._types

    def __len__(self) -> int:
        return len(self.table.starts) if self.table is not None else len(self.types)

    def __iter__(self) -> Iterator[Type]:
        return iter(self.types)

    def all_types(self) -> Iterator[Type]:
        """The base's types, then the own ones."""
        if self.base is not None:
            yield from self.base.all_types()
        yield from self.types

    def number_types(self) -> dict[Type, int]:
        """Ids as they would be written: VOID is 0, a base's types come first."""
        numbers: dict[Type, int] = {VOID: 0}
        for number, type_ in enumerate(self.all_types(), 1):
            numbers[type_] = number
        return numbers

    def of_kinds(self, *kinds: Kind) -> list[Type]:
        """Own types of the given kinds, in order; no other type is decoded."""
        if self.table is not None:
            return self.table.find_kinds(kinds)
        return [type_ for type_ in self.types if type_.kind in kinds]

    def pointer_bytes(self) -> int:
        """Size of a pointer on the machine the types are of: that of its `long`."""
        for type_ in (self.base or self).of_kinds(Kind.INT):
            if isinstance(type_, Int) and type_.name in _LONG_NAMES and type_.size_bytes in (4, 8):
                return type_.size_bytes
        return POINTER_BYTES

    def find_all(self, name: str) -> list[Type]:
        """Every type called `name`, in order."""
        found = self.base.find_all(name) if self.base is not None else []
        if self.table is not None:
            return found + self.table.find_named(name)
        return found + [type_ for type_ in self.types if type_.name == name]

    def find(self, name: str, kind: Kind | None = None) -> Type | None:
        """The first type called `name`, of `kind` where one is given."""
        for type_ in self.find_all(name):
            if kind is None or type_.kind is kind:
                return type_
        return None

    def find_many(self, names: Collection[str]) -> dict[str, list[Type]]:
        """Every type whose name is in `names`, by name: cheaper than `find_all` one by one."""
        found = self.base.find_many(names) if self.base is not None else {}
        if self.table is not None:
            own: Iterable[Type] = self.table.find_named_many(names)
        else:
            wanted = frozenset(names)
            own = (type_ for type_ in self.types if type_.name in wanted)
        for type_ in own:
            found.setdefault(type_.name, []).append(type_)
        return found

    def find_enumerators(self, names: Collection[str]) -> list[Type]:
        """The enumerations that define one of the constants called `names`."""
        found = self.base.find_enumerators(names) if self.base is not None else []
        if self.table is not None:
            return found + self.table.find_enumerators(names)
        wanted = frozenset(names)
        for type_ in self.types:
            if type_.kind in (Kind.ENUM, Kind.ENUM64):
                values = type_.values  # type: ignore[attr-defined]
                if any(value.name in wanted for value in values):
                    found.append(type_)
        return found
