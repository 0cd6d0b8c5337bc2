"""What the preprocessor prints: ``-E`` text and ``-dM`` definitions, laid out as clang does.

Lines stay where they were: short gaps become empty lines, longer ones and changes of file a
line marker (``# 12 "x.h" 1``). Between two tokens that would run together into one a space is
put, so that the text lexes to the tokens again.
"""

from __future__ import annotations

from bpfcc.frontend.pp_builtin import quote_string
from bpfcc.frontend.pp_expand import COMMENT
from bpfcc.frontend.preprocessor import Preprocessor
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.pp_macro import Macro
    from bpfcc.frontend.preprocessor import BtfHeader
    from bpfcc.frontend.token import Token
    from bpfcc.options import Options
    from bpfcc.source import SourceManager

_LONGEST_GAP = 8
"""Lines to skip by printing newlines; more get a line marker."""

# Last character of a token and first of the next, where the two could read as one token.
_RUNS_TOGETHER = compile_pattern(
    r"(?s:[\w$.][\w$.]|[\w$]['\"]|\+[+=]|-[-=>]|&[&=]|\|[|=]|<[<=:%]|>[>=]|[*/%=!^]=|/[/*]|%[:>]"
    r"|##|[eEpP][+-]|:[:>]|[^\x00-\x7f].|.[^\x00-\x7f])"
)


def print_preprocessed(
    path: str,
    options: Options,
    manager: SourceManager,
    sink: Sink,
    *,
    text: str | None = None,
    btf_header: BtfHeader | None = None,
) -> tuple[str, Preprocessor]:
    """The ``-E`` text of a file, and the preprocessor, which knows the dependencies.

    Raises what ``preprocess`` raises.
    """
    preprocessor = Preprocessor(options, manager, sink, btf_header=btf_header, keep_layout=True)
    tokens = preprocessor.run(path, text)
    printer = _Printer(manager, line_markers=options.line_markers)
    return printer.print(tokens, path), preprocessor


class _Printer:
    def __init__(self, manager: SourceManager, *, line_markers: bool) -> None:
        self.manager = manager
        self.line_markers = line_markers
        self.pieces: list[str] = []
        self.line = 1  # the line in the source that the output is at
        self.name = ""
        self.is_system = False
        self.has_tokens = False  # on the output's current line
        self.last = ""

    def print(self, tokens: list[Token], path: str) -> str:
        add = self.pieces.append
        if self.line_markers:
            add(f'# 1 {quote_string(path)}\n# 1 "<built-in>" 1\n# 1 "<built-in>" 3\n')
            add('# 1 "<command line>" 1\n# 1 "<built-in>" 2\n')
        for tok in tokens:
            kind = tok.type
            if kind == "PPFILE":
                self._change_file(tok)
            elif kind == "PPPRAGMA":
                if self.has_tokens:
                    self._end_line()
                self._move_to(tok)
                add("#pragma")
            elif kind == "PPPRAGMASTR":
                add(f" {tok.value}")
                self.has_tokens = True
                self._end_line()
            else:
                self._print_token(tok)
        if self.has_tokens:
            self._end_line()
        return "".join(self.pieces)

    def _end_line(self) -> None:
        self.pieces.append("\n")
        self.line += 1
        self.has_tokens = False
        self.last = ""

    def _change_file(self, tok: Token) -> None:
        place = self.manager.place(tok.loc)
        assert place is not None
        if self.has_tokens:
            self._end_line()
        flag = " 1" if tok.value == "enter" else " 2"
        if not place.file.included_at and (tok.value == "enter" or not place.file.name):
            flag = " 2" if self.line_markers else ""
        self.name = place.name
        self.is_system = self.manager.is_system(tok.loc)
        self.line = place.line
        if tok.value == "leave":
            # What follows begins on the line after the directive.
            self.line += 1
        self._write_marker(flag)

    def _write_marker(self, flag: str = "") -> None:
        if self.line_markers:
            system = " 3" if self.is_system else ""
            self.pieces.append(f"# {self.line} {quote_string(self.name)}{flag}{system}\n")

    def _move_to(self, tok: Token) -> bool:
        """Go to the line of a token; whether a new line was begun."""
        place = self.manager.place(tok.loc)
        if place is None:
            return False
        line = place.line
        if place.name != self.name:
            if self.has_tokens:
                self._end_line()
            self.name, self.line = place.name, line
            self.is_system = self.manager.is_system(tok.loc)
            self._write_marker()
            return True
        gap = line - self.line
        if gap == 0:
            return False
        if 0 < gap <= _LONGEST_GAP:
            self.pieces.append("\n" * gap)
        elif not self.line_markers:
            self.pieces.append("\n")
        else:
            if self.has_tokens:
                self.pieces.append("\n")
            self.line = line
            self._write_marker()
        self.line = line
        self.has_tokens = False
        self.last = ""
        return True

    def _print_token(self, tok: Token) -> None:
        begun = (tok.bol or not self.has_tokens) and self._move_to(tok)
        add = self.pieces.append
        value = tok.value
        if begun or not self.has_tokens:
            # Keep the indentation of the first token of a line.
            place = self.manager.place(tok.loc)
            column = place.column if place else 1
            if column > 1:
                add(" " * (column - 1))
            elif value in ("#", "%:"):
                add(" ")  # not a directive
        elif (
            tok.space
            or _RUNS_TOGETHER.match(self.last[-1:] + value[:1])
            or self.last in (".", "..")
            or (self.last[-1:] in "+-" and self.last[0] in ".0123456789")
        ):
            add(" ")
        add(value)
        self.has_tokens = True
        self.last = value
        if tok.type == COMMENT:
            self.line += value.count("\n")


def print_macros(preprocessor: Preprocessor) -> str:
    """The ``-dM`` text: every macro that is defined at the end, by name."""
    lines = []
    for name, macro in sorted(preprocessor.macros.items()):
        if macro.handler is None and not macro.is_poisoned:
            lines.append(_spell_macro(name, macro, preprocessor))
    return "".join(lines)


def _spell_macro(name: str, macro: Macro, preprocessor: Preprocessor) -> str:
    if macro.source is not None:
        macro.read(preprocessor.lexer, preprocessor.sink)
    pieces = ["#define ", name]
    if macro.params is not None:
        params = list(macro.params)
        if macro.is_variadic:
            last = params.pop()
            params.append("..." if last == "__VA_ARGS__" else f"{last}...")
        pieces.append(f"({','.join(params)})")
    pieces.append(" ")
    for index, tok in enumerate(macro.body):
        if tok.space and index:
            pieces.append(" ")
        pieces.append(tok.value)
    pieces.append("\n")
    return "".join(pieces)
