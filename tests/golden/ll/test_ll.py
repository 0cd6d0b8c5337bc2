"""The IR of small programs before optimization, and that it gives the code clang's IR gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.codegen.backend import Backend
from bpfcc.driver import compile_source
from bpfcc.elf.read import read_object
from bpfcc.options import Options
from tests.conftest import Clang, Golden

CASES = sorted(Path(__file__).parent.glob("*.c"))
WITH_DEBUG = ("core", "debug")


def emit(path: Path, kind: str, *, debug: bool = True) -> bytes:
    options = Options(
        emit=kind, nostdinc=True, compilation_dir="/src", debug=debug, unaligned_access=False
    )
    with Backend() as backend:
        done = compile_source("case.c", options, backend, text=path.read_text())
    assert done.ok, [d.message for d in done.sink.diagnostics] or done.fault
    assert done.output is not None
    return done.output


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_unoptimized_ir(path: Path, golden: Golden) -> None:
    golden(path.with_suffix(".ll"), emit(path, "llvm", debug=path.stem in WITH_DEBUG).decode())


def code_of(data: bytes) -> dict[str, bytes]:
    """The bytes of each section with instructions."""
    found = read_object(data, "case.o")
    executable = 4
    return {s.name: bytes(s.data) for s in found.sections if s.flags & executable and s.data}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_code_is_that_of_clang(path: Path, clang22: Clang, tmp_path: Path) -> None:
    out = tmp_path / "clang.o"
    done = clang22(["-O2", "-g", "-mcpu=v3", "-w", "-c", path, "-o", out])
    assert not done.returncode, done.stderr.decode()
    assert code_of(emit(path, "obj")) == code_of(out.read_bytes())
