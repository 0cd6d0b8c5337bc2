"""Writes relocatable eBPF objects in the arrangement of LLVM's object writer.

For an object that LLVM made, `write_object(read_object(data))` is `data`, byte for byte. That
pins the arrangement down: the string table is section 1 but last in the file before the headers,
each relocation table follows the section it patches, the symbol table is the last section, and
the string table merges a name with any longer name it ends.
"""

from __future__ import annotations

import struct

from bpfcc.elf.model import (
    SHF_EXCLUDE,
    SHF_GROUP,
    SHF_INFO_LINK,
    SHT_GROUP,
    SHT_LLVM_ADDRSIG,
    SHT_REL,
    SHT_RELA,
    SHT_STRTAB,
    SHT_SYMTAB,
    Binding,
    Object,
    Relocation,
    Section,
    SpecialSection,
    Symbol,
    SymbolKind,
)
from bpfcc.elf.read import HEADER_BYTES, SECTION_HEADER_BYTES, SHN_LORESERVE, SYMBOL_BYTES
from bpfcc.errors import InputError


class _Row:
    """What a section header needs besides its place in the file."""

    __slots__ = ("align_bytes", "entry_size_bytes", "flags", "info", "kind", "link", "name")

    def __init__(
        self,
        name: str,
        kind: int,
        flags: int = 0,
        link: int = 0,
        info: int = 0,
        align_bytes: int = 1,
        entry_size_bytes: int = 0,
    ) -> None:
        self.name = name
        self.kind = kind
        self.flags = flags
        self.link = link
        self.info = info
        self.align_bytes = align_bytes
        self.entry_size_bytes = entry_size_bytes


def write_object(obj: Object) -> bytes:
    """Encode `obj`. Local symbols come first in the table, as ELF demands, else order is kept."""
    return _ObjectWriter(obj).write()


def merge_string_tails(names: set[str]) -> tuple[bytes, dict[str, int]]:
    """Lay out a string table in which a name may be the tail of another.

    Returns the table, which starts with the empty string, and the offset of each name. The
    names are sorted from their ends, longest first, so that a tail follows what contains it.
    """
    table = bytearray(b"\0")
    offsets = {"": 0}
    previous = b""
    encoded = sorted((name.encode("utf-8")[::-1] for name in names if name), reverse=True)
    for reversed_name in encoded:
        text = reversed_name[::-1]
        name = text.decode("utf-8")
        if previous.endswith(text):
            offsets[name] = len(table) - len(text) - 1
            continue
        offsets[name] = len(table)
        table += text
        table.append(0)
        previous = text
    return bytes(table), offsets


