"""The kernel's types, declared in C as a compilation comes to need them.

A program that includes vmlinux.h names a few of its fifteen thousand types. Here each name that
is asked for brings its declarations, and what those need to compile, once. They are the same as
in the whole header: names that several types share are given out in the same order.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bpfcc.btf.bulk import pause_collector
from bpfcc.btf.cdump import dump_header, print_in_order
from bpfcc.btf.cprint import CPrinter
from bpfcc.btf.types import Enum, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.btf.container import Btf
    from bpfcc.btf.index import NameIndex

_ENUMS = (Kind.ENUM, Kind.ENUM64)
_TAG_WORDS = {Kind.STRUCT: "struct", Kind.UNION: "union", **dict.fromkeys(_ENUMS, "enum")}
_match_numbered = re.compile(r"(.+)___\d+").fullmatch


class KernelTypes:
    """Declarations of the types in BTF, by name, each given out once."""

    def __init__(self, btf: Btf, names: NameIndex) -> None:
        self._btf = btf
        self._names = names
        self._printer = CPrinter(btf)
        for type_ in names.contested_types():
            self._printer.reserve_names(type_)

    def whole_header(self) -> str:
        """The text of vmlinux.h."""
        return dump_header(self._btf)

    def declare(self, name: str) -> str:
        """C text that declares the types, tags and enumerators of this name.

        What they need to compile comes before them. What an earlier call has given is not given
        again; the text is empty if nothing is left, or the name means nothing.
        """
        found = self._names.find(name)
        if not found:
            numbered = _match_numbered(name)
            if numbered is None:
                return ""
            found = self._names.find(numbered[1])
        printer = self._printer
        start = len(printer.text)
        with pause_collector():
            print_in_order(printer, found)
        return "".join(printer.text[start:])

    def tag_kind(self, tag: str) -> str | None:
        """``"struct"``, ``"union"`` or ``"enum"`` for a tag that is defined."""
        for type_ in self._names.find(tag):
            word = _TAG_WORDS.get(type_.kind)
            if word is not None and type_.name == tag:
                return word
        return None

    def list_names(self, *, typedefs: bool) -> Iterator[str]:
        """The names of all typedefs, or of all enumerators; decodes them all."""
        for type_ in self._btf.of_kinds(*((Kind.TYPEDEF,) if typedefs else _ENUMS)):
            if isinstance(type_, Enum):
                yield from (value.name for value in type_.values)
            else:
                yield type_.name
