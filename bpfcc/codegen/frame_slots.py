"""What lies in the frame of a function: which bytes, and what the source calls them.

Objects do not say where local variables are. But instructions say which bytes are used, and the
source lines beside them mostly what for: a line that stores begins with the variable's name, one
that calls a helper has it among the arguments. What neither shows has no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from bpfcc.codegen.insn import (
    CLASS_ALU,
    CLASS_ALU64,
    CLASS_LD,
    CLASS_LDX,
    CLASS_ST,
    CLASS_STX,
    OP_MOV32_IMM,
    OP_MOV64_IMM,
    trace_frame,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bpfcc.btf.ext import LineInfo
    from bpfcc.codegen.disassembler import FunctionListing, Line

_SIZES_BYTES = {0x00: 4, 0x08: 2, 0x10: 1, 0x18: 8}
_ARGUMENTS = range(1, 6)
_WRITING = (CLASS_ALU, CLASS_ALU64, CLASS_LD, CLASS_LDX)

# Helpers that take a key or a value of the map that is their first argument: which argument.
_KEY_ARGUMENTS = {
    "bpf_map_lookup_elem": 2,
    "bpf_map_update_elem": 2,
    "bpf_map_delete_elem": 2,
    "bpf_map_lookup_percpu_elem": 2,
}
_VALUE_ARGUMENTS = {
    "bpf_map_update_elem": 3,
    "bpf_map_push_elem": 2,
    "bpf_map_pop_elem": 2,
    "bpf_map_peek_elem": 2,
}
_ASSIGNED = re.compile(
    r"\s*(?:(?:const|volatile|register|struct|union|enum|unsigned|signed)\s+)*"
    r"(?:[A-Za-z_]\w*(?:\s+|\s*\*+\s*))?"
    r"([A-Za-z_]\w*)\s*(?:\[[^][]*\]\s*|\.\s*\w+\s*)*=(?!=)"
)
_ARGUMENT = re.compile(r"\s*(?:\(\s*[\w\s]+\**\s*\)\s*)*&?\s*([A-Za-z_]\w*)\s*(?:\[0\])?\s*")


@dataclass(slots=True)
class StackSlot:
    """Bytes of a frame that instructions use: from `offset_bytes`, which is negative.

    `variables` are the names that the source lines give them, in order of their use;
    `first_instruction` counts slots of code, `line` is that instruction's.
    """

    offset_bytes: int
    size_bytes: int
    accesses: int
    first_instruction: int
    line: LineInfo | None
    variables: list[str]


@dataclass(slots=True)
class _Use:
    """One use of the frame; `size_bytes` is 0 where it is not known."""

    offset_bytes: int
    size_bytes: int
    instruction: int
    line: LineInfo | None
    stored: str | None = None
    passed: str | None = None


@dataclass(slots=True)
class _Group:
    """Uses of bytes that overlap."""

    end_bytes: int
    uses: list[_Use] = field(default_factory=list)


def find_slots(function: FunctionListing, maps: Mapping[str, tuple[int, int]]) -> list[StackSlot]:
    """The parts of the frame of `function`, from its lower end.

    `maps` has the bytes of a key and of a value of each map, by its name. Uses that overlap are
    one part, and neighbours of the same name are. Memory whose address goes to a function without
    a size that the code shows ends where the next part starts.
    """
    uses = sorted(_find_uses(function, maps), key=lambda use: (use.offset_bytes, use.instruction))
    starts = sorted({use.offset_bytes for use in uses} | {0})
    following = dict(pairwise(starts))
    groups: list[_Group] = []
    for use in uses:
        size = use.size_bytes or following[use.offset_bytes] - use.offset_bytes
        end = min(use.offset_bytes + size, 0)
        if not groups or use.offset_bytes >= groups[-1].end_bytes:
            groups.append(_Group(end))
        groups[-1].end_bytes = max(groups[-1].end_bytes, end)
        groups[-1].uses.append(use)
    return _join_neighbours([_make_slot(group) for group in groups])


def _join_neighbours(slots: list[StackSlot]) -> list[StackSlot]:
    joined: list[StackSlot] = []
    for slot in slots:
        last = joined[-1] if joined else None
        if (
            last is None
            or not slot.variables
            or last.variables != slot.variables
            or last.offset_bytes + last.size_bytes != slot.offset_bytes
        ):
            joined.append(slot)
            continue
        last.size_bytes += slot.size_bytes
        last.accesses += slot.accesses
        if slot.first_instruction < last.first_instruction:
            last.first_instruction, last.line = slot.first_instruction, slot.line
    return joined


def _make_slot(group: _Group) -> StackSlot:
    start = group.uses[0].offset_bytes
    ordered = sorted(group.uses, key=lambda use: use.instruction)
    names = [use.passed for use in ordered if use.passed]
    names = names or [use.stored for use in ordered if use.stored]
    return StackSlot(
        start,
        group.end_bytes - start,
        len(ordered),
        ordered[0].instruction,
        ordered[0].line,
        list(dict.fromkeys(names)),
    )


def _find_uses(function: FunctionListing, maps: Mapping[str, tuple[int, int]]) -> Iterator[_Use]:
    lines = function.lines
    trace = trace_frame([line.insn for line in lines])
    source: LineInfo | None = None
    for at, (line, state) in enumerate(zip(lines, trace.states, strict=True)):
        source = line.source or source
        text = source.text if source is not None else ""
        insn = line.insn
        base = insn.base_register
        if base is not None and base in state:
            offset = state[base] + insn.offset
            if offset < 0:
                is_store = insn.opcode & 7 in (CLASS_ST, CLASS_STX)
                name = _find_assigned(text) if is_store else None
                size = _SIZES_BYTES[insn.opcode & 0x18]
                yield _Use(offset, size, line.slot, source, stored=name)
        elif insn.is_call:
            for argument in _ARGUMENTS:
                if state.get(argument, 0) < 0:
                    size = _find_size(lines, at, argument, maps)
                    name = _find_argument(text, _callee(line), argument)
                    yield _Use(state[argument], size, line.slot, source, passed=name)


def _callee(line: Line) -> str:
    return (line.insn.meta.reference if line.insn.meta is not None else None) or ""


def _find_size(
    lines: list[Line], at: int, argument: int, maps: Mapping[str, tuple[int, int]]
) -> int:
    """How many bytes a call takes from the address in an argument; 0 where that is not seen.

    Either it is a key or a value of a map, or the next argument is the size.
    """
    name = _callee(lines[at])
    for arguments, which in ((_KEY_ARGUMENTS, 0), (_VALUE_ARGUMENTS, 1)):
        if arguments.get(name) == argument:
            loaded = _find_writer(lines, at, 1)
            meta = loaded.insn.meta if loaded is not None else None
            reference = meta.reference if meta is not None else None
            return maps.get(reference or "", (0, 0))[which]
    size = _find_writer(lines, at, argument + 1) if argument + 1 in _ARGUMENTS else None
    if size is None or size.insn.opcode not in (OP_MOV32_IMM, OP_MOV64_IMM):
        return 0
    return max(size.insn.imm, 0)


def _find_writer(lines: list[Line], at: int, register: int) -> Line | None:
    """The instruction that last wrote a register before `at`, where only one way leads there."""
    while at > 0 and not lines[at].labels:
        at -= 1
        insn = lines[at].insn
        if insn.opcode & 7 in _WRITING and insn.dst == register:
            return lines[at]
        if insn.is_call:
            return None
    return None


def _find_assigned(text: str) -> str | None:
    """The variable to which a source line assigns."""
    match = _ASSIGNED.match(text)
    return match[1] if match is not None else None


def _find_argument(text: str, callee: str, number: int) -> str | None:
    """The variable that stands in a source line as an argument of the only call of `callee`."""
    calls = list(re.finditer(rf"\b{re.escape(callee)}\s*\(", text)) if callee else []
    if len(calls) != 1:
        return None
    arguments = [""]
    depth = 0
    for letter in text[calls[0].end() :]:
        depth += (letter in "([{") - (letter in ")]}")
        if depth < 0:
            break
        if letter == "," and depth == 0:
            arguments.append("")
        else:
            arguments[-1] += letter
    if number > len(arguments):
        return None
    match = _ARGUMENT.fullmatch(arguments[number - 1])
    return match[1] if match is not None else None
