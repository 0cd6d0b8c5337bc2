"""Says bounds so that the verifier learns them, where LLVM has tested upper bits of a copy.

    r1 = r6
    r1 &= 240
    if r1 != 0 goto L       ->      if r6 > 15 goto L

LLVM takes the one for the other where it knows that no further bits are set. From the test of a
copy the verifier learns nothing of the number, and it is longer. Where there may be further bits,
LLVM takes them off after the test; then that says the bound as well:

    r6 &= 255               ->      r6 &= 15
"""

from __future__ import annotations

from bpfcc.codegen.insn import CLASS_JMP32
from bpfcc.codegen.passes.bits import AND32_IMM, NOT_EQUAL, find_test, is_mask
from bpfcc.codegen.passes.code import MOV32_REG
from bpfcc.codegen.passes.field_offsets import drop_ops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.bits import Bits, State, Test
    from bpfcc.codegen.passes.code import Block, Body

_GREATER, _AT_MOST = 0x20, 0xB0


def tests_bits(body: Body) -> bool:
    """Whether there may be something to do in a function."""
    return any(find_test(block) is not None for block in body.blocks)


def compare_bounds(bits: Bits) -> int:
    """Do so in one function, in which live registers are known; instructions saved."""
    saved = 0
    for block, before in bits.before.items():
        test = find_test(block)
        if test is not None:
            saved += _compare(block, test, before.copy(), bits)
    return saved


def narrow_masks(bits: Bits) -> int:
    """Take off with a mask what is known not to be set; how many masks were changed."""
    changed = 0
    for block, before in bits.before.items():
        state = before.copy()
        for op in block.ops:
            if is_mask(op) and op.imm > 0 and not op.is_fixed:
                possible = state[op.dst]
                mask = op.imm & possible
                if possible >= 0 and 0 < mask < op.imm:
                    op.become(op.opcode, op.dst, 0, 0, mask)
                    changed += 1
            bits.step(op, state)
    return changed


def _compare(block: Block, test: Test, state: State, bits: Bits) -> int:
    """Do so at the end of a block; `state` is that before its first instruction."""
    ops = block.ops
    jump = ops[-1]
    if block.live_out >> jump.dst & 1:
        return 0
    gone = {test.test} if test.copy < 0 else {test.copy, test.test}
    if jump.is_fixed or any(ops[index].is_fixed for index in gone):
        return 0
    possible = 0
    for index, op in enumerate(ops[:-1]):
        if index == min(gone):
            possible = state[test.number]
        if index not in gone:
            bits.step(op, state)
    # A register that is needed later is the one for the verifier to know of.
    for number in sorted(test.numbers, key=lambda register: not block.live_out >> register & 1):
        bound = _find_bound(block, test, possible, state[number])
        if bound is not None:
            operation = _GREATER if jump.opcode & 0xF8 == NOT_EQUAL else _AT_MOST
            jump.become(operation | jump.opcode & 7, number, 0, jump.offset, bound)
            drop_ops(block, gone)
            return len(gone)
    return 0


def _find_bound(block: Block, test: Test, possible: int, left: int) -> int | None:
    """The greatest number that does not pass the test, if the test is one for a bound.

    `possible` are the bits that the number can have where they are tested, `left` those that it
    can have at the jump.
    """
    if possible < 0 or left < 0:
        return None
    ops = block.ops
    is_narrow = ops[test.test].opcode == AND32_IMM or ops[test.copy].opcode == MOV32_REG
    if ops[-1].opcode & 7 == CLASS_JMP32:
        left &= 0xFFFFFFFF
    elif is_narrow and left >> 32:
        return None
    tested = test.mask & possible
    lowest = tested & -tested
    if lowest < 2 or lowest > 1 << 31 or tested != left & -lowest:
        return None
    return lowest - 1
