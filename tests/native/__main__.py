"""``python -m tests.native COUNT [FIRST]``: COUNT programs of csmith, against gcc.

Exit status 1 where one differs; its source stays in the folder that is named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.native import csmith, host


def main() -> int:
    obstacle = host.find_obstacle() or csmith.find_tools()
    if obstacle is not None:
        print(obstacle, file=sys.stderr)
        return 2
    count = int(sys.argv[1])
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    folder = Path(tempfile.mkdtemp(prefix="bpfcc-native-"))
    problems = 0
    for seed in range(first, first + count):
        problem = csmith.compare_seed(seed, folder)
        if problem is not None:
            problems += 1
            print(problem, flush=True)
    print(f"{count} programs, {problems} of them differ")
    if not problems:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
