"""Reads the binary form of BTF, from compilers, linkers and kernels of either byte order.

Two ways in: `read_btf` decodes and checks every type at once, for objects, whose BTF is small
and may be hostile. `index_btf` only finds where each type starts, for kernels, whose types are
decoded when somebody looks at them. Both check every number they use; what is wrong comes out as
one InputError that names the type.

The type section consists of 32-bit words only, so a file of the other byte order is turned
around once and decoded by the same code.
"""

from __future__ import annotations

import struct
import sys
from array import array
from functools import partial
from itertools import compress, repeat
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

from bpfcc.btf.bulk import pause_collector
from bpfcc.btf.container import Btf
from bpfcc.btf.index import MAGICS
from bpfcc.btf.strings import StringTable
from bpfcc.btf.types import (
    KINDS,
    VOID,
    Array,
    Composite,
    DataSection,
    DeclTag,
    Enum,
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
    Reference,
    SectionVariable,
    Type,
    TypeTag,
    Variable,
)
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from mmap import mmap

    Words = array[int] | memoryview[int]

MAGIC = 0xEB9F
VERSION = 1
HEADER_BYTES = 24
_UNKNOWN = 1 << 40
_FEW = 1000

# Words of a type besides its name, info and size/type words: fixed, and per unit of vlen.
_FIXED_WORDS = {Kind.INT: 1, Kind.ARRAY: 3, Kind.VAR: 1, Kind.DECL_TAG: 1}
_EACH_WORDS = {
    Kind.STRUCT: 3,
    Kind.UNION: 3,
    Kind.ENUM: 2,
    Kind.FUNC_PROTO: 2,
    Kind.DATASEC: 3,
    Kind.ENUM64: 3,
}


class Layout(NamedTuple):
    """Where the types of a table are: the kind of each, and the word at which it starts."""

    kinds: bytearray
    starts: Sequence[int]


class RawHeader(NamedTuple):
    """`struct btf_header` with offsets from the start of the data."""

    little_endian: bool
    types_start: int
    types_end: int
    strings_start: int
    strings_end: int


def read_btf(data: bytes, where: str, base: Btf | None = None) -> Btf:
    """Decode BTF and check all of it, cycles too.

    `where` is how errors call the place, such as `prog.o: section .BTF`. A split BTF needs the
    `base` that it continues.
    """
    from bpfcc.btf.check import check_btf

    with pause_collector():
        btf = index_btf(data, where, base)
        table = btf.table
        assert table is not None
        table.strings.preload()
        for type_ in btf.types:
            table.fill(type_)
        check_btf(btf, where)
    return btf


def index_btf(
    data: bytes | mmap, where: str, base: Btf | None = None, layout: Layout | None = None
) -> Btf:
    """Index BTF: find each type's place and leave decoding to whoever looks at it.

    `layout` is what was found in the same BTF before: then types are not even copied, and `data`
    must stay as it is.
    """
    header = read_header(data, where)
    strings = data[header.strings_start : header.strings_end]
    base_strings = base.table.strings if base is not None and base.table is not None else None
    if base is not None and base_strings is None:
        raise InputError("the base of a split BTF must come from a file", where=where)
    if base is None and (not strings or strings[0]):
        raise InputError("the string table does not start with an empty string", where=where)
    if strings and strings[-1]:
        raise InputError("the string table does not end in a zero byte", where=where)
    words: Words
    if layout is not None and header.little_endian == (sys.byteorder == "little"):
        words = memoryview(data)[header.types_start : header.types_end].cast("I")
    else:
        words = array("I", data[header.types_start : header.types_end])
        if header.little_endian != (sys.byteorder == "little"):
            words.byteswap()
    with pause_collector():
        table = TypeTable(words, StringTable(strings, where, base_strings), where, base, layout)
    return Btf(base=base, little_endian=header.little_endian, table=table)


def read_header(data: bytes | mmap, where: str) -> RawHeader:
    """Decode and check the header; offsets come out absolute."""

    def fail(message: str) -> NoReturn:
        raise InputError(message, where=where)

    if len(data) < HEADER_BYTES:
        fail(f"truncated: {len(data)} bytes are fewer than a BTF header's {HEADER_BYTES}")
    magic = data[:2]
    if magic not in MAGICS:
        fail("not BTF: the magic number is missing")
    little = magic == MAGICS[0]
    version, flags, header_bytes, type_at, type_bytes, string_at, string_bytes = struct.unpack_from(
        ("<" if little else ">") + "BBIIIII", data, 2
    )
    if version != VERSION:
        fail(f"BTF version {version}, expected {VERSION}")
    if flags:
        fail(f"unknown BTF flags {flags:#x}")
    if not HEADER_BYTES <= header_bytes <= len(data):
        fail(f"header of {header_bytes} bytes in {len(data)} bytes of BTF")
    if any(data[HEADER_BYTES:header_bytes]):
        fail(f"header of {header_bytes} bytes has fields newer than this reader")
    types_start, strings_start = header_bytes + type_at, header_bytes + string_at
    types_end, strings_end = types_start + type_bytes, strings_start + string_bytes
    if types_start % 4 or type_bytes % 4:
        fail("the type section is not made of whole aligned words")
    if types_end > len(data):
        fail(f"truncated: types end at byte {types_end} of {len(data)}")
    if strings_end > len(data):
        fail(f"truncated: strings end at byte {strings_end} of {len(data)}")
    if types_start < strings_end and strings_start < types_end and type_bytes and string_bytes:
        fail("the type section and the string section overlap")
    return RawHeader(little, types_start, types_end, strings_start, strings_end)


