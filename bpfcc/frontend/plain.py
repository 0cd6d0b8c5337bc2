"""Declarations of types in the form in which generated headers have them, read without tokens.

A program that names a few of the kernel's structures needs some hundred others, which lie in
them, with a thousand members. In vmlinux.h, whoever made it, nearly all of these are as plain as
``struct list_head node;``, so one regex reads a whole member and the trees are made at once. They
are those that the parser makes; it reads what is not plain: of a member that is none, the
member, otherwise the declaration.
"""

from __future__ import annotations

from bpfcc.frontend.nodes import c_ast
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from bpfcc.frontend.parser_pragma import PragmaState

    ReadMembers = Callable[[int, int, list[c_ast.Node]], None]
    """Appends the members that the parser finds between two offsets."""

_WORD = r"[A-Za-z_]\w*+"
_QUALS = r"((?:const |volatile )*+)"
_SUFFIX = r"((?:\[(?:[1-9]\d*+|0)\])*+)"
# What ends a type may look like a name where a width follows: `unsigned int: 3;`.
_NO_NAME = r"(?!(?:int|long|short|char|signed|unsigned)\b)"
_DECLARATOR = rf"(\**+){_NO_NAME}({_WORD}){_SUFFIX}"
# Groups: 1 qualifiers, 2 keyword, 3 type; 4 stars, 5 name, 6 array bounds, 7 width, or 8 the
# width of what has no name.
_match_member = compile_pattern(
    rf"\s*+{_QUALS}((?:struct|union|enum) |)({_WORD}(?: {_WORD})*?)"
    rf"(?: {_DECLARATOR}(?:: ([1-9]\d*+))?|: ([1-9]\d*+));"
).match
# Groups: 1 keyword, 2 tag.
_match_opening = compile_pattern(rf"\s*+(struct|union)(?: ({_WORD}))? \{{").match
# Groups as a member's from 4 on.
_match_closing = compile_pattern(rf"\s*+\}}(?: {_DECLARATOR})?;").match
_match_other_member = compile_pattern(r"\s*+[\w\s*(),\[\]]++;").match
_starts_typedef = compile_pattern(r"typedef(?= )").match
_find_bounds = compile_pattern(r"\[(\d+)\]").finditer

# The type words of C; with any other keyword a declaration is not plain.
_TYPE_WORDS = frozenset(
    "void _Bool char short int long signed unsigned float double __int128".split()
)
_NOTHING: tuple[c_ast.Node, ...] = ()

Specifiers = tuple[list[str], c_ast.Node, int]
"""Qualifiers, type, loc of the first token."""


