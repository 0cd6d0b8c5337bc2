"""A translation unit as an index of its top-level declarations, each parsed when first needed.

A program names a few of the thousands of declarations that its headers make, so declarations
are found by splitting tokens, or a header's text, at the top level, and go through the parser
when something asks for what they declare. ``TranslationUnit`` answers by name and by tag;
``roots`` are the declarations that have to be looked at in any case.
"""

from __future__ import annotations

from bpfcc.frontend.lexer import is_c23
from bpfcc.frontend.pp_split import Splitter, describe
from bpfcc.frontend.preprocessor import Preprocessor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pycparser import c_ast

    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.parser_base import TypeNames
    from bpfcc.frontend.parser_pragma import PragmaState
    from bpfcc.frontend.preprocessor import Frame
    from bpfcc.frontend.token import Token
    from bpfcc.options import Options
    from bpfcc.source import SourceManager

    BtfHeader = Callable[[], str | None]


class TopLevel:
    """One declaration at file scope: a function, a struct, a typedef, an assertion …

    ``order`` sorts declarations as they stand in the source; ``loc`` is what it is about: the
    first name that it declares.
    """

    __slots__ = ("_nodes", "_pragmas", "_tokens", "is_eager", "loc", "order", "unit")

    def __init__(
        self,
        unit: TranslationUnit,
        tokens: list[Token],
        loc: int,
        order: int,
        pragmas: PragmaState | None,
        *,
        is_eager: bool,
    ) -> None:
        self.unit = unit
        self.loc = loc
        self.order = order
        self.is_eager = is_eager
        self._tokens = tokens
        self._pragmas = pragmas
        self._nodes: list[c_ast.Node] | None = None

    def tokens(self) -> list[Token]:
        """Its tokens, all macros expanded."""
        return self._tokens

    def parse(self) -> list[c_ast.Node]:
        """Its syntax trees (several for ``int a, b;``); errors go to the unit's sink."""
        if self._nodes is None:
            self._nodes = self.unit.parse(self.tokens(), self._pragmas)
        return self._nodes

    def __repr__(self) -> str:
        return f"TopLevel({' '.join(tok.value for tok in self.tokens()[:8])} …)"


class TranslationUnit:
    """The declarations of a translation unit."""

    def __init__(self, options: Options, manager: SourceManager, sink: Sink) -> None:
        self.options = options
        self.manager = manager
        self.sink = sink
        self.roots: list[TopLevel] = []
        # Every file that was read, in order: (path, is in a system folder).
        self.dependencies: list[tuple[str, bool]] = []
        self._names: dict[str, list[TopLevel]] = {}
        self._typedefs: dict[str, list[TopLevel]] = {}
        self._tags: dict[str, list[TopLevel]] = {}
        self._tag_kinds: dict[str, str] = {}
        self._mentions: dict[str, TopLevel] = {}  # the first to name a tag without defining it
        self._parser_names: TypeNames | None = None

    # -------------------------------------------------------------------- questions

    def find(self, name: str) -> list[TopLevel]:
        """The declarations of an ordinary identifier, in source order."""
        names = self._names.get(name)
        typedefs = self._typedefs.get(name)
        if names is None or typedefs is None:
            return typedefs or names or []
        return sorted([*names, *typedefs], key=_order_of)

    def find_tag(self, tag: str) -> list[TopLevel]:
        """The declarations that define a struct, union or enum tag, in source order.

        For a tag that is defined nowhere, the first that mentions it at file scope.
        """
        found = self._tags.get(tag)
        if found is not None:
            return found
        mention = self._mentions.get(tag)
        return [] if mention is None else [mention]

    def is_typedef(self, name: str) -> bool:
        """Whether ``name`` is a typedef name at file scope."""
        return name in self._typedefs

    def is_declared(self, name: str) -> bool:
        """Whether ``name`` is a variable, function or enumerator at file scope."""
        return name in self._names

    def tag_kind(self, tag: str) -> str | None:
        """``"struct"``, ``"union"`` or ``"enum"`` for a tag that is defined."""
        return self._tag_kinds.get(tag)

    def typedef_names(self) -> Iterable[str]:
        """Every typedef name, for suggestions."""
        return self._typedefs

    def visible_names(self) -> Iterable[str]:
        """Every ordinary identifier that is no typedef name, for suggestions."""
        return self._names

    # ---------------------------------------------------------------------- parsing

    def parse(self, tokens: list[Token], pragmas: PragmaState | None) -> list[c_ast.Node]:
        """The syntax trees of the declarations in ``tokens``."""
        from bpfcc.frontend.parser import Parser
        from bpfcc.frontend.parser_base import TypeNames
        from bpfcc.frontend.parser_pragma import NO_PRAGMAS

        if self._parser_names is None:
            self._parser_names = TypeNames(
                self.is_typedef, self.tag_kind, self.typedef_names, self.is_declared
            )
        parser = Parser(
            tokens,
            self.sink,
            self._parser_names,
            pragmas or NO_PRAGMAS,
            c23=is_c23(self.options.std),
        )
        return parser.parse_external_declarations()

    # --------------------------------------------------------------------- building

    def add(
        self, tokens: list[Token], order: int, pragmas: PragmaState | None, *, in_header: bool
    ) -> None:
        """Enter a declaration; in the main file all are roots."""
        declared = describe(tokens, self.is_typedef)
        is_eager = declared.is_eager or not in_header
        loc = tokens[declared.name_index].loc
        top = TopLevel(self, tokens, loc, order, pragmas, is_eager=is_eager)
        if is_eager:
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


