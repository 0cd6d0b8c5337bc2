"""What an instruction's operands are called: symbols, helpers, CO-RE records, string constants."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from bpfcc.btf.ext import CORE_KIND_NAMES, CoreKind
from bpfcc.btf.types import Array, Composite, DataSection, Enum, Function, Int, Variable
from bpfcc.btf.walk import resolve
from bpfcc.codegen.asm_insn import keywords, register_numbers
from bpfcc.elf.model import Binding, Section, SymbolKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.btf.container import Btf
    from bpfcc.btf.ext import CoreRelocation
    from bpfcc.elf.model import Object, Symbol

_PLAIN_NAME = re.compile(r"[A-Za-z_.$][\w.$]*", re.ASCII)
_HELPER = re.compile(r"\b(bpf_\w+)\)\([^\n]*= \(void \*\) ?(\d+);")
_MAX_STRING_BYTES = 40
_MAX_EXTENT_BYTES = 1 << 20  # how far back a symbol that covers a place is looked for
_KINDS_OF_TYPES = (
    CoreKind.TYPE_ID_LOCAL,
    CoreKind.TYPE_ID_TARGET,
    CoreKind.TYPE_EXISTS,
    CoreKind.TYPE_SIZE,
    CoreKind.TYPE_MATCHES,
)


@cache
def helper_names() -> dict[int, str]:
    """Return the names of the kernel's helpers by number, from the header that we ship."""
    from pathlib import Path

    from bpfcc.options import find_include_folder

    header = Path(find_include_folder(), "bpf", "bpf_helper_defs.h")
    text = header.read_text(encoding="utf-8")
    return {int(number): name for name, number in _HELPER.findall(text)}


def quote_name(name: str) -> str:
    """Write a symbol's name as assembly, in quotes where it would not read as a name."""
    lower = name.lower()
    if (
        _PLAIN_NAME.fullmatch(name)
        and name != "."
        and lower not in keywords()
        and lower not in register_numbers()
    ):
        return name
    return quote_text(name.encode("utf-8", "surrogateescape"))


def quote_text(data: bytes) -> str:
    """Write bytes as a quoted string of printable characters."""
    out = []
    for byte in data:
        if byte in b'"\\':
            out.append("\\" + chr(byte))
        elif byte == 10:
            out.append("\\n")
        elif 32 <= byte < 127:
            out.append(chr(byte))
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


class SymbolIndex:
    """Finds what lies at a place of an object."""

    def __init__(self, obj: Object) -> None:
        self._by_section: dict[Section, list[Symbol]] = {}
        self._starts: dict[Section, list[int]] = {}
        self._counts: dict[str, int] = {}
        for symbol in obj.symbols:
            if symbol.kind in (SymbolKind.SECTION, SymbolKind.FILE) or not symbol.name:
                continue
            self._counts[symbol.name] = self._counts.get(symbol.name, 0) + 1
            if isinstance(symbol.section, Section):
                self._by_section.setdefault(symbol.section, []).append(symbol)
        for section, symbols in self._by_section.items():
            symbols.sort(key=lambda symbol: symbol.value)
            self._starts[section] = [symbol.value for symbol in symbols]

    def of_section(self, section: Section) -> list[Symbol]:
        """Return the named symbols of a section by rising offset."""
        return self._by_section.get(section, [])

    def is_unique(self, symbol: Symbol) -> bool:
        """Whether no other symbol has the same name."""
        return self._counts.get(symbol.name) == 1

    def find_at(self, section: Section, offset: int) -> list[Symbol]:
        """Return the symbols that start at `offset`."""
        starts = self._starts.get(section, [])
        end = bisect_right(starts, offset)
        found = []
        while end and starts[end - 1] == offset:
            end -= 1
            found.append(self._by_section[section][end])
        return found[::-1]

    def find_covering(self, section: Section, offset: int) -> Symbol | None:
        """Return a symbol whose extent holds `offset`; rather a function or object than a label."""
        starts = self._starts.get(section, [])
        found: Symbol | None = None
        for index in range(bisect_right(starts, offset) - 1, -1, -1):
            symbol = self._by_section[section][index]
            if symbol.value <= offset < symbol.value + max(symbol.size_bytes, 1):
                if symbol.kind is not SymbolKind.NOTYPE:
                    return symbol
                found = found or symbol
            if offset - symbol.value > _MAX_EXTENT_BYTES:
                break
        return found


def is_global(symbol: Symbol) -> bool:
    """Whether the symbol takes part in linking."""
    return symbol.binding is not Binding.LOCAL


def find_externs(btf: Btf) -> dict[str, str]:
    """Return what the names in `.ksyms` and `.kconfig` are, for a remark."""
    found: dict[str, str] = {}
    for type_ in btf.types:
        if isinstance(type_, DataSection) and type_.name in (".ksyms", ".kconfig"):
            what = "kernel symbol" if type_.name == ".ksyms" else "kconfig"
            for entry in type_.variables:
                is_function = isinstance(entry.variable, Function)
                found[entry.variable.name] = "kfunc" if is_function else what
    return found


def find_char_arrays(btf: Btf) -> frozenset[str]:
    """Return the names of the variables that are arrays of characters."""
    found = set()
    for type_ in btf.types:
        if isinstance(type_, Variable):
            array = resolve(type_.target)
            element = resolve(array.element) if isinstance(array, Array) else None
            if isinstance(element, Int) and element.size_bytes == 1:
                found.add(type_.name)
    return frozenset(found)


def describe_string(section: Section, offset: int) -> str | None:
    """Return the C string at `offset` in quotes if that is what lies there."""
    end = section.data.find(b"\0", offset, offset + 4096)
    data = bytes(section.data[offset:end])
    if end < 0 or not data or not all(32 <= byte < 127 or byte in b"\t\n\r" for byte in data):
        return None
    return quote_text(data[:_MAX_STRING_BYTES]) + ("..." if len(data) > _MAX_STRING_BYTES else "")


def describe_core(record: CoreRelocation) -> str:
    """Write a CO-RE record as C: `task_struct->real_parent (byte_off)`."""
    kind = CORE_KIND_NAMES[record.kind]
    type_ = record.type
    name = type_.name or f"(anonymous {getattr(type_, 'keyword', 'type')})"
    if record.kind in _KINDS_OF_TYPES:
        keyword = getattr(type_, "keyword", "")
        return f"{keyword + ' ' if keyword else ''}{name} ({kind})"
    try:
        steps = [int(step) for step in record.access.split(":")]
    except ValueError:
        return f"{name} access {quote_text(record.access.encode())} ({kind})"
    if record.kind in (CoreKind.ENUMVAL_EXISTS, CoreKind.ENUMVAL_VALUE):
        under = resolve(type_)
        values = under.values if isinstance(under, Enum) else []
        value = values[steps[0]].name if 0 <= steps[0] < len(values) else f"[{steps[0]}]"
        return f"{name}::{value} ({kind})"
    return f"{name}{_describe_path(record, steps)} ({kind})"


def _describe_path(record: CoreRelocation, steps: list[int]) -> str:
    path = f"[{steps[0]}]" if steps[0] else ""
    sign = "." if steps[0] else "->"
    type_ = record.type
    for step in steps[1:]:
        under = resolve(type_)
        if isinstance(under, Composite) and 0 <= step < len(under.members):
            member = under.members[step]
            type_ = member.type
            if member.name:
                path += sign + member.name
                sign = "."
        elif isinstance(under, Array):
            path += f"[{step}]"
            type_ = under.element
            sign = "."
        else:
            return f"{path}:{step}"
    return path