class PlainReader:
    """Reads declarations from one file's text.

    ``base`` is the loc of offset 0, ``types`` the lexer's table from spellings to kinds,
    ``is_typedef`` answers for names at file scope.
    """

    __slots__ = ("base", "is_typedef", "names", "pragmas", "read_members", "text", "types")

    def __init__(
        self,
        text: str,
        base: int,
        types: Mapping[str, str],
        is_typedef: Callable[[str], bool],
        pragmas: PragmaState,
        read_members: ReadMembers,
    ) -> None:
        self.text = text
        self.base = base
        self.types = types
        self.is_typedef = is_typedef
        self.pragmas = pragmas
        self.read_members = read_members
        # Words of a type, without struct, union or enum, to the names they are; None: no type.
        self.names: dict[str, list[str] | None] = {}

    def read(self, start: int, end: int) -> c_ast.Node | None:
        """The declaration that fills the text between two offsets; None if it is not plain."""
        text = self.text
        storage: list[str] = []
        typedef = _starts_typedef(text, start, end)
        if typedef is not None:
            storage = ["typedef"]
            start = typedef.end()
        opening = _match_opening(text, start, end)
        if opening is not None:
            return self._read_definition(opening, end, storage)
        if typedef is None:
            return None
        match = _match_member(text, start, end)
        if match is None or match.end() != end or match[5] is None or match[7] is not None:
            return None
        spec = self._specifiers(match)
        if spec is None or self.types[match[5]] != "ID":
            return None
        return self._declare(match, 4, spec, storage)

    def _read_definition(
        self, opening: re.Match[str], end: int, storage: list[str]
    ) -> c_ast.Node | None:
        record = self._open(opening)
        closing = self._read_body(record, opening.end(), end)
        if closing is None or closing.end() != end or bool(storage) != (closing[2] is not None):
            return None
        if not storage:
            return self._bare(record)
        return self._declare(closing, 1, ([], record, record.coord), storage)

    def _open(self, opening: re.Match[str]) -> c_ast.Node:
        """A record up to its brace."""
        keyword, tag = opening.groups()
        loc = self.base + opening.start(1 if tag is None else 2)
        node_class = c_ast.Struct if keyword == "struct" else c_ast.Union
        record = node_class(tag, [], loc, attributes=[])
        if self.pragmas.is_active:
            record.attributes = self.pragmas.attributes_for(record, False)
        return record

    def _read_body(self, record: c_ast.Node, pos: int, end: int) -> re.Match[str] | None:
        """Read members up to the record's closing brace, which is returned with what follows."""
        text = self.text
        members = record.decls
        while True:
            match = _match_member(text, pos, end)
            if match is not None:
                spec = self._specifiers(match)
                member = None if spec is None else self._member(match, spec)
                if member is None:
                    return None
                members.append(member)
                pos = match.end()
                continue
            match = _match_opening(text, pos, end)
            if match is not None:
                inner = self._open(match)
                match = self._read_body(inner, match.end(), end)
                if match is None:
                    return None
                if match[2] is None:
                    members.append(self._bare(inner))
                elif self.types[match[2]] != "ID":
                    return None
                else:
                    members.append(self._declare(match, 1, ([], inner, inner.coord), []))
                pos = match.end()
                continue
            match = _match_closing(text, pos, end)
            if match is not None:
                return match
            match = _match_other_member(text, pos, end)
            if match is None:
                return None
            self.read_members(pos, match.end(), members)
            pos = match.end()

    def _specifiers(self, match: re.Match[str]) -> Specifiers | None:
        quals, keyword, words = match.group(1, 2, 3)
        at = self.base + match.start(3)
        node: c_ast.Node
        if not keyword:
            names = self.names[words] if words in self.names else self._look_up(words)
            if names is None:
                return None
            node = c_ast.IdentifierType(names, at)
        elif self.types[words] != "ID":
            return None
        elif keyword == "struct ":
            node = c_ast.Struct(words, None, at, attributes=[])
        elif keyword == "union ":
            node = c_ast.Union(words, None, at, attributes=[])
        else:
            node = c_ast.Enum(words, None, None, at, attributes=[])
        return quals.split(), node, self.base + match.start(1)

    def _look_up(self, words: str) -> list[str] | None:
        names = words.split(" ")
        if len(names) > 1 or words in _TYPE_WORDS:
            is_type = _TYPE_WORDS.issuperset(names)
        else:
            is_type = self.types[words] == "ID" and self.is_typedef(words)
        found = self.names[words] = names if is_type else None
        return found

    def _member(self, match: re.Match[str], spec: Specifiers) -> c_ast.Node | None:
        name, width, unnamed_width = match.group(5, 7, 8)
        if name is None:
            bits = c_ast.Constant("int", unnamed_width, self.base + match.start(8))
            quals, type_node, start = spec
            declared = c_ast.TypeDecl(None, quals, None, type_node, start)
            return _make_declaration(None, quals, [], declared, bits, start)
        if self.types[name] != "ID":
            return None
        bits = None
        if width is not None:
            bits = c_ast.Constant("int", width, self.base + match.start(7))
        return self._declare(match, 4, spec, [], bits)

    def _declare(
        self,
        match: re.Match[str],
        first: int,
        spec: Specifiers,
        storage: list[str],
        bits: c_ast.Node | None = None,
    ) -> c_ast.Node:
        """What a declarator declares: the ``match`` has it in three groups from ``first`` on."""
        quals, type_node, _ = spec
        base = self.base
        stars, name, bounds = match.group(first, first + 1, first + 2)
        loc = base + match.start(first + 1)
        node: c_ast.Node = c_ast.TypeDecl(name, quals, None, type_node, loc)
        if stars:
            at = base + match.start(first)
            for place in range(at, at + len(stars)):
                node = c_ast.PtrDecl([], node, place, attributes=[])
        if bounds:
            for bound in reversed([*_find_bounds(self.text, *match.span(first + 2))]):
                at = base + bound.start()
                length = c_ast.Constant("int", bound[1], at + 1)
                node = c_ast.ArrayDecl(node, length, [], at)
        made = _make_declaration(name, quals, storage, node, bits, loc)
        if storage and self.pragmas.is_active:
            made.attributes = self.pragmas.attributes_for(made, False)
        return made

    def _bare(self, record: c_ast.Node) -> c_ast.Node:
        """A record's definition that declares no name beside it."""
        return _make_declaration(None, [], [], record, None, record.coord)


def _make_declaration(
    name: str | None,
    quals: list[str],
    storage: list[str],
    node: c_ast.Node,
    bits: c_ast.Node | None,
    loc: int,
) -> c_ast.Node:
    if storage:
        return c_ast.Typedef(name, quals, storage, node, loc, attributes=[])
    return c_ast.Decl(name, quals, [], storage, [], node, None, bits, loc, attributes=[])
