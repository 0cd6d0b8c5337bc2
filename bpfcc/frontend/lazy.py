"""A translation unit as an index of its top-level declarations, each parsed when first needed.

A program names a few of the thousands of declarations that its headers make, so declarations
are found by splitting tokens, or a header's text, at the top level, and go through the parser
when something asks for what they declare. ``TranslationUnit`` answers by name and by tag;
``roots`` are the declarations that have to be looked at in any case. ``pp_unit`` builds it.
"""

from __future__ import annotations

import re

from bpfcc.frontend.lexer import (
    BAD_TYPES,
    Lexer,
    TokenLimitError,
    check_token,
    is_c23,
    limit_message,
    types_of,
)
from bpfcc.frontend.pp_split import describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from bpfcc.diagnostics import Sink
    from bpfcc.files import Inputs
    from bpfcc.frontend.nodes import c_ast
    from bpfcc.frontend.parser import Parser
    from bpfcc.frontend.parser_base import TypeNames
    from bpfcc.frontend.parser_pragma import PragmaState
    from bpfcc.frontend.plain import PlainReader
    from bpfcc.frontend.pp_region import Indices, Region
    from bpfcc.frontend.pp_split import Declared
    from bpfcc.frontend.pp_unit import KernelSource
    from bpfcc.frontend.preprocessor import BtfHeader
    from bpfcc.frontend.token import Token
    from bpfcc.options import Options
    from bpfcc.source import SourceFile, SourceManager

_MENTIONS_LOOKED_AT = 100

ORDER_STEP = 1024
"""How far apart a region's declarations are in the order: macros may make several of one."""


class TopLevel:
    """One declaration at file scope: a function, a struct, a typedef, an assertion …

    ``order`` sorts declarations as they stand in the source; ``loc`` is what it is about: the
    first name that it declares, or its first token.
    """

    __slots__ = ("_nodes", "_plain", "_pragmas", "_tokens", "is_eager", "loc", "order", "unit")

    def __init__(
        self,
        unit: TranslationUnit,
        tokens: list[Token] | Callable[[], list[Token]],
        loc: int,
        order: int,
        pragmas: PragmaState | None,
        *,
        is_eager: bool,
        plain: Callable[[], c_ast.Node | None] | None = None,
    ) -> None:
        self.unit = unit
        self.loc = loc
        self.order = order
        self.is_eager = is_eager
        self._tokens = tokens
        self._pragmas = pragmas
        self._plain = plain
        self._nodes: list[c_ast.Node] | None = None

    def tokens(self) -> list[Token]:
        """Its tokens, all macros expanded."""
        if not isinstance(self._tokens, list):
            self._tokens = self._tokens()
        return self._tokens

    def parse(self) -> list[c_ast.Node]:
        """Its syntax trees (several for ``int a, b;``); errors go to the unit's sink."""
        if self._nodes is None:
            plain = self._plain() if self._plain is not None else None
            if plain is not None:
                self._nodes = [plain]
            else:
                self._nodes = self.unit.parse(self.tokens(), self._pragmas)
        return self._nodes

    def __repr__(self) -> str:
        return f"TopLevel({' '.join(tok.value for tok in self.tokens()[:8])} …)"


