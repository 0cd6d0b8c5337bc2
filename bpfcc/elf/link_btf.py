"""Merges the BTF of linked objects, and what .BTF.ext says of their instructions.

Each global name keeps one declaration, that of the input which decided the name; the others'
declarations are taken for it. Data sections are described anew, since their variables moved.
Then equal types are merged (`btf.dedup`), and only what is left is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.container import Btf
from bpfcc.btf.dedup import dedup_types
from bpfcc.btf.ext import CoreRelocation, Ext, FuncInfo, write_ext
from bpfcc.btf.strings import StringBuilder
from bpfcc.btf.types import (
    DataSection,
    Function,
    FunctionPrototype,
    SectionVariable,
    Type,
    Variable,
)
from bpfcc.btf.walk import map_references, visit_references
from bpfcc.btf.write import write_btf
from bpfcc.elf.model import SHT_PROGBITS, Section
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.elf.link import Global, Input, Place
    from bpfcc.elf.model import Object

_ALIGN_BYTES = 8


def merge_btf(out: Object, inputs: list[Input], known: dict[str, Global]) -> None:
    """Append `.BTF` and `.BTF.ext` of all inputs to the linked object, where any has BTF."""
    described = [source for source in inputs if source.btf is not None]
    if not described:
        return
    replaced, dropped = _choose_declarations(described, known)
    types = [
        type_
        for source in described
        if source.btf is not None
        for type_ in source.btf.types
        if type_ not in dropped and not isinstance(type_, DataSection)
    ]
    for type_ in types:
        map_references(type_, lambda inner: replaced.get(inner, inner))
    types = _drop_orphans(types, dropped)
    types += _describe_sections(out, described, known)
    kept, merged = dedup_types(types)

    def stand_in(type_: Type) -> Type:
        type_ = replaced.get(type_, type_)
        return merged.get(type_, type_)

    btf = Btf(kept, little_endian=out.little_endian)
    ext = _merge_ext(described, stand_in)
    strings = StringBuilder()
    numbers = btf.number_types()
    extra = write_ext(ext, strings, numbers, out.little_endian) if ext is not None else None
    data = write_btf(btf, strings)
    _append(out, ".BTF", data)
    if extra is not None:
        _append(out, ".BTF.ext", extra)


def _append(out: Object, name: str, data: bytes) -> None:
    section = Section(
        name,
        SHT_PROGBITS,
        data=bytearray(data),
        size_bytes=len(data),
        align_bytes=_ALIGN_BYTES,
    )
    out.sections.append(section)


def _choose_declarations(
    inputs: list[Input], known: dict[str, Global]
) -> tuple[dict[Type, Type], set[Type]]:
    """What stands for each declaration that is not kept, and all that are not kept."""
    replaced: dict[Type, Type] = {}
    dropped: set[Type] = set()
    for source in inputs:
        for name, declaration in source.declarations.items():
            chosen = known[name].declaration if name in known else None
            if chosen is None:
                if isinstance(declaration, Variable):
                    # A variable of a section that another input has alike.
                    dropped.add(declaration)
            elif chosen is not declaration:
                replaced[declaration] = chosen
                dropped.add(declaration)
    return replaced, dropped


def _drop_orphans(types: list[Type], dropped: set[Type]) -> list[Type]:
    """Leave out the prototypes that only dropped functions had."""
    orphans = {
        declaration.prototype
        for declaration in dropped
        if isinstance(declaration, Function)
        and isinstance(declaration.prototype, FunctionPrototype)
    }
    for type_ in types:
        orphans.difference_update(visit_references(type_))
    gone = dropped | orphans
    return [
        type_
        for type_ in types
        if type_ not in gone and not any(inner in dropped for inner in visit_references(type_))
    ]


def _describe_sections(
    out: Object, inputs: list[Input], known: dict[str, Global]
) -> list[DataSection]:
    """Data sections as they are after linking, in order of first appearance."""
    found: dict[str, DataSection] = {}
    for source in inputs:
        assert source.btf is not None
        places = {section.name: place for section, place in source.places.items()}
        repeated = {section.name for section in source.repeated}
        for type_ in source.btf.types:
            if not isinstance(type_, DataSection) or type_.name in repeated:
                continue
            merged = found.setdefault(type_.name, DataSection(type_.name))
            for entry in type_.variables:
                moved = _move_entry(entry, type_.name, places.get(type_.name), source, known)
                if moved is not None:
                    merged.variables.append(moved)
    sections = {section.name: section for section in out.sections}
    for name, merged in found.items():
        section = sections.get(name)
        if section is not None:
            merged.size_bytes = section.extent_bytes
            merged.variables.sort(key=lambda entry: entry.offset_bytes)
    return [merged for merged in found.values() if merged.variables or merged.size_bytes]


def _move_entry(
    entry: SectionVariable,
    section: str,
    place: Place | None,
    source: Input,
    known: dict[str, Global],
) -> SectionVariable | None:
    """An input's entry of a data section as it is after linking; None if it is gone."""
    declaration = entry.variable
    name = declaration.name
    if source.declarations.get(name) is declaration:
        decided = known.get(name)
        if decided is None or decided.declaration is not declaration:
            return None
        home = decided.symbol.section
        if isinstance(home, Section):
            if home.name != section:
                return None
            return SectionVariable(declaration, decided.symbol.value, entry.size_bytes)
        return entry
    moved_bytes = place.offset_bytes if place is not None else 0
    return SectionVariable(declaration, entry.offset_bytes + moved_bytes, entry.size_bytes)


def _merge_ext(inputs: list[Input], stand_in: Callable[[Type], Type]) -> Ext | None:
    """The records of all inputs, moved along with their code."""
    merged = Ext()
    found = False
    for source in inputs:
        if source.ext is None:
            continue
        found = True
        places = _find_code(source)
        for name, functions in source.ext.functions.items():
            offset = _moved_bytes(places, name, source)
            if offset is not None:
                merged.functions.setdefault(name, []).extend(
                    FuncInfo(at + offset, stand_in(type_)) for at, type_ in functions
                )
        for name, lines in source.ext.lines.items():
            offset = _moved_bytes(places, name, source)
            if offset is not None:
                merged.lines.setdefault(name, []).extend(
                    line._replace(offset_bytes=line.offset_bytes + offset) for line in lines
                )
        for name, relocations in source.ext.relocations.items():
            offset = _moved_bytes(places, name, source)
            if offset is not None:
                merged.relocations.setdefault(name, []).extend(
                    CoreRelocation(at + offset, stand_in(type_), access, kind)
                    for at, type_, access, kind in relocations
                )
    return merged if found else None


def _find_code(source: Input) -> dict[str, int | None]:
    """How far the sections of an input moved, by name; None for one that is not kept again."""
    found: dict[str, int | None] = {section.name: None for section in source.repeated}
    found |= {section.name: place.offset_bytes for section, place in source.places.items()}
    return found


def _moved_bytes(places: dict[str, int | None], name: str, source: Input) -> int | None:
    if name not in places:
        raise InputError(
            f"describes section {name}, which does not exist",
            where=f"{source.name}: section .BTF.ext",
        )
    return places[name]
