"""A relocatable eBPF object in memory.

Symbols point at sections and relocations point at symbols; section and symbol numbers exist
only inside `elf.read` and `elf.write`. The tables that only encode those numbers (`.symtab`,
`.strtab`, `.rel*`) are therefore not sections here: the writer makes them again.

Figures and names are those of the ELF specification (gABI) and of LLVM's BPF back end.
"""

from __future__ import annotations

from enum import Enum, IntEnum

EM_BPF = 247

SHT_NULL = 0
SHT_PROGBITS = 1
SHT_SYMTAB = 2
SHT_STRTAB = 3
SHT_RELA = 4
SHT_NOTE = 7
SHT_NOBITS = 8
SHT_REL = 9
SHT_GROUP = 17
SHT_SYMTAB_SHNDX = 18
SHT_LLVM_ADDRSIG = 0x6FFF4C03

SHF_WRITE = 0x1
SHF_ALLOC = 0x2
SHF_EXECINSTR = 0x4
SHF_MERGE = 0x10
SHF_STRINGS = 0x20
SHF_INFO_LINK = 0x40
SHF_LINK_ORDER = 0x80
SHF_GROUP = 0x200
SHF_EXCLUDE = 0x80000000


class Binding(IntEnum):
    """STB_*: who sees a symbol."""

    LOCAL = 0
    GLOBAL = 1
    WEAK = 2


class SymbolKind(IntEnum):
    """STT_*: what a symbol names."""

    NOTYPE = 0
    OBJECT = 1
    FUNC = 2
    SECTION = 3
    FILE = 4


class Visibility(IntEnum):
    """STV_*: whether a global symbol can be seen from other linked objects."""

    DEFAULT = 0
    INTERNAL = 1
    HIDDEN = 2
    PROTECTED = 3


class SpecialSection(Enum):
    """Places a symbol can be in that are no section of the file."""

    ABS = 0xFFF1
    COMMON = 0xFFF2


class RelocType(IntEnum):
    """R_BPF_*: what a relocation asks the loader or linker to patch."""

    NONE = 0
    R_64_64 = 1
    """The 64-bit immediate of a two-slot load (`lddw`)."""
    R_64_ABS64 = 2
    """A 64-bit word of data."""
    R_64_ABS32 = 3
    """A 32-bit word of data."""
    R_64_NODYLD32 = 4
    """A 32-bit word that loaders leave alone (BTF, .BTF.ext, DWARF)."""
    R_64_32 = 10
    """The 32-bit immediate of a call."""
    OLD_DATA_32 = 11
    """R_64_ABS32 as binutils before 2.41 numbers it."""
    OLD_DATA_64 = 12
    """R_64_ABS64 as binutils before 2.41 numbers it."""
    GNU_64_16 = 256
    """The 16-bit offset of a jump, from binutils."""


class Section:
    """One section with contents.

    `data` is empty for SHT_NOBITS, whose extent is `size_bytes`; for every other kind the
    writer takes the extent from `data`. `size_bytes` and `data` agree after reading.
    `link` is the section that `sh_link` names where that is a section kept here.
    """

    __slots__ = (
        "align_bytes",
        "data",
        "entry_size_bytes",
        "flags",
        "kind",
        "link",
        "name",
        "relocations",
        "size_bytes",
    )

    def __init__(
        self,
        name: str,
        kind: int = SHT_PROGBITS,
        flags: int = 0,
        data: bytearray | None = None,
        size_bytes: int = 0,
        align_bytes: int = 1,
        entry_size_bytes: int = 0,
        relocations: list[Relocation] | None = None,
        link: Section | None = None,
    ) -> None:
        self.name = name
        self.kind = kind
        self.flags = flags
        self.data = bytearray() if data is None else data
        self.size_bytes = size_bytes
        self.align_bytes = align_bytes
        self.entry_size_bytes = entry_size_bytes
        self.relocations: list[Relocation] = [] if relocations is None else relocations
        self.link = link

    def __repr__(self) -> str:
        return f"<Section {self.name!r} {self.extent_bytes} bytes>"

    @property
    def extent_bytes(self) -> int:
        """Bytes the section takes when loaded."""
        return self.size_bytes if self.kind == SHT_NOBITS else len(self.data)

    @property
    def is_code(self) -> bool:
        """Whether the section holds instructions."""
        return self.kind == SHT_PROGBITS and bool(self.flags & SHF_EXECINSTR)


