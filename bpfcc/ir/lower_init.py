"""Initialising objects at run time, with the same choice of instructions as clang.

A local aggregate with a constant initialiser is copied from a private constant, or zeroed and
patched by a few stores. Otherwise each member is stored in order; an object of more than 16
bytes of which at least three quarters are known to be zero is zeroed first. Padding is zeroed.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import Array, CType, Field, Record
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import (
    AggregateInit,
    CompoundLiteral,
    Conversion,
    Convert,
    Expr,
    Initializer,
    IntLiteral,
    StringLiteral,
    Variable,
)
from bpfcc.ir import lower_aggregate, lower_assign, lower_expr, lower_lvalue
from bpfcc.ir.constants import Constant, build_constant, count_stores, repeated_byte
from bpfcc.ir.memory import copy_aggregate, fill, is_volatile
from bpfcc.ir.pointers import common_alignment, natural_lvalue
from bpfcc.ir.state import FunctionState, LValue

_SMALL_BYTES = 16  # objects up to here are never zeroed first
_MEMCPY_BYTES = 32  # constants up to here are always copied
_STORE_BUDGET = 6


def initialize_variable(f: FunctionState, variable: Variable, slot: LValue) -> None:
    """Give a local variable its initial value."""
    init = variable.initializer
    assert init is not None
    type = variable.type
    if type.canonical.is_array or type.canonical.is_record:
        constant = build_constant(f.context, init, type)
        if constant is not None:
            _store_constant(f, variable.name, slot, constant)
            return
    initialize(f, init, slot)


def initialize(f: FunctionState, init: Initializer, slot: LValue) -> None:
    """Give the object at ``slot`` its initial value."""
    if not slot.type.canonical.is_array and not slot.type.canonical.is_record:
        if isinstance(init, AggregateInit):  # braces around a scalar
            init = _only_value(init)
        value = lower_expr.lower_value(f, init)
        lower_assign.store_value(f, value, slot, wants_value=False)
        return
    _initialize_aggregate(f, init, slot, zeroed=False)


def _only_value(init: AggregateInit) -> Expr:
    value: Initializer = init
    while isinstance(value, AggregateInit):
        value = (value.elements[0][2]) if value.elements else IntLiteral(0, init.type, init.loc)
    return value


# --------------------------------------------------------------------- constant initialisers


def _store_constant(f: FunctionState, name: str, slot: LValue, constant: Constant) -> None:
    size = constant.size_bytes
    if not size:
        return
    memset_first = constant.is_zero
    if not memset_first and size > _MEMCPY_BYTES:
        memset_first = count_stores(constant, _STORE_BUDGET) >= 0
    if memset_first:
        _fill_slot(f, slot, "0", size)
        if not constant.is_zero:
            _patch(f, slot, constant, 0)
        return
    byte = repeated_byte(constant) if size > _MEMCPY_BYTES else None
    if byte is not None:
        _fill_slot(f, slot, str(byte), size)
        return
    pointer = f.context.globals.private_constant(
        f"__const.{f.function.name}.{name}", constant, slot.align_bytes
    )
    volatile = "true" if slot.is_volatile else "false"
    f.builder.emit_void(
        f"call void @llvm.memcpy.p0.p0.i64(ptr align {slot.align_bytes} {slot.pointer}, "
        f"ptr align {slot.align_bytes} {pointer}, i64 {size}, i1 {volatile})"
    )


def _fill_slot(f: FunctionState, slot: LValue, byte: str, size: int) -> None:
    volatile = "true" if slot.is_volatile else "false"
    f.builder.emit_void(
        f"call void @llvm.memset.p0.i64(ptr align {slot.align_bytes} {slot.pointer}, i8 {byte}, "
        f"i64 {size}, i1 {volatile})"
    )


def _patch(f: FunctionState, slot: LValue, constant: Constant, offset: int) -> None:
    """Store the parts of a constant that are not zero."""
    if constant.kind == "aggregate":
        for start, part in constant.parts:
            if not part.is_zero:
                _patch(f, slot, part, offset + start)
        return
    if constant.kind == "data":
        for i, byte in enumerate(constant.bytes):
            if byte:
                _patch_one(f, slot, offset + i, f"i8 {byte}")
        return
    _patch_one(f, slot, offset, constant.operand)


def _patch_one(f: FunctionState, slot: LValue, offset: int, operand: str) -> None:
    pointer = slot.pointer
    if offset:
        pointer = f.builder.emit(f"getelementptr inbounds i8, ptr {pointer}, i64 {offset}")
    volatile = "volatile " if slot.is_volatile else ""
    align = common_alignment(slot.align_bytes, offset)
    f.builder.emit_void(f"store {volatile}{operand}, ptr {pointer}, align {align}")


# ---------------------------------------------------------------------- everything at run time


def _initialize_aggregate(f: FunctionState, init: Initializer, slot: LValue, zeroed: bool) -> None:
    """Write an array or record; ``zeroed``: its memory is known to be zero."""
    if isinstance(init, Expr):
        literal = _bare(init)
        if isinstance(literal, CompoundLiteral) and literal.variable.initializer is not None:
            init = literal.variable.initializer
            if isinstance(init, Expr):
                _initialize_aggregate(f, init, slot, zeroed)
                return
        else:
            _initialize_whole(f, init, slot)
            return
    if not zeroed and not slot.is_volatile and _is_mostly_zero(init, slot.type):
        fill(f, slot.pointer, slot.align_bytes, "0", str(f.size_of(slot.type)))
        zeroed = True
    builder = f.builder
    saved = builder.loc
    builder.loc = init.loc or saved
    if slot.type.canonical.is_array:
        _initialize_array(f, init, slot, zeroed)
    else:
        _initialize_record(f, init, slot, zeroed)
    builder.loc = saved


def _bare(expr: Expr) -> Expr:
    while isinstance(expr, Convert) and expr.kind in (Conversion.LOAD, Conversion.NO_OP):
        expr = expr.operand
    return expr


def _initialize_whole(f: FunctionState, expr: Expr, slot: LValue) -> None:
    """An array from a string, or a record from an expression of its type."""
    bare = _bare(expr)
    if isinstance(bare, StringLiteral):
        builder = f.builder
        saved = builder.loc
        builder.loc = bare.loc or saved
        array = slot.type.canonical
        assert isinstance(array, Array)
        size = f.size_of(slot.type)
        content = bare.data.ljust(size, b"\0")[:size]
        pointer = f.context.globals.string(content, slot.type, bare.loc)
        element = natural_lvalue(f, pointer, slot.type)
        copy_aggregate(f, slot, element)
        builder.loc = saved
        return
    lower_aggregate.lower_into(f, expr, slot, aliased=False)


def _is_mostly_zero(init: AggregateInit, type: CType) -> bool:
    size = size_of(type) or 0
    return size > _SMALL_BYTES and 4 * _count_nonzero_bytes(init, type) <= size


def _count_nonzero_bytes(init: Initializer, type: CType) -> int:
    if isinstance(init, AggregateInit):
        count = sum(_count_nonzero_bytes(value, field.type) for field, value in init.fields)
        canonical = type.canonical
        if isinstance(canonical, Array):
            element = canonical.element
            for low, high, value in init.elements:
                count += (high - low + 1) * _count_nonzero_bytes(value, element)
        return count
    if _is_simple_zero(init):
        return 0
    return size_of(type) or 0


def _is_simple_zero(expr: Expr) -> bool:
    while isinstance(expr, Convert) and expr.kind in (
        Conversion.INTEGER,
        Conversion.NO_OP,
        Conversion.TO_BOOL,
        Conversion.NULL_POINTER,
        Conversion.INT_TO_POINTER,
        Conversion.POINTER,
    ):
        expr = expr.operand
    return type(expr) is IntLiteral and expr.value == 0


def _initialize_member(
    f: FunctionState, init: Initializer | None, slot: LValue, zeroed: bool
) -> None:
    """One element or field; ``init`` None: zero."""
    is_aggregate = slot.type.canonical.is_array or slot.type.canonical.is_record
    if init is None:
        if zeroed:
            return
        if is_aggregate:
            size = f.size_of(slot.type)
            if size:
                fill(f, slot.pointer, slot.align_bytes, "0", str(size))
            return
        value = "null" if slot.type.is_pointer else "0"
        if slot.type.is_bool:
            value = "false"
        if slot.type.is_floating:
            value = "0.0"
        lower_assign.store_value(f, value, slot, wants_value=False)
    elif is_aggregate:
        _initialize_aggregate(f, init, slot, zeroed)
    else:
        if isinstance(init, AggregateInit):
            init = _only_value(init)
        if zeroed and _is_simple_zero(init):
            return
        value = lower_expr.lower_value(f, init)
        lower_assign.store_value(f, value, slot, wants_value=False)


# ----------------------------------------------------------------------------------- records


def _initialize_record(f: FunctionState, init: AggregateInit, slot: LValue, zeroed: bool) -> None:
    record = slot.type.canonical
    assert isinstance(record, Record)
    values = dict(init.fields)
    padding = _Padding(f, slot, record, enabled=not zeroed)
    if record.is_union:
        _initialize_union(f, init, slot, record, zeroed, padding)
        return
    for field in record.fields or ():
        canonical = field.type.canonical
        if isinstance(canonical, Array) and canonical.count is None:
            break
        if field.bit_width is not None and field.name is None:
            continue
        padding.reach(field)
        value = values.get(field)
        if value is None and zeroed:
            continue
        member = lower_lvalue.member_lvalue(f, slot, field, field.type)
        _initialize_member(f, value, member, zeroed)
    padding.finish()


def _initialize_union(
    f: FunctionState,
    init: AggregateInit,
    slot: LValue,
    record: Record,
    zeroed: bool,
    padding: _Padding,
) -> None:
    if not init.fields:
        if not zeroed and record.size_bytes:
            fill(f, slot.pointer, slot.align_bytes, "0", str(record.size_bytes))
        return
    field, value = init.fields[0]
    member = lower_lvalue.member_lvalue(f, slot, field, field.type)
    _initialize_member(f, value, member, zeroed)
    padding.position = 8 * (size_of(field.type) or 0)
    padding.finish()


class _Padding:
    """Zeroes the bytes between the members of a record that is being initialised.

    ``position`` (bits) is how far everything has been written. The storage of bit-fields is
    zeroed before the first of them is stored.
    """

    __slots__ = ("enabled", "f", "position", "record", "slot")

    def __init__(self, f: FunctionState, slot: LValue, record: Record, *, enabled: bool) -> None:
        self.f = f
        self.slot = slot
        self.record = record
        self.enabled = enabled
        self.position = 0

    def reach(self, field: Field) -> None:
        """``field`` is initialised next."""
        if not self.enabled:
            return
        if field.bit_width is not None:
            self._reach_bits(field)
            return
        if self.position < field.offset_bits:
            self._clear(self.position, field.offset_bits)
        self.position = field.offset_bits + 8 * (size_of(field.type) or 0)

    def _reach_bits(self, field: Field) -> None:
        bits = self.f.context.types.bit_field(field)
        start = bits.storage_offset_bytes * 8
        if start + bits.storage_bits <= self.position:
            return
        if start > self.position:
            self._clear(self.position, start)
        pointer = self._at(bits.storage_offset_bytes)
        align = common_alignment(self.slot.align_bytes, bits.storage_offset_bytes)
        self.f.builder.emit_void(f"store i{bits.storage_bits} 0, ptr {pointer}, align {align}")
        self.position = start + bits.storage_bits

    def finish(self) -> None:
        """Zero what follows the last member."""
        if self.enabled and self.position < self.record.size_bytes * 8:
            self._clear(self.position, self.record.size_bytes * 8)

    def _at(self, offset: int) -> str:
        if not offset:
            return self.slot.pointer
        return self.f.builder.emit(f"getelementptr i8, ptr {self.slot.pointer}, i64 {offset}")

    def _clear(self, start: int, end: int) -> None:
        first = start // 8
        align = common_alignment(self.slot.align_bytes, first)
        fill(self.f, self._at(first), align, "0", str(end // 8 - first))


# ------------------------------------------------------------------------------------ arrays


def _initialize_array(f: FunctionState, init: AggregateInit, slot: LValue, zeroed: bool) -> None:
    array = slot.type.canonical
    assert isinstance(array, Array)
    count = array.count or 0
    given = init.elements[-1][1] + 1 if init.elements else 0
    element_size = f.size_of(array.element)
    if given * element_size > _SMALL_BYTES:
        constant = build_constant(f.context, init, slot.type)
        if constant is not None:
            align = natural_lvalue(f, slot.pointer, slot.type).align_bytes
            pointer = f.context.globals.private_constant("constinit", constant, align)
            copy_aggregate(f, slot, natural_lvalue(f, pointer, slot.type))
            return
    position = 0
    for low, high, value in init.elements:
        while position < low:
            if not zeroed:
                _initialize_member(f, None, _element(f, slot, array, position), zeroed)
            position += 1
        while position <= high:
            _initialize_member(f, value, _element(f, slot, array, position), zeroed)
            position += 1
    if position < count and not zeroed:
        _zero_rest(f, slot, array, position, count)


def _element(f: FunctionState, slot: LValue, array: Array, index: int) -> LValue:
    pointer = slot.pointer
    if index:
        memory = f.memory_type(array.element)
        pointer = f.builder.emit(f"getelementptr inbounds {memory}, ptr {pointer}, i64 {index}")
    align = common_alignment(slot.align_bytes, f.size_of(array.element))
    access = f.context.tbaa.access(array.element)
    volatile = slot.is_volatile or is_volatile(array.element)
    return LValue(pointer, align, array.element, access, is_volatile=volatile)


def _zero_rest(f: FunctionState, slot: LValue, array: Array, start: int, count: int) -> None:
    """A loop that zeroes the elements from ``start`` to the end."""
    builder = f.builder
    memory = f.memory_type(array.element)
    first = slot.pointer
    if start:
        first = builder.emit(f"getelementptr inbounds {memory}, ptr {first}, i64 {start}")
    end = builder.emit(f"getelementptr inbounds {memory}, ptr {slot.pointer}, i64 {count}")
    body = builder.new_block("arrayinit.body")
    done = builder.new_block("arrayinit.end")
    before = builder.block
    assert before is not None
    f.start_block(body)
    edges = [(first, before)]
    current = builder.phi("ptr", edges)
    align = common_alignment(slot.align_bytes, f.size_of(array.element))
    access = f.context.tbaa.access(array.element)
    member = LValue(current, align, array.element, access, is_volatile=slot.is_volatile)
    _initialize_member(f, None, member, zeroed=False)
    following = builder.emit(f"getelementptr inbounds {memory}, ptr {current}, i64 1")
    assert builder.block is not None
    edges.append((following, builder.block))
    finished = builder.emit(f"icmp eq ptr {following}, {end}")
    builder.terminate("condbr", finished, [done, body])
    f.start_block(done)
