"""The object tools, beside bpftool where that does the same; Python's start is in every number."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from benchmarks.compilers import PROGRAMS, architecture_flag
from benchmarks.generate import generate_program
from benchmarks.measure import BenchmarkError, Contender, compare, run_once, take_turns
from benchmarks.rows import Row, ratio_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.compilers import Workshop
    from benchmarks.measure import Sample

KERNEL_BTF = "/sys/kernel/btf/vmlinux"
LINKED_OBJECTS = 20
LONG_PROGRAM_LINES = 9_000
LONG_PROGRAM_INSTRUCTIONS = 20_000
_SYSTEM_FOLDERS = "/usr/sbin:/usr/bin:/sbin:/bin"

# Names of a program's that other objects see.
_GLOBAL_NAME = re.compile(
    r"^} (\w+) SEC|^const volatile \w+ (\w+)|^int BPF_\w+\((\w+)|^int (\w+)\(|^char (\w+)\[",
    re.MULTILINE,
)
# What is added to a program so that it can be linked with others: functions and variables that
# the next one defines, a weak function that all have.
_CHAIN = """
int total_{n} = {n};
extern int total_{following};
extern int step_{following}(int depth);

__weak int count_step(int depth)
{{
	return depth + 1;
}}

int step_{n}(int depth)
{{
	total_{following} += depth;
	return depth > {n} ? total_{n} : step_{following}(count_step(depth));
}}
"""


def measure_tools(shop: Workshop, turns: int) -> list[Row]:
    """`btf vmlinux`, `disasm`, `link` and `skeleton`."""
    return [
        _measure_vmlinux(shop, turns),
        _measure_disassembly(shop, turns),
        *_measure_objects(shop, turns),
    ]


def find_bpftool() -> str:
    """Where bpftool is; raises BenchmarkError where it is not installed."""
    found = shutil.which("bpftool") or shutil.which("bpftool", path=_SYSTEM_FOLDERS)
    if found is None:
        raise BenchmarkError("bpftool is not installed (Debian: apt install bpftool)")
    return found


def _call_bpfcc(shop: Workshop, *words: str | Path) -> Contender:
    return Contender([*shop.bpfcc(), *map(str, words)], shop.folder, shop.environment)


def _call_bpftool(shop: Workshop, *words: str | Path) -> Contender:
    """bpftool, which prints what it makes, with that in a file as ours is."""
    line = 'out=$1; shift; exec "$@" >"$out"'
    command = ["sh", "-c", line, "sh", str(shop.folder / "bpftool.out"), find_bpftool()]
    return Contender([*command, *map(str, words)], shop.folder)


def _measure_vmlinux(shop: Workshop, turns: int) -> Row:
    ours = _call_bpfcc(shop, "btf", "vmlinux", "-o", shop.folder / "vmlinux.h")
    theirs = _call_bpftool(shop, "btf", "dump", "file", KERNEL_BTF, "format", "c")
    taken = take_turns({"ours": ours, "theirs": theirs}, turns)
    work = "btf vmlinux of the running kernel / bpftool"
    return ratio_row(work, 6.0, taken["ours"], taken["theirs"])


def _measure_disassembly(shop: Workshop, turns: int) -> Row:
    from bpfcc.elf.programs import list_functions
    from bpfcc.elf.read import read_object_file

    source, target = shop.folder / "disasm.c", shop.folder / "disasm.o"
    source.write_text(generate_program(LONG_PROGRAM_LINES))
    run_once(shop.compile_with_bpfcc("-c", source, "-o", target))
    functions = list_functions(read_object_file(str(target)))
    instructions = sum(function.instruction_count for function in functions)
    if instructions < LONG_PROGRAM_INSTRUCTIONS:
        raise BenchmarkError(f"the program to disassemble has {instructions} instructions only")
    ours = _call_bpfcc(shop, "disasm", target, "-o", shop.folder / "disasm.s")
    return _seconds_row(f"disasm of {instructions:,} instructions", 1.5, _run(ours, turns))


def _measure_objects(shop: Workshop, turns: int) -> list[Row]:
    objects = _make_objects(shop)
    linked = shop.folder / "linked.o"
    skeleton = ("-o", shop.folder / "skeleton.out", linked)
    link = take_turns(
        {
            "ours": _call_bpfcc(shop, "link", "-o", linked, *objects),
            "theirs": _call_bpftool(shop, "gen", "object", shop.folder / "peer.o", *objects),
        },
        turns,
    )
    generate = take_turns(
        {
            "c": _call_bpfcc(shop, "skeleton", *skeleton),
            "python": _call_bpfcc(shop, "skeleton", "--lang", "python", *skeleton),
            "theirs": _call_bpftool(shop, "gen", "skeleton", linked),
        },
        turns,
    )
    kilobytes = sum(path.stat().st_size for path in objects) >> 10
    work = f"link of {len(objects)} objects, {kilobytes} kB"
    return [
        _seconds_row(work, 5.0, link["ours"], link["theirs"]),
        _seconds_row("skeleton of the linked object", 0.3, generate["c"], generate["theirs"]),
        _seconds_row("the same for Python", 0.3, generate["python"]),
    ]


def _make_objects(shop: Workshop) -> list[Path]:
    """Objects of CO-RE programs that need one another."""
    folder = shop.folder / "linked"
    folder.mkdir(exist_ok=True)
    programs = sorted(PROGRAMS.glob("*.c"))
    sources = []
    for number in range(LINKED_OBJECTS):
        program = programs[number % len(programs)]
        source = folder / f"{program.stem}_{number}.c"
        following = (number + 1) % LINKED_OBJECTS
        chain = _CHAIN.format(n=number, following=following)
        source.write_text(_number_names(program.read_text(), number) + chain)
        sources.append(source)
    flags = (architecture_flag(), f"-I{shop.kernel_headers}", "-j2")
    compile_all = shop.compile_with_bpfcc(*flags, *sources)
    line = f'cd "{folder}" && exec "$@"'
    run_once(Contender(["sh", "-c", line, "sh", *compile_all.command], folder, shop.environment))
    return [source.with_suffix(".o") for source in sources]


def _number_names(text: str, number: int) -> str:
    """The program with names that no other has."""
    names = {name for found in _GLOBAL_NAME.findall(text) for name in found if name}
    return re.sub(rf"\b({'|'.join(names)})\b", rf"\1_{number}", text)


def _run(contender: Contender, turns: int) -> list[Sample]:
    return take_turns({"ours": contender}, turns)["ours"]


def _seconds_row(
    work: str, limit: float, ours: Sequence[Sample], theirs: Sequence[Sample] | None = None
) -> Row:
    """The best of the turns in seconds, with the ratio to bpftool where there is one."""
    best = min(sample.wall_s for sample in ours)
    cpu = min(sample.cpu_s for sample in ours)
    detail = f"{cpu:.2f} s of processor time"
    if theirs is not None:
        ratio = compare([s.cpu_s for s in ours], [s.cpu_s for s in theirs])
        detail += f", {ratio:.1f} times bpftool's"
    return Row(work, "wall, best, s", round(best, 3), limit, detail=detail)
