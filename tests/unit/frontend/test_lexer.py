from __future__ import annotations

import pytest

from bpfcc.diagnostics import Sink
from bpfcc.frontend.lexer import Lexer, check_token
from bpfcc.frontend.token import Token
from bpfcc.source import SourceManager


def lex(text: str, std: str = "gnu17") -> list[Token]:
    return Lexer(std).lex(text, 0, len(text), 1)


def kinds(text: str, std: str = "gnu17") -> list[str]:
    return [tok.type for tok in lex(text, std)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("0", "INT_CONST_OCT"),
        ("017ul", "INT_CONST_OCT"),
        ("10", "INT_CONST_DEC"),
        ("10ULL", "INT_CONST_DEC"),
        ("0x1fL", "INT_CONST_HEX"),
        ("0b101u", "INT_CONST_BIN"),
        ("1.5", "FLOAT_CONST"),
        (".5e-3f", "FLOAT_CONST"),
        ("1e10", "FLOAT_CONST"),
        ("0x1.8p3", "HEX_FLOAT_CONST"),
        ("08", "BAD_NUMBER"),
        ("1uu", "BAD_NUMBER"),
        ("0xg", "BAD_NUMBER"),
        ("'a'", "CHAR_CONST"),
        (r"'\''", "CHAR_CONST"),
        (r"'\x41'", "CHAR_CONST"),
        ("'ab'", "INT_CONST_CHAR"),
        ("L'a'", "WCHAR_CONST"),
        ('"s"', "STRING_LITERAL"),
        (r'"a\"b"', "STRING_LITERAL"),
        ('u8"s"', "U8STRING_LITERAL"),
        ('L"s"', "WSTRING_LITERAL"),
        ('"open', "UNKNOWN"),
        ("@", "UNKNOWN"),
        ("a$b", "ID"),
        ("überfluß", "ID"),
        ("__attribute__", "ATTRIBUTE"),
        ("__inline", "INLINE"),
        ("typeof", "TYPEOF"),
        ("bool", "ID"),
        ("<:", "LBRACKET"),
        ("%:%:", "PPHASHHASH"),
        ("...", "ELLIPSIS"),
        ("->", "ARROW"),
        ("<<=", "LSHIFTEQUAL"),
    ],
)
def test_every_spelling_is_one_token_of_its_type(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def test_the_longest_token_is_taken() -> None:
    assert [tok.value for tok in lex("a+++++b x>>=y 1.2.3 ..5 u8a L'x'")] == [
        "a", "++", "++", "+", "b", "x", ">>=", "y", "1.2.3", ".", ".5", "u8a", "L'x'",
    ]  # fmt: skip


def test_locations_spaces_and_line_starts_are_exact() -> None:
    text = "int  x; // c\n/* d */ y\\\n ;"
    found = [(tok.value, tok.loc, tok.space, tok.bol) for tok in lex(text)]
    assert found == [
        ("int", 1, False, False),
        ("x", 6, True, False),
        (";", 7, False, False),
        ("y", 22, True, True),
        (";", 26, True, False),
    ]


def test_white_space_alone_is_no_token() -> None:
    assert lex("  \n\t/* a */ // b") == []
    assert lex("") == []


def test_keywords_depend_on_the_standard() -> None:
    assert kinds("bool nullptr typeof alignof", "gnu23") == [
        "_BOOL",
        "NULLPTR",
        "TYPEOF",
        "_ALIGNOF",
    ]
    assert kinds("typeof asm inline", "c11") == ["ID", "ID", "INLINE"]
    assert kinds("inline restrict", "c89") == ["ID", "ID"]
    assert kinds("1'000", "gnu23") == ["INT_CONST_DEC"]
    assert kinds("1'000'", "gnu17") == ["INT_CONST_DEC", "INT_CONST_CHAR"]


def test_a_spliced_literal_is_joined() -> None:
    (tok,) = lex('"ab \\\n cd"')
    assert (tok.type, tok.value) == ("STRING_LITERAL", '"ab  cd"')


def test_universal_characters_spell_the_character() -> None:
    assert [tok.value for tok in lex(r"\u00e9t\U000000e9 'a'")] == ["été", "'a'"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("08", "invalid digit '8' in octal constant"),
        ("0b12", "invalid digit '2' in binary constant"),
        ("1uu", "invalid suffix 'uu' on integer constant"),
        ("1.5x", "invalid suffix 'x' on floating constant"),
        ('"x', "missing terminating '\"' character"),
        ("'x", "missing terminating ''' character"),
        ("/* x", "unterminated /* comment"),
        ("@", "unexpected character '@'"),
        ("\x07", "unexpected character '<U+0007>'"),
        ("##", "stray '##' in program"),
    ],
)
def test_what_is_no_token_of_c_is_named(text: str, message: str) -> None:
    sink = Sink(SourceManager())
    check_token(lex(text)[0], sink)
    assert [d.message for d in sink.diagnostics] == [message]
