"""Compares a number with a bound where LLVM has tested its upper bits.

    r1 = r6
    r1 &= 240
    if r1 != 0 goto L       ->      if r6 > 15 goto L

LLVM takes the one for the other where it knows that no further bits are set. From the test of a
copy the verifier learns nothing of the number, and it is longer.
"""

from __future__ import annotations

from bpfcc.codegen.insn import CLASS_JMP, CLASS_JMP32
from bpfcc.codegen.passes.bits import ANY
from bpfcc.codegen.passes.code import MOV32_REG, MOV64_REG
from bpfcc.codegen.passes.field_offsets import drop_ops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.bits import Bits, State
    from bpfcc.codegen.passes.code import Block, Body, Op

_AND64_IMM, _AND32_IMM = 0x57, 0x54
_EQUAL, _NOT_EQUAL, _GREATER, _AT_MOST = 0x10, 0x50, 0x20, 0xB0
_TESTS = (_EQUAL, _NOT_EQUAL)


def tests_bits(body: Body) -> bool:
    """Whether there may be something to do in a function."""
    return any(
        len(block.ops) > 1 and block.ops[-2].opcode in (_AND64_IMM, _AND32_IMM)
        for block in body.blocks
    )


def compare_bounds(bits: Bits) -> int:
    """Do so in one function, in which live registers are known; instructions saved."""
    saved = 0
    for block, before in bits.before.items():
        if len(block.ops) > 1 and block.ops[-2].opcode in (_AND64_IMM, _AND32_IMM):
            saved += _compare(block, before.copy(), bits)
    return saved


def _compare(block: Block, state: State, bits: Bits) -> int:
    """Do so at the end of a block; `state` is that before its first instruction."""
    test, jump = block.ops[-2:]
    register = test.dst
    if jump.opcode & 7 not in (CLASS_JMP, CLASS_JMP32) or jump.opcode & 0xF8 not in _TESTS:
        return 0
    if jump.dst != register or jump.imm or block.live_out >> register & 1:
        return 0
    copy = _find_copy(block)
    ops = block.ops[:-2] if copy is None else block.ops[:copy]
    for op in ops:
        bits.step(op, state)
    number = register if copy is None else block.ops[copy].src
    parts = [test, jump] if copy is None else [block.ops[copy], test, jump]
    bound = _find_bound(parts, state[number])
    if bound is None or any(op.is_fixed for op in parts):
        return 0
    operation = _GREATER if jump.opcode & 0xF8 == _NOT_EQUAL else _AT_MOST
    jump.become(operation | jump.opcode & 7, number, 0, jump.offset, bound)
    gone = {len(block.ops) - 2}
    if copy is not None:
        gone.add(copy)
    drop_ops(block, gone)
    return len(gone)


def _find_copy(block: Block) -> int | None:
    """The instruction that made the number that is tested, if it only copied it for that."""
    bit = 1 << block.ops[-2].dst
    later = 0
    for index in range(len(block.ops) - 3, -1, -1):
        op = block.ops[index]
        if (op.uses | op.defs) & bit:
            is_copy = op.opcode in (MOV64_REG, MOV32_REG) and not op.offset and op.dst != op.src
            return index if is_copy and not later >> op.src & 1 else None
        later |= op.defs
    return None


def _find_bound(parts: list[Op], possible: int) -> int | None:
    """The greatest number that does not pass the test, if the test is one for a bound."""
    if possible < 0:
        return None
    test, jump = parts[-2:]
    mask = test.imm & ANY
    if test.opcode == _AND32_IMM or parts[0].opcode == MOV32_REG or jump.opcode & 7 == CLASS_JMP32:
        if possible >> 32 and jump.opcode & 7 != CLASS_JMP32:
            return None
        mask &= 0xFFFFFFFF
        possible &= 0xFFFFFFFF
    tested = mask & possible
    lowest = tested & -tested
    if lowest < 2 or lowest > 1 << 31 or tested != possible & -lowest:
        return None
    return lowest - 1
