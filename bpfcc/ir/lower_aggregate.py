"""Expressions whose value is a whole record: they are evaluated into memory."""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.tree import (
    Assign,
    BuiltinCall,
    Call,
    Comma,
    CompoundLiteral,
    Conditional,
    Conversion,
    Convert,
    Elvis,
    Expr,
    Member,
    Opaque,
    PreserveAccess,
    StatementExpr,
)
from bpfcc.ir import lower_call, lower_condition, lower_expr, lower_init, lower_lvalue, lower_stmt
from bpfcc.ir.memory import copy_aggregate, has_volatile_member, store
from bpfcc.ir.places import place_of
from bpfcc.ir.pointers import retype
from bpfcc.ir.state import FunctionState, LValue


def lower_into(f: FunctionState, expr: Expr, target: LValue, *, aliased: bool) -> None:
    """Evaluate a record into ``target``; ``aliased``: the expression may refer to it."""
    builder = f.builder
    saved = builder.loc
    builder.loc = place_of(expr) or saved
    _lower_into(f, expr, target, aliased)
    builder.loc = saved


def _lower_into(f: FunctionState, expr: Expr, target: LValue, aliased: bool) -> None:
    if isinstance(expr, Convert):
        if expr.kind is Conversion.TO_UNION:
            _store_in_union(f, expr, target)
            return
        if expr.kind in (Conversion.LOAD, Conversion.NO_OP):
            lower_into(f, expr.operand, target, aliased=aliased)
            return
    if isinstance(expr, CompoundLiteral) and not aliased and not expr.variable.is_global:
        init = expr.variable.initializer
        if init is not None:
            lower_init.initialize(f, init, target)
            return
    if isinstance(expr, Call):
        _call_into(f, expr, target, aliased)
    elif isinstance(expr, (Conditional, Elvis)):
        _choose_into(f, expr, target, aliased)
    elif isinstance(expr, StatementExpr):
        lower_stmt.lower_statement_expr_into(f, expr, target, aliased=aliased)
    elif isinstance(expr, Comma):
        lower_expr.lower_effect(f, expr.left)
        lower_into(f, expr.right, target, aliased=aliased)
    elif isinstance(expr, PreserveAccess):
        saved, f.in_preserve = f.in_preserve, True
        lower_into(f, expr.operand, target, aliased=aliased)
        f.in_preserve = saved
    else:
        copy_aggregate(f, target, locate(f, expr))


def locate(f: FunctionState, expr: Expr, *, has_lifetime: bool = False) -> LValue:
    """Where the value of a record expression is, evaluating it into a temporary if need be."""
    while isinstance(expr, Convert) and expr.kind in (Conversion.LOAD, Conversion.NO_OP):
        expr = expr.operand
    if isinstance(expr, Opaque):
        bound = f.opaques[expr]
        assert isinstance(bound, LValue)
        return bound
    if isinstance(expr, Assign):
        return lower_record_assign(f, expr)
    if expr.is_lvalue or isinstance(expr, Member):
        # A member of a record that is no lvalue is in the temporary that holds the record.
        return lower_lvalue.lower_lvalue(f, expr)
    return materialize(f, expr, has_lifetime=has_lifetime)


def materialize(f: FunctionState, expr: Expr, *, has_lifetime: bool = False) -> LValue:
    """A temporary that holds the value of a record expression.

    ``has_lifetime``: it lives to the end of the full expression. The start of its life is put
    in front of all conditions, so that its end need not know whether it was reached.
    """
    if isinstance(expr, Assign):
        return lower_record_assign(f, expr)
    if isinstance(expr, BuiltinCall):
        raise InternalError(f"{expr.name} gives a record", loc=expr.loc)
    slot = f.temporary(expr.type, "ref.tmp")
    if has_lifetime and f.context.is_optimizing:
        _start_lifetime(f, slot)
    lower_into(f, expr, slot, aliased=False)
    return slot


