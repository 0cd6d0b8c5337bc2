"""The kernel's own word: what the files in ``verifier`` say of each program is true.

A program with a warning is refused, one without is loaded; of a file ``NAME.ok.c`` every program
is loaded. Reading stack that has no value is refused by kernels before 6.3 only.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bpfcc.elf.programs import list_programs
from bpfcc.elf.read import read_object
from bpfcc.kernel.object import load_alone
from tests.diff.compilers import compile_with_bpfcc

pytestmark = pytest.mark.kernel

_RECENT = tuple(map(int, os.uname().release.split(".")[:2])) >= (6, 3)
FOLDER = Path(__file__).parent / "verifier"
_PROGRAM = re.compile(r"^SEC\(.*?\) int (?:BPF_KPROBE\()?(\w+)[(,]")


def read_programs(source: Path) -> dict[str, bool]:
    """Program → whether something is said of it."""
    found: dict[str, bool] = {}
    current = ""
    function_said = False
    for line in source.read_text().splitlines():
        if match := _PROGRAM.match(line):
            current = match[1]
            found[current] = function_said
            function_said = False
        elif line.startswith(("static ", "__noinline ")):
            current = ""
        if "// warning" in line and not ("[verifier-uninitialized-" in line and _RECENT):
            if current:
                found[current] = True
            else:
                function_said = True  # of a function that the next program calls
    return found


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.c")), ids=lambda p: p.name)
def test_the_kernel_refuses_what_is_warned_of_and_nothing_else(source: Path) -> None:
    data = compile_with_bpfcc(source, ["-D__TARGET_ARCH_x86", "-w"])
    said = read_programs(source)
    names = [program.name for program in list_programs(read_object(data, source.name))]
    assert set(names) == said.keys()
    verdicts = {name: load_alone(data, name, name=source.name).ok for name in names}
    assert verdicts == {name: not is_wrong for name, is_wrong in said.items()}
