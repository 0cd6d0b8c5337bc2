"""Links objects into one, statically, as `bpftool gen object` does.

Objects are taken in the order given. Sections of one name become one section, each object's part
behind the last one's, aligned. Global symbols of one name become one symbol; whose definition it
is, is decided by binding: a strong definition beats weak ones, of weak ones the first stays, two
strong ones are an error, and names that nobody defines remain for the loader or a later link.
The bytes of a definition that lost stay where they are, without a name. Local symbols are kept
apart whatever they are called.

Debug information other than BTF is left out. BTF is merged in `elf.link_btf`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpfcc.btf.fixup import place_variables
from bpfcc.btf.load import read_object_btf, read_object_ext
from bpfcc.btf.match import find_mismatch
from bpfcc.btf.types import DataSection, Function, Kind, Linkage, Variable
from bpfcc.elf.maps import BTF_MAPS, MapDefinition, read_definition
from bpfcc.elf.model import (
    EM_BPF,
    SHF_EXECINSTR,
    SHF_GROUP,
    SHT_NOBITS,
    SHT_PROGBITS,
    Binding,
    Object,
    Relocation,
    RelocType,
    Section,
    SpecialSection,
    Symbol,
    SymbolKind,
    Visibility,
)
from bpfcc.elf.read import MAX_EXTENT_BYTES
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.btf.container import Btf
    from bpfcc.btf.ext import Ext

_KEPT_ONCE = ("license", "version")
_BTF_SECTIONS = (".BTF", ".BTF.ext")
_KERNEL_SECTIONS = (".ksyms", ".kconfig")
_INSTRUCTION_BYTES = 8
_OPCODE_CALL = 0x85
_WIDE_DATA = (RelocType.R_64_64, RelocType.R_64_ABS64, RelocType.OLD_DATA_64)
_STRICTNESS = (Visibility.DEFAULT, Visibility.PROTECTED, Visibility.HIDDEN, Visibility.INTERNAL)

Declaration = Function | Variable


@dataclass(slots=True)
class Place:
    """Where a section of an input went."""

    section: Section
    offset_bytes: int


@dataclass(slots=True, eq=False)
class Input:
    """One object being linked, and what became of its parts."""

    name: str
    obj: Object
    btf: Btf | None
    ext: Ext | None
    places: dict[Section, Place] = field(default_factory=dict)
    symbols: dict[Symbol, Symbol] = field(default_factory=dict)
    repeated: dict[Section, Section] = field(default_factory=dict)
    """Sections that an earlier input has alike, such as `license`: that one's is kept."""
    declarations: dict[str, Declaration] = field(default_factory=dict)
    """BTF of global names."""
    declared_in: dict[str, str] = field(default_factory=dict)
    """Data section of BTF that an undefined name is declared in."""


@dataclass(slots=True, eq=False)
class Global:
    """A global name: the symbol it became, and the input that decided what it is."""

    symbol: Symbol
    owner: Input
    declaration: Declaration | None

    @property
    def is_defined(self) -> bool:
        return self.symbol.section is not None


def link_objects(inputs: Sequence[tuple[str, Object]]) -> Object:
    """Link objects, each with the name that messages give it.

    The objects are not to be used afterwards. Raises InputError for what does not fit together,
    naming the files.
    """
    from bpfcc.elf.link_btf import merge_btf

    if not inputs:
        raise InputError("nothing to link")
    linker = _Linker(inputs[0][1].little_endian)
    for name, obj in inputs:
        linker.add(name, obj)
    merge_btf(linker.out, linker.inputs, linker.globals)
    return linker.out


