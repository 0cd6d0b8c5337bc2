"""Which bits of a number can be set, followed along every path of a function.

An address in the frame is ~ of those of its lowest bits that can be, where the frame itself is
aligned as LLVM takes it to be: as far as any variable asks for. What is neither a number nor such
an address, or not known, can have any bit set.

What LLVM keeps for a while in the frame is followed too: such slots lie below all variables, so
that no address in the frame leads to them.
"""

from __future__ import annotations

from bpfcc.codegen.insn import (
    CLASS_ALU,
    CLASS_ALU64,
    CLASS_JMP,
    CLASS_JMP32,
    CLASS_LDX,
    CLASS_ST,
    CLASS_STX,
    FRAME_POINTER,
)
from bpfcc.codegen.passes.code import ADD64_IMM, MOV32_REG, MOV64_REG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body, Op

LOW = 63  # the bits of an address that are known, as far as they are
ANY = (1 << 64) - 1

State = list[int]
"""The value of each register, r0 to r11, and of each slot."""

AND64_IMM, AND32_IMM = 0x57, 0x54
EQUAL, NOT_EQUAL = 0x10, 0x50  # jumps that compare with a constant, without their class
_LOAD64, _STORE64 = 0x79, 0x7B
_FRAME_BOTTOM = -512
_ADD, _OR, _AND, _LSH, _RSH, _XOR, _MOV = 0x00, 0x40, 0x50, 0x60, 0x70, 0xA0, 0xB0
_FROM_REGISTER = 8
_WIDTHS = {0x00: (1 << 32) - 1, 0x08: 0xFFFF, 0x10: 0xFF, 0x18: ANY}


class Bits:
    """The bits in one function: `before` gives the state in which each block is entered.

    Blocks that control does not reach have no state.
    """

    __slots__ = ("_slots", "before")

    def __init__(self, body: Body) -> None:
        lowest = _find_lowest_address(body)
        self._slots = _find_slots(list(body.ops()), lowest)
        self.before: dict[Block, State] = {}
        if body.blocks:
            self._follow(body)

    def _follow(self, body: Body) -> None:
        entry = [ANY] * (12 + len(self._slots))
        entry[FRAME_POINTER] = ~0
        before = self.before
        before[body.blocks[0]] = entry
        work = [body.blocks[0]]
        while work:
            block = work.pop()
            state = before[block].copy()
            for op in block.ops:
                self.step(op, state)
            unset = _find_unset(block)
            for other in block.following:
                leaving = state
                if unset is not None and other is unset[0]:
                    leaving = state.copy()
                    for register in unset[1]:
                        if leaving[register] >= 0:
                            leaving[register] &= ~unset[2]
                known = before.get(other)
                if known is None:
                    before[other] = leaving.copy()
                    work.append(other)
                elif known != leaving:
                    joined = [_join(a, b) for a, b in zip(known, leaving, strict=True)]
                    if joined != known:
                        before[other] = joined
                        work.append(other)

    def step(self, op: Op, state: State) -> None:
        """Change a state as an instruction does."""
        kind = op.opcode & 7
        if kind in (CLASS_ALU, CLASS_ALU64):
            value = _compute(op, state)
            if kind == CLASS_ALU:
                value = value & 0xFFFFFFFF if value >= 0 else 0xFFFFFFFF
            state[op.dst] = value
        elif kind == CLASS_LDX:
            slot = self._slots.get(op.offset) if op.src == FRAME_POINTER else None
            if slot is not None and op.opcode == _LOAD64:
                state[op.dst] = state[slot]
            else:
                # One that extends the sign has another mode.
                is_plain = op.opcode & 0xE0 == 0x60
                state[op.dst] = _WIDTHS[op.opcode & 0x18] if is_plain else ANY
        elif op.opcode == _STORE64 and op.dst == FRAME_POINTER:
            if op.offset in self._slots:
                state[self._slots[op.offset]] = state[op.src]
        else:
            for register in range(FRAME_POINTER):
                if op.defs >> register & 1:
                    state[register] = ANY


class Test:
    """The end of a block: a jump that asks whether some bits of a number are 0.

    `test` is the index of the AND with the bits `mask`, `copy` that of the instruction that copied
    the number for it, or -1. `number` is the register that it was in, `numbers` are those that
    have it at the jump; there it may have lost further bits.
    """

    __slots__ = ("copy", "mask", "number", "numbers", "test")

    def __init__(self, number: int, numbers: list[int], mask: int, test: int, copy: int) -> None:
        self.number = number
        self.numbers = numbers
        self.mask = mask
        self.test = test
        self.copy = copy


