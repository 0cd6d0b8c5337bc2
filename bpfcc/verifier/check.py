"""The check of a unit: a walk along each program, and each function that is verified by itself."""

from __future__ import annotations

from bpfcc.frontend.tree import Linkage
from bpfcc.verifier.entries import bind_parameters
from bpfcc.verifier.locks import check_lock
from bpfcc.verifier.machine import PROGRAM_STEPS, UNIT_STEPS, BudgetError, Machine
from bpfcc.verifier.state import State

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Function
    from bpfcc.options import Options


def check_flow(facts: UnitFacts, options: Options, sink: Sink) -> None:
    """Warn of what the verifier would refuse on some path through a program of the unit."""
    matches = {program.function: program.match for program in facts.programs}
    told: set[object] = set()
    walked: set[Function] = set()
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
        _walk_within_budget(machine, function)
        left -= machine.steps
        for callback, helper in machine.callbacks.items():
            if left <= 0:
                return
            if callback in walked or callback.body is None:
                continue
            walked.add(callback)
            machine = Machine(facts, sink, callback, None, min(left, PROGRAM_STEPS))
            machine.told = told
            machine.callback_of = helper
            _walk_within_budget(machine, callback)
            left -= machine.steps


def _walk_within_budget(machine: Machine, function: Function) -> None:
    try:
        _walk(machine, function)
    except BudgetError:
        pass  # what was said by then stands


def _walk(machine: Machine, function: Function) -> None:
    frame = machine.enter(function, None)
    state = State()
    bind_parameters(machine, function, state)
    assert function.body is not None
    fallen = machine.statements.run(function.body, [state])
    machine.leave(None)
    for end in (*(s for s, _ in frame.returns), *fallen):
        machine.calls.check_releases(end, function.end_loc, "the end of the program")
        check_lock(machine, end, function.end_loc, "the end of the program")
