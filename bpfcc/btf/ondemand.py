"""The kernel's types, declared in C as a compilation comes to need them.

A program that includes vmlinux.h names a few of its fifteen thousand types. Here each name that
is asked for brings its declarations, and what those need to compile, once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bpfcc.btf.bulk import pause_collector
from bpfcc.btf.cdump import dump_header, print_in_order
from bpfcc.btf.cprint import DUMPED, CPrinter
from bpfcc.btf.types import Enum, Kind

if TYPE_CHECKING:
    from collections.abc import Collection

    from bpfcc.btf.container import Btf
    from bpfcc.btf.types import Type


_find_words = re.compile(r"[A-Za-z_]\w*").findall


class KernelTypes:
    """Declarations of the types in BTF, by name, each given out once."""

    def __init__(self, btf: Btf) -> None:
        self._btf = btf
        self._printer = CPrinter(btf)
        self._expected: set[str] = set()
        self._found: dict[str, list[Type]] = {}
        self._looked_through = 0  # pieces of the printer's text whose words are expected

    def whole_header(self) -> str:
        """The text of vmlinux.h."""
        return dump_header(self._btf)

    def expect(self, names: Collection[str]) -> None:
        """Look up names that may be asked for: all at once is quicker than one by one."""
        with pause_collector():
            self._expected.update(names)
            self._found.update(self._btf.find_many(names))
            for enumeration in self._btf.find_enumerators(names):
                assert isinstance(enumeration, Enum)
                for value in enumeration.values:
                    if value.name in self._expected:
                        self._found.setdefault(value.name, []).append(enumeration)

    def declare(self, name: str) -> str:
        """C text that declares the types, tags and enumerators of this name.

        What they need to compile comes before them. What an earlier call has given is not given
        again; the text is empty if nothing is left, or the name means nothing.
        """
        printer = self._printer
        with pause_collector():
            found = self._look_up(name)
            start = len(printer.text)
            print_in_order(printer, found)
            return "".join(printer.text[start:])

    def _look_up(self, name: str) -> list[Type]:
        if name not in self._expected:
            # What has been printed names what will be asked for next.
            text = "".join(self._printer.text[self._looked_through :])
            self._looked_through = len(self._printer.text)
            words = set(_find_words(text)) - self._expected
            if name in words:
                self._expected |= words
                self._found.update(self._btf.find_many(words))
            else:
                self.expect([name])
        found = self._found.get(name, [])
        return [type_ for type_ in found if type_.kind in DUMPED or type_.kind is Kind.FWD]