def find_test(block: Block) -> Test | None:
    """What a block tests, if it does so with a mask."""
    ops = block.ops
    if len(ops) < 2:
        return None
    jump = ops[-1]
    if jump.opcode & 7 not in (CLASS_JMP, CLASS_JMP32) or jump.imm:
        return None
    if jump.opcode & 0xF8 not in (EQUAL, NOT_EQUAL):
        return None
    test = _find_last(ops, len(ops) - 1, jump.dst)
    if test < 0 or not is_mask(ops[test]):
        return None
    mask = ops[test].imm & ANY
    if ops[test].opcode == AND32_IMM or jump.opcode & 7 == CLASS_JMP32:
        mask &= 0xFFFFFFFF
    copy = _find_last(ops, test, jump.dst)
    if copy >= 0 and _is_copy(ops[copy]) and ops[copy].dst == jump.dst:
        number = ops[copy].src
        numbers = _find_numbers(ops, copy)
        if numbers:
            if ops[copy].opcode == MOV32_REG:
                mask &= 0xFFFFFFFF
            return Test(number, numbers, mask, test, copy)
    return Test(jump.dst, [jump.dst], mask, test, -1)


def _find_last(ops: list[Op], end: int, register: int) -> int:
    """The last instruction before `end` that has to do with a register; -1 if there is none."""
    for index in range(end - 1, -1, -1):
        if (ops[index].uses | ops[index].defs) >> register & 1:
            return index
    return -1


def _is_copy(op: Op) -> bool:
    return op.opcode in (MOV64_REG, MOV32_REG) and not op.offset and op.dst != op.src


def _find_numbers(ops: list[Op], copy: int) -> list[int]:
    """The registers that at the end have the number that was copied, or less bits of it."""
    having = {ops[copy].src}
    for op in ops[copy + 1 :]:
        if _is_copy(op) and op.src in having:
            having.add(op.dst)
        elif not is_mask(op):
            having = {register for register in having if not op.defs >> register & 1}
    return sorted(having)


def is_mask(op: Op) -> bool:
    """Whether an instruction is an AND with a constant."""
    return op.opcode in (AND64_IMM, AND32_IMM)


def _find_unset(block: Block) -> tuple[Block, list[int], int] | None:
    """The block that is entered where a number has certain bits unset, its registers, the bits."""
    test = find_test(block)
    if test is None or test.copy < 0:
        return None
    jump = block.ops[-1]
    others = [other for other in block.following if other is not jump.target]
    if jump.target is None or len(others) != 1:
        return None
    target = jump.target if jump.opcode & 0xF8 == EQUAL else others[0]
    return target, test.numbers, test.mask


def _find_lowest_address(body: Body) -> int:
    """The lowest distance from the frame pointer that an address is computed for; 0 if none is."""
    lowest = 0
    for block in body.blocks:
        for index, op in enumerate(block.ops):
            if op.opcode != MOV64_REG or op.src != FRAME_POINTER:
                continue
            using = (o for o in block.ops[index + 1 :] if (o.uses | o.defs) >> op.dst & 1)
            following = next(using, None)
            if following is None or following.opcode != ADD64_IMM:
                return _FRAME_BOTTOM
            lowest = min(lowest, following.imm)
    return lowest


def _find_slots(ops: list[Op], lowest: int) -> dict[int, int]:
    """Slots of eight bytes below `lowest`: the index in a state of each, by its distance."""
    stores = [
        op for op in ops if op.opcode & 7 in (CLASS_ST, CLASS_STX) and op.dst == FRAME_POINTER
    ]
    found = {op.offset for op in stores if op.opcode == _STORE64 and op.offset + 8 <= lowest}
    for op in stores:
        if op.opcode != _STORE64:
            found -= set(range(op.offset - 7, op.offset + 8))
        else:
            found -= {op.offset + by for by in range(-7, 8) if by}
    return {distance: 12 + index for index, distance in enumerate(sorted(found))}


def _join(one: int, other: int) -> int:
    if one < 0 and other < 0:
        return ~(~one | ~other)
    return ANY if one < 0 or other < 0 else one | other


def _compute(op: Op, state: State) -> int:
    """What an arithmetic instruction leaves, in 64 bits."""
    code = op.opcode & 0xF0
    one = state[op.dst]
    other = state[op.src] if op.opcode & _FROM_REGISTER else op.imm & ANY
    if code == _MOV:
        return other if op.offset == 0 else ANY
    if code in (_ADD, _OR) and (one < 0) != (other < 0):
        return _move(min(one, other), max(one, other))
    if one < 0 or other < 0:
        return ANY
    if code == _AND:
        return one & other
    if code in (_OR, _XOR):
        return one | other
    if code == _ADD:
        return one | other if not one & other else _fill(one, other)
    if code in (_LSH, _RSH) and not op.opcode & _FROM_REGISTER:
        count = op.imm & 63
        if code == _LSH:
            return one << count & ANY
        return (one & 0xFFFFFFFF if op.opcode & 7 == CLASS_ALU else one) >> count
    return ANY


def _move(address: int, number: int) -> int:
    """An address in the frame with something added."""
    low = ~address
    return ~(low | number & LOW) if not low & number & LOW else ~LOW


def _fill(one: int, other: int) -> int:
    """The bits that can be set in a sum: as far up as a carry can go."""
    return (1 << min(max(one.bit_length(), other.bit_length()) + 1, 64)) - 1
