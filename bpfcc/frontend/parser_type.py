"""Specifiers, records, enums and type names (C11 6.7.2 to 6.7.7)."""

from __future__ import annotations

from bpfcc.frontend import nodes
from bpfcc.frontend.nodes import Attribute, c_ast
from bpfcc.frontend.parser_base import SyntaxStop
from bpfcc.frontend.parser_gnu import GnuParser
from bpfcc.frontend.token_stream import (
    FUNCTION_WORDS,
    QUALIFIER_WORDS,
    STORAGE_WORDS,
    TYPE_WORDS,
    find_item_end,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.token import Token

_TYPE, _QUALIFIER, _STORAGE, _FUNCTION = range(4)

_WORDS: dict[str, tuple[int, str]] = {
    **{kind: (_TYPE, word) for kind, word in TYPE_WORDS.items()},
    **{kind: (_QUALIFIER, word) for kind, word in QUALIFIER_WORDS.items()},
    **{kind: (_STORAGE, word) for kind, word in STORAGE_WORDS.items()},
    **{kind: (_FUNCTION, word) for kind, word in FUNCTION_WORDS.items()},
}

# After a name that is no type, these say that it was meant to be one.
_AFTER_TYPE_NAME = (
    frozenset({"ID", "TIMES", "STRUCT", "UNION", "ENUM"})
    | frozenset(TYPE_WORDS)
    | frozenset(QUALIFIER_WORDS)
    | frozenset(STORAGE_WORDS)
)


class Specifiers:
    """Declaration specifiers, read once and shared by all declarators of the declaration.

    ``type`` is the specifier node, None if there was none; ``start`` the loc of the first
    token; ``defines`` the keyword of a struct, union or enum whose body was just read;
    ``is_unknown`` says that the type is a name nobody knows, reported; ``words`` are the names
    of a type that is spelled with keywords.
    """

    __slots__ = (
        "align",
        "attributes",
        "defines",
        "funcspec",
        "is_unknown",
        "quals",
        "start",
        "storage",
        "type",
        "words",
    )

    def __init__(self, start: int) -> None:
        self.start = start
        self.type: c_ast.Node | None = None
        self.quals: list[str] = []
        self.storage: list[str] = []
        self.funcspec: list[str] = []
        self.align: list[c_ast.Node] = []
        self.attributes: list[Attribute] = []
        self.defines = ""
        self.is_unknown = False
        self.words: list[str] | None = None

    @property
    def is_typedef(self) -> bool:
        return "typedef" in self.storage


class TypeParser(GnuParser):
    """Parses everything that names or defines a type."""

    # BNF: declaration_specifiers : (storage_class_specifier | type_specifier | type_qualifier
    #                             | function_specifier | alignment_specifier | attributes)+
    def _parse_declaration_words(self, *, is_parameter: bool = False) -> Specifiers:
        """Specifiers as far as they go; ``type`` may be missing."""
        kinds = self._kinds
        spec = Specifiers(self._toks[self._pos].loc)
        while True:
            pos = self._pos
            kind = kinds[pos]
            word = _WORDS.get(kind)
            if word is not None:
                if not self._take_word(spec, *word):
                    return spec
            elif kind == "ID":
                if spec.type is not None or not self._take_type_name(spec, is_parameter):
                    return spec
            else:
                parse = _SPECIFIERS.get(kind)
                if parse is None or (spec.defines and kind in _TAG_WORDS):
                    return spec
                parse(self, spec)
                if self._pos == pos:
                    return spec

    def _take_word(self, spec: Specifiers, what: int, text: str) -> bool:
        """Consume a keyword of the specifiers; False if it belongs to the next declaration."""
        pos = self._pos
        if what == _TYPE:
            if spec.words is not None:
                spec.words.append(text)
            elif spec.type is None or spec.is_unknown:
                spec.is_unknown = False
                spec.words = [text]
                spec.type = c_ast.IdentifierType(spec.words, self._toks[pos].loc)
            elif spec.defines:
                return False  # the `;` is missing
            else:
                self._report_mixed(spec)
        elif what == _QUALIFIER:
            spec.quals.append(text)
            if text == "_Atomic" and self._kinds[pos + 1] == "LPAREN":
                self._set_type(spec, self._parse_atomic_specifier())
                return True
        elif what == _STORAGE:
            if spec.defines and self._toks[pos].bol:
                return False
            self._add_storage(spec, text)
        else:
            spec.funcspec.append(text)
        self._pos = pos + 1
        return True

    def _take_type_name(self, spec: Specifiers, is_parameter: bool) -> bool:
        """Consume a typedef name, or a name that was meant to be one; False if it is neither."""
        pos = self._pos
        tok = self._toks[pos]
        if self._is_type_in_scope(tok.value):
            self._pos = pos + 1
            spec.type = c_ast.IdentifierType([tok.value], tok.loc)
            return True
        following = self._kinds[pos + 1]
        if following not in _AFTER_TYPE_NAME and not (
            is_parameter and following in ("COMMA", "RPAREN", "LBRACKET")
        ):
            return False
        if not self._skip_unknown_macro():
            self._report_unknown_type(tok)
            self._pos = pos + 1
            spec.type = c_ast.IdentifierType([nodes.ERROR_TYPE], tok.loc)
            spec.is_unknown = True
        return True

    def _set_type(self, spec: Specifiers, node: c_ast.Node) -> None:
        if spec.type is None or spec.is_unknown:
            spec.type = node
            spec.is_unknown = False
        elif isinstance(node, c_ast.BitIntType) and isinstance(spec.type, c_ast.IdentifierType):
            node.signedness = spec.type.names[0]  # `unsigned _BitInt(n)`
            spec.type = node
        else:
            self._report_mixed(spec, node.coord)

    def _report_mixed(self, spec: Specifiers, where: int | None = None) -> None:
        if isinstance(spec.type, c_ast.BitIntType):
            spec.type.signedness = self._toks[self._pos].value  # `_BitInt(n) unsigned`
            return
        self._report(
            f"cannot combine with previous '{_describe(spec.type)}' declaration specifier",
            where,
            "declaration-specifier",
        )

    def _add_storage(self, spec: Specifiers, text: str) -> None:
        clash = [
            word
            for word in spec.storage
            if (word == "_Thread_local") == (text == "_Thread_local")
            and "constexpr" not in (word, text)
            and not (self._c23 and "auto" in (word, text))
        ]
        if text in spec.storage:
            loc = self._toks[self._pos].loc
            self._sink.warning(
                "duplicate-decl-specifier", loc, f"duplicate '{text}' declaration specifier"
            )
        elif clash:
            self._report(
                f"cannot combine with previous '{clash[0]}' declaration specifier",
                code="declaration-specifier",
            )
        else:
            spec.storage.append(text)

    # ------------------------------------------------------------------ single specifiers

    def _add_attributes(self, spec: Specifiers) -> None:
        spec.attributes += self._parse_attributes("specifier")

    def _add_c23_attributes(self, spec: Specifiers) -> None:
        if self._kinds[self._pos + 1] == "LBRACKET":
            spec.attributes += self._parse_attributes("specifier")

    def _skip_word(self, spec: Specifiers) -> None:
        self._pos += 1

    def _add_alignment(self, spec: Specifiers) -> None:
        """``_Alignas(type or constant)``."""
        tok = self._advance()
        opening = self._expect("LPAREN", f"after '{tok.value}'")
        self._enter()
        spec.align.append(c_ast.Alignas(self._parse_type_or_constant(), tok.loc))
        self._expect_close("RPAREN", opening)
        self._depth -= 1

    def _parse_type_or_constant(self) -> c_ast.Node:
        if self._is_type_at(self._pos):
            return self._parse_type_name()
        return self._parse_conditional_expression()

    def _add_typeof(self, spec: Specifiers) -> None:
        self._set_type(spec, self._parse_typeof_specifier())

    def _add_auto_type(self, spec: Specifiers) -> None:
        self._set_type(spec, c_ast.InferredType(self._advance().loc))

    def _add_bitint(self, spec: Specifiers) -> None:
        self._set_type(spec, self._parse_bitint_specifier())

    def _add_record(self, spec: Specifiers) -> None:
        keyword = self._toks[self._pos].value
        record = self._parse_struct_or_union_specifier()
        self._set_type(spec, record)
        if record.decls is not None:
            spec.defines = keyword

    def _add_enum(self, spec: Specifiers) -> None:
        enum = self._parse_enum_specifier()
        self._set_type(spec, enum)
        if enum.values is not None:
            spec.defines = "enum"

    # ------------------------------------------------------------------ struct and union

    # BNF: struct_or_union_specifier : struct_or_union attributes? ID? '{' member* '}' attributes?
    #                                | struct_or_union attributes? ID
    def _parse_struct_or_union_specifier(self) -> c_ast.Node:
        keyword = self._advance()
        node_class = c_ast.Struct if keyword.type == "STRUCT" else c_ast.Union
        attributes = self._parse_attributes("tag") if self._starts_attribute() else []
        name = self._accept("ID")
        if name is not None:
            self._tags[name.value] = keyword.value
        if self._kinds[self._pos] != "LBRACE":
            if name is None:
                self._fail("expected identifier or '{'")
            return node_class(name.value, None, name.loc, attributes=attributes)
        record = node_class(
            name.value if name is not None else None,
            [],
            (name or keyword).loc,
            attributes=attributes,
        )
        attributes += self._pragma_attributes(record)
        opening = self._advance()
        self._enter()
        self._parse_members(record.decls)
        if self._kinds[self._pos] != "RBRACE":
            self._report_unclosed("RBRACE", opening)
            raise SyntaxStop
        self._pos += 1
        self._depth -= 1
        self._tag_end = self._loc_after_previous()
        if self._starts_attribute():
            attributes += self._parse_attributes("tag")
        return record

    def _parse_members(self, members: list[c_ast.Node]) -> None:
        depth, scopes = self._depth, len(self._scope_logs)
        while True:
            kind = self._kinds[self._pos]
            if kind == "RBRACE" or kind == "EOF":
                return
            if kind == "SEMI" or kind == "EXTENSION" or kind == "PPPRAGMA":
                self._pos += 1
                continue
            start = self._pos
            try:
                if kind == "_STATIC_ASSERT":
                    members.append(self._parse_static_assert())
                else:
                    self._parse_member_declaration(members)
            except SyntaxStop:
                self._recover(depth, scopes)
                self._skip_statement()
                if self._pos == start:
                    return

    # BNF: struct_declaration : specifier_qualifier_list (member_declarator (',' ...)*)? ';'
    def _parse_member_declaration(self, members: list[c_ast.Node]) -> None:
        start = self._toks[self._pos]
        spec = self._parse_declaration_words()
        kinds = self._kinds
        if spec.type is None and self._skip_unknown_macro():
            if kinds[self._pos] == "SEMI":
                self._pos += 1
            return
        if spec.storage or spec.funcspec:
            self._report_no_storage(start)
        if spec.type is None:
            self._require_type(spec, "type name requires a specifier or qualifier")
        if kinds[self._pos] == "SEMI":
            self._pos += 1
            members.append(self._bare_declaration(spec))
            return
        while True:
            members.append(self._parse_member(spec))
            if kinds[self._pos] != "COMMA":
                break
            self._pos += 1
        if kinds[self._pos] == "RBRACE":
            # Compilers let that pass, and programs rely on it.
            where = self._loc_after_previous()
            message = "expected ';' at end of declaration list"
            fault = self._sink.warning("missing-semicolon", where, message)
            if where > 0:
                fault.fixit((where, where), ";")
            return
        self._expect_semi("at end of declaration list")

    def _parse_member(self, spec: Specifiers) -> c_ast.Node:
        """One member declarator, perhaps an unnamed bit-field."""
        attributes = self._parse_attributes("declarator") if self._starts_attribute() else []
        width = None
        chain: list[c_ast.Node] = []
        name = None
        if self._kinds[self._pos] != "COLON":
            name = self._parse_declarator(chain, attributes, "expected member name or ';' after "
                                          "declaration specifiers")  # fmt: skip
        if self._kinds[self._pos] == "COLON":
            self._pos += 1
            width = self._parse_conditional_expression()
        if self._starts_attribute():
            attributes += self._parse_attributes("declarator")
        return self._build_declaration(spec, name, chain, attributes, None, width)

    def _report_no_storage(self, start: Token) -> None:
        self._report(
            "type name does not allow storage class or function specifier to be specified",
            start.loc,
            "declaration-specifier",
        )

    def _require_type(self, spec: Specifiers, message: str, where: int | None = None) -> None:
        """Report a missing type specifier and go on with an error type."""
        self._report(message, where, "missing-type")
        spec.type = c_ast.IdentifierType([nodes.ERROR_TYPE], spec.start)

    def _bare_declaration(self, spec: Specifiers) -> c_ast.Node:
        """A declaration without a declarator: a tag, or an anonymous member."""
        node = spec.type
        coord = node.coord if node is not None else spec.start
        return c_ast.Decl(
            None,
            spec.quals,
            spec.align,
            spec.storage,
            spec.funcspec,
            node,
            None,
            None,
            coord,
            attributes=spec.attributes,
        )

    # ------------------------------------------------------------------ enum

    # BNF: enum_specifier : 'enum' attributes? ID? (':' type)? '{' enumerator_list '}' attributes?
    #                     | 'enum' attributes? ID (':' type)?
    def _parse_enum_specifier(self) -> c_ast.Node:
        keyword = self._advance()
        attributes = self._parse_attributes("tag") if self._starts_attribute() else []
        name = self._accept("ID")
        if name is not None:
            self._tags[name.value] = "enum"
        underlying = None
        # `enum E : 3` in a struct is an unnamed bit-field.
        if self._kinds[self._pos] == "COLON" and self._is_type_at(self._pos + 1):
            self._pos += 1
            underlying = self._build_type_name_of(self._parse_declaration_words(), [])
        enum = c_ast.Enum(
            name.value if name is not None else None,
            None,
            underlying,
            (name or keyword).loc,
            attributes=attributes,
        )
        if self._kinds[self._pos] != "LBRACE":
            if name is None:
                self._fail("expected identifier or '{'")
            return enum
        attributes += self._pragma_attributes(enum)
        opening = self._advance()
        self._enter()
        enum.values = c_ast.EnumeratorList(self._parse_enumerators(), opening.loc)
        self._expect_close("RBRACE", opening)
        self._depth -= 1
        self._tag_end = self._loc_after_previous()
        if self._starts_attribute():
            attributes += self._parse_attributes("tag")
        return enum

    def _parse_enumerators(self) -> list[c_ast.Node]:
        found: list[c_ast.Node] = []
        kinds = self._kinds
        depth, scopes = self._depth, len(self._scope_logs)
        while kinds[self._pos] == "ID":
            name = self._advance()
            self._bind(name.value, False)
            enumerator = c_ast.Enumerator(name.value, None, name.loc)
            found.append(enumerator)
            try:
                if self._starts_attribute():
                    enumerator.attributes = self._parse_attributes("declarator")
                if kinds[self._pos] == "EQUALS":
                    self._pos += 1
                    enumerator.value = self._parse_conditional_expression()
                if kinds[self._pos] not in ("COMMA", "RBRACE"):
                    self._fail("expected ',' or '}' after enumerator")
            except SyntaxStop:
                self._recover(depth, scopes)
                self._pos = find_item_end(kinds, self._pos)
            if kinds[self._pos] != "COMMA":
                return found
            self._pos += 1
        if kinds[self._pos] != "RBRACE":
            self._fail("expected identifier")
        elif not found:
            self._report("use of empty enum")
        return found

    # ------------------------------------------------------------------ type names

    # BNF: type_name : specifier_qualifier_list abstract_declarator?
    def _parse_type_name(self) -> c_ast.Typename:
        start = self._toks[self._pos]
        spec = self._parse_declaration_words(is_parameter=True)
        if spec.type is None:
            if self._kinds[self._pos] == "ID":
                self._report_unknown_type(self._toks[self._pos])
                self._pos += 1
                spec.type = c_ast.IdentifierType([nodes.ERROR_TYPE], spec.start)
            else:
                self._fail("expected a type")
        if spec.storage or spec.funcspec:
            self._report_no_storage(start)
        chain: list[c_ast.Node] = []
        if self._kinds[self._pos] in ("TIMES", "LPAREN", "LBRACKET"):
            self._parse_abstract_declarator(chain, spec.attributes)
        return self._build_type_name_of(spec, chain)

    def _build_type_name_of(self, spec: Specifiers, chain: list[c_ast.Node]) -> c_ast.Typename:
        if spec.type is None:
            self._fail("expected a type")
        loc = spec.start
        node: c_ast.Node = c_ast.TypeDecl(None, spec.quals, None, spec.type, loc)
        for modifier in reversed(chain):
            modifier.type = node
            node = modifier
        return c_ast.Typename(None, spec.quals, spec.align, node, loc, attributes=spec.attributes)


def _describe(node: c_ast.Node) -> str:
    if isinstance(node, c_ast.IdentifierType):
        return " ".join(node.names)
    if isinstance(node, c_ast.Struct):
        return f"struct {node.name or ''}".rstrip()
    if isinstance(node, c_ast.Union):
        return f"union {node.name or ''}".rstrip()
    if isinstance(node, c_ast.Enum):
        return f"enum {node.name or ''}".rstrip()
    return "typeof" if isinstance(node, nodes.Typeof) else "auto"


_TAG_WORDS = frozenset({"STRUCT", "UNION", "ENUM"})
_SPECIFIERS: dict[str, Callable[[TypeParser, Specifiers], None]] = {
    "ATTRIBUTE": TypeParser._add_attributes,
    "LBRACKET": TypeParser._add_c23_attributes,
    "EXTENSION": TypeParser._skip_word,
    "NULLABILITY": TypeParser._skip_word,
    "_ALIGNAS": TypeParser._add_alignment,
    "TYPEOF": TypeParser._add_typeof,
    "TYPEOF_UNQUAL": TypeParser._add_typeof,
    "AUTO_TYPE": TypeParser._add_auto_type,
    "_BITINT": TypeParser._add_bitint,
    "STRUCT": TypeParser._add_record,
    "UNION": TypeParser._add_record,
    "ENUM": TypeParser._add_enum,
}
