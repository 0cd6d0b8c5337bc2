"""Control flow of the typed tree: whether a statement can run to its end.

What ``-Wreturn-type`` and ``-Wimplicit-fallthrough`` need. Structured and conservative: code
behind a label is taken to be reachable.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import Enum
from bpfcc.frontend.tree import (
    Block,
    Break,
    BuiltinCall,
    Call,
    Case,
    Continue,
    Conversion,
    Convert,
    DeclRef,
    Default,
    DoWhile,
    Expr,
    ExprStmt,
    For,
    Function,
    Goto,
    If,
    IndirectGoto,
    Label,
    Return,
    Stmt,
    Switch,
    While,
)
from bpfcc.frontend.walk import children, descendants

_ENDS = (Return, Goto, IndirectGoto, Break, Continue)
_NO_RETURN_BUILTINS = frozenset(("__builtin_unreachable", "__builtin_trap", "__builtin_abort"))


def can_complete(stmt: Stmt | None) -> bool:
    """Whether control can reach the point behind ``stmt``."""
    if stmt is None:
        return True
    while isinstance(stmt, If):  # and not by recursion: a chain of else ifs may be long
        known = _known(stmt.condition)
        if known is not False and can_complete(stmt.then):
            return True
        if known:
            return False
        stmt = stmt.otherwise
        if stmt is None:
            return True
    if isinstance(stmt, Block):
        return _block_completes(stmt)
    if isinstance(stmt, _ENDS):
        return False
    if isinstance(stmt, While):
        return _known(stmt.condition) is not True or has_jump(stmt.body, Break)
    if isinstance(stmt, For):
        endless = stmt.condition is None or _known(stmt.condition) is True
        return not endless or has_jump(stmt.body, Break)
    if isinstance(stmt, DoWhile):
        if has_jump(stmt.body, Break):
            return True
        repeats = can_complete(stmt.body) or has_jump(stmt.body, Continue)
        return repeats and _known(stmt.condition) is not True
    if isinstance(stmt, Switch):
        return _switch_completes(stmt)
    if isinstance(stmt, (Case, Default, Label)):
        return can_complete(stmt.stmt)
    return not (isinstance(stmt, ExprStmt) and never_returns(stmt.expr))


def _block_completes(block: Block) -> bool:
    reachable = True
    for stmt in block.stmts:
        if not reachable and any(isinstance(n, (Label, Case, Default)) for n in descendants(stmt)):
            reachable = True
        if reachable:
            reachable = can_complete(stmt)
    return reachable


def _switch_completes(switch: Switch) -> bool:
    if has_jump(switch.body, Break) or can_complete(switch.body):
        return True
    return switch.default is None and not _covers_enum(switch)


def _covers_enum(switch: Switch) -> bool:
    condition: Expr = switch.condition
    while isinstance(condition, Convert) and condition.kind is not Conversion.LOAD:
        condition = condition.operand
    enum = condition.type.canonical
    if not isinstance(enum, Enum) or not enum.enumerators:
        return False
    return all(any(c.low <= v <= c.high for c in switch.cases) for _, v in enum.enumerators)


def _known(condition: Expr) -> bool | None:
    value = evaluate_integer(condition)
    return None if value is None else value != 0


def has_jump(body: Stmt, kind: type[Break] | type[Continue]) -> bool:
    """Whether ``body`` breaks out of (or continues) the statement that it belongs to."""
    inner = (While, For, DoWhile, Switch) if kind is Break else (While, For, DoWhile)
    pending: list[object] = [body]
    while pending:
        node = pending.pop()
        if isinstance(node, kind):
            return True
        if not isinstance(node, inner):
            pending.extend(children(node))  # type: ignore[arg-type]
    return False


def never_returns(expr: Expr) -> bool:
    """Whether an expression statement is a call that does not come back."""
    while isinstance(expr, Convert):
        expr = expr.operand
    if isinstance(expr, BuiltinCall):
        return expr.name in _NO_RETURN_BUILTINS
    if not isinstance(expr, Call):
        return False
    callee = expr.callee
    while isinstance(callee, Convert):
        callee = callee.operand
    return (
        isinstance(callee, DeclRef)
        and isinstance(callee.decl, Function)
        and callee.decl.attributes.no_return
    )
