"""Whether two units mean the same by a name that one defines and another only declares.

The rules are those by which static linkers for eBPF compare: qualifiers, typedefs, parameter
names and array lengths do not matter; what lies in memory does. Behind a pointer only kinds and
names are compared, since a unit may know a struct there by name alone.
"""

from __future__ import annotations

from bpfcc.btf.types import (
    VOID,
    Array,
    Composite,
    Enum,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Pointer,
    Type,
    Union,
    Variable,
)
from bpfcc.btf.walk import resolve


def find_mismatch(left: Type, right: Type) -> str | None:
    """Say how two declarations, or their types, differ; None where they agree."""
    return _Comparison().compare(left, right, True)


class _Comparison:
    """Remembers the pairs under way, which chains of pointers may come back to."""

    def __init__(self) -> None:
        self.seen: set[tuple[Type, Type, bool]] = set()

    def compare(self, left: Type, right: Type, exact: bool) -> str | None:
        left, right = resolve(left), resolve(right)
        if left is right or (left, right, exact) in self.seen:
            return None
        self.seen.add((left, right, exact))
        if isinstance(left, Variable) and isinstance(right, Variable):
            return self.compare(left.target, right.target, exact)
        if isinstance(left, Function) and isinstance(right, Function):
            return self.compare(left.prototype, right.prototype, exact)
        if not exact and isinstance(left, Forward) != isinstance(right, Forward):
            return _compare_tags(left, right)
        if left.kind is not right.kind:
            return f"{describe(left)} and {describe(right)}"
        if isinstance(left, Composite | Enum | Forward) and left.name != right.name:
            return f"{describe(left)} and {describe(right)}"
        if isinstance(left, Int | Float | Enum) and isinstance(right, Int | Float | Enum):
            if left.size_bytes == right.size_bytes:
                return None
            return f"{describe(left)} of {left.size_bytes} and of {right.size_bytes} bytes"
        if isinstance(left, Pointer) and isinstance(right, Pointer):
            return self.compare(left.target, right.target, False)
        if isinstance(left, Array) and isinstance(right, Array):
            return self.compare(left.element, right.element, exact)
        if isinstance(left, Composite) and isinstance(right, Composite) and exact:
            return self._compare_members(left, right)
        if isinstance(left, FunctionPrototype) and isinstance(right, FunctionPrototype):
            return self._compare_prototypes(left, right, exact)
        return None

    def _compare_members(self, left: Composite, right: Composite) -> str | None:
        if left.size_bytes != right.size_bytes:
            return f"{describe(left)} of {left.size_bytes} and of {right.size_bytes} bytes"
        if len(left.members) != len(right.members):
            return f"{describe(left)} with {len(left.members)} and {len(right.members)} members"
        for one, other in zip(left.members, right.members, strict=True):
            if (one.name, one.offset_bits, one.bitfield_bits) != (
                other.name,
                other.offset_bits,
                other.bitfield_bits,
            ):
                return f"{describe(left)}: member {one.name or '(anonymous)'} is not the same"
            problem = self.compare(one.type, other.type, True)
            if problem is not None:
                return f"member {one.name or '(anonymous)'} of {describe(left)}: {problem}"
        return None

    def _compare_prototypes(
        self, left: FunctionPrototype, right: FunctionPrototype, exact: bool
    ) -> str | None:
        if len(left.parameters) != len(right.parameters):
            return f"{len(left.parameters)} and {len(right.parameters)} parameters"
        for at, (one, other) in enumerate(zip(left.parameters, right.parameters, strict=True), 1):
            problem = self.compare(one.type, other.type, exact)
            if problem is not None:
                return f"parameter {at} is {problem}"
        problem = self.compare(left.result, right.result, exact)
        return None if problem is None else f"the result is {problem}"


def _compare_tags(left: Type, right: Type) -> str | None:
    """Compare a declared struct or union with a defined one."""
    if left.name == right.name and _tag_kind(left) == _tag_kind(right) is not None:
        return None
    return f"{describe(left)} and {describe(right)}"


def _tag_kind(type_: Type) -> str | None:
    if isinstance(type_, Forward):
        return type_.keyword
    if isinstance(type_, Composite):
        return "union" if isinstance(type_, Union) else "struct"
    return None


def describe(type_: Type) -> str:
    """A type in a few words, as messages name it."""
    type_ = resolve(type_)
    if type_ is VOID:
        return "void"
    if isinstance(type_, Composite | Enum | Forward):
        return f"{type_.keyword} {type_.name or '(anonymous)'}"
    if isinstance(type_, Pointer):
        return "a pointer"
    if isinstance(type_, Array):
        return "an array"
    if isinstance(type_, FunctionPrototype):
        return "a function"
    return type_.name or type(type_).__name__
