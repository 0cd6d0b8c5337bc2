"""Walking along BTF types: what they refer to, what lies under names, and layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.types import (
    MODIFIERS,
    VOID,
    Array,
    Composite,
    DataSection,
    Enum,
    Float,
    Function,
    FunctionPrototype,
    Int,
    Member,
    Parameter,
    Pointer,
    Reference,
    SectionVariable,
    Type,
    Typedef,
    Variable,
)
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_NESTING = 256
"""How deep types may lie inside each other; no compiler's output comes near."""

POINTER_BYTES = 8

_MODIFIER_SET = frozenset(MODIFIERS)
_NAMING_SET = frozenset((*MODIFIERS, Typedef))


def visit_references(type_: Type) -> Iterator[Type]:
    """Every type that `type_` refers to, in the order in which they are written."""
    if isinstance(type_, Reference | Variable):
        yield type_.target
    elif isinstance(type_, Composite):
        for member in type_.members:
            yield member.type
    elif isinstance(type_, FunctionPrototype):
        yield type_.result
        for parameter in type_.parameters:
            yield parameter.type
    elif isinstance(type_, Function):
        yield type_.prototype
    elif isinstance(type_, Array):
        yield type_.element
        yield type_.index_type
    elif isinstance(type_, DataSection):
        for entry in type_.variables:
            yield entry.variable


def map_references(type_: Type, replace: Callable[[Type], Type]) -> None:
    """Replace, in place, every type that `type_` refers to by what `replace` answers."""
    if isinstance(type_, Reference | Variable):
        type_.target = replace(type_.target)
    elif isinstance(type_, Composite):
        type_.members = [
            Member(name, replace(inner), offset, bits)
            for name, inner, offset, bits in type_.members
        ]
    elif isinstance(type_, FunctionPrototype):
        type_.result = replace(type_.result)
        type_.parameters = [Parameter(name, replace(inner)) for name, inner in type_.parameters]
    elif isinstance(type_, Function):
        type_.prototype = replace(type_.prototype)
    elif isinstance(type_, Array):
        type_.element = replace(type_.element)
        type_.index_type = replace(type_.index_type)
    elif isinstance(type_, DataSection):
        type_.variables = [
            SectionVariable(replace(inner), offset, size) for inner, offset, size in type_.variables
        ]


def skip_modifiers(type_: Type) -> Type:
    """What lies under const, volatile, restrict and type tags."""
    if type_.__class__ not in _MODIFIER_SET:
        return type_
    for _ in range(MAX_NESTING):
        if not isinstance(type_, MODIFIERS):
            return type_
        type_ = type_.target
    raise InputError(f"type {type_.name!r} is nested deeper than {MAX_NESTING}")


def resolve(type_: Type) -> Type:
    """What lies under modifiers and typedefs."""
    if type_.__class__ not in _NAMING_SET:
        return type_
    for _ in range(MAX_NESTING):
        if not isinstance(type_, (*MODIFIERS, Typedef)):
            return type_
        type_ = type_.target
    raise InputError(f"type {type_.name!r} is nested deeper than {MAX_NESTING}")


def size_bytes(type_: Type) -> int | None:
    """Bytes that a value of the type takes; None for a type without a size."""
    count = 1
    for _ in range(MAX_NESTING):
        type_ = resolve(type_)
        if isinstance(type_, Variable):
            type_ = type_.target
        elif isinstance(type_, Array):
            count *= type_.count
            type_ = type_.element
        elif isinstance(type_, Int | Float | Enum | Composite):
            return count * type_.size_bytes
        elif isinstance(type_, Pointer):
            return count * POINTER_BYTES
        else:
            return None
    raise InputError(f"type {type_.name!r} is nested deeper than {MAX_NESTING}")


def is_void(type_: Type) -> bool:
    """Whether the type is void under its names."""
    return resolve(type_) is VOID
