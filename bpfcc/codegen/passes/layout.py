"""Takes the code of an object apart into blocks, and puts changed code back.

Everything that says where an instruction is follows it: jumps, calls, addresses of functions,
relocations, symbols with their sizes, frame information, and the records of .BTF.ext. Where
something refers to the code in a way that is not known here, the object stays as it is.

A line record whose instruction is gone moves on to the next one, if that has none of its own; so
each function keeps the record of its first instruction, without which the kernel refuses it.
"""

from __future__ import annotations

import struct

from bpfcc.codegen.insn import (
    CALL_LOCAL,
    MAX_REGISTER,
    OP_CALL,
    OP_GOTOX,
    OP_JA32,
    OP_LD_IMM64,
    SLOT_BYTES,
    forms_by_opcode,
)
from bpfcc.codegen.passes.code import (
    Block,
    Body,
    Op,
    SectionCode,
    connect_blocks,
    ends_block,
    is_jump,
)
from bpfcc.codegen.passes.records import CORE, FUNCTIONS, LINES, read_records, write_records
from bpfcc.elf.model import Binding, RelocType, Section, SymbolKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpfcc.codegen.passes.records import Records
    from bpfcc.elf.model import Object, Relocation, Symbol

_POINTER_BYTES = {RelocType.R_64_ABS64: 8, RelocType.R_64_ABS32: 4}


class _UnknownError(Exception):
    """The code, or what refers to it, is not as compilers write it."""


class ObjectCode:
    """The code of an object, taken apart; `write` puts it back."""

    __slots__ = ("codes", "obj", "records")

    def __init__(self, obj: Object, records: Records | None, codes: list[SectionCode]) -> None:
        self.obj = obj
        self.records = records
        self.codes = codes

    def write(self) -> bool:
        """Lay the code out anew; False, and nothing has changed, where a jump is too far."""
        try:
            written = [_Writer(self, code) for code in self.codes]
            places = {writer.code.section: writer for writer in written}
            images = [writer.encode(places) for writer in written]
            pointers = _move_pointers(self.obj, places)
        except _UnknownError:
            return False
        for section, data in pointers:
            section.data = data
        for symbol in self.obj.symbols:
            if isinstance(symbol.section, Section) and symbol.section in places:
                writer = places[symbol.section]
                end = writer.move(symbol.value + symbol.size_bytes)
                symbol.value = writer.move(symbol.value)
                symbol.size_bytes = end - symbol.value
        for writer, image in zip(written, images, strict=True):
            section = writer.code.section
            section.data = bytearray(image)
            section.size_bytes = len(image)
            section.relocations = writer.relocations
            writer.move_records()
        if self.records is not None:
            write_records(self.obj, self.records)
        return True


def read_code(obj: Object, compiled: Mapping[str, set[int]] | None = None) -> ObjectCode | None:
    """Take an object apart; None where its code, or what refers to it, is not understood.

    `compiled` are the places of the instructions that a compiler made, by section, where there
    are others: those stay what they are.
    """
    records = read_records(obj)
    if records is None and obj.find_section(".BTF.ext") is not None:
        return None
    sections = [section for section in obj.sections if section.is_code and section.data]
    if len({section.name for section in sections}) < len(sections):
        return None  # records of .BTF.ext could not be told apart
    try:
        readers = {section: _Reader(obj, section) for section in sections}
        for reader in readers.values():
            reader.find_leaders(readers)
        _note_pointers(obj, readers)
        codes = [reader.cut() for reader in readers.values()]
        for reader in readers.values():
            reader.resolve(readers, records)
            if compiled is not None:
                reader.fix(compiled.get(reader.section.name, set()))
    except _UnknownError:
        return None
    return ObjectCode(obj, records, codes)


