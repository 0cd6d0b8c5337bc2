"""Which stores of a function to its frame it may read again by itself.

Followed against the order of execution: a byte is wanted before a load of it, and not before a
store to it. What only a helper of the kernel or a kfunc reads does not count.
"""

from __future__ import annotations

from bpfcc.codegen.insn import CALL_LOCAL, CLASS_LDX, CLASS_ST, CLASS_STX, OP_CALL, OP_LD_IMM64
from bpfcc.codegen.passes.values import FRAME
from bpfcc.elf.model import Visibility

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body, Op
    from bpfcc.codegen.passes.values import Values

FRAME_BYTES = 512
_WIDTH_BYTES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}
_WIDTH_MASK = 0x18


class FrameReads:
    """What is read of one function's frame after each of its stores.

    Nothing is known, so everything may be read, where an address in the frame is stored, has a
    distance that is computed, or gets to another function of the program.
    """

    __slots__ = ("_after", "is_known")

    def __init__(self, body: Body, values: Values) -> None:
        self._after: dict[Op, int] = {}
        self.is_known = not values.computes_in_frame
        events = {block: self._list_events(block, values) for block in body.blocks}
        if self.is_known:
            self._follow(body, events)

    def is_read(self, op: Op, distance: int, width: int) -> bool:
        """Whether the function may read what `op` stores."""
        if not self.is_known or not -FRAME_BYTES <= distance <= -width:
            return True
        return bool(self._after[op] & _mask(distance, width))

    def _list_events(self, block: Block, values: Values) -> list[tuple[Op, bool, int]]:
        """Loads and stores of the frame: which instruction, whether it is a load, which bytes."""
        events: list[tuple[Op, bool, int]] = []
        known = values.before.get(block)
        if known is None:
            return events
        if values.lost.get(block, 0) & block.live_in:
            self.is_known = False
        state = known.copy()
        for op in block.ops:
            kind = op.opcode & 7
            if kind == CLASS_LDX:
                if state[op.src] < 0:
                    events.append((op, True, _access(op, state[op.src])))
            elif kind in (CLASS_ST, CLASS_STX):
                if state[op.dst] < 0:
                    is_store = op.opcode & 0xE0 == 0x60
                    events.append((op, not is_store, _access(op, state[op.dst])))
                if kind == CLASS_STX and state[op.src] < 0:
                    self.is_known = False  # the address may be loaded again
            elif op.opcode == OP_LD_IMM64:
                if op.target is not None:
                    self.is_known = False  # a function that may be called back
            elif op.opcode == OP_CALL and _is_of_program(op) and min(state[1:6]) < 0:
                self.is_known = False
            values.step(op, state)
        return events

    def _follow(self, body: Body, events: dict[Block, list[tuple[Op, bool, int]]]) -> None:
        before = dict.fromkeys(body.blocks, 0)
        work = [block for block in body.blocks if events[block]]
        while work:
            block = work.pop()
            wanted = 0
            for other in block.following:
                wanted |= before[other]
            for op, is_load, mask in reversed(events[block]):
                if is_load:
                    wanted |= mask
                else:
                    self._after[op] = wanted
                    wanted &= ~mask
            if wanted != before[block]:
                before[block] = wanted
                work += block.leading


def _is_of_program(op: Op) -> bool:
    """Whether a call may be of a function that the verifier follows from here."""
    if op.src != CALL_LOCAL:
        return False
    if op.reloc is None:
        return True
    symbol = op.reloc.symbol
    return symbol.section is not None or symbol.visibility is not Visibility.DEFAULT


def _access(op: Op, base: int) -> int:
    distance, width = base - FRAME + op.offset, _WIDTH_BYTES[op.opcode & _WIDTH_MASK]
    return _mask(distance, width) if -FRAME_BYTES <= distance <= -width else 0


def _mask(distance: int, width: int) -> int:
    return ((1 << width) - 1) << (FRAME_BYTES + distance)
