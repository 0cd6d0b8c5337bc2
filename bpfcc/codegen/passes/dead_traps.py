"""Drops the traps that LLVM puts after inline assembly that does not come back.

    exit                    # inline assembly
    call __bpf_trap    ->
    exit

A program says `__builtin_unreachable()` there, and LLVM has the kernel stop if it was wrong. Here
it is not: nothing leads to the call, and the verifier refuses instructions that nothing leads to.
"""

from __future__ import annotations

from bpfcc.codegen.insn import OP_CALL, OP_EXIT
from bpfcc.codegen.passes.field_offsets import drop_ops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Body

_TRAP = "__bpf_trap"


def drop_dead_traps(body: Body) -> int:
    """Do so in one function; instructions saved."""
    saved = 0
    for block in body.blocks[1:]:
        ops = block.ops
        if block.leading or len(ops) != 2 or ops[1].opcode != OP_EXIT:
            continue
        trap = ops[0]
        if trap.opcode == OP_CALL and trap.reloc is not None and trap.reloc.symbol.name == _TRAP:
            drop_ops(block, {0, 1})
            saved += 2
    return saved
