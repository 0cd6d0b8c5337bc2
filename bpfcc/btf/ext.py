"""What .BTF.ext says about instructions: functions, source lines and CO-RE relocations.

Records are grouped by code section, with offsets in bytes from its start. Source: struct
btf_ext_header and struct bpf_core_relo of Linux; layout as LLVM's BTFDebug writes it.
"""

from __future__ import annotations

import itertools
import struct
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, NoReturn, TypeVar

from bpfcc.btf.read import MAGIC, VERSION
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.btf.container import Btf
    from bpfcc.btf.strings import StringBuilder
    from bpfcc.btf.types import Type

_BASE_HEADER_BYTES = 24
_CORE_HEADER_BYTES = 32
_LINE_SHIFT = 10
_COLUMN_MASK = (1 << _LINE_SHIFT) - 1


class CoreKind(IntEnum):
    """enum bpf_core_relo_kind: what a CO-RE relocation puts into its instruction."""

    FIELD_BYTE_OFFSET = 0
    FIELD_BYTE_SIZE = 1
    FIELD_EXISTS = 2
    FIELD_SIGNED = 3
    FIELD_LSHIFT_U64 = 4
    FIELD_RSHIFT_U64 = 5
    TYPE_ID_LOCAL = 6
    TYPE_ID_TARGET = 7
    TYPE_EXISTS = 8
    TYPE_SIZE = 9
    ENUMVAL_EXISTS = 10
    ENUMVAL_VALUE = 11
    TYPE_MATCHES = 12


CORE_KIND_NAMES = [
    "byte_off",
    "byte_sz",
    "field_exists",
    "signed",
    "lshift_u64",
    "rshift_u64",
    "local_type_id",
    "target_type_id",
    "type_exists",
    "type_size",
    "enumval_exists",
    "enumval_value",
    "type_matches",
]
"""The kinds as loaders print them, by number."""


class FuncInfo(NamedTuple):
    """The function that starts at `offset_bytes`."""

    offset_bytes: int
    type: Type


class LineInfo(NamedTuple):
    """Where the instruction at `offset_bytes` comes from; `text` is the source line itself."""

    offset_bytes: int
    file: str
    text: str
    line: int
    column: int


class CoreRelocation(NamedTuple):
    """A patch of the instruction at `offset_bytes` that depends on the running kernel's types.

    `access` is a path of member numbers such as "0:1:2", or an enumerator's number.
    """

    offset_bytes: int
    type: Type
    access: str
    kind: int


class Ext:
    """The records of an object, by the name of the code section they describe.

    `has_core_header` says whether the header has room for CO-RE records; only old producers
    leave it out.
    """

    __slots__ = ("functions", "has_core_header", "lines", "relocations")

    def __init__(
        self,
        functions: dict[str, list[FuncInfo]] | None = None,
        lines: dict[str, list[LineInfo]] | None = None,
        relocations: dict[str, list[CoreRelocation]] | None = None,
        has_core_header: bool = True,
    ) -> None:
        self.functions: dict[str, list[FuncInfo]] = {} if functions is None else functions
        self.lines: dict[str, list[LineInfo]] = {} if lines is None else lines
        self.relocations: dict[str, list[CoreRelocation]] = (
            {} if relocations is None else relocations
        )
        self.has_core_header = has_core_header


_Record = TypeVar("_Record")


def read_ext(data: bytes, where: str, btf: Btf) -> Ext:
    """Decode .BTF.ext, whose strings and types are those of `btf`."""
    return _ExtReader(data, where, btf).read()


