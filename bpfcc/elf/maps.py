"""The maps an object defines: in `.maps` by BTF, in `maps` by numbers alone.

A definition in `.maps` is a variable of a struct type whose members say everything in their
types: a number N is the length of an array that the member points at (or the value of an
enumeration's only constant), a key or value type is what the member points at. Source: the map
conventions of libbpf's bpf_helpers.h (`__uint`, `__type`, `__array`, `__ulong`).
"""

from __future__ import annotations

import struct
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpfcc.btf.types import (
    Array,
    Composite,
    DataSection,
    Enum,
    FunctionPrototype,
    Kind,
    Pointer,
    Struct,
    Variable,
)
from bpfcc.btf.walk import resolve, size_bytes
from bpfcc.elf.model import Section, SymbolKind
from bpfcc.elf.uapi import MAP_TYPES, name_type
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from bpfcc.btf.container import Btf
    from bpfcc.btf.types import Member, Type
    from bpfcc.elf.model import Object, Relocation, Symbol

BTF_MAPS = ".maps"
LEGACY_MAPS = "maps"
STRUCT_OPS = (".struct_ops", ".struct_ops.link", "?.struct_ops", "?.struct_ops.link")
MAPS_OF_MAPS = (MAP_TYPES.index("array_of_maps"), MAP_TYPES.index("hash_of_maps"))
_STRUCT_OPS_TYPE = MAP_TYPES.index("struct_ops")
_LEGACY_BYTES = 20
_POINTER_BYTES = 8
_NUMBERS = {
    "type": "type",
    "max_entries": "max_entries",
    "map_flags": "flags",
    "numa_node": "numa_node",
    "key_size": "key_size_bytes",
    "value_size": "value_size_bytes",
    "pinning": "pinning",
    "map_extra": "extra",
}


@dataclass(slots=True)
class MapDefinition:
    """One map; sizes are 0 where the definition does not say."""

    name: str
    section: str
    type: int = 0
    key_size_bytes: int = 0
    value_size_bytes: int = 0
    max_entries: int = 0
    flags: int = 0
    pinning: int = 0
    numa_node: int = 0
    extra: int = 0
    key: Type | None = None
    value: Type | None = None
    inner: MapDefinition | None = None
    """The definition that the values of a map of maps follow."""
    slots: dict[int, str] = field(default_factory=dict)
    """What the first values are: names of maps or programs, by index."""

    @property
    def type_name(self) -> str:
        """The map type as bpftool spells it."""
        return name_type(MAP_TYPES, self.type)


def list_maps(obj: Object, btf: Btf | None) -> list[MapDefinition]:
    """Every map that the object defines, in the order of their sections' contents.

    Maps that loaders make of data sections are not among them. Raises InputError for a
    definition that says something impossible.
    """
    found = _list_legacy_maps(obj)
    if btf is not None:
        for section in btf.of_kinds(Kind.DATASEC):
            assert isinstance(section, DataSection)
            if section.name == BTF_MAPS:
                found += _list_btf_maps(obj, section)
            elif section.name in STRUCT_OPS:
                found += _list_struct_ops(section)
    return found


def _list_btf_maps(obj: Object, section: DataSection) -> list[MapDefinition]:
    contents = obj.find_section(BTF_MAPS)
    relocations = [] if contents is None else sorted(contents.relocations, key=_offset_of)
    symbols = {symbol.name: symbol for symbol in obj.symbols if symbol.section is contents}
    found = []
    for variable, offset, size in section.variables:
        if not isinstance(variable, Variable):
            raise InputError(f"section {BTF_MAPS} holds {variable.name}, which is no variable")
        definition = read_definition(variable.name, variable.target, BTF_MAPS)
        symbol = symbols.get(variable.name)
        place = offset if symbol is None else symbol.value
        found.append((place, definition))
        # The initializers of an array without a length make the variable longer than its type.
        end = place + max(size, symbol.size_bytes if symbol is not None else 0)
        _read_slots(definition, resolve(variable.target), relocations, (place, end))
    return [definition for _, definition in sorted(found, key=lambda pair: pair[0])]


