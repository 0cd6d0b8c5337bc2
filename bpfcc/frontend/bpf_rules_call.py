"""Rules for calls of helpers: who may call them, with which maps, and where they write."""

from __future__ import annotations

from bpfcc.elf.sections import section_kinds
from bpfcc.elf.uapi import PROGRAM_TYPES
from bpfcc.frontend.bpf_helpers import strip_conversions
from bpfcc.frontend.bpf_map_facts import (
    KEPT_FROM_TRACING,
    accepts_map,
    find_kind,
    maps_of_helper,
)
from bpfcc.frontend.bpf_maps import find_member_tag, map_variable
from bpfcc.frontend.bpf_rules_section import spell_type
from bpfcc.frontend.ctype import CONST, Array, Record
from bpfcc.frontend.tree import AddressOf, Call, DeclRef, Expr, Index, Member, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.bpf_helpers import Helper
    from bpfcc.frontend.bpf_maps import MapInfo
    from bpfcc.frontend.bpf_unit import FunctionFacts, Program, UnitFacts

_WRITTEN = "wV"
_MOST_TYPES_NAMED = 8
_MAP_MEMBERS = frozenset(("type", "max_entries", "key", "value", "key_size", "value_size"))
# Bit N for the type of number N.
_TRACING = sum(
    1 << PROGRAM_TYPES.index(name)
    for name in (
        "kprobe", "tracepoint", "perf_event", "raw_tracepoint", "raw_tracepoint_writable",
    )
)  # fmt: skip


def check_helper_calls(facts: UnitFacts, sink: Sink) -> None:
    """Check every call of a helper in what some program reaches."""
    for function in facts.functions.values():
        for call, helper in function.calls:
            if helper is None:
                continue
            if function.program_types and not function.asks_the_kernel:
                _check_program_types(call, helper, function, facts, sink)
            if not function.asks_the_kernel:
                _check_map(call, helper, function, facts, sink)
            _check_read_only(call, helper, sink)


def _check_program_types(
    call: Call, helper: Helper, function: FunctionFacts, facts: UnitFacts, sink: Sink
) -> None:
    wrong = function.program_types & ~helper.program_types
    if not wrong:
        if helper.may_sleep:
            _check_sleeping(call, helper, function, facts, sink)
        return
    program = _find_program(facts, function, wrong)
    if program is None or (function.asks_its_caller and program.function is not function.function):
        return
    spoken = spell_type(program.match.kind)
    diagnostic = sink.warning(
        "helper-not-allowed",
        call.loc,
        f"{spoken} programs cannot call '{helper.name}'",
    )
    if program.function is not function.function:
        diagnostic.note(
            f"'{program.function.name}', a {spoken} program, gets here", program.function.loc
        )
    allowed = _list_types(helper)
    if allowed:
        diagnostic.note(f"programs of these types can: {allowed}")


def _find_program(facts: UnitFacts, function: FunctionFacts, types: int) -> Program | None:
    """A program of one of ``types`` that reaches a function, that function itself if it is one."""
    found = None
    for program in facts.programs:
        if not types >> program.match.kind.program_type_number & 1:
            continue
        if program.function is function.function:
            return program
        if found is None and _reaches(facts, program, function):
            found = program
    return found


def _reaches(facts: UnitFacts, program: Program, function: FunctionFacts) -> bool:
    seen = set()
    pending = [program.function]
    while pending:
        current = pending.pop()
        if current is function.function:
            return True
        known = facts.functions.get(current)
        if known is not None and current not in seen:
            seen.add(current)
            pending.extend(known.callees)
            pending.extend(known.addressed)
    return False


def _list_types(helper: Helper) -> str:
    """The program types that have a helper, as people say them; empty where they are many."""
    names: dict[str, None] = {}
    for kind in section_kinds().values():
        if kind.program_type in ("ext", "struct_ops", "lirc_mode2"):
            continue  # their answer is not known
        if helper.program_types >> kind.program_type_number & 1:
            names[spell_type(kind)] = None
    return ", ".join(names) if len(names) <= _MOST_TYPES_NAMED else ""


def _check_sleeping(
    call: Call, helper: Helper, function: FunctionFacts, facts: UnitFacts, sink: Sink
) -> None:
    """A helper that may sleep where only programs get that may not."""
    programs = [program for program in facts.programs if _reaches(facts, program, function)]
    if not programs or any(program.match.kind.is_sleepable for program in programs):
        return
    program = programs[0]
    is_direct = program.function is function.function
    if not is_direct and function.asks_its_caller:
        return
    kind = program.match.kind
    diagnostic = sink.warning(
        "sleepable-helper",
        call.loc,
        f"'{helper.name}' may sleep, and a program in section "
        f"'{program.function.attributes.section}' may not",
    )
    if not is_direct:
        diagnostic.note(f"'{program.function.name}' gets here", program.function.loc)
    if f"{kind.stem}.s+" in section_kinds():
        diagnostic.note(f"section '{kind.stem}.s/…' makes a program that may")


