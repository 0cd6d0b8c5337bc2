"""Where objects are: lvalues, and pointers of which the alignment is known."""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.ctype import Array, CType, Field, Record, integer_of
from bpfcc.frontend.layout import align_of, size_of
from bpfcc.frontend.tree import (
    AddressOf,
    Assign,
    Call,
    Comma,
    CompoundLiteral,
    Conversion,
    Convert,
    DeclRef,
    Deref,
    Expr,
    Function,
    Index,
    Member,
    Opaque,
    PointerAdd,
    PreserveAccess,
    StringLiteral,
    Variable,
)
from bpfcc.ir import core, lower_aggregate, lower_expr, lower_init
from bpfcc.ir.fold import as_int
from bpfcc.ir.memory import is_volatile
from bpfcc.ir.operands import value_bits
from bpfcc.ir.places import place_of
from bpfcc.ir.pointers import (
    common_alignment,
    element_pointer,
    natural_lvalue,
    pointer_text,
    retype,
    target_of,
)
from bpfcc.ir.record_layout import has_no_storage
from bpfcc.ir.state import FunctionState, LValue
from bpfcc.ir.tbaa import NO_ACCESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def lower_lvalue(f: FunctionState, expr: Expr) -> LValue:
    """The object that ``expr`` names."""
    builder = f.builder
    saved = builder.loc
    builder.loc = place_of(expr) or saved
    handler = _HANDLERS.get(type(expr))
    if handler is None:
        raise InternalError(f"{type(expr).__name__} is no lvalue", loc=expr.loc)
    result = handler(f, expr)
    builder.loc = saved
    return result


def _decl_ref(f: FunctionState, expr: DeclRef) -> LValue:
    decl = expr.decl
    if isinstance(decl, Function):
        return LValue(
            f.context.globals.function(decl), 1, decl.type, f.context.tbaa.access(decl.type)
        )
    local = f.locals.get(decl)
    if local is not None:
        return local
    return global_lvalue(f, decl)


def global_lvalue(f: FunctionState, variable: Variable) -> LValue:
    """A global, an extern or a static local."""
    pointer = f.context.globals.variable(variable)
    align = variable.attributes.align_bytes or align_of(variable.type)
    type = variable.type
    access = f.context.tbaa.access(type) if size_of(type) is not None else NO_ACCESS
    return LValue(
        pointer,
        align,
        type,
        access,
        is_volatile=is_volatile(type),
        space=type.address_space,
    )


def _string(f: FunctionState, expr: StringLiteral) -> LValue:
    pointer = f.context.globals.string(expr.data, expr.type, expr.loc)
    return LValue(pointer, align_of(expr.type), expr.type, f.context.tbaa.access(expr.type))


def _deref(f: FunctionState, expr: Deref) -> LValue:
    target = lower_pointer(f, expr.pointer)
    return retype(target, expr.type)


def _member(f: FunctionState, expr: Member) -> LValue:
    base = lower_lvalue(f, expr.base) if expr.base.is_lvalue else _rvalue_base(f, expr.base)
    member = member_lvalue(f, base, expr.field, expr.field.type)
    member.is_volatile = member.is_volatile or is_volatile(expr.type)
    return member


def _rvalue_base(f: FunctionState, base: Expr) -> LValue:
    """A member of a record that a call or assignment gave: it is put into a temporary."""
    return lower_aggregate.locate(f, base, has_lifetime=True)


