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

# The part with which the text of an expression begins.
_FIRST_PART: dict[type[Expr], str] = {
    Assign: "target",
    Binary: "left",
    Call: "callee",
    Comma: "left",
    CompoundAssign: "target",
    Conditional: "condition",
    Elvis: "shared",
    Index: "base",
    Logical: "left",
    PointerAdd: "pointer",
    PointerDiff: "left",
}


def place_of(expr: Expr) -> int:
    """The location of an expression's own instructions.

    Most kinds have it in ``loc``; implicit conversions, calls and ``?:`` stand where their text
    begins, a subscript where its base stands.
    """
    if type(expr) not in _MOVED:
        return expr.loc
    while isinstance(expr, Index):
        expr = expr.base
    if type(expr) not in _MOVED or (isinstance(expr, Convert) and expr.is_explicit):
        return expr.loc
    return first_loc(expr)


def first_loc(expr: Expr) -> int:
    """Where the text of an expression begins."""
    while True:
        kind = type(expr)
        part = _FIRST_PART.get(kind)
        if part is not None:
            expr = getattr(expr, part)
            if part == "shared":
                expr = expr.source  # type: ignore[attr-defined]
        elif isinstance(expr, Convert):
            if expr.is_explicit:
                return expr.loc
            expr = expr.operand
        elif isinstance(expr, Member):
            base = expr.base
            expr = base.pointer if isinstance(base, Deref) else base
        elif isinstance(expr, IncDec) and not expr.is_prefix:
            expr = expr.target
        else:
            return expr.loc
