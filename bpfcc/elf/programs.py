"""The functions of an object: which are programs that loaders load, which are their parts.

The rules are libbpf's: every function symbol of a code section outside `.text` is a program;
functions in `.text` are called by programs, even where the object has no program.
"""

from __future__ import annotations

from bpfcc.elf.model import Binding, Section, SymbolKind, Visibility
from bpfcc.elf.sections import match_section

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.elf.model import Object, Symbol
    from bpfcc.elf.sections import SectionMatch

INSTRUCTION_BYTES = 8
_SUBPROGRAM_SECTION = ".text"


class Function:
    """A function with code: `size_bytes` bytes at `offset_bytes` of `section`.

    `match` is what the section's name says; None for subprograms and for unknown sections.
    """

    __slots__ = ("match", "name", "offset_bytes", "section", "size_bytes", "symbol")

    def __init__(
        self,
        name: str,
        section: Section,
        offset_bytes: int,
        size_bytes: int,
        symbol: Symbol,
        match: SectionMatch | None,
    ) -> None:
        self.name = name
        self.section = section
        self.offset_bytes = offset_bytes
        self.size_bytes = size_bytes
        self.symbol = symbol
        self.match = match

    def __repr__(self) -> str:
        return f"Function({self.name!r}, {self.section.name!r})"

    @property
    def code(self) -> bytes:
        """The function's instructions."""
        return bytes(self.section.data[self.offset_bytes : self.offset_bytes + self.size_bytes])

    @property
    def instruction_count(self) -> int:
        """Instructions as the kernel counts them: a 64-bit load is two."""
        return self.size_bytes // INSTRUCTION_BYTES

    @property
    def type_name(self) -> str:
        """The program type, "unspec" where the section's name does not say."""
        return self.match.kind.program_type if self.match is not None else "unspec"

    @property
    def attach_type(self) -> str | None:
        """The expected attach type, None where the program type has none."""
        return self.match.kind.attach_type if self.match is not None else None

    @property
    def is_static(self) -> bool:
        """Whether the verifier checks it where it is called, and not on its own."""
        return self.symbol.binding is Binding.LOCAL or self.symbol.visibility in (
            Visibility.HIDDEN,
            Visibility.INTERNAL,
        )


def list_functions(obj: Object) -> list[Function]:
    """Every function with code, by place."""
    order = {section: at for at, section in enumerate(obj.sections)}
    found = [
        Function(
            symbol.name,
            symbol.section,
            symbol.value,
            symbol.size_bytes,
            symbol,
            match_section(symbol.section.name),
        )
        for symbol in obj.symbols
        if symbol.kind is SymbolKind.FUNC
        and isinstance(symbol.section, Section)
        and symbol.section.is_code
    ]
    return sorted(found, key=lambda function: (order[function.section], function.offset_bytes))


def list_programs(obj: Object) -> list[Function]:
    """The functions that a loader loads as programs, by place."""
    return [function for function in list_functions(obj) if _is_entry(function)]


def list_subprograms(obj: Object) -> list[Function]:
    """The functions that programs call, by place."""
    return [function for function in list_functions(obj) if not _is_entry(function)]


def _is_entry(function: Function) -> bool:
    in_text = function.section.name == _SUBPROGRAM_SECTION
    return not in_text and function.symbol.binding is not Binding.LOCAL


def read_license(obj: Object) -> str | None:
    """The text in the section `license`; None where there is none."""
    section = obj.find_section("license")
    if section is None:
        return None
    return bytes(section.data).split(b"\0")[0].decode("utf-8", "replace")


def read_version(obj: Object) -> int | None:
    """The kernel version that the section `version` asks for; None where there is none."""
    section = obj.find_section("version")
    if section is None or len(section.data) < 4:
        return None
    return int.from_bytes(section.data[:4], "little" if obj.little_endian else "big")