class _Reader:
    """One code section on the way to its blocks."""

    def __init__(self, obj: Object, section: Section) -> None:
        self.obj = obj
        self.section = section
        self.code = SectionCode(section)
        self.places: list[int] = []
        self.ops: list[Op] = []
        self.leaders = {0}
        self.relocations = {relocation.offset: relocation for relocation in section.relocations}
        self.size_bytes = len(section.data)
        self._decode()

    def _decode(self) -> None:
        data, little = bytes(self.section.data), self.obj.little_endian
        if len(data) % SLOT_BYTES:
            raise _UnknownError
        known = forms_by_opcode()
        shift, places, ops = 0, self.places, self.ops
        low, high = (0, 4) if little else (4, 0)
        wide: Op | None = None
        for opcode, registers, offset, imm in struct.iter_unpack(
            "<BBhi" if little else ">BBhi", data
        ):
            if wide is not None:
                if opcode or registers or offset:
                    raise _UnknownError
                wide.imm = wide.imm & 0xFFFFFFFF | imm << 32
                wide = None
            else:
                dst, src = registers >> low & 15, registers >> high & 15
                if opcode not in known or opcode == OP_GOTOX or max(dst, src) > MAX_REGISTER:
                    raise _UnknownError
                op = Op(opcode, dst, src, offset, imm, shift)
                places.append(shift)
                ops.append(op)
                wide = op if opcode == OP_LD_IMM64 else None
            shift += SLOT_BYTES
        if wide is not None:
            raise _UnknownError

    def find_leaders(self, readers: Mapping[Section, _Reader]) -> None:
        """Note where blocks begin, here and where this section's code refers to."""
        leaders = self.leaders
        for symbol in self.obj.symbols:
            if symbol.section is self.section:
                leaders |= {symbol.value, symbol.value + symbol.size_bytes}
        for at, op in zip(self.places, self.ops, strict=True):
            if is_jump(op.opcode):
                leaders |= {self.jump_target(at, op), at + SLOT_BYTES}
            elif ends_block(op.opcode):
                leaders.add(at + SLOT_BYTES)
            else:
                found = self.find_target(at, op)
                if found is not None:
                    other = readers.get(found[0])
                    if other is None:
                        raise _UnknownError
                    other.leaders.add(found[1])

    def jump_target(self, at: int, op: Op) -> int:
        distance = op.imm if op.opcode == OP_JA32 else op.offset
        return at + SLOT_BYTES * (1 + distance)

    def find_target(self, at: int, op: Op) -> tuple[Section, int] | None:
        """What an instruction other than a jump refers to in code: section and offset."""
        relocation = self.relocations.get(at)
        if relocation is None:
            if op.opcode == OP_CALL and op.src == CALL_LOCAL:
                return self.section, at + SLOT_BYTES * (1 + op.imm)
            return None
        symbol = relocation.symbol
        if relocation.addend:
            raise _UnknownError
        inside = isinstance(symbol.section, Section) and symbol.section.is_code
        if op.opcode == OP_LD_IMM64 and relocation.type == RelocType.R_64_64:
            offset = op.imm
        elif op.opcode == OP_CALL and relocation.type == RelocType.R_64_32:
            offset = SLOT_BYTES * (1 + op.imm)
        else:
            raise _UnknownError
        if not inside or (symbol.kind is not SymbolKind.SECTION and offset == 0):
            return None
        assert isinstance(symbol.section, Section)
        return symbol.section, symbol.value + offset

    def cut(self) -> SectionCode:
        """Make blocks and functions."""
        code, leaders = self.code, self.leaders
        if not all(0 <= leader <= self.size_bytes for leader in leaders):
            raise _UnknownError
        block = Block(0)
        found = 0
        for at, op in zip(self.places, self.ops, strict=True):
            if at in leaders:
                block = Block(at)
                code.blocks.append(block)
                code.starts[at] = block
                found += 1
            block.ops.append(op)
        if found != len(leaders - {self.size_bytes}):
            raise _UnknownError  # something refers to the middle of an instruction
        self._make_bodies()
        return code

    def _make_bodies(self) -> None:
        code = self.code
        functions = sorted(
            (s for s in self.obj.symbols if s.section is self.section and _is_function(s)),
            key=lambda symbol: symbol.value,
        )
        end = 0
        for symbol in functions:
            if symbol.value < end:
                raise _UnknownError
            end = symbol.value + symbol.size_bytes
            is_program = self.section.name != ".text" and symbol.binding is not Binding.LOCAL
            body = Body(symbol.name, is_program=is_program)
            body.blocks = [block for block in code.blocks if symbol.value <= block.start < end]
            code.bodies.append(body)

    def resolve(self, readers: Mapping[Section, _Reader], records: Records | None) -> None:
        """Give instructions the blocks that they lead to, and their relocations and records."""
        starts = self.code.starts
        for at, op in zip(self.places, self.ops, strict=True):
            op.reloc = self.relocations.get(at)
            if is_jump(op.opcode):
                op.target = starts.get(self.jump_target(at, op))
                if op.target is None:
                    raise _UnknownError
                continue
            found = self.find_target(at, op)
            if found is not None:
                op.target = readers[found[0]].code.starts.get(found[1])
                if op.target is None:
                    raise _UnknownError
        if records is not None:
            self._take_records(records)
        for body in self.code.bodies:
            own = set(body.blocks)
            for op in body.ops():
                if is_jump(op.opcode) and op.target not in own:
                    raise _UnknownError
            connect_blocks(body)

    def _take_records(self, records: Records) -> None:
        by_place = dict(zip(self.places, self.ops, strict=True))
        name = self.section.name
        for row in records.parts[LINES].get(name, ()):
            op = by_place.get(row[0])
            if op is None or op.line is not None:
                raise _UnknownError
            op.line = row
        for row in records.parts[CORE].get(name, ()):
            op = by_place.get(row[0])
            if op is None:
                raise _UnknownError
            op.core = [*(op.core or ()), row]
            op.is_fixed = True
        for row in records.parts[FUNCTIONS].get(name, ()):
            if row[0] not in self.code.starts:
                raise _UnknownError

    def fix(self, compiled: set[int]) -> None:
        """Mark what the programmer wrote."""
        for op in self.ops:
            if op.place not in compiled:
                op.is_fixed = True


