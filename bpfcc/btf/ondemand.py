"""The kernel's types, declared in C as a compilation comes to need them.

A program that includes vmlinux.h names a few of its fifteen thousand types. Here each name that
is asked for brings its own declaration, once. They are the same as in the whole header: names
that several types share are given out in the same order.

The index of names is kept on disk, and so are declarations as they are made, under a digest of
the BTF: programs that use the same types do not even open it.
"""

from __future__ import annotations

import marshal
import os
import sys

from bpfcc.btf.index import MAGICS, NameIndex
from bpfcc.cache import Cache, hash_boot_file, hash_bytes, hash_contents
from bpfcc.files import KERNEL_BTF, KERNEL_BTF_FOLDER, ReadError, open_source, read_source
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from mmap import mmap

    from bpfcc.btf.container import Btf
    from bpfcc.btf.cprint import CPrinter
    from bpfcc.btf.read import TypeTable
    from bpfcc.btf.types import Type

FORMAT = 3
"""Changes when what is kept of BTF does, or how types are printed."""

TEXTS_KEPT = 3000
"""Declarations kept of one kernel: those that were used last."""

_match_numbered = compile_pattern(r"(.+)___\d+").fullmatch


class KernelBtf:
    """A file with BTF, of which as little is read as will do.

    `digest` is the file's, None where not only this file's BTF counts, or nothing is to be kept.
    Raises InputError where the file cannot be read.
    """

    def __init__(self, path: str, *, keep: bool) -> None:
        self.path = path
        self.digest: bytes | None = None
        self._cache = Cache("btf")
        self._raw: tuple[bytes | mmap, str, Btf | None] | None = None
        self._btf: Btf | None = None
        if keep and path == KERNEL_BTF:
            self.digest = hash_boot_file(path, lambda: self._read()[0])
        elif keep:
            self.digest = _hash_raw(path)
        self.names = self._find_names()

    def _read(self) -> tuple[bytes | mmap, str, Btf | None]:
        if self._raw is None:
            from bpfcc.btf.load import read_raw

            self._raw = read_raw(self.path)
        return self._raw

    def load(self, what: str) -> bytes | None:
        """What is kept of this BTF under a name."""
        return None if self.digest is None else self._cache.load(self._key(what), touch=True)

    def store(self, what: str, body: bytes) -> None:
        """Keep something of this BTF under a name."""
        if self.digest is not None:
            self._cache.store(self._key(what), body)

    def _key(self, what: str) -> str:
        salt = f"{FORMAT} {sys.byteorder} {what} "
        return hash_bytes(salt.encode() + (self.digest or b"")).hex()

    def _find_names(self) -> NameIndex:
        kept = self.load("names")
        if kept is not None:
            return NameIndex.unpack(kept)
        from bpfcc.btf.indexing import build_index

        names = build_index(self.table)
        self.store("names", names.pack())
        return names

    @property
    def table(self) -> TypeTable:
        """The types, decoded as they are looked at."""
        table = self.open().table
        assert table is not None
        return table

    def open(self) -> Btf:
        """The BTF itself; where its types start is kept too."""
        if self._btf is None:
            from array import array

            from bpfcc.btf.read import Layout, index_btf

            data, where, base = self._read()
            kept = self.load("layout")
            if kept is not None:
                kinds, starts = marshal.loads(kept)
                layout = Layout(bytearray(kinds), array("I", starts))
                self._btf = index_btf(data, where, base, layout)
            else:
                self._btf = index_btf(data, where, base)
                table = self.table
                starts = array("I", table.starts).tobytes()
                self.store("layout", marshal.dumps((bytes(table.kinds), starts)))
        return self._btf


def _hash_raw(path: str) -> bytes | None:
    """The digest of a file that is BTF and nothing else, and continues no other; None for others.

    Whoever reads it says what is wrong with it.
    """
    if path.startswith(KERNEL_BTF_FOLDER):
        return None
    try:
        descriptor = open_source(path)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        data = read_source(descriptor, status)
    except (OSError, ReadError):
        return None
    finally:
        os.close(descriptor)
    return hash_contents(data, status) if data[:2] in MAGICS else None


class KernelTypes:
    """Declarations of the types in BTF, by name, each given out once."""

    def __init__(self, btf: KernelBtf) -> None:
        self._btf = btf
        self._names = btf.names
        kept = btf.load("texts")
        self._texts: dict[int, str] = {} if kept is None else marshal.loads(kept)
        self._given: dict[int, str] = {}
        self._has_new = False
        self._printer: CPrinter | None = None

    def whole_header(self) -> str:
        """The text of vmlinux.h."""
        from bpfcc.btf.cdump import dump_header

        return dump_header(self._btf.open())

    def declare(self, name: str) -> str:
        """C text that declares the types, tags and enumerators of this name.

        What an earlier call has given is not given again; the text is empty if nothing is left,
        or the name means nothing. What the text itself names has to be asked for in turn.
        """
        found = self._names.find(name)
        if not found:
            numbered = _match_numbered(name)
            if numbered is None:
                return ""
            found = self._names.find(numbered[1])
        text = ""
        for number in found:
            if number not in self._given:
                known = self._texts.get(number)
                own = self._given[number] = self._print(number) if known is None else known
                text += own
        return text

    def _print(self, number: int) -> str:
        from bpfcc.btf.bulk import pause_collector

        self._has_new = True
        with pause_collector():
            printer = self._printer
            if printer is None:
                printer = self._printer = self._make_printer()
            type_ = self._get(number)
            for earlier in self._names.before.get(number, ()):
                printer.print_type(self._get(earlier))
            printer.print_type(type_)
            printer.print_leftover_enum(type_)
            return printer.own_text[type_]

    def _get(self, number: int) -> Type:
        return self._btf.table.get(number)

    def _make_printer(self) -> CPrinter:
        from bpfcc.btf.cprint import CPrinter

        printer = CPrinter(self._btf.open())
        for number in self._names.contested:
            printer.reserve_names(self._get(number))
        return printer

    def keep_texts(self) -> None:
        """Put the declarations that had to be made into the cache, behind those there."""
        if self._has_new:
            self._has_new = False
            kept = self._btf.load("texts")  # others may have added theirs meanwhile
            texts: dict[int, str] = {} if kept is None else marshal.loads(kept)
            for number, text in self._given.items():
                texts.pop(number, None)
                texts[number] = text
            while len(texts) > TEXTS_KEPT:
                del texts[next(iter(texts))]
            self._btf.store("texts", marshal.dumps(texts))

    def tag_kind(self, tag: str) -> str | None:
        """`"struct"`, `"union"` or `"enum"` for a tag that is defined."""
        return self._names.tag_kind(tag)

    def list_names(self, *, typedefs: bool) -> Iterator[str]:
        """The names of all typedefs, or of all enumerators; decodes them all."""
        from bpfcc.btf.types import Enum, Kind

        kinds = (Kind.TYPEDEF,) if typedefs else (Kind.ENUM, Kind.ENUM64)
        for type_ in self._btf.open().of_kinds(*kinds):
            if isinstance(type_, Enum):
                yield from (value.name for value in type_.values)
            else:
                yield type_.name
