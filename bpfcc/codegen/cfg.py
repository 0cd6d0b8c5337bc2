"""The control-flow graph of a disassembled function."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.disassembler import FunctionListing, Line

# How control gets from one block to another.
FALL_THROUGH = "fall"
"""To the next block, no jump taken."""
BRANCH = "branch"
"""A conditional jump that is taken."""
JUMP = "jump"
"""A jump that is always taken."""


class Edge:
    """From a block to the block numbered `target`; `is_back` where that closes a loop."""

    __slots__ = ("is_back", "kind", "target")

    def __init__(self, target: int, kind: str) -> None:
        self.target = target
        self.kind = kind
        self.is_back = False


class Block:
    """A run of instructions that is entered at the top and left at the bottom."""

    __slots__ = ("edges", "is_reachable", "lines", "number", "predecessors")

    def __init__(self, number: int, lines: list[Line]) -> None:
        self.number = number
        self.lines = lines
        self.edges: list[Edge] = []
        self.predecessors: list[int] = []
        self.is_reachable = False

    @property
    def leaves_unknown(self) -> bool:
        """Whether control leaves by a jump whose target is not in the instruction."""
        last = self.lines[-1]
        return last.insn.is_jump and last.target is None and not last.table


def build_blocks(function: FunctionListing) -> list[Block]:
    """Cut a function into basic blocks and connect them; the first block is the entry."""
    lines = function.lines
    by_slot = {line.slot: index for index, line in enumerate(lines)}
    leaders = {0} if lines else set()
    for index, line in enumerate(lines):
        if not (line.insn.is_jump or line.insn.is_exit):
            continue
        leaders.add(index + 1)
        leaders.update(by_slot[slot] for slot in _jump_targets(function, line) if slot in by_slot)
    ordered = sorted(leader for leader in leaders if leader < len(lines))
    ends = [*ordered[1:], len(lines)]
    blocks = [
        Block(number, lines[start:end])
        for number, (start, end) in enumerate(zip(ordered, ends, strict=True))
    ]
    starts = {start: number for number, start in enumerate(ordered)}
    for block in blocks:
        last = block.lines[-1].insn
        if not last.is_exit and (not last.is_jump or last.is_conditional):
            _connect(blocks, block, block.number + 1, FALL_THROUGH)
        kind = BRANCH if last.is_conditional else JUMP
        for slot in _jump_targets(function, block.lines[-1]):
            if slot in by_slot:
                _connect(blocks, block, starts[by_slot[slot]], kind)
    _mark_back_edges(blocks)
    return blocks


def _jump_targets(function: FunctionListing, line: Line) -> list[int]:
    """Return where a jump may go, in slots of the function."""
    if not line.insn.is_jump:
        return []
    targets = line.table if line.target is None else [line.target]
    return [slot - function.start for slot in targets]


def _connect(blocks: list[Block], block: Block, target: int, kind: str) -> None:
    if target < len(blocks):
        block.edges.append(Edge(target, kind))
        blocks[target].predecessors.append(block.number)


def _mark_back_edges(blocks: list[Block]) -> None:
    """Mark the edges that lead to a block on the current depth-first path, and what is reached."""
    on_path: set[int] = set()
    for root in range(len(blocks)):
        if blocks[root].is_reachable or (root and blocks[root].predecessors):
            continue
        _walk_depth_first(blocks, root, on_path)
    for block in blocks:
        if not block.is_reachable:  # a loop that nothing enters
            _walk_depth_first(blocks, block.number, on_path)


def _walk_depth_first(blocks: list[Block], root: int, on_path: set[int]) -> None:
    stack = [(root, 0)]
    blocks[root].is_reachable = True
    on_path.add(root)
    while stack:
        number, position = stack.pop()
        edges = blocks[number].edges
        if position == len(edges):
            on_path.discard(number)
            continue
        stack.append((number, position + 1))
        edge = edges[position]
        if edge.target in on_path:
            edge.is_back = True
        elif not blocks[edge.target].is_reachable:
            blocks[edge.target].is_reachable = True
            on_path.add(edge.target)
            stack.append((edge.target, 0))


def rank_blocks(blocks: list[Block]) -> list[int]:
    """Give each block the length of the longest path to it that closes no loop."""
    waiting = [0] * len(blocks)
    for block in blocks:
        for edge in block.edges:
            waiting[edge.target] += not edge.is_back
    ranks = [0] * len(blocks)
    ready = [block.number for block in blocks if not waiting[block.number]]
    while ready:
        number = ready.pop()
        for edge in blocks[number].edges:
            if edge.is_back:
                continue
            ranks[edge.target] = max(ranks[edge.target], ranks[number] + 1)
            waiting[edge.target] -= 1
            if not waiting[edge.target]:
                ready.append(edge.target)
    return ranks
