"""Conditions: values that decide a branch.

A condition that is known (without effects that must stay) writes only the arm that is taken.
``&&``, ``||``, ``!`` and ``?:`` become branches, not values, where they decide a branch.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate, has_side_effects
from bpfcc.frontend.tree import (
    Binary,
    BuiltinCall,
    Conditional,
    Conversion,
    Convert,
    Elvis,
    Expr,
    IntLiteral,
    Logical,
    Unary,
)
from bpfcc.ir import lower_expr, lower_stmt
from bpfcc.ir.debuginfo import ARTIFICIAL
from bpfcc.ir.function import Block
from bpfcc.ir.state import FunctionState

_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))


def constant_truth(expr: Expr) -> bool | None:
    """Whether a condition is always true or false, with no effects to keep."""
    kind = type(expr)
    if kind is IntLiteral:
        return bool(expr.value)  # type: ignore[attr-defined]
    if kind not in (Binary, Unary, Convert, Logical, Conditional, BuiltinCall, Elvis):
        return bool(expr.value) if isinstance(expr, IntLiteral) else None
    value = evaluate(expr)
    if isinstance(value, (int, float)) and not has_side_effects(expr):
        return bool(value)
    return None


def lower_condition(f: FunctionState, expr: Expr) -> str:
    """Whether a scalar is not zero, as an ``i1``."""
    builder = f.builder
    saved = builder.loc
    if expr.loc:
        builder.loc = expr.loc
    if isinstance(expr, Binary) and expr.op in _COMPARISONS:
        result = lower_expr.lower_comparison(f, expr)
    elif isinstance(expr, Logical):
        result = lower_logical(f, expr)
    elif isinstance(expr, Unary) and expr.op == "!":
        result = f.binary("xor", "i1", lower_condition(f, expr.operand), "true")
    elif isinstance(expr, Convert) and expr.kind is Conversion.TO_BOOL:
        result = lower_condition(f, expr.operand)
    elif _is_widened_condition(expr):
        assert isinstance(expr, Convert)
        result = lower_condition(f, expr.operand)
    else:
        value = lower_expr.lower_value(f, expr)
        result = is_nonzero(f, value, expr)
    builder.loc = saved
    return result


def _is_widened_condition(expr: Expr) -> bool:
    """A ``_Bool`` value converted to an integer, which is zero exactly when it is."""
    return (
        isinstance(expr, Convert)
        and expr.kind is Conversion.INTEGER
        and expr.operand.type.is_bool
    )


def is_nonzero(f: FunctionState, value: str, expr: Expr) -> str:
    """``value != 0`` for a scalar of ``expr``'s type."""
    type = expr.type.canonical
    text = f.value_type(type)
    if text == "i1":
        return value
    if type.is_floating:
        return f.builder.emit(f"fcmp une {text} {value}, 0.0")
    if type.is_pointer:
        if value.startswith("@") or value.startswith("getelementptr"):
            return f.builder.emit(f"icmp ne {text} {value}, null")
        return f.compare("ne", text, value, "null")
    return f.compare("ne", text, value, "0")


# ------------------------------------------------------------------------------- branches


def branch_on(f: FunctionState, expr: Expr, then: Block, otherwise: Block) -> None:
    """End the block: to ``then`` if the condition holds, else to ``otherwise``."""
    if isinstance(expr, Logical):
        _branch_on_logical(f, expr, then, otherwise)
        return
    if isinstance(expr, Unary) and expr.op == "!":
        branch_on(f, expr.operand, otherwise, then)
        return
    elif isinstance(expr, Conditional):
        _branch_on_conditional(f, expr, then, otherwise)
        return
    value = lower_condition(f, expr)
    tail = ""
    inner = expr
    while isinstance(inner, Convert):
        inner = inner.operand
    if isinstance(inner, BuiltinCall) and inner.name == "__builtin_unpredictable":
        if f.context.is_optimizing:
            tail = f", !unpredictable {f.context.module.metadata.node('!{}')}"
    f.builder.terminate("condbr", value, [then, otherwise], tail)


def _branch_on_logical(f: FunctionState, expr: Logical, then: Block, otherwise: Block) -> None:
    is_and = expr.op == "&&"
    if constant_truth(expr.left) is is_and:
        branch_on(f, expr.right, then, otherwise)
        return
    if constant_truth(expr.right) is is_and:
        branch_on(f, expr.left, then, otherwise)
        return
    builder = f.builder
    saved = builder.loc
    builder.loc = expr.loc or saved
    if is_and:
        following = builder.new_block("land.lhs.true")
        branch_on(f, expr.left, following, otherwise)
    else:
        following = builder.new_block("lor.lhs.false")
        branch_on(f, expr.left, then, following)
    f.start_block(following)
    builder.loc = saved
    branch_on(f, expr.right, then, otherwise)