class RegionUse:
    """A region of a file as one inclusion of the file uses it.

    Declaration number ``i`` has the order ``order + i * ORDER_STEP``. Those in ``taken`` are
    not the region's: their tokens were needed at once. ``expand`` makes the tokens of those in
    ``waiting``, which have macros in them. What those in ``retold`` declare has been entered in
    the unit; the region's tables are wrong about it.
    """

    __slots__ = (
        "_made",
        "_plain_reader",
        "count",
        "expand",
        "file",
        "order",
        "pragmas",
        "region",
        "retold",
        "taken",
        "unit",
        "waiting",
    )  # fmt: skip

    def __init__(
        self,
        unit: TranslationUnit,
        region: Region,
        file: SourceFile,
        order: int,
        pragmas: PragmaState | None,
        expand: Callable[[list[Token]], list[Token]],
    ) -> None:
        self.unit = unit
        self.region = region
        self.file = file
        self.order = order
        self.pragmas = pragmas
        self.expand = expand
        self.count = len(region.starts)
        self.taken: set[int] = set()
        self.waiting: set[int] = set()
        self.retold: set[int] = set()
        self._made: dict[int, TopLevel] = {}
        self._plain_reader: PlainReader | None = None

    def top_level(self, index: int) -> TopLevel | None:
        """A declaration, if the region has it in this use."""
        if index >= self.count or index in self.taken:
            return None
        return self._made.get(index) or self.make(index, is_eager=index in self.region.eager)

    def make(self, index: int, *, is_eager: bool) -> TopLevel:
        """The top-level declaration of a number."""
        made = self._made[index] = TopLevel(
            self.unit,
            lambda: self._lex(index),
            self.file.base + self.region.starts[index],
            self.order + index * ORDER_STEP,
            self.pragmas,
            is_eager=is_eager,
            plain=lambda: self._read_plain(index),
        )
        return made

    def _read_plain(self, index: int) -> c_ast.Node | None:
        """The tree of a declaration that can be read without making tokens of it."""
        if index in self.waiting or index in self.region.functions:
            return None
        if self._plain_reader is None:
            self._plain_reader = self.unit.make_plain_reader(self.file, self.pragmas)
        return self._plain_reader.read(self.region.starts[index], self.region.ends[index])

    def _lex(self, index: int) -> list[Token]:
        region = self.region
        unit = self.unit
        tokens = unit.lex(self.file, region.starts[index], region.ends[index])
        if index in self.waiting:
            tokens = self.expand(tokens)
        for tok in tokens:
            if tok.type in BAD_TYPES:
                check_token(tok, unit.sink)
        return tokens

    def has(self, indices: Indices | None) -> bool:
        """Whether one of these declarations is the region's in this use."""
        if indices is None:
            return False
        if isinstance(indices, int):
            return indices < self.count and indices not in self.taken and indices not in self.retold
        return any(self.has(index) for index in indices)

    def find(self, indices: Indices | None) -> Iterator[TopLevel]:
        """The declarations of these numbers."""
        if indices is None:
            return
        for index in (indices,) if isinstance(indices, int) else indices:
            if index not in self.retold:
                found = self.top_level(index)
                if found is not None:
                    yield found


Entry = TopLevel | tuple[RegionUse, int]


def _resolve(entry: Entry) -> TopLevel | None:
    return entry if isinstance(entry, TopLevel) else entry[0].top_level(entry[1])


def _order_of(top: TopLevel) -> int:
    return top.order


