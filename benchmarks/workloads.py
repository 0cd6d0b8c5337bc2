"""What is measured, and what it must hold: each a function from a workshop to rows of the table.

The compiler keeps results on disk, so it is said of each row what is there beforehand: "first"
starts with nothing, "warm" has seen the headers but never this source (each turn edits it),
"unchanged" has compiled the very same before.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.compilers import PROGRAMS, ROOT, Workshop, architecture_flag, edit
from benchmarks.generate import generate_program
from benchmarks.measure import Contender, Sample, compare, run_once, take_turns
from benchmarks.rows import Row, ratio_row
from benchmarks.tools import measure_tools

MANY_SOURCES = 58


def _pair(
    shop: Workshop, source: Path, *flags: str, clang_flags: Sequence[str] = ()
) -> tuple[Contender, Contender]:
    out = shop.folder / source.stem
    ours = shop.compile_with_bpfcc(*flags, "-c", source, "-o", f"{out}.bpfcc.o")
    theirs = shop.compile_with_clang(*flags, *clang_flags, "-c", source, "-o", f"{out}.clang.o")
    return ours, theirs


def measure_xdp(shop: Workshop, turns: int) -> list[Row]:
    """A 100-line XDP program with UAPI headers."""
    source = shop.copy_source(ROOT / "examples" / "xdp_firewall.c")
    text = source.read_text()
    ours, theirs = _pair(shop, source)
    ours.prepare = lambda turn: edit(source, text, turn)
    warm = take_turns({"ours": ours, "theirs": theirs}, turns)
    ours.prepare = lambda turn: None
    unchanged = take_turns({"ours": ours, "theirs": theirs}, turns)
    ours.prepare = lambda turn: shop.forget()
    first = take_turns({"ours": ours, "theirs": theirs}, turns)
    return [
        ratio_row("XDP program of 100 lines, warm", 5.0, warm["ours"], warm["theirs"]),
        ratio_row("the same, first", None, first["ours"], first["theirs"]),
        ratio_row("the same, unchanged", 2.0, unchanged["ours"], unchanged["theirs"]),
    ]


def measure_core(shop: Workshop, turns: int) -> list[Row]:
    """A CO-RE program on the whole of vmlinux.h, and without that file."""
    source = shop.copy_source(PROGRAMS / "opens.c")
    text = source.read_text()
    headers = f"-I{shop.kernel_headers}"
    arch = architecture_flag()
    with_file, theirs = _pair(shop, source, arch, headers)
    without = shop.compile_with_bpfcc(arch, "-c", source, "-o", shop.folder / "opens.btf.o")
    with_file.prepare = lambda turn: edit(source, text, turn)
    warm = take_turns({"ours": with_file, "btf": without, "theirs": theirs}, turns)

    def forget(turn: int) -> None:
        shop.forget()
        edit(source, text, turn)

    with_file.prepare = without.prepare = forget
    first = take_turns({"ours": with_file, "btf": without, "theirs": theirs}, turns)
    own, other = warm["ours"], warm["theirs"]
    largest = compare([s.largest_rss_bytes for s in own], [s.largest_rss_bytes for s in other])
    total = compare([s.total_rss_bytes for s in own], [s.total_rss_bytes for s in other])
    name = "CO-RE program on vmlinux.h"
    return [
        ratio_row(f"{name}, warm", 0.6, own, other),
        ratio_row("the same, first", 2.0, first["ours"], first["theirs"]),
        ratio_row("the same, vmlinux.h from BTF, warm", 0.5, warm["btf"], other),
        ratio_row("the same, vmlinux.h from BTF, first", None, first["btf"], first["theirs"]),
        Row(
            f"{name}, warm",
            "peak RSS",
            round(largest, 3),
            1.0,
            detail=f"the largest process; {total:.2f} for the sum of the processes' peaks",
        ),
    ]


def make_many_sources(shop: Workshop, folder: Path | None) -> list[Path]:
    """Sources for one command: a folder's, or 58 made of ours that differ in a number."""
    if folder is not None:
        return sorted(folder.glob("*.bpf.c")) or sorted(folder.glob("*.c"))
    target = shop.folder / "many"
    target.mkdir(exist_ok=True)
    programs = sorted(PROGRAMS.glob("*.c"))
    sources = []
    for number in range(MANY_SOURCES):
        program = programs[number % len(programs)]
        source = target / f"{program.stem}_{number}.c"
        source.write_text(f"{program.read_text()}\nconst volatile int number = {number};\n")
        sources.append(source)
    return sources


