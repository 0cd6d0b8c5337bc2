"""``python -m tests.corpus FOLDER --flags FILE``: run the corpus, write ``inventory.json``.

The flags file has one line of flags for all units; ``{folder}`` stands for FOLDER. A line
``pattern: flags`` adds flags for the units that match the glob pattern, ``!pattern`` leaves them
out. Of each unit the inventory says:

``kind``     ``ok``; ``clang`` (clang 22 refuses it: not counted); ``compile`` (bpfcc refuses it);
             ``fault`` (an internal error, a hang); ``load`` (a program that loads from clang's
             object is refused from ours); ``behaviour`` (a program answers otherwise)
``reason``   what was said, or which programs
``clang``/``bpfcc``  status and seconds of each compilation
``instructions``, ``load``   per section and per program
``ran``, ``differs``  programs that were run, and those of them that did otherwise, with the places
``records``  what else of both objects differs: types, CO-RE records, symbols, data

``--expect FILE`` names units that are known to be other than ``ok``, with their kind and the
reason; the exit status is then 1 where another unit is, or where one of these is ``ok`` after all.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import math
import os
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.corpus.unit import NOT_LOADABLE_HERE

UNIT_LIMIT_S = 400


class Flags:
    """The flags file."""

    def __init__(self, path: Path | None, folder: Path) -> None:
        self.general: list[str] = []
        self.special: list[tuple[str, list[str]]] = []
        self.left_out: list[str] = []
        for line in path.read_text().splitlines() if path else ():
            line = line.strip().replace("{folder}", str(folder))
            if not line or line.startswith("#"):
                continue
            if line.startswith("!"):
                self.left_out.append(line[1:].strip())
            elif ": " in line and not line.startswith("-"):
                pattern, _, flags = line.partition(": ")
                self.special.append((pattern, shlex.split(flags)))
            else:
                self.general += shlex.split(line)

    def of(self, name: str) -> list[str]:
        """The flags of one unit."""
        added = [
            f for pattern, flags in self.special if fnmatch.fnmatch(name, pattern) for f in flags
        ]
        return self.general + added

    def leaves_out(self, name: str) -> bool:
        return any(fnmatch.fnmatch(name, pattern) for pattern in self.left_out)


def run_unit(job: dict[str, object]) -> dict[str, object]:
    """One unit in a process of its own; the objects stay where ``keep`` says, if it says."""
    with tempfile.TemporaryDirectory() as folder:
        keep = job.get("keep")
        if keep:
            folder = str(keep)
            Path(folder).mkdir(parents=True, exist_ok=True)
        job["folder"] = folder
        try:
            done = subprocess.run(
                [sys.executable, "-m", "tests.corpus.unit"],
                input=json.dumps(job),
                capture_output=True,
                text=True,
                timeout=UNIT_LIMIT_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"source": job["name"], "kind": "fault", "reason": "the examination hangs"}
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"exit {done.returncode}"]
        return {"source": job["name"], "kind": "fault", "reason": lines[-1]}
    result: dict[str, object] = json.loads(done.stdout)
    result["kind"], result["reason"] = classify(result)
    return result


def classify(result: dict[str, object]) -> tuple[str, str]:
    """(kind, reason) of an examined unit."""
    for who in ("clang", "bpfcc"):
        compiled: dict[str, str] = result[who]  # type: ignore[assignment]
        if compiled["status"] == "ok":
            continue
        if who == "clang":
            return "clang", compiled["said"]
        is_plain = compiled["status"] == "error"
        return ("compile" if is_plain else "fault"), compiled["said"] or compiled["status"]
    load: dict[str, dict[str, dict[str, dict[str, object]]]] = result.get("load", {})  # type: ignore[assignment]
    if load:
        theirs, ours = load["clang"].get("programs", {}), load["bpfcc"].get("programs", {})
        refused = [
            f"{name}: {ours.get(name, {}).get('why', load['bpfcc'].get('unopened', 'missing'))}"
            for name, program in theirs.items()
            if program["ok"]
            and not ours.get(name, {}).get("ok")
            and not NOT_LOADABLE_HERE.match(str(program["section"]))
        ]
        if refused:
            return "load", "; ".join(refused)
    if result.get("differs"):
        return "behaviour", ", ".join(result["differs"])  # type: ignore[arg-type]
    return "ok", ""


def summarize(results: list[dict[str, object]]) -> dict[str, object]:
    """Counts and ratios over the units that clang compiles."""
    kinds: dict[str, int] = {}
    for result in results:
        kinds[str(result["kind"])] = kinds.get(str(result["kind"]), 0) + 1
    lengths: dict[str, float] = {}
    for result in results:
        counts: dict[str, dict[str, int]] = result.get("instructions", {})  # type: ignore[assignment]
        if counts and sum(counts["clang"].values()):
            ratio = sum(counts["bpfcc"].values()) / sum(counts["clang"].values())
            lengths[str(result["source"])] = ratio
    worst = max(lengths, key=lambda name: lengths[name], default="")
    return {
        "units": len(results),
        "kinds": kinds,
        "compiled_by_clang": len(results) - kinds.get("clang", 0),
        "compiled_by_bpfcc": sum("instructions" in result for result in results),
        **_summarize_loads(results),
        "instructions_geometric_mean": _geometric_mean(list(lengths.values())),
        "instructions_worst": f"{lengths[worst]:.4f} {worst}" if worst else "",
        "with_other_records": sum(bool(result.get("records")) for result in results),
        **{f"{who}_seconds": _sum_seconds(results, who) for who in ("clang", "bpfcc")},
    }


def _summarize_loads(results: list[dict[str, object]]) -> dict[str, object]:
    verified, loaded, refused, ran = [], 0, 0, 0
    for result in results:
        load: dict[str, dict[str, dict[str, dict[str, int]]]] = result.get("load", {})  # type: ignore[assignment]
        if not load:
            continue
        ran += len(result["ran"])  # type: ignore[arg-type]
        theirs, ours = load["clang"].get("programs", {}), load["bpfcc"].get("programs", {})
        for name, program in theirs.items():
            if program["ok"]:
                mine = ours.get(name, {})
                loaded += bool(mine.get("ok"))
                refused += not mine.get("ok")
                if mine.get("ok") and program["verified"] and mine["verified"]:
                    verified.append(mine["verified"] / program["verified"])
    return {
        "programs_loaded_by_both": loaded,
        "programs_loaded_by_clang_only": refused,
        "programs_run": ran,
        "verified_geometric_mean": _geometric_mean(verified),
    }


def _sum_seconds(results: list[dict[str, object]], who: str) -> float:
    """Seconds of the compilations of the units that both compiled."""
    spent = (result[who]["seconds"] for result in results if "instructions" in result)  # type: ignore[index]
    return round(float(sum(spent)), 1)


def _geometric_mean(ratios: list[float]) -> float:
    positive = [math.log(ratio) for ratio in ratios if ratio > 0]
    return round(math.exp(sum(positive) / len(positive)), 4) if positive else 0.0


def find_unexpected(
    results: list[dict[str, object]], expected: dict[str, dict[str, str]]
) -> list[str]:
    """The units that are not what is expected of them: ``ok``, if nothing else is said."""
    found = []
    for result in results:
        name, kind = str(result["source"]), result["kind"]
        wanted = expected.get(name, {}).get("kind", "ok")
        if kind not in (wanted, "clang"):
            found.append(f"{name}: {kind}, expected {wanted}: {result['reason']}")
    return found


def main() -> int:
    """Parse the command line, run, write, print; 1 if something is not as expected."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--flags", type=Path, help="default: FOLDER/corpus.flags if it is there")
    parser.add_argument("--pattern", default="**/*.c", help="which files are units")
    parser.add_argument("--out", type=Path, default=Path("inventory.json"))
    parser.add_argument("--slice", default="0/1", help="k/n: every n-th unit, from the k-th")
    parser.add_argument("--no-load", action="store_true", help="compile only")
    parser.add_argument("--expect", type=Path, help="a JSON file: unit to kind and reason")
    parser.add_argument("--keep", type=Path, help="keep the objects below this folder")
    parser.add_argument("-j", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    flags_file = options.flags or options.folder / "corpus.flags"
    flags = Flags(flags_file if flags_file.exists() else None, options.folder.resolve())
    first, step = map(int, options.slice.split("/"))
    names = sorted(
        str(path.relative_to(options.folder)) for path in options.folder.glob(options.pattern)
    )
    names = [name for name in names if not flags.leaves_out(name)][first::step]
    jobs = [
        {
            "name": name,
            "source": str((options.folder / name).resolve()),
            "flags": flags.of(name),
            "load": not options.no_load,
            "keep": str(options.keep.resolve() / name) if options.keep else "",
        }
        for name in names
    ]
    results = []
    with ThreadPoolExecutor(options.j) as pool:
        for done, result in enumerate(pool.map(run_unit, jobs), 1):
            results.append(result)
            if result["kind"] not in ("ok", "clang"):
                print(f"{result['source']}: {result['kind']}: {result['reason']}", flush=True)
            if sys.stderr.isatty():
                print(f"\r{done}/{len(jobs)} ", end="", file=sys.stderr, flush=True)
    summary = summarize(results)
    options.out.write_text(json.dumps({"summary": summary, "units": results}, indent=1) + "\n")
    print(json.dumps(summary, indent=1))
    if options.expect is None:
        return 0
    unexpected = find_unexpected(results, json.loads(options.expect.read_text()))
    print("\n".join(unexpected) or "everything is as expected")
    return int(bool(unexpected))


if __name__ == "__main__":
    sys.exit(main())
