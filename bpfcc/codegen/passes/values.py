"""What registers hold, followed along every path of a function, as far as the passes ask.

A value is an integer: `PLAIN` is a number or an address through which every kernel allows
constants to be stored (values of maps, variables, packets); `OTHER` may be anything, `CONTEXT` is
the context of a program. A frame address is `FRAME` plus its distance, which makes it negative;
`CONSTANT` and more stands for what one certain instruction has loaded, by number.

Where two ways meet, values that differ become `PLAIN` if both are plain, else `OTHER`.
"""

from __future__ import annotations

from bpfcc.codegen.insn import (
    CALL_HELPER,
    CLASS_ALU,
    CLASS_ALU64,
    CLASS_LD,
    CLASS_LDX,
    CLASS_STX,
    FRAME_POINTER,
    OP_CALL,
    OP_LD_IMM64,
)
from bpfcc.codegen.misaligned import OBJECT_HELPERS
from bpfcc.codegen.passes.code import (
    ADD64_IMM,
    MOV32_IMM,
    MOV64_IMM,
    MOV64_REG,
    SUB64_IMM,
)
from bpfcc.elf.model import Section

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body, Op
    from bpfcc.elf.model import Symbol

PLAIN, OTHER, CONTEXT, CONSTANT = 0, 1, 2, 16
FRAME = -(1 << 20)
_FRAME_LIMIT = 1 << 12

State = list[int]
"""The value of each register, r0 to r11."""

_MAP_LOOKUP = 1
_KEEPS_ADDRESS = (0x00, 0x10, 0xB0)  # addition, subtraction, move


class Values:
    """The values in one function: `before` gives the state in which each block is entered.

    `constants` are the instructions that `CONSTANT` values name. Blocks that control does not
    reach have no state. `lost` are the registers, as bits, that hold an address in the frame on
    some way to a block and something else on another; `computes_in_frame` says whether some address
    in the frame has a distance that is computed.
    """

    __slots__ = (
        "_numbers",
        "before",
        "computes_in_frame",
        "constants",
        "lookup_is_plain",
        "lost",
    )

    def __init__(self, body: Body, *, lookup_is_plain: bool) -> None:
        self.constants: list[Op] = []
        self._numbers: dict[Op, int] = {}
        self.before: dict[Block, State] = {}
        self.lost: dict[Block, int] = {}
        self.computes_in_frame = False
        self.lookup_is_plain = lookup_is_plain
        if body.blocks:
            self._follow(body)

    def _follow(self, body: Body) -> None:
        entry = [OTHER] * 12
        entry[FRAME_POINTER] = FRAME
        if body.is_program:
            entry[1] = CONTEXT
        before = self.before
        before[body.blocks[0]] = entry
        work = [body.blocks[0]]
        while work:
            block = work.pop()
            state = before[block].copy()
            for op in block.ops:
                self.step(op, state)
            for other in reversed(block.following):
                known = before.get(other)
                if known is None:
                    before[other] = state.copy()
                    work.append(other)
                elif known != state and self._join(other, known, state):
                    work.append(other)

    def _join(self, block: Block, known: State, state: State) -> bool:
        """Have `known`, before a block, cover `state` as well; whether that changed it."""
        changed = False
        for register, value in enumerate(state):
            old = known[register]
            if old != value:
                new = PLAIN if _is_plain(old) and _is_plain(value) else OTHER
                if old < 0 or value < 0:
                    self.lost[block] = self.lost.get(block, 0) | 1 << register
                if new != old:
                    known[register] = new
                    changed = True
        return changed

    def step(self, op: Op, state: State) -> None:
        """Change a state as an instruction does."""
        opcode = op.opcode
        kind = opcode & 7
        if kind in (CLASS_ALU64, CLASS_ALU):
            state[op.dst] = self._compute(op, state)
        elif kind == CLASS_LDX:
            # Fewer than 64 bits are a number, or in the context perhaps an address in a packet.
            state[op.dst] = OTHER if opcode & 0x18 == 0x18 else PLAIN
        elif kind == CLASS_LD and opcode == OP_LD_IMM64:
            if op.reloc is None:
                state[op.dst] = self._number(op)
            else:
                state[op.dst] = PLAIN if is_variable(op.reloc.symbol) else OTHER
        elif op.defs:
            result = OTHER
            if opcode == OP_CALL and op.src == CALL_HELPER and op.reloc is None:
                is_plain = op.imm not in OBJECT_HELPERS
                if op.imm == _MAP_LOOKUP:
                    is_plain = self.lookup_is_plain
                result = PLAIN if is_plain else OTHER
            elif kind == CLASS_STX and opcode & 0x18 == 0:
                result = PLAIN
            for register in range(10):
                if op.defs >> register & 1:
                    state[register] = OTHER
            if op.defs & 1:
                state[0] = result
            elif kind == CLASS_STX:
                state[op.src if op.defs >> op.src & 1 else op.dst] = result

    def _number(self, op: Op) -> int:
        number = self._numbers.get(op)
        if number is None:
            number = self._numbers[op] = CONSTANT + len(self.constants)
            self.constants.append(op)
        return number

    def _compute(self, op: Op, state: State) -> int:
        opcode = op.opcode
        if opcode == MOV64_REG:
            return state[op.src] if op.offset == 0 else OTHER
        if opcode in (MOV64_IMM, MOV32_IMM):
            return self._number(op)
        if opcode & 7 == CLASS_ALU or opcode & 0xF0 not in _KEEPS_ADDRESS:
            return PLAIN  # a number: the verifier lets no address through
        one = state[op.dst]
        if opcode in (ADD64_IMM, SUB64_IMM):
            if one < 0:
                moved = one + (op.imm if opcode == ADD64_IMM else -op.imm)
                if abs(moved - FRAME) < _FRAME_LIMIT:
                    return moved
                self.computes_in_frame = True
            return PLAIN if _is_plain(one) else OTHER
        other = state[op.src]
        if one < 0 or other < 0:
            self.computes_in_frame = True
        return PLAIN if _is_plain(one) and _is_plain(other) else OTHER


def is_variable(symbol: Symbol) -> bool:
    """Whether a symbol lies in a section of variables, which loaders make one map of."""
    section = symbol.section
    return isinstance(section, Section) and section.name.startswith((".data", ".bss", ".rodata"))


def _is_plain(value: int) -> bool:
    return value == PLAIN or value >= CONSTANT


def may_hoist(symbol: Symbol) -> bool:
    """Whether an address may be loaded where the program did not.

    Loaders always make the maps of these three sections. Of others a program may have them leave
    some out, and the code that names them must not be reached then.
    """
    return isinstance(symbol.section, Section) and symbol.section.name in (
        ".data",
        ".bss",
        ".rodata",
    )
