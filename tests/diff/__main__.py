"""``python -m tests.diff FILE…``: compare sources by bpfcc with the same by clang 22."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.diff.runner import compare_source


def main() -> int:
    """Compare every file given; 1 when one differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.diff", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--flag", action="append", help="a further compiler flag (repeatable)")
    parser.add_argument("--ignore", action="append", default=[], metavar="MAP")
    options = parser.parse_args()
    failed = False
    for source in options.files:
        result = compare_source(source, options.flag, ignore=options.ignore)
        counts = ", ".join(f"{c.name} {c.ours}/{c.theirs}" for c in result.counts)
        print(f"{'ok  ' if result.is_equal else 'FAIL'} {source} ({result.runs} runs) {counts}")
        for problem in result.problems:
            print(f"     {problem}")
        failed |= not result.is_equal
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
