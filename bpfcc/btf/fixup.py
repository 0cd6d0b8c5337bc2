"""What compilers leave open in BTF and the loader or linker has to fill in.

LLVM writes data sections with size 0, and global variables at offset 0, because only the symbol
table of the finished object says where they are. libbpf fills these in itself when it loads an
object, so objects keep them as compilers write them; whoever moves variables needs real places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.types import DataSection, Kind, SectionVariable, Variable
from bpfcc.elf.model import SymbolKind

if TYPE_CHECKING:
    from bpfcc.btf.container import Btf
    from bpfcc.elf.model import Object


def place_variables(obj: Object, btf: Btf) -> None:
    """Give data sections their sizes and variables their offsets, from the symbol table.

    Changes `btf` in place. Sections that exist in BTF only (`.ksyms`, `.kconfig`) stay as they
    are, and so does a variable without a symbol.
    """
    sections = {section.name: section for section in reversed(obj.sections)}
    places: dict[tuple[str, str], list[int]] = {}
    for symbol in obj.symbols:
        if symbol.kind in (SymbolKind.OBJECT, SymbolKind.NOTYPE):
            name = getattr(symbol.section, "name", None)
            if isinstance(name, str) and symbol.name:
                places.setdefault((name, symbol.name), []).append(symbol.value)
    for described in btf.of_kinds(Kind.DATASEC):
        assert isinstance(described, DataSection)
        section = sections.get(described.name)
        if section is None:
            continue
        described.size_bytes = section.extent_bytes
        entries = []
        for variable, offset, size in described.variables:
            found = places.get((described.name, variable.name), [])
            if isinstance(variable, Variable) and found:
                # Several static variables of one name come in the same order in both.
                offset = found[0] if len(found) == 1 else found.pop(0)
            entries.append(SectionVariable(variable, offset, size))
        described.variables = entries
