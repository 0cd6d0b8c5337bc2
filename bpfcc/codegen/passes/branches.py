"""Takes out what comes before a jump, or the jump, where one instruction can do both.

    w1 &= 2                                      goto L
    if w1 != 0 goto L  ->  if w1 & 2 goto L      ...          ->     exit
                                                 L: exit

A test of bits does without the register that held them if that is not needed afterwards, so the
verifier loses nothing that it knew; kernels since 5.1 take it in 32 bits. A jump to the end of a
function ends it, which is one step less for the verifier, if something else still leads there:
the kernel refuses code that nothing leads to.

A conditional jump over a jump is left alone. The opposite one would do, but the verifier goes
first where a conditional jump does not jump to; that LLVM leaves these in means that the other
way is the rare one, often a short one to the end. Turned round, some programs took the verifier
half as many steps again, since less of what it had seen was of use later.
"""

from __future__ import annotations

from bpfcc.codegen.insn import OP_EXIT, OP_JA
from bpfcc.codegen.passes.code import connect_blocks, find_live, live_after
from bpfcc.codegen.passes.field_offsets import drop_ops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body

_JNE_IMM, _JNE32_IMM = 0x55, 0x56
_JSET_IMM, _JSET32_IMM = 0x45, 0x46
_AND32_IMM, _AND64_IMM = 0x54, 0x57


def simplify_branches(body: Body) -> tuple[int, int]:
    """Do so in one function, whose live registers are known: how many jumps end, and slots saved.

    The live registers are known afterwards.
    """
    saved = 0
    for block in body.blocks:
        saved += _test_bits(block)
    ended = sum(_end_early(block) for block in body.blocks)
    if ended:
        connect_blocks(body)
        find_live(body)
    return ended, saved


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


def _end_early(block: Block) -> bool:
    """End the function where a jump leads to nothing but its end."""
    if not block.ops or block.ops[-1].opcode != OP_JA or block.ops[-1].is_fixed:
        return False
    jump = block.ops[-1]
    assert jump.target is not None
    end = jump.target
    if not end.ops or end.ops[0].opcode != OP_EXIT or len(end.leading) < 2:
        return False
    end.leading.remove(block)
    jump.become(OP_EXIT, 0, 0, 0, 0)
    jump.target = None
    return True