class TypeTable:
    """The types of one file: their words, where each starts, and the shells handed out.

    Ids count from `first`, which is 1, or follows the base's last one.
    """

    def __init__(
        self,
        words: Words,
        strings: StringTable,
        where: str,
        base: Btf | None,
        layout: Layout | None = None,
    ) -> None:
        self.words = words
        self.strings = strings
        self.where = where
        self.base = base.table if base is not None else None
        self.first = 1 if self.base is None else self.base.end
        self.kinds, self.starts = layout or self._find_layout()
        self.name_offsets: list[int] = []
        self.shells: list[Type | None] = [None] * len(self.starts)
        self.look_up: Callable[[int], Type] = self.get
        """`get`, or something faster that raises IndexError for a type that does not exist."""

    @property
    def end(self) -> int:
        """The first id past this table."""
        return self.first + len(self.starts)

    def _find_layout(self) -> Layout:
        fixed = [_UNKNOWN] * 32
        each = [0] * 32
        for kind in KINDS:
            fixed[kind] = 3 + _FIXED_WORDS.get(Kind(kind), 0)
            each[kind] = _EACH_WORDS.get(Kind(kind), 0)
        words = self.words
        end = len(words)
        starts: list[int] = []
        kinds = bytearray()
        append, append_kind = starts.append, kinds.append
        at = 0
        while at < end - 2:
            append(at)
            info = words[at + 1]
            kind = info >> 24 & 31
            append_kind(kind)
            at += fixed[kind] + each[kind] * (info & 0xFFFF)
        if at != end:
            self._explain_bad_start(kinds, at)
        return Layout(kinds, starts)

    def _explain_bad_start(self, kinds: bytearray, at: int) -> NoReturn:
        number = self.first + len(kinds) - 1
        if at >= _UNKNOWN:
            kind = kinds[-1]
            raise InputError(f"type {number} has unknown kind {kind}", where=self.where)
        raise InputError(f"truncated: type {number} runs past the type section", where=self.where)

    def get(self, number: int) -> Type:
        """The type with that id; InputError where there is none."""
        at = number - self.first
        if at < 0:
            return VOID if self.base is None or number == 0 else self.base.get(number)
        try:
            shell = self.shells[at]
        except IndexError:
            raise InputError(
                f"type {number} does not exist, the last one is {self.end - 1}", where=self.where
            ) from None
        if shell is None:
            cls = KINDS[self.kinds[at]]
            shell = cls.__new__(cls)
            shell.origin = self
            shell.origin_id = number
            self.shells[at] = shell
        return shell

    def make_all(self) -> list[Type]:
        """Shells for all own types, in order; looking types up is faster afterwards."""
        shells = list(map(object.__new__, map(KINDS.__getitem__, self.kinds)))
        for number, shell in enumerate(shells, self.first):
            shell.origin = self
            shell.origin_id = number
        if any(self.shells):
            for at, known in enumerate(self.shells):
                if known is not None:
                    shells[at] = known
        self.shells[:] = shells
        if self.base is None:
            self.look_up = [VOID, *shells].__getitem__
        return shells

    def fill(self, shell: Type) -> None:
        """Decode the fields of one shell."""
        at = self.starts[shell.origin_id - self.first]
        try:
            shell.name = self.strings[self.words[at]]
            _DECODERS[shell.kind](self, shell, at)
        except IndexError:
            message = f"refers to a type that does not exist; the last one is {self.end - 1}"
            raise InputError(message, where=f"{self.where}: type {shell.origin_id}") from None
        except InputError as error:
            raise InputError(error.message, where=f"{self.where}: type {shell.origin_id}") from None

    def fill_kinds(self, kinds: Collection[Kind]) -> None:
        """Decode every own type of one of `kinds`: cheaper in bulk than on demand."""
        words, strings, starts, first = self.words, self.strings, self.starts, self.first
        decoders = [_DECODERS.get(Kind(kind)) if kind in KINDS else None for kind in range(32)]
        shell: Type = VOID
        try:
            for shell in self.find_kinds(kinds):
                number = shell.origin_id - first
                at = starts[number]
                shell.name = strings[words[at]]
                decode = decoders[self.kinds[number]]
                assert decode is not None
                decode(self, shell, at)
        except (IndexError, InputError):
            # Once more, for the error's sake.
            self.fill(shell)

    def find_kinds(self, kinds: Collection[Kind]) -> list[Type]:
        """Every own type of one of `kinds`, in order."""
        if sum(map(self.kinds.count, kinds)) < _FEW:
            return list(map(self.look_up, sorted(self._search_kinds(kinds))))
        wanted = bytearray(256)
        for kind in kinds:
            wanted[kind] = 1
        numbers = compress(range(self.first, self.end), self.kinds.translate(wanted))
        return list(map(self.look_up, numbers))

    def _search_kinds(self, kinds: Collection[Kind]) -> Iterator[int]:
        """The ids of types of rare kinds, by skipping over all others."""
        find = self.kinds.find
        for kind in kinds:
            at = find(kind)
            while at >= 0:
                yield self.first + at
                at = find(kind, at + 1)

    def _names(self) -> list[int]:
        """Where each type's name starts."""
        if not self.name_offsets:
            self.name_offsets = list(map(self.words.__getitem__, self.starts))
        return self.name_offsets

    def find_named(self, name: str) -> list[Type]:
        """Every own type called `name`."""
        offsets = self._names()
        found = []
        for offset in self.strings.find_offsets(name):
            at = -1
            while True:
                try:
                    at = offsets.index(offset, at + 1)
                except ValueError:
                    break
                found.append(self.first + at)
        return [self.get(number) for number in sorted(found)]

    def find_named_many(self, names: Collection[str]) -> list[Type]:
        """Every own type whose name is one of `names`."""
        wanted = self.strings.find_offsets_of(names)
        named = compress(range(self.first, self.end), map(wanted.__contains__, self._names()))
        return list(map(self.look_up, named))

    def find_enumerators(self, names: Collection[str]) -> list[Type]:
        """Every own enumeration with a constant that is one of `names`."""
        wanted = self.strings.find_offsets_of(names)
        words = self.words
        found = []
        for shell in self.find_kinds((Kind.ENUM, Kind.ENUM64)):
            start = self.starts[shell.origin_id - self.first]
            step = _EACH_WORDS[shell.kind]
            end = start + 3 + step * (words[start + 1] & 0xFFFF)
            if not wanted.isdisjoint(words[start + 3 : end : step]):
                found.append(shell)
        return found

    def fail(self, message: str) -> NoReturn:
        """Raise an error at the type being decoded; `fill` adds which one that is."""
        raise InputError(message)


