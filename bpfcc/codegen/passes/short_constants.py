"""Loads a constant of 32 bits with one slot.

    r3 = 4294967295 ll     ->     w3 = -1

LLVM takes two slots for what does not fit 31 bits, such as BPF_F_CURRENT_CPU. Every kernel has
arithmetic on 32 bits, which clears the upper half, and the verifier knows the number as well.
"""

from __future__ import annotations

from bpfcc.codegen.insn import OP_LD_IMM64, wrap_signed
from bpfcc.codegen.passes.code import MOV32_IMM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Body


def shorten_constants(body: Body) -> int:
    """Do so in one function; slots saved."""
    saved = 0
    for op in body.ops():
        if op.opcode != OP_LD_IMM64 or op.reloc is not None or op.is_fixed or op.src:
            continue
        if 0 <= op.imm & (1 << 64) - 1 < 1 << 32:
            op.become(MOV32_IMM, op.dst, 0, 0, wrap_signed(op.imm, 32))
            saved += 1
    return saved
