"""Characters to preprocessing tokens.

One compiled regex cuts a stretch of text into pairs of white space and token; a table, filled
as spellings turn up, gives each spelling its type. Types are pycparser's names, so that the
parser takes tokens as they leave the preprocessor. Three more types exist for what is a valid
preprocessing token and no C token: ``UNKNOWN`` (a stray character, an unterminated literal),
``BAD_NUMBER`` and ``PPHASH``/``PPHASHHASH``; ``check_token`` words the error when one of them
gets as far as the parser.
"""

from __future__ import annotations

import re

from bpfcc.frontend.token import Token
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpfcc.diagnostics import Sink

# White space as the lexer sees it: blanks, comments, and line splices between tokens.
_SPACE = (
    r"(?:[ \t\n\r\f\v\0]++"
    r"|//(?:[^\\\n]|\\[ \t]*\r?\n|\\)*+"
    r"|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/"
    r"|\\[ \t]*\r?\n)*+"
)
_UNIVERSAL = r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}"
_IDENTIFIER = rf"(?:[^\W\d]|\$|{_UNIVERSAL})(?:[\w$]|{_UNIVERSAL})*+"
_LITERAL_TAIL = (
    r'(?:"(?:[^"\\\n]|\\(?:[ \t]*\r?\n|.))*+"?|' r"'(?:[^'\\\n]|\\(?:[ \t]*\r?\n|.))*+'?)"
)
_PUNCTUATOR = (
    r"\.\.\.|->|\+\+|--|&&|\|\||<<=|>>=|<<|>>|[-+*/%&|^!=<>]=|\#\#|<:|:>|<%|%>|%:%:|%:|::"
    r"|[]\[(){}.,;:?~!\#*&|^+\-/%<>=]"
)


def _token_pattern(*, separators: bool) -> str:
    separator = r"|'(?=\w)" if separators else ""
    return (
        rf"{_IDENTIFIER}"
        rf"|\.?\d(?:[eEpP][+-]|[\w.]{separator})*+"
        rf"|[\"']|/\*[\s\S]*|{_PUNCTUATOR}|[\s\S]|\Z"
    )


def _lexer_pattern(*, separators: bool) -> str:
    # Literals come first: `L"x"` would otherwise begin with the identifier L. The bare quote
    # decides on its first character, the prefixed one is tried for words in u, U and L only.
    return (
        rf"({_SPACE})"
        rf"((?:(?=[\"'])|[uUL]8?(?=[\"'])){_LITERAL_TAIL}|{_token_pattern(separators=separators)})"
    )


SPACE_PATTERN = _SPACE
IDENTIFIER_PATTERN = _IDENTIFIER
match_space = compile_pattern(_SPACE).match
# Newlines that end no line: in comments, and spliced ones.
_sub_hidden_newlines = compile_pattern(
    r"/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/|//(?:[^\\\n]|\\[ \t]*\r?\n|\\)*+|\\[ \t]*\r?\n"
).sub
_DIGIT_SEPARATORS = False

_DECIMAL = "[0-9]+"
_INTEGER = compile_pattern(
    r"(?:(?P<hex>0[xX][0-9a-fA-F]+)|(?P<bin>0[bB][01]+)|(?P<oct>0[0-7]*)|(?P<dec>[1-9][0-9]*))"
    r"(?:[uU](?:ll|LL|l|L)?|(?:ll|LL|l|L)[uU]?|[uU]?(?:wb|WB)|(?:wb|WB)[uU])?"
)
_FLOAT = compile_pattern(
    r"(?:(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)"
    r"(?:[fFlLqQ]|[fF]16|[fF]128|df|dd|dl|DF|DD|DL)?"
)
_HEX_FLOAT = compile_pattern(
    r"0[xX](?:[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?[0-9]+(?:[fFlLqQ]|[fF]16)?"
)
_INTEGER_TYPES = {
    "hex": "INT_CONST_HEX",
    "bin": "INT_CONST_BIN",
    "oct": "INT_CONST_OCT",
    "dec": "INT_CONST_DEC",
}
_STRING_TYPES = {
    "": "STRING_LITERAL",
    "L": "WSTRING_LITERAL",
    "u8": "U8STRING_LITERAL",
    "u": "U16STRING_LITERAL",
    "U": "U32STRING_LITERAL",
}
_CHAR_TYPES = {
    "": "CHAR_CONST",
    "L": "WCHAR_CONST",
    "u8": "U8CHAR_CONST",
    "u": "U16CHAR_CONST",
    "U": "U32CHAR_CONST",
}
_ONE_CHARACTER = compile_pattern(r"'(?:[^'\\]|\\(?:[0-7]{1,3}|x[0-9a-fA-F]+|[^x0-7]))'")
_LITERAL = compile_pattern(r"(u8|[uUL]|)([\"'])")

