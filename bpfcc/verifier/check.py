"""The check of a unit: a walk along each program, and each function that is verified by itself."""

from __future__ import annotations

from bpfcc.frontend.ctype import Pointer as PointerType
from bpfcc.frontend.ctype import Record
from bpfcc.frontend.tree import Linkage
from bpfcc.verifier.machine import PROGRAM_STEPS, UNIT_STEPS, BudgetError, Machine
from bpfcc.verifier.state import State
from bpfcc.verifier.values import Pointer, RegionKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.elf.sections import SectionMatch
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Function, Variable
    from bpfcc.options import Options

_PACKET_TYPES = frozenset(
    (
        "xdp", "sched_cls", "sched_act", "cgroup_skb", "lwt_in", "lwt_out", "lwt_xmit",
        "lwt_seg6local", "sk_skb", "sk_msg", "flow_dissector", "sk_reuseport",
    )
)  # fmt: skip


def check_flow(facts: UnitFacts, options: Options, sink: Sink) -> None:
    """Warn of what the verifier would refuse on some path through a program of the unit."""
    matches = {program.function: program.match for program in facts.programs}
    told: set[object] = set()
    left = UNIT_STEPS
    for function in facts.functions:
        match = matches.get(function)
        if match is None and function.linkage is Linkage.INTERNAL:
            continue
        if match is None and facts.programs and not facts.functions[function].program_types:
            continue  # no program calls it, so that nobody verifies it
        if function.attributes.naked or function.attributes.always_inline:
            continue
        machine = Machine(facts, sink, function, match, min(left, PROGRAM_STEPS))
        machine.told = told
        try:
            _walk(machine, function)
        except BudgetError:
            pass  # what was said by then stands
        left -= machine.steps
        if left <= 0:
            return


def _walk(machine: Machine, function: Function) -> None:
    frame = machine.enter(function, None)
    state = State()
    for index, param in enumerate(function.params):
        _bind_parameter(machine, param, state, is_context=index == 0, match=machine.match)
    assert function.body is not None
    fallen = machine.statements.run(function.body, [state])
    machine.leave(None)
    for end in (*(s for s, _ in frame.returns), *fallen):
        machine.calls.check_releases(end, function.end_loc, "the end of the program")


def _bind_parameter(
    machine: Machine,
    param: Variable,
    state: State,
    *,
    is_context: bool,
    match: SectionMatch | None,
) -> None:
    """The context is known for what it is; any other parameter may be anything."""
    type = param.type.canonical
    target = type.target.canonical if isinstance(type, PointerType) else None
    if not is_context or not isinstance(target, Record):
        return
    maker = target.tag or ""
    if match is not None and match.kind.program_type not in _PACKET_TYPES:
        maker = ""
    region = machine.region(("context", param), RegionKind.CONTEXT, maker=maker)
    state.write(Pointer(machine.region_of(param)), 8, Pointer(region))
