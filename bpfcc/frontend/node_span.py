"""Where a syntax node begins and ends in the source, for caret ranges.

Nodes keep one loc and no end, and parentheses are no nodes. The rest is read from the text when
a diagnostic needs it: the extents of the operands, the parentheses around them, and the closing
bracket of what opens one. Tokens from macros count as the macro's invocation.
"""

from __future__ import annotations

import re

from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import c_ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.source import SourceFile, SourceManager

_match_space = re.compile(
    r"(?:[ \t\n\r\f\v]++|//(?:[^\\\n]|\\\r?\n|\\)*+|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/|\\\r?\n)*+"
).match
_match_token = re.compile(
    r"(?:u8|[uUL])?\"(?:[^\"\\\n]|\\.)*+\"?|(?:u8|[uUL])?'(?:[^'\\\n]|\\.)*+'?"
    r"|\.?\d(?:[eEpP][+-]|[\w.])*+|[\w$]+|->|\+\+|--|&&|\|\||<<=|>>=|<<|>>|[-+*/%&|^!=<>]=|\S"
).match
_find_bracket = re.compile(
    r"[(\[{)\]}]|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
).search

# A bracket that closes further away than this is not underlined up to there.
_LONGEST_SCAN = 20_000

Extent = tuple[int, int]


class _Source:
    """The text that locs point into, for one file and what is included nowhere else."""

    __slots__ = ("file", "manager")

    def __init__(self, manager: SourceManager, file: SourceFile) -> None:
        self.manager = manager
        self.file = file

    def place(self, loc: int) -> int:
        """The loc where the reader sees the token."""
        return self.manager.expansion(loc)

    def skip_space(self, loc: int) -> int:
        match = _match_space(self.file.text, loc - self.file.base)
        return loc if match is None else self.file.base + match.end()

    def token_end(self, loc: int) -> int:
        """One past the token that begins at ``loc``."""
        match = _match_token(self.file.text, loc - self.file.base)
        return loc + 1 if match is None else self.file.base + match.end()

    def character(self, loc: int) -> str:
        offset = loc - self.file.base
        return self.file.text[offset : offset + 1] if offset >= 0 else ""

    def close(self, loc: int) -> int | None:
        """One past the bracket that closes the one at ``loc``; None if there is none."""
        if self.character(loc) not in ("(", "[", "{"):
            return None
        text, base = self.file.text, self.file.base
        depth = 0
        at = loc - base
        limit = at + _LONGEST_SCAN
        while at < limit:
            match = _find_bracket(text, at)
            if match is None:
                return None
            at = match.end()
            if match[0] in ("(", "[", "{"):
                depth += 1
            elif match[0] in (")", "]", "}"):
                depth -= 1
                if not depth:
                    return base + at
        return None

    def close_after(self, loc: int) -> int:
        """One past the bracketed group that follows ``loc``, or ``loc`` if none does."""
        return self.close(self.skip_space(loc)) or loc

    def closing_parentheses(self, loc: int, limit: int) -> tuple[int, int]:
        """(number of ``)`` that follow ``loc`` before ``limit``, loc past the last)."""
        count = 0
        end = loc
        while True:
            at = self.skip_space(end)
            if at >= limit or self.character(at) != ")":
                return count, end
            count += 1
            end = at + 1

    def back_over(self, loc: int, count: int) -> int:
        """The loc of the outermost of ``count`` opening parentheses before ``loc``."""
        text, base = self.file.text, self.file.base
        at = loc - base
        for _ in range(count):
            before = at
            while before > 0 and text[before - 1] in " \t\n\r":
                before -= 1
            if before <= 0 or text[before - 1] != "(":
                break
            at = before - 1
        return base + at


def find_span(node: c_ast.Node, manager: SourceManager) -> Extent:
    """See ``nodes.span_of``."""
    loc = manager.expansion(node.coord or 0)
    if loc <= 0:
        return (0, 0)
    source = _Source(manager, manager.file_of(loc))
    start, end = _extent(node, source)
    return (start, end) if start < end else (loc, source.token_end(loc))


def _extent(node: c_ast.Node, source: _Source) -> Extent:
    """First and one-past-last loc. A chain of binary operators is walked by a loop."""
    spine: list[c_ast.BinaryOp] = []
    while isinstance(node, (c_ast.BinaryOp, c_ast.Assignment)):
        spine.append(node)
        node = node.left if isinstance(node, c_ast.BinaryOp) else node.lvalue
    extent = _single_extent(node, source)
    for operation in reversed(spine):
        right = operation.right if isinstance(operation, c_ast.BinaryOp) else operation.rvalue
        start, _ = _left_operand(extent, source.place(operation.coord), source)
        end = _right_operand(source.token_end(source.place(operation.coord)), right, source)
        extent = (start, end)
    return extent


