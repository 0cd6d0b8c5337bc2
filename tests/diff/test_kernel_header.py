"""A program compiles to the same object with the file vmlinux.h and without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpfcc.btf.cdump import dump_header
from bpfcc.btf.container import Btf
from bpfcc.files import KERNEL_BTF
from tests.diff.compilers import ROOT, compile_with_bpfcc, host_flags

PROGRAMS = sorted((ROOT / "benchmarks" / "programs").glob("*.c"))


@pytest.fixture(scope="session")
def header(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the whole vmlinux.h of the running kernel."""
    if not Path(KERNEL_BTF).exists():
        pytest.skip("the running kernel has no BTF")
    folder = tmp_path_factory.mktemp("kernel")
    (folder / "vmlinux.h").write_text(dump_header(Btf.open(KERNEL_BTF)))
    return folder


@pytest.mark.parametrize("source", PROGRAMS, ids=lambda path: path.stem)
def test_types_from_btf_are_those_of_the_file(source: Path, header: Path) -> None:
    with_file = compile_with_bpfcc(source, [*host_flags(), f"-I{header}"])
    assert compile_with_bpfcc(source, host_flags()) == with_file