class _ExtReader:
    def __init__(self, data: bytes, where: str, btf: Btf) -> None:
        assert btf.table is not None, "records refer to the table that the BTF was read from"
        self.data = data
        self.where = where
        self.table = btf.table
        self.endian = "<" if btf.little_endian else ">"

    def fail(self, message: str) -> NoReturn:
        raise InputError(message, where=self.where)

    def read(self) -> Ext:
        data = self.data
        if len(data) < _BASE_HEADER_BYTES:
            self.fail(f"truncated: {len(data)} bytes are fewer than its header takes")
        magic, version, flags, header_bytes = struct.unpack_from(self.endian + "HBBI", data)
        if magic != MAGIC:
            self.fail("the magic number is missing, or its byte order is not that of .BTF")
        if version != VERSION or flags:
            self.fail(f"unknown version {version} or flags {flags:#x}")
        if not _BASE_HEADER_BYTES <= header_bytes <= len(data):
            self.fail(f"header of {header_bytes} bytes in {len(data)} bytes")
        has_core = header_bytes >= _CORE_HEADER_BYTES
        spans = struct.unpack_from(f"{self.endian}{6 if has_core else 4}I", data, 8)
        self._check_spans(spans, header_bytes)
        ext = Ext(has_core_header=has_core)
        ext.functions = self._read_part("function", spans[0:2], header_bytes, "II", self._function)
        ext.lines = self._read_part("line", spans[2:4], header_bytes, "IIII", self._line)
        if has_core:
            ext.relocations = self._read_part(
                "CO-RE", spans[4:6], header_bytes, "IIII", self._relocation
            )
        return ext

    def _check_spans(self, spans: tuple[int, ...], header_bytes: int) -> None:
        taken = sorted(
            (header_bytes + start, header_bytes + start + size)
            for start, size in zip(spans[::2], spans[1::2], strict=True)
            if size
        )
        for start, end in taken:
            if start % 4 or end % 4:
                self.fail(f"records from byte {start} to {end} are not aligned")
            if end > len(self.data):
                self.fail(f"truncated: records end at byte {end} of {len(self.data)}")
        for (_, end), (start, _) in itertools.pairwise(taken):
            if start < end:
                self.fail(f"records overlap at byte {start}")

    def _read_part(
        self,
        what: str,
        span: tuple[int, ...],
        header_bytes: int,
        fields: str,
        make: Callable[[tuple[int, ...]], _Record],
    ) -> dict[str, list[_Record]]:
        """Decode one of the three groups of records."""
        found: dict[str, list[_Record]] = {}
        at, end = header_bytes + span[0], header_bytes + span[0] + span[1]
        if at == end:
            return found
        record_bytes = struct.unpack_from(self.endian + "I", self.data, at)[0]
        layout = struct.Struct(self.endian + fields)
        if record_bytes < layout.size or record_bytes % 4:
            self.fail(f"{what} records of {record_bytes} bytes, expected {layout.size}")
        at += 4
        while at < end:
            if at + 8 > end:
                self.fail(f"truncated: {what} records stop in the middle of a section's header")
            name_offset, count = struct.unpack_from(self.endian + "II", self.data, at)
            at += 8
            if count == 0:
                self.fail(f"{what} records for a section without any")
            if at + count * record_bytes > end:
                self.fail(f"truncated: {count} {what} records at byte {at} run past the end")
            records = found.setdefault(self._string(name_offset), [])
            stop = at + count * record_bytes
            for place in range(at, stop, record_bytes):
                records.append(make(layout.unpack_from(self.data, place)))
            at = stop
        return found

    def _string(self, offset: int) -> str:
        try:
            return self.table.strings[offset]
        except InputError as error:
            self.fail(error.message)

    def _type(self, number: int) -> Type:
        try:
            return self.table.get(number)
        except InputError as error:
            self.fail(error.message)

    def _function(self, row: tuple[int, ...]) -> FuncInfo:
        return FuncInfo(row[0], self._type(row[1]))

    def _line(self, row: tuple[int, ...]) -> LineInfo:
        offset, file, text, place = row
        line, column = place >> _LINE_SHIFT, place & _COLUMN_MASK
        return LineInfo(offset, self._string(file), self._string(text), line, column)

    def _relocation(self, row: tuple[int, ...]) -> CoreRelocation:
        offset, type_, access, kind = row
        if kind > CoreKind.TYPE_MATCHES:
            self.fail(f"CO-RE relocation at byte {offset} has unknown kind {kind}")
        return CoreRelocation(offset, self._type(type_), self._string(access), kind)


def write_ext(ext: Ext, strings: StringBuilder, numbers: dict[Type, int], little: bool) -> bytes:
    """Encode .BTF.ext.

    Its strings are added to `strings`, so the BTF is to be written with the same builder
    afterwards; `numbers` are the ids its types will have there (`Btf.number_types`).
    """
    endian = "<" if little else ">"
    functions = _write_part(
        ext.functions,
        strings,
        endian,
        8,
        lambda record: (record.offset_bytes, numbers[record.type]),
    )
    lines = _write_part(
        ext.lines, strings, endian, 16, lambda record: _encode_line(record, strings)
    )
    parts = [functions, lines]
    if ext.has_core_header:
        parts.append(
            _write_part(
                ext.relocations,
                strings,
                endian,
                16,
                lambda record: (
                    record.offset_bytes,
                    numbers[record.type],
                    strings.add(record.access),
                    record.kind,
                ),
            )
        )
    spans: list[int] = []
    at = 0
    for part in parts:
        spans += (at, len(part))
        at += len(part)
    header_bytes = 8 + 4 * len(spans)
    header = struct.pack(f"{endian}HBBI{len(spans)}I", MAGIC, VERSION, 0, header_bytes, *spans)
    return header + b"".join(parts)


def _encode_line(record: LineInfo, strings: StringBuilder) -> tuple[int, ...]:
    file, text = strings.add(record.file), strings.add(record.text)
    return record.offset_bytes, file, text, record.line << _LINE_SHIFT | record.column


def _write_part(
    sections: dict[str, list[_Record]],
    strings: StringBuilder,
    endian: str,
    record_bytes: int,
    encode: Callable[[_Record], tuple[int, ...]],
) -> bytes:
    used = {name: records for name, records in sections.items() if records}
    if not used:
        return b""
    words = [record_bytes]
    for name, records in used.items():
        words += (strings.add(name), len(records))
        for record in records:
            words += encode(record)
    return struct.pack(f"{endian}{len(words)}I", *words)
