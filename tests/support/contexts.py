"""The members of the programs' contexts, and what the running kernel lets programs do with them."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from bpfcc.diagnostics import Sink
from bpfcc.elf.uapi import CONTEXT_TYPES
from bpfcc.frontend.ctype import Array, Record
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.lazy import read_unit
from bpfcc.frontend.sema import analyze
from bpfcc.frontend.tree import Variable
from bpfcc.options import Options
from bpfcc.source import SourceManager
from bpfcc.warning_table import make_policy
from tests.support.progload import load_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.elf.sections import SectionKind
    from bpfcc.frontend.ctype import CType

_LOADS = {1: 0x71, 2: 0x69, 4: 0x61, 8: 0x79}  # rD = *(size *)(rS + off)
_STORES = {1: 0x73, 2: 0x6B, 4: 0x63, 8: 0x7B}  # *(size *)(rD + off) = rS
_EXIT = struct.pack("<BBhi", 0x95, 0, 0, 0)
_MOVE_NUMBER = 0xB7
REFUSED = "invalid bpf_context access"


class Member(NamedTuple):
    """A named member, or an array's first element: where it lies and how it is accessed."""

    name: str
    offset_bytes: int
    size_bytes: int


@cache
def read_members(tag: str) -> tuple[Member, ...]:
    """The members of a struct of ``linux/bpf.h``, those of unnamed ones among them."""
    options = Options()
    manager = SourceManager()
    sink = Sink(manager, make_policy(options), error_limit=0)
    text = f"#include <linux/bpf.h>\nstruct {tag} object;\n"
    unit = analyze(
        read_unit("members.c", options, manager, sink, text=text), options, sink, manager
    )
    variable = next(v for v in unit.definitions if isinstance(v, Variable) and v.name == "object")
    return tuple(_list_members(variable.type, 0))


def _list_members(type: CType, start: int) -> Iterator[Member]:
    record = type.canonical
    assert isinstance(record, Record)
    for field in record.fields or ():
        at = start + field.offset_bits // 8
        if field.bit_width is not None:
            continue
        target = field.type.canonical
        if field.name is None:
            yield from _list_members(target, at)
            continue
        element = target.element.canonical if isinstance(target, Array) else target
        yield Member(field.name, at, size_of(element) or 0)


def find_tag(kind: SectionKind) -> str | None:
    """The tag of a program kind's context, if that is a struct."""
    name = CONTEXT_TYPES.get(kind.program_type, "")
    return name.removeprefix("struct ") if name.startswith("struct ") else None


def ask_kernel(kind: SectionKind, member: Member, *, is_write: bool) -> bool | None:
    """Whether a program may read or write a member; None: the kernel has no such programs."""
    said = ""
    for result in (1, 0):
        said = load_code(kind, _access(member, result, is_write=is_write))
        if not said:
            return True
        if REFUSED in said or "cannot write" in said:
            return False
    return None


def _access(member: Member, result: int, *, is_write: bool) -> bytes:
    if is_write:
        code = struct.pack("<BBhi", _MOVE_NUMBER, 2, 0, 0)
        code += struct.pack("<BBhi", _STORES[member.size_bytes], 0x21, member.offset_bytes, 0)
    else:
        code = struct.pack("<BBhi", _LOADS[member.size_bytes], 0x12, member.offset_bytes, 0)
    return code + struct.pack("<BBhi", _MOVE_NUMBER, 0, 0, result) + _EXIT


def accepts_result(kind: SectionKind, result: int) -> bool | None:
    """Whether a program may return a constant; None: the kernel has no such programs."""
    said = load_code(kind, struct.pack("<BBhi", _MOVE_NUMBER, 0, 0, result) + _EXIT)
    if not said:
        return True
    return False if "R0" in said else None


def write_packet(kind: SectionKind, start: Member, end: Member) -> bool | None:
    """Whether a program may write the packet's first byte; None: there are no such programs."""
    said = ""
    for result in (1, 0):
        said = load_code(
            kind,
            struct.pack("<BBhi", _LOADS[start.size_bytes], 0x12, start.offset_bytes, 0)
            + struct.pack("<BBhi", _LOADS[end.size_bytes], 0x13, end.offset_bytes, 0)
            + struct.pack("<BBhi", 0xBF, 0x24, 0, 0)  # r4 = r2
            + struct.pack("<BBhi", 0x07, 4, 0, 1)  # r4 += 1
            + struct.pack("<BBhi", 0x2D, 0x34, 2, 0)  # if r4 > r3 goto +2
            + struct.pack("<BBhi", _MOVE_NUMBER, 5, 0, 0)
            + struct.pack("<BBhi", _STORES[1], 0x52, 0, 0)
            + struct.pack("<BBhi", _MOVE_NUMBER, 0, 0, result)
            + _EXIT,
        )
        if not said:
            return True
        if "cannot write into packet" in said or "does not allow writes" in said:
            return False
    return None
