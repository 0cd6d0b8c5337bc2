"""How many bits a value can have, and whether it can be negative: what -Wsign-compare goes by.

A bound on the expression as written, without knowledge of variables; conversions that the
language inserts are looked through.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.ctype import integer_of
from bpfcc.frontend.tree import (
    Assign,
    Binary,
    Comma,
    Conditional,
    Conversion,
    Convert,
    Expr,
    Logical,
    Member,
    StatementExpr,
    Unary,
)

COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))

Range = tuple[int, bool]
"""(bits, is not negative); with a sign the bits include it."""


def int_range(expr: Expr) -> Range:
    """The range of an integer expression."""
    known = evaluate(expr)
    if isinstance(known, int):
        return known.bit_length() + (known < 0), known >= 0
    if not expr.type.is_integer:
        return 64, False
    of_type = _type_range(expr)
    found = _find_range(expr)
    if found is None:
        return of_type
    return _fit(found, of_type)


def _fit(found: Range, of_type: Range) -> Range:
    """A range within what its type can hold."""
    bits, positive = found
    type_bits, unsigned = of_type
    return (bits, positive or unsigned) if bits < type_bits else of_type


def _type_range(expr: Expr) -> Range:
    integer = integer_of(expr.type)
    if integer.is_bool:
        return 1, True
    return integer.size_bits, not integer.signed


def _find_range(expr: Expr) -> Range | None:
    if isinstance(expr, Convert):
        return _conversion_range(expr)
    if isinstance(expr, Binary):
        return _binary_range(expr)
    if isinstance(expr, Logical) or (isinstance(expr, Unary) and expr.op == "!"):
        return 1, True
    if isinstance(expr, Unary) and expr.op == "+":
        return int_range(expr.operand)
    if isinstance(expr, Conditional):
        return _join(int_range(expr.then), int_range(expr.otherwise))
    if isinstance(expr, Comma):
        return int_range(expr.right)
    if isinstance(expr, Assign):
        return int_range(expr.value)
    if isinstance(expr, StatementExpr) and expr.result is not None:
        return int_range(expr.result)
    return None


def _conversion_range(expr: Convert) -> Range | None:
    if expr.kind is Conversion.TO_BOOL:
        return 1, True
    operand = expr.operand
    if expr.kind is Conversion.LOAD:
        if isinstance(operand, Member) and operand.field.bit_width is not None:
            return operand.field.bit_width, not integer_of(operand.field.type).signed
        return None
    if expr.kind is Conversion.INTEGER and operand.type.is_integer:
        return int_range(operand)
    return None


def _binary_range(expr: Binary) -> Range | None:
    op = expr.op
    if op in COMPARISONS:
        return 1, True
    if not expr.left.type.is_integer or not expr.right.type.is_integer:
        return None
    left, right = int_range(expr.left), int_range(expr.right)
    if op == "&":
        known = [side[0] for side in (left, right) if side[1]]
        return (min(known), True) if known else _join(left, right)
    if op in ("|", "^"):
        return _join(left, right)
    if op in ("+", "*"):
        bits = max(left[0], right[0]) + 1 if op == "+" else left[0] + right[0]
        return bits, left[1] and right[1]
    if op == "-":
        widens = not (left[1] and right[1])
        return max(left[0], right[0]) + widens + 1, left[1] and right[0] == 0
    if op == "/":
        return left[0], left[1] and right[1]
    if op == ">>":
        shift = evaluate(expr.right)
        return max(left[0] - shift, 0) if isinstance(shift, int) else left[0], left[1]
    if op == "%":
        return min(left[0], right[0]), left[1]
    if op == "<<":
        shift = evaluate(expr.right)
        return (left[0] + shift, left[1]) if isinstance(shift, int) and 0 <= shift < 64 else None
    return None


def _join(left: Range, right: Range) -> Range:
    if left[1] and right[1]:
        return max(left[0], right[0]), True
    return max(bits + positive for bits, positive in (left, right)), False
