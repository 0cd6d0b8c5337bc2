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
from bpfcc.codegen.passes.bits import (
    AND32_IMM,
    AND64_IMM,
    ANY,
    NOT_EQUAL,
    find_copy,
    is_bit_test,
)
from bpfcc.codegen.passes.code import MOV32_REG
from bpfcc.codegen.passes.field_offsets import drop_ops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.bits import Bits, State
    from bpfcc.codegen.passes.code import Block, Body, Op

_GREATER, _AT_MOST = 0x20, 0xB0


def tests_bits(body: Body) -> bool:
    """Whether there may be something to do in a function."""
    return any(is_bit_test(block) for block in body.blocks)


def compare_bounds(bits: Bits) -> int:
    """Do so in one function, in which live registers are known; instructions saved."""
    saved = 0
    for block, before in bits.before.items():
        if is_bit_test(block):
            saved += _compare(block, before.copy(), bits)
    return saved


def narrow_masks(bits: Bits) -> int:
    """Take off with a mask what is known not to be set; how many masks were changed."""
    changed = 0
    for block, before in bits.before.items():
        state = before.copy()
        for op in block.ops:
            if op.opcode in (AND64_IMM, AND32_IMM) and op.imm > 0 and not op.is_fixed:
                possible = state[op.dst]
                mask = op.imm & possible
                if possible >= 0 and 0 < mask < op.imm:
                    op.become(op.opcode, op.dst, 0, 0, mask)
                    changed += 1
            bits.step(op, state)
    return changed


def _compare(block: Block, state: State, bits: Bits) -> int:
    """Do so at the end of a block; `state` is that before its first instruction."""
    test, jump = block.ops[-2:]
    register = test.dst
    if block.live_out >> register & 1:
        return 0
    copy = find_copy(block)
    ops = block.ops[:-2] if copy is None else block.ops[:copy]
    for op in ops:
        bits.step(op, state)
    number = register if copy is None else block.ops[copy].src
    parts = [test, jump] if copy is None else [block.ops[copy], test, jump]
    bound = _find_bound(parts, state[number])
    if bound is None or any(op.is_fixed for op in parts):
        return 0
    operation = _GREATER if jump.opcode & 0xF8 == NOT_EQUAL else _AT_MOST
    jump.become(operation | jump.opcode & 7, number, 0, jump.offset, bound)
    gone = {len(block.ops) - 2}
    if copy is not None:
        gone.add(copy)
    drop_ops(block, gone)
    return len(gone)


def _find_bound(parts: list[Op], possible: int) -> int | None:
    """The greatest number that does not pass the test, if the test is one for a bound."""
    if possible < 0:
        return None
    test, jump = parts[-2:]
    mask = test.imm & ANY
    if test.opcode == AND32_IMM or parts[0].opcode == MOV32_REG or jump.opcode & 7 == CLASS_JMP32:
        if possible >> 32 and jump.opcode & 7 != CLASS_JMP32:
            return None
        mask &= 0xFFFFFFFF
        possible &= 0xFFFFFFFF
    tested = mask & possible
    lowest = tested & -tested
    if lowest < 2 or lowest > 1 << 31 or tested != possible & -lowest:
        return None
    return lowest - 1
