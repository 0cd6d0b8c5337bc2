"""Turns an assembled unit into an object: resolves fixups, makes relocations and symbols.

Which relocation a place gets, whether it names the symbol or its section, and the order of the
symbol table are LLVM's, so that an object equals what LLVM's own writer makes of the same unit.
"""

from __future__ import annotations

from bpfcc.codegen.asm_expr import (
    AsmSymbol,
    StatementError,
    evaluate,
    find_base,
    find_fragment,
    find_offset,
)
from bpfcc.codegen.asm_section import (
    FIXUP_CALL,
    FIXUP_IMM64,
    FIXUP_JUMP16,
    FIXUP_JUMP32,
    evaluate_absolute,
)
from bpfcc.elf.model import (
    SHF_ALLOC,
    SHF_EXECINSTR,
    SHF_MERGE,
    SHF_WRITE,
    SHT_NOBITS,
    Binding,
    Group,
    Object,
    Relocation,
    RelocType,
    Section,
    SpecialSection,
    Symbol,
    SymbolKind,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.asm_expr import Expr, Memo
    from bpfcc.codegen.asm_section import AsmSection, Fragment
    from bpfcc.codegen.assembler import Assembler

_VALUE_MASK = (1 << 64) - 1
"""A symbol's value has 64 bits, and no sign."""

_SLOT_BYTES = 8
_COMDAT = 1


def build_object(assembler: Assembler) -> Object:
    """Lay out and link `assembler`'s unit; errors are reported to it."""
    return _ObjectBuilder(assembler).build()


class _ObjectBuilder:
    """Holds what maps the unit's sections and symbols to the object's."""

    def __init__(self, assembler: Assembler) -> None:
        self.assembler = assembler
        self.sections: dict[AsmSection, Section] = {}
        self.symbols: dict[AsmSymbol, Symbol] = {}
        self.pending: dict[AsmSection, list[tuple[int, AsmSymbol, int]]] = {}
        self.current: AsmSection = assembler.section
        self.memo: Memo = {}

    def build(self) -> Object:
        unit = self.assembler
        self._bind_section_names()
        for section in unit.used_sections:
            try:
                section.lay_out()
            except StatementError as error:
                unit.report(error, -1)
        if unit.has_errors:
            return Object(little_endian=unit.little_endian)
        for section in unit.used_sections:
            self._resolve_section(section)
        for symbol in unit.address_significant:
            used = self._section_symbol_of_private(symbol)
            if used.order >= 0:
                used.is_used_in_reloc = True
        self._make_sections()
        obj = Object(list(self.sections.values()), little_endian=unit.little_endian)
        obj.symbols = self._make_symbols()
        for section, relocations in self.pending.items():
            self.sections[section].relocations = [
                Relocation(offset, self.symbols[symbol], kind)
                for offset, symbol, kind in relocations
                if symbol in self.symbols
            ]
        obj.groups = self._make_groups()
        if unit.has_address_table:
            significant = map(self._section_symbol_of_private, unit.address_significant)
            obj.address_significant = [self.symbols[s] for s in significant if s in self.symbols]
        return obj

    # --- fixups ---

    def _resolve_section(self, section: AsmSection) -> None:
        self.current = section
        relocations: list[tuple[int, AsmSymbol, int]] = []
        for fragment in section.fragments:
            for offset, kind, expr, position in fragment.fixups:
                try:
                    self._resolve(fragment, offset, kind, expr, relocations)
                except StatementError as error:
                    self.assembler.report(error, position)
        if relocations:
            self.pending[section] = relocations

    def _resolve(
        self,
        fragment: Fragment,
        offset: int,
        kind: int,
        expr: Expr,
        relocations: list[tuple[int, AsmSymbol, int]],
    ) -> None:
        added, removed, constant = evaluate(expr, laid_out=True, memo=self.memo)
        if added is not None and added.begins is not None:
            added = added.begins.symbol
        if removed is not None:
            self._reject_difference(removed)
        if kind in (FIXUP_JUMP16, FIXUP_JUMP32):
            self._patch_jump(fragment, offset, kind, added, constant)
            return
        if added is None:
            self._patch(fragment, offset, kind, constant)
            return
        if added.temporary and not added.is_defined:
            raise StatementError(f"label '{added.name}' is not defined")
        place = fragment.start + offset
        if kind == FIXUP_CALL and self._is_near(added):
            self._patch(fragment, offset, kind, find_offset(added, self.memo) + constant - place)
            return
        reloc_type = self._choose_type(kind, added)
        if self._use_section_symbol(added, constant):
            constant += find_offset(added, self.memo)
            target = find_fragment(added, self.memo)
            assert target is not None
            added = target.section.symbol
        added.is_used_in_reloc = True
        self._patch(fragment, offset, kind, constant)
        relocations.append((place, added, reloc_type))

    def _bind_section_names(self) -> None:
        """Let a name that only a section has mean the section's start."""
        for section in self.assembler.used_sections:
            symbol = self.assembler.symbols.get(section.name)
            if symbol is not None and not symbol.is_defined:
                symbol.fragment = section.fragments[0]
                symbol.begins = section

    def _reject_difference(self, removed: AsmSymbol) -> None:
        if not removed.is_defined:
            raise StatementError(f"symbol '{removed.name}' is subtracted but not defined")
        raise StatementError("a difference across sections cannot be represented")

    def _is_near(self, symbol: AsmSymbol) -> bool:
        """Whether a call to `symbol` needs no relocation."""
        fragment = find_fragment(symbol, self.memo)
        return (
            fragment is not None
            and fragment.section is self.current
            and symbol.effective_binding is Binding.LOCAL
        )

    def _use_section_symbol(self, symbol: AsmSymbol, addend: int) -> bool:
        fragment = find_fragment(symbol, self.memo)
        if fragment is None or symbol.effective_binding is not Binding.LOCAL:
            return False
        # An offset into a section whose entries a linker merges would name another entry.
        return not (fragment.section.flags & SHF_MERGE and addend)

    def _choose_type(self, kind: int, symbol: AsmSymbol) -> RelocType:
        if kind == FIXUP_IMM64:
            return RelocType.R_64_64
        if kind == FIXUP_CALL:
            return RelocType.R_64_32
        if kind == 8:
            return RelocType.R_64_ABS64
        if kind != 4:
            raise StatementError(f"the address of '{symbol.name}' does not fit {kind} bytes")
        fragment = find_fragment(symbol, self.memo)
        if fragment is None:
            return RelocType.R_64_ABS32
        # .BTF.ext's code offsets and .BTF's variable offsets are left alone by loaders.
        wanted = SHF_ALLOC | (SHF_EXECINSTR if symbol.temporary else SHF_WRITE)
        if fragment.section.flags & wanted == wanted and symbol.begins is None:
            return RelocType.R_64_NODYLD32
        return RelocType.R_64_ABS32

    def _patch_jump(
        self, fragment: Fragment, offset: int, kind: int, target: AsmSymbol | None, addend: int
    ) -> None:
        if target is None:
            raise StatementError("a jump needs a label")
        home = find_fragment(target, self.memo)
        if home is None:
            what = "label" if target.position < 0 else "directional label"
            raise StatementError(f"{what} '{target.name}' is not defined")
        if home.section is not self.current:
            raise StatementError(f"label '{target.name}' is in another section")
        distance = find_offset(target, self.memo) + addend - (fragment.start + offset) - _SLOT_BYTES
        if distance % _SLOT_BYTES:
            raise StatementError(f"label '{target.name}' is inside an instruction")
        slots = distance // _SLOT_BYTES
        bits = 16 if kind == FIXUP_JUMP16 else 32
        if not -(1 << (bits - 1)) <= slots < 1 << (bits - 1):
            raise StatementError(
                f"the jump to '{target.name}' is {slots} instructions long and does not fit "
                f"{bits} bits"
            )
        self._write(fragment, offset + (2 if bits == 16 else 4), bits // 8, slots)

    def _patch(self, fragment: Fragment, offset: int, kind: int, value: int) -> None:
        if kind == FIXUP_IMM64:
            self._write(fragment, offset + 4, 4, value)
        elif kind == FIXUP_CALL:
            self._write(fragment, offset + 4, 4, (value - _SLOT_BYTES) // _SLOT_BYTES)
        else:
            if not -(1 << (8 * kind - 1)) <= value < 1 << (8 * kind):
                raise StatementError(f"value {value} does not fit {kind} bytes")
            self._write(fragment, offset, kind, value)

    def _write(self, fragment: Fragment, offset: int, width: int, value: int) -> None:
        masked = value & ((1 << 8 * width) - 1)
        data = masked.to_bytes(width, self.current.byte_order)
        fragment.data[offset : offset + width] = data

    # --- the object's tables ---

    def _make_sections(self) -> None:
        for section in self.assembler.used_sections:
            fragments = section.fragments
            if len(fragments) == 1:
                data = fragments[0].data
            else:
                data = bytearray().join(fragment.data for fragment in fragments)
            size = sum(fragment.extent_bytes for fragment in fragments)
            self.sections[section] = Section(
                section.name,
                section.kind,
                section.flags,
                bytearray() if section.kind == SHT_NOBITS else data,
                size,
                section.align_bytes,
                section.entry_size_bytes,
            )
        for section, made in self.sections.items():
            link = (
                None
                if section.link_symbol is None
                else find_fragment(section.link_symbol, self.memo)
            )
            if link is not None:
                made.link = self.sections.get(link.section)

    def _make_groups(self) -> list[Group]:
        groups: dict[AsmSymbol, Group] = {}
        for section, made in self.sections.items():
            if section.group is not None:
                flags = _COMDAT if section.group_is_comdat else 0
                signature = self.symbols[section.group]
                groups.setdefault(section.group, Group(signature, [], flags)).members.append(made)
        return list(groups.values())

    def _section_symbol_of_private(self, symbol: AsmSymbol) -> AsmSymbol:
        fragment = find_fragment(symbol, self.memo)
        if fragment is not None and symbol.name.startswith(".L"):
            return fragment.section.symbol
        return symbol

    def _is_in_table(self, symbol: AsmSymbol) -> bool:
        if symbol.is_used_in_reloc or symbol.is_signature:
            return True
        if symbol.temporary or symbol.begins is not None:
            return False
        if symbol.variable is not None:
            base = find_base(symbol, self.memo)
            return base is None or base.is_defined
        return True

    def _make_symbols(self) -> list[Symbol]:
        unit = self.assembler
        files = [(name, order if number else 0) for number, (name, order) in enumerate(unit.files)]
        local: list[Symbol] = []
        external: list[Symbol] = []
        for symbol in unit.registered:
            if unit.has_too_many_errors:
                break
            if not self._is_in_table(symbol):
                continue
            try:
                made = self._make_symbol(symbol)
            except StatementError as error:
                unit.report(error, symbol.position)
                continue
            self.symbols[symbol] = made
            if made.binding is not Binding.LOCAL:
                external.append(made)
                continue
            while files and files[0][1] <= symbol.order:
                local.append(_make_file_symbol(files.pop(0)[0]))
            local.append(made)
        local += (_make_file_symbol(name) for name, _order in files)
        return local + external

    def _make_symbol(self, symbol: AsmSymbol) -> Symbol:
        base = find_base(symbol, self.memo)
        kind, size = symbol.kind, symbol.size
        if symbol.variable is not None and base is not None:
            kind = max(kind, base.kind)
            size = size if size is not None else base.size
        size_bytes = 0 if size is None else evaluate_absolute(size, symbol.position, self.memo)
        place: Section | SpecialSection | None
        if symbol.begins is not None:
            name, kind = "", SymbolKind.SECTION
            place, value = self.sections[symbol.begins], 0
        else:
            name, value = symbol.name, 0
            place, value = self._place(symbol, base)
        if size_bytes < 0:
            raise StatementError(f"symbol '{name}' has a negative size")
        if (
            isinstance(place, Section)
            and not 0 <= value <= value + size_bytes <= place.extent_bytes
        ):
            raise StatementError(f"symbol '{name}' leaves its section")
        binding = symbol.effective_binding if symbol.begins is None else Binding.LOCAL
        return Symbol(name, place, value, size_bytes, binding, kind, symbol.visibility)

    def _place(
        self, symbol: AsmSymbol, base: AsmSymbol | None
    ) -> tuple[Section | SpecialSection | None, int]:
        if symbol.common_align:
            return SpecialSection.COMMON, symbol.common_align
        if symbol.variable is not None and base is None:
            value = evaluate_absolute(symbol.variable, symbol.position, self.memo)
            return SpecialSection.ABS, value & _VALUE_MASK
        fragment = find_fragment(symbol, self.memo)
        if fragment is None:
            return None, 0
        return self.sections[fragment.section], find_offset(symbol, self.memo)


def _make_file_symbol(name: str) -> Symbol:
    return Symbol(name, SpecialSection.ABS, 0, 0, Binding.LOCAL, SymbolKind.FILE)
