"""Finds a register that is free from one place of a function to several others."""

from __future__ import annotations

from bpfcc.codegen.passes.code import ends_block, live_after
from bpfcc.codegen.passes.dominators import Dominators

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from bpfcc.codegen.passes.code import Block, Body

    T = TypeVar("T")

# Registers in the order in which they are tried: first those that a call leaves alone.
_REGISTERS = (6, 7, 8, 9, 0, 5, 4, 3, 2, 1)
_STEPS_PER_OP, _STEPS = 40, 4000

Place = tuple["Block", int]
"""A block, and the index of an instruction in it."""


class Ranges:
    """One function, whose live registers are known; to be made anew when its code changes.

    `budget` is how many instructions may still be looked at: it keeps the time linear.
    """

    __slots__ = ("_live", "budget", "dominators", "rank")

    def __init__(self, body: Body, before: Ranges | None = None) -> None:
        """`before` are the ranges of the same blocks before some of their code changed."""
        size = sum(len(block.ops) for block in body.blocks)
        self._live: dict[Block, list[int]] = {}
        if before is None:
            self.dominators = Dominators(body)
            self.budget = _STEPS + _STEPS_PER_OP * size
        else:
            self.dominators = before.dominators
            self.budget = before.budget - size
        self.rank = self.dominators.rank

    def find_start(self, places: Iterable[Place]) -> Place:
        """The last place that is before all of `places`, which are ordered, on every way.

        That is the first of them, or else the place before the jump at the end of a block.
        """
        blocks = [block for block, _ in places]
        first, index = next(iter(places))
        block = first
        for other in blocks[1:]:
            block = self.dominators.common(block, other)
        if block is first:
            return first, index
        ops = block.ops
        return block, len(ops) - 1 if ops and ends_block(ops[-1].opcode) else len(ops)

    def find_register(
        self, start: Place, lasts: dict[Block, int], leaving: dict[Place, int]
    ) -> int:
        """A register for a value that is set before `start` and read up to `lasts`; or -1.

        `lasts` are the indices of the last reads, by block. `leaving` are registers, as bits,
        that will not be wanted any more after an instruction, nor set by it if it sets them;
        after the last of a block, they are registers that the block no longer hands on.
        """
        block, first = start
        through = self._find_through(block, lasts)
        conflict = block.ops[first].uses if first < len(block.ops) else 0
        for other in through | lasts.keys():
            begin = first if other is block else 0
            end = len(other.ops) if other in through else lasts[other]
            conflict |= self._collect(other, begin, end, leaving)
            if other in through:
                conflict |= other.live_out & ~leaving.get((other, len(other.ops)), 0)
        for register in _REGISTERS:
            if not conflict >> register & 1:
                return register
        return -1

    def _find_through(self, start: Block, lasts: dict[Block, int]) -> set[Block]:
        """The blocks at whose end the value is still wanted."""
        through: set[Block] = set()
        work = [block for block in lasts if block is not start]
        seen = set(work)
        while work:
            self.budget -= 1
            for other in work.pop().leading:
                through.add(other)
                if other is not start and other not in seen:
                    seen.add(other)
                    work.append(other)
        return through

    def _collect(self, block: Block, begin: int, end: int, leaving: dict[Place, int]) -> int:
        """Registers that hold something wanted, or are set, from one instruction to another."""
        self.budget -= end - begin
        live = self._live.get(block)
        if live is None:
            live = self._live[block] = live_after(block)
        conflict = 0
        ops = block.ops
        for index in range(begin, end):
            own = leaving.get((block, index), 0) if leaving else 0
            conflict |= (live[index] | ops[index].defs) & ~own
        return conflict


def grow_group(
    candidates: list[T], find_register: Callable[[list[T]], int], most_misses: int
) -> tuple[list[T], int]:
    """The first candidate with as many others as a register serves too, and that register or -1.

    It is given up after more than ``most_misses`` others that do not go along.
    """
    group, register, misses = candidates[:1], -1, 0
    for candidate in candidates[1:]:
        found = find_register([*group, candidate])
        if found >= 0:
            group.append(candidate)
            register = found
        else:
            misses += 1
            if misses > most_misses:
                break
    return group, register