def measure_many(shop: Workshop, turns: int, folder: Path | None = None) -> list[Row]:
    """Many sources, two at a time."""
    sources = make_many_sources(shop, folder)
    flags = [architecture_flag(), f"-I{shop.kernel_headers}"]
    for made in ("bpfcc", "clang"):
        (shop.folder / made).mkdir(exist_ok=True)
    ours = shop.compile_with_bpfcc("-j2", *flags, *sources)
    ours = Contender(ours.command, shop.folder / "bpfcc", shop.environment)
    # Results are forgotten, headers are not: what is measured is compiling.
    ours.prepare = lambda turn: shop.forget("objects")
    ours.command = ["sh", "-c", f'cd "{shop.folder}/bpfcc" && exec "$@"', "sh", *ours.command]
    one = shop.compile_with_clang(*flags).command
    line = f'cd "{shop.folder}/clang" && printf "%s\\n" "$@" | xargs -P 2 -I @ {" ".join(one)} -c @'
    theirs = Contender(["sh", "-c", line, "sh", *map(str, sources)], shop.folder / "clang")
    samples = take_turns({"ours": ours, "theirs": theirs}, turns)
    what = folder.name if folder is not None else "CO-RE programs"
    work = f"{len(sources)} {what}, -j2, warm"
    return [ratio_row(work, 0.6, samples["ours"], samples["theirs"])]


_API = """
import sys, time
import bpfcc
for line in sys.stdin:
    text = open(sys.argv[1]).read() + "/* turn " + line.strip() + " */"
    start = time.perf_counter()
    bpfcc.compile(text)
    print(time.perf_counter() - start, flush=True)
"""


def measure_api(shop: Workshop, turns: int) -> list[Row]:
    """`bpfcc.compile()` in a process that has compiled before."""
    source = shop.copy_source(ROOT / "examples" / "xdp_firewall.c")
    _, theirs = _pair(shop, source)
    with subprocess.Popen(
        [sys.executable, "-c", _API, str(source)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **shop.environment},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        times: list[float] = []
        others: list[Sample] = []
        for turn in range(turns + 1):
            process.stdin.write(f"{turn}\n")
            process.stdin.flush()
            times.append(float(process.stdout.readline()))
            others.append(_run_beside(theirs))
        process.stdin.close()
    ratio = compare(times[1:], [sample.wall_s for sample in others[1:]])
    return [Row("bpfcc.compile() of the XDP program, edited", "wall", round(ratio, 3), 2.0)]


def _run_beside(contender: Contender) -> Sample:
    """Time a command while a child of ours lives on (which ``run_once`` would wait for)."""
    start = time.perf_counter()
    subprocess.run(contender.command, check=True, capture_output=True)
    return Sample(time.perf_counter() - start, 0, 0, 0)


def measure_long(shop: Workshop, turns: int) -> list[Row]:
    """A generated program of 200 functions and 10,000 lines, and how cost grows up to there."""
    samples: dict[str, list[Sample]] = {}
    for lines in (1_000, 10_000):
        source = shop.folder / f"long_{lines}.c"
        text = generate_program(lines)
        ours, theirs = _pair(shop, source)
        ours.prepare = lambda turn, source=source, text=text: edit(source, text, turn)  # type: ignore[misc]
        taken = take_turns({"ours": ours, "theirs": theirs}, turns)
        samples |= {f"{who} {lines}": found for who, found in taken.items()}
    long, short = samples["ours 10000"], samples["ours 1000"]
    growth = compare([s.wall_s for s in long], [s.wall_s for s in short])
    cpu = compare([s.cpu_s for s in long], [s.cpu_s for s in short])
    return [
        ratio_row("200 functions, 10,000 lines", 6.0, long, samples["theirs 10000"]),
        Row("from 1,000 to 10,000 lines", "growth of wall", round(growth, 2), 11.0, round(cpu, 2)),
    ]


def measure_start(shop: Workshop, turns: int) -> list[Row]:
    """`bpfcc --help` and `import bpfcc`."""

    def python(*words: str) -> Contender:
        return Contender([sys.executable, *words], shop.folder, shop.environment)

    taken = take_turns(
        {
            "help": python("-m", "bpfcc", "--help"),
            "import": python("-c", "import bpfcc"),
            "pass": python("-c", "pass"),
        },
        turns,
    )

    def best(name: str) -> float:
        return min(sample.wall_s for sample in taken[name])

    return [
        Row("bpfcc --help", "wall, best, s", round(best("help"), 4), 0.1),
        Row("import bpfcc", "more wall, s", round(max(best("import") - best("pass"), 0), 4), 0.02),
    ]


def measure_code(shop: Workshop, turns: int) -> list[Row]:
    """Instructions emitted, instructions verified, run time: in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.code", str(shop.folder), str(turns)]
    environment = {**os.environ, **shop.environment}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True, cwd=ROOT)
    return [Row(**fields) for fields in json.loads(done.stdout)]


WORKLOADS: dict[str, Callable[[Workshop, int], list[Row]]] = {
    "xdp": measure_xdp,
    "core": measure_core,
    "many": measure_many,
    "api": measure_api,
    "long": measure_long,
    "start": measure_start,
    "tools": measure_tools,
    "code": measure_code,
}


def warm_up(shop: Workshop) -> None:
    """Have Python translate everything once, so that no row pays for it."""
    source = shop.copy_source(PROGRAMS / "opens.c")
    out = shop.folder / "warm.o"
    run_once(shop.compile_with_bpfcc(architecture_flag(), "-c", source, "-o", out))
    shutil.rmtree(shop.cache, ignore_errors=True)