class TranslationUnit:
    """The declarations of a translation unit."""

    def __init__(self, options: Options, manager: SourceManager, sink: Sink) -> None:
        self.options = options
        self.manager = manager
        self.sink = sink
        self.roots: list[TopLevel] = []
        # Every file that was read, in order: (path, is in a system folder).
        self.dependencies: list[tuple[str, bool]] = []
        # What the unit depends on, as far as it is known; asked for after everything else.
        self.list_inputs: Callable[[], Inputs | None] = lambda: None
        self._names: dict[str, list[Entry]] = {}
        self._typedefs: dict[str, list[Entry]] = {}
        self._tags: dict[str, list[Entry]] = {}
        self._tag_kinds: dict[str, str] = {}
        self._mentions: dict[str, TopLevel] = {}  # the first to name a tag without defining it
        # Function definitions in headers that came as tokens, and are looked at when used.
        self._functions: list[TopLevel] = []
        self._uses: list[RegionUse] = []
        self._big_uses: list[RegionUse] = []  # those whose names are in their region's tables
        # The names of macros, for suggestions.
        self.macro_names: Callable[[], Iterable[str]] = tuple
        self._parser_names: TypeNames | None = None
        self._lex: Callable[[str, int, int, int], list[Token]] | None = None
        # The kernel's types, where vmlinux.h is answered from them.
        self.kernel: KernelSource | None = None
        self._asked: set[str] = set()

    # -------------------------------------------------------------------- questions

    def find(self, name: str) -> list[TopLevel]:
        """The declarations of an ordinary identifier, in source order."""
        return self._find_name(name) or (self._find_name(name) if self._ask(name) else [])

    def _find_name(self, name: str) -> list[TopLevel]:
        found = self._resolve_all(self._names.get(name))
        found += self._resolve_all(self._typedefs.get(name))
        for use in self._big_uses:
            found.extend(use.find(use.region.find_name(name)))
            found.extend(use.find(use.region.find_typedef(name)))
        return sorted(found, key=_order_of) if len(found) > 1 else found

    def find_tag(self, tag: str) -> list[TopLevel]:
        """The declarations that define a struct, union or enum tag, in source order.

        For a tag that is defined nowhere, the first that mentions it at file scope.
        """
        found = self._find_definitions(tag)
        if not found and self._ask(tag):
            found = self._find_definitions(tag)
        if not found:
            mention = self._find_mention(tag)
            found = [] if mention is None else [mention]
        return found

    def _find_definitions(self, tag: str) -> list[TopLevel]:
        found = self._resolve_all(self._tags.get(tag))
        for use in self._big_uses:
            found.extend(use.find(use.region.find_tag(tag)))
        return sorted(found, key=_order_of) if len(found) > 1 else found

    def _ask(self, name: str) -> bool:
        """Have the kernel's types declare a name; whether it was asked for the first time."""
        if self.kernel is None or name in self._asked:
            return False
        self._asked.add(name)
        self.kernel.declare(name)
        return True

    def _resolve_all(self, entries: list[Entry] | None) -> list[TopLevel]:
        if entries is None:
            return []
        return [top for top in map(_resolve, entries) if top is not None]

    def _find_mention(self, tag: str) -> TopLevel | None:
        found = [self._mentions[tag]] if tag in self._mentions else []
        pattern = re.compile(rf"(?:struct|union|enum)\s+{re.escape(tag)}(?![\w$])")
        for use in self._uses:
            region = use.region
            text = use.file.text
            found_here = pattern.finditer(text, region.start, region.end)
            for match, _ in zip(found_here, range(_MENTIONS_LOOKED_AT), strict=False):
                offset = match.start()
                index = region.index_at(offset)
                if index < 0 or index in region.functions or offset >= region.ends[index]:
                    continue
                before = text[region.starts[index] : offset]
                if before.count("(") > before.count(")"):
                    continue  # a parameter: the tag means nothing outside
                top = use.top_level(index)
                if top is not None:
                    found.append(top)
                    break
        return min(found, key=_order_of) if found else None

    def is_typedef(self, name: str) -> bool:
        """Whether ``name`` is a typedef name at file scope."""
        if name in self._typedefs:
            return True
        if any(use.has(use.region.find_typedef(name)) for use in self._big_uses):
            return True
        return name not in self._names and self._ask(name) and name in self._typedefs

    def is_declared(self, name: str) -> bool:
        """Whether ``name`` is a variable, function or enumerator at file scope."""
        if name in self._names:
            return True
        return any(use.has(use.region.find_name(name)) for use in self._big_uses)

    def tag_kind(self, tag: str) -> str | None:
        """``"struct"``, ``"union"`` or ``"enum"`` for a tag that is defined."""
        kind = self._tag_kinds.get(tag)
        for use in self._big_uses:
            if kind is None and use.has(use.region.find_tag(tag)):
                kind = use.region.tag_kind(tag)
        if kind is None and self.kernel is not None:
            kind = self.kernel.types.tag_kind(tag)
        return kind

    def typedef_names(self) -> Iterable[str]:
        """Every typedef name, for suggestions."""
        yield from self._typedefs
        for use in self._big_uses:
            yield from use.region.list_names(typedefs=True)
        if self.kernel is not None:
            yield from self.kernel.types.list_names(typedefs=True)

    def tag_names(self) -> Iterable[str]:
        """Every tag that is defined, for suggestions."""
        yield from self._tags
        for use in self._big_uses:
            yield from use.region.list_tags()

    def visible_names(self) -> Iterable[str]:
        """Every ordinary identifier that is no typedef name, for suggestions."""
        yield from self._names
        for use in self._big_uses:
            yield from use.region.list_names(typedefs=False)
        if self.kernel is not None:
            yield from self.kernel.types.list_names(typedefs=False)

    def list_functions(self) -> list[TopLevel]:
        """The function definitions of headers that are looked at when used, in source order.

        Those of system headers are left out.
        """
        is_system = self.manager.is_system
        found = [top for top in self._functions if not is_system(top.loc)]
        for use in self._uses:
            if not is_system(use.file.base + use.region.start):
                tops = map(use.top_level, use.region.functions)
                found += [top for top in tops if top is not None and not top.is_eager]
        found.sort(key=_order_of)
        return found

    # ---------------------------------------------------------------------- parsing

    def lex(self, file: SourceFile, start: int, end: int) -> list[Token]:
        """The tokens of a piece of a file's text, macros not expanded."""
        if self._lex is None:
            self._lex = Lexer(self.options.std).lex
        try:
            tokens = self._lex(file.text, start, end, file.base)
        except TokenLimitError:
            loc = file.base + start
            raise self.sink.fatal("source-limit", loc, limit_message()) from None
        if tokens:
            tokens[0].bol = True
        return tokens

    def parse(self, tokens: list[Token], pragmas: PragmaState | None) -> list[c_ast.Node]:
        """The syntax trees of the declarations in ``tokens``."""
        return self._make_parser(tokens, pragmas).parse_external_declarations()

    def make_plain_reader(self, file: SourceFile, pragmas: PragmaState | None) -> PlainReader:
        """A reader of the plain declarations in a file."""
        from bpfcc.frontend.parser_pragma import NO_PRAGMAS
        from bpfcc.frontend.plain import PlainReader

        def read_members(start: int, end: int, members: list[c_ast.Node]) -> None:
            self._make_parser(self.lex(file, start, end), pragmas).parse_members(members)

        types = types_of(self.options.std)
        return PlainReader(
            file.text, file.base, types, self.is_typedef, pragmas or NO_PRAGMAS, read_members
        )

    def _make_parser(self, tokens: list[Token], pragmas: PragmaState | None) -> Parser:
        from bpfcc.frontend.parser import Parser
        from bpfcc.frontend.parser_base import TypeNames
        from bpfcc.frontend.parser_pragma import NO_PRAGMAS

        if self._parser_names is None:
            self._parser_names = TypeNames(
                self.is_typedef,
                self.tag_kind,
                self.typedef_names,
                self.is_declared,
                self.macro_names,
            )
        return Parser(
            tokens,
            self.sink,
            self._parser_names,
            pragmas or NO_PRAGMAS,
            c23=is_c23(self.options.std),
        )

    # --------------------------------------------------------------------- building

    def add(
        self, tokens: list[Token], order: int, pragmas: PragmaState | None, *, in_header: bool
    ) -> None:
        """Enter a declaration; in the main file all are roots."""
        declared = describe(tokens, self.is_typedef)
        is_eager = declared.is_eager or not in_header
        loc = tokens[declared.name_index].loc
        top = TopLevel(self, tokens, loc, order, pragmas, is_eager=is_eager)
        if not is_eager and tokens[-1].type == "RBRACE":
            self._functions.append(top)
        self.enter(top, declared)

    def enter(self, top: TopLevel, declared: Declared) -> None:
        """Enter a declaration of which it is known what it declares."""
        if top.is_eager:
            self.roots.append(top)
        for name in declared.names:
            self._names.setdefault(name, []).append(top)
        for name in declared.typedefs:
            self._typedefs.setdefault(name, []).append(top)
        for tag, kind in declared.tags:
            self._tags.setdefault(tag, []).append(top)
            self._tag_kinds[tag] = kind
        for tag in declared.mentions:
            self._mentions.setdefault(tag, top)

    def add_region(self, use: RegionUse) -> None:
        """Enter the declarations of a region that are not taken."""
        region = use.region
        self._uses.append(use)
        for index in region.eager:
            if use.has(index):
                self.roots.append(use.make(index, is_eager=True))
        if region.is_large:
            self._big_uses.append(use)
            return
        for table, mine in (
            (region.names, self._names),
            (region.typedefs, self._typedefs),
            (region.tags, self._tags),
        ):
            for name, indices in table.items():
                for index in (indices,) if isinstance(indices, int) else indices:
                    if use.has(index):
                        mine.setdefault(name, []).append((use, index))
        for tag in region.tags:
            if tag in self._tags:
                self._tag_kinds.setdefault(tag, region.tag_kind(tag))

    def finish(self) -> None:
        """Everything has been entered: put the roots in the order of the source."""
        self.roots.sort(key=_order_of)


def read_unit(
    path: str,
    options: Options,
    manager: SourceManager,
    sink: Sink,
    *,
    text: str | None = None,
    btf_header: BtfHeader | None = None,
) -> TranslationUnit:
    """The index of a translation unit; ``text`` stands for the contents of ``path``.

    Raises ``InputError`` if the file cannot be read, ``FatalError`` where the sink was told of
    something after which nothing can be read.
    """
    from bpfcc.frontend.pp_unit import UnitBuilder

    return UnitBuilder(options, manager, sink, btf_header=btf_header).build(path, text)
