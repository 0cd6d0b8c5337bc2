"""BTF made by hand: types in memory, and words of the file format."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from bpfcc.btf.container import Btf
from bpfcc.btf.read import read_btf
from bpfcc.btf.types import (
    VOID,
    Array,
    Const,
    DataSection,
    DeclTag,
    Enum,
    Enum64,
    Enumerator,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Kind,
    Linkage,
    Member,
    Parameter,
    Pointer,
    Restrict,
    SectionVariable,
    Struct,
    Type,
    Typedef,
    TypeTag,
    Union,
    Variable,
    Volatile,
)
from bpfcc.btf.write import write_btf

Words = tuple[int, ...]


def head(kind: Kind, name: int, parts: int, word: int, flag: bool = False) -> Words:
    """The first three words of a type."""
    return name, flag << 31 | kind << 24 | parts, word


def raw_btf(types: Iterable[Words], strings: bytes = b"\0", order: str = "<") -> bytes:
    """A BTF file of these types' words and strings."""
    words = [word for type_ in types for word in type_]
    body = struct.pack(f"{order}{len(words)}I", *words)
    header = struct.pack(
        order + "HBBIIIII", 0xEB9F, 1, 0, 24, 0, len(body), len(body), len(strings)
    )
    return header + body + strings


INT = Int("int", 4, 1)
U32 = Int("unsigned int", 4)
U64 = Int("unsigned long long", 8)
CHAR = Int("char", 1, 1)
LONG = Int("long", 8, 1)


def every_kind() -> list[Type]:
    """Types of all kinds that refer to each other, a cycle among them."""
    int_, char, index = Int("int", 4, 1), Int("char", 1, 3), Int("__ARRAY_SIZE_TYPE__", 4)
    node = Struct("node", 40, kind_flag=True)
    link = Pointer(node)
    forward, union = Forward("unknown"), Union("either", 8)
    tag = TypeTag("user", char)
    text = Pointer(tag)
    array = Array(char, 16, index)
    enum = Enum("color", 4, [Enumerator("RED", 0), Enumerator("BLUE", -2)], is_signed=True)
    wide = Enum64("mask", 8, [Enumerator("ALL", (1 << 64) - 1)])
    number = Float("double", 8)
    union.members = [Member("d", number, 0), Member("p", Pointer(forward), 0)]
    pointer = union.members[1].type
    node.members = [
        Member("next", link, 0),
        Member("a", int_, 64, 3),
        Member("b", int_, 67, 7),
        Member("", union, 128),
        Member("name", array, 192),
    ]
    alias = Typedef("node_t", node)
    const, volatile = Const(alias), Volatile(int_)
    restrict = Restrict(text)
    prototype = FunctionPrototype(int_, [Parameter("n", link), Parameter("", VOID)])
    function = Function("walk", prototype, Linkage.GLOBAL)
    variable = Variable("first", const, Linkage.GLOBAL)
    section = DataSection(".data", 40, [SectionVariable(variable, 0, 40)])
    return [
        *(int_, char, index, node, link, forward, union, tag, text, array, enum, wide, number),
        *(pointer, alias, const, volatile, restrict, prototype, function, variable, section),
        DeclTag("kept", node),
        DeclTag("here", node, 1),
        DeclTag("packed", function, -1, True),
    ]


def reread(types: list[Type], *, little_endian: bool = True, base: Btf | None = None) -> Btf:
    """The types after a trip through the file format."""
    data = write_btf(Btf(types, little_endian=little_endian, base=base))
    return read_btf(data, "t.o: section .BTF", base)
