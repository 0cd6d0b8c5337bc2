"""The preprocessor: a file and what it includes, to the tokens that the parser reads.

Files come cut into directives and stretches of text (``pp_scan``). Directives are carried out
(``pp_directives``, ``pp_pragma``), stretches are cut into tokens and their macros expanded
(``pp_expand``). Which file is being read is on an explicit stack, so includes do not nest
Python calls.
"""

from __future__ import annotations

from bpfcc.errors import InputError
from bpfcc.files import ReadError
from bpfcc.frontend.includes import Header, IncludeSearch, read_scan
from bpfcc.frontend.lexer import (
    BAD_TYPES,
    Lexer,
    TokenLimitError,
    add_comments,
    check_token,
    is_gnu,
    limit_message,
)
from bpfcc.frontend.pp_builtin import define_builtins
from bpfcc.frontend.pp_directives import Directives
from bpfcc.frontend.pp_expand import Expander
from bpfcc.frontend.pp_macro import Macro, define_macro
from bpfcc.frontend.pp_pragma import Pragmas
from bpfcc.frontend.pp_scan import TEXT, FileScan
from bpfcc.frontend.predefined import predefined_macros
from bpfcc.frontend.token import Token
from bpfcc.options import language_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Protocol

    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.pp_cache import ScanCache
    from bpfcc.options import Options
    from bpfcc.source import SourceFile, SourceManager

    class KernelTypes(Protocol):
        """The kernel's types, declared as they are asked for."""

        def whole_header(self) -> str:
            """The text of vmlinux.h."""

        def declare(self, name: str) -> str:
            """C text that declares the types, tags and enumerators of this name.

            What they need to compile comes before them. What an earlier call has given is not
            given again; the text is empty if nothing is left, or the name means nothing.
            """

        def tag_kind(self, tag: str) -> str | None:
            """``"struct"``, ``"union"`` or ``"enum"`` for a tag that is defined."""

        def list_names(self, *, typedefs: bool) -> Iterable[str]:
            """The names of all typedefs, or of all enumerators."""

    BtfHeader = Callable[[], str | KernelTypes | None]

INCLUDE_DEPTH_LIMIT = 200

KERNEL_HEADER = "<vmlinux.h>"


MAX_INCLUSIONS = 50_000
"""Files that one translation unit enters: headers that include themselves twice double."""


class Frame:
    """A file being read: how far, and where it was found."""

    __slots__ = ("file", "folder", "index", "items", "key", "path", "scan", "text")

    def __init__(
        self, file: SourceFile, scan: FileScan, path: str, folder: int, key: tuple[int, int]
    ) -> None:
        self.file = file
        self.scan = scan
        self.text = scan.text
        self.items = scan.items
        self.index = 0
        self.path = path
        self.folder = folder
        self.key = key

    def position(self) -> int:
        """Offset of the item that is being handled."""
        return self.items[self.index - 1][1] if self.index else 0


