"""Compare a program by bpfcc with the same program by clang 22.

Both objects are loaded into the running kernel. Every program that the kernel can test-run gets
the same sequence of inputs from both; return value, packet, context and, at the end, maps and
global variables must be equal. Instruction counts may differ by two percent.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bpfcc.elf.read import read_object
from bpfcc.errors import InputError
from bpfcc.kernel.maps import Map
from bpfcc.kernel.object import LoadedObject, Program
from bpfcc.kernel.testrun import run_program
from bpfcc.kernel.variables import find_variables, read_variable
from tests.diff.compilers import (
    CompileFailedError,
    Compiler,
    compile_with_bpfcc,
    compile_with_clang,
    host_flags,
)
from tests.run.packets import sample_packets

TOLERANCE = 0.02
_CONTEXT_BYTES = 96
_SKB_BYTES = 192  # struct __sk_buff: with it, marks and scratch words are answers too

# The kernel's end of 64 bits, but for what it takes for errors (IS_ERR_VALUE).
_FIRST_ADDRESS, _FIRST_ERROR = 0xFFFF << 48, (1 << 64) - 4095
_SOME_ADDRESS = b"address!"

Prepare = Callable[[LoadedObject], None]
"""Fills maps of a loaded object before it runs."""


@dataclass(slots=True)
class ProgramCounts:
    """Instructions of one program, subprograms included."""

    name: str
    ours: int
    theirs: int

    @property
    def is_longer(self) -> bool:
        """Whether ours is longer by more than is allowed."""
        return self.ours > self.theirs * (1 + TOLERANCE)


@dataclass(slots=True)
class Comparison:
    """The outcome for one source; ``problems`` is empty when nothing differs."""

    source: Path
    counts: list[ProgramCounts] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    runs: int = 0

    @property
    def is_equal(self) -> bool:
        """Whether both compilers' programs do the same and are about as long."""
        return not self.problems


@dataclass(slots=True, frozen=True)
class Input:
    """What a program is run on."""

    packet: bytes | None
    context: bytes | None

    def __str__(self) -> str:
        what = self.packet if self.packet is not None else self.context
        assert what is not None
        kind = "packet" if self.packet is not None else "context"
        return f"{kind} of {len(what)} bytes {what[:48].hex()}{'…' if len(what) > 48 else ''}"


Answer = tuple[int | str, bytes | None, bytes | None]
"""(return value or error, packet, context) of one run."""


def choose_inputs(program: Program, packets: Sequence[bytes]) -> list[Input]:
    """Inputs for a program of its type; none where the kernel has no test run for it."""
    contexts = [bytes(_CONTEXT_BYTES), bytes(range(_CONTEXT_BYTES)), b"\xff" * _CONTEXT_BYTES]
    match program.type_name:
        case "syscall":
            return [Input(None, context) for context in contexts]
        case "raw_tracepoint":
            return [Input(None, bytes(_CONTEXT_BYTES))]
        case "sched_cls" | "sched_act" | "socket_filter" | "cgroup_skb":
            return [Input(packet, bytes(_SKB_BYTES)) for packet in packets]
        case "xdp" | "lwt_in" | "lwt_out" | "lwt_xmit" | "flow_dissector" | "sk_skb" | "netfilter":
            return [Input(packet, None) for packet in packets]
        case _:
            return []


def run_inputs(program: Program, inputs: Iterable[Input]) -> list[Answer]:
    """The program's answers; an input that the kernel refuses is an answer too."""
    answers: list[Answer] = []
    for one in inputs:
        try:
            ran = run_program(program, one.packet, one.context)
        except InputError as error:
            answers.append((str(error), None, None))
        else:
            answers.append((ran.retval, ran.packet, ran.context))
    return answers


def read_maps(loaded: LoadedObject, *, most_entries: int = 1 << 32) -> dict[str, object]:
    """Contents of every map that can be walked; global data is compared by variable instead.

    Arrays of more than `most_entries` are left out: each entry is a system call.
    """
    return {
        name: _read_map(found)
        for name, found in loaded.maps.items()
        if found.is_keyed
        and not name.startswith(".")
        and not (found.max_entries > most_entries and found.type_name.endswith("array"))
    }


def _read_map(found: Map) -> object:
    if found.type_name.endswith("_of_maps"):
        return sorted(found.keys())  # the values are numbers that the kernel gives out
    if found.is_per_cpu:
        return sorted(
            (key, tuple(map(hide_addresses, values))) for key, values in found.items_per_cpu()
        )
    try:
        return sorted((key, hide_addresses(value)) for key, value in found.items())
    except InputError as error:  # a kind of map whose values user space may not read
        return str(error)