def _order_of(top: TopLevel) -> int:
    return top.order


class UnitBuilder(Preprocessor):
    """A preprocessor that makes an index of declarations of what it reads."""

    def __init__(
        self,
        options: Options,
        manager: SourceManager,
        sink: Sink,
        *,
        btf_header: BtfHeader | None = None,
    ) -> None:
        super().__init__(options, manager, sink, btf_header=btf_header)
        self.unit = TranslationUnit(options, manager, sink)
        self._splitter = Splitter()
        self._pragma_state: PragmaState | None = None
        self._order = 0

    def build(self, path: str, text: str | None = None) -> TranslationUnit:
        """Preprocess a file and index it; raises FatalError or InputError."""
        self.run(path, text)
        for tokens in self._splitter.finish():
            self._add(tokens)
        self.unit.dependencies = self.dependencies
        return self.unit

    def emit_text(self, frame: Frame, start: int, end: int) -> None:
        """Split the tokens of a stretch of text into declarations."""
        super().emit_text(frame, start, end)
        out = self.out
        if out:
            self.out = []
            self.check_tokens(out)
            for tokens in self._splitter.feed(out):
                self._add(tokens)

    def emit_pragma(self, tok: Token) -> None:
        """Apply a pragma between declarations; leave one inside a declaration to the parser."""
        if self._splitter.tokens:
            self._splitter.tokens.append(tok)
        elif tok.type == "PPPRAGMASTR":
            self._apply_pragma(tok)

    def _apply_pragma(self, tok: Token) -> None:
        if tok.value.startswith(("pack", "clang")):
            from bpfcc.frontend.parser_pragma import NO_PRAGMAS, apply_pragma

            state = self._pragma_state or NO_PRAGMAS
            self._pragma_state = apply_pragma(state, tok.value, tok.loc, self.sink)

    def _add(self, tokens: list[Token]) -> None:
        self._order += 1
        in_header = self._is_in_header(tokens)
        if len(tokens) > 1 or tokens[0].type != "SEMI":
            self.unit.add(tokens, self._order, self._pragma_state, in_header=in_header)
        for tok in tokens:
            if tok.type == "PPPRAGMASTR":
                self._apply_pragma(tok)

    def _is_in_header(self, tokens: list[Token]) -> bool:
        return self.manager.file_of(tokens[0].loc).included_at != 0


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
    return UnitBuilder(options, manager, sink, btf_header=btf_header).build(path, text)
