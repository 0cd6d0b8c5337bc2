"""Tokens to syntax trees.

``Parser`` is pycparser's recursive-descent ``CParser`` with the whole of C11, GNU C and clang's
additions, fed with the preprocessor's tokens. It parses a whole file or, for a lazily read
header, one declaration; what names at file scope mean is then answered by ``TypeNames``.

The layers, each a subclass of the one before: ``parser_base`` (tokens, scopes, errors),
``parser_expr``, ``parser_gnu``, ``parser_type``, ``parser_decl``, ``parser_stmt``, and here the
file scope.

Trees are at most ``MAX_NESTING`` brackets deep. Only the chains that are parsed by loops may be
longer: ``BinaryOp.left``, ``If.iffalse`` and the statement under ``Case``, ``Default``, ``Label``.
"""

from __future__ import annotations

from bpfcc.frontend.nodes import Attribute, c_ast
from bpfcc.frontend.parser_base import (
    NestingTooDeep,
    RecursionRoom,
    SyntaxStop,
    TypeNames,
)
from bpfcc.frontend.parser_decl import _is_function
from bpfcc.frontend.parser_pragma import NO_PRAGMAS
from bpfcc.frontend.parser_stmt import StatementParser
from bpfcc.frontend.token_stream import EOF, find_statement_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.parser_pragma import PragmaState
    from bpfcc.frontend.parser_type import Specifiers
    from bpfcc.frontend.token import Token

_AFTER = "after top level declarator"


