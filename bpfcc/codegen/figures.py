"""What the verifier has to do for a program, as far as the code alone tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpfcc.codegen.cfg import build_blocks
from bpfcc.codegen.insn import CALL_LOCAL, OP_CALL, OP_LD_IMM64

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bpfcc.codegen.disassembler import FunctionListing
    from bpfcc.codegen.stackuse import StackUse
    from bpfcc.elf.programs import Function


@dataclass(slots=True)
class Figures:
    """A function, or a program with all that it calls.

    `instructions` as the kernel counts them; `branches` are conditional jumps, `loops` edges that
    lead back. `frames` is the depth of calls, of which the kernel allows 8: None for recursion.
    The names are of what is used, each once, in order.
    """

    instructions: int = 0
    blocks: int = 0
    branches: int = 0
    loops: int = 0
    frames: int | None = 1
    helpers: list[str] = field(default_factory=list)
    kfuncs: list[str] = field(default_factory=list)
    maps: list[str] = field(default_factory=list)


def measure_function(
    function: FunctionListing, maps: Collection[str], externs: Collection[str]
) -> Figures:
    """The figures of one function alone; `maps` and `externs` are names of the object's."""
    blocks = build_blocks(function)
    found = Figures(
        instructions=function.instruction_count,
        blocks=len(blocks),
        branches=sum(line.insn.is_conditional for line in function.lines),
        loops=sum(edge.is_back for block in blocks for edge in block.edges),
    )
    for line in function.lines:
        insn = line.insn
        name = insn.meta.reference if insn.meta is not None else None
        if insn.opcode == OP_CALL and insn.src == 0:
            _add(found.helpers, name or f"helper {insn.imm}")
        elif insn.opcode == OP_CALL and insn.src != CALL_LOCAL:
            _add(found.kfuncs, name or f"kfunc {insn.imm}")
        elif name is None:
            continue
        elif insn.opcode == OP_CALL and name in externs:
            _add(found.kfuncs, name)
        elif insn.opcode == OP_LD_IMM64 and name in maps:
            _add(found.maps, name)
    return found


def add_up(
    use: StackUse, callees: Mapping[Function, list[Function]], own: Mapping[Function, Figures]
) -> Figures:
    """The figures of a function together with every function that it may come to call."""
    total = Figures(frames=use.depth)
    pending, reached = [use.function], {use.function}
    while pending:
        function = pending.pop()
        _add_figures(total, own[function])
        fresh = [callee for callee in callees[function] if callee not in reached]
        reached.update(fresh)
        pending += reversed(fresh)
    return total


def _add_figures(total: Figures, figures: Figures) -> None:
    total.instructions += figures.instructions
    total.blocks += figures.blocks
    total.branches += figures.branches
    total.loops += figures.loops
    _add(total.helpers, *figures.helpers)
    _add(total.kfuncs, *figures.kfuncs)
    _add(total.maps, *figures.maps)


def _add(names: list[str], *more: str) -> None:
    names += [name for name in dict.fromkeys(more) if name not in names]
