"""Conditions: values that decide a branch.

A condition that is known (without effects that must stay) writes only the arm that is taken.
``&&``, ``||``, ``!`` and ``?:`` become branches, not values, where they decide a branch.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate, has_side_effects
from bpfcc.frontend.ctype import INT, integer_of
from bpfcc.frontend.tree import (
    Binary,
    BuiltinCall,
    Comma,
    Conditional,
    Conversion,
    Convert,
    Elvis,
    Expr,
    IntLiteral,
    Logical,
    Unary,
)
from bpfcc.ir import lower_expr
from bpfcc.ir.debuginfo import ARTIFICIAL
from bpfcc.ir.function import Block
from bpfcc.ir.labels import contains_label, has_record_temporary
from bpfcc.ir.places import place_of
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
    """Whether a scalar is not zero, as an ``i1``.

    What makes a condition of a plain value stands where the caller stands.
    """
    builder = f.builder
    saved = builder.loc
    if isinstance(expr, Binary) and expr.op in _COMPARISONS:
        builder.loc = expr.loc or saved
        result = lower_expr.lower_comparison(f, expr)
    elif isinstance(expr, Logical):
        builder.loc = expr.loc or saved
        result = lower_logical(f, expr)
    elif isinstance(expr, Unary) and expr.op == "!":
        builder.loc = expr.loc or saved
        result = f.binary("xor", "i1", lower_condition(f, expr.operand), "true")
    elif isinstance(expr, Convert) and (
        expr.kind is Conversion.TO_BOOL or _is_widened_condition(expr)
    ):
        builder.loc = place_of(expr) or saved
        result = lower_condition(f, expr.operand)
    elif isinstance(expr, Comma):
        builder.loc = expr.loc or saved
        lower_expr.lower_effect(f, expr.left)
        f.ensure_block()
        result = lower_condition(f, expr.right)
    else:
        result = is_nonzero(f, lower_expr.lower_value(f, expr), expr)
    builder.loc = saved
    return result


def _is_widened_condition(expr: Expr) -> bool:
    """A ``_Bool`` value converted to an integer, which is zero exactly when it is."""
    return (
        isinstance(expr, Convert) and expr.kind is Conversion.INTEGER and expr.operand.type.is_bool
    )


def is_nonzero(f: FunctionState, value: str, expr: Expr, *, is_kept: bool = False) -> str:
    """``value != 0`` for a scalar of ``expr``'s type; ``is_kept``: its value is needed too."""
    type = expr.type.canonical
    text = f.value_type(type)
    if text == "i1":
        return value
    condition = f.widened.get(value) if is_kept else f.narrow_condition(value)
    if condition is not None:
        return condition
    if type.is_floating:
        return f.builder.emit(f"fcmp une {text} {value}, 0.0")
    if type.is_pointer:
        return f.compare("ne", text, value, "null")
    return f.compare("ne", text, value, "0")


# ------------------------------------------------------------------------------- branches


def branch_on_full(f: FunctionState, expr: Expr, then: Block, otherwise: Block) -> None:
    """``branch_on`` for a whole controlling expression."""
    if not f.has_temporaries or not has_record_temporary(expr):
        branch_on(f, expr, then, otherwise)
        return
    saved = f.builder.loc
    f.builder.loc = place_of(expr) or saved
    value = lower_full_condition(f, expr)
    f.builder.loc = saved
    f.builder.terminate("condbr", value, [then, otherwise])


def lower_full_condition(f: FunctionState, expr: Expr) -> str:
    """A whole controlling expression as an ``i1``; its temporaries end with it."""
    depth = f.cleanups.depth
    value = lower_condition(f, expr)
    f.cleanups.pop_to(depth)
    return value


def _enter_arm(f: FunctionState, start: Block | None) -> Block | None:
    """An operand that may not be evaluated begins; what to set back at its end."""
    outer = f.conditional_start
    if outer is None:
        f.conditional_start = start
    return outer


def branch_on(f: FunctionState, expr: Expr, then: Block, otherwise: Block) -> None:
    """End the block: to ``then`` if the condition holds, else to ``otherwise``."""
    if isinstance(expr, Logical):
        _branch_on_logical(f, expr, then, otherwise)
        return
    if isinstance(expr, Unary) and expr.op == "!":
        branch_on(f, expr.operand, otherwise, then)
        return
    if isinstance(expr, Conditional):
        _branch_on_conditional(f, expr, then, otherwise)
        return
    builder = f.builder
    saved = builder.loc
    builder.loc = place_of(expr) or saved
    value = lower_condition(f, expr)
    builder.loc = saved
    tail = ""
    inner = expr
    while isinstance(inner, Convert):
        inner = inner.operand
    is_unpredictable = isinstance(inner, BuiltinCall) and inner.name == "__builtin_unpredictable"
    if is_unpredictable and f.context.is_optimizing:
        tail = f", !unpredictable {f.context.module.metadata.node('!{}')}"
    builder.terminate("condbr", value, [then, otherwise], tail)


