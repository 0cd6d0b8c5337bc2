"""The fuzzers for as long as one likes: ``python -m tests.fuzz [NAME…] --minutes N``.

NAME is a module of this folder without its ``test_`` (``preprocessor``, ``compile``, …), by
default each of them in turn, N minutes each. What a fuzzer finds is shown as pytest shows it,
with the smallest example that fails, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from tests.fuzz.effort import FACTOR_VARIABLE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def list_fuzzers() -> list[str]:
    """The names of all fuzzers."""
    return sorted(path.stem.removeprefix("test_") for path in HERE.glob("test_*.py"))


def run_round(name: str, seed: int, factor: int) -> tuple[bool, str]:
    """One round of a fuzzer with its own seed: (nothing found, what pytest printed)."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    command += [f"--hypothesis-seed={seed}", str(HERE / f"test_{name}.py")]
    environment = {**os.environ, FACTOR_VARIABLE: str(factor)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode == 0, done.stdout + done.stderr


def fuzz(name: str, minutes: float, factor: int, choose: random.Random) -> int:
    """Rounds of one fuzzer until its time is over; returns how many found something."""
    end = time.monotonic() + minutes * 60
    rounds = failures = 0
    while time.monotonic() < end:
        seed = choose.getrandbits(32)
        clean, output = run_round(name, seed, factor)
        rounds += 1
        if not clean:
            failures += 1
            print(f"{name}: round with seed {seed}\n{output}", flush=True)
    print(f"{name}: {rounds} rounds, {failures} of them found something", flush=True)
    return failures


def main() -> int:
    """Run the fuzzers that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--minutes", type=float, default=10, help="for each fuzzer (10)")
    parser.add_argument("--factor", type=int, default=10, help="examples a round, times the usual")
    parser.add_argument("--seed", type=int, help="for the same rounds once more")
    arguments = parser.parse_args()
    known = list_fuzzers()
    for name in arguments.names:
        if name not in known:
            parser.error(f"there is no fuzzer '{name}': {', '.join(known)}")
    choose = random.Random(arguments.seed)
    found = 0
    for name in arguments.names or known:
        found += fuzz(name, arguments.minutes, arguments.factor, choose)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
