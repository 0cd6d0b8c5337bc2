"""Places the blocks of a control-flow graph and routes its edges, for drawing without a library.

Blocks stand in rows by rank, each under the middle of what leads to it. An edge to the next row
goes through the gap between the rows. A longer one takes a vertical lane beside all blocks, at
the right for forward edges and at the left for those that close a loop; edges to one block share
a lane, so the many ways to a common exit are one line. In a gap each lane's horizontal piece has
a track of its own.
"""

from __future__ import annotations

from bpfcc.codegen.cfg import rank_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from bpfcc.codegen.cfg import Block, Edge

    Point: TypeAlias = tuple[float, float]

_COLUMN_GAP = 32.0
_ROW_GAP = 28.0
_TRACK_GAP = 7.0
_LANE_GAP = 10.0
_MARGIN = 16.0


class Box:
    """Where a block stands; `x` and `y` are its top left corner."""

    __slots__ = ("height", "rank", "width", "x", "y")

    def __init__(self, width: float, height: float, rank: int) -> None:
        self.width = width
        self.height = height
        self.rank = rank
        self.x = 0.0
        self.y = 0.0

    @property
    def middle(self) -> float:
        """The x of the box's middle."""
        return self.x + self.width / 2


class Route:
    """The way of one edge: points joined by straight lines."""

    __slots__ = ("edge", "points", "source")

    def __init__(self, source: int, edge: Edge, points: list[Point]) -> None:
        self.source = source
        self.edge = edge
        self.points = points


class Drawing:
    """Everything placed, within `width` and `height`."""

    __slots__ = ("boxes", "height", "routes", "width")

    def __init__(self, boxes: list[Box]) -> None:
        self.boxes = boxes
        self.routes: list[Route] = []
        self.width = 0.0
        self.height = 0.0


def lay_out(blocks: list[Block], sizes: list[tuple[float, float]]) -> Drawing:
    """Place blocks of the given widths and heights."""
    return _Layout(blocks, sizes).run()


