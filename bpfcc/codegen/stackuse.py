"""How much stack programs use: their own frames, and along chains of calls.

The kernel gives a program and everything it calls 512 bytes together; each frame counts for its
lowest used byte, rounded up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpfcc.codegen.insn import CALL_LOCAL, SLOT_BYTES, decode_all, trace_frame
from bpfcc.elf.model import RelocType, SymbolKind
from bpfcc.elf.programs import Function, list_functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.codegen.insn import FrameTrace, Instruction
    from bpfcc.elf.model import Object, Section

STACK_LIMIT_BYTES = 512
_FRAME_ROUNDING_BYTES = 32
_ACCESS_CLASSES = {1: "load", 2: "store", 3: "store"}
_SIZES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}


@dataclass(slots=True)
class StackSlot:
    """Bytes of a frame that instructions touch: from `offset_bytes`, which is negative."""

    offset_bytes: int
    size_bytes: int
    accesses: int
    first_instruction: int


@dataclass(slots=True)
class StackUse:
    """The frame of one function, and the costliest chain of calls that starts with it.

    `chain` names the functions of that chain, the function itself first; `chain_bytes` is what
    their frames take together as the verifier counts. A recursive chain has None for bytes.
    """

    function: Function
    frame_bytes: int
    slots: list[StackSlot]
    chain: list[str]
    chain_bytes: int | None


def measure_stack(obj: Object) -> list[StackUse]:
    """The stack use of every function of an object, in the order of `list_functions`.

    Raises InputError where code is not a whole number of instructions.
    """
    functions = list_functions(obj)
    calls = {function: _find_callees(obj, function, functions) for function in functions}
    frames: dict[Function, tuple[int, list[StackSlot]]] = {}
    for function in functions:
        insns = decode_all(function.code, obj.little_endian)
        trace = trace_frame(insns)
        frames[function] = (trace.stack_bytes, _find_slots(insns, trace))
    chains = _find_chains(calls, {function: frames[function][0] for function in functions})
    found = []
    for function in functions:
        chain, total = chains[function]
        frame_bytes, slots = frames[function]
        found.append(StackUse(function, frame_bytes, slots, [f.name for f in chain], total))
    return found


def _find_callees(obj: Object, caller: Function, functions: list[Function]) -> list[Function]:
    """Functions of the same object that `caller` calls or takes the address of."""
    found: dict[Function, None] = {}
    relocated = {relocation.offset: relocation for relocation in caller.section.relocations}
    offset = caller.offset_bytes
    for insn in decode_all(caller.code, obj.little_endian):
        relocation = relocated.get(offset)
        target: tuple[Section | object | None, int] | None = None
        if relocation is not None:
            symbol = relocation.symbol
            if symbol.kind is SymbolKind.SECTION and relocation.type == RelocType.R_64_32:
                target = symbol.section, (insn.imm + 1) * SLOT_BYTES
            elif symbol.kind is SymbolKind.SECTION:
                target = symbol.section, symbol.value + insn.imm
            else:
                target = symbol.section, symbol.value
        elif insn.is_call and insn.src == CALL_LOCAL:
            target = caller.section, offset + (insn.imm + 1) * SLOT_BYTES
        if target is not None:
            for function in functions:
                if (function.section, function.offset_bytes) == target:
                    found[function] = None
        offset += insn.slots * SLOT_BYTES
    return list(found)


def _find_slots(insns: list[Instruction], trace: FrameTrace) -> list[StackSlot]:
    """Join the accesses of a frame that overlap."""
    accesses = sorted(_find_accesses(insns, trace))
    slots: list[StackSlot] = []
    for offset, size, number in accesses:
        last = slots[-1] if slots else None
        if last is not None and offset < last.offset_bytes + last.size_bytes:
            end = max(last.offset_bytes + last.size_bytes, offset + size)
            last.size_bytes = end - last.offset_bytes
            last.accesses += 1
            last.first_instruction = min(last.first_instruction, number)
        else:
            slots.append(StackSlot(offset, size, 1, number))
    return slots


def _find_accesses(insns: list[Instruction], trace: FrameTrace) -> Iterator[tuple[int, int, int]]:
    """Offset, size and instruction number of every load and store through the frame."""
    number = 0
    for insn, state in zip(insns, trace.states, strict=True):
        base = insn.base_register
        if base is not None and base in state:
            offset = state[base] + insn.offset
            if offset < 0:
                yield offset, _SIZES[insn.opcode & 0x18], number
        number += insn.slots


def _find_chains(
    calls: dict[Function, list[Function]], frames: dict[Function, int]
) -> dict[Function, tuple[list[Function], int | None]]:
    """The chain of calls with the most stack, for each function, without recursion of ours."""
    done: dict[Function, tuple[list[Function], int | None]] = {}
    for start in calls:
        path = [start]
        pending = [iter(calls[start])] if start not in done else []
        while pending:
            callee = next(pending[-1], None)
            if callee is None:
                pending.pop()
                function = path.pop()
                done.setdefault(function, _extend_chain(function, calls, frames, done))
            elif callee in path:
                done[callee] = ([callee], None)
            elif callee not in done:
                path.append(callee)
                pending.append(iter(calls[callee]))
    return done


def _extend_chain(
    function: Function,
    calls: dict[Function, list[Function]],
    frames: dict[Function, int],
    done: dict[Function, tuple[list[Function], int | None]],
) -> tuple[list[Function], int | None]:
    own = max(frames[function], 1)
    own += -own % _FRAME_ROUNDING_BYTES
    best: tuple[list[Function], int | None] = ([], 0)
    for callee in calls[function]:
        chain, total = done[callee]
        if total is None:
            return [function, *chain], None
        if best[1] is None or total > best[1]:
            best = chain, total
    return [function, *best[0]], own + (best[1] or 0)
