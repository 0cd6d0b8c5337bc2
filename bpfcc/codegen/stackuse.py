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
    from bpfcc.elf.model import Object

STACK_LIMIT_BYTES = 512
_FRAME_ROUNDING_BYTES = 32
_CHAIN_LENGTH = 64


@dataclass(slots=True)
class StackUse:
    """The frame of one function, and the costliest chain of calls that starts with it.

    `callees` are the functions of the object that it calls. `chain` names the functions of that
    chain, the function itself first; `chain_bytes` is what their frames take together as the
    verifier counts. `depth` is the number of frames in the longest chain. A recursive chain has
    None for both.
    """

    function: Function
    frame_bytes: int
    callees: list[Function]
    chain: list[str]
    chain_bytes: int | None
    depth: int | None


def measure_stack(obj: Object, *, with_callbacks: bool = True) -> list[StackUse]:
    """The stack use of every function of an object, in the order of `list_functions`.

    `with_callbacks` counts a function whose address is taken as called: some callbacks run on the
    stack of who passes them on, and others on one of their own.
    Raises InputError where code is not a whole number of instructions.
    """
    functions = list_functions(obj)
    starts: dict[tuple[object, int], Function] = {}
    for function in functions:
        starts.setdefault((function.section, function.offset_bytes), function)
    calls = {
        function: _find_callees(obj, function, starts, with_callbacks=with_callbacks)
        for function in functions
    }
    frames = {
        function: trace_frame(decode_all(function.code, obj.little_endian)).stack_bytes
        for function in functions
    }
    totals = _find_chains(calls, {f: _round_frame(size) for f, size in frames.items()})
    depths = _find_chains(calls, dict.fromkeys(functions, 1))
    return [
        StackUse(
            function,
            frames[function],
            calls[function],
            _follow_chain(function, totals),
            totals[function][0],
            depths[function][0],
        )
        for function in functions
    ]


def _find_callees(
    obj: Object,
    caller: Function,
    starts: dict[tuple[object, int], Function],
    *,
    with_callbacks: bool,
) -> list[Function]:
    """Functions of the same object that `caller` calls, or takes the address of."""
    found: dict[Function, None] = {}
    relocated = {relocation.offset: relocation for relocation in caller.section.relocations}
    offset = caller.offset_bytes
    for insn in decode_all(caller.code, obj.little_endian):
        relocation = relocated.get(offset) if with_callbacks or insn.is_call else None
        target: tuple[object, int] | None = None
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
        callee = starts.get(target) if target is not None else None
        if callee is not None:
            found[callee] = None
        offset += insn.slots * SLOT_BYTES
    return list(found)


_Totals = dict[Function, tuple[int | None, Function | None]]
"""Cost of the costliest chain from each function, None for recursion; and who is next."""


def _round_frame(size_bytes: int) -> int:
    """What the verifier charges for a frame."""
    size_bytes = max(size_bytes, 1)
    return size_bytes + -size_bytes % _FRAME_ROUNDING_BYTES


def _find_chains(calls: dict[Function, list[Function]], costs: dict[Function, int]) -> _Totals:
    """The costliest chain of calls from each function, without recursion of ours."""
    done: _Totals = {}
    for start in calls:
        under_way = {start}
        path = [start]
        pending = [iter(calls[start])] if start not in done else []
        while pending:
            callee = next(pending[-1], None)
            if callee is None:
                pending.pop()
                function = path.pop()
                under_way.discard(function)
                done.setdefault(function, _extend_chain(function, calls, costs, done))
            elif callee in under_way:
                done[callee] = (None, None)
            elif callee not in done:
                under_way.add(callee)
                path.append(callee)
                pending.append(iter(calls[callee]))
    return done


def _extend_chain(
    function: Function,
    calls: dict[Function, list[Function]],
    costs: dict[Function, int],
    done: _Totals,
) -> tuple[int | None, Function | None]:
    best, following = 0, None
    for callee in calls[function]:
        total = done[callee][0]
        if total is None:
            return None, callee
        if total > best:
            best, following = total, callee
    return costs[function] + best, following


def _follow_chain(function: Function, totals: _Totals) -> list[str]:
    """Names along a chain, as far as the kernel could ever follow it."""
    names = [function.name]
    following = totals[function][1]
    while following is not None and len(names) < _CHAIN_LENGTH:
        names.append(following.name)
        following = totals[following][1]
    return names
