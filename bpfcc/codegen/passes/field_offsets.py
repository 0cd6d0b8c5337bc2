"""Adds the offsets of CO-RE's fields where they are needed, without loading them first.

LLVM knows the offset of a relocated field only as a constant in a register:

    r1 = 24            r3 = r6
    r3 = r6      ->    r3 += 24
    r3 += r1

Loaders patch the immediate of any arithmetic instruction, by a record that names its place and
not what it does; LLVM itself uses that for shifts. So the record moves to the addition.

It is the same sum: the offset of a field fits into 31 bits, so it is the same number as the 64
bits of a move and of an addition. If the field does not exist in the running kernel the loader
makes the patched instruction one that must not be reached; it stands in the same block, so it is
reached exactly when the load would have been.

Nothing may be left that needs the register: all its uses until it is set again are such
additions, in the same block.
"""

from __future__ import annotations

from bpfcc.codegen.passes.code import ADD64_IMM, ADD64_REG, MOV64_IMM, ends_block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body, Op

_FIELD_BYTE_OFFSET = 0


def fold_field_offsets(body: Body) -> int:
    """Do so in one function, whose live registers are known; instructions saved."""
    saved = 0
    for block in body.blocks:
        if not any(op.core for op in block.ops):
            continue
        gone = set()
        for index, op in enumerate(block.ops):
            if op.opcode != MOV64_IMM or not _is_offset(op):
                continue
            uses = _find_additions(block, index)
            if not uses:
                continue
            for use in uses:
                use.become(ADD64_IMM, use.dst, 0, 0, op.imm)
                use.core = op.core
                use.is_fixed = True
            gone.add(index)
        if gone:
            saved += len(gone)
            drop_ops(block, gone)
    return saved


def _is_offset(op: Op) -> bool:
    return op.core is not None and len(op.core) == 1 and op.core[0][3] == _FIELD_BYTE_OFFSET


def _find_additions(block: Block, index: int) -> list[Op]:
    """The uses of the register that instruction `index` sets, if all are additions of it."""
    register = block.ops[index].dst
    bit = 1 << register
    uses = []
    for op in block.ops[index + 1 :]:
        if op.uses & bit:
            if op.opcode != ADD64_REG or op.is_fixed or op.dst == register:
                return []
            uses.append(op)
        if op.defs & bit:
            return uses
    return [] if block.live_out & bit else uses


def drop_ops(block: Block, gone: set[int]) -> None:
    """Take instructions out of a block; their line records move on within the function."""
    kept = []
    line = None
    for index, op in enumerate(block.ops):
        if index in gone:
            line = line if op.line is None else op.line
            continue
        if op.line is None and line is not None:
            op.line = line
        line = None
        kept.append(op)
    assert not kept or not ends_block(block.ops[-1].opcode) or kept[-1] is block.ops[-1]
    block.ops = kept
