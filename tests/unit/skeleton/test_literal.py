"""Bytes as C string literals."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from bpfcc.skeleton.literal import make_literal

_UNIT = re.compile(rb'\\([0-7]{1,3})|([^"\\?\n])')


def read_literal(text: str) -> bytes:
    """What a C compiler makes of adjacent string literals with octal escapes."""
    out = bytearray()
    at = 0
    source = text.encode("ascii")
    for token in re.finditer(rb'\s*"((?:[^"\\]|\\.)*)"', source):
        assert token.start() == at
        at = token.end()
        inner = 0
        while inner < len(token[1]):
            unit = _UNIT.match(token[1], inner)
            assert unit is not None, token[1][inner : inner + 10]
            out.append(int(unit[1], 8) if unit[1] is not None else unit[2][0])
            inner = unit.end()
    assert at == len(source)
    return bytes(out)


@given(st.binary(max_size=300))
@example(b"")
@example(b"\0001\x0777\x3f8??=\"\\'")
@example(bytes(range(256)))
def test_a_literal_holds_exactly_its_bytes(data: bytes) -> None:
    assert read_literal(make_literal(data)) == data


def test_zeros_take_two_characters_each_and_text_one() -> None:
    assert make_literal(b"\0" * 4 + b"text\n", "") == r'"\0\0\0\0text\12"'


def test_a_digit_does_not_become_part_of_an_escape() -> None:
    assert make_literal(b"\0" + b"1", "") == r'"\0""1"'
    assert make_literal(b"\xff1", "") == r'"\3771"'
