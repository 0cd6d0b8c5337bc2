"""Macros: what a ``#define`` says, read when the macro is first used.

Headers define thousands of macros of which a program uses a few, so a ``#define`` costs one
regex match; parameters and body are read by ``Macro.read`` at the first expansion. Definitions
that could be malformed are read at once, so that each error is told where it stands.
"""

from __future__ import annotations

from bpfcc.frontend.lexer import IDENTIFIER_PATTERN, SPACE_PATTERN
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable
    from typing import Protocol

    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.lexer import Lexer
    from bpfcc.frontend.token import Token

    class MacroTable(Protocol):
        """What the expander asks of a table of macros."""

        def get(self, name: str, /) -> Macro | None: ...

        def __contains__(self, name: object, /) -> bool: ...

    Handler = Callable[[Token, list[Token]], list[Token]]
    """(the macro's name token, tokens between its parentheses) → replacement."""

# What a step of a function-like macro's plan does. Each step is (operation, token, argument
# index, sub-plan).
PLAIN = 0
"""Copy the body's token."""
EXPANDED = 1
"""Insert an argument, fully macro-expanded."""
RAW = 2
"""Insert an argument as it was written: an operand of `##`."""
STRINGIFY = 3
PASTE = 4
VA_OPT = 5
STRINGIFY_VA_OPT = 6
COMMA_VA_ARGS = 7
"""`, ## __VA_ARGS__`: the comma goes if the variable arguments were left out."""

Step = tuple[int, "Token", int, "tuple[Step, ...]"]
Plan = tuple[Step, ...]

_match_name = compile_pattern(rf"{SPACE_PATTERN}({IDENTIFIER_PATTERN})(\()?").match
_match_parameters = compile_pattern(
    rf"{SPACE_PATTERN}(?:(?:[A-Za-z_]\w*+{SPACE_PATTERN},{SPACE_PATTERN})*+"
    rf"(?:[A-Za-z_]\w*+{SPACE_PATTERN}(?:\.\.\.{SPACE_PATTERN})?|\.\.\.{SPACE_PATTERN}))?\)"
).match
_find_names = compile_pattern(r"[A-Za-z_]\w*").findall
# Each `#` and `##` of a body with the word after it; literals and comments are passed over.
_find_operators = compile_pattern(
    r"\"(?:[^\"\\\n]|\\[\s\S])*+\"|'(?:[^'\\\n]|\\[\s\S])*+'|/\*[\s\S]*?\*/|//.*"
    rf"|(\#\#?){SPACE_PATTERN}([\w.]*)"
).findall
_IDENTIFIER = compile_pattern(IDENTIFIER_PATTERN)


class Macro:
    """One macro. ``source`` is (text, start, end, base loc) of what follows its name, unread.

    ``params`` is None for an object-like macro. In a variadic one the last parameter takes the
    variable arguments. ``handler`` computes the replacement of a built-in macro; ``takes_args``
    says that it is written with parentheses. ``disabled`` is set while it is being expanded.
    ``since`` is the preprocessor's time at which it was defined.
    """

    __slots__ = (
        "body",
        "disabled",
        "expansion_order",
        "handler",
        "has_paste",
        "is_poisoned",
        "is_variadic",
        "loc",
        "name",
        "params",
        "plan",
        "since",
        "source",
        "takes_args",
    )

    def __init__(self, name: str, loc: int, source: tuple[str, int, int, int] | None) -> None:
        self.name = name
        self.loc = loc
        self.source = source
        self.disabled = False
        self.since = 0
        self.handler: Handler | None = None
        self.takes_args = False
        self.is_poisoned = False
        self.params: list[str] | None = None
        self.is_variadic = False
        self.body: list[Token] = []
        self.plan: Plan = ()
        self.has_paste = False
        # Arguments to expand before substitution, in the order of their first use.
        self.expansion_order: tuple[int, ...] = ()

    def read(self, lexer: Lexer, sink: Sink) -> bool:
        """Read the definition; False, and an error, if it is malformed (it is then empty)."""
        assert self.source is not None
        text, start, end, base = self.source
        self.source = None
        tokens = lexer.lex(text, start, end, base)
        if not base:
            for tok in tokens:
                tok.loc = 0
        try:
            if tokens and tokens[0].value == "(" and not tokens[0].space:
                closed = _read_parameters(self, tokens)
                tokens = tokens[closed + 1 :]
                self.body = tokens
                self._plan_body()
            else:
                self.body = tokens
                self.has_paste = any(tok.type == "PPHASHHASH" for tok in tokens)
                _check_paste_operands(tokens)
        except _BadDefinitionError as error:
            sink.error("macro-definition", error.loc or self.loc, error.message)
            self.body = []
            self.plan = ()
            self.has_paste = False
            return False
        if self.body:
            self.body[0].space = self.body[0].bol = False
        return True

    def copy(self, since: int) -> Macro:
        """The same macro, defined again at another time."""
        macro = Macro(self.name, self.loc, self.source)
        for slot in ("handler", "takes_args", "is_poisoned", "params", "is_variadic", "body",
                     "plan", "has_paste", "expansion_order"):  # fmt: skip
            setattr(macro, slot, getattr(self, slot))
        macro.since = since
        return macro

    def _plan_body(self) -> None:
        assert self.params is not None
        _check_paste_operands(self.body)
        index_of = {name: index for index, name in enumerate(self.params)}
        builder = _PlanBuilder(self.body, index_of, self.is_variadic)
        self.plan = builder.build(0, len(self.body))
        self.has_paste = builder.has_paste
        self.expansion_order = tuple(dict.fromkeys(builder.expanded))

    def same_as(self, other: Macro) -> bool:
        """Whether a second definition is the same as this one (C11 6.10.3p2); both are read."""
        return (
            self.params == other.params
            and self.is_variadic == other.is_variadic
            and len(self.body) == len(other.body)
            and all(
                mine.value == theirs.value and (index == 0 or mine.space == theirs.space)
                for index, (mine, theirs) in enumerate(zip(self.body, other.body, strict=True))
            )
        )


