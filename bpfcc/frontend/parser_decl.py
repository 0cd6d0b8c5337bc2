"""Declarators, declarations and initializers (C11 6.7).

A declarator is read from the inside out into a chain of modifier nodes (nearest to the name
first), which are linked once, when the base type is known: nothing is built and then rebuilt.
"""

from __future__ import annotations

from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import Attribute, c_ast
from bpfcc.frontend.parser_base import MAX_NESTING, SyntaxStop
from bpfcc.frontend.parser_type import Specifiers, TypeParser
from bpfcc.frontend.token_stream import QUALIFIER_WORDS, skip_balanced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.token import Token

_SUFFIXES = frozenset({"LPAREN", "LBRACKET"})


class DeclarationParser(TypeParser):
    """Parses what declares names."""

    # ------------------------------------------------------------------ declarators

    # BNF: declarator : pointer? direct_declarator
    def _parse_declarator(
        self, chain: list[c_ast.Node], attributes: list[Attribute], missing: str
    ) -> Token:
        """A declarator with a name; its modifiers are appended to ``chain``.

        ``attributes`` receives what stands on the declared name; ``missing`` is the message
        where there is no declarator.
        """
        pos = self._pos
        if self._kinds[pos] == "ID" and self._kinds[pos + 1] not in _SUFFIXES:
            self._pos = pos + 1
            return self._toks[pos]
        name = self._parse_any_declarator(chain, attributes, abstract=False, missing=missing)
        assert name is not None
        return name

    def _parse_abstract_declarator(
        self, chain: list[c_ast.Node], attributes: list[Attribute]
    ) -> None:
        """A declarator that must not have a name."""
        name = self._parse_any_declarator(chain, attributes, abstract=True)
        if name is not None:
            self._report("a type name cannot declare a name", name.loc)

    def _parse_any_declarator(
        self,
        chain: list[c_ast.Node],
        attributes: list[Attribute],
        *,
        abstract: bool,
        missing: str = "expected identifier or '('",
    ) -> Token | None:
        """A declarator that may be abstract; returns the name's token, None if it has none."""
        kinds = self._kinds
        pointers: list[c_ast.Node] = []
        while kinds[self._pos] == "TIMES":
            pointers.append(self._parse_pointer())
        kind = kinds[self._pos]
        name = None
        inner: list[Attribute] = []
        if kind == "ID":
            name = self._toks[self._pos]
            self._pos += 1
            if kinds[self._pos] == "LBRACKET" and self._starts_attribute():
                attributes += self._parse_attributes("declarator")
        elif kind == "LPAREN" and (not abstract or self._is_group()):
            opening = self._toks[self._pos]
            self._pos += 1
            self._enter()
            if self._starts_attribute():
                inner = self._parse_attributes("declarator")
            name = self._parse_any_declarator(chain, attributes, abstract=abstract, missing=missing)
            self._expect_close("RPAREN", opening)
            self._depth -= 1
        elif not abstract:
            self._fail(missing)
        first_suffix = len(chain)
        while kinds[self._pos] in _SUFFIXES:
            if kinds[self._pos] == "LBRACKET":
                chain.append(self._parse_array_suffix())
            else:
                chain.append(self._parse_function_suffix())
        if inner:
            self._place_inner_attributes(inner, chain, first_suffix, pointers, attributes)
        chain += reversed(pointers)
        if len(chain) > MAX_NESTING:
            self._fail_nesting()
        return name

    def _place_inner_attributes(
        self,
        inner: list[Attribute],
        chain: list[c_ast.Node],
        first_suffix: int,
        pointers: list[c_ast.Node],
        attributes: list[Attribute],
    ) -> None:
        """Attributes after a declarator's ``(`` are about the type built around it."""
        if first_suffix < len(chain):
            chain[first_suffix].attributes += inner
        elif pointers:
            pointers[-1].attributes += inner
        else:
            attributes += inner

    def _is_group(self) -> bool:
        """Whether a ``(`` in a possibly abstract declarator groups, and opens no parameters."""
        pos = self._pos + 1
        kind = self._kinds[pos]
        if kind == "ATTRIBUTE":
            while self._kinds[pos] == "ATTRIBUTE" and self._kinds[pos + 1] == "LPAREN":
                pos = skip_balanced(self._kinds, pos + 1)
            kind = self._kinds[pos]
        if kind in ("RPAREN", "ELLIPSIS"):
            return False
        return not self._is_declaration_at(pos)

    # BNF: pointer : '*' (type_qualifier | attributes)*
    def _parse_pointer(self) -> c_ast.Node:
        star = self._toks[self._pos]
        self._pos += 1
        quals: list[str] = []
        attributes: list[Attribute] = []
        while True:
            kind = self._kinds[self._pos]
            if kind in QUALIFIER_WORDS:
                quals.append(QUALIFIER_WORDS[kind])
                self._pos += 1
            elif kind == "ATTRIBUTE" or (kind == "LBRACKET" and self._starts_attribute()):
                attributes += self._parse_attributes("pointer")
            elif kind == "NULLABILITY" or kind == "EXTENSION":
                self._pos += 1
            else:
                return c_ast.PtrDecl(quals, None, star.loc, attributes=attributes)

    # BNF: array_suffix : '[' ('static' | type_qualifier)* (assignment_expression | '*')? ']'
    def _parse_array_suffix(self) -> c_ast.Node:
        opening = self._toks[self._pos]
        self._pos += 1
        self._enter()
        words: list[str] = []
        while self._kinds[self._pos] in QUALIFIER_WORDS or self._kinds[self._pos] == "STATIC":
            kind = self._advance().type
            words.append(QUALIFIER_WORDS.get(kind, "static"))
        dim = None
        kind = self._kinds[self._pos]
        if kind == "TIMES" and self._kinds[self._pos + 1] == "RBRACKET":
            dim = c_ast.ID("*", self._advance().loc)
        elif kind != "RBRACKET":
            dim = self._parse_assignment_expression()
        self._expect_close("RBRACKET", opening)
        self._depth -= 1
        node = c_ast.ArrayDecl(None, dim, words, opening.loc)
        if self._kinds[self._pos] == "LBRACKET" and self._starts_attribute():
            node.attributes = self._parse_attributes("declarator")
        return node

    # BNF: function_suffix : '(' (parameter_list | identifier_list)? ')'
    def _parse_function_suffix(self) -> c_ast.Node:
        opening = self._toks[self._pos]
        kinds = self._kinds
        self._pos += 1
        params: list[c_ast.Node] = []
        if kinds[self._pos] == "RPAREN":
            self._pos += 1
            node = c_ast.FuncDecl(None, None, opening.loc)
        else:
            self._enter()
            depth, scopes = self._depth, len(self._scope_logs)
            self._push_scope()
            try:
                if not self._parse_identifier_list(params):
                    self._parse_parameters(params)
                self._expect_close("RPAREN", opening)
            except SyntaxStop:
                self._recover(depth, scopes + 1)
                if not self._skip_to_close("RPAREN"):
                    raise
            self._pop_scope()
            self._depth = depth - 1
            args = c_ast.ParamList(params, params[0].coord if params else opening.loc)
            node = c_ast.FuncDecl(args, None, opening.loc)
        if kinds[self._pos] == "LBRACKET" and self._starts_attribute():
            node.attributes = self._parse_attributes("declarator")
        return node

    # BNF: identifier_list : ID (',' ID)*
    def _parse_identifier_list(self, params: list[c_ast.Node]) -> bool:
        """The names of a K&R definition. Returns False, nothing read, if these are none."""
        kinds = self._kinds
        start = pos = self._pos
        if kinds[pos] != "ID":
            return False
        while kinds[pos] == "ID" and not self._is_type_at(pos):
            pos += 1
            if kinds[pos] == "RPAREN":
                break
            if kinds[pos] != "COMMA":
                return False
            pos += 1
        if kinds[pos] != "RPAREN" or pos == start:
            return False
        after = pos + 1
        if kinds[after] not in ("LBRACE", "ATTRIBUTE") and not self._is_declaration_at(after):
            return False  # no definition: these were meant to be types
        if self._is_macro_call(start):
            return False
        params += (c_ast.ID(tok.value, tok.loc) for tok in self._toks[start:pos:2])
        self._pos = pos
        return True

    # BNF: parameter_list : parameter (',' parameter)* (',' '...')?
    def _parse_parameters(self, params: list[c_ast.Node]) -> None:
        while True:
            if self._kinds[self._pos] == "ELLIPSIS":
                params.append(c_ast.EllipsisParam(self._advance().loc))
                return
            params.append(self._parse_parameter())
            if self._kinds[self._pos] == "COMMA":
                self._pos += 1
            elif self._is_declaration_at(self._pos) and self._kinds[self._pos] != "RPAREN":
                where = self._loc_after_previous()
                fault = self._report("expected ',' between parameters", where)
                if where > 0:
                    fault.fixit((where, where), ",")
            else:
                return

    # BNF: parameter : declaration_specifiers (declarator | abstract_declarator)? attributes?
    def _parse_parameter(self) -> c_ast.Node:
        start = self._pos
        spec = self._parse_declaration_words(is_parameter=True)
        if spec.type is None:
            if self._pos == start:
                self._fail("expected parameter declarator")
            self._require_type(spec, "type specifier missing")
        chain: list[c_ast.Node] = []
        attributes: list[Attribute] = []
        name = None
        kind = self._kinds[self._pos]
        if kind == "ID" and self._kinds[self._pos + 1] not in _SUFFIXES:
            name = self._toks[self._pos]
            self._pos += 1
        elif kind not in ("COMMA", "RPAREN"):
            if kind == "AND":
                self._report("C has no references: pass a pointer")
                self._pos += 1
            name = self._parse_any_declarator(chain, attributes, abstract=True)
        if self._starts_attribute():
            attributes += self._parse_attributes("declarator")
        if name is None:
            spec.attributes += attributes
            return self._build_type_name_of(spec, chain)
        self._bind(name.value, False)
        return self._build_declaration(spec, name, chain, attributes)

    def _build_declaration(
        self,
        spec: Specifiers,
        name: Token | None,
        chain: list[c_ast.Node],
        attributes: list[Attribute],
        init: c_ast.Node | None = None,
        width: c_ast.Node | None = None,
    ) -> c_ast.Node:
        """The ``Decl`` or ``Typedef`` of one declarator."""
        if name is None:
            text, loc = None, spec.start
        else:
            text, loc = name.value, name.loc
        node: c_ast.Node = c_ast.TypeDecl(text, spec.quals, None, spec.type, loc)
        for modifier in reversed(chain):
            modifier.type = node
            node = modifier
        if spec.attributes:
            attributes = spec.attributes + attributes
        if spec.storage and spec.is_typedef:
            return c_ast.Typedef(text, spec.quals, spec.storage, node, loc, attributes=attributes)
        return c_ast.Decl(
            text,
            spec.quals,
            spec.align,
            spec.storage,
            spec.funcspec,
            node,
            init,
            width,
            loc,
            attributes=attributes,
        )

    # ------------------------------------------------------------------ declarations

    # BNF: declaration : declaration_specifiers (init_declarator (',' init_declarator)*)? ';'
    def _parse_block_declaration(
        self, items: list[c_ast.Node], attributes: list[Attribute], after: str
    ) -> None:
        """A declaration in a block; ``after`` ends the message for a missing ``;``."""
        spec = self._parse_declaration_words()
        if attributes:
            spec.attributes[:0] = attributes
        if self._finish_bare_declaration(spec, items, after):
            return
        self._complete_type(spec)
        if self._parse_init_declarators(spec, items):
            self._expect_semi(after)

    def _finish_bare_declaration(
        self, spec: Specifiers, items: list[c_ast.Node], after: str
    ) -> bool:
        """Handle specifiers without a declarator; False if one follows."""
        if self._kinds[self._pos] == "SEMI":
            self._pos += 1
        elif spec.defines and not self._continues_after_tag():
            self._expect_semi(f"after {spec.defines}", self._tag_end)
        else:
            return False
        if spec.type is None:
            self._require_type(spec, "type specifier missing")
        items.append(self._bare_declaration(spec))
        return True

    def _continues_after_tag(self) -> bool:
        """Whether a declarator follows a ``}``, and not the next declaration."""
        kinds = self._kinds
        pos = self._pos
        if kinds[pos] == "ID":
            following = kinds[pos + 1]
            return following not in ("ID", "TIMES") or not self._is_type_at(pos)
        return kinds[pos] in ("TIMES", "LPAREN", "ATTRIBUTE", "ASM")

    def _complete_type(self, spec: Specifiers, where: int | None = None) -> None:
        """Fill in what a declaration without a type specifier means; ``where`` is its name."""
        if spec.type is not None:
            return
        if self._c23 and "auto" in spec.storage:
            spec.storage.remove("auto")
            spec.type = c_ast.InferredType(spec.start)
        else:
            self._require_type(
                spec, "type specifier missing, and C has no implicit 'int' since C99", where
            )

    def _parse_init_declarators(self, spec: Specifiers, items: list[c_ast.Node]) -> bool:
        """Declarators and initializers; False if no ``;`` is to follow."""
        while True:
            attributes = self._parse_attributes("declarator") if self._starts_attribute() else []
            chain: list[c_ast.Node] = []
            name = self._parse_declarator(chain, attributes, "expected identifier or '('")
            self._parse_declarator_end(attributes)
            if self._kinds[self._pos] == "LBRACE" and _is_function(chain):
                self._skip_nested_function(name)
                return False
            items.append(self._declare(spec, name, chain, attributes))
            if self._kinds[self._pos] != "COMMA":
                return True
            self._pos += 1

    def _parse_declarator_end(self, attributes: list[Attribute]) -> None:
        """The asm label and attributes after a declarator."""
        while self._kinds[self._pos] == "ID" and self._skip_unknown_macro():
            pass
        if self._kinds[self._pos] == "ASM":
            attributes.append(self._parse_asm_label())
        if self._starts_attribute():
            attributes += self._parse_attributes("declarator")

    def _declare(
        self,
        spec: Specifiers,
        name: Token,
        chain: list[c_ast.Node],
        attributes: list[Attribute],
    ) -> c_ast.Node:
        """Build one declared name and parse its initializer, in whose scope it already is."""
        decl = self._build_declaration(spec, name, chain, attributes)
        self._bind(name.value, spec.is_typedef)
        decl.attributes += self._pragma_attributes(decl)
        if self._kinds[self._pos] == "EQUALS":
            self._pos += 1
            init = self._parse_recovering_initializer()
            if spec.is_typedef:
                self._report("illegal initializer (only variables can be initialized)", init.coord)
            else:
                decl.init = init
        return decl

    def _skip_nested_function(self, name: Token) -> None:
        if not self._told_nested_function:
            self._told_nested_function = True
            self._report("function definition is not allowed here").note(
                "the enclosing function begins here; is its '}' missing?", self._function_start
            )
        self._bind(name.value, False)
        self._pos = skip_balanced(self._kinds, self._pos)

    # ------------------------------------------------------------------ initializers

    def _parse_recovering_initializer(self) -> c_ast.Node:
        """An initializer; a syntax error in it leaves an ``ErrorExpr`` and no more damage."""
        start = self._toks[self._pos]
        depth, scopes, braces = self._depth, len(self._scope_logs), self._open_init_braces
        try:
            return self._parse_initializer()
        except SyntaxStop:
            self._recover(depth, scopes)
            open_braces = self._open_init_braces - braces
            self._open_init_braces = braces
            self._skip_statement(open_braces)
            if self._pos and self._kinds[self._pos - 1] == "SEMI":
                self._pos -= 1
            return nodes.ErrorExpr(start.loc)

    # BNF: initializer : assignment_expression | '{' (item (',' item)* ','?)? '}'
    def _parse_initializer(self) -> c_ast.Node:
        kinds = self._kinds
        if kinds[self._pos] != "LBRACE":
            return self._parse_assignment_expression()
        opening = self._toks[self._pos]
        self._pos += 1
        self._enter()
        self._open_init_braces += 1
        items: list[c_ast.Node] = []
        while kinds[self._pos] != "RBRACE":
            items.append(self._parse_initializer_item())
            if kinds[self._pos] != "COMMA":
                break
            self._pos += 1
        self._expect_close("RBRACE", opening)
        self._open_init_braces -= 1
        self._depth -= 1
        return c_ast.InitList(items, opening.loc)

    # BNF: item : (designator+ '=' | designator | ID ':')? initializer
    def _parse_initializer_item(self) -> c_ast.Node:
        kinds = self._kinds
        kind = kinds[self._pos]
        if kind == "ID" and kinds[self._pos + 1] == "COLON":
            name = self._advance()
            self._pos += 1
            designator = nodes.FieldDesignator(name.value, name.loc)
            return c_ast.NamedInitializer([designator], self._parse_initializer(), name.loc)
        if kind != "PERIOD" and kind != "LBRACKET":
            return self._parse_initializer()
        loc = self._toks[self._pos].loc
        designators = self._parse_designator_list()
        if kinds[self._pos] == "EQUALS":
            self._pos += 1
        elif len(designators) > 1 or isinstance(designators[0], nodes.FieldDesignator):
            self._fail("expected '=' or another designator")
        return c_ast.NamedInitializer(designators, self._parse_initializer(), loc)

    # BNF: designator : '[' constant_expression ('...' constant_expression)? ']' | '.' ID
    def _parse_designator_list(self) -> list[nodes.Node]:
        found: list[nodes.Node] = []
        while True:
            tok = self._toks[self._pos]
            if tok.type == "PERIOD":
                self._pos += 1
                name = self._expect("ID")
                found.append(nodes.FieldDesignator(name.value, name.loc))
            elif tok.type == "LBRACKET":
                self._pos += 1
                low = self._parse_conditional_expression()
                high = None
                if self._accept("ELLIPSIS") is not None:
                    high = self._parse_conditional_expression()
                self._expect_close("RBRACKET", tok)
                found.append(nodes.IndexDesignator(low, high, tok.loc))
            else:
                return found


def _is_function(chain: list[c_ast.Node]) -> bool:
    """Whether a declarator with this chain declares a function."""
    return bool(chain) and isinstance(chain[0], c_ast.FuncDecl)
