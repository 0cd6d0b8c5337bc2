"""Stores constants without a register.

    r1 = 0
    *(u32 *)(r10 - 4) = r1     ->    *(u32 *)(r10 - 4) = 0

The instruction is as old as eBPF; LLVM uses it at -mcpu=v4 only. Three things keep a program
loadable on every kernel:

- Before Linux 6.3 the verifier refuses it through the context, so it is used only where the
  address plainly is one of the frame, of a variable, of a map's value or of a packet.
- Before Linux 6.3 the verifier does not know what has been stored to the stack in this way, as
  it does for a register. So bytes of the frame are left alone that the function may read again
  by itself; what only a helper reads has to be there, and no more.
- Eight bytes are the immediate with its sign extended, so only such constants.

A store is changed only if in the end the constant's register is not needed: so there never is
more for the verifier to do, and there are fewer changes.
"""

from __future__ import annotations

from bpfcc.codegen.insn import CALL_LOCAL, CLASS_LDX, CLASS_STX, OP_CALL, OP_LD_IMM64
from bpfcc.codegen.passes.code import MOV32_IMM, find_live, live_after
from bpfcc.codegen.passes.field_offsets import drop_ops
from bpfcc.codegen.passes.values import CONSTANT, CONTEXT, FRAME, OTHER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Body, Op
    from bpfcc.codegen.passes.values import Values

_WIDTH_BYTES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}
_TO_REGISTERS, _IMMEDIATE = 0x63, 0x62  # a store without its width
_WIDTH_MASK = 0x18


def store_constants(body: Body, values: Values) -> int:
    """Do so in one function; instructions saved. The live registers are found anew."""
    stores = _Stores(body, values)
    changed: list[tuple[Op, int, Op]] = []
    for op, constant, distance in stores.found:
        width = _WIDTH_BYTES[op.opcode & _WIDTH_MASK]
        if distance is not None and stores.is_read(distance, width):
            continue
        imm = _choose_immediate(constant, width)
        if imm is not None:
            changed.append((op, op.src, constant))
            op.become(_IMMEDIATE | op.opcode & _WIDTH_MASK, op.dst, 0, op.offset, imm)
    if not changed:
        return 0
    gone = _drop_constants(body, {constant for _, _, constant in changed})
    for op, src, constant in changed:
        if constant not in gone:
            op.become(_TO_REGISTERS | op.opcode & _WIDTH_MASK, op.dst, src, op.offset, 0)
    if len(gone) < len({constant for _, _, constant in changed}):
        find_live(body)
    return len(gone)


def _choose_immediate(constant: Op, width: int) -> int | None:
    """What to store of a constant: as 32 bits with a sign."""
    if width == 8:
        return None if constant.opcode == MOV32_IMM and constant.imm < 0 else constant.imm
    return constant.imm if width == 4 else constant.imm & (1 << 8 * width) - 1


class _Stores:
    """What one function stores, and what it reads of its frame."""

    __slots__ = ("found", "is_known", "read", "values")

    def __init__(self, body: Body, values: Values) -> None:
        self.values = values
        self.found: list[tuple[Op, Op, int | None]] = []
        """Stores of constants: the store, the constant, the distance if it is in the frame."""
        self.read: set[int] = set()
        """The bytes of the frame that are read, by their distance."""
        self.is_known = not values.computes_in_frame
        """Whether `read` is all that may be read."""
        for block in body.blocks:
            state = values.before.get(block)
            if state is None:
                continue
            if values.lost.get(block, 0) & block.live_in:
                self.is_known = False
            state = state.copy()
            for op in block.ops:
                self._look_at(op, state)
                values.step(op, state)

    def _look_at(self, op: Op, state: list[int]) -> None:
        kind = op.opcode & 7
        if kind == CLASS_LDX:
            base = state[op.src]
            if base < 0:
                start = base - FRAME + op.offset
                self.read.update(range(start, start + _WIDTH_BYTES[op.opcode & _WIDTH_MASK]))
        elif kind == CLASS_STX:
            self._look_at_store(op, state)
        elif op.opcode == OP_LD_IMM64:
            if op.target is not None:
                self.is_known = False  # a function that may be called with what is in the frame
        elif op.opcode == OP_CALL and op.src == CALL_LOCAL and min(state[1:6]) < 0:
            self.is_known = False

    def _look_at_store(self, op: Op, state: list[int]) -> None:
        base, stored = state[op.dst], state[op.src]
        if stored < 0:
            self.is_known = False  # the address may be read back
        if op.opcode & 0xE7 != _TO_REGISTERS:
            if base < 0:
                self.is_known = False  # an atomic operation reads
            return
        if stored >= CONSTANT and not op.is_fixed and base not in (OTHER, CONTEXT):
            constant = self.values.constants[stored - CONSTANT]
            if not constant.is_fixed:
                distance = base - FRAME + op.offset if base < 0 else None
                self.found.append((op, constant, distance))

    def is_read(self, distance: int, width: int) -> bool:
        """Whether the function may itself read bytes of its frame."""
        return not self.is_known or any(at in self.read for at in range(distance, distance + width))


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
