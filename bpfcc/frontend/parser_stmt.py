"""Statements (C11 6.8), with GNU's: asm, case ranges, computed goto, local labels."""

from __future__ import annotations

from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import Attribute, Compound, c_ast
from bpfcc.frontend.parser_base import SyntaxStop
from bpfcc.frontend.parser_decl import DeclarationParser
from bpfcc.frontend.token_stream import DECLARATION_START, EOF

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.token import Token

_AFTER_DECLARED_NAME = frozenset({"SEMI", "EQUALS", "COMMA", "LBRACKET"})


_FOREIGN_WORDS = frozenset({"then", "elif", "elsif", "elseif"})


class StatementParser(DeclarationParser):
    """Parses statements and blocks."""

    # BNF: compound_statement : '{' block_item* '}'
    def _parse_compound_statement(self, *, new_scope: bool = True) -> Compound:
        opening = self._expect("LBRACE")
        self._enter()
        if new_scope:
            self._push_scope()
        items: list[c_ast.Node] = []
        kinds = self._kinds
        depth, scopes = self._depth, len(self._scope_logs)
        while True:
            start = self._pos
            kind = kinds[start]
            if kind == "RBRACE" or kind == EOF:
                break
            try:
                self._parse_block_item(items)
            except SyntaxStop:
                self._recover(depth, scopes)
                self._skip_statement()
                if self._pos == start:
                    break
        if kinds[self._pos] == "RBRACE":
            end = self._advance().loc
        else:
            self._report_unclosed("RBRACE", opening)
            end = self._toks[self._pos].loc
        if new_scope:
            self._pop_scope()
        self._depth = depth - 1
        return Compound(items, opening.loc, end)

    # BNF: block_item : declaration | statement | static_assert | local_labels
    def _parse_block_item(self, items: list[c_ast.Node]) -> None:
        kinds = self._kinds
        kind = kinds[self._pos]
        if kind == "ID":
            if self._is_local_declaration():
                self._parse_block_declaration(items, [], "at end of declaration")
            else:
                items.append(self._parse_statement())
        elif kind in DECLARATION_START:
            self._parse_block_declaration(items, [], "at end of declaration")
        elif kind == "_STATIC_ASSERT":
            items.append(self._parse_static_assert())
        elif kind == "LABEL":
            items.append(self._parse_local_labels())
        elif kind == "EXTENSION":
            self._parse_extension_item(items)
        elif self._starts_attribute():
            self._parse_attributed_item(items)
        else:
            items.append(self._parse_statement())

    def _is_local_declaration(self) -> bool:
        """Whether the name at the current token begins a declaration and no statement."""
        pos = self._pos
        kinds = self._kinds
        following = kinds[pos + 1]
        if following == "COLON":
            return False
        name = self._toks[pos].value
        if self._is_type_in_scope(name):
            return True
        # `foo x` and `foo *x = …` make no sense but with a type name that is not known.
        if following == "ID":
            return True
        if following != "TIMES" or name in self._bindings:
            return False
        if kinds[pos + 2] != "ID" or kinds[pos + 3] not in _AFTER_DECLARED_NAME:
            return False
        return kinds[pos + 3] != "SEMI" or self._is_undeclared(name)

    def _parse_extension_item(self, items: list[c_ast.Node]) -> None:
        """``__extension__`` before a declaration, or as an operator in an expression."""
        pos = self._pos
        while self._kinds[pos] == "EXTENSION":
            pos += 1
        if self._is_declaration_at(pos) or self._kinds[pos] == "ATTRIBUTE":
            self._pos = pos
            self._parse_block_item(items)
        else:
            items.append(self._parse_expression_statement())

    def _parse_attributed_item(self, items: list[c_ast.Node]) -> None:
        start = self._toks[self._pos]
        attributes = self._parse_attributes("statement")
        while self._kinds[self._pos] == "EXTENSION":
            self._pos += 1
        is_label = self._kinds[self._pos + 1] == "COLON"
        if self._is_declaration_at(self._pos) and not is_label:
            for attribute in attributes:
                attribute.position = "specifier"
            self._parse_block_declaration(items, attributes, "at end of declaration")
        else:
            items.append(self._attach_statement_attributes(attributes, start))

    def _attach_statement_attributes(self, attributes: list[Attribute], start: Token) -> c_ast.Node:
        """The statement that follows ``attributes``, carrying them."""
        if self._kinds[self._pos] == "SEMI":
            self._pos += 1
            return nodes.AttributeStatement(attributes, start.loc)
        statement = self._parse_statement()
        if isinstance(statement, c_ast.Label):
            statement.attributes = attributes + statement.attributes
            return statement
        return nodes.AttributedStmt(attributes, statement, start.loc)

    def _parse_local_labels(self) -> nodes.LocalLabels:
        start = self._advance()
        names = [self._expect("ID", "of a label").value]
        while self._accept("COMMA") is not None:
            names.append(self._expect("ID", "of a label").value)
        self._expect_semi("after '__label__' declaration")
        return nodes.LocalLabels(names, start.loc)

    # BNF: static_assert : _STATIC_ASSERT '(' constant_expression (',' string_literal)? ')' ';'
    def _parse_static_assert(self) -> c_ast.StaticAssert:
        tok = self._advance()
        opening = self._expect("LPAREN", f"after '{tok.value}'")
        self._enter()
        cond = self._parse_conditional_expression()
        message = None
        if self._accept("COMMA") is not None:
            message = self._parse_unified_string_literal()
        self._expect_close("RPAREN", opening)
        self._depth -= 1
        self._expect_semi(f"after '{tok.value}'")
        return c_ast.StaticAssert(cond, message, tok.loc)

    # ------------------------------------------------------------------ statements

    def _parse_statement(self) -> c_ast.Node:
        pos = self._pos
        kind = self._kinds[pos]
        if kind == "ID":
            if self._kinds[pos + 1] == "COLON":
                return self._parse_labeled_statement()
            if self._toks[pos].value in _FOREIGN_WORDS:
                return self._parse_foreign_statement()
            return self._parse_expression_statement()
        method = _STATEMENTS.get(kind)
        if method is not None:
            return method(self)
        if kind == "ATTRIBUTE" or (kind == "LBRACKET" and self._starts_attribute()):
            start = self._toks[pos]
            return self._attach_statement_attributes(self._parse_attributes("statement"), start)
        return self._parse_expression_statement()

    def _parse_pragmacomp_or_statement(self) -> c_ast.Node:
        """The statement that another one controls, loop pragmas before it included."""
        kind = self._kinds[self._pos]
        if kind == "LBRACE":
            return self._parse_compound_statement()
        self._enter()
        if kind == "PPPRAGMA":
            first = self._toks[self._pos]
            items: list[c_ast.Node] = []
            while self._kinds[self._pos] == "PPPRAGMA":
                items.append(self._parse_pppragma_directive())
            items.append(self._parse_statement())
            end = self._toks[self._pos - 1].loc
            node: c_ast.Node = Compound(items, first.loc, end)
        else:
            if self._is_declaration_at(self._pos) and self._kinds[self._pos + 1] != "COLON":
                self._report("expected expression: a declaration needs a block here")
                skipped: list[c_ast.Node] = []
                self._parse_block_item(skipped)
                node = c_ast.EmptyStatement(self._toks[self._pos].loc)
            else:
                node = self._parse_statement()
        self._depth -= 1
        return node

    def _parse_pppragma_directive(self) -> c_ast.Pragma:
        tok = self._advance()
        return c_ast.Pragma(tok.value, tok.loc)

    # BNF: expression_statement : expression? ';'
    def _parse_expression_statement(self) -> c_ast.Node:
        if self._kinds[self._pos] == "SEMI":
            loc = self._toks[self._pos].loc
            self._pos += 1
            return c_ast.EmptyStatement(loc)
        node = self._parse_expression()
        if self._kinds[self._pos] == "SEMI":
            self._pos += 1
        else:
            self._expect_semi("after expression")
        return node

    def _parse_asm_statement(self) -> c_ast.Node:
        node = self._parse_asm()
        self._expect_semi("after asm statement")
        return node

    # BNF: labeled_statement : ID ':' attributes? statement? | 'default' ':' statement?
    #                        | 'case' constant_expression ('...' constant_expression)? ':' ...
    def _parse_labeled_statement(self) -> c_ast.Node:
        """All labels in a row, and the statement they are on: a loop, as switches can be long."""
        kinds = self._kinds
        labels: list[c_ast.Node] = []
        while True:
            kind = kinds[self._pos]
            if kind == "CASE":
                labels.append(self._parse_case_label())
            elif kind == "DEFAULT":
                tok = self._advance()
                self._expect_label_colon("'default'")
                labels.append(c_ast.Default([], tok.loc))
            elif kind == "ID" and kinds[self._pos + 1] == "COLON":
                labels.append(self._parse_label())
            else:
                break
        statement = self._parse_label_body(labels[-1])
        for label in reversed(labels):
            if isinstance(label, c_ast.Label):
                label.stmt = statement
            else:
                label.stmts.append(statement)
            statement = label
        return statement

    def _parse_case_label(self) -> c_ast.Case:
        tok = self._advance()
        expr = self._parse_conditional_expression()
        if self._kinds[self._pos] == "ELLIPSIS":
            self._pos += 1
            expr = nodes.CaseRange(expr, self._parse_conditional_expression(), tok.loc)
        self._expect_label_colon("'case'")
        return c_ast.Case(expr, [], tok.loc)

    def _expect_label_colon(self, after: str) -> None:
        kind = self._kinds[self._pos]
        if kind == "COLON":
            self._pos += 1
            return
        self._report(f"expected ':' after {after}", self._loc_after_previous())
        if kind == "SEMI":  # written by mistake
            self._pos += 1

    def _parse_label(self) -> c_ast.Label:
        name = self._advance()
        self._pos += 1
        attributes: list[Attribute] = []
        if self._kinds[self._pos] == "ATTRIBUTE":
            start = self._pos
            attributes = self._parse_attributes("statement")
            is_statement = self._kinds[self._pos] == "SEMI" and any(
                attribute.name == "fallthrough" for attribute in attributes
            )
            if is_statement:
                self._pos = start
                attributes = []
        return c_ast.Label(name.value, None, name.loc, attributes=attributes)

    def _parse_label_body(self, label: c_ast.Node) -> c_ast.Node:
        """What follows the last label: a statement, a declaration, or nothing (C23)."""
        kinds = self._kinds
        kind = kinds[self._pos]
        if kind == "RBRACE" or kind == EOF:
            return c_ast.EmptyStatement(label.coord)
        is_item = kind in DECLARATION_START or kind in ("_STATIC_ASSERT", "LABEL", "EXTENSION")
        if is_item or (kind == "ID" and self._is_local_declaration()) or self._starts_attribute():
            start = self._toks[self._pos].loc
            items: list[c_ast.Node] = []
            self._parse_block_item(items)
            is_declaration = items and isinstance(
                items[0], (c_ast.Decl, c_ast.Typedef, c_ast.StaticAssert)
            )
            if is_declaration or len(items) != 1:
                return c_ast.DeclList(items, start)
            return items[0]
        return self._parse_pragmacomp_or_statement()

    # ------------------------------------------------------------------ selection and loops

    # BNF: selection_statement : IF '(' expression ')' statement (ELSE statement)?
    def _parse_foreign_statement(self) -> c_ast.Node:
        """A statement that begins with a word of another language, if it is not declared."""
        name = self._toks[self._pos]
        if not self._is_undeclared(name.value):
            return self._parse_expression_statement()
        if name.value == "then":
            self._report("C has no 'then'")
            self._pos += 1
            return self._parse_pragmacomp_or_statement()
        fault = self._report(f"C has no '{name.value}': write 'else if'")
        if name.loc > 0:
            fault.fixit((name.loc, name.loc + len(name.value)), "else if")
        return self._parse_if()

    def _parse_if(self) -> c_ast.Node:
        """An ``if`` with all its ``else if``: a loop, as generated chains can be long."""
        kinds = self._kinds
        chain: list[c_ast.If] = []
        last = None
        while True:
            tok = self._advance()
            cond = self._parse_condition(tok)
            then = self._parse_pragmacomp_or_statement()
            chain.append(c_ast.If(cond, then, None, tok.loc))
            if kinds[self._pos] != "ELSE":
                break
            self._pos += 1
            if kinds[self._pos] != "IF":
                last = self._parse_pragmacomp_or_statement()
                break
        for node in reversed(chain):
            node.iffalse = last
            last = node
        return last

    def _parse_switch(self) -> c_ast.Node:
        tok = self._advance()
        cond = self._parse_condition(tok)
        return c_ast.Switch(cond, self._parse_pragmacomp_or_statement(), tok.loc)

    def _parse_while(self) -> c_ast.Node:
        tok = self._advance()
        cond = self._parse_condition(tok)
        return c_ast.While(cond, self._parse_pragmacomp_or_statement(), tok.loc)

    def _parse_do(self) -> c_ast.Node:
        tok = self._advance()
        body = self._parse_pragmacomp_or_statement()
        if self._kinds[self._pos] != "WHILE":
            diagnostic = self._report("expected 'while' in do/while loop")
            diagnostic.note("to match this 'do'", tok.loc)
            raise SyntaxStop
        cond = self._parse_condition(self._advance())
        self._expect_semi("after do/while statement")
        return c_ast.DoWhile(cond, body, tok.loc)

    def _parse_condition(self, keyword: Token) -> c_ast.Node:
        """``( expression )``; after a syntax error in it parsing goes on behind the ``)``."""
        opening = self._expect("LPAREN", f"after '{keyword.value}'")
        self._enter()
        depth, scopes = self._depth, len(self._scope_logs)
        try:
            cond = self._parse_expression()
            self._expect_close("RPAREN", opening)
        except SyntaxStop:
            self._recover(depth, scopes)
            if not self._skip_to_close("RPAREN") and self._kinds[self._pos] != "LBRACE":
                raise
            cond = nodes.ErrorExpr(opening.loc)
        self._depth -= 1
        return cond

    # BNF: FOR '(' (declaration | expression? ';') expression? ';' expression? ')' statement
    def _parse_for(self) -> c_ast.Node:
        tok = self._advance()
        opening = self._expect("LPAREN", "after 'for'")
        self._enter()
        self._push_scope()  # C11 6.8.5p5
        depth, scopes = self._depth, len(self._scope_logs)
        init = cond = step = None
        try:
            init = self._parse_for_init()
            cond = self._parse_for_part("SEMI")
            self._expect_semi("in 'for' statement specifier")
            step = self._parse_for_part("RPAREN")
            self._expect_close("RPAREN", opening)
        except SyntaxStop:
            self._recover(depth, scopes)
            self._skip_for_header()
        self._depth -= 1
        body = self._parse_pragmacomp_or_statement()
        self._pop_scope()
        return c_ast.For(init, cond, step, body, tok.loc)

    def _parse_for_init(self) -> c_ast.Node | None:
        start = self._toks[self._pos]
        kind = start.type
        if kind == "SEMI":
            self._pos += 1
            return None
        while self._kinds[self._pos] == "EXTENSION" and self._is_declaration_at(self._pos + 1):
            self._pos += 1
        attributes = self._parse_attributes("specifier") if self._starts_attribute() else []
        is_name = kind == "ID"
        if self._is_local_declaration() if is_name else self._is_declaration_at(self._pos):
            items: list[c_ast.Node] = []
            self._parse_block_declaration(items, attributes, "in 'for' statement specifier")
            return c_ast.DeclList(items, start.loc)
        init = self._parse_expression()
        self._expect_semi("in 'for' statement specifier")
        return init

    def _parse_for_part(self, end: str) -> c_ast.Node | None:
        return None if self._kinds[self._pos] == end else self._parse_expression()

    def _skip_for_header(self) -> None:
        """After a syntax error between the parentheses: go on with the body."""
        while not self._skip_to_close("RPAREN"):
            if self._kinds[self._pos] != "SEMI":
                if self._kinds[self._pos] == "LBRACE":
                    return
                raise SyntaxStop
            self._pos += 1

    # ------------------------------------------------------------------ jumps

    # BNF: jump_statement : GOTO ID ';' | GOTO '*' expression ';' | BREAK ';' | CONTINUE ';'
    #                     | RETURN expression? ';'
    def _parse_goto(self) -> c_ast.Node:
        tok = self._advance()
        node: c_ast.Node
        if self._accept("TIMES") is not None:
            node = nodes.ComputedGoto(self._parse_expression(), tok.loc)
        else:
            node = c_ast.Goto(self._expect("ID", "after 'goto'").value, tok.loc)
        self._expect_semi("after goto statement")
        return node

    def _parse_break(self) -> c_ast.Node:
        tok = self._advance()
        self._expect_semi("after break statement")
        return c_ast.Break(tok.loc)

    def _parse_continue(self) -> c_ast.Node:
        tok = self._advance()
        self._expect_semi("after continue statement")
        return c_ast.Continue(tok.loc)

    def _parse_return(self) -> c_ast.Node:
        tok = self._toks[self._pos]
        self._pos += 1
        expr = None
        if self._kinds[self._pos] != "SEMI":
            if self._kinds[self._pos] == "LBRACE":
                self._fail("expected expression")
            expr = self._parse_expression()
        self._expect_semi("after return statement")
        return c_ast.Return(expr, tok.loc)


_STATEMENTS: dict[str, Callable[[StatementParser], c_ast.Node]] = {
    "LBRACE": StatementParser._parse_compound_statement,
    "IF": StatementParser._parse_if,
    "FOR": StatementParser._parse_for,
    "WHILE": StatementParser._parse_while,
    "DO": StatementParser._parse_do,
    "SWITCH": StatementParser._parse_switch,
    "CASE": StatementParser._parse_labeled_statement,
    "DEFAULT": StatementParser._parse_labeled_statement,
    "GOTO": StatementParser._parse_goto,
    "BREAK": StatementParser._parse_break,
    "CONTINUE": StatementParser._parse_continue,
    "RETURN": StatementParser._parse_return,
    "ASM": StatementParser._parse_asm_statement,
    "PPPRAGMA": StatementParser._parse_pppragma_directive,
}
