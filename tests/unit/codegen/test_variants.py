"""Which variant of its code a module gets where trying them all would take too long."""

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
