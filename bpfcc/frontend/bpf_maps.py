"""Map definitions as the typed tree has them: what their members say.

In ``.maps`` a definition is a variable of a struct type whose members say everything in their
types, as ``elf.maps`` reads them from BTF; in ``maps`` it is a struct of numbers that older loaders
read.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate_constant
from bpfcc.frontend.ctype import Array, CType, Enum, Field, Pointer, Record
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import AddressOf, AggregateInit, DeclRef, Expr, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import TypeAlias

    Completer: TypeAlias = Callable[[Record | Enum], bool]

BTF_MAPS = ".maps"
LEGACY_MAPS = "maps"

NUMBER_MEMBERS = {
    "type": "type",
    "key_size": "key_bytes",
    "value_size": "value_bytes",
    "max_entries": "max_entries",
    "map_flags": "flags",
    "map_extra": "extra",
    "numa_node": "numa_node",
    "pinning": "pinning",
}


class MapInfo:
    """One definition; numbers are None where nothing says them.

    ``inner`` is what the values of a map of maps look like; ``slots`` counts the initial
    values. ``members`` has the struct's fields by name, ``unreadable`` those of them that do not
    say what they should.
    """

    __slots__ = (
        "extra",
        "flags",
        "has_values",
        "inner",
        "is_legacy",
        "key",
        "key_bytes",
        "loc",
        "max_entries",
        "members",
        "name",
        "numa_node",
        "pinning",
        "type",
        "unreadable",
        "value",
        "value_bytes",
    )

    def __init__(self, name: str, loc: int, *, is_legacy: bool = False) -> None:
        self.name = name
        self.loc = loc
        self.is_legacy = is_legacy
        self.type: int | None = None
        self.key_bytes: int | None = None
        self.value_bytes: int | None = None
        self.max_entries: int | None = None
        self.flags: int | None = None
        self.extra: int | None = None
        self.numa_node: int | None = None
        self.pinning: int | None = None
        self.key: CType | None = None
        self.value: CType | None = None
        self.inner: MapInfo | None = None
        self.has_values = False
        self.members: dict[str, Field] = {}
        self.unreadable: list[str] = []


def is_map(variable: Variable) -> bool:
    """Whether a variable is a map definition."""
    return variable.attributes.section in (BTF_MAPS, LEGACY_MAPS)


def read_map(variable: Variable, complete: Completer) -> MapInfo | None:
    """The map that a variable defines; None for what is no map, or has no struct type.

    ``complete`` reads the definition of a type that is only mentioned so far.
    """
    if not is_map(variable):
        return None
    record = variable.type.canonical
    if not isinstance(record, Record) or record.fields is None:
        return None
    if variable.attributes.section == LEGACY_MAPS:
        return _read_legacy(variable, record)
    info = _read_record(record, variable.name, variable.loc, complete)
    if isinstance(variable.initializer, AggregateInit):
        info.has_values = any(f.name == "values" for f, _ in variable.initializer.fields)
    return info


def _read_record(record: Record, name: str, loc: int, complete: Completer) -> MapInfo:
    info = MapInfo(name, loc)
    for field in record.fields or ():
        if field.name is None:
            continue
        info.members[field.name] = field
        attribute = NUMBER_MEMBERS.get(field.name)
        if attribute is not None:
            number = _read_number(field.type)
            setattr(info, attribute, number)
            if number is None:
                info.unreadable.append(field.name)
        elif field.name in ("key", "value"):
            _read_type(info, field, complete)
        elif field.name == "values":
            info.inner = _read_inner(field.type, name, complete)
    return info


def _read_number(type: CType) -> int | None:
    """``int (*member)[N]``, or an enum with one constant."""
    canonical = type.canonical
    if isinstance(canonical, Pointer):
        array = canonical.target.canonical
        return array.count if isinstance(array, Array) else None
    if isinstance(canonical, Enum) and len(canonical.enumerators) == 1:
        return canonical.enumerators[0][1]
    return None


def _read_type(info: MapInfo, field: Field, complete: Completer) -> None:
    canonical = field.type.canonical
    size = None
    if isinstance(canonical, Pointer):
        _complete(canonical.target, complete)
        size = size_of(canonical.target)
    if not isinstance(canonical, Pointer) or size is None:
        info.unreadable.append(str(field.name))
        return
    if field.name == "key":
        info.key, info.key_bytes = canonical.target, size
    else:
        info.value, info.value_bytes = canonical.target, size


def find_member_tag(type: CType | None, tags: Collection[str]) -> str | None:
    """The first of the structs ``tags`` that is a member of a type, or of a member, by value."""
    canonical = type.canonical if type is not None else None
    while isinstance(canonical, Array):
        canonical = canonical.element.canonical
    if not isinstance(canonical, Record):
        return None
    if canonical.tag in tags:
        return canonical.tag
    found = (find_member_tag(field.type, tags) for field in canonical.fields or ())
    return next((tag for tag in found if tag is not None), None)


def _complete(type: CType, complete: Completer) -> None:
    canonical = type.canonical
    while isinstance(canonical, Array):
        canonical = canonical.element.canonical
    if isinstance(canonical, (Record, Enum)) and not canonical.is_complete:
        complete(canonical)


def _read_inner(type: CType, name: str, complete: Completer) -> MapInfo | None:
    """``T *values[]``: the map definition T; None for programs."""
    canonical = type.canonical
    element = canonical.element.canonical if isinstance(canonical, Array) else None
    target = element.target.canonical if isinstance(element, Pointer) else None
    if target is not None:
        _complete(target, complete)
    if isinstance(target, Record) and target.fields is not None:
        return _read_record(target, f"{name}'s inner map", 0, complete)
    return None


def _read_legacy(variable: Variable, record: Record) -> MapInfo:
    """``struct bpf_map_def`` of old: every member a number."""
    info = MapInfo(variable.name, variable.loc, is_legacy=True)
    for field in record.fields or ():
        if field.name is not None:
            info.members[field.name] = field
    if isinstance(variable.initializer, AggregateInit):
        for field, value in variable.initializer.fields:
            attribute = NUMBER_MEMBERS.get(field.name or "")
            number = evaluate_constant(value) if isinstance(value, Expr) else None
            if attribute is not None and isinstance(number, int):
                setattr(info, attribute, number)
    return info


def map_variable(pointer: Expr) -> Variable | None:
    """The map that an argument such as ``&map`` names; None where the tree alone cannot tell."""
    from bpfcc.frontend.bpf_helpers import strip_conversions

    pointer = strip_conversions(pointer)
    if isinstance(pointer, AddressOf):
        pointer = pointer.operand
    if isinstance(pointer, DeclRef) and isinstance(pointer.decl, Variable):
        variable = pointer.decl
        return variable if is_map(variable) else None
    return None
