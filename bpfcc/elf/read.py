"""Reads relocatable eBPF objects, whatever bytes they hold.

The reader believes nothing: every offset, count and number is checked against what the file
has, so that a truncated, overlapping or invented object ends in one `InputError` that says what
is wrong and where. No two sections may share bytes of the file, and sections without bytes are
bounded, so time and memory are bounded by the size of the input.

Layouts: gABI chapters 4 and 5, 64-bit class only.
"""

from __future__ import annotations

import itertools
import struct

from bpfcc.elf.model import (
    EM_BPF,
    SHF_EXECINSTR,
    SHT_GROUP,
    SHT_LLVM_ADDRSIG,
    SHT_NOBITS,
    SHT_NULL,
    SHT_REL,
    SHT_RELA,
    SHT_STRTAB,
    SHT_SYMTAB,
    SHT_SYMTAB_SHNDX,
    Binding,
    Group,
    Object,
    Relocation,
    RelocType,
    Section,
    SpecialSection,
    Symbol,
    SymbolKind,
    Visibility,
)
from bpfcc.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from pathlib import Path
    from typing import NoReturn

MAX_ALIGN_BYTES = 1 << 20
MAX_EXTENT_BYTES = 0xFFFF_FFFF
"""The most a section may span: BTF and map sizes are 32 bits wide."""

ET_REL = 1
EM_NONE = 0
SHN_LORESERVE = 0xFF00
SHN_XINDEX = 0xFFFF
HEADER_BYTES = 64
SECTION_HEADER_BYTES = 64
SYMBOL_BYTES = 24
_RELOCATION_BYTES = {SHT_REL: 16, SHT_RELA: 24}
_PATCH_BYTES = {
    RelocType.NONE: 0,
    RelocType.R_64_64: 8,
    RelocType.R_64_ABS64: 8,
    RelocType.R_64_ABS32: 4,
    RelocType.R_64_NODYLD32: 4,
    RelocType.R_64_32: 4,
    RelocType.OLD_DATA_32: 4,
    RelocType.OLD_DATA_64: 8,
    RelocType.GNU_64_16: 8,
}
"""Bytes from the relocation's offset that it needs in data; in code see `_check_patch`."""


class RawSection:
    """`Elf64_Shdr`, plus the section's number and name."""

    __slots__ = (
        "align_bytes",
        "entry_size_bytes",
        "flags",
        "info",
        "kind",
        "link",
        "name",
        "number",
        "offset_bytes",
        "size_bytes",
    )

    def __init__(
        self,
        number: int,
        name: str,
        kind: int,
        flags: int,
        offset_bytes: int,
        size_bytes: int,
        link: int,
        info: int,
        align_bytes: int,
        entry_size_bytes: int,
    ) -> None:
        self.number = number
        self.name = name
        self.kind = kind
        self.flags = flags
        self.offset_bytes = offset_bytes
        self.size_bytes = size_bytes
        self.link = link
        self.info = info
        self.align_bytes = align_bytes
        self.entry_size_bytes = entry_size_bytes


class RawFile:
    """The container before it is interpreted: its bytes and its section headers."""

    __slots__ = ("data", "endian", "file_kind", "flags", "machine", "name", "sections")

    def __init__(
        self,
        data: bytes | mmap,
        name: str,
        endian: str,
        file_kind: int,
        machine: int,
        flags: int,
        sections: list[RawSection],
    ) -> None:
        self.data = data
        self.name = name
        self.endian = endian
        self.file_kind = file_kind
        self.machine = machine
        self.flags = flags
        self.sections = sections

    def fail(self, message: str, section: RawSection | None = None) -> NoReturn:
        """Raise the InputError that places `message` in this file."""
        fail(self.name, message, section)

    def contents(self, section: RawSection) -> bytes:
        """Bytes of a section; its range has been checked."""
        if section.kind == SHT_NOBITS:
            return b""
        return self.data[section.offset_bytes : section.offset_bytes + section.size_bytes]


def fail(name: str, message: str, section: RawSection | None = None) -> NoReturn:
    """Raise an InputError for file `name`, placed at `section` where one is given."""
    if section is None:
        raise InputError(message, where=name)
    label = section.name or f"number {section.number}"
    raise InputError(message, where=f"{name}: section {label}")


def read_object_file(path: str | Path) -> Object:
    """Read the relocatable eBPF object at `path`; InputError where it cannot be read."""
    return read_object(read_bytes(path), str(path))