PUNCTUATOR_TYPES = {
    "...": "ELLIPSIS",
    "<<=": "LSHIFTEQUAL",
    ">>=": "RSHIFTEQUAL",
    "++": "PLUSPLUS",
    "--": "MINUSMINUS",
    "->": "ARROW",
    "&&": "LAND",
    "||": "LOR",
    "<<": "LSHIFT",
    ">>": "RSHIFT",
    "<=": "LE",
    ">=": "GE",
    "==": "EQ",
    "!=": "NE",
    "*=": "TIMESEQUAL",
    "/=": "DIVEQUAL",
    "%=": "MODEQUAL",
    "+=": "PLUSEQUAL",
    "-=": "MINUSEQUAL",
    "&=": "ANDEQUAL",
    "|=": "OREQUAL",
    "^=": "XOREQUAL",
    "=": "EQUALS",
    "+": "PLUS",
    "-": "MINUS",
    "*": "TIMES",
    "/": "DIVIDE",
    "%": "MOD",
    "|": "OR",
    "&": "AND",
    "~": "NOT",
    "^": "XOR",
    "!": "LNOT",
    "<": "LT",
    ">": "GT",
    "?": "CONDOP",
    "(": "LPAREN",
    ")": "RPAREN",
    "[": "LBRACKET",
    "]": "RBRACKET",
    "{": "LBRACE",
    "}": "RBRACE",
    ",": "COMMA",
    ".": "PERIOD",
    ";": "SEMI",
    ":": "COLON",
    "::": "COLONCOLON",
    "#": "PPHASH",
    "##": "PPHASHHASH",
    "<:": "LBRACKET",
    ":>": "RBRACKET",
    "<%": "LBRACE",
    "%>": "RBRACE",
    "%:": "PPHASH",
    "%:%:": "PPHASHHASH",
}

_COMMON_KEYWORDS = """
auto break case char const continue default do double else enum extern float for goto if int long
register return short signed sizeof static struct switch typedef union unsigned void volatile while
"""

