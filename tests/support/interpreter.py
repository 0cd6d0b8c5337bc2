"""Runs the code of an object without a kernel, and tells what can be seen of the run.

Registers hold plain numbers. Memory that nobody has written holds bytes that follow from the
address, and so do what helpers return and what calls leave in registers: two runs of code that
means the same give the same trace.
"""

from __future__ import annotations

from bpfcc.codegen.insn import Instruction, decode_all
from bpfcc.codegen.passes.arity import HELPER_ARITY
from bpfcc.elf.model import Object, Section

MASK = (1 << 64) - 1
FRAME_TOP = 0x1000_0000
_SECTION_BYTES = 0x10_0000
_SIZES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}
_STEPS = 5000


def mix(*numbers: int) -> int:
    """A number that follows from others."""
    value = 0x9E3779B97F4A7C15
    for number in numbers:
        value = (value ^ number) * 0xBF58476D1CE4E5B9 & MASK
        value ^= value >> 31
    return value


def signed(value: int, bits: int) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


class Machine:
    """One run of the function at the start of a section."""

    def __init__(self, obj: Object, section: Section, context: int) -> None:
        self.obj = obj
        self.insns: dict[int, Instruction] = {}
        at = 0
        for insn in decode_all(bytes(section.data), obj.little_endian):
            self.insns[at] = insn
            at += insn.slots
        self.relocations = {r.offset // 8: r for r in section.relocations}
        self.memory: dict[int, int] = {}
        self.registers = [mix(99, n) for n in range(12)]
        self.registers[1] = context
        self.registers[10] = FRAME_TOP
        self.trace: list[object] = []

    def run(self) -> list[object]:
        """Calls with what they were given, then the result and what was written to variables."""
        at = 0
        for _ in range(_STEPS):
            insn = self.insns[at]
            if insn.is_exit:
                break
            at = self.step(at, insn)
        else:
            self.trace.append("endless")
        variables = {a: v for a, v in self.memory.items() if a >= 2 * FRAME_TOP}
        return [*self.trace, self.registers[0] & 0xFFFFFFFF, sorted(variables.items())]

    def load(self, address: int, size: int) -> int:
        data = bytes(
            self.memory.get((address + i) & MASK, mix(address + i) & 255) for i in range(size)
        )
        return int.from_bytes(data, "little" if self.obj.little_endian else "big")

    def store(self, address: int, size: int, value: int) -> None:
        order = "little" if self.obj.little_endian else "big"
        data = (value & ((1 << 8 * size) - 1)).to_bytes(size, order)  # type: ignore[arg-type]
        for i, byte in enumerate(data):
            self.memory[(address + i) & MASK] = byte

    def address_of(self, at: int, insn: Instruction) -> int:
        relocation = self.relocations.get(at)
        if relocation is None:
            return insn.imm & MASK
        symbol = relocation.symbol
        if not isinstance(symbol.section, Section):
            return 2 * FRAME_TOP - _SECTION_BYTES + sum(symbol.name.encode())
        number = self.obj.sections.index(symbol.section)
        return 2 * FRAME_TOP + number * _SECTION_BYTES + symbol.value + insn.imm

    def step(self, at: int, insn: Instruction) -> int:
        registers, kind = self.registers, insn.opcode & 7
        following = at + insn.slots
        if kind in (4, 7):
            registers[insn.dst] = self.compute(insn)
        elif insn.opcode == 0x18:
            registers[insn.dst] = self.address_of(at, insn)
        elif kind == 1:
            address = registers[insn.src] + insn.offset
            registers[insn.dst] = self.load(address, _SIZES[insn.opcode & 0x18])
        elif kind in (2, 3):
            address = registers[insn.dst] + insn.offset
            size = _SIZES[insn.opcode & 0x18]
            value = insn.imm if kind == 2 else registers[insn.src]
            if insn.opcode & 0xE0 == 0xC0:
                assert insn.imm == 0, "only the atomic addition"
                value += self.load(address, size)
            self.store(address, size, value)
        elif insn.is_call:
            self.call(insn)
        elif not insn.is_conditional or self.compare(insn):
            assert insn.jump_slots is not None
            following += insn.jump_slots
        return following

    def compute(self, insn: Instruction) -> int:
        bits = 64 if insn.opcode & 7 == 7 else 32
        one = self.registers[insn.dst]
        other = self.registers[insn.src] if insn.opcode & 8 else insn.imm
        one, other = one & ((1 << bits) - 1), other & ((1 << bits) - 1)
        shift = other & (bits - 1)
        result = {
            0x00: one + other,
            0x10: one - other,
            0x20: one * other,
            0x40: one | other,
            0x50: one & other,
            0x60: one << shift,
            0x70: one >> shift,
            0xA0: one ^ other,
            0xB0: other,
            0xC0: signed(one, bits) >> shift,
        }[insn.opcode & 0xF0]
        return result & ((1 << bits) - 1)

    def compare(self, insn: Instruction) -> bool:
        bits = 64 if insn.opcode & 7 == 5 else 32
        one = self.registers[insn.dst] & ((1 << bits) - 1)
        other = self.registers[insn.src] if insn.opcode & 8 else insn.imm
        other &= (1 << bits) - 1
        return {
            0x10: one == other,
            0x50: one != other,
            0x20: one > other,
            0xA0: one < other,
            0x30: one >= other,
            0xB0: one <= other,
            0xD0: signed(one, bits) <= signed(other, bits),
            0x40: bool(one & other),
            0x60: signed(one, bits) > signed(other, bits),
        }[insn.opcode & 0xF0]

    def call(self, insn: Instruction) -> None:
        registers = self.registers
        arguments = registers[1 : 1 + HELPER_ARITY[insn.imm]]
        seen = [
            (argument, self.load(argument, 16))
            for argument in arguments
            if FRAME_TOP - 512 <= argument <= FRAME_TOP - 16 or argument >= 2 * FRAME_TOP
        ]
        self.trace.append((insn.imm, arguments, seen))
        number = len(self.trace)
        for argument in arguments[-1:]:
            if FRAME_TOP - 512 <= argument <= FRAME_TOP - 8 and number % 2:
                self.store(argument, 8, mix(number))
        registers[0] = mix(number, insn.imm)
        for register in range(1, 6):
            registers[register] = mix(number, register)
