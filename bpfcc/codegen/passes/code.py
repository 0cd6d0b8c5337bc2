"""The code of an object as blocks of instructions that can be taken out, changed and put in.

Jumps, calls within a section and addresses of functions name the block they lead to, so that
nothing has to be counted again before the code is laid out (`passes.layout`).
"""

from __future__ import annotations

from bpfcc.codegen.insn import (
    CALL_KFUNC,
    CALL_LOCAL,
    CLASS_ALU,
    CLASS_ALU64,
    CLASS_JMP,
    CLASS_JMP32,
    CLASS_LD,
    CLASS_LDX,
    CLASS_ST,
    OP_CALL,
    OP_CALLX,
    OP_EXIT,
    OP_GOTOX,
    OP_JA,
    OP_JA32,
    OP_LD_IMM64,
    OP_MAY_GOTO,
)
from bpfcc.codegen.passes.arity import HELPER_ARITY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.elf.model import Relocation, Section

CALLER_SAVED = 0b00_0011_1111
"""The registers that a call leaves without a value: r0 to r5."""
_ARGUMENTS = (0, 0b10, 0b110, 0b1110, 0b1_1110, 0b11_1110)

MOV64_REG, MOV32_REG, MOV64_IMM, MOV32_IMM = 0xBF, 0xBC, 0xB7, 0xB4
ADD64_REG, ADD64_IMM, SUB64_IMM = 0x0F, 0x07, 0x17

_OP_MASK = 0xF0
_MOV, _NEG, _END = 0xB0, 0x80, 0xD0
_FROM_REGISTER = 8
_ATOMIC = 0xC0
_FETCH, _CMPXCHG, _LOAD_ACQUIRE, _STORE_RELEASE = 0x01, 0xF1, 0x100, 0x110


class Op:
    """One instruction, which was at `place` bytes of its section; -1 if it is new.

    `imm` is the whole 64 bits of a 64-bit load. `target` is the block that a jump, a call of this
    section, or the address of a function of this section leads to. `is_fixed` instructions stay
    what they are: CO-RE records patch them, or the programmer wrote them. `core` are the CO-RE
    records of the instruction; `line` is the line record that starts here. `twin` is the place of
    a 64-bit load of the same address, for its text.
    """

    __slots__ = (
        "core",
        "defs",
        "dst",
        "imm",
        "is_changed",
        "is_fixed",
        "line",
        "offset",
        "opcode",
        "place",
        "reloc",
        "src",
        "target",
        "twin",
        "uses",
    )

    def __init__(
        self, opcode: int, dst: int, src: int, offset: int, imm: int, place: int = -1
    ) -> None:
        self.place = place
        self.twin = place
        self.opcode = opcode
        self.dst = dst
        self.src = src
        self.offset = offset
        self.imm = imm
        self.target: Block | None = None
        self.reloc: Relocation | None = None
        self.is_fixed = False
        self.is_changed = False
        self.core: list[tuple[int, ...]] | None = None
        self.line: tuple[int, ...] | None = None
        self.uses = 0
        self.defs = 0
        self.note_registers()

    def __repr__(self) -> str:
        return f"<Op {self.opcode:#x} r{self.dst} r{self.src} {self.offset} {self.imm}>"

    def note_registers(self) -> None:
        """Set `uses` and `defs`, as bits, from the fields; to be called after they change."""
        self.uses, self.defs = find_registers(
            self.opcode, self.dst, self.src, self.offset, self.imm
        )

    def become(self, opcode: int, dst: int, src: int, offset: int, imm: int) -> None:
        """Be another instruction, in the same place."""
        self.opcode, self.dst, self.src, self.offset, self.imm = opcode, dst, src, offset, imm
        self.is_changed = True
        self.note_registers()

    @property
    def slots(self) -> int:
        """Slots of 8 bytes that the instruction takes."""
        return 2 if self.opcode == OP_LD_IMM64 else 1


def find_registers(opcode: int, dst: int, src: int, offset: int, imm: int) -> tuple[int, int]:
    """The registers that an instruction reads and those it sets, as bits.

    A call sets r0 and leaves r1 to r5 without a value, so it sets all of them.
    """
    kind = opcode & 7
    if kind in (CLASS_ALU, CLASS_ALU64):
        code = opcode & _OP_MASK
        uses = 0 if code == _MOV else 1 << dst
        if opcode & _FROM_REGISTER and code not in (_NEG, _END):
            uses |= 1 << src
        return uses, 1 << dst
    if kind == CLASS_LDX:
        return 1 << src, 1 << dst
    if kind == CLASS_ST:
        return 1 << dst, 0
    if kind == CLASS_LD:
        if opcode == OP_LD_IMM64:
            return 0, 1 << dst
        # The old way to read packets: a call, with the context in r6.
        return 1 << 6 | (1 << src if opcode & 0xE0 == 0x40 else 0), CALLER_SAVED
    if kind in (CLASS_JMP, CLASS_JMP32):
        return _find_jump_registers(opcode, dst, src, imm)
    if opcode & 0xE0 != _ATOMIC:
        return 1 << dst | 1 << src, 0
    if imm == _LOAD_ACQUIRE:
        return 1 << src, 1 << dst
    uses = 1 << dst | 1 << src
    if imm == _CMPXCHG:
        return uses | 1, 1
    return uses, (1 << src if imm & _FETCH and imm != _STORE_RELEASE else 0)


