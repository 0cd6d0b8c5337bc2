"""The global variables an object defines, and the names it expects from elsewhere.

Types come from BTF, places from the symbol table: compilers leave offsets in BTF to the loader.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpfcc.btf.types import DataSection, Function, Kind, Linkage, Variable
from bpfcc.btf.walk import size_bytes
from bpfcc.elf.maps import BTF_MAPS, STRUCT_OPS
from bpfcc.elf.model import Binding, Section, SymbolKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.btf.container import Btf
    from bpfcc.btf.types import Type
    from bpfcc.elf.model import Object, Symbol

KCONFIG = ".kconfig"
KSYMS = ".ksyms"
_DATA_STEMS = (".data", ".rodata", ".bss")
_NO_GLOBALS = (BTF_MAPS, KCONFIG, KSYMS, "license", "version", *STRUCT_OPS)


@dataclass(slots=True)
class Global:
    """A variable: `size_bytes` bytes at `offset_bytes` of `section`; `type` where BTF has it."""

    name: str
    section: str
    offset_bytes: int
    size_bytes: int
    type: Type | None = None
    is_static: bool = False


@dataclass(slots=True)
class Extern:
    """A name that something else defines.

    `kind` is "kconfig" for kernel configuration, "ksym" and "kfunc" for the kernel's variables
    and functions, "variable" and "function" for those of another object to be linked.
    """

    name: str
    kind: str
    type: Type | None
    is_weak: bool


def is_data_section(name: str) -> bool:
    """Whether loaders make a map of a section with that name."""
    return any(name == stem or name.startswith(stem + ".") for stem in _DATA_STEMS)


def list_globals(obj: Object, btf: Btf | None) -> list[Global]:
    """Every variable with a place in a data section, by place."""
    if btf is None:
        found = list(_list_by_symbol(obj))
    else:
        found = [
            variable
            for section in btf.of_kinds(Kind.DATASEC)
            if isinstance(section, DataSection) and section.name not in _NO_GLOBALS
            for variable in _list_section(obj, section)
        ]
    order = {section.name: at for at, section in reversed(list(enumerate(obj.sections)))}
    return sorted(found, key=lambda item: (order.get(item.section, len(order)), item.offset_bytes))


def _list_section(obj: Object, section: DataSection) -> Iterator[Global]:
    contents = obj.find_section(section.name)
    symbols = _symbols_by_name(obj, contents)
    for variable, offset, size in section.variables:
        if not isinstance(variable, Variable) or variable.linkage == Linkage.EXTERN:
            continue
        matches = symbols.get(variable.name, [])
        # Static variables of several functions may share a name; BTF has them in order.
        symbol = matches.pop(0) if matches else None
        yield Global(
            variable.name,
            section.name,
            symbol.value if symbol is not None else offset,
            size or size_bytes(variable.target) or 0,
            variable.target,
            variable.linkage == Linkage.STATIC,
        )


def _symbols_by_name(obj: Object, section: Section | None) -> dict[str, list[Symbol]]:
    found: dict[str, list[Symbol]] = {}
    for symbol in obj.symbols:
        if symbol.section is section and section is not None:
            found.setdefault(symbol.name, []).append(symbol)
    return found


def _list_by_symbol(obj: Object) -> Iterator[Global]:
    for symbol in obj.symbols:
        section = symbol.section
        if (
            symbol.kind is SymbolKind.OBJECT
            and isinstance(section, Section)
            and is_data_section(section.name)
        ):
            is_static = symbol.binding is Binding.LOCAL
            yield Global(
                symbol.name, section.name, symbol.value, symbol.size_bytes, None, is_static
            )


def list_externs(obj: Object, btf: Btf | None) -> list[Extern]:
    """Every undefined symbol, in table order, with what BTF says of it."""
    declared = _list_declared(btf) if btf is not None else {}
    found = []
    for symbol in obj.symbols:
        if symbol.section is None and symbol.name:
            kind, type_ = declared.get(symbol.name, ("variable", None))
            found.append(Extern(symbol.name, kind, type_, symbol.binding is Binding.WEAK))
    return found


def _list_declared(btf: Btf) -> dict[str, tuple[str, Type]]:
    """Kind and type of every external name that BTF declares."""
    found: dict[str, tuple[str, Type]] = {}
    for type_ in btf.of_kinds(Kind.FUNC, Kind.VAR):
        if isinstance(type_, Function) and type_.linkage == Linkage.EXTERN:
            found[type_.name] = ("function", type_.prototype)
        elif isinstance(type_, Variable) and type_.linkage == Linkage.EXTERN:
            found[type_.name] = ("variable", type_.target)
    for section in btf.of_kinds(Kind.DATASEC):
        if not isinstance(section, DataSection) or section.name not in (KCONFIG, KSYMS):
            continue
        for entry in section.variables:
            name = entry.variable.name
            if name not in found:
                continue
            kind, type_ = found[name]
            if section.name == KCONFIG:
                kind = "kconfig"
            else:
                kind = "kfunc" if kind == "function" else "ksym"
            found[name] = (kind, type_)
    return found
