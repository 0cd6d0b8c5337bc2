"""One unit of the corpus: both compilers, both verdicts, both behaviours.

Run in a process of its own (``python -m tests.corpus.unit``), which reads a job as JSON from
standard input and prints the result as JSON: whatever happens to it, the run goes on.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from bpfcc.kernel.alone import drop_tail_call_targets
from bpfcc.kernel.object import LoadedObject, load_alone
from tests.corpus.records import compare_objects
from tests.diff.compilers import find_clang
from tests.diff.runner import (
    Answer,
    Input,
    choose_inputs,
    read_maps,
    read_variables,
    run_inputs,
    stay_on_one_cpu,
)
from tests.run.packets import sample_packets

COMPILE_LIMIT_S = 60
"""A compilation that takes longer counts as a hang."""

RUN_LIMIT_S = 2.0
"""After this time a program gets no further inputs: some loop for a quarter of a second."""

MOST_ENTRIES = 4096
"""Larger arrays are not read back."""

NOT_LOADABLE_HERE = re.compile(r"^(fentry|fexit|fmod_ret|lsm)\b")
"""Sections whose programs some kernels refuse whoever compiled them; only code is compared."""


def compile_unit(command: list[str], source: str, out: Path) -> dict[str, object]:
    """Run a compiler; its exit status, what it said, and how long it took."""
    start = time.perf_counter()
    try:
        done = subprocess.run(
            [*command, "-c", source, "-o", str(out)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=COMPILE_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"status": "timeout", "said": "", "seconds": float(COMPILE_LIMIT_S)}
    seconds = time.perf_counter() - start
    status = {0: "ok", 1: "error"}.get(done.returncode, f"exit {done.returncode}")
    if "Traceback (most recent call last)" in done.stderr:
        status = "traceback"
    return {"status": status, "said": _first_error(done.stderr), "seconds": round(seconds, 3)}


def _first_error(text: str) -> str:
    for line in text.splitlines():
        if "error:" in line or line.startswith(("bpfcc:", "Traceback")):
            return line.strip()[:400]
    return text.strip().splitlines()[-1][:400] if text.strip() else ""


def load_programs(path: Path) -> dict[str, object]:
    """Each program of an object, loaded by itself: {name: [ok, instructions, verified, why]}."""
    data = path.read_bytes()
    try:
        obj = read_object(data, path.name)
        if drop_tail_call_targets(obj):
            data = write_object(obj)
        with LoadedObject(data, path.name) as opened:
            names = {one.name: one.section for one in opened.programs.values()}
    except InputError as error:
        return {"unopened": str(error)[:400]}
    programs: dict[str, object] = {}
    for name, section in names.items():
        report = load_alone(data, name, name=path.name)
        last = [line for line in report.log.splitlines() if line and "processed" not in line]
        programs[name] = {
            "section": section,
            "ok": report.ok,
            "instructions": report.instructions,
            "verified": report.verified_instructions,
            "why": "" if report.ok else (last[-1] if last else "; ".join(report.messages))[:300],
        }
    return {"programs": programs}


@dataclass(slots=True)
class Behaviour:
    """What a program answered, and what it left in maps and variables."""

    answers: list[Answer]
    maps: dict[str, object]
    variables: dict[str, bytes]

    def differs_from(self, other: Behaviour) -> list[str]:
        """The places where two differ; answers count as far as both got in their time."""
        both = min(len(self.answers), len(other.answers))
        found = ["answers"] if self.answers[:both] != other.answers[:both] else []
        if len(self.answers) != len(other.answers):
            return found
        for mine, theirs in ((self.maps, other.maps), (self.variables, other.variables)):
            names = sorted(mine.keys() | theirs.keys())
            found += [name for name in names if mine.get(name) != theirs.get(name)]
        return found


def run_programs(path: Path, names: list[str], *, moved: bool = False) -> dict[str, Behaviour]:
    """What each program does with the sample packets, loaded by itself.

    With ``moved`` the object is loaded twice, so that the second has its maps elsewhere: what
    holds addresses is then seen to be no steady answer.
    """
    packets = sample_packets()
    data = path.read_bytes()
    obj = read_object(data, path.name)
    if drop_tail_call_targets(obj):
        data = write_object(obj)
    found: dict[str, Behaviour] = {}
    for name in names:
        try:
            with (
                stay_on_one_cpu(),
                LoadedObject(data, path.name) as before,
                LoadedObject(data, path.name) as loaded,
            ):
                if moved:
                    before.load({name})
                loaded.load({name})
                program = loaded.program(name)
                inputs = _stop_in_time(choose_inputs(program, packets))
                answers = run_inputs(program, inputs)
                if answers:
                    found[name] = Behaviour(
                        answers,
                        read_maps(loaded, most_entries=MOST_ENTRIES),
                        read_variables(data, loaded),
                    )
        except InputError:
            continue
    return found


def _stop_in_time(inputs: list[Input]) -> Iterator[Input]:
    start = time.perf_counter()
    for one in inputs:
        if time.perf_counter() - start > RUN_LIMIT_S:
            return
        yield one


def count_instructions(path: Path) -> dict[str, int]:
    """Instructions of each executable section, as emitted."""
    obj = read_object(path.read_bytes(), path.name)
    return {
        section.name: len(section.data) // 8
        for section in obj.sections
        if section.flags & 4 and section.data
    }


def examine(job: dict[str, object]) -> dict[str, object]:
    """Everything the inventory says of one unit; see ``runner`` for its fields."""
    source, folder = str(job["source"]), Path(str(job["folder"]))
    flags = [str(flag) for flag in job["flags"]]  # type: ignore[attr-defined]
    base = ["-target", "bpf", "-O2", "-g", "-w", *flags]
    theirs, ours = folder / "clang.o", folder / "bpfcc.o"
    result: dict[str, object] = {"source": job["name"]}
    result["clang"] = compile_unit([*find_clang(), *base], source, theirs)
    if result["clang"]["status"] != "ok":  # type: ignore[index]
        return result
    result["bpfcc"] = compile_unit([sys.executable, "-m", "bpfcc", "compile", *base], source, ours)
    if result["bpfcc"]["status"] != "ok":  # type: ignore[index]
        return result
    result["records"] = compare_objects(theirs, ours)
    result["instructions"] = {
        "clang": count_instructions(theirs),
        "bpfcc": count_instructions(ours),
    }
    if job["load"]:
        loaded = {"clang": load_programs(theirs), "bpfcc": load_programs(ours)}
        result["load"] = loaded
        result["ran"], result["differs"] = _compare_behaviour(theirs, ours, loaded)
    return result


def _compare_behaviour(
    theirs: Path, ours: Path, loaded: dict[str, dict[str, object]]
) -> tuple[list[str], list[str]]:
    """The programs that were run, and those that do otherwise than clang's, with the places.

    What either does not repeat by itself is left out.
    """
    verdicts = [side.get("programs", {}) for side in (loaded["clang"], loaded["bpfcc"])]
    names = [
        name
        for name, program in verdicts[0].items()  # type: ignore[attr-defined]
        if program["ok"] and verdicts[1].get(name, {}).get("ok")  # type: ignore[attr-defined]
    ]
    first, second = run_programs(theirs, names), run_programs(theirs, names, moved=True)
    mine = run_programs(ours, names)
    found = []
    for name, behaviour in first.items():
        if name not in mine or name not in second:
            continue
        unsteady = set(behaviour.differs_from(second[name]))
        if set(behaviour.differs_from(mine[name])) - unsteady:
            # What a map or a socket lies at may have been the same by chance: try again.
            for path, before in ((theirs, behaviour), (ours, mine[name])):
                again = run_programs(path, [name], moved=True).get(name)
                unsteady.update(before.differs_from(again) if again is not None else ())
        places = [place for place in behaviour.differs_from(mine[name]) if place not in unsteady]
        if places:
            found.append(f"{name}: {', '.join(places)}")
    return sorted(first.keys() & mine.keys()), found


def main() -> None:
    """Read one job, print one result."""
    json.dump(examine(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