def _promoted(expr: Expr) -> Expr:
    """An operand of ``&&`` or ``||``: promoted to ``int``, as its value is."""
    type = expr.type.canonical
    if type.is_integer and not type.is_bool and integer_of(type).size_bytes < INT.size_bytes:
        return Convert(Conversion.INTEGER, expr, INT, expr.loc)
    return expr


def _branch_on_logical(f: FunctionState, expr: Logical, then: Block, otherwise: Block) -> None:
    is_and = expr.op == "&&"
    left, right = _promoted(expr.left), _promoted(expr.right)
    if constant_truth(left) is is_and:
        branch_on(f, right, then, otherwise)
        return
    if constant_truth(right) is is_and:
        branch_on(f, left, then, otherwise)
        return
    builder = f.builder
    saved = builder.loc
    builder.loc = expr.loc or saved
    start = builder.block
    if is_and:
        following = builder.new_block("land.lhs.true")
        branch_on(f, left, following, otherwise)
    else:
        following = builder.new_block("lor.lhs.false")
        branch_on(f, left, then, following)
    f.start_block(following)
    builder.loc = saved
    outer = _enter_arm(f, start)
    branch_on(f, right, then, otherwise)
    f.conditional_start = outer


def _branch_on_conditional(
    f: FunctionState, expr: Conditional, then: Block, otherwise: Block
) -> None:
    builder = f.builder
    left = builder.new_block("cond.true")
    right = builder.new_block("cond.false")
    start = builder.block
    branch_on(f, expr.condition, left, right)
    f.start_block(left)
    outer = _enter_arm(f, start)
    saved = builder.loc
    builder.loc = place_of(expr) or saved
    branch_on(f, expr.then, then, otherwise)
    builder.loc = saved
    f.start_block(right)
    branch_on(f, expr.otherwise, then, otherwise)
    f.conditional_start = outer


# --------------------------------------------------------------------------------- values


def lower_logical(f: FunctionState, expr: Logical) -> str:
    """``&&`` or ``||`` as an ``i1`` value."""
    is_and = expr.op == "&&"
    left, right_operand = _promoted(expr.left), _promoted(expr.right)
    truth = constant_truth(left)
    if truth is is_and:
        return lower_condition(f, right_operand)
    if truth is not None and not contains_label(expr.right):
        return "false" if is_and else "true"
    builder = f.builder
    hint = "land" if is_and else "lor"
    end = builder.new_block(f"{hint}.end")
    right = builder.new_block(f"{hint}.rhs")
    start = builder.block
    if is_and:
        branch_on(f, left, right, end)
    else:
        branch_on(f, left, end, right)
    short = "false" if is_and else "true"
    edges = [(short, use.block) for use in end.uses]
    f.start_block(right)
    outer = _enter_arm(f, start)
    value = lower_condition(f, right_operand)
    f.conditional_start = outer
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
        builder.loc = 0
        result = builder.phi("i1", edges)
    builder.loc = saved
    return result


def lower_conditional(f: FunctionState, expr: Conditional) -> str:
    """``condition ? then : otherwise``, scalar or void."""
    truth = constant_truth(expr.condition)
    if truth is not None:
        live, dead = (expr.then, expr.otherwise) if truth else (expr.otherwise, expr.then)
        if not contains_label(dead):
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
    start = builder.block
    branch_on(f, expr.condition, left, right)
    return _join_arms(f, expr, left, right, start)


def _is_cheap(expr: Expr) -> bool:
    """Clang's test for an arm that may be evaluated in any case: a constant."""
    return evaluate(expr) is not None and not has_side_effects(expr)


def _join_arms(
    f: FunctionState, expr: Conditional | Elvis, left: Block, right: Block, start: Block | None
) -> str:
    builder = f.builder
    end = builder.new_block("cond.end")
    edges: list[tuple[str, Block]] = []
    outer = _enter_arm(f, start)
    for block, arm in ((left, expr.then), (right, expr.otherwise)):
        f.start_block(block)
        value = lower_expr.lower_value(f, arm)
        if builder.block is not None:
            edges.append((value, builder.block))
            f.branch(end)
    f.conditional_start = outer
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
    condition = is_nonzero(f, value, expr.shared, is_kept=True)
    left = builder.new_block("cond.true")
    right = builder.new_block("cond.false")
    start = builder.block
    builder.terminate("condbr", condition, [left, right])
    return _join_arms(f, expr, left, right, start)
