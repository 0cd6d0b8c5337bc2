"""Warnings about values that are computed and dropped.

Names follow clang's ``-W`` options, and so does what counts as an effect.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import VOLATILE
from bpfcc.frontend.tree import (
    Assign,
    Binary,
    BuiltinCall,
    Call,
    Comma,
    CompoundAssign,
    Conditional,
    Conversion,
    Convert,
    DeclRef,
    Elvis,
    ErrorExpr,
    Expr,
    Function,
    IncDec,
    IntLiteral,
    Logical,
    PreserveAccess,
    StatementExpr,
    VaArg,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.source import SourceManager

_EFFECTS = (Assign, CompoundAssign, IncDec, VaArg, ErrorExpr)
_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))
_CONSTANT_BUILTINS = tuple(
    "__builtin_" + stem
    for stem in (
        "abs", "bitreverse", "bswap", "clrsb", "clz", "constant_p", "ctz", "expect", "ffs",
        "labs", "llabs", "parity", "popcount", "rotate",
    )
)  # fmt: skip


def check_dropped(
    expr: Expr, sink: Sink, manager: SourceManager, *, of_comma: bool = False
) -> None:
    """An expression whose value nobody takes: a statement, or what stands before a comma."""
    unused = find_unused(expr)
    if unused is None:
        return
    loc = unused.loc
    if isinstance(strip_conversions(expr), StatementExpr) and loc < 0:
        return  # a macro that may stand for a value or for a statement
    called = _called_function(unused)
    if called is not None and called.attributes.warn_unused_result:
        message = f"the result of '{called.name}' is to be looked at"
        sink.warning("unused-result", loc, message).note(
            f"'{called.name}' is declared with the attribute 'warn_unused_result'",
            called.declared_loc or called.loc,
        )
        return
    if is_of_macro_body(loc, manager):
        return
    if isinstance(unused, Binary) and unused.op in _COMPARISONS:
        sink.warning("unused-comparison", loc, "comparison result unused")
    elif isinstance(unused, (Call, BuiltinCall)):
        sink.warning("unused-value", loc, "this function only computes its result: it is unused")
    elif of_comma:
        sink.warning("unused-value", loc, "left operand of comma operator has no effect")
    else:
        sink.warning("unused-value", loc, "expression result unused")


def is_of_macro_body(loc: int, manager: SourceManager) -> bool:
    """Whether a token is a macro's own, or comes from a system header's macro."""
    return loc < 0 and (
        not manager.expansions[-loc - 1][3] or manager.is_system(manager.spelling(loc))
    )


def strip_conversions(expr: Expr) -> Expr:
    """An expression without the conversions that the language inserts."""
    while isinstance(expr, Convert) and not expr.is_explicit:
        expr = expr.operand
    return expr


def find_unused(expr: Expr) -> Expr | None:
    """What of a dropped expression had better be used; None where it has an effect."""
    if isinstance(expr, Convert):
        return _find_in_conversion(expr)
    if isinstance(expr, _EFFECTS):
        return None
    if isinstance(expr, Comma):
        hides = isinstance(expr.right, IntLiteral) and expr.right.value == 0
        return None if hides else find_unused(expr.right)
    if isinstance(expr, Logical):
        both = find_unused(expr.left) is not None and find_unused(expr.right) is not None
        return expr if both else None
    if isinstance(expr, Conditional):
        if find_unused(expr.otherwise) is None:
            return None
        return find_unused(expr.then)
    if isinstance(expr, Elvis):
        return find_unused(expr.otherwise)
    if isinstance(expr, StatementExpr):
        return None if expr.result is None else find_unused(expr.result)
    if isinstance(expr, PreserveAccess):
        return None
    if isinstance(expr, BuiltinCall):
        return expr if expr.name.startswith(_CONSTANT_BUILTINS) else None
    if isinstance(expr, Call):
        called = _called_function(expr)
        if called is None:
            return None
        attributes = called.attributes
        wanted = attributes.pure or attributes.const or attributes.warn_unused_result
        return expr if wanted and not expr.type.is_void else None
    if expr.type.is_void or expr.type.is_error:
        return None
    return None if expr.is_lvalue and expr.type.quals & VOLATILE else expr


def _find_in_conversion(expr: Convert) -> Expr | None:
    if expr.is_explicit:
        return None if expr.type.is_void else expr
    if expr.kind is Conversion.LOAD and expr.operand.type.quals & VOLATILE:
        return None
    return find_unused(expr.operand)


def _called_function(expr: Expr) -> Function | None:
    if not isinstance(expr, Call):
        return None
    callee = strip_conversions(expr.callee)
    decl = callee.decl if isinstance(callee, DeclRef) else None
    return decl if isinstance(decl, Function) else None
