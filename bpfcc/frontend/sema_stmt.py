"""Statements (C11 6.8), labels, and the pragmas that stand before loops."""

from __future__ import annotations

import itertools
import re

from bpfcc.frontend import nodes
from bpfcc.frontend.ctype import VOID, integer_of, promote
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.sema_convert import source_bit_width
from bpfcc.frontend.tree import (
    Block,
    Break,
    Case,
    Continue,
    Conversion,
    Convert,
    DeclStmt,
    Default,
    DoWhile,
    Expr,
    ExprStmt,
    For,
    Goto,
    If,
    IndirectGoto,
    Label,
    LabelInfo,
    LoopHints,
    Null,
    Return,
    Stmt,
    Switch,
    Variable,
    While,
)
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bpfcc.frontend.sema import Sema

_UNROLL = compile_pattern(r"(?:GCC\s+)?unroll\b\s*\(?\s*(\w*)\s*\)?\s*$")
_CLANG_LOOP = compile_pattern(r"(\w+)\s*\(\s*(\w+)\s*\)")


class StmtAnalyzer:
    """Analyses the statements of function bodies."""

    __slots__ = ("_breakable", "_continuable", "_handlers", "_switches", "sema")

    def __init__(self, sema: Sema) -> None:
        self.sema = sema
        self._breakable = 0
        self._continuable = 0
        self._switches: list[Switch] = []
        self._handlers: dict[type, Callable[[Any], Stmt]] = {
            nodes.Compound: self._compound,
            c_ast.Compound: self._compound,
            c_ast.If: self._if,
            c_ast.While: self._while,
            c_ast.DoWhile: self._do_while,
            c_ast.For: self._for,
            c_ast.Switch: self._switch,
            c_ast.Case: self._case,
            c_ast.Default: self._default,
            c_ast.Label: self._label,
            c_ast.Goto: self._goto,
            nodes.ComputedGoto: self._computed_goto,
            c_ast.Break: self._break,
            c_ast.Continue: self._continue,
            c_ast.Return: self._return,
            c_ast.EmptyStatement: lambda node: Null(node.coord),
            nodes.AttributeStatement: self._attribute_statement,
            nodes.AttributedStmt: lambda node: self.statement(node.stmt),
            nodes.Asm: self._asm,
            c_ast.DeclList: self._decl_list,
            c_ast.Decl: self._declaration,
            c_ast.Typedef: self._declaration,
            c_ast.StaticAssert: self._static_assert,
            c_ast.Pragma: lambda node: Null(node.coord),
        }

    # ------------------------------------------------------------------------ entry

    def body(self, node: c_ast.Compound) -> Block:
        """A function's body, in the scope that already holds its parameters."""
        saved = (self._breakable, self._continuable, self._switches)
        self._breakable, self._continuable, self._switches = 0, 0, []
        block = self._block(node)
        self._breakable, self._continuable, self._switches = saved
        return block

    def statement(self, node: c_ast.Node) -> Stmt:
        """One statement; an expression is a statement too."""
        handler = self._handlers.get(type(node))
        if handler is not None:
            return handler(node)
        return self._expression(node)

    def statement_expression(self, node: c_ast.Compound) -> tuple[Block, Expr | None]:
        """The block of ``({ … })`` without its last expression, and that expression's value."""
        sema = self.sema
        items = list(node.block_items or ())
        result: Expr | None = None
        sema.push_scope()
        last = items.pop() if items and self._is_expression(items[-1]) else None
        stmts = self._items(items)
        if last is not None:
            result = sema.exprs.value(last)
        elif items and isinstance(items[-1], c_ast.Label):
            # ({ …; out: value; }): the label goes before, its expression is the value.
            label_stmt = stmts[-1]
            if isinstance(label_stmt, Label) and isinstance(label_stmt.stmt, ExprStmt):
                result = sema.converts.rvalue(label_stmt.stmt.expr)
                label_stmt.stmt = Null(label_stmt.loc)
        sema.pop_scope()
        return Block(stmts, node.coord, _end_of(node)), result

    def _is_expression(self, node: c_ast.Node) -> bool:
        return type(node) not in self._handlers

    # ----------------------------------------------------------------------- blocks

    def _compound(self, node: c_ast.Compound) -> Block:
        self.sema.push_scope()
        block = self._block(node)
        self.sema.pop_scope()
        return block

    def _block(self, node: c_ast.Compound) -> Block:
        return Block(self._items(node.block_items or ()), node.coord, _end_of(node))

    def _items(self, items: Any) -> list[Stmt]:
        stmts: list[Stmt] = []
        pragmas: list[c_ast.Pragma] = []
        for item in items:
            if isinstance(item, c_ast.Pragma):
                pragmas.append(item)
                continue
            if isinstance(item, nodes.LocalLabels):
                self._local_labels(item)
                continue
            stmt = self.statement(item)
            if pragmas:
                self._apply_pragmas(pragmas, stmt, item)
                pragmas = []
            stmts.append(stmt)
        return stmts

    def _substatement(self, node: c_ast.Node) -> Stmt:
        """The statement under an if or loop: a scope of its own (6.8.4p3)."""
        self.sema.push_scope()
        stmt = self.statement(node)
        self.sema.pop_scope()
        return stmt

    def _decl_list(self, node: c_ast.DeclList) -> Stmt:
        variables: list[Variable] = []
        for decl in node.decls:
            variables.extend(self.sema.decls.local(decl))
        return DeclStmt(variables, node.coord)

    def _declaration(self, node: c_ast.Node) -> Stmt:
        return DeclStmt(self.sema.decls.local(node), node.coord)

    def _static_assert(self, node: c_ast.StaticAssert) -> Stmt:
        self.sema.decls.static_assert(node)
        return Null(node.coord)

    def _attribute_statement(self, node: nodes.AttributeStatement) -> Stmt:
        return Null(node.coord)

    def _expression(self, node: c_ast.Node) -> Stmt:
        return ExprStmt(self.sema.exprs.effect(node), node.coord)

    # ---------------------------------------------------------------------- pragmas

    def _apply_pragmas(self, pragmas: list[c_ast.Pragma], stmt: Stmt, node: c_ast.Node) -> None:
        sema = self.sema
        for pragma in pragmas:
            if not isinstance(stmt, (For, While, DoWhile)):
                if re.match(r"(?:GCC\s+)?(?:no)?unroll\b|clang\s+loop\b", pragma.string):
                    sema.error(
                        "loop-pragma",
                        node.coord,
                        f"expected a for, while, or do-while loop to follow "
                        f"'#pragma {pragma.string.split('(')[0].strip()}'",
                    )
                continue
            if stmt.hints is None:
                stmt.hints = LoopHints()
            self._read_pragma(pragma, stmt.hints)

    def _read_pragma(self, pragma: c_ast.Pragma, hints: LoopHints) -> None:
        text = pragma.string.strip()
        if text in ("nounroll", "GCC nounroll"):
            hints.unroll = "disable"
            return
        match = _UNROLL.match(text)
        if match:
            # A bare "unroll" asks to unroll; clang's "unroll_count(1)" is a count too.
            count = match[1]
            hints.unroll = self._count(count, pragma) if count else "enable"
            return
        if text.startswith("clang") and "loop" in text:
            for name, value in _CLANG_LOOP.findall(text):
                if name == "unroll":
                    hints.unroll = value if value in ("full", "disable", "enable") else None
                elif name == "unroll_count":
                    hints.unroll = self._count(value, pragma)

    def _count(self, text: str, pragma: c_ast.Pragma) -> int | str:
        if text.isidentifier():
            expr = self.sema.exprs.value(c_ast.ID(text, pragma.coord))
            value = self.sema.integer_constant(expr)
        else:
            value = int(text.rstrip("uUlL"), 0)
        if value is None or value < 0:
            self.sema.error("loop-pragma", pragma.coord, f"invalid unroll count '{text}'")
            return "disable"
        return "disable" if value in (0, 1) else value

    # ----------------------------------------------------------------- if and loops

    def _if(self, node: c_ast.If) -> Stmt:
        # else-if chains are walked, not recursed into.
        first: If | None = None
        last: If | None = None
        current: c_ast.Node | None = node
        while isinstance(current, c_ast.If):
            condition = self.sema.exprs.condition(current.cond)
            made = If(condition, self._branch(current.iftrue, current), None, current.coord)
            if last is None:
                first = made
            else:
                last.otherwise = made
            last = made
            current = current.iffalse
        assert first is not None
        assert last is not None
        if current is not None:
            last.otherwise = self._substatement(current)
        return first

    def _branch(self, node: c_ast.Node | None, parent: c_ast.Node) -> Stmt:
        return Null(parent.coord) if node is None else self._substatement(node)

    def _loop_body(self, node: c_ast.Node | None, parent: c_ast.Node) -> Stmt:
        self._breakable += 1
        self._continuable += 1
        body = self._branch(node, parent)
        self._breakable -= 1
        self._continuable -= 1
        return body

    def _while(self, node: c_ast.While) -> Stmt:
        condition = self.sema.exprs.condition(node.cond)
        return While(condition, self._loop_body(node.stmt, node), None, node.coord)

    def _do_while(self, node: c_ast.DoWhile) -> Stmt:
        body = self._loop_body(node.stmt, node)
        return DoWhile(body, self.sema.exprs.condition(node.cond), None, node.coord)

    def _for(self, node: c_ast.For) -> Stmt:
        sema = self.sema
        sema.push_scope()
        start: Stmt | None = None
        if node.init is not None:
            start = self.statement(node.init)
        condition = sema.exprs.condition(node.cond) if node.cond is not None else None
        step = sema.exprs.effect(node.next) if node.next is not None else None
        body = self._loop_body(node.stmt, node)
        sema.pop_scope()
        return For(start, condition, step, body, None, node.coord)

    # ----------------------------------------------------------------------- switch

    def _switch(self, node: c_ast.Switch) -> Stmt:
        sema = self.sema
        condition = sema.exprs.value(node.cond)
        if not condition.type.is_integer:
            sema.error(
                "switch",
                node.cond,
                f"statement requires expression of integer type ('{condition.type}' invalid)",
            )
            condition = sema.error_literal(node.coord)
        elif not condition.type.is_error:
            width = source_bit_width(condition)
            condition = sema.converts.to(condition, promote(condition.type, width))
        switch = Switch(condition, node.coord)
        self._switches.append(switch)
        self._breakable += 1
        switch.body = self._branch(node.stmt, node)
        self._breakable -= 1
        self._switches.pop()
        self._check_duplicates(switch)
        return switch

    def _check_duplicates(self, switch: Switch) -> None:
        ordered = sorted(switch.cases, key=lambda c: c.low)
        for before, after in itertools.pairwise(ordered):
            if after.low <= before.high:
                self.sema.error(
                    "duplicate-case", after.loc, f"duplicate case value '{after.low}'"
                ).note("previous case defined here", before.loc)

    def _case(self, node: c_ast.Case) -> Stmt:
        sema = self.sema
        if not self._switches:
            sema.error("case", node.coord, "'case' statement not in switch statement")
            return self._inner(node)
        switch = self._switches[-1]
        if isinstance(node.expr, nodes.CaseRange):
            low = self._case_value(node.expr.low, switch)
            high = self._case_value(node.expr.high, switch)
        else:
            low = high = self._case_value(node.expr, switch)
        if low is None or high is None:
            return self._inner(node)
        made = Case(low, high, Null(node.coord), node.coord)
        if low > high:
            sema.warning("empty-case-range", node.coord, "empty case range specified")
        else:
            switch.cases.append(made)
        made.stmt = self._inner(node)
        return made

    def _case_value(self, node: c_ast.Node, switch: Switch) -> int | None:
        value = self.sema.constant(node, "case value")
        if value is None or switch.condition.type.is_error:
            return None
        return integer_of(switch.condition.type).wrap(value)

    def _inner(self, node: c_ast.Case | c_ast.Default) -> Stmt:
        stmts = self._items(node.stmts or ())
        if len(stmts) == 1:
            return stmts[0]
        return Block(stmts, node.coord, node.coord) if stmts else Null(node.coord)

    def _default(self, node: c_ast.Default) -> Stmt:
        sema = self.sema
        made = Default(Null(node.coord), node.coord)
        if not self._switches:
            sema.error("case", node.coord, "'default' statement not in switch statement")
        elif self._switches[-1].default is not None:
            sema.error("duplicate-case", node.coord, "multiple default labels in one switch").note(
                "previous case defined here", self._switches[-1].default.loc
            )
        else:
            self._switches[-1].default = made
        made.stmt = self._inner(node)
        return made

    # ------------------------------------------------------------------------ jumps

    def _local_labels(self, node: nodes.LocalLabels) -> None:
        scope = self.sema.scope
        if scope.labels is None:
            scope.labels = {}
        for name in node.names:
            scope.labels[name] = LabelInfo(name, node.coord)

    def use_label(self, name: str, loc: int) -> LabelInfo:
        """The label that a jump names; whether it exists is checked at the function's end."""
        label = self._find_label(name, loc)
        label.is_used = True
        return label

    def _find_label(self, name: str, loc: int) -> LabelInfo:
        local = self.sema.scope.find_label(name)
        if local is not None:
            return local
        function = self.sema.function
        if function is None:
            self.sema.error("label", loc, "use of a label outside of a function")
            return LabelInfo(name, loc)
        label = function.labels.get(name)
        if label is None:
            label = function.labels[name] = LabelInfo(name, loc)
        return label

    def _label(self, node: c_ast.Label) -> Stmt:
        label = self._find_label(node.name, node.coord)
        if label.is_defined:
            self.sema.error(
                "redefinition", node.coord, f"redefinition of label '{node.name}'"
            ).note("previous definition is here", label.loc)
        label.is_defined = True
        label.loc = node.coord
        made = Label(label, Null(node.coord), node.coord)
        if node.stmt is not None:
            made.stmt = self.statement(node.stmt)
        return made

    def _goto(self, node: c_ast.Goto) -> Stmt:
        return Goto(self.use_label(node.name, node.coord), node.coord)

    def _computed_goto(self, node: nodes.ComputedGoto) -> Stmt:
        sema = self.sema
        target = sema.exprs.value(node.expr)
        target = sema.converts.assign(target, VOID.pointer_to, node.expr, "assigning to")
        return IndirectGoto(target, node.coord)

    def _break(self, node: c_ast.Break) -> Stmt:
        if not self._breakable:
            self.sema.error(
                "break", node.coord, "'break' statement not in loop or switch statement"
            )
        return Break(node.coord)

    def _continue(self, node: c_ast.Continue) -> Stmt:
        if not self._continuable:
            self.sema.error("continue", node.coord, "'continue' statement not in loop statement")
        return Continue(node.coord)

    def _return(self, node: c_ast.Return) -> Stmt:
        sema = self.sema
        function = sema.function
        assert function is not None
        result = sema.decls.result_type(function)
        if node.expr is None:
            if not result.is_void and not result.is_error:
                sema.default_error(
                    "return-mismatch",
                    node.coord,
                    f"non-void function '{function.name}' should return a value",
                )
            return Return(None, node.coord)
        value = sema.exprs.value(node.expr)
        where = node.expr
        if result.is_void:
            if not value.type.is_void and not value.type.is_error:
                sema.default_error(
                    "return-mismatch",
                    node.coord,
                    f"void function '{function.name}' should not return a value",
                )
            return Return(
                value
                if value.type.is_void
                else Convert(Conversion.TO_VOID, value, VOID, value.loc),
                node.coord,
            )
        value = sema.converts.assign(value, result, where, "returning")
        return Return(value, node.coord)

    # -------------------------------------------------------------------------- asm

    def _asm(self, node: nodes.Asm) -> Stmt:
        from bpfcc.frontend.sema_asm import analyze_asm

        return analyze_asm(self.sema, node)


def _end_of(node: c_ast.Compound) -> int:
    end: int = getattr(node, "end_coord", 0) or node.coord
    return end