class Parser(StatementParser):
    """Parses external declarations."""

    def __init__(
        self,
        tokens: Sequence[Token],
        sink: Sink,
        names: TypeNames | None = None,
        pragmas: PragmaState = NO_PRAGMAS,
        *,
        c23: bool = False,
    ) -> None:
        """``names`` answers for what ``tokens`` do not declare; ``pragmas`` are in force."""
        super().__init__(tokens, sink, names or TypeNames(), pragmas, c23=c23)

    @property
    def pragma_state(self) -> PragmaState:
        """The pragmas in force behind what has been parsed."""
        self._apply_directives()
        return self._pragma_state

    def parse_external_declarations(self) -> list[c_ast.Node]:
        """Everything up to the end of the tokens: Decl, Typedef, FuncDef, StaticAssert, Asm.

        Errors go to the sink; what could be understood is returned.
        """
        with RecursionRoom():
            return self._parse_external_list()

    def parse_members(self, members: list[c_ast.Node]) -> None:
        """Members of a record, without the braces around them, are appended to ``members``."""
        with RecursionRoom():
            self._parse_members(members)

    def _parse_external_list(self) -> list[c_ast.Node]:
        found: list[c_ast.Node] = []
        while self._kinds[self._pos] != EOF:
            start = self._pos
            try:
                self._parse_external_item(found)
            except SyntaxStop:
                self._reset_after_error()
                self._skip_statement()
                if self._kinds[self._pos] == "RBRACE":
                    self._pos += 1
            except NestingTooDeep:
                self._skip_whole(start)
            except RecursionError:
                # Somebody else lowered Python's limit, or called us from far down.
                self._report("nesting too deep", code="nesting-too-deep")
                self._skip_whole(start)
            if self._pos == start:
                self._pos += 1
        return found

    def _reset_after_error(self) -> None:
        self._recover(0, 0)
        self._function_start = 0
        self._open_init_braces = 0

    def _skip_whole(self, start: int) -> None:
        """Skip the declaration that begins at ``start``, in the midst of which we are."""
        self._reset_after_error()
        self._pos = max(self._pos, find_statement_end(self._toks, self._kinds, start))

    # BNF: external_declaration : function_definition | declaration | static_assert | asm | ';'
    def _parse_external_item(self, found: list[c_ast.Node]) -> None:
        kind = self._kinds[self._pos]
        if kind == "SEMI" or kind == "EXTENSION" or kind == "PPPRAGMA":
            self._pos += 1
        elif kind == "_STATIC_ASSERT":
            found.append(self._parse_static_assert())
        elif kind == "ASM":
            found.append(self._parse_asm())
            self._expect_semi("after top-level asm block")
        elif kind == "RBRACE":
            self._report("extraneous closing brace ('}')")
            self._pos += 1
        else:
            self._parse_file_declaration(found)

    def _parse_file_declaration(self, found: list[c_ast.Node]) -> None:
        spec = self._parse_declaration_words()
        if self._finish_bare_declaration(spec, found, _AFTER):
            return
        if spec.type is None and self._skip_unknown_macro():
            if self._accept("SEMI") is not None:
                return
            spec = self._parse_declaration_words()
            if self._finish_bare_declaration(spec, found, _AFTER):
                return
        kinds = self._kinds
        attributes = self._parse_attributes("declarator") if self._starts_attribute() else []
        chain: list[c_ast.Node] = []
        missing = "expected identifier or '('"
        if spec.type is None and kinds[self._pos] not in ("ID", "LPAREN", "TIMES"):
            missing = "expected external declaration"
        name = self._parse_declarator(chain, attributes, missing)
        self._complete_type(spec, name.loc)
        self._parse_declarator_end(attributes)
        if _is_function(chain) and (
            kinds[self._pos] == "LBRACE" or self._starts_old_parameters(chain[0])
        ):
            found.append(self._parse_function(spec, name, chain, attributes))
            return
        found.append(self._declare(spec, name, chain, attributes))
        if kinds[self._pos] == "COMMA":
            self._pos += 1
            self._parse_init_declarators(spec, found)
        if _is_function(chain) and kinds[self._pos] in ("IF", "FOR", "WHILE", "RETURN", "RBRACE"):
            self._fail("expected function body after function declarator")
        self._expect_semi(_AFTER)

    # ------------------------------------------------------------------ functions

    def _starts_old_parameters(self, function: c_ast.FuncDecl) -> bool:
        """Whether the parameter declarations of a K&R definition follow."""
        params = function.args.params if function.args is not None else []
        if not params or not isinstance(params[0], c_ast.ID):
            return False
        return self._is_declaration_at(self._pos)

    # BNF: function_definition : declaration_specifiers declarator declaration* compound_statement
    def _parse_function(
        self,
        spec: Specifiers,
        name: Token,
        chain: list[c_ast.Node],
        attributes: list[Attribute],
    ) -> c_ast.FuncDef:
        if spec.is_typedef:
            self._report("function definition declared 'typedef'", name.loc)
            spec.storage = []
        decl = self._build_declaration(spec, name, chain, attributes)
        decl.attributes += self._pragma_attributes(decl)
        self._bind(name.value, False)
        self._function_start = name.loc or -1
        self._told_nested_function = False
        self._push_scope()
        args = chain[0].args
        for param in args.params if args is not None else ():
            if not isinstance(param, (c_ast.EllipsisParam, c_ast.Typename)):
                self._bind(param.name, False)
        old_params: list[c_ast.Node] | None = None
        if self._kinds[self._pos] != "LBRACE":
            old_params = []
            while self._is_declaration_at(self._pos):
                self._parse_block_declaration(old_params, [], "at end of declaration")
            if self._kinds[self._pos] != "LBRACE":
                self._fail("expected function body after function declarator")
        body = self._parse_compound_statement(new_scope=False)
        self._pop_scope()
        self._function_start = 0
        return c_ast.FuncDef(decl, old_params, body, name.loc)


def parse(
    tokens: Sequence[Token],
    sink: Sink,
    names: TypeNames | None = None,
    *,
    c23: bool = False,
) -> c_ast.FileAST:
    """The tree of a whole file, read without an index of declarations."""
    parser = Parser(tokens, sink, names, c23=c23)
    return c_ast.FileAST(parser.parse_external_declarations(), 0)


def parse_attributes(tokens: Sequence[Token], sink: Sink, position: str) -> list[Attribute]:
    """The attributes that ``tokens`` spell, as in a pragma; [] after a syntax error."""
    parser = Parser(tokens, sink)
    try:
        found = parser._parse_attributes(position)
        if parser._kinds[parser._pos] != EOF:
            parser._fail("expected an attribute")
    except (SyntaxStop, NestingTooDeep):
        return []
    return found
