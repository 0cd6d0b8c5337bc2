"""Stores constants without a register.

    r1 = 0
    *(u32 *)(r10 - 4) = r1     ->    *(u32 *)(r10 - 4) = 0

The instruction is as old as eBPF; LLVM uses it at -mcpu=v4 only. Three things keep a program
loadable on every kernel:

- Before Linux 6.3 the verifier refuses it through the context, so it is used only where the
  address plainly is one of the frame, of a variable, of a map's value or of a packet.
- Before Linux 6.3 the verifier does not know what has been stored to the stack in this way, as
  it does for a register. So it is not used for what the function may read again by itself
  (`frame_reads`); what only a helper reads has to be there, and no more.
- Eight bytes are the immediate with its sign extended. A constant of 64 bits that is none such
  goes to the frame in two halves, which takes one slot less than the load it needs otherwise.
  Elsewhere somebody might see one half without the other.

A store is changed only if in the end the constant's register is not needed: so there never is
more for the verifier to do, and there are fewer changes.
"""

from __future__ import annotations

from bpfcc.codegen.insn import CLASS_STX, OP_LD_IMM64, wrap_signed
from bpfcc.codegen.passes.code import MOV32_IMM, Op, find_live, live_after
from bpfcc.codegen.passes.field_offsets import drop_ops
from bpfcc.codegen.passes.frame_reads import FrameReads
from bpfcc.codegen.passes.values import CONSTANT, CONTEXT, FRAME, OTHER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body
    from bpfcc.codegen.passes.values import Values

_WIDTH_BYTES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}
_TO_REGISTERS, _IMMEDIATE = 0x63, 0x62  # a store without its width
_WIDTH_MASK = 0x18
_FOUR_BYTES, _EIGHT_BYTES = 0x00, 0x18


def store_constants(body: Body, values: Values, *, little_endian: bool) -> int:
    """Do so in one function; slots saved. The live registers are found anew."""
    changed: list[tuple[Op, int, Op]] = []
    halves: list[tuple[Block, Op, Op]] = []
    for block, op, constant in _find_stores(body, values):
        if constant.opcode == OP_LD_IMM64:
            halves.append((block, op, constant))
            continue
        imm = _choose_immediate(constant, _WIDTH_BYTES[op.opcode & _WIDTH_MASK])
        if imm is not None:
            changed.append((op, op.src, constant))
            op.become(_IMMEDIATE | op.opcode & _WIDTH_MASK, op.dst, 0, op.offset, imm)
    saved = 0
    if changed:
        constants = {constant for _, _, constant in changed}
        gone = _drop_constants(body, constants)
        for op, src, constant in changed:
            if constant not in gone:
                op.become(_TO_REGISTERS | op.opcode & _WIDTH_MASK, op.dst, src, op.offset, 0)
        if len(gone) < len(constants):
            find_live(body)
        saved = len(gone)
    return saved + _store_halves(halves, little_endian=little_endian)


def _choose_immediate(constant: Op, width: int) -> int | None:
    """What to store of a constant: as 32 bits with a sign."""
    if width == 8:
        return None if constant.opcode == MOV32_IMM and constant.imm < 0 else constant.imm
    return constant.imm if width == 4 else constant.imm & (1 << 8 * width) - 1


def _find_stores(body: Body, values: Values) -> list[tuple[Block, Op, Op]]:
    """Stores of constants that may do without the register, each with the constant."""
    found: list[tuple[Block, Op, Op]] = []
    reads: FrameReads | None = None
    for block in body.blocks:
        known = values.before.get(block)
        if known is None:
            continue
        state = known.copy()
        for op in block.ops:
            if op.opcode & 7 == CLASS_STX and op.opcode & 0xE7 == _TO_REGISTERS:
                base, stored = state[op.dst], state[op.src]
                if stored >= CONSTANT and not op.is_fixed and base not in (OTHER, CONTEXT):
                    constant = values.constants[stored - CONSTANT]
                    if base < 0:
                        reads = reads or FrameReads(body, values)
                    if not constant.is_fixed and _is_free(op, constant, base, reads):
                        found.append((block, op, constant))
            values.step(op, state)
    return found


def _is_free(op: Op, constant: Op, base: int, reads: FrameReads | None) -> bool:
    """Whether nobody cares how a constant gets where it is stored."""
    width = _WIDTH_BYTES[op.opcode & _WIDTH_MASK]
    if base >= 0:
        return constant.opcode != OP_LD_IMM64
    assert reads is not None
    return not reads.is_read(op, base - FRAME + op.offset, width)


def _store_halves(halves: list[tuple[Block, Op, Op]], *, little_endian: bool) -> int:
    """Store constants of 64 bits that are for one store only in halves; slots saved."""
    saved = 0
    for block, op, constant in halves:
        if op.opcode & _WIDTH_MASK != _EIGHT_BYTES or constant not in block.ops:
            continue
        first, last = block.ops.index(constant), block.ops.index(op)
        bit = 1 << op.src
        between = [other for other in block.ops[first + 1 : last] if other.uses & bit]
        if (
            first > last
            or between
            or live_after(block)[last] & bit
            or not -0x8000 <= op.offset < 0x7FFC
        ):
            continue
        low, high = wrap_signed(constant.imm, 32), wrap_signed(constant.imm >> 32, 32)
        if not little_endian:
            low, high = high, low
        second = Op(_IMMEDIATE | _FOUR_BYTES, op.dst, 0, op.offset + 4, high)
        op.become(_IMMEDIATE | _FOUR_BYTES, op.dst, 0, op.offset, low)
        block.ops.insert(last + 1, second)
        drop_ops(block, {first})
        saved += 1
    return saved


def _drop_constants(body: Body, constants: set[Op]) -> set[Op]:
    """Take out those of the constants that nothing needs any more."""
    find_live(body)
    dropped: set[Op] = set()
    for block in body.blocks:
        if not constants.intersection(block.ops):
            continue
        live = live_after(block)
        gone = {
            index
            for index, op in enumerate(block.ops)
            if op in constants and not live[index] >> op.dst & 1
        }
        dropped.update(block.ops[index] for index in gone)
        drop_ops(block, gone)
    return dropped
