"""Bytes as a C string literal, as short as C allows."""

from __future__ import annotations

_LINE_BYTES = 64
# A question mark does not stand for itself: two of them would begin a trigraph.
_PLAIN = frozenset(range(0x20, 0x7F)) - frozenset(b'"\\?')
_END = "\u0100"  # behind escapes that a digit would lengthen; no byte is this character


def make_literal(data: bytes, indent: str = "\t") -> str:
    """Lines of C that are one string literal of the bytes `data`, quotes and all.

    Printable bytes stand for themselves, the others are octal escapes; where a digit follows
    one of fewer than three digits, the literal is closed and opened again between them. An array
    that the literal initialises has one byte more: C adds a NUL.
    """
    spell = [_spell(byte) for byte in range(256)].__getitem__
    pieces = [data[at : at + _LINE_BYTES] for at in range(0, len(data), _LINE_BYTES)]
    text = f'"\n{indent}"'.join(["".join(map(spell, piece)) for piece in pieces])
    for digit in "01234567":
        text = text.replace(_END + digit, '""' + digit)
    return f'{indent}"{text.replace(_END, "")}"'


def _spell(byte: int) -> str:
    if byte in _PLAIN:
        return chr(byte)
    return f"\\{byte:o}" if byte >= 0o100 else f"\\{byte:o}{_END}"