class _Linker:
    def __init__(self, little_endian: bool) -> None:
        self.out = Object(little_endian=little_endian, machine=EM_BPF)
        self.inputs: list[Input] = []
        self.globals: dict[str, Global] = {}
        self.sections: dict[str, Section] = {}
        self.section_owner: dict[Section, Input] = {}
        self.section_symbols: dict[Section, Symbol] = {}
        self.groups: dict[str, Section] = {}
        self.first_at: dict[tuple[Section, int, SymbolKind], Symbol] = {}

    def add(self, name: str, obj: Object) -> None:
        """Append one object."""
        if obj.little_endian != self.out.little_endian:
            first = self.inputs[0].name
            raise InputError(f"its byte order is not that of {first}", where=name)
        btf = read_object_btf(obj, name)
        ext = read_object_ext(obj, btf, name) if btf is not None else None
        source = Input(name, obj, btf, ext)
        if btf is not None:
            place_variables(obj, btf)
            _find_declarations(source, btf)
        self.inputs.append(source)
        self._find_repeated_groups(source)
        for section in obj.sections:
            self._append_section(source, section)
        for symbol in obj.symbols:
            self._append_symbol(source, symbol)
        for section, place in source.places.items():
            self._append_relocations(source, section, place)

    # -- Sections ------------------------------------------------------------------------

    def _find_repeated_groups(self, source: Input) -> None:
        """Of section groups with one signature only the first one's members are kept."""
        for group in source.obj.groups:
            for member in group.members:
                key = f"{group.signature.name}\0{member.name}"
                first = self.groups.setdefault(key, member)
                if first is not member:
                    kept = self.sections.get(member.name)
                    if kept is not None:
                        source.repeated[member] = kept

    def _append_section(self, source: Input, section: Section) -> None:
        if is_left_out(section) or section in source.repeated:
            return
        if section.kind not in (SHT_PROGBITS, SHT_NOBITS):
            raise InputError(
                f"section {section.name} has type {section.kind}, which cannot be linked",
                where=source.name,
            )
        if section.flags & SHF_EXECINSTR and len(section.data) % _INSTRUCTION_BYTES:
            raise InputError(
                f"section {section.name} is not made of whole instructions", where=source.name
            )
        out = self.sections.get(section.name)
        if out is None:
            out = self._start_section(source, section)
        else:
            self._check_alike(source, section, out)
            if section.name in _KEPT_ONCE:
                source.repeated[section] = out
                return
        source.places[section] = Place(out, self._extend(out, section, source))

    def _start_section(self, source: Input, section: Section) -> Section:
        out = Section(
            section.name,
            section.kind,
            section.flags & ~SHF_GROUP,
            entry_size_bytes=section.entry_size_bytes,
        )
        self.sections[section.name] = out
        self.section_owner[out] = source
        self.out.sections.append(out)
        return out

    def _check_alike(self, source: Input, section: Section, out: Section) -> None:
        """Check that two sections of one name can become one."""
        other = self.section_owner[out].name
        for what, one, two in (
            ("type", out.kind, section.kind),
            ("flags", out.flags, section.flags & ~SHF_GROUP),
            ("entry size", out.entry_size_bytes, section.entry_size_bytes),
        ):
            if one != two:
                raise InputError(
                    f"section {section.name} has {what} {two:#x}, in {other} {one:#x}",
                    where=source.name,
                )
        if section.name in _KEPT_ONCE and out.data != section.data:
            raise InputError(
                f"section {section.name} is not the same as in {other}: "
                f"{bytes(section.data)!r} and {bytes(out.data)!r}",
                where=source.name,
            )

    @staticmethod
    def _extend(out: Section, section: Section, source: Input) -> int:
        """Append a section's contents; returns where they start."""
        align = max(out.align_bytes, section.align_bytes, 1)
        offset = out.size_bytes + -out.size_bytes % align
        end = offset + section.extent_bytes
        if end > MAX_EXTENT_BYTES:
            raise InputError(f"section {section.name} grows beyond 32 bits", where=source.name)
        if out.kind != SHT_NOBITS:
            out.data += bytes(offset - len(out.data)) + section.data
        out.align_bytes = align
        out.size_bytes = end
        return offset

    # -- Symbols -------------------------------------------------------------------------

    def _append_symbol(self, source: Input, symbol: Symbol) -> None:
        section = symbol.section
        if isinstance(section, Section):
            if section in source.repeated:
                source.symbols[symbol] = self._find_repeated(source.repeated[section], symbol)
                return
            if section not in source.places:
                return
        elif section is SpecialSection.COMMON:
            raise InputError(
                f"{symbol.name} is a common symbol; compile with -fno-common", where=source.name
            )
        if symbol.kind is SymbolKind.SECTION:
            if isinstance(section, Section):
                source.symbols[symbol] = self._section_symbol(source.places[section].section)
        elif symbol.is_local:
            source.symbols[symbol] = self._copy_symbol(source, symbol)
        else:
            source.symbols[symbol] = self._merge_global(source, symbol)

    def _section_symbol(self, out: Section) -> Symbol:
        symbol = self.section_symbols.get(out)
        if symbol is None:
            symbol = Symbol(out.name, out, kind=SymbolKind.SECTION)
            self.section_symbols[out] = symbol
            self.out.symbols.append(symbol)
        return symbol

    def _find_repeated(self, kept: Section, symbol: Symbol) -> Symbol:
        """What a symbol of a section that is not kept again is called in the kept one."""
        candidate = self.first_at.get((kept, symbol.value, symbol.kind))
        return candidate if candidate is not None else self._section_symbol(kept)

    def _copy_symbol(self, source: Input, symbol: Symbol) -> Symbol:
        copy = Symbol(
            symbol.name,
            symbol.section,
            symbol.value,
            symbol.size_bytes,
            symbol.binding,
            symbol.kind,
            symbol.visibility,
        )
        if isinstance(symbol.section, Section):
            place = source.places[symbol.section]
            copy.section = place.section
            copy.value += place.offset_bytes
            self.first_at.setdefault((place.section, copy.value, copy.kind), copy)
        self.out.symbols.append(copy)
        return copy

    def _merge_global(self, source: Input, symbol: Symbol) -> Symbol:
        name = symbol.name
        declaration = source.declarations.get(name)
        if not symbol.is_defined and source.btf is None:
            raise InputError(
                f"{name} is to be found elsewhere, which needs BTF: compile with -g",
                where=source.name,
            )
        known = self.globals.get(name)
        if known is None:
            copy = self._copy_symbol(source, symbol)
            self.globals[name] = Global(copy, source, declaration)
            return copy
        self._check_agreement(known, source, symbol)
        kept = known.symbol
        kept.visibility = max(kept.visibility, symbol.visibility, key=_STRICTNESS.index)
        if not symbol.is_defined:
            if not known.is_defined and symbol.binding is Binding.GLOBAL:
                kept.binding = Binding.GLOBAL
            return kept
        if known.is_defined and symbol.binding is Binding.WEAK:
            return kept
        if isinstance(symbol.section, Section):
            place = source.places[symbol.section]
            kept.section, kept.value = place.section, symbol.value + place.offset_bytes
        else:
            kept.section, kept.value = symbol.section, symbol.value
        kept.size_bytes, kept.kind, kept.binding = symbol.size_bytes, symbol.kind, symbol.binding
        known.owner, known.declaration = source, declaration
        return kept

    def _check_agreement(self, known: Global, source: Input, symbol: Symbol) -> None:
        """Check that a name that is met again means what it meant before."""
        name, other = symbol.name, known.owner
        both = known.is_defined and symbol.is_defined
        if both and Binding.WEAK not in (known.symbol.binding, symbol.binding):
            raise InputError(f"{other.name} and {source.name} both define {name}")
        for one, two in ((other, source), (source, other)):
            section = one.declared_in.get(name)
            defined = symbol.is_defined if two is source else known.is_defined
            if section in _KERNEL_SECTIONS and defined:
                raise InputError(
                    f"{one.name} expects {name} from the kernel ({section}), {two.name} defines it"
                )
        declaration = source.declarations.get(name)
        for holder, found in ((other, known.declaration), (source, declaration)):
            if found is None:
                raise InputError(
                    f"{other.name} and {source.name} both have {name}, but {holder.name} "
                    "has no BTF for it: compile with -g"
                )
        assert declaration is not None
        problem = self._compare(known, declaration, source)
        if problem is not None:
            raise InputError(f"{other.name} and {source.name} disagree about {name}: {problem}")

    def _compare(self, known: Global, declaration: Declaration, source: Input) -> str | None:
        assert known.declaration is not None
        if type(known.declaration) is not type(declaration):
            return "a variable and a function"
        if BTF_MAPS in (
            known.owner.declared_in.get(declaration.name),
            source.declared_in.get(declaration.name),
        ) or (isinstance(known.symbol.section, Section) and known.symbol.section.name == BTF_MAPS):
            return _compare_maps(known.declaration, declaration)
        return find_mismatch(known.declaration, declaration)

    # -- Relocations ---------------------------------------------------------------------

    def _append_relocations(self, source: Input, section: Section, place: Place) -> None:
        for relocation in section.relocations:
            target = source.symbols.get(relocation.symbol)
            if target is None:
                raise InputError(
                    f"section {section.name}: the relocation at byte {relocation.offset} refers "
                    f"to {relocation.symbol.name or 'a symbol'} in a section that is left out",
                    where=source.name,
                )
            offset = relocation.offset + place.offset_bytes
            moved = Relocation(offset, target, relocation.type, relocation.addend)
            place.section.relocations.append(moved)
            origin = relocation.symbol.section
            if relocation.symbol.kind is SymbolKind.SECTION and isinstance(origin, Section):
                # The place within the section stands in the section's own bytes.
                if origin in source.places:
                    delta = source.places[origin].offset_bytes
                    self._move_addend(place.section, moved, delta)
            elif target.kind is SymbolKind.SECTION:
                self._move_addend(place.section, moved, relocation.symbol.value)

    def _move_addend(self, section: Section, relocation: Relocation, delta: int) -> None:
        """Add `delta` bytes to what a relocation against a section finds in place."""
        endian = "<" if self.out.little_endian else ">"
        at, data = relocation.offset, section.data
        if delta == 0:
            return
        if section.flags & SHF_EXECINSTR and relocation.type in (
            RelocType.R_64_64,
            RelocType.R_64_32,
        ):
            at += 4
            if data[relocation.offset] == _OPCODE_CALL:
                delta //= _INSTRUCTION_BYTES
            width = 4
        else:
            width = 8 if relocation.type in _WIDE_DATA else 4
        code = endian + ("Q" if width == 8 else "I")
        value = struct.unpack_from(code, data, at)[0] + delta
        struct.pack_into(code, data, at, value & ((1 << 8 * width) - 1))


