"""Warnings about what reads otherwise than it runs: precedence, empty bodies, forgotten cases.

Names follow clang's ``-W`` options.
"""

from __future__ import annotations

import re

from bpfcc.frontend.ctype import Array, Enum
from bpfcc.frontend.nodes import c_ast, span_of
from bpfcc.frontend.tree import (
    AddressOf,
    Block,
    Conversion,
    Convert,
    DeclRef,
    Expr,
    For,
    If,
    Label,
    Linkage,
    Null,
    Return,
    Stmt,
    Switch,
    Variable,
    While,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.ctype import CType
    from bpfcc.source import SourceFile, SourceManager

_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))
_BITWISE = frozenset(("&", "|", "^"))
_MOST_NAMES = 3

LOOSE = _COMPARISONS | _BITWISE | {"<<", ">>", "||"}
"""Operators whose operands may not be grouped as they look."""

_COMMENT_OR_STRING = re.compile(
    r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|//[^\n]*|/\*.*?\*/""", re.DOTALL
)
_QUALIFIER = re.compile(r"\b(?:__)?(?:const|volatile|_Atomic)")
_CONTINUED = re.compile(r"(//[^\n]*)\\(?=\n)")


# ---------------------------------------------------------------------- precedence


def check_precedence(node: c_ast.BinaryOp, sink: Sink, manager: SourceManager) -> None:
    """Operators within operators, without the parentheses that would say how it is meant."""
    if node.coord <= 0:
        return  # a macro's own affair
    sides = [
        side
        for side in (node.left, node.right)
        if isinstance(side, (c_ast.BinaryOp, c_ast.UnaryOp))
        and side.coord > 0
        and not _is_parenthesized(side, manager)
    ]
    inner = {side.op: side for side in sides if isinstance(side, c_ast.BinaryOp)}
    op = node.op
    if op in ("|", "^"):
        for sign in inner.keys() & ({"&", "^"} if op == "|" else {"&"}):
            sink.warning("bitwise-op-parentheses", inner[sign].coord, f"'{sign}' within '{op}'")
    if op in _BITWISE:
        _check_bitwise(node, inner, sink)
    elif op in ("<<", ">>"):
        for sign in inner.keys() & {"+", "-"}:
            message = f"operator '{op}' has lower precedence than '{sign}'; '{sign}' will be "
            sink.warning("shift-op-parentheses", inner[sign].coord, message + "evaluated first")
    elif op == "||" and "&&" in inner:
        sink.warning("logical-op-parentheses", inner["&&"].coord, "'&&' within '||'")
    elif op in _COMPARISONS and sides[:1] == [node.left] and node.left.op == "!":
        _check_not(node, sink)


def _check_not(node: c_ast.BinaryOp, sink: Sink) -> None:
    if not _is_truth(node.right):
        sink.warning(
            "logical-not-parentheses",
            node.left.coord,
            "logical not is only applied to the left hand side of this comparison",
        ).note("write parentheses behind the '!', or around it", node.left.coord)


def _check_bitwise(node: c_ast.BinaryOp, inner: dict[str, c_ast.BinaryOp], sink: Sink) -> None:
    compared = inner.keys() & _COMPARISONS
    others = [side for side in (node.left, node.right) if side not in inner.values()]
    if len(compared) != 1 or any(_is_truth(side) for side in others):
        return  # both sides are truth values: an eager && or ||
    comparison = next(iter(compared))
    sink.warning(
        "parentheses",
        inner[comparison].coord,
        f"{node.op} has lower precedence than {comparison}; {comparison} will be evaluated first",
    ).note(f"write parentheses around the '{node.op}' if that is to be first", node.coord)


def _is_truth(node: c_ast.Node) -> bool:
    """Whether an expression is 0 or 1 by its looks."""
    if isinstance(node, c_ast.UnaryOp):
        return bool(node.op == "!")
    return isinstance(node, c_ast.BinaryOp) and (
        node.op in _COMPARISONS or node.op in ("&&", "||") or node.op in _BITWISE
    )


def _is_parenthesized(node: c_ast.Node, manager: SourceManager) -> bool:
    first, end = span_of(node, manager)
    if first <= 0 or end <= 0:
        return True  # it comes through a macro
    file = manager.file_of(first)
    before = file.text[max(0, first - file.base - 64) : first - file.base].rstrip()
    after = file.text[end - file.base : end - file.base + 64].lstrip()
    return before.endswith("(") and after.startswith(")")


# ---------------------------------------------------------------------- statements


def check_statement(stmt: Stmt, sink: Sink, manager: SourceManager) -> None:
    """A statement of a function, wherever it stands."""
    if isinstance(stmt, Switch):
        _check_enumerators(stmt, sink)
    elif isinstance(stmt, Return):
        _check_returned(stmt, sink)
    elif isinstance(stmt, If):
        if stmt.otherwise is None:
            _check_body("if statement", stmt.then, sink, manager)
            _check_else(stmt.then, sink, manager)
    elif isinstance(stmt, Block):
        for loop, following in zip(stmt.stmts, stmt.stmts[1:], strict=False):
            _check_loop(loop, following, sink, manager)


