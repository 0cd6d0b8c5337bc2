"""Assignments of scalars: ``=``, ``op=``, ``++`` and ``--``; division."""

from __future__ import annotations

from bpfcc.frontend.ctype import INT, CType, Float, integer_of
from bpfcc.frontend.tree import Assign, CompoundAssign, Conversion, Convert, IncDec, Member
from bpfcc.ir import lower_expr, lower_lvalue
from bpfcc.ir.memory import load, store, store_bits
from bpfcc.ir.operands import float_text, value_bits
from bpfcc.ir.pointers import element_pointer, pointer_text, target_of
from bpfcc.ir.state import FunctionState, LValue


def store_value(f: FunctionState, value: str, target: LValue, *, wants_value: bool) -> str:
    """Store a scalar; the value the object then has, where a bit-field changes it."""
    if target.bits is not None:
        return store_bits(f, value, target, wants_result=wants_value)
    store(f, value, target)
    return value


def lower_assign(f: FunctionState, expr: Assign, *, wants_value: bool) -> str:
    """``target = value``, right side first."""
    builder = f.builder
    saved = builder.loc
    builder.loc = expr.loc or saved
    value = _lower_assigned(f, expr)
    target = lower_lvalue.lower_lvalue(f, expr.target)
    result = store_value(f, value, target, wants_value=wants_value)
    builder.loc = saved
    return result


def _lower_assigned(f: FunctionState, expr: Assign) -> str:
    """The right side; a conversion to the type of a bit-field stands at the operator."""
    value = expr.value
    is_bits = isinstance(expr.target, Member) and expr.target.field.bit_width is not None
    if (
        is_bits
        and isinstance(value, Convert)
        and value.kind is Conversion.INTEGER
        and not value.is_explicit
    ):
        operand = value.operand
        return lower_expr.convert_integer(
            f, lower_expr.lower_value(f, operand), operand.type, value.type
        )
    return lower_expr.lower_value(f, value)


def lower_compound(f: FunctionState, expr: CompoundAssign, *, wants_value: bool) -> str:
    """``target op= value``, right side first."""
    builder = f.builder
    saved = builder.loc
    builder.loc = expr.loc or saved
    op = expr.op.removesuffix("=")
    type = expr.target.type
    written = lower_expr.split_widening(expr.value) if type.is_pointer else expr.value
    value = lower_expr.lower_value(f, written)
    target = lower_lvalue.lower_lvalue(f, expr.target)
    old = load(f, target)
    if type.is_pointer:
        value = lower_expr.widen_index(f, value, written.type)
        unsigned = not integer_of(expr.value.type).signed
        new = lower_expr.step_pointer(f, old, value, type, unsigned=unsigned, negative=op == "-")
    else:
        left = _convert(f, old, type, expr.compute_type)
        new = lower_expr.lower_binary_operands(
            f, op, left, value, expr.compute_type, expr.value.type
        )
        new = _convert(f, new, expr.compute_type, type)
    result = store_value(f, new, target, wants_value=wants_value)
    builder.loc = saved
    return result


def _convert(f: FunctionState, value: str, source: CType, target: CType) -> str:
    """An arithmetic conversion on the way into or out of a compound assignment."""
    if isinstance(source.canonical, Float) or isinstance(target.canonical, Float):
        return _convert_float(f, value, source, target)
    if target.is_bool and not source.is_bool:
        return f.compare("ne", f.value_type(source), value, "0")
    return lower_expr.convert_integer(f, value, source, target)


def _convert_float(f: FunctionState, value: str, source: CType, target: CType) -> str:
    come, to = f.value_type(source), f.value_type(target)
    if come == to:
        return value
    if not source.is_floating:
        op = "sitofp" if integer_of(source).signed else "uitofp"
    elif not target.is_floating:
        op = "fptosi" if integer_of(target).signed else "fptoui"
    else:
        op = "fpext" if f.size_of(target) > f.size_of(source) else "fptrunc"
    return lower_expr.convert(f, op, come, value, to)


def lower_step(f: FunctionState, expr: IncDec, *, wants_value: bool) -> str:
    """``++`` and ``--``."""
    builder = f.builder
    saved = builder.loc
    builder.loc = expr.loc or saved
    target = lower_lvalue.lower_lvalue(f, expr.target)
    old = load(f, target)
    new = _step(f, expr, old)
    result = store_value(f, new, target, wants_value=wants_value and expr.is_prefix)
    builder.loc = saved
    return result if expr.is_prefix else old


def _step(f: FunctionState, expr: IncDec, old: str) -> str:
    type = expr.target.type
    amount = "1" if expr.is_increment else "-1"
    if type.is_pointer:
        pointee = target_of(type)
        source = "i8" if pointee.is_function or pointee.is_void else f.memory_type(pointee)
        flags = "inbounds nuw " if expr.is_increment else "inbounds "
        kind = pointer_text(pointee.address_space)
        return element_pointer(f, source, old, f"i32 {amount}", flags, kind)
    if type.is_floating:
        text = f.value_type(type)
        return f.builder.emit(f"fadd {text} {old}, {float_text(float(amount), type)}")
    if type.is_bool:
        return "true" if expr.is_increment else f.binary("xor", "i1", old, "true")
    integer = integer_of(type)
    overflows = integer.signed and integer.size_bytes >= INT.size_bytes
    flags = " nsw" if overflows and not f.context.options.wrapv else ""
    return f.binary(f"add{flags}", f"i{value_bits(type)}", old, amount)
