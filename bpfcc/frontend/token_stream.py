"""What the parser knows about its tokens before it looks at the grammar.

The parser walks two parallel lists by one index: tokens and their types ("kinds"). Names are
never reclassified as typedef names: whether one is a type is asked where the grammar depends on
it, so tokens can be shared and cached.
"""

from __future__ import annotations

from bpfcc.frontend.token import Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

EOF = "EOF"
PRAGMA = "PPPRAGMA"

# No method of the parser looks further ahead than this.
_LOOKAHEAD = 3

Directive = tuple[int, str, int]
"""A ``#pragma`` that steers the parser: (index of the token it stands before, text, loc)."""

_LOOP_PRAGMAS = ("unroll", "nounroll", "loop", "clang loop", "GCC unroll", "GCC ivdep")
_STATE_PRAGMAS = ("pack", "clang attribute", "clang section", "GCC visibility", "weak")


def prepare_tokens(
    tokens: Sequence[Token],
) -> tuple[list[Token], list[str], list[Directive]]:
    """(tokens, kinds, directives): the end marked by ``EOF`` tokens, pragmas sorted out.

    Pragmas that change the parser's state (``pack`` …) may stand between any two tokens, so
    they leave the list and become directives. Pragmas for loops stay, as one ``PPPRAGMA`` token
    with the text as its value. All others say nothing to this compiler and are dropped.
    """
    kept = list(tokens)
    kinds = [tok.type for tok in kept]
    directives: list[Directive] = []
    if PRAGMA in kinds:
        kept, directives = _sort_pragmas(kept)
        kinds = [tok.type for tok in kept]
    last = tokens[-1] if tokens else None
    end = 0
    if last is not None:
        end = last.loc + len(last.value) if last.loc > 0 else last.loc
    kept += [Token(EOF, "", end, bol=True)] * _LOOKAHEAD
    kinds += [EOF] * _LOOKAHEAD
    return kept, kinds, directives


def _sort_pragmas(tokens: list[Token]) -> tuple[list[Token], list[Directive]]:
    kept: list[Token] = []
    directives: list[Directive] = []
    for i, tok in enumerate(tokens):
        if tok.type == PRAGMA:
            following = tokens[i + 1] if i + 1 < len(tokens) else tok
            text = following.value.strip() if following.type == "PPPRAGMASTR" else ""
            if _begins_with(text, _LOOP_PRAGMAS):
                kept.append(Token(PRAGMA, text, following.loc, bol=True))
            elif _begins_with(text, _STATE_PRAGMAS):
                directives.append((len(kept), text, following.loc))
        elif tok.type != "PPPRAGMASTR":
            kept.append(tok)
    return kept, directives


def _begins_with(text: str, pragmas: tuple[str, ...]) -> bool:
    words = " ".join(text.replace("(", " ( ", 1).split()[:2]) + " "
    return any(words.startswith(pragma + " ") for pragma in pragmas)


def skip_balanced(kinds: list[str], index: int) -> int:
    """The index past the bracket that matches the one at ``index`` (of its own sort)."""
    opening = kinds[index]
    closing = {"LPAREN": "RPAREN", "LBRACE": "RBRACE", "LBRACKET": "RBRACKET"}[opening]
    depth = 0
    while True:
        kind = kinds[index]
        if kind == EOF:
            return index
        index += 1
        if kind == opening:
            depth += 1
        elif kind == closing:
            depth -= 1
            if not depth:
                return index


def find_statement_end(
    tokens: list[Token], kinds: list[str], index: int, open_braces: int = 0
) -> int:
    """Where parsing can go on after a syntax error at ``index``.

    That is past the next ``;``, past a balanced ``{…}`` that ends a line, or at a ``}`` that
    nothing here opened. ``open_braces`` counts an initializer's braces, open at the error.
    """
    depth = 0
    while True:
        kind = kinds[index]
        if kind == EOF:
            return index
        if kind == "SEMI" and not depth:
            return index + 1
        if kind == "LBRACE":
            depth += 1
        elif kind == "RBRACE":
            if depth:
                depth -= 1
                if not depth and not open_braces and not _continues(tokens[index + 1]):
                    return index + 1
            elif open_braces:
                open_braces -= 1
            else:
                return index
        index += 1


def _continues(tok: Token) -> bool:
    """Whether a statement or declaration with a ``}`` seems to go on with ``tok``."""
    return tok.type in _CONTINUES or (tok.type in ("ID", "TIMES") and not tok.bol)


def find_close(kinds: list[str], index: int, closing: str) -> int:
    """The index of the ``closing`` bracket that ends what ``index`` is in, or where the
    statement seems to end before one turns up.
    """
    depth = 0
    while True:
        kind = kinds[index]
        if kind in ("LPAREN", "LBRACKET"):
            depth += 1
        elif kind in ("RPAREN", "RBRACKET"):
            if not depth:
                return index
            depth -= 1
        elif kind in ("SEMI", "LBRACE", "RBRACE", EOF):
            return index
        index += 1