def is_left_out(section: Section) -> bool:
    """Whether linking drops a section: debug information, BTF (merged apart), empty `.text`."""
    name = section.name
    if name.startswith((".debug_", ".zdebug_")) or name in _BTF_SECTIONS:
        return True
    return name == ".text" and section.extent_bytes == 0


def _find_declarations(source: Input, btf: Btf) -> None:
    """Note what BTF says of global names, and which data section declares undefined ones."""
    fallback: dict[str, Declaration] = {}
    for type_ in btf.types:
        if isinstance(type_, Function | Variable):
            if type_.linkage != Linkage.STATIC:
                source.declarations.setdefault(type_.name, type_)
            elif isinstance(type_, Function):
                fallback.setdefault(type_.name, type_)
    undefined = set()
    for symbol in source.obj.symbols:
        if symbol.binding is not Binding.LOCAL:
            # GCC calls every function static in BTF.
            if symbol.name not in source.declarations and symbol.name in fallback:
                source.declarations[symbol.name] = fallback[symbol.name]
            if not symbol.is_defined:
                undefined.add(symbol.name)
    for section in btf.of_kinds(Kind.DATASEC):
        assert isinstance(section, DataSection)
        for entry in section.variables:
            if entry.variable.name in undefined:
                source.declared_in[entry.variable.name] = section.name


