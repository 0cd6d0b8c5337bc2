"""Attributes, inline assembly, ``typeof`` and the builtins that take types."""

from __future__ import annotations

from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import Attribute, c_ast
from bpfcc.frontend.parser_expr import ExpressionParser
from bpfcc.frontend.parser_pragma import apply_pragma
from bpfcc.frontend.token_stream import skip_balanced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.token import Token

_OWN_NAMESPACES = ("gnu", "__gnu__", "clang", "_Clang", "bpf")


class GnuParser(ExpressionParser):
    """Parses what GNU C and clang add around declarations and statements."""

    # ------------------------------------------------------------------ attributes

    def _starts_attribute(self) -> bool:
        kind = self._kinds[self._pos]
        if kind == "LBRACKET":
            return self._kinds[self._pos + 1] == "LBRACKET"
        return kind == "ATTRIBUTE"

    # BNF: attributes : ('__attribute__' '(' '(' attribute_list ')' ')'
    #                  | '[' '[' attribute_list ']' ']')+
    def _parse_attributes(self, position: str) -> list[Attribute]:
        """Zero or more attribute specifiers, as one flat list."""
        found: list[Attribute] = []
        while True:
            kind = self._kinds[self._pos]
            if kind == "ATTRIBUTE":
                self._pos += 1
                outer = self._expect("LPAREN", "after 'attribute'")
                inner = self._expect("LPAREN", "after '('")
                self._parse_attribute_list(found, position, "RPAREN")
                self._expect_close("RPAREN", inner)
                self._expect_close("RPAREN", outer)
            elif kind == "LBRACKET" and self._kinds[self._pos + 1] == "LBRACKET":
                opening = self._toks[self._pos]
                self._pos += 2
                self._parse_attribute_list(found, position, "RBRACKET")
                self._expect_close("RBRACKET", opening)
                self._expect_close("RBRACKET", opening)
            else:
                return found

    def _parse_attribute_list(self, found: list[Attribute], position: str, closing: str) -> None:
        while True:
            kind = self._kinds[self._pos]
            if kind == "COMMA":
                self._pos += 1
            elif kind == closing:
                return
            elif _is_word(self._toks[self._pos]):
                found.append(self._parse_attribute(position))
                if self._kinds[self._pos] not in ("COMMA", closing):
                    return
            else:
                self._fail("expected an attribute name")

    def _parse_attribute(self, position: str) -> Attribute:
        tok = self._toks[self._pos]
        self._pos += 1
        name = _plain_name(tok.value)
        foreign = False
        if self._accept("COLONCOLON") or self._accept_two_colons():
            space = tok.value
            tok = self._toks[self._pos]
            if not _is_word(tok):
                self._fail("expected an attribute name after '::'")
            self._pos += 1
            foreign = space not in _OWN_NAMESPACES
            name = f"{space}::{tok.value}" if foreign else _plain_name(tok.value)
        args: list[c_ast.Node] = []
        if self._kinds[self._pos] == "LPAREN":
            if foreign or name == "availability":
                # Neither is made of expressions, and neither has a meaning here.
                self._pos = skip_balanced(self._kinds, self._pos)
            else:
                args = self._parse_attribute_arguments()
        return Attribute(name, args, tok.loc, position)

    def _accept_two_colons(self) -> bool:
        if self._kinds[self._pos] == "COLON" == self._kinds[self._pos + 1]:
            self._pos += 2
            return True
        return False

    def _parse_attribute_arguments(self) -> list[c_ast.Node]:
        opening = self._toks[self._pos]
        self._pos += 1
        args: list[c_ast.Node] = []
        if self._kinds[self._pos] == "RPAREN":
            self._pos += 1
            return args
        self._enter()
        while True:
            args.append(self._parse_builtin_argument())
            if self._kinds[self._pos] != "COMMA":
                break
            self._pos += 1
        self._expect_close("RPAREN", opening)
        self._depth -= 1
        return args

    # BNF: asm_label : 'asm' '(' string_literal ')'
    def _parse_asm_label(self) -> Attribute:
        tok = self._toks[self._pos]
        self._pos += 1
        opening = self._expect("LPAREN", "after 'asm'")
        name = self._parse_asm_string()
        self._expect_close("RPAREN", opening)
        return Attribute("asm", [name], tok.loc, "declarator")

    # ------------------------------------------------------------------ pragmas

    def _pragma_attributes(self, node: c_ast.Node) -> list[Attribute]:
        """The attributes that the pragmas in force give to what is being declared.

        Called when the parser stands just past what decides it: a tag, or a declarator.
        """
        self._apply_directives()
        state = self._pragma_state
        return state.attributes_for(node, self._function_start != 0) if state.is_active else []

    def _apply_directives(self) -> None:
        """Apply the pragmas that stand before the current token."""
        directives = self._directives
        while self._next_directive < len(directives):
            index, text, loc = directives[self._next_directive]
            if index > self._pos:
                return
            self._next_directive += 1
            self._pragma_state = apply_pragma(self._pragma_state, text, loc, self._sink)

    # ------------------------------------------------------------------ asm

    # BNF: asm : 'asm' ('volatile' | 'goto' | 'inline')* '(' template
    #            (':' operands (':' operands (':' clobbers (':' labels)?)?)?)? ')'
    def _parse_asm(self) -> nodes.Asm:
        """An asm statement without its ``;``."""
        start = self._toks[self._pos]
        self._pos += 1
        qualifiers: set[str] = set()
        while self._kinds[self._pos] in ("VOLATILE", "GOTO", "INLINE", "CONST"):
            qualifiers.add(self._advance().type)
        opening = self._expect("LPAREN", "after 'asm'")
        node = nodes.Asm(self._parse_asm_string(), start.loc)
        node.is_volatile = "VOLATILE" in qualifiers
        node.is_goto = "GOTO" in qualifiers
        node.is_inline = "INLINE" in qualifiers
        self._enter()
        section = 0
        while self._kinds[self._pos] in ("COLON", "COLONCOLON"):
            section += 1 if self._advance().type == "COLON" else 2
            if section > 4:
                self._fail("expected ')'")
            if self._kinds[self._pos] not in ("COLON", "COLONCOLON", "RPAREN"):
                self._parse_asm_section(node, section)
        node.is_basic = section == 0
        self._expect_close("RPAREN", opening)
        self._depth -= 1
        return node

    def _parse_asm_section(self, node: nodes.Asm, section: int) -> None:
        while True:
            if section == 1:
                node.outputs.append(self._parse_asm_operand())
            elif section == 2:
                node.inputs.append(self._parse_asm_operand())
            elif section == 3:
                clobber = self._parse_asm_string()
                text = "".join(part[part.index('"') + 1 : -1] for part, _ in clobber.parts)
                node.clobbers.append(text)
            else:
                node.labels.append(self._expect("ID", "of a label").value)
            if self._accept("COMMA") is None:
                return

    def _parse_asm_operand(self) -> nodes.AsmOperand:
        start = self._toks[self._pos]
        name = None
        if self._accept("LBRACKET") is not None:
            name = self._expect("ID").value
            self._expect_close("RBRACKET", start)
        constraint = self._parse_asm_string()
        opening = self._expect("LPAREN", "after the constraint")
        expr = self._parse_expression()
        self._expect_close("RPAREN", opening)
        return nodes.AsmOperand(name, constraint, expr, start.loc)

    def _parse_asm_string(self) -> nodes.StringLiteral:
        if self._kinds[self._pos] != "STRING_LITERAL":
            self._fail("expected string literal in 'asm'")
        return self._parse_unified_string_literal()

    # ------------------------------------------------------------------ types from expressions

    # BNF: typeof_specifier : ('typeof' | 'typeof_unqual') '(' (type_name | expression) ')'
    def _parse_typeof_specifier(self) -> nodes.Typeof:
        tok = self._advance()
        opening = self._expect("LPAREN", f"after '{tok.value}'")
        self._enter()
        operand: c_ast.Node
        if self._is_type_at(self._pos) or self._kinds[self._pos] == "ATTRIBUTE":
            operand = self._parse_type_name()
        else:
            operand = self._parse_expression()
        self._expect_close("RPAREN", opening)
        self._depth -= 1
        return nodes.Typeof(operand, tok.type == "TYPEOF_UNQUAL", tok.loc)

    # BNF: atomic_specifier : '_Atomic' '(' type_name ')'
    def _parse_atomic_specifier(self) -> nodes.Typeof:
        """The type; its qualifier is for the caller to add."""
        tok = self._advance()
        opening = self._expect("LPAREN")
        self._enter()
        operand = self._parse_type_name()
        self._expect_close("RPAREN", opening)
        self._depth -= 1
        return nodes.Typeof(operand, False, tok.loc)

    # ------------------------------------------------------------------ builtins

    def _open_builtin(self) -> tuple[Token, Token]:
        tok = self._advance()
        opening = self._expect("LPAREN", f"after '{tok.value}'")
        self._enter()
        return tok, opening

    def _close_builtin(self, opening: Token) -> None:
        self._expect_close("RPAREN", opening)
        self._depth -= 1

    def _parse_generic(self) -> c_ast.GenericSelection:
        self._enter()
        node = self._parse_generic_selection()
        self._depth -= 1
        return node

    def _parse_offsetof(self) -> nodes.OffsetOf:
        """``__builtin_offsetof(type, member.designator[index])``."""
        tok, opening = self._open_builtin()
        type = self._parse_type_name()
        self._expect("COMMA")
        name = self._expect("ID")
        designators: list[nodes.Node] = [nodes.FieldDesignator(name.value, name.loc)]
        while True:
            if self._accept("PERIOD"):
                name = self._expect("ID")
                designators.append(nodes.FieldDesignator(name.value, name.loc))
            elif (bracket := self._accept("LBRACKET")) is not None:
                index = self._parse_expression()
                self._expect_close("RBRACKET", bracket)
                designators.append(nodes.IndexDesignator(index, None, bracket.loc))
            else:
                break
        self._close_builtin(opening)
        return nodes.OffsetOf(type, designators, tok.loc)

    def _parse_va_arg(self) -> nodes.VaArg:
        tok, opening = self._open_builtin()
        expr = self._parse_assignment_expression()
        self._expect("COMMA")
        type = self._parse_type_name()
        self._close_builtin(opening)
        return nodes.VaArg(expr, type, tok.loc)

    def _parse_types_compatible(self) -> nodes.TypesCompatible:
        tok, opening = self._open_builtin()
        left = self._parse_type_name()
        self._expect("COMMA")
        right = self._parse_type_name()
        self._close_builtin(opening)
        return nodes.TypesCompatible(left, right, tok.loc)

    def _parse_choose_expr(self) -> nodes.ChooseExpr:
        tok, opening = self._open_builtin()
        cond = self._parse_assignment_expression()
        self._expect("COMMA")
        iftrue = self._parse_assignment_expression()
        self._expect("COMMA")
        iffalse = self._parse_assignment_expression()
        self._close_builtin(opening)
        return nodes.ChooseExpr(cond, iftrue, iffalse, tok.loc)


def _is_word(tok: Token) -> bool:
    """Whether the token may be an attribute's name: identifiers and keywords."""
    return tok.type == "ID" or tok.value.isidentifier()


def _plain_name(name: str) -> str:
    if len(name) > 4 and name.startswith("__") and name.endswith("__"):
        return name[2:-2]
    return name