class Preprocessor:
    """The state of preprocessing one translation unit.

    ``btf_header`` gives what answers ``#include "vmlinux.h"`` when no such file is found: the
    header's text, or ``KernelTypes``; or None. With ``keep_layout`` the tokens are for ``-E``:
    files' beginnings and ends come as ``PPFILE`` tokens, and pragmas as they were written.
    """

    def __init__(
        self,
        options: Options,
        manager: SourceManager,
        sink: Sink,
        *,
        btf_header: BtfHeader | None = None,
        keep_layout: bool = False,
        cache: ScanCache | None = None,
    ) -> None:
        self.options = options
        self.manager = manager
        self.sink = sink
        self.btf_header = btf_header
        self.keep_layout = keep_layout
        self.trigraphs = not is_gnu(options.std)
        self.is_assembly = False
        self.lexer = Lexer(options.std)
        self.macros: dict[str, Macro] = {}
        # Time counts changes of the macro table; here is what was in it before: name →
        # (macro, time at which it went).
        self.clock = 0
        self.retired: dict[str, list[tuple[Macro, int]]] = {}
        self.expander = Expander(self.macros, self.lexer, manager, sink)
        self.search = IncludeSearch(options, trigraphs=self.trigraphs, cache=cache)
        self.pragmas = Pragmas(self)
        self.directives = Directives(self)
        self.frames: list[Frame] = []
        self.out: list[Token] = []
        # While only the macros of what is read count.
        self.is_macros_only = False
        self.in_condition = False
        self.in_arguments = False
        self.main_name = ""
        self.once: set[tuple[int, int]] = set()
        self.entered: set[tuple[int, int]] = set()
        self.virtual_headers: set[str] = set()
        self.include_depth_limit = INCLUDE_DEPTH_LIMIT
        # (path, is in a system folder) of every file read, in order, each once.
        self.dependencies: list[tuple[str, bool]] = []
        self._dependency_paths: set[str] = set()

    # --------------------------------------------------------------------- the unit

    def run(self, path: str, text: str | None = None) -> list[Token]:
        """Preprocess the file (or ``text`` in its place); raises FatalError or InputError."""
        key, scan = (0, 0), None
        if text is not None:
            scan = FileScan(text, trigraphs=self.trigraphs)
        else:
            key, scan = self._read_main(path)
        self.main_name = path
        language = self.options.language or language_of(path)
        self.is_assembly = language == "assembler-with-cpp"
        main = self._add_file(path, scan, 0, is_system=False)
        self.add_dependency(path, is_system=False)
        define_builtins(self)
        self._define_predefined()
        try:
            self._include_forced()
            self._push(Frame(main, scan, path, -1, key))
            self.run_frames()
        except TokenLimitError:
            loc = self.frames[-1].file.base if self.frames else main.base
            raise self.sink.fatal("source-limit", loc, limit_message()) from None
        self.check_tokens(self.out)
        return self.out

    def check_tokens(self, tokens: list[Token]) -> None:
        """Report tokens that are none of C's, unless they are only to be printed."""
        if not self.keep_layout:
            for tok in tokens:
                if tok.type in BAD_TYPES:
                    check_token(tok, self.sink)

    def _read_main(self, path: str) -> tuple[tuple[int, int], FileScan]:
        try:
            key, scan = read_scan(path, trigraphs=self.trigraphs)
        except ReadError as error:
            raise InputError(str(error), where=path) from error
        except OSError as error:
            raise InputError(error.strerror or "cannot be read", where=path) from error
        except ValueError as error:
            raise InputError("not a file name", where=repr(path)) from error
        self.search.read[path] = scan
        return key, scan

    def _define_predefined(self) -> None:
        macros = self.macros
        if self.is_assembly:
            macros["__ASSEMBLER__"] = Macro("__ASSEMBLER__", 0, ("1", 0, 1, 0))
        for name, body in predefined_macros(self.options):
            if name[-1] == ")":
                name, _, parameters = name.partition("(")
                body = f"({parameters} {body}"
                macro = Macro(name, 0, (body, 0, len(body), 0))
                macro.params = []
                macros[name] = macro
            else:
                # The space tells a body that begins with a parenthesis from parameters.
                macros[name] = Macro(name, 0, (" " + body, 0, len(body) + 1, 0))
        lines = []
        for name, value in self.options.macros:
            if value is None:
                lines.append(f"#undef {name}\n")
            else:
                lines.append(f"#define {name} {value}\n")
        if lines:
            scan = FileScan("".join(lines))
            file = self.manager.add_file("<command line>", scan.text)
            self.frames.append(Frame(file, scan, "", -1, (0, 0)))
            self.run_frames()

    def _include_forced(self) -> None:
        """``-imacros`` and ``-include``: before the file's first line, as if it included them."""
        self.is_macros_only = True
        self._include_all(self.options.imacros)
        self.is_macros_only = False
        self._include_all(self.options.includes)

    def _include_all(self, names: Sequence[str]) -> None:
        if names:
            scan = FileScan("".join(f'#include "{name}"\n' for name in names))
            file = self.manager.add_file("<command line>", scan.text)
            self.frames.append(Frame(file, scan, "", -1, (0, 0)))
            self.run_frames()

    # ---------------------------------------------------------------------- files

    def _add_file(
        self, name: str, scan: FileScan, included_at: int, *, is_system: bool
    ) -> SourceFile:
        file = self.manager.add_file(name, scan.text, included_at=included_at, is_system=is_system)
        file.raw = scan.raw
        file.removals = scan.removals
        return file

    def add_dependency(self, path: str, *, is_system: bool) -> None:
        """Note that the result depends on a file."""
        if path not in self._dependency_paths:
            self._dependency_paths.add(path)
            self.dependencies.append((path, is_system))

    def enter_header(self, header: Header, at: int) -> None:
        """Start reading an included file, unless its guard says that there is nothing new."""
        self.add_dependency(header.path, is_system=header.is_system)
        key = header.key
        if key in self.once:
            return
        scan = header.scan
        if key in self.entered and scan.guard is not None and scan.guard in self.macros:
            return
        self.entered.add(key)
        if len(self.manager.files) >= MAX_INCLUSIONS:
            message = f"more than {MAX_INCLUSIONS} files are included"
            raise self.sink.fatal("source-limit", at, message)
        file = self._add_file(header.path, scan, at, is_system=header.is_system)
        self._push(Frame(file, scan, header.path, header.folder, key))

    def enter_kernel_types(self, types: str | KernelTypes, at: int) -> None:
        """Answer ``#include "vmlinux.h"`` where there is no such file."""
        text = types if isinstance(types, str) else types.whole_header()
        self.enter_text(KERNEL_HEADER, text, at)

    def enter_text(self, name: str, text: str, at: int) -> None:
        """Start reading text that is in no file."""
        scan = FileScan(text)
        file = self._add_file(name, scan, at, is_system=False)
        self._push(Frame(file, scan, name, -1, (0, 0)))

    def _push(self, frame: Frame) -> None:
        self.frames.append(frame)
        base = frame.file.base
        if self.keep_layout:
            self.out.append(Token("PPFILE", "enter", base))
        for offset, code, message in frame.scan.structure_errors:
            self.sink.error(code, base + offset, message)

    def run_frames(self, floor: int = 0) -> None:
        """Read files until ``floor`` of those that are open are left."""
        frames = self.frames
        directive = self.directives.carry_out
        while len(frames) > floor:
            frame = frames[-1]
            items = frame.items
            count = len(items)
            while frame.index < count:
                item = items[frame.index]
                frame.index += 1
                if item[0] == TEXT:
                    self.emit_text(frame, item[1], item[2])
                else:
                    directive(frame, item)
                    if frames[-1] is not frame:
                        break
            else:
                self._leave(frame)

    def _leave(self, frame: Frame) -> None:
        self.frames.pop()
        self.pragmas.leave_file(frame)
        if self.keep_layout and self.frames:
            outer = self.frames[-1]
            self.out.append(
                Token("PPFILE", "leave", outer.file.base + outer.items[outer.index - 1][2])
            )

    # ----------------------------------------------------------------------- text

    def emit_text(self, frame: Frame, start: int, end: int) -> None:
        """Append the tokens of a stretch of text, macros expanded, to the output."""
        if self.is_macros_only:
            return
        tokens = self.lexer.lex(frame.text, start, end, frame.file.base)
        if self.keep_layout and self.options.keep_comments:
            tokens = add_comments(tokens, frame.text, start, end, frame.file.base)
        if tokens:
            tokens[0].bol = True
            self.expander.expand(tokens, self.out, self.more_tokens)

    def emit_tokens(self, frame: Frame, tokens: list[Token]) -> None:
        """Append tokens that a directive made to the output."""
        if not self.is_macros_only:
            self.out.extend(tokens)

    def more_tokens(self) -> list[Token] | None:
        """Tokens of the file's next stretch of text, for macro arguments that go on there."""
        frame = self.frames[-1]
        while frame.index < len(frame.items):
            item = frame.items[frame.index]
            frame.index += 1
            if item[0] == TEXT:
                tokens = self.lexer.lex(frame.text, item[1], item[2], frame.file.base)
                if tokens:
                    return tokens
            else:
                self.in_arguments = True
                try:
                    self.directives.carry_out(frame, item)
                finally:
                    self.in_arguments = False
        return None

    def emit_pragma(self, tok: Token) -> None:
        """Append a token of a pragma for the parser to the output."""
        self.out.append(tok)

    # ------------------------------------------------------------- used by its parts

    def expand_line(self, frame: Frame, start: int, end: int) -> list[Token]:
        """The expanded tokens of a part of a directive."""
        tokens = self.lexer.lex(frame.text, start, end, frame.file.base)
        out: list[Token] = []
        self.expander.expand(tokens, out)
        return out

    def define(self, text: str, start: int, end: int, base: int) -> Macro | None:
        """Read a macro definition; see ``define_macro``."""
        return define_macro(text, start, end, base, self.lexer, self.sink)

    def retire_macro(self, name: str) -> None:
        """Take a macro out of the table; what was written before may still need it."""
        self.clock += 1
        self.retired.setdefault(name, []).append((self.macros.pop(name), self.clock))

    def spell_header_name(self, tokens: list[Token]) -> tuple[str, bool] | None:
        """(name, quoted) of a header name given as tokens; macros are expanded if need be."""
        name = _read_header_name(tokens)
        if name is None and tokens:
            expanded: list[Token] = []
            self.expander.expand(tokens, expanded)
            name = _read_header_name(expanded)
        return name

    def find_header(self, name: str, *, quoted: bool, following: bool = False) -> Header | None:
        """The file that an ``#include`` here means; ``following``: ``#include_next``.

        Raises ReadError where there is a file that cannot be read.
        """
        frame = self.frames[-1]
        if following and len(self.frames) > 1:
            return self.search.find_from(name, frame.folder + 1)
        return self.search.find(
            name, quoted=quoted, includer=frame.path, includer_system=frame.file.is_system
        )

    def map_path(self, path: str) -> str:
        """``-fmacro-prefix-map`` applied to a path."""
        for old, new in reversed(self.options.macro_prefix_map):
            if path.startswith(old):
                return new + path[len(old) :]
        return path

    def knows_warning(self, name: str) -> bool:
        """Whether ``-W<name>`` is known."""
        policy = self.sink.policy
        return name in ("all", "extra", "error") or name in getattr(policy, "known", ())


def _read_header_name(tokens: list[Token]) -> tuple[str, bool] | None:
    if not tokens:
        return None
    first = tokens[0]
    if first.type == "STRING_LITERAL" and len(tokens) == 1:
        return first.value[1:-1], True
    if first.value not in ("<", "<=", "<<", "<:", "<%"):
        return None
    text = first.value
    for tok in tokens[1:]:
        text += " " + tok.value if tok.space else tok.value
        if text.endswith(">"):
            return text[1:-1], False
    return None


def preprocess(
    path: str,
    options: Options,
    manager: SourceManager,
    sink: Sink,
    *,
    text: str | None = None,
    btf_header: BtfHeader | None = None,
) -> list[Token]:
    """The tokens of a translation unit; ``text`` stands for the contents of ``path``.

    Raises ``InputError`` if the file cannot be read, ``FatalError`` where the sink was told of
    something after which nothing can be read.
    """
    return Preprocessor(options, manager, sink, btf_header=btf_header).run(path, text)