def _check_map(
    call: Call, helper: Helper, function: FunctionFacts, facts: UnitFacts, sink: Sink
) -> None:
    for argument, letter in zip(call.args, helper.args, strict=False):
        if letter != "m":
            continue
        variable = map_variable(argument)
        if variable is None:
            _check_section(argument, sink)
            continue
        info = facts.map_of(variable)
        kind = find_kind(info.type) if info is not None else None
        if info is None or kind is None:
            continue
        if accepts_map(helper.name, kind):
            _check_kept(argument, info, function, facts, sink)
            continue
        diagnostic = sink.warning(
            "map-argument",
            argument.loc,
            f"'{helper.name}' does not work on '{variable.name}', a {kind.constant}",
        )
        wanted = maps_of_helper(helper.name)
        if wanted:
            names = " or ".join(f"BPF_MAP_TYPE_{name.upper()}" for name in wanted)
            diagnostic.note(f"it wants a map of type {names}")
        elif kind.helpers:
            names = ", ".join(f"bpf_{name}" for name in sorted(kind.helpers))
            diagnostic.note(f"helpers for such maps: {names}")
        diagnostic.note(f"'{variable.name}' is defined here", variable.loc)


def _check_section(argument: Expr, sink: Sink) -> None:
    """A variable that is written like a map, and stands in no section of maps."""
    variable = _pointed_at(argument)
    record = variable.type.canonical if variable is not None else None
    is_address = isinstance(strip_conversions(argument), AddressOf)
    if variable is None or not isinstance(record, Record) or not is_address:
        return
    if not variable.is_definition:
        return  # another object may say that it is one
    names = {field.name for field in record.fields or ()}
    if variable.is_global and not variable.attributes.section and "type" in names & _MAP_MEMBERS:
        sink.warning(
            "map-argument", argument.loc, f"'{variable.name}' is a variable, and no map"
        ).note(f'write SEC(".maps") behind its name: {variable.name} SEC(".maps");', variable.loc)


def _check_kept(
    argument: Expr, info: MapInfo, function: FunctionFacts, facts: UnitFacts, sink: Sink
) -> None:
    """A map with what programs of some types must not have in their maps."""
    types = function.program_types
    if not types & _TRACING or function.asks_its_caller:
        return
    tag = find_member_tag(info.value, KEPT_FROM_TRACING)
    program = _find_program(facts, function, types & _TRACING) if tag is not None else None
    if program is not None:
        spoken = spell_type(program.match.kind)
        sink.warning(
            "map-argument",
            argument.loc,
            f"{spoken} programs cannot use '{info.name}', as there is a 'struct {tag}' in its "
            "values",
        ).note("atomic operations such as __sync_fetch_and_add() need no lock")


def _check_read_only(call: Call, helper: Helper, sink: Sink) -> None:
    """A constant of the program as the place where a helper writes."""
    for argument, letter in zip(call.args, helper.args, strict=False):
        if letter not in _WRITTEN:
            continue
        variable = _pointed_at(argument)
        if variable is None or not variable.is_global or not _is_read_only(variable):
            continue
        sink.warning(
            "read-only-argument",
            argument.loc,
            f"'{helper.name}' writes to '{variable.name}', which is const: the program cannot "
            "change it",
        ).note("declared here", variable.loc)


def _is_read_only(variable: Variable) -> bool:
    element = variable.type.canonical
    quals = variable.type.quals
    while isinstance(element, Array):
        quals |= element.element.quals
        element = element.element.canonical
    return bool(quals & CONST) and not variable.attributes.section


def _pointed_at(pointer: Expr) -> Variable | None:
    """The variable that an argument points into; None where the tree alone cannot tell."""
    pointer = strip_conversions(pointer)
    if isinstance(pointer, AddressOf):
        pointer = pointer.operand
    while isinstance(pointer, (Member, Index)):
        base = pointer.base
        pointer = strip_conversions(base)
    if isinstance(pointer, DeclRef) and isinstance(pointer.decl, Variable):
        return pointer.decl
    return None


def find_recursion(facts: UnitFacts) -> list[list[FunctionFacts]]:
    """Cycles of direct calls, each as the functions on it, from the first defined."""
    state: dict[object, int] = {}
    cycles: list[list[FunctionFacts]] = []
    for start in facts.functions:
        if start in state:
            continue
        path = [start]
        pending = [iter(facts.functions[start].callees)]
        state[start] = 1
        while pending:
            callee = next(pending[-1], None)
            if callee is None:
                pending.pop()
                state[path.pop()] = 2
            elif callee not in facts.functions:
                continue
            elif callee not in state:
                state[callee] = 1
                path.append(callee)
                pending.append(iter(facts.functions[callee].callees))
            elif state[callee] == 1:
                cycle = path[path.index(callee) :]
                cycles.append([facts.functions[function] for function in cycle])
    return cycles