def _is_function(symbol: Symbol) -> bool:
    return symbol.kind is SymbolKind.FUNC and symbol.size_bytes > 0


class _Writer:
    """One code section with its new places."""

    def __init__(self, whole: ObjectCode, code: SectionCode) -> None:
        self.whole = whole
        self.code = code
        self.relocations: list[Relocation] = []
        self.starts: dict[Block, int] = {}
        at = 0
        for block in code.blocks:
            self.starts[block] = at
            for op in block.ops:
                at += SLOT_BYTES * op.slots
        self.old_bytes = len(code.section.data)
        self.new_bytes = at

    def move(self, offset: int) -> int:
        """Where what was at `offset` bytes, the start of a block or the end, is now."""
        if offset == self.old_bytes:
            return self.new_bytes
        block = self.code.starts.get(offset)
        if block is None:
            raise _UnknownError
        return self.starts[block]

    def encode(self, places: Mapping[Section, _Writer]) -> bytes:
        """The code; relocations are collected on the way."""
        little = self.whole.obj.little_endian
        pack = struct.Struct("<BBhi" if little else ">BBhi").pack
        out: list[bytes] = []
        at = 0
        for block in self.code.blocks:
            for op in block.ops:
                offset, imm = op.offset, op.imm
                after = at + SLOT_BYTES * op.slots
                if op.target is not None:
                    offset, imm = self._aim(op, after, places)
                if op.reloc is not None:
                    op.reloc.offset = at
                    self.relocations.append(op.reloc)
                registers = op.src << 4 | op.dst if little else op.dst << 4 | op.src
                low = imm & 0xFFFFFFFF
                out.append(pack(op.opcode, registers, offset, low - (low >> 31 << 32)))
                if op.opcode == OP_LD_IMM64:
                    high = imm >> 32 & 0xFFFFFFFF
                    out.append(pack(0, 0, 0, high - (high >> 31 << 32)))
                at = after
        return b"".join(out)

    def _aim(self, op: Op, after: int, places: Mapping[Section, _Writer]) -> tuple[int, int]:
        """Offset and immediate of an instruction that leads to a block."""
        assert op.target is not None
        if op.reloc is not None:
            symbol = op.reloc.symbol
            assert isinstance(symbol.section, Section)
            writer = places[symbol.section]
            distance = writer.starts[op.target] - writer.move(symbol.value)
            return op.offset, distance if op.opcode == OP_LD_IMM64 else distance // SLOT_BYTES - 1
        distance = (self.starts[op.target] - after) // SLOT_BYTES
        if op.opcode in (OP_JA32, OP_CALL):
            return op.offset, distance
        if not -0x8000 <= distance < 0x8000:
            raise _UnknownError
        return distance, op.imm

    def move_records(self) -> None:
        """Have the records of .BTF.ext say where things are now."""
        records = self.whole.records
        if records is None:
            return
        name = self.code.section.name
        functions = records.parts[FUNCTIONS].get(name)
        if functions is not None:
            records.parts[FUNCTIONS][name] = [(self.move(row[0]), *row[1:]) for row in functions]
        lines, core = [], []
        at = 0
        for block in self.code.blocks:
            for op in block.ops:
                if op.line is not None:
                    lines.append((at, *op.line[1:]))
                if op.core is not None:
                    core += [(at, *row[1:]) for row in op.core]
                at += SLOT_BYTES * op.slots
        for part, rows in ((LINES, lines), (CORE, core)):
            if name in records.parts[part]:
                records.parts[part][name] = rows


