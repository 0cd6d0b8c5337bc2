"""The parser's ground: its position, scopes, errors and nesting.

Grammar methods keep pycparser's names where they do what pycparser's do, so that inherited ones
and ours call each other freely.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock

from bpfcc.diagnostics import Diagnostic
from bpfcc.frontend.cparser import c_parser
from bpfcc.frontend.lexer import BAD_TYPES, check_token
from bpfcc.frontend.token_stream import (
    DECLARATION_START,
    EOF,
    SPELLINGS,
    STATEMENT_WORDS,
    STRING_KINDS,
    TYPE_START,
    find_close,
    find_statement_end,
    prepare_tokens,
    skip_balanced,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, NoReturn

    from bpfcc.diagnostics import Sink, Where
    from bpfcc.frontend.parser_pragma import PragmaState
    from bpfcc.frontend.token import Token

MAX_NESTING = 256
"""How deep brackets, statements and right-recursive expressions nest, as clang's default."""

# A level of nesting costs at most six Python frames here, and later stages walk the same tree.
_RECURSION_LIMIT = 12_000

_BUILTIN_TYPES = ("__builtin_va_list", "__int128_t", "__uint128_t")


class SyntaxStop(c_parser.ParseError):  # type: ignore[misc]
    """Unwinds to where parsing can go on; what is wrong has been reported."""


class NestingTooDeep(Exception):  # noqa: N818
    """Unwinds to the outermost declaration; it has been reported."""


class _NoLexer:
    """Takes the place of pycparser's lexer: our tokens come from the preprocessor."""

    filename = ""

    def __init__(self, error_func: object, *, dialect: str) -> None:
        pass

    def token(self) -> None:
        return None


class RecursionRoom:
    """Lets Python recurse as deep as ``MAX_NESTING`` needs while any ``with`` block is open.

    Python's limit is one for all threads, so it is put back only when the last block ends.
    Frames of Python functions take no C stack: the limit is only a number.
    """

    _lock = allocate_lock()
    _users = 0
    _saved = 0

    def __enter__(self) -> None:
        with self._lock:
            if not RecursionRoom._users:
                RecursionRoom._saved = sys.getrecursionlimit()
                if RecursionRoom._saved < _RECURSION_LIMIT:
                    sys.setrecursionlimit(_RECURSION_LIMIT)
            RecursionRoom._users += 1

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            RecursionRoom._users -= 1
            is_ours = sys.getrecursionlimit() == _RECURSION_LIMIT
            if not RecursionRoom._users and is_ours:
                sys.setrecursionlimit(RecursionRoom._saved)


class TypeNames:
    """What the parser asks about names at file scope that it has not seen declared itself.

    ``is_typedef`` decides the grammar; the others only make messages better: ``tag_kind`` gives
    ``"struct"``, ``"union"`` or ``"enum"`` for a tag, ``all_typedefs`` the names to compare a
    misspelled one with, ``is_declared`` whether a name is a variable, function or enumerator,
    ``all_macros`` the names of macros.
    """

    __slots__ = ("all_macros", "all_typedefs", "is_declared", "is_typedef", "tag_kind")

    def __init__(
        self,
        is_typedef: Callable[[str], bool] | None = None,
        tag_kind: Callable[[str], str | None] | None = None,
        all_typedefs: Callable[[], Iterable[str]] | None = None,
        is_declared: Callable[[str], bool] | None = None,
        all_macros: Callable[[], Iterable[str]] | None = None,
    ) -> None:
        self.is_typedef = is_typedef or (lambda name: False)
        self.is_declared = is_declared or (lambda name: False)
        self.tag_kind = tag_kind or (lambda name: None)
        self.all_typedefs = all_typedefs or tuple
        self.all_macros = all_macros or tuple