class Symbol:
    """A name for a place.

    `section` is None for an undefined symbol; `value` is the offset in bytes within the
    section (the alignment for COMMON, the value itself for ABS).
    """

    __slots__ = ("binding", "kind", "name", "section", "size_bytes", "value", "visibility")

    def __init__(
        self,
        name: str,
        section: Section | SpecialSection | None = None,
        value: int = 0,
        size_bytes: int = 0,
        binding: Binding = Binding.LOCAL,
        kind: SymbolKind = SymbolKind.NOTYPE,
        visibility: Visibility = Visibility.DEFAULT,
    ) -> None:
        self.name = name
        self.section = section
        self.value = value
        self.size_bytes = size_bytes
        self.binding = binding
        self.kind = kind
        self.visibility = visibility

    def __repr__(self) -> str:
        return f"<Symbol {self.name!r}>"

    @property
    def is_defined(self) -> bool:
        """Whether this object says where the symbol is."""
        return self.section is not None

    @property
    def is_local(self) -> bool:
        """Whether the symbol is invisible to other objects when linking."""
        return self.binding is Binding.LOCAL


class Relocation:
    """One patch of a section: at `offset` bytes, by the address of `symbol`.

    BPF uses SHT_REL: the addend stands in the section's data, and `addend` stays 0. It is
    non-zero only in objects whose tables are SHT_RELA (none of the known compilers').
    """

    __slots__ = ("addend", "offset", "symbol", "type")

    def __init__(self, offset: int, symbol: Symbol, type: int, addend: int = 0) -> None:
        self.offset = offset
        self.symbol = symbol
        self.type = type
        self.addend = addend

    def __repr__(self) -> str:
        return f"<Relocation at {self.offset} by {self.symbol.name!r}, type {self.type}>"


class Group:
    """Sections that a linker keeps or drops together (SHT_GROUP), named by `signature`."""

    __slots__ = ("flags", "members", "signature")

    def __init__(self, signature: Symbol, members: list[Section], flags: int = 0) -> None:
        self.signature = signature
        self.members = members
        self.flags = flags


class Object:
    """A relocatable object: sections and symbols in file order, the null ones left out.

    `address_significant` holds what `.llvm_addrsig` lists (None where there is no such
    section): the symbols whose addresses the program compares.
    """

    __slots__ = (
        "address_significant",
        "flags",
        "groups",
        "little_endian",
        "machine",
        "sections",
        "symbols",
    )

    def __init__(
        self,
        sections: list[Section] | None = None,
        symbols: list[Symbol] | None = None,
        little_endian: bool = True,
        machine: int = EM_BPF,
        flags: int = 0,
        groups: list[Group] | None = None,
        address_significant: list[Symbol] | None = None,
    ) -> None:
        self.sections: list[Section] = [] if sections is None else sections
        self.symbols: list[Symbol] = [] if symbols is None else symbols
        self.little_endian = little_endian
        self.machine = machine
        self.flags = flags
        self.groups: list[Group] = [] if groups is None else groups
        self.address_significant = address_significant

    def find_section(self, name: str) -> Section | None:
        """Return the first section called `name`."""
        for section in self.sections:
            if section.name == name:
                return section
        return None

    def find_symbol(self, name: str) -> Symbol | None:
        """Return the first symbol called `name`."""
        for symbol in self.symbols:
            if symbol.name == name:
                return symbol
        return None

    def section_symbols(self, section: Section) -> list[Symbol]:
        """Return the symbols that lie in `section`, in table order."""
        return [symbol for symbol in self.symbols if symbol.section is section]
