"""Makes a value that is needed several times once, and moves it.

Maps, large constants and addresses in the frame take two slots each time:

    r2 = r10                       r6 = r10
    r2 += -8                       r6 += -8
    ...                    ->      r2 = r6
    r2 = r10                       ...
    r2 += -8                       r2 = r6

The value is the same wherever it is made: the frame pointer never changes, and a loader puts the
same number wherever the same symbol is named. It gets a register of its own if one is free from
the place where it is made, which is on every way to all of them, to the last of them (as for
`shared_bases`). Where some register holds the value already, a move from there is enough.

A map's address is made only where one was made before: where a program has its loader leave a map
out, the loader puts something there that must not be reached.

The verifier knows of a copy what it knows of the original, in every version: neither the address
of a map nor one in the frame has anything that a copy lacks.
"""

from __future__ import annotations

from functools import partial

from bpfcc.codegen.insn import FRAME_POINTER, OP_LD_IMM64
from bpfcc.codegen.passes.code import ADD64_IMM, MOV64_REG, Op, find_live
from bpfcc.codegen.passes.field_offsets import drop_ops
from bpfcc.codegen.passes.ranges import Ranges, grow_group
from bpfcc.codegen.passes.values import may_hoist
from bpfcc.elf.model import Relocation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body
    from bpfcc.elf.model import Symbol

    Key = tuple["Symbol | str | None", int]
    """What a value is: a symbol and the offset from it, `FRAME` and the distance, a number."""

_FRAME = "frame"
_FEWEST_ADDRESSES = 3
_FEWEST_LOADS = 4
"""Each way has one instruction more, if it is loaded where it was loaded before."""
_MOST_MISSES = 4


class _Maker:
    """Where a value is made: one instruction, or two of which this is the first."""

    __slots__ = ("block", "index", "op")

    def __init__(self, block: Block, index: int, op: Op) -> None:
        self.block = block
        self.index = index
        self.op = op


def share_repeated_values(body: Body) -> int:
    """Do so in one function, whose live registers are known, and are afterwards; slots saved."""
    saved = _reuse_held(body)
    if saved:
        find_live(body)
    done: set[Key] = set()
    ranges: Ranges | None = None
    while ranges is None or ranges.budget > 0:
        found = next(iter(_find_makers(body, done).items()), None)
        if found is None:
            break
        ranges = Ranges(body, ranges)
        key, makers = found
        gained = _share(ranges, key, makers)
        saved += gained
        if gained:
            find_live(body)
        else:
            done.add(key)
    return saved


def _key_of(block: Block, index: int) -> Key | None:
    """What value is made at an instruction, if that takes two slots."""
    op = block.ops[index]
    if op.opcode == OP_LD_IMM64:
        if op.is_fixed or op.target is not None or op.src:
            return None
        return (None if op.reloc is None else op.reloc.symbol, op.imm)
    if op.opcode != MOV64_REG:
        return None
    if op.src != FRAME_POINTER or op.offset or op.is_fixed or index + 1 == len(block.ops):
        return None
    added = block.ops[index + 1]
    if added.opcode == ADD64_IMM and added.dst == op.dst and not added.is_fixed:
        return (_FRAME, added.imm)
    return None


def _find_makers(body: Body, done: set[Key]) -> dict[Key, list[_Maker]]:
    """Where values are made that are made often enough."""
    found: dict[Key, list[_Maker]] = {}
    for block in body.blocks:
        for index, op in enumerate(block.ops):
            key = _key_of(block, index)
            if key is not None and key not in done:
                found.setdefault(key, []).append(_Maker(block, index, op))
    return {key: makers for key, makers in found.items() if len(makers) >= _fewest(key)}


def _fewest(key: Key) -> int:
    return _FEWEST_ADDRESSES if key[0] is _FRAME else _FEWEST_LOADS


def _reuse_held(body: Body) -> int:
    """Move values from registers that hold them, within blocks; slots saved."""
    saved = 0
    for block in body.blocks:
        held: dict[int, Key] = {}
        gone: set[int] = set()
        for index, op in enumerate(block.ops):
            key = _key_of(block, index)
            if key is None:
                copied = held.get(op.src) if op.opcode == MOV64_REG and not op.offset else None
                if op.defs and index not in gone and not _ends_address(block, index):
                    for register in [r for r in held if op.defs >> r & 1]:
                        del held[register]
                    if copied is not None:
                        held[op.dst] = copied
                continue
            source = next((r for r, other in held.items() if other == key), -1)
            if source < 0:
                held.pop(op.dst, None)
                held[op.dst] = key
                continue
            saved += 1
            if key[0] is _FRAME:
                gone.add(index + 1)
            if source == op.dst:
                saved += 1
                gone.add(index)
            else:
                op.reloc = None
                op.become(MOV64_REG, op.dst, source, 0, 0)
                held[op.dst] = key
        if gone:
            drop_ops(block, gone)
    return saved


def _ends_address(block: Block, index: int) -> bool:
    """Whether the instruction is the second of the two that make an address in the frame."""
    if not index or block.ops[index].opcode != ADD64_IMM:
        return False
    key = _key_of(block, index - 1)
    return key is not None and key[0] is _FRAME


def _share(ranges: Ranges, key: Key, makers: list[_Maker]) -> int:
    """Give as many makers of a value as will do a register; slots saved."""
    rank = ranges.rank
    makers = [maker for maker in makers if maker.block in rank]
    makers.sort(key=lambda maker: (rank[maker.block], maker.index))
    find = partial(_find_register, ranges)
    while len(makers) >= _fewest(key) and ranges.budget > 0:
        group, register = makers, find(makers)
        if register < 0:
            group, register = grow_group(makers, find, _MOST_MISSES)
        if register >= 0 and len(group) >= _fewest(key):
            _apply(ranges, key, group, register)
            return len(group) - 2
        makers = makers[1:]
    return 0


def _find_register(ranges: Ranges, group: list[_Maker]) -> int:
    lasts: dict[Block, int] = {}
    for maker in group:
        lasts[maker.block] = max(lasts.get(maker.block, 0), maker.index)
    start = ranges.find_start([(maker.block, maker.index) for maker in group])
    load = group[0].op
    if (
        start[0] is not group[0].block
        and load.reloc is not None
        and not may_hoist(load.reloc.symbol)
    ):
        return -1
    return ranges.find_register(start, lasts, {})


def _apply(ranges: Ranges, key: Key, group: list[_Maker], register: int) -> None:
    """Make the value once, and moves of what made it."""
    block, first = ranges.find_start([(maker.block, maker.index) for maker in group])
    model = group[0].op
    if key[0] is _FRAME:
        new = [Op(MOV64_REG, register, FRAME_POINTER, 0, 0), Op(ADD64_IMM, register, 0, 0, key[1])]
    else:
        new = [Op(OP_LD_IMM64, register, model.src, 0, model.imm)]
        new[0].twin = model.twin
        if model.reloc is not None:
            new[0].reloc = Relocation(0, model.reloc.symbol, model.reloc.type)
    if block is group[0].block:
        new[0].line, model.line = model.line, None
    gone: dict[Block, set[int]] = {}
    for maker in group:
        if key[0] is _FRAME:
            gone.setdefault(maker.block, set()).add(maker.index + 1)
        maker.op.reloc = None
        maker.op.become(MOV64_REG, maker.op.dst, register, 0, 0)
    before = sum(index < first for index in gone.get(block, ()))
    for other, indices in gone.items():
        drop_ops(other, indices)
    block.ops[first - before : first - before] = new