class _BadDefinitionError(Exception):
    def __init__(self, loc: int, message: str) -> None:
        super().__init__(message)
        self.loc = loc
        self.message = message


def _is_name(tok: Token) -> bool:
    return _IDENTIFIER.fullmatch(tok.value) is not None


def _read_parameters(macro: Macro, tokens: list[Token]) -> int:
    """Read `(a, b, ...)`; the index of its `)`."""
    params: list[str] = []
    macro.params = params
    index = 1
    count = len(tokens)
    while index < count:
        tok = tokens[index]
        if tok.value == ")" and (not params and index == 1):
            return index
        index += 1
        if tok.value == "...":
            params.append("__VA_ARGS__")
            macro.is_variadic = True
        elif not _is_name(tok):
            message = "expected identifier in macro parameter list"
            if tok.value != "," and tok.value != ")":
                message = "invalid token in macro parameter list"
            raise _BadDefinitionError(tok.loc, message)
        else:
            if tok.value in params:
                message = f"duplicate macro parameter name '{tok.value}'"
                raise _BadDefinitionError(tok.loc, message)
            if tok.value in ("__VA_ARGS__", "__VA_OPT__"):
                message = f"'{tok.value}' can only appear in the expansion of a variadic macro"
                raise _BadDefinitionError(tok.loc, message)
            params.append(tok.value)
            if index < count and tokens[index].value == "...":
                macro.is_variadic = True
                index += 1
        if index >= count:
            break
        tok = tokens[index]
        if tok.value == ")":
            return index
        if macro.is_variadic:
            raise _BadDefinitionError(tok.loc, "missing ')' in macro parameter list")
        if tok.value != ",":
            raise _BadDefinitionError(tok.loc, "expected comma in macro parameter list")
        index += 1
    raise _BadDefinitionError(tokens[-1].loc, "missing ')' in macro parameter list")


def _check_paste_operands(body: list[Token]) -> None:
    if body and body[0].type == "PPHASHHASH":
        raise _BadDefinitionError(body[0].loc, "'##' cannot appear at start of macro expansion")
    if body and body[-1].type == "PPHASHHASH":
        raise _BadDefinitionError(body[-1].loc, "'##' cannot appear at end of macro expansion")