_KEYWORDS: dict[str, str] = {
    **{word: word.upper() for word in _COMMON_KEYWORDS.split()},
    "_Alignas": "_ALIGNAS",
    "_Alignof": "_ALIGNOF",
    "__alignof": "_ALIGNOF",
    "__alignof__": "_ALIGNOF",
    "_Atomic": "_ATOMIC",
    "_BitInt": "_BITINT",
    "_Bool": "_BOOL",
    "_Complex": "_COMPLEX",
    "__complex": "_COMPLEX",
    "__complex__": "_COMPLEX",
    "_Imaginary": "_IMAGINARY",
    "_Generic": "_GENERIC",
    "_Noreturn": "_NORETURN",
    "_Static_assert": "_STATIC_ASSERT",
    "_Thread_local": "_THREAD_LOCAL",
    "__thread": "_THREAD_LOCAL",
    "__int128": "__INT128",
    "_Float16": "_FLOAT16",
    "__fp16": "_FLOAT16",
    "__bf16": "_FLOAT16",
    "_Float128": "_FLOAT128",
    "__float128": "_FLOAT128",
    "__const": "CONST",
    "__const__": "CONST",
    "__volatile": "VOLATILE",
    "__volatile__": "VOLATILE",
    "__restrict": "RESTRICT",
    "__restrict__": "RESTRICT",
    "__signed": "SIGNED",
    "__signed__": "SIGNED",
    "__inline": "INLINE",
    "__inline__": "INLINE",
    "__asm": "ASM",
    "__asm__": "ASM",
    "__attribute": "ATTRIBUTE",
    "__attribute__": "ATTRIBUTE",
    "__typeof": "TYPEOF",
    "__typeof__": "TYPEOF",
    "__typeof_unqual": "TYPEOF_UNQUAL",
    "__typeof_unqual__": "TYPEOF_UNQUAL",
    "__auto_type": "AUTO_TYPE",
    "__extension__": "EXTENSION",
    "__label__": "LABEL",
    "__real": "REAL",
    "__real__": "REAL",
    "__imag": "IMAG",
    "__imag__": "IMAG",
    "_Nonnull": "NULLABILITY",
    "_Nullable": "NULLABILITY",
    "_Nullable_result": "NULLABILITY",
    "_Null_unspecified": "NULLABILITY",
    "__builtin_va_arg": "__BUILTIN_VA_ARG",
    "__builtin_offsetof": "OFFSETOF",
    "__builtin_types_compatible_p": "TYPES_COMPATIBLE",
    "__builtin_choose_expr": "CHOOSE_EXPR",
}
_C23_KEYWORDS = {
    "alignas": "_ALIGNAS",
    "alignof": "_ALIGNOF",
    "bool": "_BOOL",
    "static_assert": "_STATIC_ASSERT",
    "thread_local": "_THREAD_LOCAL",
    "true": "BOOL_CONST",
    "false": "BOOL_CONST",
    "nullptr": "NULLPTR",
    "constexpr": "CONSTEXPR",
    "typeof": "TYPEOF",
    "typeof_unqual": "TYPEOF_UNQUAL",
}

# A spelling longer than this is classified anew each time: the tables outlive a compilation.
_LONGEST_REMEMBERED = 48
_MOST_REMEMBERED = 200_000


class TokenTypes(dict[str, str]):
    """Spelling → token type for one C standard; learns spellings as they turn up."""

    def __init__(self, keywords: Mapping[str, str], *, separators: bool) -> None:
        super().__init__(PUNCTUATOR_TYPES)
        self.update(keywords)
        self.separators = separators

    def __missing__(self, value: str) -> str:
        kind = self._classify(value)
        if len(value) <= _LONGEST_REMEMBERED and len(self) < _MOST_REMEMBERED:
            self[value] = kind
        return kind

    def _classify(self, value: str) -> str:
        first = value[:1]
        if first.isdecimal() or (first == "." and len(value) > 1):
            return classify_number(value.replace("'", "") if self.separators else value)
        literal = _LITERAL.match(value)
        if literal:
            return _classify_literal(value, literal)
        if value.isascii():
            is_word = first.isalpha() or first in "_$"
            return "ID" if is_word or first == "\\" != value else "UNKNOWN"
        return "ID" if value.replace("$", "_").isidentifier() else "UNKNOWN"


def classify_number(value: str) -> str:
    """The token type of a pp-number: an integer or floating constant, or ``BAD_NUMBER``."""
    match = _INTEGER.fullmatch(value)
    if match:
        return _INTEGER_TYPES[match.lastgroup or "dec"]
    if _HEX_FLOAT.fullmatch(value):
        return "HEX_FLOAT_CONST"
    return "FLOAT_CONST" if _FLOAT.fullmatch(value) else "BAD_NUMBER"


