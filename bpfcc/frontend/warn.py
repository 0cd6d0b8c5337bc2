"""Warnings that need a whole function: unused, uninitialised, falling off the end.

Names follow clang's ``-W`` options; which are on is the sink's policy.
"""

from __future__ import annotations

from bpfcc.frontend.flow import can_complete
from bpfcc.frontend.tree import (
    AddressOf,
    Asm,
    Assign,
    Block,
    Case,
    CompoundAssign,
    Conditional,
    Conversion,
    Convert,
    DeclRef,
    DeclStmt,
    Default,
    DoWhile,
    Elvis,
    Expr,
    For,
    Function,
    If,
    IncDec,
    Index,
    Linkage,
    Logical,
    Member,
    Stmt,
    Switch,
    Unit,
    Variable,
    While,
)
from bpfcc.frontend.walk import Node, children, descendants, function_nodes
from bpfcc.frontend.warn_expr import check_expressions
from bpfcc.frontend.warn_look import check_comments, check_statement
from bpfcc.frontend.warn_use import check_use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.source import SourceManager


def check_unit(unit: Unit, sink: Sink, manager: SourceManager) -> None:
    """Say what looks wrong in the functions of ``unit``, those of system headers left out."""
    check_comments(sink, manager)
    for definition in unit.definitions:
        function = definition if isinstance(definition, Function) else None
        is_ours = function is not None and not manager.is_system(function.loc)
        if is_ours and function is not None and function.body is not None:
            _check_function(function, sink, manager)
        if isinstance(definition, Variable) and definition.initializer is not None:
            check_expressions(definition.initializer, sink, manager)
        _check_unused_global(definition, sink, manager)
    if sink.policy.enabled:  # asked for; by default a header is not read for this alone
        unused = list(unit.analyze_unused())
        for function in unused:
            _check_function(function, sink, manager)
            if not function.is_inline and not function.is_referenced:
                _say_unused(function, sink)


def _check_unused_global(definition: object, sink: Sink, manager: SourceManager) -> None:
    if not isinstance(definition, (Function, Variable)):
        return
    if definition.linkage is not Linkage.INTERNAL or definition.is_referenced:
        return
    attributes = definition.attributes
    in_header = definition.loc == 0 or manager.file_of(definition.loc).included_at != 0
    if in_header or attributes.used or attributes.unused or attributes.section:
        return
    if isinstance(definition, Function):
        _say_unused(definition, sink)
    elif not definition.is_compound_literal:
        sink.warning("unused-variable", definition.loc, f"unused variable '{definition.name}'")


def _say_unused(function: Function, sink: Sink) -> None:
    if not function.attributes.unused and not function.attributes.used:
        sink.warning("unused-function", function.loc, f"unused function '{function.name}'")


def _check_function(function: Function, sink: Sink, manager: SourceManager) -> None:
    _check_return(function, sink)
    check_use(function, sink)
    for param in function.params:
        is_used = param.is_referenced or param.attributes.unused or function.attributes.naked
        if param.name and not is_used:
            sink.warning("unused-parameter", param.loc, f"unused parameter '{param.name}'")
    for node in function_nodes(function):
        if isinstance(node, Stmt):
            check_statement(node, sink, manager)
        if isinstance(node, DeclStmt):
            for variable in node.variables:
                _check_variable(variable, sink)
        elif isinstance(node, Switch):
            _check_fallthrough(node, sink)
    if function.body is not None:
        check_expressions(function.body, sink, manager)
    for label in function.labels.values():
        if label.is_defined and not label.is_used:
            sink.warning("unused-label", label.loc, f"unused label '{label.name}'")
    if not function.labels:
        _Uninitialized(sink).check(function)


def _check_return(function: Function, sink: Sink) -> None:
    result = function.type.canonical.result  # type: ignore[attr-defined]
    if result.is_void or function.attributes.naked or function.attributes.no_return:
        return
    if function.name == "main":  # which returns 0 then, C11 5.1.2.2.3
        return
    assert function.body is not None
    if can_complete(function.body):
        some = any(type(n).__name__ == "Return" for n in function_nodes(function))
        where = " in all control paths" if some else ""
        sink.warning(
            "return-type",
            function.end_loc,
            f"non-void function does not return a value{where}",
        )


def _check_variable(variable: Variable, sink: Sink) -> None:
    attributes = variable.attributes
    if variable.is_referenced or attributes.unused or attributes.used or variable.cleanup:
        return
    if variable.linkage is Linkage.NONE and not variable.type.is_error:
        sink.warning("unused-variable", variable.loc, f"unused variable '{variable.name}'")


