"""The values of C's literals: integer, floating, character and string (C11 6.4.4, 6.4.5)."""

from __future__ import annotations

from bpfcc.frontend.ctype import (
    CHAR,
    CHAR16_T,
    CHAR32_T,
    DOUBLE,
    FLOAT,
    FLOAT16,
    INT,
    LDOUBLE,
    LLONG,
    LONG,
    UCHAR,
    UINT,
    ULLONG,
    ULONG,
    WCHAR_T,
    Float,
    Int,
)
from bpfcc.patterns import compile_pattern


class LiteralError(ValueError):
    """A malformed literal; ``offset`` counts characters from its start."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


_INTEGER = compile_pattern(
    r"(0[xX](?P<hex>[0-9a-fA-F']+)|0[bB](?P<bin>[01']+)|(?P<oct>0[0-7']*)|(?P<dec>[1-9][0-9']*))"
    r"(?P<suffix>[a-zA-Z0-9_]*)\Z"
)
_SUFFIXES = {
    "": (False, 0), "u": (True, 0), "l": (False, 1), "ul": (True, 1), "lu": (True, 1),
    "ll": (False, 2), "ull": (True, 2), "llu": (True, 2), "z": (False, 1), "uz": (True, 1),
    "zu": (True, 1),
}  # fmt: skip


def parse_integer(spelling: str) -> tuple[int, Int]:
    """Value and type of an integer constant (6.4.4.1p5)."""
    match = _INTEGER.match(spelling)
    if match is None:
        if spelling[0] == "0" and len(spelling) > 1 and spelling[1] in "89":
            raise LiteralError(f"invalid digit '{spelling[1]}' in octal constant", 1)
        raise LiteralError(f"invalid integer constant '{spelling}'")
    suffix = match["suffix"].lower()
    if suffix not in _SUFFIXES:
        at = match.start("suffix")
        raise LiteralError(f"invalid suffix '{match['suffix']}' on integer constant", at)
    is_unsigned, length = _SUFFIXES[suffix]
    if match["hex"]:
        value = int(match["hex"].replace("'", ""), 16)
    elif match["bin"]:
        value = int(match["bin"].replace("'", ""), 2)
    elif match["dec"]:
        digits = match["dec"].replace("'", "")
        if len(digits) > 60:
            raise LiteralError("integer literal is too large to be represented in any integer type")
        value = int(digits)
    else:
        value = int(match["oct"].replace("'", ""), 8)
    return value, _integer_type(value, is_unsigned, length, match["dec"] is not None)


def _integer_type(value: int, is_unsigned: bool, length: int, is_decimal: bool) -> Int:
    ladders = ((INT, UINT), (LONG, ULONG), (LLONG, ULLONG))
    for signed, unsigned in ladders[length : 2 if length < 2 else 3]:
        if not is_unsigned and value <= signed.maximum:
            return signed
        if (is_unsigned or not is_decimal) and value <= unsigned.maximum:
            return unsigned
    if value <= ULLONG.maximum:
        return ULLONG if length == 2 else ULONG  # too large for its ladder: unsigned, as clang
    raise LiteralError("integer literal is too large to be represented in any integer type")


def parse_float(spelling: str) -> tuple[float, Float]:
    """Value and type of a floating constant (6.4.4.2)."""
    body, type = spelling, DOUBLE
    is_hex = body[:2].lower() == "0x"
    lower = body.lower()
    if lower.endswith("f16"):
        body, type = body[:-3], FLOAT16
    elif lower[-1] == "f" and not (is_hex and "p" not in lower):
        body, type = body[:-1], FLOAT
    elif lower[-1] == "l":
        body, type = body[:-1], LDOUBLE
    try:
        value = float.fromhex(body) if is_hex else float(body.replace("'", ""))
    except (ValueError, OverflowError) as exc:
        raise LiteralError(f"invalid floating constant '{spelling}'") from exc
    return value, type


_SIMPLE_ESCAPES = {
    "n": 10, "t": 9, "r": 13, "0": 0, "a": 7, "b": 8, "f": 12, "v": 11, "e": 27, "E": 27,
    "\\": 92, "'": 39, '"': 34, "?": 63,
}  # fmt: skip
_ESCAPE = compile_pattern(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]*)|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|((?s:.)))"
)


def decode_units(body: str, unit_bytes: int) -> list[int]:
    """Code units of a literal's body (between the quotes): UTF-8, 16 or 32."""
    if "\\" not in body:
        return _encode(body, unit_bytes)
    units: list[int] = []
    pos = 0
    for match in _ESCAPE.finditer(body):
        if match.start() > pos:
            units.extend(_encode(body[pos : match.start()], unit_bytes))
        pos = match.end()
        octal, hexa, u4, u8, simple = match.groups()
        if octal is not None:
            units.append(_check_unit(int(octal, 8), unit_bytes, "octal", match.start()))
        elif hexa is not None:
            if not hexa:
                raise LiteralError("\\x used with no following hex digits", match.start())
            units.append(_check_unit(int(hexa, 16), unit_bytes, "hex", match.start()))
        elif u4 or u8:
            code = int(u4 or u8, 16)
            if code > 0x10FFFF or 0xD800 <= code < 0xE000:
                raise LiteralError("invalid universal character", match.start())
            units.extend(_encode(chr(code), unit_bytes))
        elif simple in _SIMPLE_ESCAPES:
            units.append(_SIMPLE_ESCAPES[simple])
        else:
            units.extend(_encode(simple, unit_bytes))  # unknown escape: the character itself
    if pos < len(body):
        units.extend(_encode(body[pos:], unit_bytes))
    return units


