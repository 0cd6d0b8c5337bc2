"""Adds to addresses in the frame where LLVM has joined bits.

    r2 &= 3
    r4 = r10
    r4 += -8
    r4 |= r2        ->      r4 += r2

LLVM knows that the address is a multiple of the variable's alignment and prefers `|`, which the
verifier forbids with an address. Both are the same where no bit is set on both sides. An `|` that
a program really means stays.
"""

from __future__ import annotations

from bpfcc.codegen.insn import FRAME_POINTER
from bpfcc.codegen.passes.bits import LOW
from bpfcc.codegen.passes.code import ADD64_IMM, ADD64_REG, MOV64_REG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.bits import Bits, State
    from bpfcc.codegen.passes.code import Body, Op

_OR64_IMM, _OR64_REG = 0x47, 0x4F


def joins_in_frame(body: Body) -> bool:
    """Whether there may be something to do in a function."""
    has_join = has_address = False
    for op in body.ops():
        has_join |= op.opcode in (_OR64_REG, _OR64_IMM)
        has_address |= op.opcode == MOV64_REG and op.src == FRAME_POINTER
    return has_join and has_address


def add_in_frame(bits: Bits) -> int:
    """Do so in one function; how many instructions were changed."""
    changed = 0
    for block, before in bits.before.items():
        state = before.copy()
        for op in block.ops:
            if not op.is_fixed and _is_sum(op, state):
                if op.opcode == _OR64_REG:
                    op.become(ADD64_REG, op.dst, op.src, 0, 0)
                else:
                    op.become(ADD64_IMM, op.dst, 0, 0, op.imm)
                changed += 1
            bits.step(op, state)
    return changed


def _is_sum(op: Op, state: State) -> bool:
    """Whether an instruction joins an address in the frame with bits that it does not have."""
    if op.opcode == _OR64_IMM:
        one, other = state[op.dst], op.imm
    elif op.opcode == _OR64_REG:
        one, other = state[op.dst], state[op.src]
        if other < 0:
            one, other = other, one
    else:
        return False
    return one < 0 <= other <= LOW and not ~one & other