def find_item_end(kinds: list[str], index: int) -> int:
    """The ``,`` or closing bracket that ends the list item ``index`` is in, or where the
    statement seems to end before one turns up.
    """
    depth = 0
    while True:
        kind = kinds[index]
        if kind in ("LPAREN", "LBRACKET", "LBRACE"):
            depth += 1
        elif kind in ("RPAREN", "RBRACKET", "RBRACE"):
            if not depth:
                return index
            depth -= 1
        elif kind == EOF or (kind in ("COMMA", "SEMI") and not depth):
            return index
        index += 1


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What may follow a `}` inside one statement or declaration.
_CONTINUES = _words("SEMI COMMA RPAREN RBRACKET LBRACKET PERIOD ARROW ELSE EQUALS")

STORAGE_WORDS = {
    "AUTO": "auto",
    "CONSTEXPR": "constexpr",
    "EXTERN": "extern",
    "REGISTER": "register",
    "STATIC": "static",
    "TYPEDEF": "typedef",
    "_THREAD_LOCAL": "_Thread_local",
}
FUNCTION_WORDS = {"INLINE": "inline", "_NORETURN": "_Noreturn"}
QUALIFIER_WORDS = {
    "CONST": "const",
    "RESTRICT": "restrict",
    "VOLATILE": "volatile",
    "_ATOMIC": "_Atomic",
}
TYPE_WORDS = {
    "CHAR": "char",
    "DOUBLE": "double",
    "FLOAT": "float",
    "INT": "int",
    "LONG": "long",
    "SHORT": "short",
    "SIGNED": "signed",
    "UNSIGNED": "unsigned",
    "VOID": "void",
    "_BOOL": "_Bool",
    "_COMPLEX": "_Complex",
    "_IMAGINARY": "_Imaginary",
    "_FLOAT16": "_Float16",
    "_FLOAT128": "__float128",
    "__INT128": "__int128",
}
TAG_KINDS = _words("STRUCT UNION ENUM")
TYPE_START = (
    frozenset(TYPE_WORDS)
    | frozenset(QUALIFIER_WORDS)
    | TAG_KINDS
    | _words("TYPEOF TYPEOF_UNQUAL AUTO_TYPE _BITINT")
)
"""Kinds that begin a type name, beside typedef names and attributes."""

DECLARATION_START = (
    TYPE_START | frozenset(STORAGE_WORDS) | frozenset(FUNCTION_WORDS) | _words("_ALIGNAS")
)
"""Kinds that begin a declaration, beside typedef names, attributes and ``__extension__``."""

STRING_KINDS = _words(
    "STRING_LITERAL WSTRING_LITERAL U8STRING_LITERAL U16STRING_LITERAL U32STRING_LITERAL"
)
CONSTANT_TYPES = {
    "INT_CONST_DEC": "int",
    "INT_CONST_OCT": "int",
    "INT_CONST_HEX": "int",
    "INT_CONST_BIN": "int",
    "FLOAT_CONST": "float",
    "HEX_FLOAT_CONST": "float",
    "CHAR_CONST": "char",
    "INT_CONST_CHAR": "char",
    "WCHAR_CONST": "char",
    "U8CHAR_CONST": "char",
    "U16CHAR_CONST": "char",
    "U32CHAR_CONST": "char",
    "BOOL_CONST": "bool",
    "NULLPTR": "nullptr",
}
"""Kind of a constant to the ``type`` of its ``Constant`` node."""

ASSIGNMENT_KINDS = _words(
    "EQUALS XOREQUAL TIMESEQUAL DIVEQUAL MODEQUAL PLUSEQUAL MINUSEQUAL LSHIFTEQUAL RSHIFTEQUAL"
    " ANDEQUAL OREQUAL"
)
STATEMENT_WORDS = _words(
    "IF ELSE SWITCH WHILE DO FOR GOTO BREAK CONTINUE RETURN CASE DEFAULT LBRACE RBRACE"
)
"""Kinds that can only begin or end a statement: recovery may go on there."""

SPELLINGS = {
    "ARROW": "->",
    "COLON": ":",
    "COMMA": ",",
    "EQUALS": "=",
    "ID": "identifier",
    "LBRACE": "{",
    "LBRACKET": "[",
    "LPAREN": "(",
    "PERIOD": ".",
    "RBRACE": "}",
    "RBRACKET": "]",
    "RPAREN": ")",
    "SEMI": ";",
    "WHILE": "while",
    "ENUM": "enum",
    "_ATOMIC": "_Atomic",
    "_ALIGNAS": "_Alignas",
    "_BITINT": "_BitInt",
    "_GENERIC": "_Generic",
    "_STATIC_ASSERT": "_Static_assert",
}
"""How messages name a kind that is missing."""
