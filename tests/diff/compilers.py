"""The two compilers as functions from a source file to an object's bytes."""

from __future__ import annotations

import contextlib
import io
import platform
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"

Compiler = Callable[[Path, Sequence[str]], bytes]
"""(source file, further clang flags) -> the object; raises CompileFailedError."""

DEFAULT_FLAGS = ("-O2", "-g", "-mcpu=v3")


class CompileFailedError(Exception):
    """A compiler refused a source; the text is what it said."""


def find_clang() -> list[str]:
    """The command that runs clang 22 from the ziglang package."""
    import ziglang

    package = Path(ziglang.__file__).parent
    return [str(package / "zig"), "clang", "-resource-dir", str(package / "lib")]


def compile_with_clang(source: Path, flags: Sequence[str] = ()) -> bytes:
    """The object that clang 22 makes of ``source`` with the project's own headers."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.o"
        command = [*find_clang(), "-target", "bpf", *DEFAULT_FLAGS, "-nostdinc"]
        command += ["-isystem", str(INCLUDE), *flags, "-c", str(source), "-o", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CompileFailedError(f"clang: {done.stderr.strip()}")
        return out.read_bytes()


def compile_with_bpfcc(source: Path, flags: Sequence[str] = ()) -> bytes:
    """The object that bpfcc makes of ``source``, by its command line in this process."""
    from bpfcc.cli.compile import run_compile

    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stderr(said):
        out = Path(folder) / "out.o"
        status = run_compile(
            "bpfcc compile",
            [
                *DEFAULT_FLAGS,
                "-nostdinc",
                "-isystem",
                str(INCLUDE),
                *flags,
                str(source),
                "-o",
                str(out),
            ],
        )
        if status:
            raise CompileFailedError(f"bpfcc: {said.getvalue().strip()}")
        return out.read_bytes()


_TARGET_ARCH = {
    "x86_64": "x86",
    "aarch64": "arm64",
    "riscv64": "riscv",
    "s390x": "s390",
    "ppc64le": "powerpc",
}


def host_flags() -> list[str]:
    """What a program that reads this machine's registers is compiled with."""
    arch = _TARGET_ARCH.get(platform.machine())
    return [f"-D__TARGET_ARCH_{arch}"] if arch else []