class _ObjectWriter:
    """Numbers sections and symbols, then lays out the file."""

    def __init__(self, obj: Object) -> None:
        self.obj = obj
        self.endian = "<" if obj.little_endian else ">"
        self.symbols = sorted(obj.symbols, key=lambda symbol: symbol.binding is not Binding.LOCAL)
        self.symbol_numbers = {symbol: 1 + at for at, symbol in enumerate(self.symbols)}
        self.section_numbers: dict[Section, int] = {}
        self.rows: list[_Row] = []
        self.places: dict[int, tuple[int, int]] = {}
        self.out = bytearray(HEADER_BYTES)
        self.relocation_tables: list[tuple[int, Section]] = []

    def write(self) -> bytes:
        self._number_sections()
        table, offsets = merge_string_tails(self._collect_names())
        for section, number in self.section_numbers.items():
            self._place(number, section.align_bytes, bytes(section.data), section.extent_bytes)
        self._place_groups()
        self._place(self.symbol_table, 8, self._encode_symbols(offsets))
        for number, section in self.relocation_tables:
            self._place(number, 8, self._encode_relocations(section))
        if self.obj.address_significant is not None:
            self._place(self.symbol_table - 1, 1, self._encode_address_significant())
        self._place(1, 1, table)
        self._write_headers(offsets)
        return bytes(self.out)

    @property
    def symbol_table(self) -> int:
        return len(self.rows) + 1

    def _number_sections(self) -> None:
        """Fix the order of section headers; row N describes section N + 1."""
        obj, rows = self.obj, self.rows
        grouped = {section: group for group in obj.groups for section in group.members}
        total = 2 + len(obj.sections) + len(obj.groups) + (obj.address_significant is not None)
        total += sum(bool(section.relocations) for section in obj.sections)
        if total >= SHN_LORESERVE:
            raise InputError(f"{total} sections, more than an object can have")
        symbol_table = total
        rows.append(_Row(".strtab", SHT_STRTAB))
        started = set()
        for section in obj.sections:
            group = grouped.get(section)
            if group is not None and group not in started:
                started.add(group)
                info = self.symbol_numbers[group.signature]
                rows.append(_Row(".group", SHT_GROUP, 0, symbol_table, info, 4, 4))
            self.section_numbers[section] = len(rows) + 1
            rows.append(self._section_row(section))
            if section.relocations:
                rows.append(self._relocation_row(section, symbol_table))
                self.relocation_tables.append((len(rows), section))
        if obj.address_significant is not None:
            rows.append(_Row(".llvm_addrsig", SHT_LLVM_ADDRSIG, SHF_EXCLUDE, symbol_table))
        # Links between kept sections are known only once all of them have numbers.
        for section, number in self.section_numbers.items():
            if section.link is not None:
                rows[number - 1].link = self.section_numbers[section.link]

    def _section_row(self, section: Section) -> _Row:
        return _Row(
            section.name,
            section.kind,
            section.flags,
            align_bytes=section.align_bytes,
            entry_size_bytes=section.entry_size_bytes,
        )

    def _relocation_row(self, section: Section, symbol_table: int) -> _Row:
        explicit = any(relocation.addend for relocation in section.relocations)
        return _Row(
            (".rela" if explicit else ".rel") + section.name,
            SHT_RELA if explicit else SHT_REL,
            (section.flags & SHF_GROUP) or SHF_INFO_LINK,
            symbol_table,
            self.section_numbers[section],
            8,
            24 if explicit else 16,
        )

    def _collect_names(self) -> set[str]:
        names = {row.name for row in self.rows}
        names.add(".symtab")
        names.update(s.name for s in self.symbols if s.kind is not SymbolKind.SECTION)
        return names

    def _place(self, number: int, align_bytes: int, data: bytes, extent: int | None = None) -> None:
        self.out += bytes(-len(self.out) % max(align_bytes, 1))
        self.places[number] = (len(self.out), len(data) if extent is None else extent)
        self.out += data

    def _place_groups(self) -> None:
        for group in self.obj.groups:
            numbers = [self.section_numbers[section] for section in group.members]
            numbers += [n for n, section in self.relocation_tables if section in group.members]
            if not numbers:
                continue
            data = struct.pack(f"{self.endian}{1 + len(numbers)}I", group.flags, *sorted(numbers))
            self._place(min(numbers) - 1, 4, data)

    def _encode_symbols(self, offsets: dict[str, int]) -> bytes:
        layout = struct.Struct(self.endian + "IBBHQQ")
        out = bytearray(SYMBOL_BYTES)
        for symbol in self.symbols:
            name = 0 if symbol.kind is SymbolKind.SECTION else offsets[symbol.name]
            info = symbol.binding << 4 | symbol.kind
            index = self._section_index(symbol)
            visibility = symbol.visibility
            out += layout.pack(name, info, visibility, index, symbol.value, symbol.size_bytes)
        return bytes(out)

    def _section_index(self, symbol: Symbol) -> int:
        if symbol.section is None:
            return 0
        if isinstance(symbol.section, SpecialSection):
            return symbol.section.value
        return self.section_numbers[symbol.section]

    def _encode_relocations(self, section: Section) -> bytes:
        explicit = self.rows[self.section_numbers[section]].kind == SHT_RELA
        layout = struct.Struct(self.endian + ("QQq" if explicit else "QQ"))
        return b"".join(
            layout.pack(relocation.offset, self._relocation_info(relocation), relocation.addend)
            if explicit
            else layout.pack(relocation.offset, self._relocation_info(relocation))
            for relocation in section.relocations
        )

    def _relocation_info(self, relocation: Relocation) -> int:
        return self.symbol_numbers[relocation.symbol] << 32 | relocation.type

    def _encode_address_significant(self) -> bytes:
        out = bytearray()
        for symbol in self.obj.address_significant or ():
            number = self.symbol_numbers[symbol]
            while number >= 0x80:
                out.append(number & 0x7F | 0x80)
                number >>= 7
            out.append(number)
        return bytes(out)

    def _write_headers(self, offsets: dict[str, int]) -> None:
        self.out += bytes(-len(self.out) % 8)
        table_offset = len(self.out)
        locals_end = 1 + sum(symbol.binding is Binding.LOCAL for symbol in self.symbols)
        rows = [*self.rows, _Row(".symtab", SHT_SYMTAB, 0, 1, locals_end, 8, SYMBOL_BYTES)]
        layout = struct.Struct(self.endian + "IIQQQQIIQQ")
        self.out += bytes(SECTION_HEADER_BYTES)
        for number, row in enumerate(rows, 1):
            place, size = self.places[number]
            name, link, info = offsets[row.name], row.link, row.info
            tail = (place, size, link, info, row.align_bytes, row.entry_size_bytes)
            self.out += layout.pack(name, row.kind, row.flags, 0, *tail)
        ident = b"\x7fELF" + bytes((2, 1 if self.obj.little_endian else 2, 1)) + bytes(9)
        fields = (1, self.obj.machine, 1, 0, 0, table_offset, self.obj.flags, HEADER_BYTES, 0, 0)
        counts = (SECTION_HEADER_BYTES, len(rows) + 1, 1)
        header = struct.pack(self.endian + "HHIQQQIHHHHHH", *fields, *counts)
        self.out[:HEADER_BYTES] = ident + header
