"""Small ELF files, whole or broken, without a compiler."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from pathlib import Path

from bpfcc.elf.model import (
    SHF_ALLOC,
    SHF_EXECINSTR,
    SHF_WRITE,
    SHT_NOBITS,
    Binding,
    Object,
    Relocation,
    RelocType,
    Section,
    Symbol,
    SymbolKind,
)
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object

EXIT = bytes.fromhex("9500000000000000")
CALL_NOTHING = bytes.fromhex("85100000ffffffff")
LOAD_NOTHING = bytes.fromhex("18010000000000000000000000000000")

HEADER_FIELDS = {
    "class": (4, "B"),
    "order": (5, "B"),
    "ident_version": (6, "B"),
    "type": (16, "H"),
    "machine": (18, "H"),
    "version": (20, "I"),
    "table": (40, "Q"),
    "entry_size": (58, "H"),
    "count": (60, "H"),
    "names": (62, "H"),
}
SECTION_FIELDS = {
    "name": (0, "I"),
    "type": (4, "I"),
    "flags": (8, "Q"),
    "offset": (24, "Q"),
    "size": (32, "Q"),
    "link": (40, "I"),
    "info": (44, "I"),
    "align": (48, "Q"),
    "entry_size": (56, "Q"),
}


def small_object() -> Object:
    """A program that calls a function and reads a variable, each through a relocation."""
    text = Section(".text", 1, SHF_ALLOC | SHF_EXECINSTR, bytearray(EXIT), align_bytes=8)
    code = bytearray(CALL_NOTHING + LOAD_NOTHING + EXIT)
    xdp = Section("xdp", 1, SHF_ALLOC | SHF_EXECINSTR, code, align_bytes=8)
    data = Section(".data", 1, SHF_ALLOC | SHF_WRITE, bytearray(b"\1\0\0\0"), align_bytes=4)
    bss = Section(".bss", SHT_NOBITS, SHF_ALLOC | SHF_WRITE, size_bytes=16, align_bytes=8)
    license_ = Section("license", 1, SHF_ALLOC | SHF_WRITE, bytearray(b"GPL\0"))
    helper = Symbol("helper", text, 0, 8, Binding.GLOBAL, SymbolKind.FUNC)
    prog = Symbol("prog", xdp, 0, 32, Binding.GLOBAL, SymbolKind.FUNC)
    counter = Symbol("counter", data, 0, 4, Binding.GLOBAL, SymbolKind.OBJECT)
    xdp.relocations = [
        Relocation(0, helper, RelocType.R_64_32),
        Relocation(8, counter, RelocType.R_64_64),
    ]
    sections = [text, xdp, data, bss, license_]
    local = Symbol("scratch", bss, 8, 8, Binding.LOCAL, SymbolKind.OBJECT)
    return Object(sections, [local, helper, prog, counter])


def small_file() -> bytearray:
    return bytearray(write_object(small_object()))


def patch_header(data: bytearray, field: str, value: int) -> None:
    offset, code = HEADER_FIELDS[field]
    struct.pack_into("<" + code, data, offset, value)


def section_index(data: bytes | bytearray, name: str) -> int:
    """Number of the section with that name, 0 being the null section."""
    from bpfcc.elf.read import read_container

    return next(s.number for s in read_container(bytes(data), "x").sections if s.name == name)


def patch_section(data: bytearray, name: str, field: str, value: int) -> None:
    offset, code = SECTION_FIELDS[field]
    table = struct.unpack_from("<Q", data, 40)[0]
    at = table + 64 * section_index(data, name)
    struct.pack_into("<" + code, data, at + offset, value)


def section_offset(data: bytes | bytearray, name: str) -> int:
    """Where a section's contents start in the file."""
    table: int = struct.unpack_from("<Q", data, 40)[0]
    offset: int = struct.unpack_from("<Q", data, table + 64 * section_index(data, name) + 24)[0]
    return offset


Compile = Callable[..., bytes]


def compile_with(
    clang: Callable[[Sequence[str | Path]], object], folder: Path, source: str, *flags: str
) -> bytes:
    """The object that clang makes of a source text; a C++ one with `-xc++` among the flags."""
    path, out = folder / "t.c", folder / "t.o"
    path.write_text(source)
    done = clang(["-g", "-O2", *flags, "-c", path, "-o", out])
    assert getattr(done, "returncode") == 0, getattr(done, "stderr")  # noqa: B009
    return out.read_bytes()


def reread(obj: Object) -> Object:
    return read_object(write_object(obj), "x.o")