class _Layout:
    def __init__(self, blocks: list[Block], sizes: list[tuple[float, float]]) -> None:
        self.blocks = blocks
        ranks = rank_blocks(blocks)
        self.boxes = [
            Box(width, height, rank) for (width, height), rank in zip(sizes, ranks, strict=True)
        ]
        self.rows: list[list[int]] = [[] for _ in range(max(ranks, default=-1) + 1)]
        for number, rank in enumerate(ranks):
            self.rows[rank].append(number)
        # Tracks of the gap above each row, by the edge group that runs in them.
        self.tracks: list[dict[tuple[str, int], int]] = [{} for _ in range(len(self.rows) + 1)]
        self.left_lanes: dict[int, int] = {}
        self.right_lanes: dict[int, int] = {}

    def run(self) -> Drawing:
        drawing = Drawing(self.boxes)
        if not self.blocks:
            return drawing
        self._place_columns()
        self._assign_lanes()
        self._assign_tracks()
        shift = _MARGIN + _LANE_GAP * (1 + max(self.left_lanes.values(), default=-1) + 1)
        for box in self.boxes:
            box.x += shift
        self._place_rows()
        self.right_edge = max(box.x + box.width for box in self.boxes)
        for block in self.blocks:
            for position, edge in enumerate(block.edges):
                points = self._route(block, position, edge)
                drawing.routes.append(Route(block.number, edge, points))
        lanes = 2 + max(self.right_lanes.values(), default=-1)
        drawing.width = self.right_edge + _LANE_GAP * lanes + _MARGIN
        last_gap = _ROW_GAP + _TRACK_GAP * len(self.tracks[-1])
        drawing.height = max(box.y + box.height for box in self.boxes) + last_gap
        return drawing

    def _place_columns(self) -> None:
        for row in self.rows:
            wanted = {number: self._wanted_middle(number) for number in row}
            row.sort(key=lambda number: (wanted[number], number))
            right = -1e9
            for number in row:
                box = self.boxes[number]
                box.x = max(wanted[number] - box.width / 2, right + _COLUMN_GAP)
                right = box.x + box.width
            # Give back half of what the crowded row was pushed to the right.
            drift = sum(self.boxes[n].middle - wanted[n] for n in row) / len(row)
            for number in row:
                self.boxes[number].x -= drift
        left = min(box.x for box in self.boxes)
        for box in self.boxes:
            box.x -= left

    def _wanted_middle(self, number: int) -> float:
        rank = self.boxes[number].rank
        above = [
            self.boxes[source].middle
            for source in self.blocks[number].predecessors
            if self.boxes[source].rank < rank
        ]
        return sum(above) / len(above) if above else 0.0

    def _is_direct(self, source: int, edge: Edge) -> bool:
        return not edge.is_back and self.boxes[edge.target].rank == self.boxes[source].rank + 1

    def _assign_lanes(self) -> None:
        """Give the edges to one block a lane that no other block's edges use in those rows."""
        spans: dict[tuple[bool, int], tuple[int, int]] = {}
        for block in self.blocks:
            for edge in block.edges:
                if self._is_direct(block.number, edge):
                    continue
                ends = (self.boxes[block.number].rank + 1, self.boxes[edge.target].rank)
                low, high = min(ends), max(ends)
                known = spans.get((edge.is_back, edge.target), (low, high))
                spans[edge.is_back, edge.target] = (min(low, known[0]), max(high, known[1]))
        for is_back, lanes in ((True, self.left_lanes), (False, self.right_lanes)):
            chosen = [(span, target) for (back, target), span in spans.items() if back == is_back]
            # Short ones first, so that they lie inside the long ones.
            chosen.sort(key=lambda item: (item[0][1] - item[0][0], item[0][0], item[1]))
            taken: list[list[tuple[int, int]]] = []
            for (low, high), target in chosen:
                lane = 0
                while lane < len(taken) and any(
                    low <= other_high and other_low <= high for other_low, other_high in taken[lane]
                ):
                    lane += 1
                if lane == len(taken):
                    taken.append([])
                taken[lane].append((low, high))
                lanes[target] = lane

    def _assign_tracks(self) -> None:
        for block in self.blocks:
            below = self.boxes[block.number].rank + 1
            for edge in block.edges:
                target_gap = self.boxes[edge.target].rank
                if self._is_direct(block.number, edge):
                    self._take_track(below, ("to", edge.target))
                    continue
                side = "back" if edge.is_back else "far"
                self._take_track(below, (f"{side} from", edge.target))
                self._take_track(target_gap, (f"{side} to", edge.target))

    def _take_track(self, gap: int, group: tuple[str, int]) -> None:
        self.tracks[gap].setdefault(group, len(self.tracks[gap]))

    def _place_rows(self) -> None:
        y = 0.0
        self.gap_tops: list[float] = []
        for rank, row in enumerate(self.rows):
            self.gap_tops.append(y)
            y += _ROW_GAP + _TRACK_GAP * len(self.tracks[rank])
            for number in row:
                self.boxes[number].y = y
            y += max(self.boxes[number].height for number in row)
        self.gap_tops.append(y)

    def _track_y(self, gap: int, group: tuple[str, int]) -> float:
        return self.gap_tops[gap] + _ROW_GAP / 2 + _TRACK_GAP * self.tracks[gap][group]

    def _route(self, block: Block, position: int, edge: Edge) -> list[Point]:
        source, target = self.boxes[block.number], self.boxes[edge.target]
        out_x = source.x + source.width * (position + 1) / (len(block.edges) + 1)
        in_x = target.middle + (6.0 if edge.is_back else 0.0)
        start, end = (out_x, source.y + source.height), (in_x, target.y)
        below = source.rank + 1
        if self._is_direct(block.number, edge):
            y = self._track_y(below, ("to", edge.target))
            return [start, (out_x, y), (in_x, y), end]
        side = "back" if edge.is_back else "far"
        y_out = self._track_y(below, (f"{side} from", edge.target))
        y_in = self._track_y(target.rank, (f"{side} to", edge.target))
        if edge.is_back:
            lanes = max(self.left_lanes.values())
            lane_x = _MARGIN + _LANE_GAP * (lanes - self.left_lanes[edge.target])
        else:
            lane_x = self.right_edge + _LANE_GAP * (1 + self.right_lanes[edge.target])
        return [start, (out_x, y_out), (lane_x, y_out), (lane_x, y_in), (in_x, y_in), end]
