"""Checks that types which were read make sense together.

`btf.read` checks what one type's bytes say; here is what takes several types: that each refers to
kinds it may refer to, and that no type contains itself. After it, walking by value ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.types import (
    MODIFIERS,
    VOID,
    Array,
    Composite,
    DataSection,
    DeclTag,
    Forward,
    Function,
    FunctionPrototype,
    Pointer,
    Reference,
    Type,
    Typedef,
    Variable,
)
from bpfcc.btf.walk import MAX_NESTING, resolve, skip_modifiers, visit_references
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.btf.container import Btf

_DECLARATIONS = (Function, Variable, DataSection, DeclTag)
_TAGGED = (Composite, Forward, Function, Variable, Typedef, FunctionPrototype)


def check_btf(btf: Btf, where: str) -> None:
    """Raise InputError at the first type that refers to what it must not."""
    checked: dict[Type, int] = {}
    named: dict[Type, int] = {}
    for type_ in btf.types:
        _check_descent(type_, _contained, checked, where, "contains itself")
        _check_descent(type_, _referred, named, where, "refers to itself without a struct between")
    for type_ in btf.types:
        problem = _find_problem(type_)
        if problem is not None:
            raise InputError(problem, where=f"{where}: type {type_.origin_id}")


def _contained(type_: Type) -> list[Type]:
    """Types whose values lie inside a value of `type_`."""
    if isinstance(type_, (*MODIFIERS, Typedef, Variable)):
        return [type_.target]
    if isinstance(type_, Array):
        return [type_.element]
    if isinstance(type_, Composite):
        return [member.type for member in type_.members]
    return []


def _referred(type_: Type) -> list[Type]:
    """Types that `type_` refers to, but none through a struct or union: those may be cyclic."""
    return [] if isinstance(type_, Composite) else list(visit_references(type_))


def _check_descent(
    start: Type,
    below: Callable[[Type], list[Type]],
    heights: dict[Type, int],
    where: str,
    problem: str,
) -> None:
    """Find a type below itself, or nesting without reasonable end, below `start`.

    `heights` maps types that are done to their nesting depth; those in progress are at -1.
    """
    if start in heights:
        return
    heights[start] = -1
    stack = [(start, iter(below(start)))]
    while stack:
        type_, rest = stack[-1]
        for inner in rest:
            height = heights.get(inner)
            if height is None:
                heights[inner] = -1
                stack.append((inner, iter(below(inner))))
                break
            if height < 0:
                place = f"{where}: type {inner.origin_id}"
                raise InputError(f"{inner.name or 'the type'} {problem}", where=place)
        else:
            height = 1 + max((heights[inner] for inner in below(type_)), default=0)
            if height > MAX_NESTING:
                place = f"{where}: type {type_.origin_id}"
                raise InputError(f"nested deeper than {MAX_NESTING} types", where=place)
            heights[type_] = height
            stack.pop()


def _find_problem(type_: Type) -> str | None:
    """Say what is wrong with the kinds that one type refers to."""
    if isinstance(type_, DeclTag):
        return _find_tag_problem(type_)
    if isinstance(type_, Reference):
        if isinstance(type_.target, _DECLARATIONS):
            return f"refers to {_describe(type_.target)}, which is no type"
    elif isinstance(type_, Array):
        if not _can_hold(type_.element):
            return f"an array of {_describe(type_.element)}"
    elif isinstance(type_, Composite):
        for member in type_.members:
            if not _can_hold(member.type) or isinstance(resolve(member.type), Forward):
                return f"member {member.name} is {_describe(member.type)}"
    elif isinstance(type_, FunctionPrototype):
        if isinstance(type_.result, _DECLARATIONS):
            return f"returns {_describe(type_.result)}, which is no type"
        for at, parameter in enumerate(type_.parameters):
            last = at == len(type_.parameters) - 1
            if isinstance(parameter.type, _DECLARATIONS) or (parameter.type is VOID and not last):
                return f"parameter {at} is {_describe(parameter.type)}"
    elif isinstance(type_, Function):
        if not isinstance(type_.prototype, FunctionPrototype):
            return f"function {type_.name} has {_describe(type_.prototype)} for its prototype"
    elif isinstance(type_, Variable):
        if isinstance(type_.target, _DECLARATIONS):
            return f"variable {type_.name} is {_describe(type_.target)}"
    elif isinstance(type_, DataSection):
        for entry in type_.variables:
            if not isinstance(entry.variable, Variable | Function):
                return f"section {type_.name} holds {_describe(entry.variable)}"
    return None


def _find_tag_problem(tag: DeclTag) -> str | None:
    target = tag.target
    if not isinstance(target, _TAGGED):
        return f"tag {tag.name!r} stands at {_describe(target)}"
    if tag.component == -1:
        return None
    count = 0
    if isinstance(target, Composite):
        count = len(target.members)
    elif isinstance(target, Function) and isinstance(target.prototype, FunctionPrototype):
        count = len(target.prototype.parameters)
    elif isinstance(target, FunctionPrototype):
        count = len(target.parameters)
    if not 0 <= tag.component < count:
        return f"tag {tag.name!r} stands at component {tag.component} of {count}"
    return None


def _can_hold(type_: Type) -> bool:
    """Whether values of the type can lie in memory."""
    inner = resolve(type_)
    return inner is not VOID and not isinstance(inner, (*_DECLARATIONS, FunctionPrototype))


def _describe(type_: Type) -> str:
    if type_ is VOID:
        return "void"
    under = skip_modifiers(type_)
    label = type(under).__name__ if not isinstance(under, Pointer) else "Pointer"
    return f"{label} {under.name!r}" if under.name else label
