"""Where debug information puts an expression, as clang's ``getExprLoc`` and ``getBeginLoc``."""

from __future__ import annotations

from bpfcc.frontend.tree import (
    Assign,
    Binary,
    Call,
    Comma,
    CompoundAssign,
    Conditional,
    Convert,
    Deref,
    Elvis,
    Expr,
    IncDec,
    Index,
    Logical,
    Member,
    PointerAdd,
    PointerDiff,
)

_MOVED = frozenset((Convert, Conditional, Elvis, Index, Call))


def place_of(expr: Expr) -> int:
    """The location of an expression's own instructions.

    Most kinds have it in ``loc``; implicit conversions, calls and ``?:`` stand where their text
    begins, a subscript where its base stands.
    """
    if type(expr) not in _MOVED:
        return expr.loc
    while isinstance(expr, Index):
        expr = expr.base
    if isinstance(expr, Convert) and expr.is_explicit:
        return expr.loc
    if type(expr) in _MOVED:
        return first_loc(expr)
    return expr.loc


def first_loc(expr: Expr) -> int:
    """Where the text of an expression begins; an implicit conversion stands there."""
    while True:
        if isinstance(expr, (Binary, Logical, PointerDiff)):
            expr = expr.left
        elif isinstance(expr, Member):
            expr = expr.base.pointer if isinstance(expr.base, Deref) else expr.base
        elif isinstance(expr, Index):
            expr = expr.base
        elif isinstance(expr, PointerAdd):
            expr = expr.pointer
        elif isinstance(expr, (Assign, CompoundAssign)) or (
            isinstance(expr, IncDec) and not expr.is_prefix
        ):
            expr = expr.target
        elif isinstance(expr, Conditional):
            expr = expr.condition
        elif isinstance(expr, Elvis):
            expr = expr.shared.source
        elif isinstance(expr, Call):
            expr = expr.callee
        elif isinstance(expr, Comma):
            expr = expr.left
        elif isinstance(expr, Convert) and not expr.is_explicit:
            expr = expr.operand
        else:
            return expr.loc
