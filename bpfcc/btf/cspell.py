"""How C for BPF spells what has no declaration: base types, constants, attributes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bpfcc.btf.cnames import quote
from bpfcc.btf.types import IntEncoding

if TYPE_CHECKING:
    from bpfcc.btf.types import DeclTag, Enum, Float, Int, TypeTag

# C spellings of integer types and their bytes on BPF; other names, and other sizes, are those
# of other machines and languages.
_INTEGERS = {
    "char": 1,
    "signed char": 1,
    "unsigned char": 1,
    "_Bool": 1,
    "short": 2,
    "short int": 2,
    "unsigned short": 2,
    "short unsigned int": 2,
    "int": 4,
    "unsigned int": 4,
    "long": 8,
    "long int": 8,
    "unsigned long": 8,
    "long unsigned int": 8,
    "long long": 8,
    "long long int": 8,
    "unsigned long long": 8,
    "long long unsigned int": 8,
    "__int128": 16,
    "__int128 unsigned": 16,
    "unsigned __int128": 16,
}
_BY_SIZE = {1: "char", 2: "short", 4: "int", 8: "long long", 16: "__int128"}
_FLOATS = {"float": 4, "double": 8}
_MODES = {1: "QI", 2: "HI", 4: "SI", 8: "DI"}
_ATTRIBUTE = re.compile(r'[A-Za-z_]\w*(\([\w ,."-]*\))?', re.ASCII)


def spell_integer(type_: Int) -> str:
    """A C type with the size and signedness of `type_`, its own name where that is one."""
    size = type_.size_bytes
    if _INTEGERS.get(type_.name) == size:
        return type_.name
    base = _BY_SIZE.get(size)
    if base is None:
        return _spell_bytes(size)
    if size == 1 and type_.encoding & IntEncoding.BOOL:
        return "_Bool"
    if size == 1 and type_.encoding & IntEncoding.CHAR:
        return "char"
    if type_.is_signed:
        return "signed char" if size == 1 else base
    return f"unsigned {base}"


def spell_float(type_: Float) -> str:
    """A C type with the size of `type_`.

    BPF has no wider or narrower floating-point types than these; their bytes still take space.
    """
    size = type_.size_bytes
    if _FLOATS.get(type_.name) == size:
        return type_.name
    return next((name for name in _FLOATS if _FLOATS[name] == size), _spell_bytes(size))


def _spell_bytes(size_bytes: int) -> str:
    align = f" __attribute__((aligned({size_bytes})))" if size_bytes & (size_bytes - 1) == 0 else ""
    return f"struct {{ unsigned char bytes[{size_bytes}]; }}{align}"


def spell_type_tag(tag: TypeTag) -> str:
    """The attribute that a type tag stands for."""
    return _spell_attribute("btf_type_tag", tag.name, tag.is_attribute)


def spell_decl_tag(tag: DeclTag) -> str:
    """The attribute that a declaration tag stands for."""
    return _spell_attribute("btf_decl_tag", tag.name, tag.is_attribute)


def _spell_attribute(kind: str, text: str, is_attribute: bool) -> str:
    if is_attribute and _ATTRIBUTE.fullmatch(text):
        return f"__attribute__(({text}))"
    return f"__attribute__(({kind}({quote(text)})))"


def spell_wide_constant(value: int, signed: bool) -> str:
    """The value of an enumerator where some value of its enumeration needs 64 bits."""
    if value == -(1 << 63):
        # The positive number would not fit the type that is to be negated.
        return "(-9223372036854775807LL - 1)"
    return f"{value}LL" if signed else f"{value}ULL"


def spell_enum_attribute(type_: Enum) -> str:
    """The attribute that gives an enumeration its size, "" where C chooses it anyway."""
    values = [value for _, value in type_.values]
    low, high = min(values), max(values)
    if low < 0:
        smallest = next(n for n in (1, 2, 4, 8) if -(1 << 8 * n - 1) <= min(low, ~high))
    else:
        smallest = next(n for n in (1, 2, 4, 8) if high < 1 << 8 * n)
    if type_.size_bytes == max(smallest, 4):
        return ""
    if type_.size_bytes == smallest:
        return " __attribute__((packed))"
    return f" __attribute__((mode({_MODES[type_.size_bytes]})))"