def _compare_maps(left: Declaration, right: Declaration) -> str | None:
    """Compare two definitions or declarations of a map by what they say of the map."""
    if isinstance(left, Function) or isinstance(right, Function):
        return "a map and a function"
    one = read_definition(left.name, left.target, BTF_MAPS)
    other = read_definition(right.name, right.target, BTF_MAPS)
    return _compare_definitions(one, other)


def _compare_definitions(one: MapDefinition, other: MapDefinition) -> str | None:
    for attribute, label in (
        ("type_name", "type"),
        ("key_size_bytes", "key size"),
        ("value_size_bytes", "value size"),
        ("max_entries", "max_entries"),
        ("flags", "map_flags"),
        ("numa_node", "numa_node"),
        ("pinning", "pinning"),
        ("extra", "map_extra"),
    ):
        first, second = getattr(one, attribute), getattr(other, attribute)
        if first != second:
            return f"{label} {first} and {second}"
    for label, first, second in (
        ("key", one.key, other.key),
        ("value", one.value, other.value),
    ):
        if (first is None) != (second is None):
            return f"only one says the {label} type"
        problem = find_mismatch(first, second) if first is not None and second is not None else None
        if problem is not None:
            return f"{label} type: {problem}"
    if (one.inner is None) != (other.inner is None):
        return "only one has inner maps"
    if one.inner is not None and other.inner is not None:
        problem = _compare_definitions(one.inner, other.inner)
        return None if problem is None else f"inner map: {problem}"
    return None