class ParserBase(c_parser.CParser):  # type: ignore[misc]
    """Tokens by index, scopes with an undo log, and errors that go to the sink."""

    def __init__(
        self,
        tokens: Sequence[Token],
        sink: Sink,
        names: TypeNames,
        pragmas: PragmaState,
        *,
        c23: bool,
    ) -> None:
        super().__init__(lexer=_NoLexer)
        self._toks, self._kinds, self._directives = prepare_tokens(tokens)
        self._pos = 0
        self._next_directive = 0
        self._sink = sink
        self._names = names
        self._pragma_state = pragmas
        self._c23 = c23
        # Visible ordinary names: True a typedef, False anything else. Each open scope has a log
        # of what its declarations hid, so that lookup is one dict access at any depth.
        self._bindings: dict[str, bool] = dict.fromkeys(_BUILTIN_TYPES, True)
        self._scope_logs: list[list[tuple[str, bool | None]]] = []
        self._tags: dict[str, str] = {}
        self._depth = 0
        self._open_init_braces = 0
        self._error_pos = -1
        self._function_start = 0  # loc of the function whose body is being parsed
        self._told_nested_function = False
        self._macros: frozenset[str] | None = None
        self._tag_end = 0  # loc just past the `}` of the last struct, union or enum

    # ------------------------------------------------------------------ names

    def _push_scope(self) -> None:
        self._scope_logs.append([])

    def _pop_scope(self) -> None:
        bindings = self._bindings
        for name, hidden in reversed(self._scope_logs.pop()):
            if hidden is None:
                del bindings[name]
            else:
                bindings[name] = hidden

    def _bind(self, name: str, is_type: bool) -> None:
        """Declare ``name`` in the current scope."""
        hidden = self._bindings.get(name)
        if self._scope_logs and hidden is not is_type:
            self._scope_logs[-1].append((name, hidden))
        self._bindings[name] = is_type

    def _add_typedef_name(self, name: str, coord: Any) -> None:
        self._bind(name, True)

    def _add_identifier(self, name: str, coord: Any) -> None:
        self._bind(name, False)

    def _is_type_in_scope(self, name: str) -> bool:
        known = self._bindings.get(name)
        return self._names.is_typedef(name) if known is None else known

    def _is_undeclared(self, name: str) -> bool:
        """Whether nothing is known that ``name`` could be."""
        return name not in self._bindings and not self._names.is_declared(name)

    # ------------------------------------------------------------------ tokens

    def _peek(self, k: int = 1) -> Token:
        return self._toks[self._pos + k - 1]

    def _peek_type(self, k: int = 1) -> str:
        return self._kinds[self._pos + k - 1]

    def _advance(self) -> Token:
        pos = self._pos
        if self._kinds[pos] == EOF:
            self._fail("unexpected end of input")
        self._pos = pos + 1
        return self._toks[pos]

    def _accept(self, token_type: str) -> Token | None:
        pos = self._pos
        if self._kinds[pos] != token_type:
            return None
        self._pos = pos + 1
        return self._toks[pos]

    def _expect(self, token_type: str, after: str = "") -> Token:
        pos = self._pos
        if self._kinds[pos] == token_type:
            self._pos = pos + 1
            return self._toks[pos]
        spelling = SPELLINGS[token_type]
        what = spelling if token_type == "ID" else f"'{spelling}'"
        self._report(f"expected {what} {after}".rstrip())
        raise SyntaxStop

    def _expect_close(self, token_type: str, opening: Token) -> int:
        """Consume a closing bracket and return its loc; ``opening`` is its partner."""
        pos = self._pos
        if self._kinds[pos] == token_type:
            self._pos = pos + 1
            return self._toks[pos].loc
        self._report_unclosed(token_type, opening)
        raise SyntaxStop

    def _report_unclosed(self, token_type: str, opening: Token) -> None:
        diagnostic = self._report(f"expected '{SPELLINGS[token_type]}'")
        diagnostic.note(f"to match this '{opening.value}'", opening.loc)

    def _expect_semi(self, after: str, where: int | None = None) -> None:
        """Consume a ``;``. Where only that is missing, say so and go on as if it were there.

        ``where`` is the loc at which to miss it, by default just past the last token.
        """
        pos = self._pos
        kind = self._kinds[pos]
        if kind == "SEMI":
            self._pos = pos + 1
            return
        if kind == "RPAREN" and self._kinds[pos + 1] == "SEMI":
            self._report("extraneous ')' before ';'")
            self._pos = pos + 2
            return
        if where is None:
            where = self._loc_after_previous()
        diagnostic = self._report(f"expected ';' {after}", where)
        if where > 0:
            diagnostic.fixit((where, where), ";")
        if not (self._toks[pos].bol or kind in STATEMENT_WORDS or kind in DECLARATION_START):
            raise SyntaxStop

    def _loc_after_previous(self) -> int:
        """Just past the token before the current one: where something is missing."""
        if not self._pos:
            return self._toks[0].loc
        previous = self._toks[self._pos - 1]
        return previous.loc + len(previous.value) if previous.loc > 0 else previous.loc

    def _mark(self) -> int:
        return self._pos

    def _reset(self, mark: int) -> None:
        self._pos = mark

    def _tok_coord(self, tok: Token) -> int:
        return tok.loc

    def _is_type_at(self, pos: int) -> bool:
        """Whether a type name begins there (attributes aside)."""
        kind = self._kinds[pos]
        if kind == "ID":
            return self._is_type_in_scope(self._toks[pos].value)
        return kind in TYPE_START

    def _is_declaration_at(self, pos: int) -> bool:
        """Whether declaration specifiers begin there (attributes aside)."""
        kind = self._kinds[pos]
        if kind == "ID":
            return self._is_type_in_scope(self._toks[pos].value)
        return kind in DECLARATION_START

    def _starts_declaration(self, tok: Token | None = None) -> bool:
        return self._is_declaration_at(self._pos)

    # ------------------------------------------------------------------ nesting

    def _enter(self) -> None:
        """Count one more level of nesting; whoever calls it subtracts it when done.

        An error leaves the count to whoever catches it.
        """
        self._depth += 1
        if self._depth > MAX_NESTING:
            self._fail_nesting()

    def _fail_nesting(self, what: str = f"more than {MAX_NESTING} levels") -> NoReturn:
        loc = self._toks[self._pos].loc
        self._sink.error("nesting-too-deep", loc, f"nesting too deep: {what}")
        raise NestingTooDeep

    # ------------------------------------------------------------------ errors

    def _report(self, message: str, where: Where | None = None, code: str = "syntax") -> Diagnostic:
        """Record an error at the current token, or ``where``.

        A second error about the same token follows from the first and is not recorded. A token
        that is none of C's is told as that, whatever was expected instead.
        """
        pos = self._pos
        tok = self._toks[pos]
        loc = tok.loc if where is None else where
        if pos == self._error_pos:
            return Diagnostic("error", code, message)
        self._error_pos = pos
        if tok.type in BAD_TYPES:
            check_token(tok, self._sink)
            if tok.value.startswith("/*"):
                self._error_pos = pos + 1  # it hid all the rest, which is not missing
            return Diagnostic("error", code, message)
        diagnostic = self._sink.error(code, loc, message)
        for near in self._toks[max(pos - 1, 0) : pos + 1]:
            if code == "syntax" and near.type == "ID" and self._is_undeclared(near.value):
                self._note_foreign_word(diagnostic, near.value)
        return diagnostic

    def _note_foreign_word(self, diagnostic: Diagnostic, name: str) -> None:
        from bpfcc.frontend.hints import find_foreign_word

        advice = find_foreign_word(name)
        if advice is not None and f"'{name}'" not in diagnostic.message:
            diagnostic.note(advice)

    def _fail(self, message: str, where: Where | None = None, code: str = "syntax") -> NoReturn:
        """Record an error and unwind."""
        self._report(message, where, code)
        raise SyntaxStop

    def _parse_error(self, msg: str, coord: Any) -> NoReturn:
        """What inherited methods call; pycparser's words are not ours."""
        tok = self._toks[self._pos]
        if tok.type == EOF:
            self._fail("unexpected end of input")
        self._fail(f"unexpected '{tok.value}'")

    def _recover(self, depth: int, scopes: int) -> None:
        """Put nesting and scopes back to what they were where an error is caught."""
        self._depth = depth
        while len(self._scope_logs) > scopes:
            self._pop_scope()

    def _skip_statement(self, open_braces: int = 0) -> None:
        """Skip what is left of a statement or declaration that has a syntax error."""
        self._pos = find_statement_end(self._toks, self._kinds, self._pos, open_braces)

    def _skip_to_close(self, closing: str) -> bool:
        """Skip to the ``closing`` bracket of what we are in and past it, if it is there."""
        self._pos = find_close(self._kinds, self._pos, closing)
        if self._kinds[self._pos] != closing:
            return False
        self._pos += 1
        return True

    def _report_unknown_type(self, tok: Token) -> None:
        """``tok`` stands where a type must and is none; the caller goes on with an error type."""
        name = tok.value
        loc = tok.loc
        if self._is_macro_call(self._pos):
            self._report_unknown_macro(self._toks[self._pos - 2])
            return
        tag = self._tags.get(name) or self._names.tag_kind(name)
        if tag is not None:
            message = f"must use '{tag}' tag to refer to type '{name}'"
            diagnostic = self._report(message, loc, "unknown-type")
            if loc > 0:
                diagnostic.fixit((loc, loc), f"{tag} ")
            return
        diagnostic = self._report(f"unknown type name '{name}'", loc, "unknown-type")
        self._suggest_type(diagnostic, name, loc)

    def _skip_unknown_macro(self) -> bool:
        """Report and skip ``NAME`` or ``NAME(…)`` where only a macro can have been meant.

        That is a well-known macro whose header is missing, or a call with a string literal.
        """
        from bpfcc.frontend.hints import is_macro_name

        pos = self._pos
        if self._kinds[pos] != "ID":
            return False
        is_call = self._kinds[pos + 1] == "LPAREN"
        is_string = self._kinds[pos + 1 + is_call] in STRING_KINDS
        name = self._toks[pos].value
        if not (is_macro_name(name) or (is_call and is_string) or name in self._macro_names()):
            return False
        self._report_unknown_macro(self._toks[pos])
        self._pos = skip_balanced(self._kinds, pos + 1) if is_call else pos + 1 + is_string
        return True

    def _macro_names(self) -> frozenset[str]:
        if self._macros is None:
            self._macros = frozenset(self._names.all_macros())
        return self._macros

    def _is_macro_call(self, pos: int) -> bool:
        """Whether the parenthesis before ``pos`` is of a macro that only looks like a function.

        ``int BPF_PROG(name, …)`` without the macro reads as a parameter list.
        """
        from bpfcc.frontend.hints import is_macro_name

        return (
            pos > 1
            and self._kinds[pos - 1] == "LPAREN"
            and is_macro_name(self._toks[pos - 2].value)
        )

    def _report_unknown_macro(self, tok: Token) -> None:
        from bpfcc.frontend.hints import advise

        name = tok.value
        if name in self._macro_names():
            message = f"macro '{name}' needs its arguments in parentheses"
            self._report(message, tok.loc, "unknown-macro")
            return
        message = f"macro '{name}' is not defined"
        advise(self._report(message, tok.loc, "unknown-macro"), name, tok.loc, self._macro_names())

    def _suggest_type(self, diagnostic: Diagnostic, name: str, loc: int) -> None:
        from bpfcc.frontend.hints import advise

        local = [n for n, is_type in self._bindings.items() if is_type]
        known = [n for n in self._names.all_typedefs() if n not in self._bindings]
        words = [n for n in self._macro_names() if n.startswith("__")]
        advise(diagnostic, name, loc, [*local, *known, *words])
