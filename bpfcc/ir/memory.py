"""Loads, stores and copies of C objects."""

from __future__ import annotations

from bpfcc.frontend.ctype import VOLATILE, CType
from bpfcc.frontend.layout import has_member_with
from bpfcc.ir import expand
from bpfcc.ir.fold import as_int
from bpfcc.ir.operands import value_bits
from bpfcc.ir.record_layout import BitFieldAccess
from bpfcc.ir.state import FunctionState, LValue


def load(f: FunctionState, lvalue: LValue) -> str:
    """The scalar value of an object."""
    if lvalue.bits is not None:
        return _load_bits(f, lvalue, lvalue.bits)
    type = lvalue.type.canonical
    volatile = "volatile " if lvalue.is_volatile else ""
    memory = f.memory_type(type)
    tail = f.context.tbaa.tag(lvalue.access)
    is_bool = type.is_bool
    if is_bool and f.context.is_optimizing:
        node = f.context.module.metadata.node
        tail += f", !range {node('!{i8 0, i8 2}')}, !noundef {node('!{}')}"
    value = f.builder.emit(
        f"load {volatile}{memory}, ptr{space_of(lvalue)} {lvalue.pointer}, "
        f"align {lvalue.align_bytes}",
        tail,
    )
    if is_bool:
        return f.builder.emit(f"trunc i8 {value} to i1")
    return value


def space_of(lvalue: LValue) -> str:
    """`` addrspace(n)`` for an object outside of space 0."""
    return f" addrspace({lvalue.space})" if lvalue.space else ""


def to_memory(f: FunctionState, value: str, type: CType) -> str:
    """A value as it lies in memory: ``_Bool`` widens to a byte."""
    if not type.canonical.is_bool:
        return value
    number = as_int(value)
    if number is not None:
        return str(number)
    return f.builder.emit(f"zext i1 {value} to i8")


def store(f: FunctionState, value: str, lvalue: LValue, *, is_init: bool = False) -> None:
    """Store a scalar (not into a bit-field)."""
    assert lvalue.bits is None
    stored = to_memory(f, value, lvalue.type)
    volatile = "volatile " if lvalue.is_volatile else ""
    f.builder.emit_void(
        f"store {volatile}{f.memory_type(lvalue.type)} {stored}, "
        f"ptr{space_of(lvalue)} {lvalue.pointer}, align {lvalue.align_bytes}",
        f.context.tbaa.tag(lvalue.access),
    )


def _bits_pointer(lvalue: LValue, bits: BitFieldAccess) -> str:
    return f"ptr{space_of(lvalue)} {lvalue.pointer}, align {lvalue.align_bytes}"


def _load_bits(f: FunctionState, lvalue: LValue, bits: BitFieldAccess) -> str:
    volatile = "volatile " if lvalue.is_volatile else ""
    storage, width = bits.storage_bits, bits.width_bits
    unit = f"i{storage}"
    value = f.builder.emit(f"load {volatile}{unit}, {_bits_pointer(lvalue, bits)}")
    if bits.is_signed:
        high = storage - width - bits.shift
        if high:
            value = f.binary("shl", unit, value, str(high))
        if high + bits.shift:
            value = f.binary("ashr", unit, value, str(high + bits.shift))
    else:
        if bits.shift:
            value = f.binary("lshr", unit, value, str(bits.shift))
        if bits.shift + width < storage:
            value = f.binary("and", unit, value, mask_text(width, storage))
    return f.resize(value, storage, value_bits(lvalue.type), signed=bits.is_signed)


def mask_text(width: int, bits: int) -> str:
    """``width`` ones as an operand of ``bits`` bits."""
    mask = (1 << width) - 1
    return str(mask - (1 << bits) if width == bits else mask)


def store_bits(f: FunctionState, value: str, lvalue: LValue, *, wants_result: bool) -> str:
    """Store into a bit-field; the value it then has, if it is wanted."""
    bits = lvalue.bits
    assert bits is not None
    storage, width, shift = bits.storage_bits, bits.width_bits, bits.shift
    unit = f"i{storage}"
    volatile = "volatile " if lvalue.is_volatile else ""
    type_width = value_bits(lvalue.type)
    stored = f.resize(value, type_width, storage, signed=False)
    masked = stored
    if width != storage:
        old = f.builder.emit(f"load {volatile}{unit}, {_bits_pointer(lvalue, bits)}")
        # A _Bool is one clean bit already.
        if not lvalue.type.is_bool:
            masked = stored = f.binary("and", unit, stored, mask_text(width, storage))
        if shift:
            stored = f.binary("shl", unit, stored, str(shift))
        keep = ((1 << storage) - 1) ^ (((1 << width) - 1) << shift)
        if keep >> (storage - 1):
            keep -= 1 << storage
        cleared = f.binary("and", unit, old, str(keep))
        stored = f.binary("or", unit, cleared, stored)
    f.builder.emit_void(f"store {volatile}{unit} {stored}, {_bits_pointer(lvalue, bits)}")
    if not wants_result:
        return ""
    result = masked
    if bits.is_signed and storage > width:
        high = str(storage - width)
        result = f.binary("shl", unit, result, high)
        result = f.binary("ashr", unit, result, high)
    return f.resize(result, storage, type_width, signed=bits.is_signed)


def copy_aggregate(f: FunctionState, target: LValue, source: LValue) -> None:
    """Copy a whole record or array, as one ``memcpy``."""
    size = f.size_of(target.type)
    volatile = "true" if target.is_volatile or source.is_volatile else "false"
    to, come = space_of(target), space_of(source)
    if expand.is_too_long(f, str(size)) and not to and not come:
        align = min(target.align_bytes, source.align_bytes)
        expand.copy_in_loop(f, target.pointer, source.pointer, size, align)
        return
    suffix = f"p{to[11:-1] or 0}.p{come[11:-1] or 0}"
    f.builder.emit_void(
        f"call void @llvm.memcpy.{suffix}.i64(ptr{to} align {target.align_bytes} "
        f"{target.pointer}, ptr{come} align {source.align_bytes} {source.pointer}, "
        f"i64 {size}, i1 {volatile})",
        f.context.tbaa.struct_tag(target.type),
    )


def fill(f: FunctionState, pointer: str, align_bytes: int, value: str, size: str) -> None:
    """``memset`` of ``size`` bytes."""
    if expand.is_too_long(f, size):
        expand.fill_in_loop(f, pointer, value, int(size), align_bytes)
        return
    f.builder.emit_void(
        f"call void @llvm.memset.p0.i64(ptr align {align_bytes} {pointer}, i8 {value}, "
        f"i64 {size}, i1 false)"
    )


def is_volatile(type: CType) -> bool:
    """Whether objects of ``type`` are accessed volatile."""
    return bool(type.quals & VOLATILE)


def has_volatile_member(type: CType) -> bool:
    """Whether a record has a member, at whatever depth, that is accessed volatile."""
    return has_member_with(type, VOLATILE)