def _left_operand(extent: Extent, operator: int, source: _Source) -> Extent:
    """``extent`` with the parentheses that close between it and the operator."""
    start, end = extent
    if end > operator:
        return extent
    count, end = source.closing_parentheses(end, operator)
    return source.back_over(start, count), end


def _right_operand(after: int, operand: c_ast.Node, source: _Source) -> int:
    """The end of an operand that follows ``after``, with the parentheses opened before it."""
    start, end = _extent(operand, source)
    at = source.skip_space(after)
    while at < start and source.character(at) == "(":
        closed = source.close(at)
        if closed is not None and closed >= end:
            return closed
        at = source.skip_space(at + 1)
    return end


def _single_extent(node: c_ast.Node, source: _Source) -> Extent:
    loc = source.place(node.coord or 0)
    if isinstance(node, c_ast.UnaryOp):
        return _unary_extent(node, loc, source)
    if isinstance(node, c_ast.StructRef):
        start, _ = _left_operand(_extent(node.name, source), loc, source)
        return start, source.token_end(loc)
    if isinstance(node, (c_ast.FuncCall, c_ast.ArrayRef)):
        _, end = _extent(node.name, source)
        _, end = source.closing_parentheses(end, end + _LONGEST_SCAN)
        return loc, source.close_after(end)
    if isinstance(node, c_ast.TernaryOp):
        start, _ = _left_operand(_extent(node.cond, source), loc, source)
        end = loc + 1
        if node.iftrue is not None:
            _, end = _extent(node.iftrue, source)
            _, end = source.closing_parentheses(end, end + _LONGEST_SCAN)
        colon = source.skip_space(end)
        return start, _right_operand(colon + 1, node.iffalse, source)
    if isinstance(node, c_ast.Cast):
        return loc, _right_operand(source.close(loc) or loc, node.expr, source)
    if isinstance(node, c_ast.CompoundLiteral):
        return loc, source.close_after(source.close(loc) or loc)
    if isinstance(node, c_ast.ExprList) and len(node.exprs) > 1:
        following, _ = _extent(node.exprs[1], source)
        start, _ = _left_operand(_extent(node.exprs[0], source), following, source)
        return start, _right_operand(loc + 1, node.exprs[-1], source)
    if isinstance(node, c_ast.NamedInitializer):
        return loc, _extent(node.expr, source)[1]
    if isinstance(node, (c_ast.InitList, nodes.StmtExpr, nodes.Compound)):
        return loc, source.close(loc) or loc + 1
    if isinstance(node, _KEYWORD_CALLS):
        return loc, source.close_after(source.token_end(loc))
    if isinstance(node, nodes.StringLiteral):
        return loc, source.token_end(source.place(node.parts[-1][1]))
    if isinstance(node, nodes.LabelAddr):
        return loc, source.token_end(source.skip_space(loc + 2))
    if isinstance(node, (c_ast.Typename, c_ast.IdentifierType)):
        return _outline(node, loc, source)
    return loc, source.token_end(loc)


def _unary_extent(node: c_ast.UnaryOp, loc: int, source: _Source) -> Extent:
    if node.op in ("p++", "p--"):
        start, _ = _left_operand(_extent(node.expr, source), loc, source)
        return start, loc + 2
    after = source.token_end(loc)
    if isinstance(node.expr, c_ast.Typename):
        return loc, source.close_after(after)
    return loc, _right_operand(after, node.expr, source)


def _outline(node: c_ast.Node, loc: int, source: _Source) -> Extent:
    """From the first to the last token that any node below has a loc for."""
    end = source.token_end(loc)
    stack = [node]
    while stack:
        current = stack.pop()
        at = source.place(current.coord or 0)
        if loc <= at < loc + _LONGEST_SCAN:
            past = source.token_end(at)
            if isinstance(current, (c_ast.ArrayDecl, c_ast.FuncDecl)):
                past = source.close(at) or past
            if isinstance(current, c_ast.IdentifierType):
                for _ in current.names[1:]:
                    past = source.token_end(source.skip_space(past))
            end = max(end, past)
        stack.extend(current)
    return loc, end


_KEYWORD_CALLS = (
    nodes.OffsetOf,
    nodes.TypesCompatible,
    nodes.ChooseExpr,
    nodes.VaArg,
    nodes.Typeof,
    c_ast.GenericSelection,
)
