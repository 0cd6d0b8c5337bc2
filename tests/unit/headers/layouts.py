"""Records and constants as clang 22 sees them in a set of headers, to hold against other sources.

Records are read from the BTF of an object with one variable for each; constants from an array of
their values. A record or a constant that a set of headers does not have, or that is no constant
(a type's name, an attribute), is left out.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bpfcc.btf.container import Btf
from bpfcc.btf.read import read_btf
from bpfcc.btf.types import Composite, Const, Restrict, Type, Typedef, TypeTag, Volatile
from bpfcc.elf.read import read_object
from tests.unit.headers.shipped import run_clang

_ERROR_LINE = re.compile(rb"^<stdin>:(\d+):\d+: (?:fatal )?error:", re.MULTILINE)


class Field(NamedTuple):
    """Where a member is; `path` has dots where it goes through records without a name."""

    path: str
    offset_bits: int
    bitfield_bits: int


class Record(NamedTuple):
    """The layout of a struct or union."""

    size_bytes: int
    fields: dict[str, Field]


def lay_out(record: Composite) -> Record:
    """The layout of `record`; padding and members without a name that hold nothing are left out."""
    return Record(record.size_bytes, {field.path: field for field in _walk(record, "", 0)})


def _walk(record: Composite, prefix: str, base_bits: int) -> Iterator[Field]:
    for member in record.members:
        inner = _strip(member.type)
        at = base_bits + member.offset_bits
        nameless = isinstance(inner, Composite) and not inner.name
        path = prefix + member.name
        if member.name:
            yield Field(path, at, member.bitfield_bits)
        if nameless and isinstance(inner, Composite):
            yield from _walk(inner, f"{path}." if member.name else prefix, at)


def _strip(type_: Type) -> Type:
    while isinstance(type_, Typedef | Const | Volatile | Restrict | TypeTag):
        type_ = type_.target
    return type_


class Facts(NamedTuple):
    """What a set of headers says: layouts by `struct x`, values as 64 bits without sign by name."""

    records: dict[str, Record]
    values: dict[str, int]


def read_facts(
    includes: str,
    records: Collection[str],
    constants: Collection[str],
    flags: Sequence[str] = (),
    folders: Sequence[str] = (),
) -> Facts:
    """Those of `records` and of the integer constants that `includes` define.

    The headers are the shipped ones, or those in `folders`, which are flags for clang.
    """
    tags, names = sorted(records), sorted(constants)
    lines = [f"{tag} record_{number};" for number, tag in enumerate(tags)]
    lines += [
        f'const unsigned long long value_{number} __attribute__((section("v{number}"))) = '
        f"(unsigned long long)({name});"
        for number, name in enumerate(names)
    ]
    quiet = ["-Wno-everything", "-Werror=int-conversion", "-Werror=pointer-to-int-cast"]
    data = _compile_what_stands(includes, lines, ["-g", *quiet, *flags], folders)
    sections = {section.name: section for section in read_object(data, "facts").sections}
    values = {}
    for number, name in enumerate(names):
        section = sections.get(f"v{number}")
        if section is not None and not section.relocations:
            (values[name],) = struct.unpack("<Q", bytes(section.data))
    btf = read_btf(bytes(sections[".BTF"].data), "facts") if ".BTF" in sections else Btf()
    return Facts(_find_records(btf, tags), values)


def read_records(
    includes: str, names: Collection[str], flags: Sequence[str] = ()
) -> dict[str, Record]:
    """The layout of each of `names` (`struct x`, `union y`) that `includes` define."""
    return read_facts(includes, names, (), flags).records


def read_values(includes: str, names: Collection[str], flags: Sequence[str] = ()) -> dict[str, int]:
    """The value of each of `names` that is an integer constant after `includes`."""
    return read_facts(includes, (), names, flags).values


def _find_records(btf: Btf, tags: Iterable[str]) -> dict[str, Record]:
    found = {}
    for name in tags:
        word, _, tag = name.partition(" ")
        for type_ in btf.find_all(tag):
            if isinstance(type_, Composite) and type_.keyword == word:
                found[name] = lay_out(type_)
    return found


def _compile_what_stands(
    includes: str, lines: list[str], flags: Sequence[str], folders: Sequence[str]
) -> bytes:
    """The object of those of `lines` that clang takes after `includes`."""
    first = includes.count("\n") + 1
    kept = dict(enumerate(lines, first))
    for _ in range(4):
        source = includes + "".join(
            f"{kept.get(n, '')}\n" for n in range(first, first + len(lines))
        )
        command = ["-ferror-limit=0", *flags, "-c", "-o", "-"]
        done = run_clang(source, command, folders, "bpfel")
        if not done.returncode:
            return done.stdout
        wrong = {int(number) for number in _ERROR_LINE.findall(done.stderr)}
        assert wrong & set(kept), done.stderr.decode()
        kept = {number: line for number, line in kept.items() if number not in wrong}
    raise AssertionError("clang finds new errors in what it took before")