def _classify_literal(value: str, literal: re.Match[str]) -> str:
    prefix, quote = literal.groups()
    body = value[len(prefix) :]
    # An escaped quote at the end closes nothing: the regex matched up to the line's end.
    if len(body) < 2 or body[-1] != quote or (len(body) - len(body[:-1].rstrip("\\"))) % 2 == 0:
        return "UNKNOWN"
    if quote == '"':
        return _STRING_TYPES[prefix]
    if not prefix and not _ONE_CHARACTER.fullmatch(body):
        return "INT_CONST_CHAR"
    return _CHAR_TYPES[prefix]


_NUMBER_SPLIT = compile_pattern(
    r"0[xX][0-9a-fA-F.]*(?:[pP][+-]?[0-9]*)?|[0-9.]+(?:[eE][+-]?[0-9]+)?"
)


def describe_bad_number(value: str) -> str:
    """What is wrong with a pp-number that is no constant."""
    match = re.match(r"0([0-7]*)([89])[0-9]*(?![0-9.eE])", value)
    if match:
        return f"invalid digit '{match[2]}' in octal constant"
    match = re.match(r"0[bB][01]*([2-9])", value)
    if match:
        return f"invalid digit '{match[1]}' in binary constant"
    match = _NUMBER_SPLIT.match(value)
    digits = match[0] if match else value
    kind = "floating" if "." in digits or re.search("[eEpP]", digits[2:]) else "integer"
    return f"invalid suffix '{value[len(digits) :]}' on {kind} constant"


TOKEN_LIMIT = 3_000_000
"""Tokens that one lexer makes, in one translation unit, before it is called off."""

_LONG_TEXT = 1 << 18


class TokenLimitError(Exception):
    """A text has more tokens than can be borne."""


class Lexer:
    """Cuts text into tokens as one C standard says."""

    __slots__ = ("_find", "_find_one_by_one", "gnu", "left", "types")

    def __init__(self, std: str) -> None:
        c23 = is_c23(std)
        self.types = types_of(std)
        self.gnu = is_gnu(std)
        pattern = _pattern(c23)
        self._find: Find = pattern.findall
        self._find_one_by_one = pattern.finditer
        self.left = TOKEN_LIMIT

    def lex(self, text: str, start: int, end: int, base: int) -> list[Token]:
        """The tokens of ``text[start:end]``; the loc of offset ``i`` is ``base + i``.

        A token begins a line if a newline stands in the white space before it; whether the
        first one does is for the caller to know. Raises TokenLimitError.
        """
        if end - start > _LONG_TEXT:
            self._check_long(text, start, end)
        types = self.types
        tokens: list[Token] = []
        append = tokens.append
        pos = base + start
        for space, value in self._find(text, start, end):
            if space:
                pos += len(space)
                begins_line = "\n" in space
                if begins_line and ("/" in space or "\\" in space):
                    begins_line = "\n" in _sub_hidden_newlines("", space)
                append(Token(types[value], value, pos, True, begins_line))
            else:
                append(Token(types[value], value, pos))
            pos += len(value)
        # White space at the end matches with an empty token, and the end itself once more.
        while tokens and not tokens[-1].value:
            tokens.pop()
        if text.find("\\", start, end) >= 0:
            _clean_spellings(tokens, types)
        self.left -= len(tokens)
        if self.left < 0:
            raise TokenLimitError
        return tokens

    def _check_long(self, text: str, start: int, end: int) -> None:
        """Count the tokens of a long text before memory is taken for them."""
        if end - start < self.left:
            return
        for count, _ in enumerate(self._find_one_by_one(text, start, end)):
            if count > self.left:
                raise TokenLimitError


_find_comments = compile_pattern(
    rf"{_LITERAL_TAIL}|(/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/|//(?:[^\\\n]|\\[ \t]*\r?\n|\\)*+)"
).finditer


