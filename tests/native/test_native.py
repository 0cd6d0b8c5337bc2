"""C programs run natively answer as they say, and as gcc's do; LLVM's BPF parts have no say."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bpfcc.options import Options
from tests.native import csmith, host

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.c"))
SEEDS = int(os.environ.get("BPFCC_CSMITH", "3"))
"""How many programs csmith invents; the long mode takes 1000."""

pytestmark = pytest.mark.skipif(host.find_obstacle() is not None, reason=str(host.find_obstacle()))


@pytest.mark.parametrize("spelled_out", [False, True], ids=["plain", "spelled out"])
@pytest.mark.parametrize("level", [0, 2])
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_a_program_prints_what_it_says(path: Path, level: int, spelled_out: bool) -> None:
    wanted = "".join(
        line + "\n" for line in re.findall(r"^// prints: ?(.*)$", path.read_text(), re.MULTILINE)
    )
    options = Options(debug=level == 2, no_warnings=True, opt_level=str(level))
    run = host.run_ir(host.lower_for_host(path, options, spelled_out=spelled_out), level)
    assert (run.status, run.output) == (0, wanted)


@pytest.mark.skipif(csmith.find_tools() is not None, reason=str(csmith.find_tools()))
@pytest.mark.parametrize("seed", range(1, SEEDS + 1))
def test_an_invented_program_prints_what_gccs_prints(seed: int, tmp_path: Path) -> None:
    problem = csmith.compare_seed(seed, tmp_path)
    assert problem is None, problem
