"""C to a run on this machine: bpfcc's IR, made for the host by LLVM in a child process."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bpfcc.codegen.backend import Backend
from bpfcc.diagnostics import FatalError
from bpfcc.driver import Compilation, _Pipeline, _StageError
from bpfcc.errors import InputError
from bpfcc.options import Options

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT_SECONDS = 30

# What the types of BPF are like: little-endian, with 64-bit long and pointers.
_LIKE_BPF = frozenset(("x86_64", "aarch64"))


class CompileError(Exception):
    """bpfcc made no IR of a program."""


@dataclass(slots=True)
class Run:
    """How a program ended (as in ``subprocess``) and what it wrote."""

    status: int
    output: str


def find_obstacle() -> str | None:
    """Why programs cannot be run here, if they cannot."""
    machine = platform.machine()
    return None if machine in _LIKE_BPF else f"the types of {machine} are not those of BPF"


def lower_for_host(path: Path, options: Options, *, spelled_out: bool = False) -> str:
    """The IR of a program, for any machine.

    ``spelled_out``: with everything in simpler IR that LLVM's BPF back end would refuse.
    """
    result = Compilation(options)
    with Backend() as backend:
        pipeline = _Pipeline(str(path), None, options, backend, result, True)
        try:
            unit = pipeline.analyze()
            module = pipeline.lower(unit, pipeline.read_library() if spelled_out else None)
        except (FatalError, InputError, _StageError) as error:
            messages = [diagnostic.message for diagnostic in result.sink.diagnostics]
            raise CompileError(f"{path}: {error} {messages}") from None
    text = "\n".join(line for line in module.text.splitlines() if not line.startswith("target "))
    return re.sub(r'"target-(cpu|features)"="[^"]*"', "", text)


def run_ir(ir: str, level: int, timeout_seconds: int = TIMEOUT_SECONDS) -> Run:
    """Run ``main`` of a module, optimized at ``level``, in a child process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.native.child", str(level)],
        input=ir,
        capture_output=True,
        text=True,
        timeout=timeout_seconds,
        cwd=ROOT,
    )
    return Run(done.returncode, done.stdout + done.stderr)
