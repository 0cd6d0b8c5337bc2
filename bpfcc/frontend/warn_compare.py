"""Warnings about comparisons whose result is known, or that compare what does not compare.

Names follow clang's ``-W`` options.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import Enum, Int, integer_of
from bpfcc.frontend.int_range import COMPARISONS, Range, int_range
from bpfcc.frontend.tree import (
    Binary,
    Comma,
    Conditional,
    Conversion,
    Convert,
    DeclRef,
    Deref,
    EnumeratorRef,
    Expr,
    Logical,
    Member,
    StringLiteral,
    Unary,
)
from bpfcc.frontend.warn_address import say_never_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.ctype import CType
    from bpfcc.source import SourceManager

_TRUE_OF_ITSELF = frozenset(("==", "<=", ">="))
_FALSE_OF_ITSELF = frozenset(("!=", "<", ">"))
_BITWISE = frozenset(("&", "|", "^"))
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_WORDS = {True: "true", False: "false"}


def check_comparison(node: Binary, sink: Sink, manager: SourceManager) -> None:
    """A comparison, wherever it stands."""
    if node.op not in COMPARISONS:
        return
    left, right = strip_implicit(node.left), strip_implicit(node.right)
    if node.left.type.is_pointer:
        _check_pointers(node, left, right, sink)
        return
    _check_itself(node, left, right, sink)
    _check_enums(node, left, right, sink)
    _check_chain(node, left, sink, manager)
    _check_constant(node, left, right, sink)


def strip_implicit(expr: Expr) -> Expr:
    """The expression as written: what the language converts is looked through."""
    while isinstance(expr, Convert) and not expr.is_explicit:
        expr = expr.operand
    return expr


# ------------------------------------------------------------------------- both sides


def _check_itself(node: Binary, left: Expr, right: Expr, sink: Sink) -> None:
    if node.loc > 0 and is_same_place(left, right):
        result = _WORDS[node.op in _TRUE_OF_ITSELF]
        sink.warning(
            "tautological-compare", node.loc, f"comparing this with itself is always {result}"
        )


def is_same_place(left: Expr, right: Expr) -> bool:
    """Whether both are the same variable, or the same member of it."""
    if isinstance(left, DeclRef) and isinstance(right, DeclRef):
        return left.decl is right.decl
    if isinstance(left, Member) and isinstance(right, Member):
        if left.field is not right.field:
            return False
        return is_same_place(strip_implicit(left.base), strip_implicit(right.base))
    if isinstance(left, Deref) and isinstance(right, Deref):
        return is_same_place(strip_implicit(left.pointer), strip_implicit(right.pointer))
    return False


def _check_pointers(node: Binary, left: Expr, right: Expr, sink: Sink) -> None:
    if isinstance(left, StringLiteral) or isinstance(right, StringLiteral):
        other = node.right if isinstance(left, StringLiteral) else node.left
        if not _is_null(other):
            sink.warning(
                "string-compare",
                node.loc,
                "where a string literal lies is unspecified; compare what is in it instead",
            )
        return
    if node.op in ("==", "!="):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if _is_null(other):
                say_never_null(side, sink, compared=node.op)
                return
    if node.loc > 0 and is_same_place(left, right):
        result = _WORDS[node.op in _TRUE_OF_ITSELF]
        sink.warning(
            "tautological-compare", node.loc, f"comparing this with itself is always {result}"
        )


def _is_null(expr: Expr) -> bool:
    while isinstance(expr, Convert):
        if expr.kind is Conversion.NULL_POINTER:
            return True
        expr = expr.operand
    return False


def enum_of(expr: Expr) -> Enum | None:
    """The enumeration that a value is of; an enumerator counts as its own enumeration's."""
    if isinstance(expr, EnumeratorRef):
        return expr.enum
    canonical = expr.type.canonical
    return canonical if isinstance(canonical, Enum) else None


def _check_enums(node: Binary, left: Expr, right: Expr, sink: Sink) -> None:
    a, b = enum_of(left), enum_of(right)
    if a is None or b is None or a is b or not has_name(a) or not has_name(b):
        return
    sink.warning(
        "enum-compare",
        node.loc,
        f"values of different enumerations are compared ('{a}' and '{b}')",
    )


def has_name(enum: Enum) -> bool:
    """Whether an enumeration has a tag, or a typedef's name for want of one."""
    return bool(enum.tag or enum.typedef_name)


def _check_chain(node: Binary, left: Expr, sink: Sink, manager: SourceManager) -> None:
    """``a < b < c``."""
    is_chain = isinstance(left, Binary) and left.op in COMPARISONS
    if not is_chain or {node.op, getattr(left, "op", "")} & {"==", "!="}:
        return
    if node.loc <= 0 or left.loc <= 0 or _closes_between(left.loc, node.loc, manager):
        return
    sink.warning(
        "parentheses",
        node.loc,
        "'X < Y < Z' compares the result of the first comparison, 0 or 1, with the third value",
    )