def _branch_on_conditional(
    f: FunctionState, expr: Conditional, then: Block, otherwise: Block
) -> None:
    builder = f.builder
    left = builder.new_block("cond.true")
    right = builder.new_block("cond.false")
    branch_on(f, expr.condition, left, right)
    f.start_block(left)
    saved = builder.loc
    builder.loc = expr.loc or saved
    branch_on(f, expr.then, then, otherwise)
    builder.loc = saved
    f.start_block(right)
    branch_on(f, expr.otherwise, then, otherwise)


# --------------------------------------------------------------------------------- values


def lower_logical(f: FunctionState, expr: Logical) -> str:
    """``&&`` or ``||`` as an ``i1`` value."""
    is_and = expr.op == "&&"
    left = constant_truth(expr.left)
    if left is is_and:
        return lower_condition(f, expr.right)
    if left is not None:
        return "false" if is_and else "true"
    builder = f.builder
    hint = "land" if is_and else "lor"
    end = builder.new_block(f"{hint}.end")
    right = builder.new_block(f"{hint}.rhs")
    if is_and:
        branch_on(f, expr.left, right, end)
    else:
        branch_on(f, expr.left, end, right)
    short = "false" if is_and else "true"
    edges = [(short, use.block) for use in end.uses]
    f.start_block(right)
    value = lower_condition(f, expr.right)
    assert builder.block is not None
    edges.append((value, builder.block))
    saved = builder.loc
    if is_and:
        builder.loc = 0
        f.start_block(end)
        builder.loc = ARTIFICIAL
        result = builder.phi("i1", edges)
    else:
        f.start_block(end)
        result = builder.phi("i1", edges)
    builder.loc = saved
    return result


def lower_conditional(f: FunctionState, expr: Conditional) -> str:
    """``condition ? then : otherwise``, scalar or void."""
    truth = constant_truth(expr.condition)
    if truth is not None:
        live, dead = (expr.then, expr.otherwise) if truth else (expr.otherwise, expr.then)
        if not lower_stmt.contains_label(dead):
            return lower_expr.lower_value(f, live)
    if _is_cheap(expr.then) and _is_cheap(expr.otherwise):
        condition = lower_condition(f, expr.condition)
        then = lower_expr.lower_value(f, expr.then)
        otherwise = lower_expr.lower_value(f, expr.otherwise)
        if not then:
            return ""
        type = f.value_type(expr.type)
        if condition in ("true", "false"):
            return then if condition == "true" else otherwise
        return f.builder.emit(f"select i1 {condition}, {type} {then}, {type} {otherwise}")
    builder = f.builder
    left = builder.new_block("cond.true")
    right = builder.new_block("cond.false")
    branch_on(f, expr.condition, left, right)
    return _join_arms(f, expr, left, right)


def _is_cheap(expr: Expr) -> bool:
    """Clang's test for an arm that may be evaluated in any case: a constant."""
    return evaluate(expr) is not None and not has_side_effects(expr)


def _join_arms(f: FunctionState, expr: Conditional | Elvis, left: Block, right: Block) -> str:
    builder = f.builder
    end = builder.new_block("cond.end")
    edges: list[tuple[str, Block]] = []
    for block, arm in ((left, expr.then), (right, expr.otherwise)):
        f.start_block(block)
        value = lower_expr.lower_value(f, arm)
        if builder.block is not None:
            edges.append((value, builder.block))
            f.branch(end)
    f.start_block(end)
    if expr.type.canonical.is_void or not edges[0][0]:
        return ""
    if len(edges) == 1:
        return edges[0][0]
    return builder.phi(f.value_type(expr.type), edges)


def lower_elvis(f: FunctionState, expr: Elvis) -> str:
    """``value ?: otherwise``, scalar."""
    value = lower_expr.lower_value(f, expr.shared.source)
    f.opaques[expr.shared] = value
    builder = f.builder
    condition = is_nonzero(f, value, expr.shared)
    left = builder.new_block("cond.true")
    right = builder.new_block("cond.false")
    builder.terminate("condbr", condition, [left, right])
    return _join_arms(f, expr, left, right)

