"""Which variant of its code a module gets, and who makes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = """
struct value { char a; int b; } __attribute__((packed)) value;
__attribute__((section("xdp"))) int load(void *context) { %s return value.b; }
"""
MODULE_IS_LARGE = (
    "import sys; from bpfcc.codegen import variants; variants._LARGE_BYTES = 0; "
    "from bpfcc.__main__ import main; sys.argv[0] = 'bpfcc'; main()"
)


def compile_source(path: Path, program: str, *flags: str) -> bytes:
    out = path.with_suffix(".o")
    command = [sys.executable, "-c", program, "compile", "--no-cache", *flags, str(path)]
    subprocess.run([*command, "-o", str(out)], check=True)
    return out.read_bytes()


@pytest.mark.parametrize("statement", ["", 'asm volatile("r0 = 0" ::: "r0");'])
def test_a_large_module_gets_aligned_accesses_at_once(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "large.c"
    path.write_text(SOURCE % statement)
    large = compile_source(path, MODULE_IS_LARGE)
    small = compile_source(path, MODULE_IS_LARGE.replace("= 0", "= 1 << 20"))
    assert large == compile_source(path, MODULE_IS_LARGE, "-mstrict-align")
    assert large != small


# Whatever the machine is doing; what becomes of the second process is told on its way.
SECOND_PROCESS = """
import os, sys
from bpfcc.codegen import spare, variants, worker
worker.is_crowded = variants.is_crowded = lambda: {crowded}
finish = spare.Spare.finish
def finish_and_tell(self):
    code = finish(self)
    with open(sys.argv[-1] + ".told", "w") as file:
        file.write("nothing" if code is None else "code")
    return code
spare.Spare.finish = finish_and_tell
if {dies}:
    spare.serve_once = lambda *_: os._exit(9)
from bpfcc.__main__ import main
main()
"""
# What is read through the argument may be anything, so the first variant alone does not decide.
NEEDS_TWO_VARIANTS = """
struct pair {{ long a, b; }};
static __attribute__((noinline)) long add(struct pair *of) {{ return of->a + of->b; }}
__attribute__((section("xdp"))) int load(void *context)
{{ struct pair mine = {{ 1, 2 }}; {0} return add(&mine); }}
"""


@pytest.mark.parametrize("statement", ["", 'asm volatile("r0 = 0" ::: "r0");'])
def test_a_second_process_makes_the_same_code(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "two.c"
    path.write_text(NEEDS_TWO_VARIANTS.format(statement))
    told = tmp_path / "two.o.told"
    alone = compile_source(path, SECOND_PROCESS.format(crowded=True, dies=False))
    assert not told.exists()
    assert compile_source(path, SECOND_PROCESS.format(crowded=False, dies=False)) == alone
    assert told.read_text() == "code"


def test_code_is_made_without_a_second_process_that_died(tmp_path: Path) -> None:
    path = tmp_path / "two.c"
    path.write_text(NEEDS_TWO_VARIANTS.format(""))
    alone = compile_source(path, SECOND_PROCESS.format(crowded=True, dies=False))
    assert compile_source(path, SECOND_PROCESS.format(crowded=False, dies=True)) == alone
    assert (tmp_path / "two.o.told").read_text() == "nothing"
