"""What loaders read of an object, compared with clang's: types, CO-RE records, symbols, data.

Everything is turned to text in which no type number and no place in the code occurs, so that
objects with other instructions can still be compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bpfcc.btf.ext import CORE_KIND_NAMES, Ext
from bpfcc.btf.load import read_object_btf, read_object_ext
from bpfcc.btf.types import (
    Array,
    Composite,
    Const,
    DataSection,
    DeclTag,
    Enum,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Pointer,
    Restrict,
    Type,
    Typedef,
    TypeTag,
    Variable,
    Void,
    Volatile,
)
from bpfcc.elf.model import Binding, Object, Section, Symbol
from bpfcc.elf.read import read_object

_EXECUTABLE = 4
_PREFIXES = {Const: "const", Volatile: "volatile", Restrict: "restrict", Pointer: "*"}
_MOST_TOLD = 12

Facts = dict[str, Counter[str]]
"""Of each kind of fact, the facts with how often they occur."""


def compare_objects(theirs: Path, ours: Path) -> list[str]:
    """The facts of one object that the other lacks, ``-`` before clang's, ``+`` before ours."""
    facts = [list_facts(read_object(path.read_bytes(), path.name)) for path in (theirs, ours)]
    found: list[str] = []
    for kind in sorted(facts[0].keys() | facts[1].keys()):
        left, right = (side.get(kind, Counter()) for side in facts)
        found += [f"-{kind} {text}" for text in sorted((left - right).elements())]
        found += [f"+{kind} {text}" for text in sorted((right - left).elements())]
    return found


def list_facts(obj: Object) -> Facts:
    """Everything that is compared of one object."""
    facts: Facts = {"symbol": Counter(), "data": Counter()}
    for symbol in obj.symbols:
        if symbol.name and symbol.section is not None and _is_told(symbol):
            facts["symbol"][spell_symbol(symbol)] += 1
    for section in obj.sections:
        if section.data and not section.flags & _EXECUTABLE and section.flags & 2:
            facts["data"][f"{section.name} {section.data.hex()[:4096]}"] += 1
    btf = read_object_btf(obj, "object")
    if btf is not None:
        _list_types(facts, btf.types)
        ext = read_object_ext(obj, btf, "object")
        if ext is not None:
            _list_records(facts, ext)
    return facts


def _is_told(symbol: Symbol) -> bool:
    return symbol.binding is not Binding.LOCAL


def spell_symbol(symbol: Symbol) -> str:
    """A symbol without its place."""
    where = symbol.section.name if isinstance(symbol.section, Section) else str(symbol.section)
    size = (
        ""
        if isinstance(symbol.section, Section) and symbol.section.flags & _EXECUTABLE
        else (f" {symbol.size_bytes}")
    )
    return (
        f"{symbol.name} {symbol.binding.name} {symbol.kind.name} {symbol.visibility.name} "
        f"{where}{size}"
    )


def _list_types(facts: Facts, types: Iterable[Type]) -> None:
    for kind in ("type", "function", "variable", "tag"):
        facts[kind] = Counter()
    for one in types:
        if isinstance(one, Function):
            facts["function"][f"{one.name} {int(one.linkage)} {spell_type(one.prototype)}"] += 1
        elif isinstance(one, DataSection):
            for inside in one.variables:
                facts["variable"][
                    f"{one.name} {spell_declaration(inside.variable)} {inside.size_bytes}"
                ] += 1
        elif isinstance(one, DeclTag):
            facts["tag"][f"{one.name!r} {one.component} {spell_declaration(one.target)}"] += 1
        elif isinstance(one, (Typedef, Composite, Enum, Int, Float, Forward)) and one.name:
            facts["type"][f"{spell_type(one)}: {spell_body(one)}"] += 1


def _list_records(facts: Facts, ext: Ext) -> None:
    facts["core"] = Counter(
        f"{section} {CORE_KIND_NAMES[record.kind]} {spell_type(record.type)} {record.access}"
        for section, records in ext.relocations.items()
        for record in records
    )
    facts["func_info"] = Counter(
        f"{section} {record.type.name}"
        for section, records in ext.functions.items()
        for record in records
    )


def spell_declaration(one: Type) -> str:
    """A variable or function with its linkage and type; any other type by its name."""
    if isinstance(one, Variable):
        return f"var {one.name} {int(one.linkage)} {spell_type(one.target)}"
    if isinstance(one, Function):
        return f"func {one.name} {int(one.linkage)}"
    return spell_type(one)


def spell_type(one: Type) -> str:
    """A type as others mention it: what has a name by its name, the rest written out."""
    match one:
        case Void():
            return "void"
        case Composite() | Enum():
            return f"{one.keyword} {one.name}" if one.name else f"{one.keyword} {spell_body(one)}"
        case Forward():
            return f"{one.keyword} {one.name}"
        case Typedef() | Int() | Float():
            return one.name
        case Array():
            return f"{spell_type(one.element)}[{one.count}]"
        case TypeTag():
            return f"tag({one.name}) {spell_type(one.target)}"
        case Const() | Volatile() | Restrict() | Pointer():
            return f"{_PREFIXES[type(one)]} {spell_type(one.target)}"
        case FunctionPrototype():
            inside = ", ".join(f"{spell_type(p.type)} {p.name}" for p in one.parameters)
            return f"{spell_type(one.result)} ({inside})"
        case Function() | Variable():
            return spell_declaration(one)
        case _:
            return f"{type(one).__name__} {one.name}"


def spell_body(one: Type) -> str:
    """What a definition says."""
    match one:
        case Composite():
            inside = "; ".join(
                f"{spell_type(m.type)} {m.name}@{m.offset_bits}:{m.bitfield_bits}"
                for m in one.members
            )
            return f"{one.size_bytes} {{{inside}}}"
        case Enum():
            values = ", ".join(f"{v.name}={v.value}" for v in one.values)
            return f"{one.size_bytes} {one.is_signed} {{{values}}}"
        case Typedef():
            return spell_type(one.target)
        case Int():
            return f"{one.size_bytes} {one.encoding} {one.bits} {one.offset_bits}"
        case Float():
            return str(one.size_bytes)
        case Forward():
            return "declared"
        case _:
            return spell_type(one)
