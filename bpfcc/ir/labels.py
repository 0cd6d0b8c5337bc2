"""Looking into statements: labels, cases, breaks, and variables that jumps pass by."""

from __future__ import annotations

from bpfcc.frontend.tree import (
    AggregateInit,
    Block,
    Break,
    Case,
    Conversion,
    Convert,
    DeclStmt,
    Default,
    DoWhile,
    Expr,
    For,
    Goto,
    IndirectGoto,
    Label,
    LabelInfo,
    Member,
    StatementExpr,
    Stmt,
    Switch,
    Variable,
    While,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

Node = Stmt | Expr | AggregateInit | Variable

_SLOTS: dict[type, tuple[str, ...]] = {}
_SKIPPED = frozenset(("loc", "type", "cases", "default", "decl", "field", "label", "info", "enum"))


def _slots_of(kind: type) -> tuple[str, ...]:
    found = _SLOTS.get(kind)
    if found is None:
        names = [name for base in kind.__mro__ for name in getattr(base, "__slots__", ())]
        found = _SLOTS[kind] = tuple(name for name in names if name not in _SKIPPED)
    return found


def children(node: Node) -> Iterator[Node]:
    """The statements and expressions directly below ``node``, in source order."""
    if isinstance(node, Variable):
        if node.initializer is not None and not node.is_global:
            yield node.initializer
        return
    if isinstance(node, AggregateInit):
        for _, _, element in node.elements:
            yield element
        for _, member in node.fields:
            yield member
        return
    if isinstance(node, For):
        yield from (n for n in (node.start, node.condition, node.step, node.body) if n is not None)
        return
    for name in _slots_of(type(node)):
        child = getattr(node, name)
        if isinstance(child, (Stmt, Expr)):
            yield child
        elif isinstance(child, list):
            for item in child:
                if isinstance(item, (Stmt, Expr, Variable)):
                    yield item


def contains_label(node: Node | None, *, ignore_cases: bool = False) -> bool:
    """Whether something may jump into ``node``: a label, or a case of a switch around it."""
    if node is None:
        return False
    pending: list[tuple[Node, bool]] = [(node, ignore_cases)]
    while pending:
        current, ignore = pending.pop()
        if isinstance(current, Label):
            return True
        if isinstance(current, (Case, Default)) and not ignore:
            return True
        ignore = ignore or isinstance(current, Switch)
        pending += [(child, ignore) for child in children(current)]
    return False


def contains_break(node: Node) -> bool:
    """Whether ``node`` breaks out of the switch or loop around it."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, Break):
            return True
        if not isinstance(current, (Switch, While, DoWhile, For)):
            pending += children(current)
    return False


def may_declare(stmt: Stmt) -> bool:
    """Whether a statement adds a declaration to the scope it stands in."""
    if isinstance(stmt, DeclStmt):
        return True
    if isinstance(stmt, (Case, Default, Label)):
        return may_declare(stmt.stmt)
    return False


class _Bypass:
    """Finds variables whose declaration some jump passes by (clang's VarBypassDetector).

    Each scope is (parent, variable); a jump bypasses every variable between the common
    ancestor of its ends and its target.
    """

    __slots__ = ("bypassed", "jumps", "scopes", "targets")

    def __init__(self) -> None:
        self.scopes: list[tuple[int, Variable | None]] = [(-1, None)]
        self.jumps: list[tuple[int, Stmt, LabelInfo | None]] = []
        self.targets: dict[object, int] = {}
        self.bypassed: set[Variable] = set()

    def visit(self, node: Node, scope: int) -> int:
        """Walk ``node`` in scope ``scope``; the scope that what follows it is in."""
        if isinstance(node, DeclStmt):
            for variable in node.variables:
                if variable.initializer is not None and not variable.is_global:
                    self.visit(variable.initializer, scope)
                if not variable.is_global:
                    self.scopes.append((scope, variable))
                    scope = len(self.scopes) - 1
            return scope
        if isinstance(node, (Case, Default)):
            self.targets[node] = scope
            return self.visit(node.stmt, scope)
        if isinstance(node, Label):
            self.targets[node.label] = scope
            return self.visit(node.stmt, scope)
        if isinstance(node, Goto):
            self.jumps.append((scope, node, node.label))
            return scope
        inner = scope
        if isinstance(node, Switch):
            self.visit(node.condition, scope)
            self.jumps.append((scope, node, None))
            self.visit(node.body, scope)
            return scope
        for child in children(node):
            inner = self.visit(child, inner)
            if not isinstance(node, (Block, For, StatementExpr)):
                inner = scope
        return scope

    def detect(self) -> None:
        for scope, stmt, label in self.jumps:
            if label is not None:
                if label in self.targets:
                    self._compare(scope, self.targets[label])
            elif isinstance(stmt, Switch):
                for case in (*stmt.cases, stmt.default):
                    if case is not None and case in self.targets:
                        self._compare(scope, self.targets[case])

    def _compare(self, start: int, target: int) -> None:
        while target != start:
            if target < start:
                start = self.scopes[start][0]
            else:
                parent, variable = self.scopes[target]
                if variable is not None:
                    self.bypassed.add(variable)
                target = parent


def find_bypassed(body: Block) -> set[Variable]:
    """Local variables that a goto or a switch jumps past."""
    detector = _Bypass()
    detector.visit(body, 0)
    detector.detect()
    return detector.bypassed


class BodyFacts:
    """What a function's body contains: jumps, computed ones, members of record values."""

    __slots__ = ("has_computed_goto", "has_jump", "has_record_temporary")

    def __init__(self, body: Block) -> None:
        self.has_jump = self.has_computed_goto = self.has_record_temporary = False
        pending: list[Node] = [body]
        while pending:
            node = pending.pop()
            kind = type(node)
            if kind is Goto or kind is Switch:
                self.has_jump = True
            elif kind is IndirectGoto:
                self.has_computed_goto = True
            elif isinstance(node, Member) and _is_in_temporary(node):
                self.has_record_temporary = True
            pending += children(node)


def _is_in_temporary(member: Member) -> bool:
    """Whether a member is one of a record value that lies nowhere yet."""
    base = member.base
    while isinstance(base, Convert) and base.kind in (Conversion.LOAD, Conversion.NO_OP):
        base = base.operand
    return not base.is_lvalue


def has_record_temporary(node: Node) -> bool:
    """Whether an expression takes a member of a record value, which then needs a place.

    What is in a statement expression belongs to the statements there.
    """
    pending: list[Node] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, Member) and _is_in_temporary(current):
            return True
        if isinstance(current, StatementExpr):
            continue
        pending += children(current)
    return False
