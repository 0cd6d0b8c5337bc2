"""Disassembles the code of an object into functions of named and annotated instructions.

`disassemble` decodes and names; `format_listing` writes the result as assembly that, assembled
again, gives the same code. What is no syntax - source lines, helper names, CO-RE records, stack
slots - stands in comments.
"""

from __future__ import annotations

from bpfcc.codegen.disassembler_names import (
    SymbolIndex,
    describe_core,
    describe_string,
    find_char_arrays,
    find_externs,
    helper_names,
    is_global,
    quote_name,
)
from bpfcc.codegen.insn import (
    CALL_LOCAL,
    OP_ADD64_IMM,
    OP_CALL,
    OP_GOTOX,
    OP_LD_IMM64,
    OP_SUB64_IMM,
    SLOT_BYTES,
    Instruction,
    Metadata,
    decode_all,
    format_instruction,
    trace_frame,
)
from bpfcc.elf.model import (
    Object,
    Section,
    SymbolKind,
)
from bpfcc.errors import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from bpfcc.btf.ext import Ext, LineInfo
    from bpfcc.elf.model import Relocation, Symbol

_JUMP_TABLES = ".jumptables"


class Line:
    """One instruction of a listing.

    `slot` counts 8-byte slots from the function's start; `text` is the instruction as assembly
    (labels and names in it), `remarks` what a comment says of it. `source` is set where a line
    record starts, `starts_line` where it is of another source line than the one before.
    """

    __slots__ = (
        "insn",
        "labels",
        "remarks",
        "slot",
        "source",
        "starts_line",
        "table",
        "target",
        "text",
    )

    def __init__(self, insn: Instruction, slot: int) -> None:
        self.insn = insn
        self.slot = slot
        self.labels: list[str] = []
        self.target: int | None = None
        """Where a jump or near call goes, in slots of the section."""
        self.table: list[int] = []
        """Where a jump through a table may go, likewise."""
        self.source: LineInfo | None = None
        self.starts_line = False
        self.text = ""
        self.remarks: list[str] = []


class FunctionListing:
    """One function: a program or a subprogram, or code that no symbol names."""

    __slots__ = ("cpu", "lines", "name", "number", "section", "stack_bytes", "start", "symbols")

    def __init__(self, name: str, section: Section, start: int, number: int) -> None:
        self.name = name
        self.section = section
        self.start = start
        """Offset in the section in slots."""
        self.number = number
        self.symbols: list[Symbol] = []
        self.lines: list[Line] = []
        self.stack_bytes = 0
        self.cpu = 1

    @property
    def instruction_count(self) -> int:
        """Slots that the function takes: what the kernel counts as instructions."""
        return sum(line.insn.slots for line in self.lines)


class Listing:
    """The functions of an object in file order, and the static data that they name."""

    __slots__ = ("alu32", "functions", "little_endian", "statics")

    def __init__(self, little_endian: bool) -> None:
        self.little_endian = little_endian
        self.alu32 = True
        self.functions: list[FunctionListing] = []
        self.statics: dict[str, tuple[str, int]] = {}


def disassemble(
    obj: Object,
    *,
    name: str = "object",
    section: str | None = None,
    program: str | None = None,
) -> Listing:
    """Disassemble every code section of `obj`, only `section`, or only the function `program`.

    `name` is what errors call the object. Raises InputError for code that is not whole
    instructions, for broken BTF, and for a section or function that does not exist.
    """
    return _Disassembler(obj, name).run(section, program)


