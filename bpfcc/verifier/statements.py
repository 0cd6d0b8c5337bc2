"""Statements: from the paths that reach one to the paths that leave it.

Loops are walked once from their start; what their body may change is unknown behind them. Jumps
forward are followed; a path that jumps back ends there. So fewer paths are seen than exist, and
those that are seen exist.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.flow import has_jump, never_returns
from bpfcc.frontend.tree import (
    Asm,
    Assign,
    Block,
    Break,
    BuiltinCall,
    Call,
    Case,
    CompoundAssign,
    Continue,
    DeclStmt,
    Default,
    Deref,
    DoWhile,
    ExprStmt,
    For,
    Goto,
    If,
    IncDec,
    Index,
    IndirectGoto,
    Label,
    Return,
    Switch,
    While,
)
from bpfcc.frontend.walk import descendants
from bpfcc.verifier.entries import check_result
from bpfcc.verifier.values import Pointer, RegionKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from bpfcc.frontend.tree import Expr, Stmt, Variable
    from bpfcc.verifier.machine import Machine
    from bpfcc.verifier.state import State

    States: TypeAlias = list[State]


_MOST_CASES = 256
"""Cases of a switch that a path is sent to: each is a copy of all that it knows."""

_FREE_RANGES = 8
"""The logarithm of how many ranges a path may know before each statement costs more."""


class LoopChanges:
    """What one round of a loop may change: variables, and memory reached by pointers."""

    __slots__ = ("others", "variables")

    def __init__(self, variables: set[Variable], *, others: bool) -> None:
        self.variables = variables
        self.others = others


class Statements:
    """Walks statements."""

    __slots__ = ("breaks", "cases", "changes", "continues", "machine")

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.breaks: list[States] = []
        self.continues: list[States] = []
        self.cases: dict[int, States] = {}
        self.changes: dict[int, LoopChanges] = {}

    def run(self, stmt: Stmt | None, states: States) -> States:
        """The paths that come out at a statement's end."""
        if stmt is None:
            return states
        if not states and not self._may_be_entered():
            return states
        self.machine.step(sum([len(state.ranges) for state in states]) >> _FREE_RANGES)
        handler = _HANDLERS.get(type(stmt))
        if handler is None:
            return states
        return self.machine.merge(handler(self, stmt, states))

    def _may_be_entered(self) -> bool:
        """Whether paths that are elsewhere now may come in at a label."""
        return bool(self.machine.frame.pending) or bool(self.cases)

    def run_list(self, stmts: list[Stmt], states: States) -> States:
        """A block's statements in order."""
        for stmt in stmts:
            states = self.run(stmt, states)
        return states

    def _block(self, stmt: Block, states: States) -> States:
        return self.run_list(stmt.stmts, states)

    def _expression(self, stmt: ExprStmt, states: States) -> States:
        return self._evaluate(stmt.expr, states)

    def _evaluate(self, expr: Expr | None, states: States) -> States:
        if expr is None:
            return states
        value = self.machine.expressions.value
        return [after for state in states for after, _ in value(expr, state)]

    def _declaration(self, stmt: DeclStmt, states: States) -> States:
        for variable in stmt.variables:
            if not variable.is_global:
                declare = self.machine.expressions.declare
                states = [after for state in states for after in declare(variable, state)]
        return states

    def _split(self, condition: Expr | None, states: States) -> tuple[States, States]:
        if condition is None:
            return states, []
        trues: States = []
        falses: States = []
        for state in states:
            a, b = self.machine.expressions.conditions(condition, state)
            trues += a
            falses += b
        return self.machine.merge(trues), self.machine.merge(falses)

    def _if(self, stmt: If, states: States) -> States:
        done: States = []
        following: Stmt | None = stmt
        while isinstance(following, If):  # no recursion: a chain of else ifs may be long
            trues, states = self._split(following.condition, states)
            done += self.run(following.then, trues)
            following = following.otherwise
            self.machine.step()
        return done + self.run(following, states)

    # --------------------------------------------------------------------------- loops

    def _while(self, stmt: While, states: States) -> States:
        return self._loop(stmt, stmt.condition, stmt.body, None, states)

    def _for(self, stmt: For, states: States) -> States:
        states = self.run(stmt.start, states)
        return self._loop(stmt, stmt.condition, stmt.body, stmt.step, states)

    def _do(self, stmt: DoWhile, states: States) -> States:
        return self._rounds(stmt, stmt.condition, stmt.body, None, states)

    def _loop(
        self, stmt: Stmt, condition: Expr | None, body: Stmt, step: Expr | None, states: States
    ) -> States:
        inside, outside = self._split(condition, states)
        return outside + self._rounds(stmt, condition, body, step, inside)

    def _rounds(
        self, stmt: Stmt, condition: Expr | None, body: Stmt, step: Expr | None, states: States
    ) -> States:
        """The first round as it is; then whatever the others may have made of it."""
        if states and _is_endless(condition, body):
            diagnostic = self.machine.say("loop", stmt.loc, stmt, "this loop never ends")
            if diagnostic is not None:
                diagnostic.note("give it a constant bound: for (int i = 0; i < 100; i++)")
        self.breaks.append([])
        self.continues.append([])
        after = self.run(body, states)
        after += self.continues.pop()
        after = self._evaluate(step, self.machine.merge(after))
        for state in after:
            self._forget_changes(stmt, state)
        _, outside = self._split(condition, after) if condition is not None else ([], [])
        return outside + self.breaks.pop()

    def _forget_changes(self, stmt: Stmt, state: State) -> None:
        changes = self.changes.get(id(stmt))
        if changes is None:
            changes = self.changes[id(stmt)] = _find_changes(stmt)
        for variable in changes.variables:
            if not variable.is_global:
                state.let_go(self.machine.region_of(variable))
        if changes.others:
            state.forget_shared()
            for region in list(state.cells):
                if region.kind is RegionKind.STACK and self.machine.is_pointed_at(region):
                    state.let_go(region)

    def _break(self, stmt: Break, states: States) -> States:
        if self.breaks:
            self.breaks[-1] += states
        return []

    def _continue(self, stmt: Continue, states: States) -> States:
        if self.continues:
            self.continues[-1] += states
        return []

    # -------------------------------------------------------------------------- switch

    def _switch(self, stmt: Switch, states: States) -> States:
        outside: States = []
        value = self.machine.expressions.value
        for state in states:
            for after, number in value(stmt.condition, state):
                self._distribute(stmt, after, number, outside)
        self.breaks.append([])
        fallen = self.run(stmt.body, [])
        for case in (*stmt.cases, *([stmt.default] if stmt.default else ())):
            self.cases.pop(id(case), None)
        return fallen + self.breaks.pop() + outside

    def _distribute(self, stmt: Switch, state: State, number: Any, outside: States) -> None:
        """Send a path to each case that its value may have."""
        numbers = self.machine.numbers
        rest: State | None = state
        for case in stmt.cases[:_MOST_CASES]:
            if rest is None:
                return
            low = numbers.compare(rest, ">=", number, case.low)
            high = numbers.compare(rest, "<=", number, case.high)
            if case.low == case.high:
                low = numbers.compare(rest, "==", number, case.low)
                high = 1
            inside = rest.copy()
            if numbers.assume(inside, low, True) and numbers.assume(inside, high, True):
                self.cases.setdefault(id(case), []).append(inside)
            if case.low == case.high and not numbers.assume(rest, low, False):
                rest = None
        if rest is not None and len(stmt.cases) <= _MOST_CASES:
            if stmt.default is not None:
                self.cases.setdefault(id(stmt.default), []).append(rest)
            else:
                outside.append(rest)

    def _case(self, stmt: Case | Default, states: States) -> States:
        return self.run(stmt.stmt, states + self.cases.pop(id(stmt), []))

    # --------------------------------------------------------------------------- jumps

    def _label(self, stmt: Label, states: States) -> States:
        coming = self.machine.frame.pending.pop(stmt.label, [])
        return self.run(stmt.stmt, self.machine.merge(states + coming))

    def _goto(self, stmt: Goto, states: States) -> States:
        if states:
            self.machine.frame.pending.setdefault(stmt.label, []).extend(states)
        return []

    def _indirect_goto(self, stmt: IndirectGoto, states: States) -> States:
        return []

    def _return(self, stmt: Return, states: States) -> States:
        frame = self.machine.frame
        for state in states:
            if stmt.value is None:
                frame.returns.append((state, 0))
            else:
                found = self.machine.expressions.value(stmt.value, state)
                if not frame.depth:
                    for after, value in found:
                        check_result(self.machine, stmt.value, value, after)
                        after.ranges = {}  # nobody asks any more, and there may be many returns
                frame.returns += found
        return []

    def _asm(self, stmt: Asm, states: States) -> States:
        """An empty template only hides values from the compiler; any other may do anything."""
        if not stmt.template.strip() and not stmt.labels:
            return states
        expressions = self.machine.expressions
        for state in states:
            self.machine.lose_track(state)
            for operand in stmt.inputs:
                for _, value in expressions.value(operand.expr, state.copy()):
                    if isinstance(value, Pointer):
                        state.let_go(value.region)
            for operand in stmt.outputs:
                for _, place in expressions.place(operand.expr, state.copy()):
                    state.forget(place.region)
        for label in stmt.labels:
            copies = [state.copy() for state in states]
            self.machine.frame.pending.setdefault(label, []).extend(copies)
        return states


