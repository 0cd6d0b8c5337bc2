"""The kit, an object with a bit of everything, and what it takes to compile its user side."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from bpfcc.skeleton.c import make_c_skeleton
from bpfcc.skeleton.contents import Contents, read_contents
from bpfcc.skeleton.csub import make_c_subskeleton
from bpfcc.skeleton.names import name_object
from tests.diff.compilers import compile_with_bpfcc, compile_with_clang, host_flags

HERE = Path(__file__).parent
COMPILERS = {"bpfcc": compile_with_bpfcc, "clang": compile_with_clang}


@cache
def kit_object(compiler: str = "bpfcc", source: str = "kit.bpf.c", *flags: str) -> bytes:
    """`kit.bpf.c`, or another of its kind, compiled."""
    return COMPILERS[compiler](HERE / source, [*host_flags(), *flags])


def read_kit(compiler: str = "bpfcc", name: str = "kit_bpf") -> Contents:
    """What is in the kit."""
    return read_contents(kit_object(compiler), "kit.bpf.o", name)


def read_source(source: str, *flags: str) -> Contents:
    """What is in another object of this folder."""
    return read_contents(kit_object("bpfcc", source, *flags), source, name_object(source))


def compile_contents(folder: Path, source: str, name: str = "prog") -> Contents:
    """What is in the object that bpfcc makes of C text."""
    path = folder / "prog.bpf.c"
    path.write_text(source)
    return read_contents(compile_with_bpfcc(path), "prog.bpf.o", name)


def import_text(text: str) -> Any:
    """A generated module, executed without a file."""
    name = f"generated_{abs(hash(text))}"
    module = ModuleType(name)
    sys.modules[name] = module
    try:
        exec(compile(text, name, "exec"), module.__dict__)
    finally:
        del sys.modules[name]
    return module


def read_members(header: str) -> list[str]:
    """Lines of the first struct in a skeleton header, without indentation, up to its methods."""
    body = re.search(r"^struct \w+ \{\n(.*?)\n\n#ifdef __cplusplus", header, re.M | re.S)
    assert body is not None
    return [line.strip() for line in body[1].splitlines()]


def find_c_obstacle(compiler: str = "gcc") -> str | None:
    """Why the user side cannot be compiled here; None when it can."""
    if shutil.which(compiler) is None:
        return f"{compiler} is not installed"
    probe = subprocess.run(
        [compiler, "-E", "-xc", "-o", "/dev/null", "-"],
        input=b"#include <bpf/libbpf.h>\n",
        capture_output=True,
        check=False,
    )
    return None if probe.returncode == 0 else "libbpf's headers (libbpf-dev) are not installed"


def write_headers(folder: Path, contents: Contents) -> None:
    """`kit.skel.h` and, called `kit_part`, `kit.subskel.h`."""
    (folder / "kit.skel.h").write_text(make_c_skeleton(contents))
    contents.name = "kit_part"
    (folder / "kit.subskel.h").write_text(make_c_subskeleton(contents))


def build_program(folder: Path, source: Path, flags: Sequence[str] = ()) -> Path:
    """The program of a C or C++ source that includes headers in `folder`; no warning is allowed."""
    compiler = "g++" if source.suffix == ".cpp" else "gcc"
    out = folder / source.stem
    warnings = ["-Wall", "-Wextra", "-Wshadow", "-Wundef", "-Werror"]
    command = [compiler, *warnings, *flags, f"-I{folder}", f"-I{HERE}", str(source)]
    done = subprocess.run(
        [*command, "-o", str(out), "-lbpf"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return out
