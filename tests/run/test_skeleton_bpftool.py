"""C skeletons beside bpftool's: the same members, in the same order, of the same types."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bpfcc.skeleton.c import make_c_skeleton
from bpfcc.skeleton.contents import read_contents
from bpfcc.skeleton.csub import make_c_subskeleton
from bpfcc.skeleton.names import name_object
from tests.diff.compilers import ROOT, compile_with_bpfcc, compile_with_clang, host_flags
from tests.unit.skeleton.build import read_members

pytestmark = pytest.mark.skipif(shutil.which("bpftool") is None, reason="bpftool is not installed")

SOURCES = sorted((ROOT / "examples").glob("*.c"))


def normalize(lines: list[str]) -> list[str]:
    """Members without what differs between versions of bpftool.

    Newer ones show no struct for a section without visible variables. Padding between bit-fields
    can be written in several ways.
    """
    kept = [line for line in lines if not re.fullmatch(r"\w+: \d+;", line)]
    text = re.sub(r"struct \w+ \{\n\} \*?\w+;\n?", "", "\n".join(kept) + "\n")
    return text.replace("__typeof__(", "typeof(").splitlines()


def ask_bpftool(kind: str, path: Path) -> list[str]:
    done = subprocess.run(["bpftool", "gen", kind, path], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return normalize(read_members(done.stdout.decode("latin-1")))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
@pytest.mark.parametrize("compiler", [compile_with_bpfcc, compile_with_clang])
def test_members_are_those_of_bpftool(tmp_path: Path, source: Path, compiler: object) -> None:
    path = tmp_path / f"{source.stem}.bpf.o"
    assert callable(compiler)
    path.write_bytes(compiler(source, host_flags()))
    contents = read_contents(path.read_bytes(), str(path), name_object(str(path)))
    ours = normalize(read_members(make_c_skeleton(contents)))
    assert ours == ask_bpftool("skeleton", path)
    if not all(section.is_typed for _, section in contents.memory):
        return  # bpftool 7.1 breaks down there
    ours = normalize(read_members(make_c_subskeleton(contents)))
    assert ours == ask_bpftool("subskeleton", path)