def _pointers(obj: Object) -> list[tuple[Section, Relocation, Section]]:
    """Relocations of data that refer to code: where, and into which section."""
    found = []
    for section in obj.sections:
        if section.is_code or section.name == ".BTF.ext":
            continue
        for relocation in section.relocations:
            target = relocation.symbol.section
            if isinstance(target, Section) and target.is_code and target.data:
                if relocation.type not in _POINTER_BYTES or relocation.addend:
                    raise _UnknownError
                found.append((section, relocation, target))
    return found


def _read_number(obj: Object, section: Section, at: int, size: int) -> int:
    return int.from_bytes(section.data[at : at + size], "little" if obj.little_endian else "big")


def _note_pointers(obj: Object, readers: Mapping[Section, _Reader]) -> None:
    """What data refers to begins a block."""
    for section, relocation, target in _pointers(obj):
        size = _POINTER_BYTES[RelocType(relocation.type)]
        addend = _read_number(obj, section, relocation.offset, size)
        start = relocation.symbol.value + addend
        readers[target].leaders.add(start)
        if section.name == ".debug_frame":
            at = relocation.offset + size
            readers[target].leaders.add(start + _read_number(obj, section, at, size))
            end = relocation.offset - 4 + _read_number(obj, section, relocation.offset - 8, 4)
            if any(section.data[at + size : end]):
                raise _UnknownError  # the frame changes on the way


def _move_pointers(
    obj: Object, places: Mapping[Section, _Writer]
) -> list[tuple[Section, bytearray]]:
    """New contents of the sections whose data refers to code."""
    changed: dict[Section, bytearray] = {}
    order: str = "little" if obj.little_endian else "big"
    for section, relocation, target in _pointers(obj):
        size = _POINTER_BYTES[RelocType(relocation.type)]
        data = changed.setdefault(section, bytearray(section.data))
        writer, at = places[target], relocation.offset
        addend = _read_number(obj, section, at, size)
        old = relocation.symbol.value + addend
        new = writer.move(old)
        data[at : at + size] = (new - writer.move(relocation.symbol.value)).to_bytes(size, order)  # type: ignore[arg-type]
        if section.name == ".debug_frame":
            end = writer.move(old + _read_number(obj, section, at + size, size))
            data[at + size : at + 2 * size] = (end - new).to_bytes(size, order)  # type: ignore[arg-type]
    return list(changed.items())
