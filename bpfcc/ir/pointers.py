"""Pointers as operands: stepping them, and what is known of what they point at."""

from __future__ import annotations

from bpfcc.frontend.ctype import Array, CType, Pointer
from bpfcc.frontend.layout import align_of, size_of
from bpfcc.frontend.tree import Conversion, Convert, Expr
from bpfcc.ir.memory import is_volatile
from bpfcc.ir.state import FunctionState, LValue
from bpfcc.ir.tbaa import NO_ACCESS


def common_alignment(align_bytes: int, offset_bytes: int) -> int:
    """The alignment ``offset_bytes`` beyond something aligned to ``align_bytes``."""
    value = align_bytes | offset_bytes
    return value & -value


def pointer_text(space: int) -> str:
    """``ptr``, with its address space."""
    return f"ptr addrspace({space})" if space else "ptr"


def is_constant(pointer: str) -> bool:
    """Whether an operand is a constant expression."""
    return pointer[0] != "%"


def element_pointer(
    f: FunctionState, source: str, pointer: str, indexes: str, flags: str, pointer_type: str = "ptr"
) -> str:
    """``getelementptr``; an expression where base and indexes are constants.

    ``indexes`` are typed operands, ``i64 0, i64 %v3``; ``flags`` end with a space.
    """
    if is_constant(pointer) and "%" not in indexes:
        if not indexes.replace("i32 0", "").replace("i64 0", "").strip(", "):
            return pointer
        return f"getelementptr {flags}({source}, {pointer_type} {pointer}, {indexes})"
    return f.builder.emit(f"getelementptr {flags}{source}, {pointer_type} {pointer}, {indexes}")


def natural_lvalue(f: FunctionState, pointer: str, type: CType) -> LValue:
    """What a pointer to ``type`` points at, aligned as the type says."""
    element = type
    while isinstance(element.canonical, Array) and not element.is_error:
        inner = element.canonical.element
        if align_of(element) != align_of(inner):
            break  # a typedef says more
        element = inner
    align = align_of(type) if size_of(element) is not None else 1
    return LValue(
        pointer,
        align,
        type,
        f.context.tbaa.access(type) if size_of(type) is not None else NO_ACCESS,
        is_volatile=is_volatile(type),
        is_declared=False,
        space=type.address_space,
    )


def retype(lvalue: LValue, type: CType) -> LValue:
    """The same place seen as ``type``; qualifiers come from the type."""
    return LValue(
        lvalue.pointer,
        lvalue.align_bytes,
        type,
        lvalue.access,
        is_volatile=is_volatile(type),
        is_declared=lvalue.is_declared,
        bits=lvalue.bits,
        space=lvalue.space,
    )


def strip_loads(expr: Expr) -> Expr:
    """The lvalue below conversions that only read it."""
    while isinstance(expr, Convert) and expr.kind in (Conversion.LOAD, Conversion.NO_OP):
        expr = expr.operand
    return expr


def target_of(type: CType) -> CType:
    """What a pointer type points at."""
    canonical = type.canonical
    assert isinstance(canonical, Pointer), type
    return canonical.target
