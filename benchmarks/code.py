"""The examples' code beside clang's: how long it is, what the verifier takes, how fast it runs.

A program of its own, since it loads programs into the kernel: ``python -m benchmarks.code FOLDER
TURNS`` prints rows as JSON. Where the kernel cannot be used, only lengths are compared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from math import exp, log
from pathlib import Path
from statistics import median

from benchmarks.compilers import ROOT, Workshop, architecture_flag
from bpfcc.elf.read import read_object
from bpfcc.errors import InputError
from bpfcc.kernel.access import find_obstacle

REPEAT = 1_000_000
_EXECUTABLE = 4


def main() -> None:
    """Compile every example with both compilers and compare."""
    shop = Workshop(Path(sys.argv[1]))
    turns = int(sys.argv[2])
    pairs = list(compile_pairs(shop))
    rows = [compare_lengths(pairs)]
    obstacle = find_obstacle()
    if obstacle is None:
        rows += [compare_verified(pairs), compare_run_time(pairs, turns)]
    else:
        print(f"not loaded into the kernel: {obstacle}", file=sys.stderr)
    print(json.dumps(rows))


def compile_pairs(shop: Workshop) -> Iterator[tuple[str, bytes, bytes]]:
    """(name, bpfcc's object, clang's object) of every example."""
    for source in sorted((ROOT / "examples").glob("*.c")):
        made = []
        for name, compiler in (
            ("bpfcc", shop.compile_with_bpfcc),
            ("clang", shop.compile_with_clang),
        ):
            out = shop.folder / f"{source.stem}.{name}.o"
            contender = compiler(architecture_flag(), "-c", source, "-o", out)
            environment = {**os.environ, **contender.environment}
            subprocess.run(contender.command, env=environment, check=True)
            made.append(out.read_bytes())
        yield source.stem, made[0], made[1]


def count_instructions(data: bytes) -> int:
    """Instruction slots in all executable sections."""
    obj = read_object(data, "object")
    return sum(len(one.data) // 8 for one in obj.sections if one.flags & _EXECUTABLE and one.data)


def mean(ratios: list[float]) -> float:
    """The geometric mean."""
    return round(exp(sum(map(log, ratios)) / len(ratios)), 4)


def compare_lengths(pairs: list[tuple[str, bytes, bytes]]) -> dict[str, object]:
    """Instructions emitted; the limit is that of a larger corpus."""
    ratios = {name: count_instructions(a) / count_instructions(b) for name, a, b in pairs}
    worst = max(ratios, key=ratios.__getitem__)
    return {
        "work": f"{len(ratios)} examples",
        "measure": "instructions",
        "value": mean(list(ratios.values())),
        "limit": 0.92,
        "detail": f"geometric mean; worst {worst} {ratios[worst]:.3f}",
    }


def compare_verified(pairs: list[tuple[str, bytes, bytes]]) -> dict[str, object]:
    """Instructions that the verifier processes for programs that both load."""
    from bpfcc.kernel.verify import verify_object

    ratios = []
    for name, ours, theirs in pairs:
        counts = []
        for data in (ours, theirs):
            verdicts = verify_object(data, name)
            counts.append(
                {v.report.program: v.report.verified_instructions for v in verdicts if v.ok}
            )
        for program, count in counts[0].items():
            other = counts[1].get(program)
            if count and other:
                ratios.append(count / other)
    return {
        "work": f"{len(ratios)} programs of the examples",
        "measure": "verified instructions",
        "value": mean(ratios),
        "limit": 0.95,
        "detail": f"geometric mean; worst {max(ratios):.3f}",
    }


def compare_run_time(pairs: list[tuple[str, bytes, bytes]], turns: int) -> dict[str, object]:
    """Nanoseconds that each XDP program takes for a packet, both programs in turns."""
    packet = make_packet()
    ratios: dict[str, float] = {}
    for name, ours, theirs in pairs:
        if not name.startswith("xdp_"):
            continue
        found = race(name, ours, theirs, packet, turns)
        if found is not None:
            ratios[name] = found
    worst = max(ratios, key=ratios.__getitem__)
    return {
        "work": f"{len(ratios)} XDP examples on a UDP packet",
        "measure": "run time",
        "value": mean(list(ratios.values())),
        "limit": 1.0,
        "detail": f"BPF_PROG_TEST_RUN, repeat {REPEAT}; worst {worst} {ratios[worst]:.3f}",
    }


def race(name: str, ours: bytes, theirs: bytes, packet: bytes, turns: int) -> float | None:
    """The ratio of two objects' first XDP programs; None where a packet changes on its way."""
    from bpfcc.kernel.object import LoadedObject
    from bpfcc.kernel.testrun import run_program

    with LoadedObject(ours, name) as one, LoadedObject(theirs, name) as other:
        one.load()
        other.load()
        program = next(p for p in one.programs.values() if p.type_name == "xdp").name
        contenders = (one.program(program), other.program(program))
        try:
            times: list[list[int]] = [[], []]
            for _ in range(turns):
                for taken, contender in zip(times, contenders, strict=True):
                    taken.append(run_program(contender, packet, repeat=REPEAT).duration_ns)
        except InputError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return None
    return median(a / b for a, b in zip(times[0], times[1], strict=True) if a and b)


def make_packet() -> bytes:
    """A UDP packet of 64 bytes of payload."""
    import struct

    udp = struct.pack("!HHHH", 40000, 53, 72, 0) + bytes(64)
    head = struct.pack("!BBHHHBBHII", 0x45, 0, 92, 1, 0, 64, 17, 0, 0x0A000001, 0xC0000201)
    total = sum(struct.unpack("!10H", head))
    head = head[:10] + struct.pack("!H", ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF) + head[12:]
    return bytes.fromhex("02000000000b02000000000a0800") + head + udp


if __name__ == "__main__":
    main()
