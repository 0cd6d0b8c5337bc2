"""``python -m benchmarks``: bpfcc beside clang 22 and bpftool, as a table and as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.compilers import Workshop
from benchmarks.measure import BenchmarkError, adopt_orphans
from benchmarks.rows import Row
from benchmarks.workloads import WORKLOADS, measure_many, warm_up

RESULTS = Path(__file__).resolve().parent / "results.json"
_FEW = {"many": 5, "long": 5, "code": 5, "tools": 5}
_NEEDS_VMLINUX = {"core", "many", "tools"}


def main() -> int:
    """Measure, print, write."""
    options = read_options()
    adopt_orphans()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bpfcc-bench-") as folder:
        try:
            shop = Workshop(Path(folder))
            warm_up(shop)
            names = options.only or list(WORKLOADS)
            if _NEEDS_VMLINUX & set(names):
                shop.make_vmlinux()
            print_head()
            for name in names:
                turns = options.turns or _FEW.get(name, 11)
                work = WORKLOADS[name]
                if name == "many" and options.sources is not None:
                    work = partial(measure_many, folder=options.sources)
                for row in work(shop, turns):
                    rows.append(row)
                    print_row(row)
        except BenchmarkError as error:
            print(f"benchmarks: {error}", file=sys.stderr)
            return 1
    write_results(options.output, rows)
    return 0


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"of {', '.join(WORKLOADS)}; all if none is named")
    parser.add_argument("--turns", type=int, help="of each row (11; fewer for the longest)")
    parser.add_argument("--sources", type=Path, help="a folder of programs that use vmlinux.h")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the results go")
    options = parser.parse_args()
    unknown = set(options.only) - set(WORKLOADS)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    return options


def print_head() -> None:
    """The table's first lines."""
    load = os.getloadavg()[0]
    print(f"bpfcc / clang 22, bpftool; {os.cpu_count()} processors, load {load:.1f}\n")
    print(f"{'work':<46} {'measure':<22} {'value':>8} {'limit':>6} {'CPU':>6}  ")
    print("-" * 96)


def print_row(row: Row) -> None:
    """One line."""
    limit = "" if row.limit is None else f"{row.limit:g}"
    cpu = "" if row.cpu is None else f"{row.cpu:.2f}"
    mark = {True: "ok", False: "MISSED", None: ""}[row.holds]
    print(
        f"{row.work:<46} {row.measure:<22} {row.value:>8.3f} {limit:>6} {cpu:>6}  {mark}"
        + (f"  ({row.detail})" if row.detail else ""),
        flush=True,
    )


def write_results(path: Path, rows: list[Row]) -> None:
    """The same as JSON."""
    results = {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "rows": [
            {
                "work": row.work,
                "measure": row.measure,
                "value": row.value,
                "limit": row.limit,
                "cpu": row.cpu,
                "holds": row.holds,
                "detail": row.detail,
            }
            for row in rows
        ],
    }
    path.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    sys.exit(main())
