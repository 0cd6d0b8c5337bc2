"""What a skeleton is made of: an object's programs, maps and global variables, as libbpf will
number, name and lay them out when it opens the object.

Rules of libbpf: maps of `.maps` come first, then one map for each data section, `.kconfig`, and
the struct_ops maps. Variables of `.kconfig` have no place in the object; libbpf gives them one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpfcc.btf.clayout import LayoutTable
from bpfcc.btf.load import read_object_btf
from bpfcc.btf.walk import size_bytes
from bpfcc.elf.maps import STRUCT_OPS, list_maps
from bpfcc.elf.model import SHT_NOBITS, SHT_PROGBITS, Binding, Section, Visibility
from bpfcc.elf.programs import list_programs
from bpfcc.elf.read import read_object
from bpfcc.elf.uapi import MAP_TYPES
from bpfcc.elf.variables import KCONFIG, is_data_section, list_externs, list_globals
from bpfcc.errors import InputError
from bpfcc.skeleton.names import make_word

if TYPE_CHECKING:
    from bpfcc.btf.container import Btf
    from bpfcc.btf.types import Type
    from bpfcc.elf.maps import MapDefinition
    from bpfcc.elf.model import Object
    from bpfcc.elf.programs import Function
    from bpfcc.elf.variables import Global

ARENA_SECTION = ".addr_space.1"
"""Where LLVM puts variables of the address space that arenas are."""

_ARENA = MAP_TYPES.index("arena")


@dataclass(slots=True)
class Variable:
    """A global variable: `size_bytes` bytes at `offset_bytes` of its section."""

    name: str
    type: Type
    offset_bytes: int
    size_bytes: int


@dataclass(slots=True)
class DataSection:
    """A section that libbpf makes a map of, with the variables that user space may see.

    Static and hidden variables are not among them; what lies between variables may be theirs.
    """

    name: str
    size_bytes: int
    variables: list[Variable] = field(default_factory=list)
    is_typed: bool = True
    """Whether BTF tells of the section; strings of the compiler's own have no types."""

    @property
    def is_constant(self) -> bool:
        """Whether the kernel forbids writing to it once it is loaded."""
        return self.name == KCONFIG or self.name.split(".")[1] == "rodata"


@dataclass(slots=True, eq=False)
class SkeletonMap:
    """A map as libbpf sees it.

    `name` finds it in a `bpf_object`. `definition` is None for the maps of data sections;
    `section` is what is mapped into memory, None for other maps.
    """

    name: str
    definition: MapDefinition | None = None
    section: DataSection | None = None

    @property
    def is_struct_ops(self) -> bool:
        """Whether the map is a table of functions for the kernel, which is attached."""
        return self.definition is not None and self.definition.section in STRUCT_OPS

    @property
    def is_internal(self) -> bool:
        """Whether libbpf makes the map of a data section."""
        return self.definition is None


@dataclass(slots=True)
class Contents:
    """All of an object that its skeleton is about. `data` is the object file itself."""

    name: str
    data: bytes
    object: Object
    btf: Btf | None
    maps: list[SkeletonMap]
    programs: list[Function]

    @property
    def struct_ops(self) -> list[SkeletonMap]:
        """The maps that are attached."""
        return [entry for entry in self.maps if entry.is_struct_ops]

    @property
    def memory(self) -> list[tuple[SkeletonMap, DataSection]]:
        """The maps whose contents lie in the memory of the process; none without BTF."""
        if self.btf is None:
            return []
        return [(entry, entry.section) for entry in self.maps if entry.section is not None]


def read_contents(data: bytes, where: str, name: str) -> Contents:
    """Find what the object `data` holds; `where` is what errors call it, `name` is the skeleton's.

    Raises InputError for a broken object, and for one that no loader takes.
    """
    obj = read_object(data, where)
    btf = read_object_btf(obj, where)
    try:
        maps = _list_maps(obj, btf)
    except InputError as error:
        if error.where is not None:
            raise
        raise InputError(error.message, where=where) from None
    return Contents(make_word(name), data, obj, btf, maps, list_programs(obj))