def _closes_between(first: int, second: int, manager: SourceManager) -> bool:
    """Whether a parenthesis that was open at one operator is closed at the other."""
    file = manager.file_of(first)
    depth = 0
    for character in file.text[first - file.base : second - file.base]:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return False


# ------------------------------------------------------------------ with a constant


def _check_constant(node: Binary, left: Expr, right: Expr, sink: Sink) -> None:
    """One side is a constant that decides: its type, or its form, lets the other never be that."""
    low, high = evaluate_integer(node.left), evaluate_integer(node.right)
    if (low is None) == (high is None) or not node.left.type.is_integer:
        return
    if high is not None:
        op, value, constant, other = node.op, high, right, left
    else:
        assert low is not None
        op, value, constant, other = _MIRRORED[node.op], low, left, right
    if not other.type.is_integer or other.type.is_error:
        return
    a, b = enum_of(constant), enum_of(other)
    if a is not None and a is b:
        return
    common = integer_of(node.left.type)
    is_truth = is_truth_value(other) and not integer_of(other.type).is_bool
    of_type = (1, True) if is_truth else _range_of_type(other.type)
    of_value = of_type if is_truth else int_range(other)
    result = _decide(op, _promote(of_value, common), value)
    if result is None:
        return
    by_type = _decide(op, _promote(of_type, common), value)
    if by_type is not None:
        result = by_type
    elif not of_value[0]:
        return
    bounds = _promote(of_type if by_type is not None else of_value, common)
    is_inside = _contains(bounds, value)
    if is_inside and (isinstance(constant, EnumeratorRef) or constant.loc < 0):
        return
    code = _name(other, value, is_inside, by_type is not None)
    what = "a truth value" if is_truth_value(other) else f"a value of type '{other.type}'"
    sink.warning(code, node.loc, f"comparing {what} with {value} is always {_WORDS[result]}")


def _name(other: Expr, value: int, is_inside: bool, is_by_type: bool) -> str:
    """Clang's name for the kind of comparison."""
    if not is_by_type:
        return "tautological-value-range-compare"
    if not is_inside:
        return "tautological-constant-out-of-range-compare"
    if is_truth_value(other):
        return "tautological-constant-compare"
    if value == 0 and not integer_of(other.type).signed:
        is_enum = other.type.canonical.is_enum
        return f"tautological-unsigned-{'enum-' if is_enum else ''}zero-compare"
    return "tautological-type-limit-compare"


def _range_of_type(type: CType) -> Range:
    integer = integer_of(type)
    return (1, True) if integer.is_bool else (integer.size_bits, not integer.signed)


Bounds = tuple[int, int, int, int]
"""Smallest and largest value, and those of the type that is compared in."""


def _promote(of: Range, common: Int) -> Bounds:
    """The bounds of a range's values when they have been converted to a type.

    A negative value that becomes unsigned makes the smallest greater than the largest: the values
    lie at both ends of the type, and not between.
    """
    bits, positive = of
    least, most = common.minimum, common.maximum
    if not bits:
        return 0, 0, least, most
    if bits >= common.size_bits and common.signed:
        return least, most, least, most
    low, high = (0, (1 << bits) - 1) if positive else (-(1 << (bits - 1)), (1 << (bits - 1)) - 1)
    return common.wrap(low), common.wrap(high), least, most


def _contains(bounds: Bounds, value: int) -> bool:
    low, high, _, _ = bounds
    return low <= value <= high if low <= high else not high < value < low


def _decide(op: str, bounds: Bounds, value: int) -> bool | None:
    """What comparing any value within bounds with ``value`` gives, where it is always the same."""
    low, high, least, most = bounds
    if low > high:
        if high < value < low:
            return {"==": False, "!=": True}.get(op)
        low, high = least, most
    if op in ("==", "!="):
        if not low <= value <= high:
            return op == "!="
        return op == "==" if low == high else None
    if op in ("<", ">="):
        known = True if high < value else False if low >= value else None
        return known if op == "<" or known is None else not known
    known = True if low > value else False if high <= value else None
    return known if op == ">" or known is None else not known


def is_truth_value(expr: Expr) -> bool:
    """Whether an expression is 0 or 1 by its form, whatever its type."""
    expr = strip_implicit(expr)
    if expr.type.is_integer and not expr.type.is_error and integer_of(expr.type).is_bool:
        return True
    if isinstance(expr, Logical) or (isinstance(expr, Unary) and expr.op == "!"):
        return True
    if isinstance(expr, Binary):
        if expr.op in COMPARISONS:
            return True
        return expr.op in _BITWISE and is_truth_value(expr.left) and is_truth_value(expr.right)
    if isinstance(expr, Member) and expr.field.bit_width == 1:
        return not integer_of(expr.field.type).signed
    if isinstance(expr, Conditional):
        return is_truth_value(expr.then) and is_truth_value(expr.otherwise)
    if isinstance(expr, Comma):
        return is_truth_value(expr.right)
    return False