class _Disassembler:
    def __init__(self, obj: Object, name: str) -> None:
        self.obj = obj
        self.name = name
        self.index = SymbolIndex(obj)
        self.listing = Listing(obj.little_endian)
        self.ext: Ext | None = None
        self.externs: dict[str, str] = {}
        self.char_arrays: frozenset[str] = frozenset()
        self.taken = {symbol.name for symbol in obj.symbols}
        self.labels: dict[tuple[Section, int], str] = {}
        self._read_btf()

    def _read_btf(self) -> None:
        btf_section = self.obj.find_section(".BTF")
        if btf_section is None:
            return
        from bpfcc.btf.ext import read_ext
        from bpfcc.btf.read import read_btf

        btf = read_btf(bytes(btf_section.data), f"{self.name}: section .BTF")
        self.externs = find_externs(btf)
        self.char_arrays = find_char_arrays(btf)
        ext_section = self.obj.find_section(".BTF.ext")
        if ext_section is not None:
            where = f"{self.name}: section .BTF.ext"
            self.ext = read_ext(bytes(ext_section.data), where, btf)

    def run(self, section: str | None, program: str | None) -> Listing:
        code = [candidate for candidate in self.obj.sections if candidate.is_code]
        decoded = {part: self._decode(part) for part in code}
        insns = [insn for part in code for insn in decoded[part]]
        # Below v3 LLVM knows no 32-bit registers and spells narrow loads with 64-bit ones.
        self.listing.alu32 = any(insn.form is not None and insn.form.cpu == 3 for insn in insns)
        for part in code:
            functions = self._split(part, decoded[part])
            self.listing.functions += functions
        self._select(section, program, {part.name for part in code})
        for function in self.listing.functions:
            self._annotate(function)
        return self.listing

    def _decode(self, section: Section) -> list[Instruction]:
        try:
            return decode_all(section.data, self.obj.little_endian)
        except InputError as error:
            where = f"{self.name}: section {section.name}"
            raise InputError(error.message, where=where) from None

    def _select(self, section: str | None, program: str | None, sections: set[str]) -> None:
        functions = self.listing.functions
        if section is not None:
            if section not in sections:
                known = ", ".join(sorted(sections)) or "none"
                raise InputError(f"no code section {section}; it has {known}", where=self.name)
            functions = [f for f in functions if f.section.name == section]
        if program is not None:
            named = [f for f in functions if program in (f.name, *(s.name for s in f.symbols))]
            if not named:
                known = ", ".join(f.name for f in functions if f.lines) or "none"
                raise InputError(f"no function {program}; it has {known}", where=self.name)
            functions = named
        self.listing.functions = functions

    # --- functions ---

    def _split(self, section: Section, insns: list[Instruction]) -> list[FunctionListing]:
        """Cut a section's instructions where function symbols start."""
        starts: dict[int, list[Symbol]] = {0: []}
        # Functions last: of the symbols at one place the last one gives the function its name.
        symbols = sorted(
            self.index.of_section(section), key=lambda symbol: symbol.kind is SymbolKind.FUNC
        )
        for symbol in symbols:
            slot, rest = divmod(symbol.value, SLOT_BYTES)
            if not rest and symbol.kind is SymbolKind.FUNC:
                starts.setdefault(slot, [])
        for symbol in symbols:
            slot, rest = divmod(symbol.value, SLOT_BYTES)
            if not rest and slot in starts:
                starts[slot].append(symbol)
        functions: list[FunctionListing] = []
        lines: dict[int, Line] = {}
        slot = 0
        for insn in insns:
            if slot in starts or not functions:
                here = starts.get(slot, [])
                name = here[-1].name if here else section.name
                number = len(self.listing.functions) + len(functions)
                functions.append(FunctionListing(name, section, slot, number))
                functions[-1].symbols = here
            function = functions[-1]
            line = Line(insn, slot - function.start)
            function.lines.append(line)
            lines[slot] = line
            slot += insn.slots
        self._add_labels(section, functions, lines)
        return functions

    def _add_labels(
        self, section: Section, functions: list[FunctionListing], lines: dict[int, Line]
    ) -> None:
        """Name the targets of jumps and of calls that need a label, and find inner symbols."""
        starts = {function.start for function in functions}
        for symbol in self.index.of_section(section):
            slot, rest = divmod(symbol.value, SLOT_BYTES)
            if slot not in starts and not rest and slot in lines:
                lines[slot].labels.append(symbol.name)
        relocated = {relocation.offset for relocation in section.relocations}
        targets: set[int] = set()
        for function in functions:
            for line in function.lines:
                slot = function.start + line.slot
                distance = line.insn.jump_slots
                if _is_near_call(line.insn) and slot * SLOT_BYTES not in relocated:
                    distance = line.insn.imm
                if distance is not None and slot + line.insn.slots + distance in lines:
                    line.target = slot + line.insn.slots + distance
                    if not _is_near_call(line.insn) or not self._local_name(section, line.target):
                        targets.add(line.target)
            self._read_jump_tables(section, function)
            for line in function.lines:
                line.table = [slot for slot in line.table if slot in lines]
                targets.update(line.table)
        self._name_targets(functions, targets)

    def _read_jump_tables(self, section: Section, function: FunctionListing) -> None:
        """Give each jump by register the targets in the table whose address was loaded last."""
        loads = {
            relocation.offset // SLOT_BYTES: relocation.symbol
            for relocation in section.relocations
            if getattr(relocation.symbol.section, "name", "") == _JUMP_TABLES
        }
        symbol: Symbol | None = None
        order: Literal["little", "big"] = "little" if self.obj.little_endian else "big"
        for line in function.lines:
            symbol = loads.get(function.start + line.slot, symbol)
            if line.insn.opcode != OP_GOTOX or symbol is None:
                continue
            assert isinstance(symbol.section, Section)
            table = symbol.section.data[symbol.value : symbol.value + symbol.size_bytes]
            offsets = [
                int.from_bytes(table[at : at + SLOT_BYTES], order)
                for at in range(0, len(table) - SLOT_BYTES + 1, SLOT_BYTES)
            ]
            line.table = sorted({offset // SLOT_BYTES for offset in offsets})

    def _name_targets(self, functions: list[FunctionListing], targets: set[int]) -> None:
        for function in functions:
            count = 0
            for line in function.lines:
                if function.start + line.slot in targets:
                    count += 1
                    label = f"LBB{function.number}_{count}"
                    while label in self.taken:
                        count += 1
                        label = f"LBB{function.number}_{count}"
                    line.labels.append(label)
                    self.labels[function.section, function.start + line.slot] = label

    def _local_name(self, section: Section, slot: int) -> str | None:
        """Return the name of a local symbol at a slot: a call of it needs no relocation."""
        for symbol in self.index.find_at(section, slot * SLOT_BYTES):
            if not is_global(symbol) and self.index.is_unique(symbol):
                return symbol.name
        return None

    # --- instructions ---

    def _annotate(self, function: FunctionListing) -> None:
        section = function.section
        start_bytes = function.start * SLOT_BYTES
        end_bytes = start_bytes + function.instruction_count * SLOT_BYTES
        relocations = {
            relocation.offset: relocation
            for relocation in section.relocations
            if start_bytes <= relocation.offset < end_bytes
        }
        cores, sources = self._records(section, start_bytes, end_bytes)
        labels = {
            function.start + line.slot: line.labels[-1] for line in function.lines if line.labels
        }
        insns = [line.insn for line in function.lines]
        trace = trace_frame(insns)
        place: tuple[str, int] | None = None
        function.stack_bytes = trace.stack_bytes
        function.cpu = max((i.form.cpu for i in insns if i.form is not None), default=1)
        for line, frame in zip(function.lines, trace.states, strict=True):
            offset = start_bytes + line.slot * SLOT_BYTES
            line.insn.meta = Metadata()
            line.source = sources.get(offset)
            target = self._find_target(section, line, relocations.get(offset), labels)
            line.text = format_instruction(
                line.insn,
                target=target,
                alu32=self.listing.alu32,
                little_endian=self.obj.little_endian,
            )
            core = cores.get(offset)
            if core is not None:
                line.insn.meta.core = core
                line.remarks.append(f"CO-RE {core}")
            line.remarks += _describe_frame(line.insn, frame)
            if line.source is not None:
                now = (line.source.file, line.source.line)
                line.starts_line, place = now != place, now

    def _records(
        self, section: Section, start_bytes: int, end_bytes: int
    ) -> tuple[dict[int, str], dict[int, LineInfo]]:
        """Return the CO-RE records and source lines of a range, by offset in the section."""
        if self.ext is None:
            return {}, {}
        cores: dict[int, list[str]] = {}
        for record in self.ext.relocations.get(section.name, ()):
            if start_bytes <= record.offset_bytes < end_bytes:
                cores.setdefault(record.offset_bytes, []).append(describe_core(record))
        lines = {
            record.offset_bytes: record
            for record in self.ext.lines.get(section.name, ())
            if start_bytes <= record.offset_bytes < end_bytes
        }
        return {offset: ", ".join(texts) for offset, texts in cores.items()}, lines

    def _find_target(
        self,
        section: Section,
        line: Line,
        relocation: Relocation | None,
        labels: dict[int, str],
    ) -> str | None:
        """Return the name that stands for the instruction's number, if it has one."""
        insn = line.insn
        assert insn.meta is not None
        if insn.opcode == OP_CALL:
            return self._find_callee(section, line, relocation)
        if relocation is not None and insn.opcode == OP_LD_IMM64 and insn.form is not None:
            if insn.src == 0:
                return self._find_address(line, relocation)
            line.remarks.append(f"relocated by {relocation.symbol.name}")
        elif relocation is not None:
            line.remarks.append(f"relocation {relocation.type} {relocation.symbol.name}")
        if line.target is None:
            return None
        label = labels.get(line.target)
        return None if label is None else quote_name(label)

    def _find_callee(
        self, section: Section, line: Line, relocation: Relocation | None
    ) -> str | None:
        insn = line.insn
        assert insn.meta is not None
        if relocation is not None:
            symbol = relocation.symbol
            offset = (insn.imm + 1) * SLOT_BYTES
            reference = self._refer(symbol, offset)
            insn.meta.reference = reference
            if symbol.section is None:
                line.remarks.append(self.externs.get(symbol.name, "extern"))
            return reference if insn.src == CALL_LOCAL else None
        if insn.src == CALL_LOCAL and line.target is not None:
            name = self._local_name(section, line.target)
            names = self.index.find_at(section, line.target * SLOT_BYTES)
            if name is None:
                line.remarks += [symbol.name for symbol in names[:1]]
                name = self.labels.get((section, line.target))
            insn.meta.reference = name
            return None if name is None else quote_name(name)
        if insn.form is not None and insn.form.name == "call_kfunc":
            line.remarks.append(f"kfunc with BTF id {insn.imm}")
        elif insn.src == 0 and insn.form is not None:
            helper = helper_names().get(insn.imm)
            insn.meta.reference = helper
            line.remarks.append(helper or "unknown helper")
        return None

    def _find_address(self, line: Line, relocation: Relocation) -> str:
        """Return what a 64-bit load's symbol and addend are called, and remark what it is."""
        insn, symbol = line.insn, relocation.symbol
        assert insn.meta is not None
        addend = insn.imm + relocation.addend
        section = symbol.section
        if section is None:
            line.remarks.append(self.externs.get(symbol.name, "extern"))
        elif isinstance(section, Section):
            offset = symbol.value + addend
            line.remarks.append(self._describe_place(section, offset))
        insn.meta.addend = addend
        insn.meta.reference = reference = self._refer(symbol, addend)
        return reference

    def _describe_place(self, section: Section, offset: int) -> str:
        if section.is_code:
            return "function"
        if section.name in (".maps", "maps"):
            return "map"
        covering = self.index.find_covering(section, offset)
        is_text = covering is None or covering.name in self.char_arrays
        text = describe_string(section, offset) if is_text else None
        return text or section.name

    def _refer(self, symbol: Symbol, addend: int) -> str:
        """Write `symbol + addend` so that it assembles to the same bytes and reads well."""
        section = symbol.section
        if symbol.kind is SymbolKind.SECTION and isinstance(section, Section):
            covering = self.index.find_covering(section, addend)
            if covering is not None and not is_global(covering) and self.index.is_unique(covering):
                if not section.is_code:
                    self.listing.statics[covering.name] = (section.name, covering.value)
                    return _add(covering.name, addend - covering.value)
                if covering.value == addend:
                    return quote_name(covering.name)
            return _add(section.name, addend)
        return _add(symbol.name, addend)


def _is_near_call(insn: Instruction) -> bool:
    return insn.opcode == OP_CALL and insn.src == CALL_LOCAL


def _add(name: str, addend: int) -> str:
    quoted = quote_name(name)
    return f"{quoted}{addend:+d}" if addend else quoted


def _describe_frame(insn: Instruction, frame: dict[int, int]) -> list[str]:
    """Return a remark on the stack slot that the instruction touches or points at."""
    if insn.opcode in (OP_ADD64_IMM, OP_SUB64_IMM) and insn.dst in frame:
        change = insn.imm if insn.opcode == OP_ADD64_IMM else -insn.imm
        return [f"r{insn.dst} = fp{frame[insn.dst] + change:+d}"]
    base = insn.base_register
    if base is None or base not in frame:
        return []
    return [f"fp{frame[base] + insn.offset:+d}"]