def _check_fallthrough(switch: Switch, sink: Sink) -> None:
    if not isinstance(switch.body, Block):
        return
    before: Stmt | None = None
    for stmt in switch.body.stmts:
        is_label = isinstance(stmt, (Case, Default))
        if is_label and before is not None and can_complete(before):
            sink.warning(
                "implicit-fallthrough",
                stmt.loc,
                "unannotated fall-through between switch labels",
            ).note("insert '__attribute__((fallthrough));' or 'break;' before it", stmt.loc)
        # A null statement is how the fallthrough attribute arrives here.
        before = None if type(stmt).__name__ == "Null" else stmt


class _Uninitialized:
    """Finds reads of locals that nothing can have written on any path so far.

    Only what is wrong on every path is told. A loop's body counts as written before its start,
    and a variable whose address is taken as written from then on.
    """

    __slots__ = ("_order", "declared", "sink", "written")

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.declared: set[Variable] = set()
        self.written: set[Variable] = set()
        # The same in the order in which they became that.
        self._order: list[Variable] = []

    def check(self, function: Function) -> None:
        if function.body is not None:
            self._visit(function.body)

    def _visit(self, node: Node | None) -> None:
        if node is None:
            return
        if isinstance(node, DeclStmt):
            self._declare(node)
        elif isinstance(node, (While, For, DoWhile, Switch)):
            self._visit_repeated(node)
        elif isinstance(node, (If, Conditional, Elvis)):
            self._visit_branches(node)
        elif isinstance(node, Logical):
            self._visit(node.left)
            self._visit(node.right)
        elif isinstance(node, Assign):
            self._visit(node.value)
            self._write(node.target)
        elif isinstance(node, Asm):
            for operand in node.inputs:
                self._visit(operand.expr)
            for operand in node.outputs:
                self._write(operand.expr)
        elif isinstance(node, AddressOf):
            self._write(node.operand)
        elif isinstance(node, Convert) and isinstance(node.operand, DeclRef):
            self._use(node)
        elif isinstance(node, (CompoundAssign, IncDec)) and isinstance(node.target, DeclRef):
            if isinstance(node, CompoundAssign):
                self._visit(node.value)
            self._read(node.target.decl, node.target.loc)
        else:
            for child in children(node):
                self._visit(child)

    def _declare(self, node: DeclStmt) -> None:
        for variable in node.variables:
            if variable.is_global:
                continue
            if variable.initializer is not None:
                self._visit(variable.initializer)
                self._mark_written(variable)
            elif variable.type.is_scalar:
                self.declared.add(variable)
                self.written.discard(variable)

    def _visit_repeated(self, node: Node) -> None:
        for inner in descendants(node):
            target: Expr | None = None
            if isinstance(inner, (Assign, CompoundAssign, IncDec)):
                target = inner.target
            elif isinstance(inner, AddressOf):
                target = inner.operand
            elif isinstance(inner, Asm):
                for operand in inner.outputs:
                    self._write_quietly(operand.expr)
            if target is not None:
                self._write_quietly(target)
        for child in children(node):
            self._visit(child)

    def _visit_branches(self, node: If | Conditional | Elvis) -> None:
        if isinstance(node, Elvis):
            self._visit(node.shared.source)
            self._visit(node.otherwise)
            return
        only_there: list[Variable] = []
        following: Node | None = node
        while isinstance(following, (If, Conditional)):  # no recursion: a chain may be long
            self._visit(following.condition)
            start = len(self._order)
            self._visit(following.then)
            only_there += self._take_back(start)
            following = following.otherwise
        self._visit(following)
        for variable in only_there:
            self._mark_written(variable)

    def _mark_written(self, variable: Variable) -> None:
        if variable not in self.written:
            self.written.add(variable)
            self._order.append(variable)

    def _take_back(self, start: int) -> list[Variable]:
        """Forget what was written since ``_order`` had ``start`` entries; returns it."""
        taken = self._order[start:]
        del self._order[start:]
        self.written.difference_update(taken)
        return taken

    def _write(self, target: Expr) -> None:
        if isinstance(target, DeclRef):
            self._write_quietly(target)
        else:
            for child in children(target):
                self._visit(child)
            self._write_quietly(target)

    def _write_quietly(self, target: Expr) -> None:
        while isinstance(target, (Member, Index)):
            base = target.base
            target = base.operand if isinstance(base, Convert) else base
        if isinstance(target, DeclRef) and isinstance(target.decl, Variable):
            self._mark_written(target.decl)

    def _use(self, node: Convert) -> None:
        assert isinstance(node.operand, DeclRef)
        variable = node.operand.decl
        if node.kind is Conversion.LOAD:
            self._read(variable, node.loc)
        elif isinstance(variable, Variable):
            self._mark_written(variable)

    def _read(self, variable: Variable | Function, loc: int) -> None:
        if not isinstance(variable, Variable):
            return
        if variable in self.declared and variable not in self.written:
            self._mark_written(variable)  # told once
            self.sink.warning(
                "uninitialized",
                loc,
                f"variable '{variable.name}' is uninitialized when used here",
            ).note(f"initialize the variable '{variable.name}' to silence this", variable.loc)
