"""Which blocks every way to a block goes through, found as Cooper, Harvey and Kennedy do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.passes.code import Block, Body


class Dominators:
    """The tree of dominators of one function; blocks that are not reached are not in it."""

    __slots__ = ("above", "rank")

    def __init__(self, body: Body) -> None:
        self.rank: dict[Block, int] = {}
        """Blocks in an order in which, but for loops, what leads to a block stands before it."""
        order = _order_blocks(body.blocks[0])
        for number, block in enumerate(order):
            self.rank[block] = number
        self.above: dict[Block, Block] = {order[0]: order[0]}
        changed = True
        while changed:
            changed = False
            for block in order[1:]:
                found: Block | None = None
                for other in block.leading:
                    if other in self.above:
                        found = other if found is None else self.common(found, other)
                if found is not None and self.above.get(block) is not found:
                    self.above[block] = found
                    changed = True

    def common(self, one: Block, other: Block) -> Block:
        """The lowest block that dominates both."""
        rank, above = self.rank, self.above
        while one is not other:
            if rank[one] > rank[other]:
                one = above[one]
            else:
                other = above[other]
        return one


def _order_blocks(entry: Block) -> list[Block]:
    """Reverse postorder."""
    found: list[Block] = []
    seen = {entry}
    stack = [(entry, 0)]
    while stack:
        block, at = stack.pop()
        if at < len(block.following):
            stack.append((block, at + 1))
            other = block.following[at]
            if other not in seen:
                seen.add(other)
                stack.append((other, 0))
        else:
            found.append(block)
    found.reverse()
    return found