def _list_maps(obj: Object, btf: Btf | None) -> list[SkeletonMap]:
    defined = [SkeletonMap(found.name, found) for found in list_maps(obj, btf)]
    own = [entry for entry in defined if not entry.is_struct_ops]
    sections = _list_sections(obj, btf)
    for entry in own:
        if entry.definition is not None and entry.definition.type == _ARENA:
            entry.section = sections.get(ARENA_SECTION)
            break
    internal = [
        SkeletonMap(section.name, section=section)
        for section in sections.values()
        if section.name != ARENA_SECTION
    ]
    kconfig = _lay_out_kconfig(obj, btf)
    if kconfig is not None:
        internal.append(SkeletonMap(KCONFIG, section=kconfig))
    attached = [entry for entry in defined if entry.is_struct_ops]
    places = _find_places(obj)
    attached.sort(key=lambda entry: places.get(entry.name, (len(obj.sections), 0)))
    return own + internal + attached


def _find_places(obj: Object) -> dict[str, tuple[int, int]]:
    """(number of its section, offset in bytes) of each variable of a struct_ops section."""
    numbers = {s: at for at, s in enumerate(obj.sections) if s.name in STRUCT_OPS}
    return {
        symbol.name: (numbers[symbol.section], symbol.value)
        for symbol in obj.symbols
        if isinstance(symbol.section, Section) and symbol.section in numbers
    }


def _list_sections(obj: Object, btf: Btf | None) -> dict[str, DataSection]:
    """Sections that are mapped into memory, by name, in the file's order."""
    found: dict[str, DataSection] = {}
    for section in obj.sections:
        name, size = section.name, section.extent_bytes
        has_contents = section.kind in (SHT_PROGBITS, SHT_NOBITS) and size
        if has_contents and (is_data_section(name) or name == ARENA_SECTION):
            found.setdefault(name, DataSection(name, size, is_typed=False))
    hidden = _find_hidden(obj)
    for item in list_globals(obj, btf):
        owner = found.get(item.section)
        if owner is None or item.type is None:
            continue
        owner.is_typed = True
        if not item.is_static and item.name not in hidden:
            _add_variable(owner, item)
    return found


def _find_hidden(obj: Object) -> set[str]:
    """Names that only the objects that were linked into this one may use."""
    restricted = (Visibility.HIDDEN, Visibility.INTERNAL)
    return {
        symbol.name
        for symbol in obj.symbols
        if symbol.visibility in restricted and symbol.binding is not Binding.LOCAL
    }


def _add_variable(section: DataSection, item: Global) -> None:
    assert item.type is not None
    place = f"section {section.name}: variable {item.name}"
    size = size_bytes(item.type)
    if size is None:
        raise InputError(f"{place} has a type without a size")
    if size > item.size_bytes:
        # More bytes than the type has are the elements of a flexible array.
        raise InputError(f"{place} has {item.size_bytes} bytes, its type {size}")
    previous = section.variables[-1] if section.variables else None
    if previous is not None and previous.offset_bytes + previous.size_bytes > item.offset_bytes:
        raise InputError(f"{place} lies in the same bytes as {previous.name}")
    if item.offset_bytes + size > section.size_bytes:
        raise InputError(f"{place} lies behind the section's end")
    section.variables.append(Variable(item.name, item.type, item.offset_bytes, size))


def _lay_out_kconfig(obj: Object, btf: Btf | None) -> DataSection | None:
    """The section `.kconfig`: by alignment, the largest first; then by size and by name."""
    layouts = LayoutTable()
    rows = []
    for extern in list_externs(obj, btf):
        if extern.kind != "kconfig" or extern.type is None:
            continue
        size = size_bytes(extern.type)
        if not size:
            raise InputError(f"section {KCONFIG}: {extern.name} has a type without a size")
        align = layouts.find(extern.type).align_bits // 8
        rows.append((align, size, extern.name, extern.type))
    if not rows:
        return None
    section = DataSection(KCONFIG, 0)
    for align, size, name, type_ in sorted(rows, key=lambda row: (-row[0], row[1], row[2])):
        at = section.size_bytes + -section.size_bytes % align
        section.variables.append(Variable(name, type_, at, size))
        section.size_bytes = at + size
    return section