def add_comments(tokens: list[Token], text: str, start: int, end: int, base: int) -> list[Token]:
    """The tokens of ``text[start:end]`` with its comments among them, as ``PPCOMMENT`` tokens."""
    comments = [
        Token("PPCOMMENT", match[1], base + match.start(), True, _begins_line(text, match.start()))
        for match in _find_comments(text, start, end)
        if match[1]
    ]
    return sorted([*tokens, *comments], key=lambda tok: tok.loc) if comments else tokens


def _begins_line(text: str, offset: int) -> bool:
    return not text[text.rfind("\n", 0, offset) + 1 : offset].strip()


_UCN = compile_pattern(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_SPLICE = compile_pattern(r"\\[ \t]*\r?\n")


def _clean_spellings(tokens: list[Token], types: TokenTypes) -> None:
    """Take line splices out of literals, and spell universal characters in names as such."""
    for tok in tokens:
        value = tok.value
        if "\\" not in value:
            continue
        if value[-1] in "\"'" or "\n" in value:
            if "\n" in value:
                tok.value = _SPLICE.sub("", value)
                tok.type = types[tok.value]
        elif len(value) > 1 and tok.type in ("ID", "UNKNOWN"):
            tok.value = _UCN.sub(_decode_ucn, value)
            tok.type = types[tok.value]


def _decode_ucn(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0xD800 or 0xE000 <= code <= 0x10FFFF else match[0]


_patterns: dict[bool, re.Pattern[str]] = {}
_type_tables: dict[str, TokenTypes] = {}

if TYPE_CHECKING:
    from collections.abc import Callable

    Find = Callable[[str, int, int], list[tuple[str, str]]]


def _pattern(separators: bool) -> re.Pattern[str]:
    pattern = _patterns.get(separators)
    if pattern is None:
        pattern = compile_pattern(_lexer_pattern(separators=separators))
        _patterns[separators] = pattern
    return pattern


def limit_message() -> str:
    """What is said when a translation unit has too many tokens."""
    return f"translation unit exceeds the limit of {TOKEN_LIMIT} tokens"


def is_c23(std: str) -> bool:
    """Whether ``-std=`` names C23 or later."""
    return std[-2:] in ("23", "2x", "2y")


def is_gnu(std: str) -> bool:
    """Whether ``-std=`` names a GNU dialect."""
    return std.startswith("gnu")


def types_of(std: str) -> TokenTypes:
    """The token types of a C standard's spellings, the same table each time."""
    table = _type_tables.get(std)
    if table is None:
        keywords = dict(_KEYWORDS)
        c89 = std[-2:] in ("89", "90") or std.endswith("199409")
        if is_gnu(std):
            keywords |= {"asm": "ASM", "typeof": "TYPEOF", "inline": "INLINE"}
        if not c89:
            keywords |= {"inline": "INLINE", "restrict": "RESTRICT"}
        if is_c23(std):
            keywords |= _C23_KEYWORDS
        table = TokenTypes(keywords, separators=is_c23(std))
        _type_tables[std] = table
    return table


BAD_TYPES = frozenset({"UNKNOWN", "BAD_NUMBER", "PPHASH", "PPHASHHASH"})


def check_token(tok: Token, sink: Sink) -> None:
    """Report a preprocessing token, of one of ``BAD_TYPES``, that is no token of C."""
    value = tok.value
    if tok.type == "BAD_NUMBER":
        sink.error("invalid-number", tok.loc, describe_bad_number(value))
    elif value.startswith("/*"):
        sink.error("unterminated-comment", tok.loc, "unterminated /* comment")
    elif value[-1:] == "\\" or tok.type in ("PPHASH", "PPHASHHASH"):
        sink.error("stray-token", tok.loc, f"stray '{value}' in program")
    elif _LITERAL.match(value):
        quote = "'" if "'" in value[:3] and '"' not in value[:2] else '"'
        sink.error("unterminated-literal", tok.loc, f"missing terminating '{quote}' character")
    else:
        from bpfcc.diagnostics import spell_out

        shown = value if value.isprintable() else spell_out(value[0])
        sink.error("stray-token", tok.loc, f"unexpected character '{shown}'")
