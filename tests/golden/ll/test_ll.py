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
# At -O0 bpfcc keeps no copies of atomics' operands, and names parameters in BTF (which shifts the
# type ids that CO-RE relocations hold); a call through a pointer it refuses.
OTHER_CODE_AT_O0 = ("atomics", "core", "calls")


def emit(path: Path, kind: str, *, debug: bool = True, level: str = "2") -> bytes:
    options = Options(
        opt_level=level,
        emit=kind,
        nostdinc=True,
        compilation_dir="/src",
        debug=debug,
        unaligned_access=False,
        bpf_passes=False,
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


@pytest.mark.parametrize(
    ("path", "level"),
    [
        pytest.param(path, level, id=f"{path.stem}-O{level}")
        for path in CASES
        for level in "02s"
        if level != "0" or path.stem not in OTHER_CODE_AT_O0
    ],
)
def test_code_is_that_of_clang(path: Path, level: str, clang22: Clang, tmp_path: Path) -> None:
    out = tmp_path / "clang.o"
    done = clang22([f"-O{level}", "-g", "-mcpu=v3", "-w", "-c", path, "-o", out])
    assert not done.returncode, done.stderr.decode()
    assert code_of(emit(path, "obj", level=level)) == code_of(out.read_bytes())
