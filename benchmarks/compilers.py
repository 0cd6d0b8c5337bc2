"""The two compilers' command lines, and the folder in which they are measured."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.measure import BenchmarkError, Contender

ROOT = Path(__file__).resolve().parents[1]
INCLUDE = ROOT / "include"
PROGRAMS = Path(__file__).resolve().parent / "programs"
FLAGS = ("-O2", "-g", "-mcpu=v3", "-w")

_ARCHITECTURES = {"x86_64": "x86", "aarch64": "arm64", "riscv64": "riscv", "s390x": "s390"}


def find_clang() -> list[str]:
    """The binary of clang 22 itself; raises BenchmarkError where ziglang is not installed."""
    try:
        import ziglang
    except ImportError:
        raise BenchmarkError("ziglang, which brings clang 22, is not installed") from None
    package = Path(ziglang.__file__).parent
    return [str(package / "zig"), "clang", "-resource-dir", str(package / "lib")]


def architecture_flag() -> str:
    """The macro with which programs that read registers are compiled."""
    machine = platform.machine()
    return f"-D__TARGET_ARCH_{_ARCHITECTURES.get(machine, machine)}"


class Workshop:
    """A temporary folder with sources, outputs, bpfcc's caches, and vmlinux.h for clang.

    bpfcc is called as ``python -m bpfcc``; its bytecode is kept outside the cache, as it is for
    an installed package, so that emptying the cache makes a first compilation and not a first
    start of Python.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        self.kernel_headers = folder / "kernel"
        self.environment = {
            "XDG_CACHE_HOME": str(self.cache),
            "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPATH": str(ROOT),
        }
        self.clang = find_clang()

    def make_vmlinux(self) -> None:
        """Write the whole of vmlinux.h, with our own command."""
        self.kernel_headers.mkdir(exist_ok=True)
        command = [*self.bpfcc(), "btf", "vmlinux", "-o", str(self.kernel_headers / "vmlinux.h")]
        subprocess.run(command, env={**os.environ, **self.environment}, check=True)

    @staticmethod
    def bpfcc() -> list[str]:
        """The command that starts bpfcc."""
        return [sys.executable, "-m", "bpfcc"]

    def forget(self, *kinds: str) -> None:
        """Delete kinds of entries of bpfcc's cache, all of them if none is named."""
        if not kinds:
            shutil.rmtree(self.cache, ignore_errors=True)
        for kind in kinds:
            shutil.rmtree(self.cache / "bpfcc" / kind, ignore_errors=True)

    def copy_source(self, source: Path) -> Path:
        """A copy of a source that may be edited."""
        target = self.folder / source.name
        shutil.copy(source, target)
        return target

    def compile_with_bpfcc(self, *words: str | Path) -> Contender:
        """`bpfcc compile` as a contender."""
        command = [*self.bpfcc(), "compile", *FLAGS, *map(str, words)]
        return Contender(command, self.folder, self.environment)

    def compile_with_clang(self, *words: str | Path) -> Contender:
        """The same for clang; it finds the headers that bpfcc brings."""
        command = [*self.clang, "-target", "bpf", *FLAGS, f"-I{INCLUDE}", *map(str, words)]
        return Contender(command, self.folder)


def edit(source: Path, text: str, turn: int) -> None:
    """Give a source a new last line, so that nothing has compiled it before."""
    source.write_text(f"{text}\n/* turn {turn} */\n")
