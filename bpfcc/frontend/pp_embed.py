"""``#embed`` and ``__has_embed`` (C23 6.10.4): a file's bytes as a list of integer constants."""

from __future__ import annotations

import os

from bpfcc.files import ReadError
from bpfcc.frontend.includes import read_bytes
from bpfcc.frontend.ppexpr import ExpressionError, evaluate_integer
from bpfcc.frontend.token import Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.pp_scan import Item
    from bpfcc.frontend.preprocessor import Frame, Preprocessor

SIZE_LIMIT = 1 << 20
"""Bytes that one ``#embed`` makes tokens of."""

NOT_FOUND, FOUND, EMPTY = 0, 1, 2

_PARAMETERS = ("limit", "prefix", "suffix", "if_empty", "offset")


class _Request:
    """What an ``#embed`` asks for."""

    __slots__ = ("if_empty", "limit", "name", "offset", "prefix", "quoted", "suffix", "unknown")

    def __init__(self, name: str, quoted: bool) -> None:
        self.name = name
        self.quoted = quoted
        self.limit: int | None = None
        self.offset = 0
        self.prefix: list[Token] = []
        self.suffix: list[Token] = []
        self.if_empty: list[Token] = []
        self.unknown: Token | None = None


def embed(pp: Preprocessor, frame: Frame, item: Item, loc: int) -> None:
    """Carry out ``#embed``: append the tokens that it stands for to the output."""
    tokens = pp.lexer.lex(frame.text, item[3], item[2], frame.file.base)
    request = _read_request(pp, tokens, loc)
    if request is None:
        return
    if request.unknown is not None:
        name = request.unknown.value
        pp.sink.error("embed-parameter", request.unknown.loc, f"unknown embed parameter '{name}'")
        return
    data = _read_file(pp, request, loc)
    if data is None:
        raise pp.sink.fatal("file-not-found", loc, f"'{request.name}' file not found")
    if len(data) > SIZE_LIMIT:
        pp.sink.error(
            "embed-limit",
            loc,
            f"#embed of {len(data)} bytes, more than the limit of {SIZE_LIMIT}; use limit()",
        )
        return
    if not data:
        pp.emit_tokens(frame, request.if_empty)
        return
    made: list[Token] = list(request.prefix)
    for index, byte in enumerate(data):
        if index:
            made.append(Token("COMMA", ",", loc))
        made.append(Token("INT_CONST_DEC", str(byte), loc, True))
    made.extend(request.suffix)
    pp.emit_tokens(frame, made)


def has_embed(pp: Preprocessor, at: Token, args: list[Token]) -> int:
    """What ``__has_embed`` answers: ``NOT_FOUND``, ``FOUND`` or ``EMPTY``."""
    request = _read_request(pp, args, at.loc)
    if request is None or request.unknown is not None:
        return NOT_FOUND
    data = _read_file(pp, request, at.loc)
    if data is None:
        return NOT_FOUND
    return FOUND if data else EMPTY


def _read_request(pp: Preprocessor, tokens: list[Token], loc: int) -> _Request | None:
    count = 1
    if tokens and tokens[0].value.startswith("<"):
        while count < len(tokens) and not tokens[count - 1].value.endswith(">"):
            count += 1
    spelled = pp.spell_header_name(tokens[:count])
    if spelled is None:
        pp.sink.error("include-name", loc, 'expected "FILENAME" or <FILENAME>')
        return None
    request = _Request(*spelled)
    index = count
    while index < len(tokens):
        name = tokens[index]
        index += 1
        while index + 1 < len(tokens) and tokens[index].value == "::":
            name = tokens[index + 1]
            index += 2
        argument, index = _read_argument(tokens, index)
        word = name.value.strip("_") if name.value.startswith("__") else name.value
        if word not in _PARAMETERS or argument is None:
            request.unknown = name
        elif word in ("limit", "offset"):
            value = _evaluate(pp, argument, name)
            if value is None:
                return None
            setattr(request, word, value)
        else:
            setattr(request, word, argument)
    return request


def _read_argument(tokens: list[Token], index: int) -> tuple[list[Token] | None, int]:
    """The tokens in the parentheses at ``index``, and the index after them."""
    if index >= len(tokens) or tokens[index].value != "(":
        return None, index
    depth = 0
    for at in range(index, len(tokens)):
        depth += (tokens[at].value == "(") - (tokens[at].value == ")")
        if not depth:
            return tokens[index + 1 : at], at + 1
    return None, len(tokens)


def _evaluate(pp: Preprocessor, argument: list[Token], name: Token) -> int | None:
    expanded: list[Token] = []
    pp.expander.expand(argument, expanded)
    try:
        value = evaluate_integer(expanded)
    except ExpressionError as error:
        pp.sink.error("embed-parameter", error.loc or name.loc, error.message)
        return None
    if value < 0:
        pp.sink.error("embed-parameter", name.loc, f"'{name.value}' must not be negative")
        return None
    return value


def _read_file(pp: Preprocessor, request: _Request, loc: int) -> bytes | None:
    pp.search.is_repeatable = False
    pp.search.is_repeatable = False  # the file is none of those that the search notes
    frame = pp.frames[-1]
    folders = [os.path.dirname(frame.path) or "."] if request.quoted else []
    folders += pp.options.user_folders
    path = request.name
    for folder in [""] if os.path.isabs(path) else folders:
        full = os.path.join(folder, path)
        limit = SIZE_LIMIT + 1 if request.limit is None else request.limit
        try:
            data = read_bytes(full, request.offset, limit)
        except ReadError as error:
            raise pp.sink.fatal("file-unreadable", loc, f"cannot read '{path}': {error}") from error
        if data is not None:
            pp.add_dependency(full, is_system=False)
            return data
    return None