def member_lvalue(f: FunctionState, base: LValue, field: Field, type: CType) -> LValue:
    """``base.field``."""
    record = field.record
    pointer = base.pointer
    if record.preserve_static_offset:
        pointer = core.preserve_static_offset(f, pointer)
    preserves = core.is_preserving(f, record)
    volatile = base.is_volatile or is_volatile(type)
    if field.bit_width is not None:
        return _bit_field(f, base, pointer, field, type, preserves)
    access = f.context.tbaa.field_access(base.access, record, field.offset_bits, field.type)
    align = common_alignment(base.align_bytes, field.offset_bits // 8)
    if preserves and not has_no_storage(field):
        pointer = core.preserve_member(f, base, pointer, field)
    elif not record.is_union:
        pointer = _field_pointer(f, base, pointer, record, field)
    return LValue(pointer, align, type, access, is_volatile=volatile, space=base.space)


def _field_pointer(
    f: FunctionState, base: LValue, pointer: str, record: Record, field: Field
) -> str:
    kind = pointer_text(base.space)
    if has_no_storage(field):
        offset = field.offset_bits // 8
        if not offset:
            return pointer
        return element_pointer(f, "i8", pointer, f"i64 {offset}", "inbounds ", kind)
    layout = f.context.types.layout(record)
    indexes = f"i32 0, i32 {layout.indexes[field]}"
    source = f.memory_type(record)
    return element_pointer(f, source, pointer, indexes, "inbounds nuw ", kind)


def _bit_field(
    f: FunctionState, base: LValue, pointer: str, field: Field, type: CType, preserves: bool
) -> LValue:
    record = field.record
    bits = f.context.types.bit_field(field)
    if preserves:
        pointer = core.preserve_bit_field(f, base, pointer, field, bits.index)
    elif bits.index:
        pointer = element_pointer(
            f,
            f.memory_type(record),
            pointer,
            f"i32 0, i32 {bits.index}",
            "inbounds nuw ",
            pointer_text(base.space),
        )
    align = common_alignment(base.align_bytes, bits.storage_offset_bytes)
    volatile = base.is_volatile or is_volatile(type)
    return LValue(
        pointer, align, type, NO_ACCESS, is_volatile=volatile, bits=bits, space=base.space
    )


def _index(f: FunctionState, expr: Index) -> LValue:
    base = expr.base
    if isinstance(base, Convert) and base.kind is Conversion.ARRAY_DECAY:
        array_expr = base.operand
        array = lower_lvalue(f, array_expr)
        index, unsigned = _lower_index(f, expr.index)
        type = array_expr.type.canonical
        assert isinstance(type, Array)
        access = f.context.tbaa.element_access(array.access, expr.type)
        pointer = core.preserve_element(f, expr, array, index, array.type, 1)
        if pointer is None:
            pointer = _array_element(f, array, index, unsigned)
        start = array
    else:
        start = lower_pointer(f, base)
        if core.has_static_offset(base):
            start.pointer = core.preserve_static_offset(f, start.pointer)
        index, unsigned = _lower_index(f, expr.index)
        access = start.access
        pointer = core.preserve_element(f, expr, start, index, base.type, 0)
        if pointer is None:
            flags = "inbounds nuw " if unsigned else "inbounds "
            kind = pointer_text(start.space)
            source = f.memory_type(expr.type)
            pointer = element_pointer(f, source, start.pointer, f"i64 {index}", flags, kind)
    size = size_of(expr.type) or 0
    constant = as_int(index)
    offset = size if constant is None else constant * size
    align = common_alignment(start.align_bytes, offset & 0xFFFFFFFF)
    volatile = start.is_volatile or is_volatile(expr.type)
    return LValue(
        pointer,
        align,
        expr.type,
        access,
        is_volatile=volatile,
        is_declared=start.is_declared,
        space=start.space,
    )


def _lower_index(f: FunctionState, index: Expr) -> tuple[str, bool]:
    """An index in 64 bits, and whether it was written with an unsigned type.

    The widening is the subscript's, not the index's: it has the subscript's place, and its
    signedness says whether the step can go down.
    """
    written = index
    while (
        isinstance(written, Convert)
        and written.kind is Conversion.INTEGER
        and not written.is_explicit
    ):
        written = written.operand
    value = lower_expr.lower_value(f, written)
    signed = integer_of(written.type).signed
    return f.resize(value, value_bits(written.type), 64, signed=signed), not signed


def _array_element(f: FunctionState, array: LValue, index: str, unsigned: bool) -> str:
    flags = "inbounds nuw " if unsigned else "inbounds "
    return element_pointer(
        f,
        f.memory_type(array.type),
        array.pointer,
        f"i64 0, i64 {index}",
        flags,
        pointer_text(array.space),
    )


def _compound_literal(f: FunctionState, expr: CompoundLiteral) -> LValue:
    variable = expr.variable
    if variable.is_global:
        return global_lvalue(f, variable)
    slot = f.locals.get(variable)
    if slot is None:
        slot = f.locals[variable] = f.temporary(variable.type, "compoundliteral")
    if variable.initializer is not None:
        lower_init.initialize(f, variable.initializer, slot)
    return slot


def _opaque(f: FunctionState, expr: Opaque) -> LValue:
    bound = f.opaques[expr]
    assert isinstance(bound, LValue)
    return bound


def _preserve(f: FunctionState, expr: PreserveAccess) -> LValue:
    saved = f.in_preserve
    f.in_preserve = True
    result = lower_lvalue(f, expr.operand)
    f.in_preserve = saved
    return result


def _comma(f: FunctionState, expr: Comma) -> LValue:
    lower_expr.lower_effect(f, expr.left)
    return lower_lvalue(f, expr.right)


def _no_op(f: FunctionState, expr: Convert) -> LValue:
    """A cast of an lvalue that changes nothing but its qualifiers."""
    return retype(lower_lvalue(f, expr.operand), expr.type)


def _aggregate(f: FunctionState, expr: Expr) -> LValue:
    return lower_aggregate.materialize(f, expr)


# ----------------------------------------------------------------- pointers and their targets


def lower_pointer(f: FunctionState, expr: Expr) -> LValue:
    """The object a pointer expression points at, with the best known alignment."""
    if isinstance(expr, Convert):
        kind = expr.kind
        if kind in (Conversion.POINTER, Conversion.NO_OP, Conversion.ADDRESS_SPACE):
            found = _lower_pointer_cast(f, expr)
            if found is not None:
                return found
        elif kind is Conversion.ARRAY_DECAY:
            return decay_array(f, expr.operand)
    elif isinstance(expr, AddressOf):
        return lower_lvalue(f, expr.operand)
    elif isinstance(expr, PointerAdd):
        return _step_pointer(f, expr)
    pointer = lower_expr.lower_value(f, expr)
    return natural_lvalue(f, pointer, target_of(expr.type))


def _step_pointer(f: FunctionState, expr: PointerAdd) -> LValue:
    """``pointer ± index``: what is known of the start holds, but for the alignment."""
    start = lower_pointer(f, expr.pointer)
    written = lower_expr.split_widening(expr.index)
    index = lower_expr.widen_index(f, lower_expr.lower_value(f, written), written.type)
    pointer = lower_expr.step_pointer(
        f,
        start.pointer,
        index,
        expr.pointer.type,
        unsigned=not integer_of(expr.index.type).signed,
        negative=expr.is_subtraction,
    )
    target = target_of(expr.type)
    size = 1 if target.is_void or target.is_function else size_of(target) or 1
    constant = as_int(index)
    align = common_alignment(start.align_bytes, size if constant is None else abs(constant) * size)
    return LValue(
        pointer,
        align,
        target,
        start.access,
        is_volatile=start.is_volatile or is_volatile(target),
        is_declared=start.is_declared,
        space=start.space,
    )


def _lower_pointer_cast(f: FunctionState, expr: Convert) -> LValue | None:
    operand = expr.operand
    if not operand.type.is_pointer or target_of(operand.type).is_void:
        return None
    target = target_of(expr.type)
    inner = lower_pointer(f, operand)
    result = LValue(
        inner.pointer,
        inner.align_bytes,
        target,
        inner.access,
        is_volatile=is_volatile(target),
        is_declared=inner.is_declared,
        space=target.address_space,
    )
    if expr.is_explicit:
        natural = natural_lvalue(f, inner.pointer, target)
        if not inner.access.is_may_alias:
            result.access = natural.access
        if not inner.is_declared:
            result.align_bytes = natural.align_bytes
    if expr.kind is Conversion.ADDRESS_SPACE:
        result.pointer = lower_expr.cast_address_space(f, inner.pointer, operand.type, expr.type)
    return result


def decay_array(f: FunctionState, array_expr: Expr) -> LValue:
    """The first element of an array lvalue."""
    array = lower_lvalue(f, array_expr)
    type = array_expr.type.canonical
    assert isinstance(type, Array)
    pointer = element_pointer(
        f,
        f.memory_type(type),
        array.pointer,
        "i64 0, i64 0",
        "inbounds ",
        pointer_text(array.space),
    )
    return LValue(
        pointer,
        array.align_bytes,
        type.element,
        f.context.tbaa.access(type.element) if size_of(type.element) is not None else NO_ACCESS,
        is_volatile=array.is_volatile,
        is_declared=array.is_declared,
        space=array.space,
    )


_HANDLERS: dict[type[Expr], Callable[[FunctionState, Any], LValue]] = {
    DeclRef: _decl_ref,
    StringLiteral: _string,
    Deref: _deref,
    Member: _member,
    Index: _index,
    CompoundLiteral: _compound_literal,
    Opaque: _opaque,
    PreserveAccess: _preserve,
    Comma: _comma,
    Convert: _no_op,
    Call: _aggregate,
    Assign: _aggregate,
}