_make_member = cast("Callable[[Any], Member]", partial(tuple.__new__, Member))
_make_enumerator = cast("Callable[[Any], Enumerator]", partial(tuple.__new__, Enumerator))
_make_parameter = cast("Callable[[Any], Parameter]", partial(tuple.__new__, Parameter))


def _decode_int(table: TypeTable, shell: Int, at: int) -> None:
    size, data = table.words[at + 2 : at + 4]
    shell.size_bytes = size
    shell.encoding = data >> 24 & 15
    shell.offset_bits = data >> 16 & 0xFF
    shell.bits = data & 0xFF
    if not 1 <= size <= 16:
        table.fail(f"an integer of {size} bytes")
    if shell.offset_bits + shell.bits > size * 8:
        table.fail(f"{shell.bits} bits at bit {shell.offset_bits} leave {size} bytes")


def _decode_reference(table: TypeTable, shell: Reference, at: int) -> None:
    shell.target = table.look_up(table.words[at + 2])


def _decode_type_tag(table: TypeTable, shell: TypeTag, at: int) -> None:
    shell.target = table.look_up(table.words[at + 2])
    shell.is_attribute = bool(table.words[at + 1] >> 31)


def _decode_array(table: TypeTable, shell: Array, at: int) -> None:
    element, index_type, shell.count = table.words[at + 3 : at + 6]
    shell.element = table.look_up(element)
    shell.index_type = table.look_up(index_type)


def _decode_composite(table: TypeTable, shell: Composite, at: int) -> None:
    words = table.words
    info = words[at + 1]
    size_bytes = shell.size_bytes = words[at + 2]
    end = at + 3 + 3 * (info & 0xFFFF)
    names = map(table.strings.__getitem__, words[at + 3 : end : 3])
    types = map(table.look_up, words[at + 4 : end : 3])
    places = words[at + 5 : end : 3]
    flag = shell.kind_flag = bool(info >> 31)
    if not flag:
        # Members are the bulk of any BTF: made without a call of Python code for each.
        shell.members = list(map(_make_member, zip(names, types, places, repeat(0))))
    else:
        shell.members = [
            Member(name, type_, place & 0xFFFFFF, place >> 24)
            for name, type_, place in zip(names, types, places, strict=True)
        ]
        places = array("I", (member.offset_bits + member.bitfield_bits for member in shell.members))
    if places and max(places) > size_bytes * 8:
        table.fail(f"a member ends at bit {max(places)}, outside its {size_bytes} bytes")