class _PlanBuilder:
    """Turns a function-like macro's body into the steps of its substitution."""

    def __init__(self, body: list[Token], index_of: dict[str, int], is_variadic: bool) -> None:
        self.body = body
        self.index_of = index_of
        self.is_variadic = is_variadic
        self.has_paste = False
        self.expanded: list[int] = []

    def build(self, index: int, end: int, *, nested: bool = False) -> Plan:
        steps: list[Step] = []
        body = self.body
        while index < end:
            tok = body[index]
            index += 1
            if tok.type == "PPHASH":
                index = self._stringify(tok, index, end, steps)
            elif tok.type == "PPHASHHASH":
                self._paste(tok, index, end, steps)
            elif self.is_variadic and tok.value == "__VA_OPT__":
                if nested:
                    raise _BadDefinitionError(tok.loc, "__VA_OPT__ cannot be nested")
                close = self._find_close(tok, index, end)
                self.has_paste = True  # there may be nothing, which pasting takes out
                steps.append((VA_OPT, tok, 0, self.build(index + 1, close, nested=True)))
                self.expanded.append(len(self.index_of) - 1)
                index = close + 1
            else:
                self._argument_or_plain(tok, index, end, steps)
        return tuple(steps)

    def _argument_or_plain(self, tok: Token, index: int, end: int, steps: list[Step]) -> None:
        param = self.index_of.get(tok.value)
        if param is None:
            steps.append((PLAIN, tok, 0, ()))
            return
        is_operand = bool(steps) and steps[-1][0] == PASTE
        if not is_operand and index < end and self.body[index].type == "PPHASHHASH":
            is_operand = True
        if not is_operand:
            self.expanded.append(param)
        elif self._takes_comma(param, steps):
            steps.pop()
            comma = steps.pop()[1]
            steps.append((COMMA_VA_ARGS, comma, param, ((RAW, tok, param, ()),)))
            return
        steps.append((RAW if is_operand else EXPANDED, tok, param, ()))

    def _takes_comma(self, param: int, steps: list[Step]) -> bool:
        """Whether `, ##` precedes the variable arguments."""
        return (
            self.is_variadic
            and param == len(self.index_of) - 1
            and len(steps) >= 2
            and steps[-1][0] == PASTE
            and steps[-2][0] == PLAIN
            and steps[-2][1].value == ","
        )

    def _stringify(self, tok: Token, index: int, end: int, steps: list[Step]) -> int:
        operand = self.body[index] if index < end else None
        if operand is not None:
            param = self.index_of.get(operand.value)
            if param is not None:
                steps.append((STRINGIFY, tok, param, ()))
                return index + 1
            if self.is_variadic and operand.value == "__VA_OPT__":
                close = self._find_close(operand, index + 1, end)
                inner = self.build(index + 2, close, nested=True)
                steps.append((STRINGIFY_VA_OPT, tok, 0, inner))
                self.expanded.append(len(self.index_of) - 1)
                return close + 1
        loc = tok.loc if operand is None else operand.loc
        raise _BadDefinitionError(loc, "'#' is not followed by a macro parameter")

    def _paste(self, tok: Token, index: int, end: int, steps: list[Step]) -> None:
        self.has_paste = True
        if not steps or index >= end:
            where = "start" if not steps else "end"
            raise _BadDefinitionError(tok.loc, f"'##' cannot appear at {where} of __VA_OPT__")
        if steps[-1][0] != PASTE:  # `a ## ## b` pastes once
            steps.append((PASTE, tok, 0, ()))

    def _find_close(self, tok: Token, index: int, end: int) -> int:
        if index >= end or self.body[index].value != "(":
            raise _BadDefinitionError(tok.loc, "missing '(' following __VA_OPT__")
        depth = 0
        for at in range(index, end):
            value = self.body[at].value
            if value == "(":
                depth += 1
            elif value == ")":
                depth -= 1
                if not depth:
                    return at
        raise _BadDefinitionError(tok.loc, "unterminated __VA_OPT__")


def define_macro(
    text: str, start: int, end: int, base: int, lexer: Lexer, sink: Sink
) -> Macro | None:
    """The macro that ``text[start:end]``, what follows `#define`, defines; None on an error.

    ``base`` is the loc of the text's first character, or 0 for text without locations.
    """
    match = _match_name(text, start, end)
    if match is None:
        _report_bad_name(text, start, end, base, lexer, sink)
        return None
    name = match[1]
    loc = base + match.start(1) if base else 0
    if "\\" in name or not name.isascii():
        name = lexer.lex(name, 0, len(name), 0)[0].value
    if name == "defined" or name in ("__VA_ARGS__", "__VA_OPT__"):
        sink.error("macro-name", loc, f"'{name}' cannot be used as a macro name")
        return None
    macro = Macro(name, loc, (text, match.end(1), end, base))
    parameters = None
    if match[2] is not None:
        macro.params = []  # it is function-like, read or not
        parameters = _match_parameters(text, match.end(), end)
    if (match[2] is not None and parameters is None) or not _is_well_formed(
        text, match.end(1), end, parameters
    ):
        macro.read(lexer, sink)
    return macro


def _is_well_formed(text: str, start: int, end: int, parameters: re.Match[str] | None) -> bool:
    """Whether a definition is surely right; not, if that takes more than a look."""
    if text.find("#", start, end) < 0:
        return text.find("%:", start, end) < 0
    if parameters is None or text.find("%:", start, end) >= 0:
        return False
    names = _find_names(parameters[0])
    if len(set(names)) != len(names):
        return False
    if parameters[0].rstrip(") \t").endswith("..."):
        names.append("__VA_ARGS__")
    body = text[parameters.end() : end].strip()
    if body[:2] == "##" or body[-2:] == "##":
        return False
    for operator, operand in _find_operators(body):
        if operator == "#" and operand not in names:
            return False
        if operator == "##" and not operand:
            return False
    return "__VA_OPT__" not in body


def _report_bad_name(text: str, start: int, end: int, base: int, lexer: Lexer, sink: Sink) -> None:
    tokens = lexer.lex(text, start, end, base)
    if tokens:
        sink.error("macro-name", tokens[0].loc, "macro name must be an identifier")
    else:
        sink.error("macro-name", base + start, "macro name missing")
