"""Builds the index of a translation unit while preprocessing it.

The main file goes through macro expansion token by token. In a header the text between two
directives is cut into declarations as text (``pp_region``); tokens are made of those that
contain macros which could change what is declared, and of text that is not understood.
"""

from __future__ import annotations

from bpfcc.frontend.lazy import ORDER_STEP, RegionUse, TranslationUnit
from bpfcc.frontend.lexer import is_gnu, match_space
from bpfcc.frontend.pp_cache import ScanCache, macros_in_region
from bpfcc.frontend.pp_defer import EXPAND, RETELL, MacroJudge, MacrosAt, find_words
from bpfcc.frontend.pp_expand import Expander
from bpfcc.frontend.pp_macro import Macro
from bpfcc.frontend.pp_region import Code, scan_region
from bpfcc.frontend.pp_split import Splitter, describe
from bpfcc.frontend.preprocessor import KERNEL_HEADER, Preprocessor
from bpfcc.frontend.token import Token
from bpfcc.patterns import compile_pattern, save_patterns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.parser_pragma import PragmaState
    from bpfcc.frontend.pp_region import Region
    from bpfcc.frontend.preprocessor import BtfHeader, Frame, KernelTypes
    from bpfcc.options import Options
    from bpfcc.source import SourceManager

# Up to where a declaration might end.
_match_chunk = compile_pattern(
    r"(?:[^;}\"'/]++"
    r'|"(?:[^"\\\n]|\\(?:[ \t]*\r?\n|.))*+"?|'
    r"'(?:[^'\\\n]|\\(?:[ \t]*\r?\n|.))*+'?"
    r"|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/|//(?:[^\\\n]|\\[ \t]*\r?\n|\\)*+|/)*+[;}]?"
).match


# Pieces of a stretch of text that may turn out not to be understood before the rest of it is
# read as tokens.
_FAILURES_LIMIT = 50

