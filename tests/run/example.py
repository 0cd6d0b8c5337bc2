"""An example, compiled once for all tests and loaded by each of them."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bpfcc.elf.model import Object
from bpfcc.elf.read import read_object
from bpfcc.kernel.maps import Map
from bpfcc.kernel.object import LoadedObject, Program
from bpfcc.kernel.testrun import TestRun, run_program
from bpfcc.kernel.variables import (
    find_variables,
    read_variable,
    set_before_load,
    write_variable,
)
from tests.diff.compilers import ROOT, compile_with_bpfcc, host_flags

EXAMPLES = ROOT / "examples"


@cache
def compile_example(name: str) -> bytes:
    """The object that bpfcc makes of ``examples/NAME.c``."""
    return compile_with_bpfcc(EXAMPLES / f"{name}.c", host_flags())


def u32(value: int) -> bytes:
    """A 32-bit number in host order."""
    return struct.pack("=I", value)


@dataclass(slots=True)
class Example:
    """A loaded example."""

    loaded: LoadedObject
    obj: Object

    def program(self, name: str) -> Program:
        """One of its programs."""
        return self.loaded.program(name)

    def map(self, name: str) -> Map:
        """One of its maps."""
        return self.loaded.map(name)

    def run(self, program: str, packet: bytes, context: bytes | None = None) -> TestRun:
        """Run a program on one packet."""
        return run_program(self.program(program), packet, context)

    def variable(self, name: str) -> int:
        """The value of a global variable, as an unsigned number."""
        value = read_variable(self.loaded, find_variables(self.obj)[name])
        return int.from_bytes(value, sys.byteorder)

    def set_variable(self, name: str, value: bytes) -> None:
        """Change a global variable of ``.data`` or ``.bss``."""
        write_variable(self.loaded, find_variables(self.obj)[name], value)


@contextmanager
def load_example(name: str, settings: Mapping[str, bytes] | None = None) -> Iterator[Example]:
    """Compile, set global variables, load; everything is gone after the block."""
    data = compile_example(name)
    obj = read_object(data, name)
    with LoadedObject(data, f"{name}.o") as loaded:
        variables = find_variables(obj)
        for variable, value in (settings or {}).items():
            set_before_load(loaded, variables[variable], value)
        loaded.load()
        yield Example(loaded, obj)


def all_examples() -> list[Path]:
    """Every example's source."""
    return sorted(EXAMPLES.glob("*.c"))
