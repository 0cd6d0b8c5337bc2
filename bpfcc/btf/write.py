"""Writes the binary form of BTF: here types get their ids.

What `btf.read` decoded comes out as the same bytes when the string table is carried over.
"""

from __future__ import annotations

import struct
import sys
from array import array
from typing import TYPE_CHECKING

from bpfcc.btf.read import HEADER_BYTES, MAGIC, VERSION
from bpfcc.btf.strings import StringBuilder
from bpfcc.btf.types import (
    VOID,
    Array,
    Composite,
    DataSection,
    DeclTag,
    Enum,
    Enum64,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Reference,
    Type,
    TypeTag,
    Variable,
)
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from bpfcc.btf.container import Btf

_MAX_PARTS = 0xFFFF
_WORD = 0xFFFF_FFFF


def keep_strings(btf: Btf) -> StringBuilder:
    """A builder that starts with the strings `btf` was read with, at their offsets."""
    base = btf.base.table.strings if btf.base is not None and btf.base.table is not None else None
    if btf.table is None:
        return StringBuilder(base=base)
    return StringBuilder(btf.table.strings.data, base)


def write_btf(btf: Btf, strings: StringBuilder | None = None) -> bytes:
    """Encode `btf` in its byte order.

    `strings` may already hold what else points into the string table (.BTF.ext); without it only
    the types' own names are written. A type that is referred to must be in `btf` or its base.
    """
    if strings is None:
        base = btf.base
        strings = StringBuilder(
            base=base.table.strings if base is not None and base.table is not None else None
        )
    encoder = _Encoder(btf, strings)
    for type_ in btf.types:
        encoder.encode(type_)
    words = array("I", encoder.words)
    if btf.little_endian != (sys.byteorder == "little"):
        words.byteswap()
    types = words.tobytes()
    header = struct.pack(
        ("<" if btf.little_endian else ">") + "HBBIIIII",
        MAGIC,
        VERSION,
        0,
        HEADER_BYTES,
        0,
        len(types),
        len(types),
        len(strings.data),
    )
    return header + types + bytes(strings.data)


class _Encoder:
    """Appends the words of one type after the other."""

    def __init__(self, btf: Btf, strings: StringBuilder) -> None:
        self.numbers = btf.number_types()
        self.add = strings.add
        self.words: list[int] = []

    def number(self, type_: Type) -> int:
        return self.numbers[type_]

    def _head(self, type_: Type, parts: int, word: int, flag: bool = False) -> None:
        """The three words that every type starts with."""
        if parts > _MAX_PARTS:
            raise InputError(f"{type_.name or 'a type'} has {parts} parts, more than BTF can say")
        if not 0 <= word <= _WORD:
            raise InputError(f"{type_.name or 'a type'} is too large for BTF: {word}")
        name = self.add("" if type_ is VOID else type_.name)
        self.words += (name, flag << 31 | type_.kind << 24 | parts, word)

    def encode(self, type_: Type) -> None:
        words, add, number = self.words, self.add, self.number
        if isinstance(type_, Int):
            self._head(type_, 0, type_.size_bytes)
            words.append(type_.encoding << 24 | type_.offset_bits << 16 | type_.bits)
        elif isinstance(type_, Composite):
            self._encode_composite(type_)
        elif isinstance(type_, Array):
            self._head(type_, 0, 0)
            words += (number(type_.element), number(type_.index_type), type_.count)
        elif isinstance(type_, Enum):
            self._encode_enum(type_)
        elif isinstance(type_, DeclTag):
            self._head(type_, 0, number(type_.target), type_.is_attribute)
            words.append(type_.component & _WORD)
        elif isinstance(type_, TypeTag):
            self._head(type_, 0, number(type_.target), type_.is_attribute)
        elif isinstance(type_, Reference):
            self._head(type_, 0, number(type_.target))
        elif isinstance(type_, Forward):
            self._head(type_, 0, 0, type_.is_union)
        elif isinstance(type_, Function):
            # A function's linkage stands where other kinds count their parts.
            self._head(type_, type_.linkage, number(type_.prototype))
        elif isinstance(type_, FunctionPrototype):
            self._head(type_, len(type_.parameters), number(type_.result))
            for parameter in type_.parameters:
                words += (add(parameter.name), number(parameter.type))
        elif isinstance(type_, Variable):
            self._head(type_, 0, number(type_.target))
            words.append(type_.linkage)
        elif isinstance(type_, DataSection):
            self._head(type_, len(type_.variables), type_.size_bytes)
            for entry in type_.variables:
                words += (number(entry.variable), entry.offset_bytes, entry.size_bytes)
        elif isinstance(type_, Float):
            self._head(type_, 0, type_.size_bytes)
        else:
            raise AssertionError(f"no encoding for {type_!r}")

    def _encode_composite(self, type_: Composite) -> None:
        flag = type_.kind_flag or any(member.bitfield_bits for member in type_.members)
        self._head(type_, len(type_.members), type_.size_bytes, flag)
        for name, inner, offset_bits, bits in type_.members:
            if offset_bits > (0xFFFFFF if flag else _WORD):
                raise InputError(f"{type_.name or 'a type'} is too large for BTF at {name}")
            place = bits << 24 | offset_bits if flag else offset_bits
            self.words += (self.add(name), self.number(inner), place)

    def _encode_enum(self, type_: Enum) -> None:
        self._head(type_, len(type_.values), type_.size_bytes, type_.is_signed)
        for name, value in type_.values:
            self.words += (self.add(name), value & _WORD)
            if isinstance(type_, Enum64):
                self.words.append(value >> 32 & _WORD)