# Places in the order of declarations that are kept for the kernel's types.
_KERNEL_ORDERS = 1 << 40


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
        cache = None
        if options.cache and is_gnu(options.std):
            cache = ScanCache(options.std)
        self._cache = cache
        super().__init__(options, manager, sink, btf_header=btf_header, cache=cache)
        self.unit: TranslationUnit = TranslationUnit(options, manager, sink)
        self.unit.macro_names = self.macros.keys
        self._splitter = Splitter()
        self._judge = MacroJudge(self)
        self._pragma_state: PragmaState | None = None
        self._order = 0
        # The part of the current stretch of text that has not been made tokens of.
        self._rest = (0, 0)
        # That stretch without its comments, if it has been needed.
        self._code: Code | None = None

    def build(self, path: str, text: str | None = None) -> TranslationUnit:
        """Preprocess a file and index it; raises FatalError or InputError."""
        self.run(path, text)
        for tokens in self._splitter.finish():
            self._add(tokens, is_unfinished=True)
        self.unit.dependencies = self.dependencies
        self.unit.list_inputs = self.search.list_inputs
        self.unit.finish()
        if self._cache is not None:
            self._cache.save()
            save_patterns()
        return self.unit

    # ------------------------------------------------------------------------- text

    def emit_text(self, frame: Frame, start: int, end: int) -> None:
        """Find the declarations of a stretch of text."""
        if len(self.frames) == 1 or self.is_macros_only:
            self._emit_tokens(frame, start, end)
            return
        text = frame.text
        self._code = None
        failures = 0
        while start < end:
            if not self._splitter.tokens:
                start = match_space(text, start, end).end()  # type: ignore[union-attr]
                if start < end:
                    start = self._emit_region(frame, start, end)
                if start >= end:
                    return
                failures += 1
            if failures > _FAILURES_LIMIT:
                self._emit_tokens(frame, start, end)
                return
            chunk = _match_chunk(text, start, end)
            stop = max(chunk.end() if chunk else end, start + 1)
            self._rest = (stop, end)
            self._emit_tokens(frame, start, stop)
            start, end = self._rest

    def more_tokens(self) -> list[Token] | None:
        """What follows for macro arguments: first the rest of the stretch being read."""
        start, end = self._rest
        if start < end:
            self._rest = (0, 0)
            frame = self.frames[-1]
            tokens = self.lexer.lex(frame.text, start, end, frame.file.base)
            if tokens:
                return tokens
        return super().more_tokens()

    def emit_tokens(self, frame: Frame, tokens: list[Token]) -> None:
        """Add tokens that a directive made to the declaration that has begun."""
        super().emit_tokens(frame, tokens)
        self._split_output()

    def _emit_tokens(self, frame: Frame, start: int, end: int) -> None:
        """Split the tokens of a stretch of text, macros expanded, into declarations."""
        super().emit_text(frame, start, end)
        self._split_output()

    def _split_output(self) -> None:
        out = self.out
        if out:
            self.out = []
            self.check_tokens(out)
            for tokens in self._splitter.feed(out):
                self._add(tokens)

    def _add(self, tokens: list[Token], *, is_unfinished: bool = False) -> None:
        """Enter a declaration; one that never ends is a root, so that its fault is told."""
        self._order += 1
        if len(tokens) > 1 or tokens[0].type != "SEMI":
            in_header = self.manager.file_of(tokens[0].loc).included_at != 0 and not is_unfinished
            self.unit.add(tokens, self._order, self._pragma_state, in_header=in_header)
        for tok in tokens:
            if tok.type == "PPPRAGMASTR":
                self._apply_pragma(tok)

    # ---------------------------------------------------------------------- regions

    def _emit_region(self, frame: Frame, start: int, end: int) -> int:
        """Take declarations from text as far as it goes; the offset after the last."""
        region = self._region(frame, start, end)
        count = len(region.starts)
        if not count:
            return region.end  # past semicolons, if there were any
        use = RegionUse(
            self.unit,
            region,
            frame.file,
            self._order + 1,
            self._pragma_state,
            self._expander_at(self.clock),
        )
        self._order += count * ORDER_STEP
        self._sort_out_macros(use, frame)
        stop = self._emit_taken(frame, use, end) if use.taken else region.end
        self.unit.add_region(use)
        return stop

    def _region(self, frame: Frame, start: int, end: int) -> Region:
        regions = frame.scan.regions
        key = (start, self.options.std)
        region = regions.get(key)
        if region is None:
            if self._code is None:
                self._code = Code(frame.text, start, end)
            region = scan_region(self._code, start, self.lexer)
            if region.starts:
                regions[key] = region
                frame.scan.is_changed = True
        return region

    def _sort_out_macros(self, use: RegionUse, frame: Frame) -> None:
        """Decide which declarations need their tokens now, and which are expanded later."""
        region, text = use.region, frame.text
        names = macros_in_region(frame.scan, region, text, self.macros)
        if not names:
            return
        taken, waiting, retold = use.taken, use.waiting, use.retold
        decide = self._judge.decide
        for offset, name in find_words(text, names, region.start, region.end):
            index = region.index_at(offset)
            if index < 0 or index in taken:
                continue
            decision = decide(region, index, text, name, offset)
            if decision == EXPAND:
                taken.add(index)
                continue
            waiting.add(index)
            if decision == RETELL:
                retold.add(index)
        retold -= taken
        for index in retold:
            self._retell(use, index, text, names)

    def _retell(self, use: RegionUse, index: int, text: str, macros: Collection[str]) -> None:
        """Find what a declaration declares whose macros look like part of its type."""
        region = use.region
        start = end = region.starts[index]
        is_function = index in region.functions
        end = text.find("{", start) if is_function else region.ends[index]
        kept = self._drop_macros(self.lexer.lex(text, start, end, 0), macros)
        if is_function:
            kept.extend(self.lexer.lex("{}", 0, 2, 0))
        if kept:
            declared = describe(kept, self.unit.is_typedef)
            self.unit.enter(use.make(index, is_eager=declared.is_eager), declared)

    def _drop_macros(self, tokens: list[Token], names: Collection[str]) -> list[Token]:
        """Tokens without the macros of these names and their arguments."""
        kept: list[Token] = []
        depth = 0
        takes_args = False
        for tok in tokens:
            value = tok.value
            if depth or (takes_args and value == "("):
                depth += (value == "(") - (value == ")")
                takes_args = False
            elif value in names and value in self.macros:
                takes_args = self.macros[value].params is not None
            else:
                takes_args = False
                kept.append(tok)
        return kept

    def _emit_taken(self, frame: Frame, use: RegionUse, end: int) -> int:
        """Make tokens of the declarations that need it; the offset up to which all is done.

        ``end`` is where the stretch of text ends that the region is in.
        """
        region = use.region
        after = self._order
        for index in sorted(use.taken):
            self._order = use.order + index * ORDER_STEP - 1
            stop = region.ends[index]
            self._rest = (stop, end)
            self._emit_tokens(frame, region.starts[index], stop)
            all_read = self._rest != (stop, end)
            if self._splitter.tokens or all_read:
                # A macro changed where the declaration ends: what follows is cut anew.
                use.count = index
                self._order = after
                return end if all_read else stop
        self._order = after
        return region.end

    def _expander_at(self, time: int) -> Callable[[list[Token]], list[Token]]:
        """Expands tokens with the macros that are defined at a time."""

        def expand(tokens: list[Token]) -> list[Token]:
            table = MacrosAt(self.macros, self.retired, time)
            out: list[Token] = []
            Expander(table, self.lexer, self.manager, self.sink).expand(tokens, out)
            return out

        return expand

    # ------------------------------------------------------------- the kernel's types

    def enter_kernel_types(self, types: str | KernelTypes, at: int) -> None:
        """Take declarations from the kernel's types when something asks for them."""
        if isinstance(types, str) or self._splitter.tokens:
            super().enter_kernel_types(types, at)
            return
        guard = Macro("__VMLINUX_H__", at, ("", 0, 0, 0))
        self.macros.setdefault(guard.name, guard)
        reader = UnitBuilder(self.options.replace(cache=False), self.manager, self.sink)
        reader.unit = self.unit
        reader.macros.update(self.macros)
        reader.frames = list(self.frames)
        reader._order = self._order
        reader._pragma_state = self._pragma_state
        if "BPF_NO_PRESERVE_ACCESS_INDEX" not in self.macros:
            reader._preserve_access()
        self._order += _KERNEL_ORDERS
        self.unit.kernel = KernelSource(reader, types, at)

    def _preserve_access(self) -> None:
        text = "clang attribute push (__attribute__((preserve_access_index)), apply_to = record)"
        self._apply_pragma(Token("PPPRAGMASTR", text, 0))

    # ---------------------------------------------------------------------- pragmas

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


class KernelSource:
    """Enters declarations of the kernel's types in a unit's index, as names are asked for."""

    def __init__(self, reader: UnitBuilder, types: KernelTypes, at: int) -> None:
        self.reader = reader
        self.types = types
        self.at = at

    def declare(self, name: str) -> None:
        """Enter what a name means, if it means anything that was not there yet."""
        text = self.types.declare(name)
        if text:
            reader = self.reader
            depth = len(reader.frames)
            reader.enter_text(KERNEL_HEADER, text, self.at)
            reader.run_frames(depth)
