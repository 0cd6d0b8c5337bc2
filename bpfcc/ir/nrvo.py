"""Which local records live where the function's result goes (clang's named return values).

A record that every ``return`` in its scope names needs no place of its own. The rules are
those of clang's scopes: each keeps the variables that may still have the result's place, and
which of them the ``return`` statements in it agree on.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import Function as FunctionType
from bpfcc.frontend.layout import align_of
from bpfcc.frontend.tree import (
    Block,
    Conversion,
    Convert,
    DeclRef,
    DeclStmt,
    For,
    Function,
    Return,
    Variable,
)
from bpfcc.frontend.walk import children
from bpfcc.ir.memory import is_volatile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.ctype import CType
    from bpfcc.frontend.walk import Node


class _Scope:
    """``declared``: its variables; ``free``: those that may still have the result's place.

    ``agreed``: the variable that the returns so far agree on, None if they do not.
    """

    __slots__ = ("agreed", "declared", "free", "has_return")

    def __init__(self) -> None:
        self.declared: set[Variable] = set()
        self.free: set[Variable] = set()
        self.agreed: Variable | None = None
        self.has_return = False


def find_result_variables(function: Function) -> set[Variable | None]:
    """The variables of ``function``, which returns a record, that live in the result's place."""
    type = function.type.canonical
    assert isinstance(type, FunctionType)
    finder = _Finder(type.result)
    if function.body is not None:
        finder.visit(function.body)
    return finder.found


def returned_variable(stmt: Return) -> Variable | None:
    """The variable that a ``return`` names, and nothing else."""
    value = stmt.value
    while isinstance(value, Convert) and value.kind in (Conversion.LOAD, Conversion.NO_OP):
        value = value.operand
    if isinstance(value, DeclRef) and isinstance(value.decl, Variable):
        return value.decl
    return None


class _Finder:
    __slots__ = ("_result", "_scopes", "found")

    def __init__(self, result: CType) -> None:
        self._result = result
        self._scopes: list[_Scope] = []
        self.found: set[Variable | None] = set()

    def visit(self, node: Node) -> None:
        if isinstance(node, (Block, For)):
            self._scopes.append(_Scope())
            if isinstance(node, For) and node.start is not None:
                self.visit(node.start)
            self._visit_children(node)
            self._leave()
            return
        self._visit_children(node)
        if isinstance(node, DeclStmt):
            self._scopes[-1].declared.update(node.variables)
            self._scopes[-1].free.update(node.variables)
        elif isinstance(node, Return):
            self._return(node)

    def _visit_children(self, node: Node) -> None:
        for child in children(node):
            if not isinstance(node, For) or child is not node.start:
                self.visit(child)

    def _return(self, stmt: Return) -> None:
        variable = returned_variable(stmt)
        if variable is not None and not self._can_be_result(variable):
            variable = None
        is_free = False
        for scope in self._scopes:
            has_it = variable in scope.free
            scope.free = {variable} if has_it and variable is not None else set()
            is_free = is_free or has_it
        self._scopes[-1].has_return = True
        self._scopes[-1].agreed = variable if is_free else None

    def _leave(self) -> None:
        scope = self._scopes.pop()
        if not scope.has_return:
            return
        if scope.agreed is not None and scope.agreed in scope.declared:
            self.found.add(scope.agreed)
        if self._scopes:
            self._scopes[-1].has_return = True
            self._scopes[-1].agreed = scope.agreed

    def _can_be_result(self, variable: Variable) -> bool:
        return (
            not variable.is_global
            and not variable.is_parameter
            and variable.type.canonical is self._result.canonical
            and not is_volatile(variable.type)
            and variable.attributes.align_bytes <= align_of(self._result)
        )
