"""Programs that csmith invents: bpfcc's must print the checksum that gcc's prints."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bpfcc.options import Options
from tests.native.host import CompileError, lower_for_host, run_ir

CSMITH_INCLUDE = "/usr/include/csmith"
_SMALL = ("--no-float", "--max-funcs", "6", "--max-block-depth", "3")
_SECONDS = 10


def find_tools() -> str | None:
    """What is missing of csmith, its headers and gcc, if anything is."""
    missing = [tool for tool in ("csmith", "gcc") if shutil.which(tool) is None]
    if not Path(CSMITH_INCLUDE, "csmith.h").exists():
        missing.append("csmith's headers")
    return f"no {' and no '.join(missing)}" if missing else None


def compare_seed(seed: int, folder: Path) -> str | None:
    """What is wrong with the program of a seed; None if nothing is, or it does not end."""
    source = folder / f"csmith{seed}.c"
    volatiles = "--no-volatiles" if seed % 2 else "--volatiles"
    make = ["csmith", *_SMALL, volatiles, "--seed", str(seed), "-o", str(source)]
    subprocess.run(make, check=True, capture_output=True, timeout=_SECONDS * 6)
    # All that csmith wants of these is that they exist.
    for name in ("float.h", "math.h"):
        (folder / name).touch()
    program = folder / f"csmith{seed}"
    flags = ["-O1", "-w", "-fsigned-char", f"-I{CSMITH_INCLUDE}"]
    subprocess.run(["gcc", *flags, str(source), "-o", str(program)], check=True)
    try:
        wanted = subprocess.run([str(program)], capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    problem = _compare(source, seed, wanted.stdout, wanted.returncode)
    program.unlink()
    if problem is None:
        source.unlink()
    return problem


def _compare(source: Path, seed: int, wanted: str, status: int) -> str | None:
    # Loops that gcc leaves out may take minutes where nothing is optimized.
    for level in ("2",) if seed % 3 else ("0", "2"):
        options = Options(
            debug=False,
            no_warnings=True,
            opt_level=level,
            user_folders=(str(source.parent), CSMITH_INCLUDE),
            nostdlibinc=True,
        )
        try:
            ir = lower_for_host(source, options, spelled_out=seed % 5 == 0)
            run = run_ir(ir, int(level), _SECONDS * 3)
        except CompileError as error:
            return str(error)
        except subprocess.TimeoutExpired:
            continue
        if (run.status, run.output) != (status, wanted):
            ours = f"{run.status}, {run.output.strip()!r}"
            return f"{source}: {ours}; gcc: {status}, {wanted.strip()!r}"
        return None
    return f"{source} does not end"
