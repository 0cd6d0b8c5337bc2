"""Expressions (C11 6.5) and the GNU forms among them.

Binary operators are parsed with a stack of their own, so that a chain of any length takes no
recursion; everything that does recurse counts its depth.
"""

from __future__ import annotations

from bpfcc.frontend import nodes
from bpfcc.frontend.cparser import c_parser
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.parser_base import MAX_NESTING, ParserBase, SyntaxStop
from bpfcc.frontend.token_stream import (
    ASSIGNMENT_KINDS,
    CONSTANT_TYPES,
    DECLARATION_START,
    STRING_KINDS,
    find_close,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.token import Token

# What most often follows an operand: nothing more belongs to the expression.
_ENDS = frozenset({"RPAREN", "COMMA", "SEMI", "RBRACKET", "RBRACE", "COLON"})
_POSTFIX = frozenset({"LPAREN", "ARROW", "PERIOD", "LBRACKET", "PLUSPLUS", "MINUSMINUS"})
_UNARY = frozenset({"AND", "TIMES", "PLUS", "MINUS", "NOT", "LNOT", "PLUSPLUS", "MINUSMINUS"})
_BINARY_PRECEDENCE: dict[str, int] = c_parser._BINARY_PRECEDENCE
_OPERAND_START = frozenset(CONSTANT_TYPES) | STRING_KINDS | {"ID", "LBRACE"}


MAX_OPERATORS = 50_000
"""Binary operators in one expression without parentheses: each is a level of the tree."""


class ExpressionParser(ParserBase):
    """Parses expressions."""

    # BNF: expression : assignment_expression (',' assignment_expression)*
    def _parse_expression(self) -> c_ast.Node:
        expr = self._parse_assignment_expression()
        if self._kinds[self._pos] != "COMMA":
            return expr
        exprs = [expr]
        loc = 0
        while self._kinds[self._pos] == "COMMA":
            loc = self._toks[self._pos].loc
            self._pos += 1
            exprs.append(self._parse_assignment_expression())
        return c_ast.ExprList(exprs, loc)

    # BNF: assignment_expression : conditional_expression
    #                            | unary_expression assignment_op assignment_expression
    def _parse_assignment_expression(self) -> c_ast.Node:
        node = self._parse_cast_expression()
        kind = self._kinds[self._pos]
        if kind in _ENDS:
            return node
        if kind in _BINARY_PRECEDENCE:
            node = self._parse_binary_tail(node)
            kind = self._kinds[self._pos]
        if kind == "CONDOP":
            node = self._parse_conditional_tail(node)
            kind = self._kinds[self._pos]
        if kind in ASSIGNMENT_KINDS:
            tok = self._toks[self._pos]
            self._pos += 1
            self._enter()
            value = self._parse_assignment_expression()
            self._depth -= 1
            return c_ast.Assignment(tok.value, node, value, tok.loc)
        return node

    # BNF: conditional_expression : binary_expression
    #                             | binary_expression '?' expression? ':' conditional_expression
    def _parse_conditional_expression(self) -> c_ast.Node:
        node = self._parse_cast_expression()
        kind = self._kinds[self._pos]
        if kind in _BINARY_PRECEDENCE:
            node = self._parse_binary_tail(node)
            kind = self._kinds[self._pos]
        if kind == "CONDOP":
            node = self._parse_conditional_tail(node)
        return node

    def _parse_conditional_tail(self, cond: c_ast.Node) -> c_ast.Node:
        question = self._toks[self._pos]
        self._pos += 1
        self._enter()
        if self._kinds[self._pos] == "COLON":
            iftrue = None
        else:
            iftrue = self._parse_expression()
            if self._kinds[self._pos] != "COLON":
                self._report_unclosed("COLON", question)
                raise SyntaxStop
        self._pos += 1
        iffalse = self._parse_conditional_expression()
        self._depth -= 1
        return c_ast.TernaryOp(cond, iftrue, iffalse, question.loc)

    # BNF: binary_expression : cast_expression (binary_op cast_expression)*
    def _parse_binary_tail(self, left: c_ast.Node) -> c_ast.Node:
        """The rest of a binary expression; the current token is an operator."""
        kinds = self._kinds
        toks = self._toks
        tok = toks[self._pos]
        precedence = _BINARY_PRECEDENCE[kinds[self._pos]]
        self._pos += 1
        right = self._parse_cast_expression()
        following = _BINARY_PRECEDENCE.get(kinds[self._pos])
        if following is None:
            return c_ast.BinaryOp(tok.value, left, right, tok.loc)
        operands = [left, right]
        operators = [(precedence, tok)]
        left_over = MAX_OPERATORS
        while following is not None:
            while operators and operators[-1][0] >= following:
                _reduce(operands, operators)
            operators.append((following, toks[self._pos]))
            left_over -= 1
            if not left_over:
                self._fail_nesting(f"more than {MAX_OPERATORS} operators in a row")
            self._pos += 1
            operands.append(self._parse_cast_expression())
            following = _BINARY_PRECEDENCE.get(kinds[self._pos])
        while operators:
            _reduce(operands, operators)
        return operands[0]

    # BNF: cast_expression : '(' type_name ')' cast_expression | unary_expression
    def _parse_cast_expression(self) -> c_ast.Node:
        """Casts, unary and postfix expressions and primaries: one method, as it runs most."""
        pos = self._pos
        kind = self._kinds[pos]
        tok = self._toks[pos]
        if kind == "ID":
            self._pos = pos + 1
            node = c_ast.ID(tok.value, tok.loc)
        elif kind in CONSTANT_TYPES:
            self._pos = pos + 1
            node = c_ast.Constant(CONSTANT_TYPES[kind], tok.value, tok.loc)
        elif kind == "LPAREN":
            following = self._kinds[pos + 1]
            if following == "ID":
                name = self._toks[pos + 1].value
                is_type = self._is_type_in_scope(name) or (
                    self._kinds[pos + 2] == "ID" and self._is_undeclared(name)
                )
            else:
                is_type = following in DECLARATION_START or following == "ATTRIBUTE"
            if is_type:
                return self._parse_cast_or_literal(tok)
            node = self._parse_parenthesized(tok)
        elif kind in _UNARY:
            self._pos = pos + 1
            self._enter()
            node = c_ast.UnaryOp(tok.value, self._parse_cast_expression(), tok.loc)
            self._depth -= 1
            return node
        elif kind in STRING_KINDS:
            node = self._parse_unified_string_literal()
        else:
            prefix = _PREFIXES.get(kind)
            if prefix is not None:
                return prefix(self)
            primary = _PRIMARIES.get(kind)
            if primary is None:
                return self._recover_operand(tok)
            node = primary(self)
        if self._kinds[self._pos] in _POSTFIX:
            return self._parse_postfix_tail(node, tok.loc)
        return node

    def _parse_unary_expression(self) -> c_ast.Node:
        return self._parse_cast_expression()

    def _parse_cast_or_literal(self, opening: Token) -> c_ast.Node:
        """``(type) expr`` or ``(type){…}``; the current token is the ``(``."""
        start = self._pos
        self._pos += 1
        self._enter()
        storage: list[str] = []
        while self._kinds[self._pos] in ("STATIC", "CONSTEXPR", "REGISTER", "_THREAD_LOCAL"):
            storage.append(self._advance().value)
        type = self._parse_type_name()
        if self._kinds[self._pos] != "RPAREN" and self._error_pos > start:
            self._pos = find_close(self._kinds, self._pos, "RPAREN")
        self._expect_close("RPAREN", opening)
        if self._kinds[self._pos] == "LBRACE":
            self._depth -= 1
            node = c_ast.CompoundLiteral(type, self._parse_initializer(), storage, opening.loc)
            if self._kinds[self._pos] in _POSTFIX:
                return self._parse_postfix_tail(node, opening.loc)
            return node
        if storage:
            self._report("storage class in a cast: expected '{' of a compound literal")
        node = c_ast.Cast(type, self._parse_cast_expression(), opening.loc)
        self._depth -= 1
        return node

    def _parse_parenthesized(self, opening: Token) -> c_ast.Node:
        """``(expr)`` or ``({…})``."""
        start = self._pos
        self._pos = start + 1
        self._enter()
        if self._kinds[start + 1] == "LBRACE":
            if not self._function_start:
                self._report("statement expression not allowed at file scope")
            block = self._parse_compound_statement()
            node: c_ast.Node = nodes.StmtExpr(block, opening.loc)
        else:
            node = self._parse_expression()
        self._expect_close("RPAREN", opening)
        if self._pos == start + 3 and self._kinds[self._pos] in _OPERAND_START:
            # `(name) operand` and `(name){…}` can only be about a type that is not known.
            name = self._toks[start + 1]
            is_one_line = not self._toks[self._pos].bol
            if name.type == "ID" and is_one_line and self._is_undeclared(name.value):
                return self._recover_cast(name, opening)
        self._depth -= 1
        return node

    def _recover_cast(self, name: Token, opening: Token) -> c_ast.Node:
        after = self._pos
        self._pos = after - 2
        self._report_unknown_type(name)
        self._pos = after
        type = self._error_typename(name.loc)
        node: c_ast.Node
        if self._kinds[after] == "LBRACE":
            node = c_ast.CompoundLiteral(type, self._parse_initializer(), [], opening.loc)
        else:
            node = c_ast.Cast(type, self._parse_cast_expression(), opening.loc)
        self._depth -= 1
        return node

    def _error_typename(self, loc: int) -> c_ast.Typename:
        base = c_ast.IdentifierType([nodes.ERROR_TYPE], loc)
        return c_ast.Typename(None, [], [], c_ast.TypeDecl(None, [], None, base, loc), loc)

    def _parse_postfix_tail(self, node: c_ast.Node, start: int) -> c_ast.Node:
        """Subscripts, calls, member accesses, ``++``; ``start`` is the first token's loc."""
        kinds = self._kinds
        toks = self._toks
        first = self._pos
        length = 0
        while True:
            pos = self._pos
            kind = kinds[pos]
            if kind == "ARROW" or kind == "PERIOD":
                name = toks[pos + 1]
                self._pos = pos + 1
                if name.type != "ID":
                    self._fail("expected identifier")
                self._pos = pos + 2
                field = c_ast.ID(name.value, name.loc)
                node = c_ast.StructRef(node, toks[pos].value, field, name.loc)
            elif kind == "LPAREN":
                node = self._parse_call(node, start)
            elif kind == "LBRACKET":
                self._pos = pos + 1
                self._enter()
                subscript = self._parse_expression()
                self._expect_close("RBRACKET", toks[pos])
                self._depth -= 1
                node = c_ast.ArrayRef(node, subscript, start)
            elif kind == "PLUSPLUS" or kind == "MINUSMINUS":
                self._pos = pos + 1
                node = c_ast.UnaryOp("p" + toks[pos].value, node, toks[pos].loc)
            else:
                return node
            length += 1
            if length > MAX_NESTING:
                self._pos = first
                self._fail_nesting()

    def _parse_call(self, callee: c_ast.Node, start: int) -> c_ast.Node:
        opening = self._toks[self._pos]
        self._pos += 1
        kinds = self._kinds
        if kinds[self._pos] == "RPAREN":
            self._pos += 1
            return c_ast.FuncCall(callee, None, start)
        self._enter()
        if isinstance(callee, c_ast.ID) and callee.name.startswith("__builtin_"):
            parse_argument = self._parse_builtin_argument
        else:
            parse_argument = self._parse_assignment_expression
        args = [parse_argument()]
        while kinds[self._pos] == "COMMA":
            self._pos += 1
            args.append(parse_argument())
        self._expect_close("RPAREN", opening)
        self._depth -= 1
        return c_ast.FuncCall(callee, c_ast.ExprList(args, args[0].coord), start)

    def _parse_builtin_argument(self) -> c_ast.Node:
        """An argument of a ``__builtin_`` function: some take types."""
        if self._is_type_at(self._pos):
            return self._parse_type_name()
        return self._parse_assignment_expression()

    # BNF: unified_string_literal : STRING_LITERAL+
    def _parse_unified_string_literal(self) -> nodes.StringLiteral:
        toks = self._toks
        pos = self._pos
        if self._kinds[pos] not in STRING_KINDS:
            self._fail("expected string literal")
        first = toks[pos]
        parts = [(first.value, first.loc)]
        pos += 1
        while self._kinds[pos] in STRING_KINDS:
            parts.append((toks[pos].value, toks[pos].loc))
            pos += 1
        self._pos = pos
        return nodes.StringLiteral(parts, first.loc)

    # ------------------------------------------------------------------ prefixes

    def _parse_sizeof(self) -> c_ast.Node:
        """``sizeof`` or ``_Alignof``, of a type in parentheses or of an expression."""
        tok = self._toks[self._pos]
        op = "sizeof" if tok.type == "SIZEOF" else "_Alignof"
        self._pos += 1
        self._enter()
        opening = self._toks[self._pos]
        operand: c_ast.Node
        if opening.type == "LPAREN" and (
            self._is_type_at(self._pos + 1) or self._kinds[self._pos + 1] == "ATTRIBUTE"
        ):
            self._pos += 1
            operand = self._parse_type_name()
            self._expect_close("RPAREN", opening)
            if self._kinds[self._pos] == "LBRACE":
                literal = self._parse_initializer()
                operand = c_ast.CompoundLiteral(operand, literal, [], opening.loc)
                operand = self._parse_postfix_tail(operand, opening.loc)
        elif self._is_type_at(self._pos):
            self._fail(f"expected parentheses around type name in {op} expression")
        else:
            operand = self._parse_cast_expression()
        self._depth -= 1
        return c_ast.UnaryOp(op, operand, tok.loc)

    def _parse_extension(self) -> c_ast.Node:
        self._pos += 1
        self._enter()
        node = self._parse_cast_expression()
        self._depth -= 1
        return node

    def _parse_complex_part(self) -> c_ast.Node:
        tok = self._toks[self._pos]
        self._pos += 1
        self._enter()
        operand = self._parse_cast_expression()
        self._depth -= 1
        return c_ast.UnaryOp("__real__" if tok.type == "REAL" else "__imag__", operand, tok.loc)

    def _parse_label_address(self) -> c_ast.Node:
        tok = self._toks[self._pos]
        self._pos += 1
        return nodes.LabelAddr(self._expect("ID", "after '&&'").value, tok.loc)

    # ------------------------------------------------------------------ recovery

    def _recover_operand(self, tok: Token) -> c_ast.Node:
        """No expression begins at ``tok``: find the best words for it."""
        if tok.type in ("BAD_NUMBER", "UNKNOWN") and len(tok.value) > 1:
            # A malformed literal is an operand all the same.
            self._report("expected expression")
            self._pos += 1
            return nodes.ErrorExpr(tok.loc)
        if tok.type == "RPAREN":
            self._explain_pointer_cast()
        previous = self._toks[self._pos - 1]
        if tok.type == "ELSE":
            self._report("'else' without a previous 'if'")
        elif previous.type == "EQUALS" and tok.value in ("<", ">") and not tok.space:
            self._report(f"expected expression; did you mean '{tok.value}='?", previous.loc)
        elif self._is_declaration_at(self._pos):
            self._report(f"unexpected type name '{tok.value}': expected expression")
        self._report("expected expression")
        raise SyntaxStop

    def _explain_pointer_cast(self) -> None:
        """``(name *)`` read as a product: the name was meant to be a type."""
        pos = self._pos - 1
        while pos > 1 and self._kinds[pos] == "TIMES":
            pos -= 1
        name = self._toks[pos]
        is_cast = pos < self._pos - 1 and name.type == "ID" and self._kinds[pos - 1] == "LPAREN"
        if is_cast and self._is_undeclared(name.value):
            self._report_unknown_type(name)
            raise SyntaxStop


def _reduce(operands: list[c_ast.Node], operators: list[tuple[int, Token]]) -> None:
    _, tok = operators.pop()
    right = operands.pop()
    operands[-1] = c_ast.BinaryOp(tok.value, operands[-1], right, tok.loc)


_PREFIXES: dict[str, Callable[[ExpressionParser], c_ast.Node]] = {
    "SIZEOF": ExpressionParser._parse_sizeof,
    "_ALIGNOF": ExpressionParser._parse_sizeof,
    "EXTENSION": ExpressionParser._parse_extension,
    "REAL": ExpressionParser._parse_complex_part,
    "IMAG": ExpressionParser._parse_complex_part,
    "LAND": ExpressionParser._parse_label_address,
}
_PRIMARIES: dict[str, Callable[[ExpressionParser], c_ast.Node]] = {
    "_GENERIC": lambda parser: parser._parse_generic(),
    "OFFSETOF": lambda parser: parser._parse_offsetof(),
    "__BUILTIN_VA_ARG": lambda parser: parser._parse_va_arg(),
    "TYPES_COMPATIBLE": lambda parser: parser._parse_types_compatible(),
    "CHOOSE_EXPR": lambda parser: parser._parse_choose_expr(),
}
