"""Takes out jumps that other jumps can do.

    if w2 == 8 goto +1                                 w1 &= 2
    goto L                 ->  if w2 != 8 goto L       if w1 != 0 goto L  ->  if w1 & 2 goto L

    goto L ... L: exit     ->  exit

A jump over a jump becomes the opposite one, if nothing else leads to the one jumped over; the
comparisons that this may bring in are those of Linux 4.14. A test of bits does without the
register that held them if that is not needed afterwards, so the verifier loses nothing that it
knew. That of Linux since 5.1 takes it in 32 bits. A jump to the end of a function ends it.
"""

from __future__ import annotations

from bpfcc.codegen.insn import OP_EXIT, OP_JA
from bpfcc.codegen.passes.code import connect_blocks, find_live, live_after
from bpfcc.codegen.passes.field_offsets import drop_ops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body

# Comparisons and their opposites, without class and source: ==, >, >=, s>, s>=.
_PAIRS = ((0x10, 0x50), (0x20, 0xB0), (0x30, 0xA0), (0x60, 0xD0), (0x70, 0xC0))
_OPPOSITE = dict(_PAIRS) | {other: one for one, other in _PAIRS}
_OPERATION = 0xF0
_JNE_IMM, _JNE32_IMM = 0x55, 0x56
_JSET_IMM, _JSET32_IMM = 0x45, 0x46
_AND32_IMM, _AND64_IMM = 0x54, 0x57


def simplify_branches(body: Body) -> int:
    """Do so in one function, whose live registers are known, and are afterwards; slots saved."""
    saved = 0
    for block in body.blocks:
        saved += _test_bits(block)
    turned = sum(_turn_jump(body, index) for index in range(len(body.blocks) - 2))
    ended = sum(_end_early(block) for block in body.blocks)
    if turned or ended:
        connect_blocks(body)
        find_live(body)
    return saved + turned


def _test_bits(block: Block) -> int:
    """Test bits in the register that they are in, where it ends with that."""
    if len(block.ops) < 2:
        return 0
    mask, jump = block.ops[-2:]
    if jump.opcode not in (_JNE_IMM, _JNE32_IMM) or jump.imm or jump.dst != mask.dst:
        return 0
    if mask.opcode not in (_AND32_IMM, _AND64_IMM) or mask.is_fixed or jump.is_fixed:
        return 0
    if live_after(block)[-1] >> jump.dst & 1:
        return 0
    is_wide = mask.opcode == _AND64_IMM and jump.opcode == _JNE_IMM
    jump.become(_JSET_IMM if is_wide else _JSET32_IMM, jump.dst, 0, 0, mask.imm)
    drop_ops(block, {len(block.ops) - 2})
    return 1


def _turn_jump(body: Body, index: int) -> bool:
    """Turn a conditional jump over a jump, if block `index` ends with one, into the opposite."""
    block, over, beyond = body.blocks[index : index + 3]
    if not block.ops or len(over.ops) != 1 or over.leading != [block]:
        return False
    jump, taken = block.ops[-1], over.ops[0]
    operation = _OPPOSITE.get(jump.opcode & _OPERATION)
    if jump.opcode & 7 not in (5, 6) or operation is None or jump.target is not beyond:
        return False
    if jump.opcode & 0xF7 in (0x85, 0x95, 0xE5) or taken.opcode != OP_JA:
        return False
    if jump.is_fixed or taken.is_fixed:
        return False
    opcode = jump.opcode & ~_OPERATION | operation
    jump.become(opcode, jump.dst, jump.src, 0, jump.imm)
    jump.target = taken.target
    over.ops.clear()
    return True


def _end_early(block: Block) -> bool:
    """End the function where a jump leads to nothing but its end."""
    if not block.ops or block.ops[-1].opcode != OP_JA or block.ops[-1].is_fixed:
        return False
    jump = block.ops[-1]
    assert jump.target is not None
    if not jump.target.ops or jump.target.ops[0].opcode != OP_EXIT:
        return False
    jump.become(OP_EXIT, 0, 0, 0, 0)
    jump.target = None
    return True