def _find_changes(stmt: Stmt) -> LoopChanges:
    from bpfcc.verifier.machine import add_base

    variables: set[Variable] = set()
    others = False
    for node in descendants(stmt):
        if isinstance(node, (Assign, CompoundAssign, IncDec)):
            add_base(node.target, variables)
            others = others or _writes_elsewhere(node.target)
        elif isinstance(node, Asm):
            others = True
            for operand in node.outputs:
                add_base(operand.expr, variables)
        elif isinstance(node, DeclStmt):
            variables.update(node.variables)
        elif isinstance(node, Call):
            others = True
    return LoopChanges(variables, others=others)


def _is_endless(condition: Expr | None, body: Stmt) -> bool:
    """Whether a loop has no way out at all."""
    if condition is not None and not evaluate_integer(condition):
        return False
    if has_jump(body, Break):
        return False
    return not any(
        isinstance(node, (Return, Goto, IndirectGoto, BuiltinCall))
        or (isinstance(node, Asm) and node.template.strip())
        or (isinstance(node, ExprStmt) and never_returns(node.expr))
        for node in descendants(body)
    )


def _writes_elsewhere(target: Expr) -> bool:
    return any(isinstance(node, (Deref, Index)) for node in descendants(target))


_HANDLERS: dict[type, Callable[[Statements, Any, States], States]] = {
    Asm: Statements._asm,
    Block: Statements._block,
    Break: Statements._break,
    Case: Statements._case,
    Continue: Statements._continue,
    DeclStmt: Statements._declaration,
    Default: Statements._case,
    DoWhile: Statements._do,
    ExprStmt: Statements._expression,
    For: Statements._for,
    Goto: Statements._goto,
    If: Statements._if,
    IndirectGoto: Statements._indirect_goto,
    Label: Statements._label,
    Return: Statements._return,
    Switch: Statements._switch,
    While: Statements._while,
}