def _check_unit(value: int, unit_bytes: int, kind: str, offset: int) -> int:
    if value >> (8 * unit_bytes):
        raise LiteralError(f"{kind} escape sequence out of range", offset)
    return value


def _encode(text: str, unit_bytes: int) -> list[int]:
    # Bytes that are not UTF-8 came in as surrogate escapes and go out as they were.
    if unit_bytes == 1:
        return list(text.encode("utf-8", "surrogateescape"))
    if unit_bytes == 2:
        raw = text.encode("utf-16-le", "surrogatepass")
        return [raw[i] | raw[i + 1] << 8 for i in range(0, len(raw), 2)]
    return [ord(c) for c in text]


_CHARACTER_TYPES = {"": INT, "u8": UCHAR, "L": WCHAR_T, "u": CHAR16_T, "U": CHAR32_T}


def parse_character(spelling: str) -> tuple[int, Int]:
    """Value and type of a character constant; several characters pack as clang does."""
    quote = spelling.index("'")
    prefix, body = spelling[:quote], spelling[quote + 1 : -1]
    type = _CHARACTER_TYPES[prefix]
    unit_bytes = {"": 1, "u8": 1}.get(prefix, type.size_bytes)
    units = decode_units(body, unit_bytes)
    if not units:
        raise LiteralError("empty character constant")
    if prefix == "":
        if len(units) == 1:
            return CHAR.wrap(units[0]), INT
        if len(units) > 4:
            raise LiteralError("character constant too long for its type")
        value = 0
        for unit in units:
            value = value << 8 | unit
        return INT.wrap(value), INT
    if len(units) > 1:
        raise LiteralError("character too large for enclosing character literal type")
    return type.wrap(units[0]), type


_STRING_TYPES = {"": CHAR, "u8": CHAR, "L": WCHAR_T, "u": CHAR16_T, "U": CHAR32_T}


def parse_strings(parts: list[tuple[str, int]]) -> tuple[list[int], Int]:
    """Code units, terminating zero included, and element type of adjacent string literals."""
    prefix = ""
    for spelling, _ in parts:
        own = spelling[: spelling.index('"')]
        if own and prefix and own != prefix:
            raise LiteralError("unsupported non-standard concatenation of string literals")
        prefix = own or prefix
    type = _STRING_TYPES[prefix]
    units: list[int] = []
    for spelling, _ in parts:
        units.extend(decode_units(spelling[spelling.index('"') + 1 : -1], type.size_bytes))
    units.append(0)
    return units, type