def _find_jump_registers(opcode: int, dst: int, src: int, imm: int) -> tuple[int, int]:
    if opcode == OP_CALL:
        arity = HELPER_ARITY[imm] if src == 0 and 0 <= imm < len(HELPER_ARITY) else 5
        return _ARGUMENTS[arity], CALLER_SAVED
    if opcode == OP_CALLX:
        return 0b11_1110 | 1 << dst, CALLER_SAVED
    if opcode == OP_EXIT:
        return 1, 0
    if opcode in (OP_JA, OP_JA32, OP_MAY_GOTO):
        return 0, 0
    if opcode == OP_GOTOX:
        return 1 << dst, 0
    return 1 << dst | (1 << src if opcode & _FROM_REGISTER else 0), 0


class Block:
    """Instructions that are entered at the top and left at the bottom.

    `following` are the blocks that control may go to, `leading` those that it comes from.
    """

    __slots__ = ("following", "index", "leading", "live_in", "live_out", "ops", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        """Where the block was in its section, in bytes."""
        self.index = 0
        self.ops: list[Op] = []
        self.following: list[Block] = []
        self.leading: list[Block] = []
        self.live_in = 0
        self.live_out = 0

    def __repr__(self) -> str:
        return f"<Block at {self.start}, {len(self.ops)} ops>"


class Body:
    """One function: its blocks in order of the text.

    `is_program` says that a loader loads it as a program, so that r1 is the context.
    """

    __slots__ = ("blocks", "is_program", "name")

    def __init__(self, name: str, *, is_program: bool) -> None:
        self.name = name
        self.is_program = is_program
        self.blocks: list[Block] = []

    def ops(self) -> Iterator[Op]:
        """Every instruction, in order."""
        for block in self.blocks:
            yield from block.ops


class SectionCode:
    """One code section: all its blocks in order, and the functions that they make up.

    `bodies` are the functions whose code is understood; other code is only moved.
    """

    __slots__ = ("blocks", "bodies", "section", "starts")

    def __init__(self, section: Section) -> None:
        self.section = section
        self.blocks: list[Block] = []
        self.bodies: list[Body] = []
        self.starts: dict[int, Block] = {}

    def first_op(self, block: Block) -> Op:
        """The first instruction of a block, or of the next one that has any."""
        return next(op for other in self.blocks[self.blocks.index(block) :] for op in other.ops)


def is_jump(opcode: int) -> bool:
    """Whether control may go elsewhere within the function."""
    return opcode & 7 in (CLASS_JMP, CLASS_JMP32) and opcode not in (OP_CALL, OP_CALLX, OP_EXIT)


def ends_block(opcode: int) -> bool:
    """Whether a block ends with such an instruction."""
    return is_jump(opcode) or opcode == OP_EXIT


def falls_through(opcode: int) -> bool:
    """Whether control may go on to the next instruction."""
    return opcode not in (OP_EXIT, OP_JA, OP_JA32, OP_GOTOX)


def connect_blocks(body: Body) -> None:
    """Find where control goes between the blocks of a function."""
    blocks = body.blocks
    for index, block in enumerate(blocks):
        block.index = index
        block.following = []
        block.leading = []
    for index, block in enumerate(blocks):
        last = block.ops[-1] if block.ops else None
        if last is not None and is_jump(last.opcode) and last.target is not None:
            block.following.append(last.target)
        if (last is None or falls_through(last.opcode)) and index + 1 < len(blocks):
            block.following.append(blocks[index + 1])
        for other in block.following:
            other.leading.append(block)


def find_live(body: Body) -> None:
    """Find which registers hold values that are still wanted, at both ends of each block."""
    summary: list[tuple[int, int]] = []
    for block in body.blocks:
        wanted = kept = 0
        kept = ~0
        for op in reversed(block.ops):
            wanted = wanted & ~op.defs | op.uses
            kept &= ~op.defs
        summary.append((wanted, kept))
        block.live_in = block.live_out = 0
    work = list(body.blocks)
    waiting = set(range(len(work)))
    while work:
        block = work.pop()
        waiting.discard(block.index)
        out = 0
        for other in block.following:
            out |= other.live_in
        block.live_out = out
        wanted, kept = summary[block.index]
        live = wanted | out & kept
        if live != block.live_in:
            block.live_in = live
            for other in block.leading:
                if other.index not in waiting:
                    waiting.add(other.index)
                    work.append(other)


def live_after(block: Block) -> list[int]:
    """The registers that are wanted after each instruction of a block, as bits."""
    found = [0] * len(block.ops)
    live = block.live_out
    for index in range(len(block.ops) - 1, -1, -1):
        op = block.ops[index]
        found[index] = live
        live = live & ~op.defs | op.uses
    return found


def targets_elsewhere(op: Op) -> bool:
    """Whether the call is of a function that the linker or loader finds."""
    return op.opcode == OP_CALL and op.src in (CALL_LOCAL, CALL_KFUNC) and op.target is None
