"""The reader refuses what is not whole and consistent, and says what is wrong and where."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from bpfcc.elf.model import SHT_NOBITS, Binding, Section, SpecialSection, SymbolKind
from bpfcc.elf.read import is_elf, read_object, read_object_file
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from tests.unit.elf.build import (
    patch_header,
    patch_section,
    reread,
    section_index,
    section_offset,
    small_file,
    small_object,
)


def error_of(data: bytes | bytearray) -> str:
    with pytest.raises(InputError) as caught:
        read_object(bytes(data), "f.o")
    return str(caught.value)


def test_reads_what_the_writer_wrote() -> None:
    obj = read_object(bytes(small_file()), "f.o")
    assert [s.name for s in obj.sections] == [".text", "xdp", ".data", ".bss", "license"]
    assert [s.name for s in obj.symbols] == ["scratch", "helper", "prog", "counter"]
    assert obj.little_endian
    code = obj.sections[1]
    assert code.is_code
    assert [(r.offset, r.symbol.name, r.type) for r in code.relocations] == [
        (0, "helper", 10),
        (8, "counter", 1),
    ]
    bss = obj.sections[3]
    assert (bss.kind, bss.extent_bytes, bytes(bss.data)) == (SHT_NOBITS, 16, b"")
    scratch = obj.symbols[0]
    assert (scratch.section, scratch.value, scratch.binding) == (bss, 8, Binding.LOCAL)
    assert scratch.kind is SymbolKind.OBJECT


def test_finds_sections_and_symbols_by_name() -> None:
    obj = small_object()
    assert obj.find_section("xdp") is obj.sections[1]
    assert obj.find_section("nothing") is None
    assert obj.find_symbol("prog") is obj.symbols[2]
    assert obj.find_symbol("nothing") is None
    assert obj.section_symbols(obj.sections[2]) == [obj.symbols[3]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "f.o: the file is empty"),
        (b"hello", "f.o: not an ELF file"),
        (b"\x7fELF\2\1\1", "f.o: truncated: 7 bytes are fewer than an ELF header's 64"),
    ],
)
def test_refuses_what_is_no_elf(data: bytes, message: str) -> None:
    assert error_of(data) == message
    assert is_elf(data) == data.startswith(b"\x7fELF")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("class", 1, "not a 64-bit ELF file (class 1)"),
        ("order", 3, "unknown ELF byte order 3"),
        ("ident_version", 2, "unknown ELF version 2"),
        ("version", 9, "unknown ELF version 9"),
        ("type", 2, "not a relocatable object (ELF type 2)"),
        ("machine", 62, "not an eBPF object (ELF machine 62)"),
        ("table", 0, "no section header table"),
        ("table", 1 << 40, f"section header table at byte {1 << 40} lies past the end"),
        ("entry_size", 40, "section headers of 40 bytes, expected 64"),
        ("count", 500, "truncated: 500 section headers at byte"),
        ("names", 0, "section 0 cannot be the table of section names"),
        ("names", 2, "section 2 cannot be the table of section names"),
        ("names", 700, "section 700 cannot be the table of section names"),
    ],
)
def test_refuses_a_wrong_header(field: str, value: int, message: str) -> None:
    data = small_file()
    patch_header(data, field, value)
    assert message in error_of(data)


@pytest.mark.parametrize(
    ("section", "field", "value", "message"),
    [
        ("xdp", "name", 5000, "section number 3 has no valid name"),
        ("xdp", "align", 3, "section xdp: alignment of 3 bytes is not a power of two up to 1 MiB"),
        ("xdp", "align", 1 << 30, "not a power of two up to 1 MiB"),
        ("xdp", "size", 1 << 33, "section xdp: size of 8589934592 bytes exceeds 32 bits"),
        (".bss", "size", 1 << 60, "section .bss: size of 1152921504606846976 bytes exceeds"),
        ("xdp", "size", 100000, "section xdp: truncated: bytes"),
        ("xdp", "offset", 64, "section .text and section xdp overlap at byte 64"),
        ("license", "offset", 2, "the ELF header and section license overlap at byte 2"),
        (".symtab", "entry_size", 16, "section .symtab: 120 bytes in entries of 16"),
        (".symtab", "size", 119, "section .symtab: 119 bytes in entries of 24"),
        (".symtab", "link", 2, "section .symtab: its link 2 is no string table"),
        (".symtab", "link", 99, "section .symtab: its link 99 is no string table"),
        (".relxdp", "entry_size", 24, "section .relxdp: 32 bytes in entries of 24"),
        (".relxdp", "link", 2, "section .relxdp: its link 2 is no symbol table"),
        (".relxdp", "info", 77, "section .relxdp: relocates section 77, which has no contents"),
        (".relxdp", "info", 1, "section .relxdp: relocates section 1, which has no contents"),
        (".relxdp", "info", 6, "section .relxdp: relocates .bss, which has no bytes in the file"),
        (".relxdp", "info", 2, "relocation at byte 8 leaves section .text of 8 bytes"),
        ("license", "type", 2, "section license: its link 0 is no string table"),
        ("license", "type", 18, "section license: extended section numbers are not supported"),
    ],
)
def test_refuses_a_wrong_section(section: str, field: str, value: int, message: str) -> None:
    data = small_file()
    patch_section(data, section, field, value)
    assert message in error_of(data)


def patch_symbol(number: int, field: str, value: int) -> bytearray:
    offset, code = {
        "name": (0, "I"),
        "info": (4, "B"),
        "section": (6, "H"),
        "value": (8, "Q"),
        "size": (16, "Q"),
    }[field]
    data = small_file()
    struct.pack_into(
        "<" + code, data, section_offset(data, ".symtab") + 24 * number + offset, value
    )
    return data


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", 9999, "symbol 3 has no valid name"),
        ("info", 0x32, "symbol 3 (prog) has unsupported binding 3 or type 2"),
        ("info", 0x1A, "symbol 3 (prog) has unsupported binding 1 or type 10"),
        ("section", 99, "symbol 3 (prog) lies in section 99"),
        ("section", 0xFF10, "symbol 3 (prog) lies in section 65296"),
        ("value", 8, "symbol 3 (prog) at 8 with 32 bytes leaves section xdp of 32 bytes"),
        ("size", 1 << 63, "leaves section xdp of 32 bytes"),
    ],
)
def test_refuses_a_wrong_symbol(field: str, value: int, message: str) -> None:
    text = error_of(patch_symbol(3, field, value))
    assert text.startswith("f.o: section .symtab: ")
    assert message in text


@pytest.mark.parametrize("number", [0xFFF1, 0xFFF2])
def test_knows_the_places_that_are_no_section(number: int) -> None:
    data = patch_symbol(3, "section", number)
    symbol = read_object(bytes(data), "f.o").symbols[2]
    assert symbol.section is SpecialSection(number)


@pytest.mark.parametrize(
    ("offset", "value", "message"),
    [
        (0, 1000, "relocation at byte 1000 leaves section xdp of 32 bytes"),
        (0, 28, "relocation at byte 28 leaves section xdp of 32 bytes"),
        (8, 10 | 50 << 32, "symbol 50 of 5 does not exist"),
        (8, 10, "symbol 0 of 5 does not exist"),
        (8, 5 | 1 << 32, "unknown relocation type 5 at byte 0"),
    ],
)
def test_refuses_a_wrong_relocation(offset: int, value: int, message: str) -> None:
    data = small_file()
    struct.pack_into("<Q", data, section_offset(data, ".relxdp") + offset, value)
    text = error_of(data)
    assert text.startswith("f.o: section .relxdp: ")
    assert message in text


def test_a_wide_load_needs_both_of_its_slots() -> None:
    data = small_file()
    at = section_offset(data, ".relxdp")
    struct.pack_into("<QQ", data, at + 16, 24, 1 | 1 << 32)
    assert "relocation at byte 24 leaves section xdp" in error_of(data)


def test_a_name_must_be_utf8() -> None:
    data = small_file()
    at = data.index(b"\0counter\0")
    data[at + 1] = 0xFF
    assert "has no valid name" in error_of(data)


def test_every_shorter_file_is_refused() -> None:
    whole = small_file()
    for size in range(len(whole)):
        assert error_of(whole[:size])


def test_missing_and_unreadable_files_are_input_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read: No such file or directory"):
        read_object_file(tmp_path / "none.o")
    with pytest.raises(InputError, match="cannot read: Is a directory"):
        read_object_file(tmp_path)
    with pytest.raises(InputError, match="cannot read"):
        read_object_file("a\0b")


def test_an_unused_link_between_sections_survives() -> None:
    obj = small_object()
    obj.sections[4].link = obj.sections[2]
    again = reread(obj)
    assert again.sections[4].link is again.sections[2]
    assert again.sections[0].link is None


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: patch_section(data, ".relxdp", "size", 0),
        lambda data: patch_section(data, ".text", "align", 0),
        lambda data: patch_header(data, "machine", 0),
    ],
)
def test_harmless_oddities_are_accepted(edit: Callable[[bytearray], None]) -> None:
    data = small_file()
    edit(data)
    assert read_object(bytes(data), "f.o").find_section("xdp") is not None


def test_a_list_of_symbols_without_its_table_is_passed_over() -> None:
    """llvm-strip leaves it so, with the numbers that the symbols had before."""
    obj = small_object()
    obj.address_significant = [obj.symbols[0]]
    data = bytearray(write_object(obj))
    assert read_object(bytes(data), "f.o").address_significant is not None
    patch_section(data, ".llvm_addrsig", "link", 0)
    data[section_offset(data, ".llvm_addrsig")] = 0x7F
    assert read_object(bytes(data), "f.o").address_significant is None
    patch_section(data, ".llvm_addrsig", "link", 1)
    with pytest.raises(InputError, match="its link 1 is no symbol table"):
        read_object(bytes(data), "f.o")


def test_symbols_of_sections_that_are_not_kept_lose_their_place() -> None:
    data = small_file()
    number = section_index(data, ".symtab")
    base = section_offset(data, ".symtab") + 24
    struct.pack_into("<BBHQQ", data, base + 4, 3, 0, number, 0, 0)
    symbol = read_object(bytes(data), "f.o").symbols[0]
    assert symbol.kind is SymbolKind.SECTION
    assert not isinstance(symbol.section, Section)
