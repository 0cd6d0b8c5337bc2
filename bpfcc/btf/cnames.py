"""Names for C output: valid identifiers, and no two things of one name space called the same.

BTF may hold what C cannot say: several structs of one name (from different units of the kernel),
names of other languages, names that are C keywords. A type's second namesake becomes
`name___2`: loaders ignore what follows three underscores when they match types, so CO-RE still
finds the original.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.btf.types import Type

KEYWORDS = frozenset(
    [
        "auto",
        "break",
        "case",
        "char",
        "const",
        "continue",
        "default",
        "do",
        "double",
        "else",
        "enum",
        "extern",
        "float",
        "for",
        "goto",
        "if",
        "inline",
        "int",
        "long",
        "register",
        "restrict",
        "return",
        "short",
        "signed",
        "sizeof",
        "static",
        "struct",
        "switch",
        "typedef",
        "union",
        "unsigned",
        "void",
        "volatile",
        "while",
        "_Alignas",
        "_Alignof",
        "_Atomic",
        "_Bool",
        "_Complex",
        "_Generic",
        "_Imaginary",
        "_Noreturn",
        "_Static_assert",
        "_Thread_local",
        "asm",
        "typeof",
        "__asm__",
        "__attribute__",
        "__extension__",
        "__inline",
        "__int128",
        "__label__",
        "__typeof__",
        "__auto_type",
        "__thread",
        "__real__",
        "__imag__",
        "__alignof__",
        "__builtin_va_list",
        "__builtin_va_arg",
        "__builtin_offsetof",
    ]
)
"""Words that cannot name anything in GNU C11 as clang reads it."""

_FOREIGN = re.compile(r"[^A-Za-z0-9_]+")


def is_identifier(name: str) -> bool:
    """Whether C takes `name` as the name of something."""
    return name.isidentifier() and name.isascii() and name not in KEYWORDS


def make_identifier(name: str) -> str:
    """`name` where it is a C identifier, else the nearest one."""
    if is_identifier(name):
        return name
    if name in KEYWORDS:
        return name + "_"
    text = _FOREIGN.sub("_", name) or "_"
    return "_" + text if text[0].isdigit() else text


Claim = tuple[bool, str, int, int]
"""(whether it is a tag, name, rank, type id): names go by rank, then by id."""

OWN_NAME, CONSTANT, ANONYMOUS_CONSTANT = range(3)
"""Ranks: a type's own name, a constant's of a named enumeration, of one without a name."""


def find_contested(claims: Iterable[Claim]) -> list[int]:
    """The ids of types whose names in C depend on who comes first, in the order in which they do.

    They share a name, or have one that must be changed. All others have theirs in any order.
    """
    first: dict[tuple[bool, str], tuple[int, int]] = {}
    contested: set[tuple[int, int]] = set()
    for is_tag, name, rank, number in claims:
        if not is_identifier(name):
            contested.add((rank, number))
            name = make_identifier(name)
        known = first.setdefault((is_tag, name), (rank, number))
        if known != (rank, number):
            contested.add(known)
            contested.add((rank, number))
    return list(dict.fromkeys(number for _, number in sorted(contested)))


class NameSpace:
    """Gives each thing of one C name space its own name, in order of first mention."""

    def __init__(self) -> None:
        self.by_type: dict[Type, str] = {}
        self.counts: dict[str, int] = {}

    def name_type(self, type_: Type) -> str:
        """The name of a named type, always the same one."""
        name = self.by_type.get(type_)
        if name is None:
            name = self.by_type[type_] = self.claim(type_.name)
        return name

    def claim(self, wanted: str) -> str:
        """A name like `wanted` that nothing else has."""
        counts = self.counts
        if wanted not in counts and is_identifier(wanted):
            counts[wanted] = 1
            return wanted
        name = make_identifier(wanted)
        while True:
            count = counts.get(name, 0) + 1
            counts[name] = count
            if count == 1:
                return name
            # The numbered name may be somebody's own, so it is claimed like any other.
            name = f"{name}___{count}"


def quote(text: str) -> str:
    """`text` as a C string literal."""
    out = []
    for char in text:
        if char in '"\\':
            out.append("\\" + char)
        elif " " <= char <= "~":
            out.append(char)
        else:
            out.extend(f"\\{byte:03o}" for byte in char.encode("utf-8"))
    return '"' + "".join(out) + '"'