def read_bytes(path: str | Path) -> bytes:
    """Contents of `path`; an unreadable file is an InputError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror or error}", where=str(path)) from None
    except ValueError as error:
        raise InputError(f"cannot read: {error}", where=repr(path)) from None


def is_elf(data: bytes) -> bool:
    """Whether `data` starts as an ELF file does."""
    return data[:4] == b"\x7fELF"


def read_object(data: bytes, name: str) -> Object:
    """Decode a relocatable eBPF object.

    `name` is how errors call the file. Raises InputError for anything that is not a whole,
    consistent 64-bit relocatable eBPF ELF file.
    """
    raw = read_container(data, name)
    if raw.file_kind != ET_REL:
        raw.fail(f"not a relocatable object (ELF type {raw.file_kind})")
    if raw.machine not in (EM_BPF, EM_NONE):
        raw.fail(f"not an eBPF object (ELF machine {raw.machine})")
    return _ObjectReader(raw).read()


def read_container(data: bytes | mmap, name: str) -> RawFile:
    """Decode the ELF header and the section headers of any 64-bit ELF file."""
    if not is_elf(data[:4]):
        fail(name, "not an ELF file" if data else "the file is empty")
    if len(data) < HEADER_BYTES:
        fail(name, f"truncated: {len(data)} bytes are fewer than an ELF header's {HEADER_BYTES}")
    if data[4] != 2:
        fail(name, f"not a 64-bit ELF file (class {data[4]})")
    if data[5] not in (1, 2):
        fail(name, f"unknown ELF byte order {data[5]}")
    endian = "<" if data[5] == 1 else ">"
    (kind, machine, version, _entry, _phoff, table_offset, flags) = struct.unpack_from(
        endian + "HHIQQQI", data, 16
    )
    if data[6] != 1 or version != 1:
        fail(name, f"unknown ELF version {version if data[6] == 1 else data[6]}")
    headers = _read_section_headers(data, name, endian, table_offset)
    raw = RawFile(data, name, endian, kind, machine, flags, headers)
    _check_ranges(raw, table_offset)
    return raw


def _read_section_headers(
    data: bytes | mmap, name: str, endian: str, offset: int
) -> list[RawSection]:
    entry_size, count, names_index = struct.unpack_from(endian + "HHH", data, 58)
    if offset == 0:
        fail(name, "no section header table")
    if entry_size != SECTION_HEADER_BYTES:
        fail(name, f"section headers of {entry_size} bytes, expected {SECTION_HEADER_BYTES}")
    if offset + SECTION_HEADER_BYTES > len(data):
        fail(name, f"section header table at byte {offset} lies past the end ({len(data)} bytes)")
    header = struct.Struct(endian + "IIQQQQIIQQ")
    first = header.unpack_from(data, offset)
    if count == 0:
        count = first[5]
    if names_index == SHN_XINDEX:
        names_index = first[6]
    if offset + count * SECTION_HEADER_BYTES > len(data):
        fail(name, f"truncated: {count} section headers at byte {offset} run past the end")
    if count >= SHN_LORESERVE:
        fail(name, f"{count} sections, more than the {SHN_LORESERVE - 1} supported")
    table = list(header.iter_unpack(data[offset : offset + count * SECTION_HEADER_BYTES]))
    if not 0 < names_index < count or table[names_index][1] != SHT_STRTAB:
        fail(name, f"section {names_index} cannot be the table of section names")
    names_offset, names_size = table[names_index][4:6]
    if names_offset + names_size > len(data):
        fail(name, "truncated: the table of section names runs past the end")
    names = data[names_offset : names_offset + names_size]
    sections = []
    for index, row in enumerate(table):
        text = _read_string(names, row[0])
        if text is None:
            fail(name, f"section number {index} has no valid name")
        sections.append(RawSection(index, text, row[1], row[2], *row[4:]))
    return sections


def _read_string(table: bytes, offset: int) -> str | None:
    end = table.find(b"\0", offset)
    if offset >= len(table) or end < 0:
        return None
    try:
        return table[offset:end].decode("utf-8")
    except UnicodeDecodeError:
        return None


def _check_ranges(raw: RawFile, table_offset: int) -> None:
    """Check that what takes bytes of the file lies inside it and shares them with nothing."""
    table_bytes = len(raw.sections) * SECTION_HEADER_BYTES
    spans: list[tuple[int, int, str]] = [
        (0, HEADER_BYTES, "the ELF header"),
        (table_offset, table_offset + table_bytes, "the section header table"),
    ]
    for section in raw.sections:
        align = section.align_bytes
        if section.kind == SHT_NULL:
            continue
        if align & (align - 1) or align > MAX_ALIGN_BYTES:
            raw.fail(f"alignment of {align} bytes is not a power of two up to 1 MiB", section)
        if section.size_bytes > MAX_EXTENT_BYTES:
            raw.fail(f"size of {section.size_bytes} bytes exceeds 32 bits", section)
        if section.kind == SHT_NOBITS or section.size_bytes == 0:
            continue
        end = section.offset_bytes + section.size_bytes
        if end > len(raw.data):
            raw.fail(
                f"truncated: bytes {section.offset_bytes} to {end} of a file of {len(raw.data)}",
                section,
            )
        spans.append((section.offset_bytes, end, f"section {section.name}"))
    spans.sort()
    for (_, end, one), (start, _, other) in itertools.pairwise(spans):
        if start < end:
            raw.fail(f"{one} and {other} overlap at byte {start}")


class _ObjectReader:
    """Turns section and symbol numbers into references, once per file."""

    def __init__(self, raw: RawFile) -> None:
        self.raw = raw
        self.sections: dict[int, Section] = {}
        self.symbols: list[Symbol] = []
        self.symbol_table: RawSection | None = None
        self.groups: list[Group] = []
        self.grouped: set[Section] = set()
        self.address_significant: list[Symbol] | None = None

    def read(self) -> Object:
        tables = self._find_tables()
        for section in self.raw.sections:
            if section.kind != SHT_NULL and section.number not in tables:
                self.sections[section.number] = self._make_section(section)
        self._read_symbols()
        for section in self.raw.sections:
            if section.kind in _RELOCATION_BYTES:
                self._read_relocations(section)
            elif section.kind == SHT_LLVM_ADDRSIG:
                self._read_address_significant(section)
            elif section.kind == SHT_GROUP:
                self._read_group(section)
            elif section.number in self.sections:
                self.sections[section.number].link = self.sections.get(section.link)
        return Object(
            sections=list(self.sections.values()),
            symbols=self.symbols[1:],
            little_endian=self.raw.endian == "<",
            machine=EM_BPF,
            flags=self.raw.flags,
            groups=self.groups,
            address_significant=self.address_significant,
        )

    def _find_tables(self) -> set[int]:
        """Numbers of the sections that only encode the model and are not kept."""
        raw = self.raw
        found = set()
        for section in raw.sections:
            if section.kind == SHT_SYMTAB:
                if self.symbol_table is not None:
                    raw.fail("a second symbol table", section)
                self.symbol_table = section
                found.add(section.number)
                self._check_link(section, SHT_STRTAB, "string table")
                found.add(section.link)
            elif section.kind in (SHT_REL, SHT_RELA, SHT_LLVM_ADDRSIG, SHT_GROUP):
                found.add(section.number)
            elif section.kind == SHT_SYMTAB_SHNDX:
                raw.fail("extended section numbers are not supported", section)
        names_index = struct.unpack_from(raw.endian + "H", raw.data, 62)[0]
        found.add(raw.sections[0].link if names_index == SHN_XINDEX else names_index)
        return found

    def _check_link(self, section: RawSection, kind: int, what: str) -> None:
        sections = self.raw.sections
        if section.link >= len(sections) or sections[section.link].kind != kind:
            self.raw.fail(f"its link {section.link} is no {what}", section)

    def _make_section(self, section: RawSection) -> Section:
        return Section(
            name=section.name,
            kind=section.kind,
            flags=section.flags,
            data=bytearray(self.raw.contents(section)),
            size_bytes=section.size_bytes,
            align_bytes=section.align_bytes,
            entry_size_bytes=section.entry_size_bytes,
        )

    def _read_symbols(self) -> None:
        table = self.symbol_table
        if table is None:
            return
        raw = self.raw
        self._check_entries(table, SYMBOL_BYTES)
        names = raw.contents(raw.sections[table.link])
        layout = struct.Struct(raw.endian + "IBBHQQ")
        for number, row in enumerate(layout.iter_unpack(raw.contents(table))):
            self.symbols.append(self._make_symbol(number, row, names))

    def _make_symbol(
        self, number: int, row: tuple[int, int, int, int, int, int], names: bytes
    ) -> Symbol:
        raw = self.raw
        name_offset, info, other, index, value, size = row
        name = _read_string(names, name_offset) if name_offset or names else ""
        if name is None:
            raw.fail(f"symbol {number} has no valid name", self.symbol_table)
        try:
            binding, kind = Binding(info >> 4), SymbolKind(info & 15)
        except ValueError:
            raw.fail(
                f"symbol {number} ({name}) has unsupported binding {info >> 4} or type {info & 15}",
                self.symbol_table,
            )
        section: Section | SpecialSection | None
        if index == 0:
            section = None
        elif index in (SpecialSection.ABS.value, SpecialSection.COMMON.value):
            section = SpecialSection(index)
        else:
            section = self.sections.get(index)
            if section is None and kind is SymbolKind.SECTION and index < len(raw.sections):
                # binutils names every section, also those that are not kept here.
                return Symbol(name, SpecialSection.ABS, 0, 0, binding, kind)
            if section is None:
                raw.fail(f"symbol {number} ({name}) lies in section {index}", self.symbol_table)
            if value + size > section.extent_bytes:
                raw.fail(
                    f"symbol {number} ({name}) at {value} with {size} bytes leaves section "
                    f"{section.name} of {section.extent_bytes} bytes",
                    self.symbol_table,
                )
        return Symbol(name, section, value, size, binding, kind, Visibility(other & 3))

    def _check_entries(self, section: RawSection, entry_bytes: int) -> None:
        if section.entry_size_bytes != entry_bytes or section.size_bytes % entry_bytes:
            self.raw.fail(
                f"{section.size_bytes} bytes in entries of {section.entry_size_bytes}, "
                f"expected entries of {entry_bytes}",
                section,
            )

    def _symbol(self, number: int, section: RawSection) -> Symbol:
        if not 0 < number < len(self.symbols):
            self.raw.fail(f"symbol {number} of {len(self.symbols)} does not exist", section)
        return self.symbols[number]

    def _read_relocations(self, section: RawSection) -> None:
        raw = self.raw
        self._check_entries(section, _RELOCATION_BYTES[section.kind])
        self._check_symbol_table(section)
        target = self.sections.get(section.info)
        if target is None:
            raw.fail(f"relocates section {section.info}, which has no contents", section)
        if target.kind == SHT_NOBITS and section.size_bytes:
            raw.fail(f"relocates {target.name}, which has no bytes in the file", section)
        with_addend = section.kind == SHT_RELA
        layout = struct.Struct(raw.endian + ("QQq" if with_addend else "QQ"))
        for row in layout.iter_unpack(raw.contents(section)):
            offset, info = row[0], row[1]
            self._check_patch(section, target, offset, info & 0xFFFFFFFF)
            symbol = self._symbol(info >> 32, section)
            addend = row[2] if with_addend else 0
            target.relocations.append(Relocation(offset, symbol, info & 0xFFFFFFFF, addend))

    def _check_symbol_table(self, section: RawSection) -> None:
        self._check_link(section, SHT_SYMTAB, "symbol table")

    def _check_patch(self, section: RawSection, target: Section, offset: int, kind: int) -> None:
        """Check that what a relocation patches is there: whole instructions in code."""
        try:
            width = _PATCH_BYTES[RelocType(kind)]
        except ValueError:
            self.raw.fail(f"unknown relocation type {kind} at byte {offset}", section)
        if target.flags & SHF_EXECINSTR and kind in (RelocType.R_64_64, RelocType.R_64_32):
            width = 16 if kind == RelocType.R_64_64 else 8
        if offset + width > len(target.data):
            self.raw.fail(
                f"relocation at byte {offset} leaves section {target.name} "
                f"of {len(target.data)} bytes",
                section,
            )

    def _read_address_significant(self, section: RawSection) -> None:
        """Decode a list of symbol numbers in unsigned LEB128.

        What strips objects of symbols takes the link away: the numbers mean nothing then.
        """
        if section.link == 0:
            return
        self._check_symbol_table(section)
        found = []
        number = shift = 0
        for byte in self.raw.contents(section):
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte & 0x80:
                if shift > 28:
                    self.raw.fail("a symbol number does not end", section)
                continue
            found.append(self._symbol(number, section))
            number = shift = 0
        if shift:
            self.raw.fail("the last symbol number does not end", section)
        self.address_significant = found

    def _read_group(self, section: RawSection) -> None:
        self._check_symbol_table(section)
        self._check_entries(section, 4)
        raw = self.raw
        count = section.size_bytes // 4
        if count == 0:
            raw.fail("a section group without flags", section)
        flags, *numbers = struct.unpack(f"{raw.endian}{count}I", raw.contents(section))
        members = []
        for number in numbers:
            if number >= len(raw.sections):
                raw.fail(f"groups section {number}, which does not exist", section)
            member = self.sections.get(number)
            if member is None:
                continue
            if member in self.grouped:
                raw.fail(f"groups section {member.name}, which already is in a group", section)
            self.grouped.add(member)
            members.append(member)
        self.groups.append(Group(self._symbol(section.info, section), members, flags))