def _start_lifetime(f: FunctionState, slot: LValue) -> None:
    builder = f.builder
    group = f.context.module.attribute_group("nounwind")
    start = f"call void @llvm.lifetime.start.p0(ptr {slot.pointer}) {group}"
    if f.conditional_start is None:
        builder.emit_void(start)
    else:
        f.conditional_start.resolved.lines.append(f"  {start}{builder.suffix}")
    f.cleanups.push(lambda: _mark_life(f, slot, "end"), is_lifetime_end=True)


def lower_record_assign(f: FunctionState, expr: Assign) -> LValue:
    """``target = value`` for records; the target."""
    builder = f.builder
    saved = builder.loc
    builder.loc = expr.loc or saved
    target = lower_lvalue.lower_lvalue(f, expr.target)
    if has_volatile_member(expr.type):
        target = retype(target, expr.target.type)
        target.is_volatile = True
    lower_into(f, expr.value, target, aliased=True)
    builder.loc = saved
    return target


def lower_ignored(f: FunctionState, expr: Expr) -> None:
    """Evaluate a record expression for its effects."""
    if isinstance(expr, Assign):
        lower_record_assign(f, expr)
    elif isinstance(expr, Call):
        slot = f.temporary(expr.type, "agg.tmp")
        _mark_life(f, slot, "start")
        lower_call.lower_call(f, expr, result=slot)
        _mark_life(f, slot, "end")
    elif isinstance(expr, (Conditional, Elvis, StatementExpr)):
        lower_into(f, expr, f.temporary(expr.type, "agg.tmp"), aliased=False)
    elif isinstance(expr, Comma):
        lower_expr.lower_effect(f, expr.left)
        lower_ignored(f, expr.right)
    elif isinstance(expr, Convert):
        lower_ignored(f, expr.operand)
    elif expr.is_lvalue:
        place = lower_lvalue.lower_lvalue(f, expr)
        if place.is_volatile:
            copy_aggregate(f, f.temporary(expr.type, "agg.tmp"), place)
    else:
        materialize(f, expr)


def _store_in_union(f: FunctionState, expr: Convert, target: LValue) -> None:
    operand = expr.operand
    member = retype(target, operand.type)
    member.access = f.context.tbaa.access(operand.type)
    if operand.type.canonical.is_record:
        lower_into(f, operand, member, aliased=False)
    else:
        store(f, lower_expr.lower_value(f, operand), member)


def _call_into(f: FunctionState, expr: Call, target: LValue, aliased: bool) -> None:
    if not aliased:
        lower_call.lower_call(f, expr, result=target)
        return
    slot = f.temporary(expr.type, "tmp")
    _mark_life(f, slot, "start")
    lower_call.lower_call(f, expr, result=slot)
    copy_aggregate(f, target, slot)
    _mark_life(f, slot, "end")


def _mark_life(f: FunctionState, slot: LValue, end: str) -> None:
    if f.context.is_optimizing and f.is_reachable:
        group = f.context.module.attribute_group("nounwind")
        f.builder.emit_void(f"call void @llvm.lifetime.{end}.p0(ptr {slot.pointer}) {group}")


def _choose_into(
    f: FunctionState, expr: Conditional | Elvis, target: LValue, aliased: bool
) -> None:
    builder = f.builder
    left = builder.new_block("cond.true")
    right = builder.new_block("cond.false")
    end = builder.new_block("cond.end")
    if isinstance(expr, Conditional):
        truth = lower_condition.constant_truth(expr.condition)
        if truth is not None:
            lower_into(f, expr.then if truth else expr.otherwise, target, aliased=aliased)
            return
        lower_condition.branch_on(f, expr.condition, left, right)
    else:
        value = lower_expr.lower_value(f, expr.shared.source)
        f.opaques[expr.shared] = value
        condition = lower_condition.is_nonzero(f, value, expr.shared)
        builder.terminate("condbr", condition, [left, right])
    f.start_block(left)
    lower_into(f, expr.then, target, aliased=aliased)
    f.branch(end)
    f.start_block(right)
    lower_into(f, expr.otherwise, target, aliased=aliased)
    f.start_block(end)
