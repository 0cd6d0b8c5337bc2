"""The rows of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.measure import compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.measure import Sample


@dataclass(slots=True)
class Row:
    """One line of the table: a number, and the largest that it may be (None: no bound is set).

    ``cpu`` is the same ratio in processor time of all processes, where that makes sense.
    """

    work: str
    measure: str
    value: float
    limit: float | None
    cpu: float | None = None
    detail: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the number is within its limit."""
        return None if self.limit is None else self.value <= self.limit


def ratio_row(
    work: str, limit: float | None, ours: Sequence[Sample], theirs: Sequence[Sample]
) -> Row:
    """The ratio of two contenders' samples, by the clock and in processor time."""
    wall = compare([s.wall_s for s in ours], [s.wall_s for s in theirs])
    cpu = compare([s.cpu_s for s in ours], [s.cpu_s for s in theirs])
    detail = f"{_middle_ms(ours)} against {_middle_ms(theirs)} ms of processor time"
    return Row(work, "wall", round(wall, 3), limit, round(cpu, 3), detail)


def _middle_ms(samples: Sequence[Sample]) -> int:
    return round(sorted(s.cpu_s for s in samples)[len(samples) // 2] * 1000)
