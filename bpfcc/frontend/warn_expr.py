"""Warnings about single expressions: each node of a function's live code is looked at once.

What constant conditions exclude is left out, as compilers do: that code never runs. The checks
themselves are in ``warn_compare``, ``warn_address``, ``warn_value`` and ``warn_convert``.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import integer_of
from bpfcc.frontend.tree import (
    AddressOf,
    AggregateInit,
    Assign,
    Binary,
    Case,
    Comma,
    Conditional,
    Conversion,
    Convert,
    Default,
    DoWhile,
    Expr,
    ExprStmt,
    For,
    If,
    Label,
    Logical,
    Member,
    PointerDiff,
    StatementExpr,
    Switch,
    Unary,
    While,
)
from bpfcc.frontend.walk import Node, children, descendants
from bpfcc.frontend.warn_address import check_packed_address, say_never_null
from bpfcc.frontend.warn_compare import check_comparison
from bpfcc.frontend.warn_convert import check_bit_field, check_conversion
from bpfcc.frontend.warn_value import check_dropped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.diagnostics import Sink
    from bpfcc.source import SourceManager


def check_expressions(root: Node, sink: Sink, manager: SourceManager) -> None:
    """Say what looks wrong in the expressions of a function's body, or in an initializer."""
    for node, parent in _live_nodes(root):
        if isinstance(node, Convert):
            check_conversion(node, parent, sink, manager)
            if node.kind is Conversion.TO_BOOL and not node.is_explicit:
                say_never_null(node.operand, sink)
        elif isinstance(node, Binary):
            check_comparison(node, sink, manager)
            _check_overflow(node, sink)
        elif isinstance(node, AddressOf):
            check_packed_address(node, parent, sink)
        elif isinstance(node, Comma):
            check_dropped(node.left, sink, manager, of_comma=True)
        elif isinstance(node, PointerDiff):
            _check_null_difference(node, sink, manager)
        elif isinstance(node, AggregateInit):
            for field, value in node.fields:
                check_bit_field(field, value, sink)
        elif isinstance(node, Assign):
            if isinstance(node.target, Member):
                check_bit_field(node.target.field, node.value, sink)
        elif isinstance(node, ExprStmt):
            check_dropped(node.expr, sink, manager)
        if isinstance(parent, For) and node is parent.step and isinstance(node, Expr):
            check_dropped(node, sink, manager)
        for condition in _conditions(node):
            if condition.type.is_pointer:
                say_never_null(condition, sink)


def _conditions(node: Node) -> tuple[Expr, ...]:
    """The expressions of which a node asks whether they are zero."""
    if isinstance(node, Logical):
        return node.left, node.right
    if isinstance(node, Unary):
        return (node.operand,) if node.op == "!" else ()
    if isinstance(node, (If, While, DoWhile, Conditional)):
        return (node.condition,)
    if isinstance(node, For) and node.condition is not None:
        return (node.condition,)
    return ()


def _check_overflow(node: Binary, sink: Sink) -> None:
    """Arithmetic on constants whose result an ``int`` or ``long`` cannot hold."""
    if node.op not in ("+", "-", "*", "<<") or not node.type.is_integer or node.type.is_error:
        return
    left = evaluate_integer(node.left)
    if left is None or not integer_of(node.type).signed:
        return
    if node.op == "<<":
        if left < 0:
            message = "shifting a negative signed value is undefined"
            sink.warning("shift-negative-value", node.loc, message)
        return
    right = evaluate_integer(node.right)
    if right is None:
        return
    result = left + right if node.op == "+" else left - right if node.op == "-" else left * right
    type = integer_of(node.type)
    if not type.minimum <= result <= type.maximum:
        sink.warning(
            "integer-overflow",
            node.loc,
            f"this is {result}, which '{node.type}' cannot hold: it becomes {type.wrap(result)}",
        )


def _check_null_difference(node: PointerDiff, sink: Sink, manager: SourceManager) -> None:
    for side in (node.left, node.right):
        operand = side
        while isinstance(operand, Convert) and operand.kind is not Conversion.LOAD:
            if not operand.is_explicit and operand.kind is not Conversion.NO_OP:
                break
            operand = operand.operand
        is_null = operand.type.is_integer and evaluate_integer(operand) == 0
        if is_null and not manager.is_system(manager.spelling(node.loc)):
            sink.warning(
                "null-pointer-subtraction",
                node.loc,
                "subtracting a null pointer is undefined; use offsetof(), or convert to a number",
            )
            return


# ------------------------------------------------------------------------ live code


def _live_nodes(root: Node) -> Iterator[tuple[Node, Node]]:
    """Every node below ``root`` that can run, each with its parent; parents first."""
    pending: list[tuple[Node, Node]] = [(root, root)]
    while pending:
        node, parent = pending.pop()
        yield node, parent
        dead = _dead_part(node)
        below = [(child, node) for child in children(node) if child is not dead]
        pending.extend(reversed(below))


def _dead_part(node: Node) -> Node | None:
    """The child that a constant condition excludes, unless a label leads into it."""
    dead: Node | None = None
    if isinstance(node, (If, Conditional)):
        known = evaluate_integer(node.condition)
        if known is not None:
            dead = node.otherwise if known else node.then
    elif isinstance(node, Logical):
        known = evaluate_integer(node.left)
        if known is not None and bool(known) == (node.op == "||"):
            dead = node.right
    elif isinstance(node, (While, For)):
        never = node.condition is not None and evaluate_integer(node.condition) == 0
        dead = node.body if never else None
    if dead is None or isinstance(dead, Expr):
        return dead if not isinstance(dead, StatementExpr) or not _has_label(dead) else None
    return None if _has_label(dead) else dead


def _has_label(node: Node) -> bool:
    return any(isinstance(n, (Label, Case, Default, Switch)) for n in descendants(node))
