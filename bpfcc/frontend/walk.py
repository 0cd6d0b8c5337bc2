"""Walking the typed tree: the children of a node, every expression of a function.

The structure is read off the nodes' slots, so a new node class needs no row here.
"""

from __future__ import annotations

from bpfcc.frontend.tree import (
    AggregateInit,
    AsmOperand,
    CompoundLiteral,
    DeclStmt,
    Expr,
    Function,
    Stmt,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

Node = Expr | Stmt | AggregateInit

_SLOTS: dict[type, tuple[str, ...]] = {}
# Slots that point at nodes which are reached by another way, or at none.
_NOT_CHILDREN = frozenset(("cases", "default", "label", "labels", "hints", "decl", "field", "info"))


def _slots_of(cls: type) -> tuple[str, ...]:
    found = _SLOTS.get(cls)
    if found is None:
        names: list[str] = []
        for base in reversed(cls.__mro__):
            names.extend(getattr(base, "__slots__", ()))
        skip = _NOT_CHILDREN if not issubclass(cls, DeclStmt) else frozenset()
        found = _SLOTS[cls] = tuple(n for n in names if n not in skip)
    return found


def children(node: Node) -> Iterator[Node]:
    """The direct children of a node, in source order where the slots are in it."""
    if isinstance(node, DeclStmt):
        for variable in node.variables:
            if variable.initializer is not None and not variable.is_global:
                yield variable.initializer
        return
    if isinstance(node, CompoundLiteral):
        if node.variable.initializer is not None:
            yield node.variable.initializer
        return
    if isinstance(node, AggregateInit):
        for _, _, value in node.elements:
            yield value
        for _, value in node.fields:
            yield value
        return
    for slot in _slots_of(type(node)):
        value = getattr(node, slot)
        if isinstance(value, (Expr, Stmt, AggregateInit)):
            yield value
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, (Expr, Stmt, AggregateInit)):
                    yield item
                elif isinstance(item, AsmOperand):
                    yield item.expr


def descendants(node: Node) -> Iterator[Node]:
    """``node`` and everything below it, parents first; no recursion."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(children(current))))


def function_nodes(function: Function) -> Iterator[Node]:
    """Every node of a function's body."""
    if function.body is not None:
        yield from descendants(function.body)