def read_variables(data: bytes, loaded: LoadedObject) -> dict[str, bytes]:
    """Contents of every global variable of the object whose bytes are `data`."""
    variables = find_variables(read_object(data, "object"))
    return {
        name: hide_addresses(read_variable(loaded, variable))
        for name, variable in variables.items()
        if variable.section in loaded.maps
    }


def hide_addresses(value: bytes) -> bytes:
    """A value with the same words for all of the kernel's addresses in it.

    The heads of lists and trees that the kernel keeps in values point to themselves, wherever
    they were copied to. Small negative numbers are no addresses.
    """
    words = [value[at : at + 8] for at in range(0, len(value), 8)]
    for index, word in enumerate(words):
        number = int.from_bytes(word, sys.byteorder)
        if len(word) == 8 and _FIRST_ADDRESS <= number < _FIRST_ERROR:
            words[index] = _SOME_ADDRESS
    return b"".join(words)


@contextmanager
def stay_on_one_cpu() -> Iterator[None]:
    """Keep this thread where it is, so that per-CPU counts fall on the same CPU both times."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


@dataclass(slots=True)
class _Outcome:
    """Everything that one object did."""

    counts: dict[str, int]
    answers: dict[str, list[Answer]]
    maps: dict[str, object]
    variables: dict[str, bytes]


def _run_object(
    data: bytes, name: str, packets: Sequence[bytes], prepare: Prepare | None
) -> _Outcome:
    with stay_on_one_cpu(), LoadedObject(data, name) as loaded:
        loaded.load()
        if prepare is not None:
            prepare(loaded)
        programs = loaded.programs
        counts = {program.name: program.instructions for program in programs.values()}
        answers = {
            program.name: run_inputs(program, choose_inputs(program, packets))
            for program in programs.values()
        }
        return _Outcome(counts, answers, read_maps(loaded), read_variables(data, loaded))


def compare_source(
    source: Path,
    flags: Sequence[str] | None = None,
    *,
    packets: Sequence[bytes] | None = None,
    prepare: Prepare | None = None,
    ignore: Iterable[str] = (),
    ours: Compiler = compile_with_bpfcc,
    theirs: Compiler = compile_with_clang,
) -> Comparison:
    """Compile ``source`` twice, run both objects, compare.

    ``ignore`` names maps and variables that hold times, addresses or random numbers.
    A source that clang itself refuses, or whose object the kernel refuses, has nothing to
    compare with: that is a problem too.
    """
    result = Comparison(source)
    flags = host_flags() if flags is None else flags
    packets = sample_packets() if packets is None else packets
    outcomes = []
    for compiler, who in ((ours, "bpfcc"), (theirs, "clang 22")):
        try:
            data = compiler(source, flags)
            outcomes.append(_run_object(data, source.name, packets, prepare))
        except (CompileFailedError, InputError) as error:
            result.problems.append(f"{who}: {error}")
    if len(outcomes) == 2:
        _compare_outcomes(result, outcomes[0], outcomes[1], packets, frozenset(ignore))
    return result


def _compare_outcomes(
    result: Comparison,
    mine: _Outcome,
    other: _Outcome,
    packets: Sequence[bytes],
    ignore: frozenset[str],
) -> None:
    if mine.counts.keys() != other.counts.keys():
        result.problems.append(f"programs: {sorted(mine.counts)} and {sorted(other.counts)}")
        return
    for name, count in mine.counts.items():
        counted = ProgramCounts(name, count, other.counts[name])
        result.counts.append(counted)
        if counted.is_longer:
            result.problems.append(
                f"{name}: {counted.ours} instructions, clang 22 needs {counted.theirs}"
            )
        for index, (ours, theirs) in enumerate(
            zip(mine.answers[name], other.answers[name], strict=True)
        ):
            result.runs += 1
            if ours != theirs:
                result.problems.append(_describe(name, index, packets, ours, theirs))
    for kind, ours_by_name, theirs_by_name in (
        ("map", mine.maps, other.maps),
        ("variable", mine.variables, other.variables),
    ):
        for name in sorted((ours_by_name.keys() | theirs_by_name.keys()) - ignore):
            if ours_by_name.get(name) != theirs_by_name.get(name):
                result.problems.append(
                    f"{kind} {name}: {ours_by_name.get(name)!r:.200}"
                    f" and by clang 22 {theirs_by_name.get(name)!r:.200}"
                )


def _describe(name: str, index: int, packets: Sequence[bytes], ours: Answer, theirs: Answer) -> str:
    parts = []
    for what, left, right in zip(("returns", "packet", "context"), ours, theirs, strict=True):
        if left != right:
            parts.append(f"{what} {_show(left)}, by clang 22 {_show(right)}")
    on = f"input {index}"
    if index < len(packets):
        on += f" ({Input(packets[index], None)})"
    return f"{name} on {on}: {'; '.join(parts)}"


def _show(value: int | str | bytes | None) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