def read_definition(name: str, type_: Type, section: str, depth: int = 0) -> MapDefinition:
    """Decode the type of one map definition; InputError says what is wrong with it."""
    shape = resolve(type_)
    if not isinstance(shape, Struct):
        raise InputError(f"map {name}: its definition is no struct")
    definition = MapDefinition(name, section)
    for member in shape.members:
        attribute = _NUMBERS.get(member.name)
        if attribute is not None:
            setattr(definition, attribute, _read_number(name, member))
        elif member.name in ("key", "value"):
            _read_type(definition, member)
        elif member.name == "values":
            _read_values(definition, member, depth)
        else:
            raise InputError(f"map {name}: unknown member {member.name or '(anonymous)'}")
    return definition


def _read_number(name: str, member: Member) -> int:
    inner = resolve(member.type)
    if isinstance(inner, Pointer):
        array = resolve(inner.target)
        if isinstance(array, Array):
            return array.count
    if isinstance(inner, Enum) and len(inner.values) == 1:
        return inner.values[0].value
    raise InputError(f"map {name}: member {member.name} does not say a number")


def _read_type(definition: MapDefinition, member: Member) -> None:
    pointer = resolve(member.type)
    size = size_bytes(pointer.target) if isinstance(pointer, Pointer) else None
    if not isinstance(pointer, Pointer) or size is None:
        raise InputError(f"map {definition.name}: member {member.name} does not say a type")
    attribute = f"{member.name}_size_bytes"
    stated = getattr(definition, attribute)
    if stated not in (0, size):
        raise InputError(
            f"map {definition.name}: {member.name} is {size} bytes large, "
            f"{member.name}_size says {stated}"
        )
    setattr(definition, attribute, size)
    setattr(definition, member.name, pointer.target)


def _read_values(definition: MapDefinition, member: Member, depth: int) -> None:
    """Decode `values`, an array of pointers to inner maps or to programs."""
    array = resolve(member.type)
    element = resolve(array.element) if isinstance(array, Array) else None
    if not isinstance(element, Pointer):
        raise InputError(f"map {definition.name}: values is no array of pointers")
    target = resolve(element.target)
    definition.value_size_bytes = definition.value_size_bytes or 4
    definition.key_size_bytes = definition.key_size_bytes or 4
    if isinstance(target, FunctionPrototype):
        return
    if depth:
        raise InputError(f"map {definition.name}: maps can lie in maps only one deep")
    definition.inner = read_definition(
        f"{definition.name}.inner", element.target, definition.section, depth + 1
    )


def _read_slots(
    definition: MapDefinition, shape: Type, relocations: list[Relocation], span: tuple[int, int]
) -> None:
    """Find what relocations put into the array `values` at the end of a definition."""
    if not isinstance(shape, Composite) or not shape.members:
        return
    last = shape.members[-1]
    if last.name != "values":
        return
    start = span[0] + last.offset_bits // 8
    for relocation in relocations[bisect_left(relocations, start, key=_offset_of) :]:
        if relocation.offset + _POINTER_BYTES > span[1]:
            break
        at = (relocation.offset - start) // _POINTER_BYTES
        definition.slots[at] = relocation.symbol.name


def _offset_of(relocation: Relocation) -> int:
    return relocation.offset


def _list_struct_ops(section: DataSection) -> list[MapDefinition]:
    found = []
    for variable, _, _ in section.variables:
        if not isinstance(variable, Variable):
            continue
        size = size_bytes(variable.target) or 0
        found.append(
            MapDefinition(
                variable.name,
                section.name,
                _STRUCT_OPS_TYPE,
                key_size_bytes=4,
                value_size_bytes=size,
                max_entries=1,
                value=variable.target,
            )
        )
    return found


def _list_legacy_maps(obj: Object) -> list[MapDefinition]:
    """Decode `maps`: five words each, maybe more that differ between loaders."""
    section = obj.find_section(LEGACY_MAPS)
    if section is None:
        return []
    symbols = sorted(
        (s for s in obj.section_symbols(section) if s.kind is not SymbolKind.SECTION),
        key=lambda symbol: symbol.value,
    )
    layout = struct.Struct(("<" if obj.little_endian else ">") + "5I")
    return [_read_legacy_map(symbol, section, layout) for symbol in symbols]


def _read_legacy_map(symbol: Symbol, section: Section, layout: struct.Struct) -> MapDefinition:
    if symbol.value + _LEGACY_BYTES > len(section.data):
        raise InputError(f"map {symbol.name}: its definition is shorter than {_LEGACY_BYTES} bytes")
    type_, key, value, entries, flags = layout.unpack_from(section.data, symbol.value)
    return MapDefinition(symbol.name, LEGACY_MAPS, type_, key, value, entries, flags)
