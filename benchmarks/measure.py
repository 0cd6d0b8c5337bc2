"""Commands run in turns, with what each cost: time by the clock, processor time, memory.

A loaded machine makes single times worthless, so contenders take turns and only ratios within
a turn are compared. Processor time is summed over the whole tree of processes: orphans are
taken over (``PR_SET_CHILD_SUBREAPER``) and waited for, the clock stops with the command itself.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_PR_SET_CHILD_SUBREAPER = 36


class BenchmarkError(Exception):
    """A command that is measured failed: there is nothing to compare."""


@dataclass(slots=True)
class Sample:
    """What one run cost.

    ``largest_rss_bytes`` is the peak of the largest process, ``total_rss_bytes`` the sum of the
    peaks of all, in which pages that they share count more than once.
    """

    wall_s: float
    cpu_s: float
    largest_rss_bytes: int
    total_rss_bytes: int


@dataclass(slots=True)
class Contender:
    """A command, and what has to be done before each run of it (which is not measured)."""

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    prepare: Callable[[int], object] = lambda turn: None


def adopt_orphans() -> None:
    """Let descendants whose parents have ended become this process's children."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run_once(contender: Contender) -> Sample:
    """Run a command to its end; raises BenchmarkError where it fails."""
    environment = {**os.environ, **contender.environment}
    with open(os.devnull, "r+b") as null, open(contender.folder / "said", "w+b") as said:
        actions = [
            (os.POSIX_SPAWN_DUP2, null.fileno(), 0),
            (os.POSIX_SPAWN_DUP2, said.fileno(), 1),
            (os.POSIX_SPAWN_DUP2, said.fileno(), 2),
        ]
        start = time.perf_counter()
        pid = os.posix_spawnp(
            contender.command[0], list(contender.command), environment, file_actions=actions
        )
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - start
        usages = [usage]
        while True:
            try:
                usages.append(os.wait4(-1, 0)[2])
            except ChildProcessError:
                break
        if status:
            said.seek(0)
            text = said.read().decode(errors="replace").strip()
            raise BenchmarkError(f"{' '.join(contender.command)}\n{text}")
    peaks = [one.ru_maxrss << 10 for one in usages]
    cpu = sum(one.ru_utime + one.ru_stime for one in usages)
    return Sample(wall, cpu, max(peaks), sum(peaks))


def take_turns(contenders: Mapping[str, Contender], turns: int) -> dict[str, list[Sample]]:
    """Run each contender ``turns`` times, one after the other; the first turn is not kept."""
    samples: dict[str, list[Sample]] = {name: [] for name in contenders}
    for turn in range(turns + 1):
        for name, contender in contenders.items():
            contender.prepare(turn)
            sample = run_once(contender)
            if turn:
                samples[name].append(sample)
    return samples


def compare(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios within the turns."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))