def _check_enumerators(switch: Switch, sink: Sink) -> None:
    condition: Expr = switch.condition
    while isinstance(condition, Convert) and not condition.is_explicit:
        if condition.type.canonical.is_enum:
            break
        condition = condition.operand
    enum = condition.type.canonical
    if not isinstance(enum, Enum) or switch.default is not None:
        return
    missing = {
        value: name
        for name, value in reversed(enum.enumerators)
        if not any(case.low <= value <= case.high for case in switch.cases)
    }
    names = [f"'{name}'" for name in reversed(missing.values())]
    if len(names) == 1:
        message = f"enumeration value {names[0]} not handled in switch"
    elif names:
        shown = ", ".join(names[:_MOST_NAMES]) + ("..." if len(names) > _MOST_NAMES else "")
        message = f"{len(names)} enumeration values not handled in switch: {shown}"
    else:
        return
    sink.warning("switch", switch.condition.loc, message)


def _check_returned(stmt: Return, sink: Sink) -> None:
    value = stmt.value
    while isinstance(value, Convert) and value.kind is not Conversion.LOAD:
        value = value.operand
    if isinstance(value, AddressOf):
        value = value.operand
    elif not (isinstance(value, DeclRef) and isinstance(value.type.canonical, Array)):
        return
    if isinstance(value, DeclRef) and isinstance(value.decl, Variable):
        variable = value.decl
        if not variable.is_global and variable.linkage is Linkage.NONE:
            sink.warning(
                "return-stack-address",
                value.loc,
                f"address of stack memory associated with local variable '{variable.name}' "
                "returned",
            )


def _check_body(what: str, body: Stmt, sink: Sink, manager: SourceManager) -> bool:
    """Warn of a ``;`` right behind the ``)``; returns whether it is one."""
    if not isinstance(body, Null) or body.loc <= 0:
        return False
    file = manager.file_of(body.loc)
    before = file.text[max(0, body.loc - file.base - 64) : body.loc - file.base].rstrip(" \t")
    if not before.endswith(")"):
        return False
    sink.warning("empty-body", body.loc, f"{what} has empty body").note(
        "put the semicolon on a line of its own if that is meant", body.loc
    )
    return True


def _check_else(body: Stmt, sink: Sink, manager: SourceManager) -> None:
    """An ``else`` of the inner of two ``if`` without braces."""
    while isinstance(body, (For, While, Label)):
        body = body.stmt if isinstance(body, Label) else body.body
    if not isinstance(body, If) or body.otherwise is None or body.loc <= 0:
        return
    file = manager.file_of(body.loc)
    end = body.otherwise.loc - file.base
    found = file.text.rfind("else", body.loc - file.base, end) if body.otherwise.loc > 0 else -1
    if found >= 0:
        message = "this 'else' belongs to the inner 'if'; braces would say so"
        sink.warning("dangling-else", file.base + found, message)


def _check_loop(loop: Stmt, following: Stmt, sink: Sink, manager: SourceManager) -> None:
    """A loop over nothing, before what looks like its body."""
    if not isinstance(loop, (For, While)) or loop.loc <= 0:
        return
    if not isinstance(following, Block):
        place, next_place = manager.place(loop.loc), manager.place(following.loc)
        if place is None or next_place is None or next_place.column <= place.column:
            return
    _check_body(f"{'for' if isinstance(loop, For) else 'while'} loop", loop.body, sink, manager)


# -------------------------------------------------------------------- declarations


def check_result_qualifiers(loc: int, result: CType, sink: Sink, manager: SourceManager) -> None:
    """A qualifier on what a function returns: that is a value, which nobody can change."""
    at = manager.file_loc(loc)
    if at <= 0:
        return
    file = manager.file_of(at)
    before = file.text[max(0, at - file.base - 200) : at - file.base]
    found = [match.start() for match in _QUALIFIER.finditer(before)]
    if found and not {";", "}", ")", "#"} & set(before[found[-1] :]):
        message = f"a qualifier of what a function returns has no effect ('{result}')"
        sink.warning("ignored-qualifiers", at - len(before) + found[-1], message)


# ------------------------------------------------------------------------ comments


def check_comments(sink: Sink, manager: SourceManager) -> None:
    """Comments within comments: what was meant to be one ends early."""
    for file in manager.files:
        text = file.text
        if file.is_system:
            continue
        if "\\\n" in text and "//" in text:
            _check_continued(file, sink)
        if text.count("/*") == text.count("*/"):
            continue
        for match in _COMMENT_OR_STRING.finditer(text):
            inner = text.find("/*", match.start() + 2, match.end() - 2)
            if inner > 0 and text.startswith("/*", match.start()):
                sink.warning("comment", file.base + inner, "'/*' within block comment")


def _check_continued(file: SourceFile, sink: Sink) -> None:
    """A ``//`` comment that goes on in the next line, because this one ends in a backslash."""
    for match in _CONTINUED.finditer(file.text):
        start = match.start(1)
        line = file.text.rfind("\n", 0, start) + 1
        pieces = _COMMENT_OR_STRING.finditer(file.text, line)
        first = next((piece for piece in pieces if piece.end() > start), None)
        if first is not None and first.start() == start:
            sink.warning("comment", file.base + match.end() - 1, "'//' comment of several lines")