def _decode_enum(table: TypeTable, shell: Enum, at: int) -> None:
    words, strings = table.words, table.strings
    info = words[at + 1]
    size_bytes = shell.size_bytes = words[at + 2]
    signed = shell.is_signed = bool(info >> 31)
    if size_bytes not in (1, 2, 4, 8) and (size_bytes or info & 0xFFFF):
        table.fail(f"an enumeration of {size_bytes} bytes")
    count = info & 0xFFFF
    if shell.kind is Kind.ENUM64:
        end = at + 3 + 3 * count
        parts = zip(words[at + 4 : end : 3], words[at + 5 : end : 3], strict=True)
        values = [high << 32 | low for low, high in parts]
        names, sign = words[at + 3 : end : 3], 1 << 63
    else:
        end = at + 3 + 2 * count
        names, sign = words[at + 3 : end : 2], 1 << 31
        values = list(words[at + 4 : end : 2])
    if signed:
        values = [(value ^ sign) - sign for value in values]
    named = zip(map(strings.__getitem__, names), values, strict=True)
    shell.values = list(map(_make_enumerator, named))


def _decode_forward(table: TypeTable, shell: Forward, at: int) -> None:
    shell.is_union = bool(table.words[at + 1] >> 31)


def _decode_function(table: TypeTable, shell: Function, at: int) -> None:
    shell.linkage = table.words[at + 1] & 0xFFFF
    shell.prototype = table.look_up(table.words[at + 2])
    if shell.linkage > Linkage.EXTERN:
        table.fail(f"unknown linkage {shell.linkage}")


def _decode_prototype(table: TypeTable, shell: FunctionPrototype, at: int) -> None:
    words, get = table.words, table.look_up
    end = at + 3 + 2 * (words[at + 1] & 0xFFFF)
    shell.result = get(words[at + 2])
    names = map(table.strings.__getitem__, words[at + 3 : end : 2])
    types = map(get, words[at + 4 : end : 2])
    shell.parameters = list(map(_make_parameter, zip(names, types, strict=True)))


def _decode_variable(table: TypeTable, shell: Variable, at: int) -> None:
    shell.target = table.look_up(table.words[at + 2])
    shell.linkage = table.words[at + 3]
    if shell.linkage > Linkage.EXTERN:
        table.fail(f"unknown linkage {shell.linkage}")


def _decode_data_section(table: TypeTable, shell: DataSection, at: int) -> None:
    words, get = table.words, table.look_up
    end = at + 3 + 3 * (words[at + 1] & 0xFFFF)
    shell.size_bytes = words[at + 2]
    rows = zip(
        words[at + 3 : end : 3], words[at + 4 : end : 3], words[at + 5 : end : 3], strict=True
    )
    shell.variables = [SectionVariable(get(type_), place, size) for type_, place, size in rows]


def _decode_float(table: TypeTable, shell: Float, at: int) -> None:
    shell.size_bytes = table.words[at + 2]
    if shell.size_bytes not in (2, 4, 8, 12, 16):
        table.fail(f"a floating-point number of {shell.size_bytes} bytes")


def _decode_decl_tag(table: TypeTable, shell: DeclTag, at: int) -> None:
    shell.target = table.look_up(table.words[at + 2])
    component = table.words[at + 3]
    shell.component = component - (1 << 32) if component >> 31 else component
    shell.is_attribute = bool(table.words[at + 1] >> 31)


_DECODERS = cast(
    "dict[Kind, Callable[[TypeTable, Any, int], None]]",
    {
        Kind.INT: _decode_int,
        Kind.PTR: _decode_reference,
        Kind.ARRAY: _decode_array,
        Kind.STRUCT: _decode_composite,
        Kind.UNION: _decode_composite,
        Kind.ENUM: _decode_enum,
        Kind.FWD: _decode_forward,
        Kind.TYPEDEF: _decode_reference,
        Kind.VOLATILE: _decode_reference,
        Kind.CONST: _decode_reference,
        Kind.RESTRICT: _decode_reference,
        Kind.FUNC: _decode_function,
        Kind.FUNC_PROTO: _decode_prototype,
        Kind.VAR: _decode_variable,
        Kind.DATASEC: _decode_data_section,
        Kind.FLOAT: _decode_float,
        Kind.DECL_TAG: _decode_decl_tag,
        Kind.TYPE_TAG: _decode_type_tag,
        Kind.ENUM64: _decode_enum,
    },
)
