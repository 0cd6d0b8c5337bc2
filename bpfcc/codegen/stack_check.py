"""What only the emitted code tells: stack that is used up, recursion, calls of what is not there.

The kernel gives a program and the functions it calls 512 bytes together. LLVM refuses a single
frame above that; chains of calls it does not look at. Both are explained here by the C variables
that take the most.
"""

from __future__ import annotations

import struct

from bpfcc.elf.locate import locate_code
from bpfcc.frontend.bpf_helpers import strip_conversions
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import DeclRef, DeclStmt, Function, Linkage
from bpfcc.frontend.walk import function_nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.codegen.stackuse import StackUse
    from bpfcc.diagnostics import Diagnostic, Sink
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Variable
    from bpfcc.options import Options

STACK_BYTES = 512
WARNING_BYTES = 400
MOST_FRAMES = 8

_FRAME_ROUNDING_BYTES = 16
"""Kernels with a JIT compiler count frames in these steps, others in 32: the less is certain."""

_MOST_VARIABLES = 4
_NOTEWORTHY_BYTES = 16
_FRAME_POINTER = 10
_CALL, _CALL_REGISTER = 0x85, 0x8D
_ADD_CONSTANT = 0x07
_LOCAL_CALL = 1
# Each of their functions may use the whole stack since Linux 6.13.
_OWN_STACKS = frozenset(
    (
        "kprobe", "tracepoint", "perf_event", "raw_tracepoint", "raw_tracepoint_writable",
        "tracing", "lsm", "struct_ops",
    )
)  # fmt: skip


class _Glance:
    """What a first look at the code shows: it is cheap, and mostly enough."""

    __slots__ = ("calls_registers", "deepest_bytes", "has_local_calls")

    def __init__(self) -> None:
        self.deepest_bytes = 0
        self.has_local_calls = False
        self.calls_registers = False


def check_code(data: bytes, facts: UnitFacts, options: Options, sink: Sink) -> None:
    """Check the object that was made of a unit; errors are told at their C lines."""
    glance = _glance_at(data, little=options.little_endian)
    if glance.calls_registers:
        _report_indirect_calls(facts, sink)
    if glance.has_local_calls:
        from bpfcc.codegen.undefined import check_undefined

        check_undefined(data, facts, sink)
    if any("-bpf-stack-size" in word for word in options.llvm_args):
        return  # it is not for the kernel
    longest = MOST_FRAMES if glance.has_local_calls else 1
    if glance.deepest_bytes * longest < WARNING_BYTES and not (
        glance.has_local_calls and _has_deep_calls(facts)
    ):
        return
    from bpfcc.codegen.stackuse import measure_stack
    from bpfcc.elf.read import read_object

    uses = measure_stack(read_object(data, facts.unit.main_file), with_callbacks=False)
    _Reporter(facts, sink, uses).report()


def _has_deep_calls(facts: UnitFacts) -> bool:
    """Whether functions of the C source call each other in circles, or many deep."""
    depths: dict[Function, int] = {}

    def measure(function: Function, above: tuple[Function, ...]) -> int:
        if function in above or len(above) > MOST_FRAMES:
            return MOST_FRAMES + 1
        if function not in depths:
            known = facts.functions.get(function)
            callees = known.callees if known is not None else ()
            inner = (measure(callee, (*above, function)) for callee in callees)
            depths[function] = 1 + max(inner, default=0)
        return depths[function]

    return any(measure(function, ()) > MOST_FRAMES for function in facts.functions)


def _glance_at(data: bytes, *, little: bool) -> _Glance:
    found = _Glance()
    layout = struct.Struct("<BBhi" if little else ">BBhi")
    shift = 0 if little else 4
    for offset, size in locate_code(data):
        for opcode, registers, distance, number in layout.iter_unpack(data[offset : offset + size]):
            kind = opcode & 7
            if opcode == _ADD_CONSTANT:
                if -STACK_BYTES <= number < -found.deepest_bytes:
                    found.deepest_bytes = -number
            elif kind in (1, 2, 3):
                register = registers >> (4 - shift if kind == 1 else shift) & 15
                if register == _FRAME_POINTER and distance < -found.deepest_bytes:
                    found.deepest_bytes = -distance
            elif opcode == _CALL:
                if registers >> (4 - shift) & 15 == _LOCAL_CALL:
                    found.has_local_calls = True
            elif opcode == _CALL_REGISTER:
                found.calls_registers = True
    return found


class _Reporter:
    """Tells of the functions of one object."""

    def __init__(self, facts: UnitFacts, sink: Sink, uses: list[StackUse]) -> None:
        self.facts = facts
        self.sink = sink
        self.functions = {function.name: function for function in facts.functions}
        self.uses = {use.function.name: use for use in uses}
        self.told: set[str] = set()

    def report(self) -> None:
        """Recursion first: without an end there is no sum."""
        for use in self.uses.values():
            if use.chain_bytes is None:
                self._report_recursion(use)
        # The whole chain before its parts, which are told with it.
        for use in sorted(self.uses.values(), key=lambda u: -len(u.chain)):
            if use.chain_bytes is not None and use.function.name not in self.told:
                self._report_chain(use)

    def _report_recursion(self, use: StackUse) -> None:
        function = self.functions.get(use.function.name)
        cycle = self._find_cycle(function) if function is not None else []
        if not cycle or any(part.name in self.told for part in cycle):
            return
        self.told.update(part.name for part in cycle)
        call = self.facts.functions[cycle[0]].callees[cycle[1 % len(cycle)]]
        way = f" by way of {_spell_names(cycle[1:])}" if len(cycle) > 1 else ""
        self.sink.default_error(
            "recursion", call.loc, f"'{cycle[0].name}' calls itself{way}, and BPF has no recursion"
        ).note("use a loop with a constant bound, or bpf_loop()")

    def _find_cycle(self, start: Function) -> list[Function]:
        """The functions by way of which one calls itself, itself first; empty: it does not."""
        seen: set[Function] = set()
        pending = [[start]]
        while pending:
            path = pending.pop(0)
            known = self.facts.functions.get(path[-1])
            for callee in known.callees if known is not None else ():
                if callee is start:
                    return path
                if callee not in seen:
                    seen.add(callee)
                    pending.append([*path, callee])
        return []

    def _report_chain(self, use: StackUse) -> None:
        frames = [self.uses[name].frame_bytes for name in use.chain if name in self.uses]
        total = sum(max(1, size) + -max(1, size) % _FRAME_ROUNDING_BYTES for size in frames)
        name = use.function.name
        function = self.functions.get(name)
        if function is None or function.attributes.naked:
            return
        if len(use.chain) > MOST_FRAMES:
            self.told.update(use.chain)
            self.sink.default_error(
                "call-depth",
                function.loc,
                f"calls from '{name}' nest {len(use.chain)} deep, and BPF allows {MOST_FRAMES}: "
                f"{' → '.join(use.chain)}",
            ).note("make some of them always inline")
            return
        if total < WARNING_BYTES:
            return
        self.told.update(use.chain)
        if total > STACK_BYTES and len(frames) > 1 and self._shares_stack(function):
            message = (
                f"'{name}' and what it calls need {total} bytes of stack, and BPF has "
                f"{STACK_BYTES}: {self._spell_chain(use)}"
            )
            diagnostic = self.sink.default_error("stack-limit", function.loc, message)
            diagnostic.note("keep large data in a map, for example one entry of a per-CPU array")
        else:
            needs = f"'{name}' needs"
            chain = ""
            if len(frames) > 1:
                needs, chain = f"'{name}' and what it calls need", f": {self._spell_chain(use)}"
            message = f"{needs} {total} of BPF's {STACK_BYTES} bytes of stack{chain}"
            if total > STACK_BYTES:
                message = f"{needs} {total} bytes of stack, and Linux before 6.13 has 512{chain}"
            diagnostic = self.sink.warning("stack-size", function.loc, message)
        note_variables(diagnostic, [f for n in use.chain if (f := self.functions.get(n))])

    def _spell_chain(self, use: StackUse) -> str:
        return " + ".join(
            f"{self.uses[name].frame_bytes} in '{name}'" for name in use.chain if name in self.uses
        )

    def _shares_stack(self, function: Function) -> bool:
        """Whether the functions of a chain share one stack, on every kernel."""
        for program in self.facts.programs:
            if program.function is function:
                return program.match.kind.program_type not in _OWN_STACKS
        return False


def _spell_names(functions: list[Function]) -> str:
    return " and ".join(f"'{function.name}'" for function in functions)


def _report_indirect_calls(facts: UnitFacts, sink: Sink) -> None:
    for known in facts.functions.values():
        for call, helper in known.calls:
            target = strip_conversions(call.callee)
            is_direct = isinstance(target, DeclRef) and isinstance(target.decl, Function)
            if helper is None and not is_direct:
                sink.default_error(
                    "indirect-call",
                    call.loc,
                    "this calls a function whose address is known only when the program runs, and "
                    "the kernel does not allow that",
                ).note("choose between direct calls with if or switch, or use bpf_tail_call()")


# ------------------------------------------------------------------------------- variables


def note_variables(diagnostic: Diagnostic, functions: Iterable[Function]) -> int:
    """Name the biggest variables of functions, those of what is inlined into them too.

    Returns the place of the biggest, 0 if there is none.
    """
    found: dict[Variable, int] = {}
    for function in functions:
        for variable in _list_variables(function):
            size = size_of(variable.type) or 0
            if size >= _NOTEWORTHY_BYTES:
                found[variable] = size
    biggest = sorted(found.items(), key=lambda item: -item[1])[:_MOST_VARIABLES]
    for variable, size in biggest:
        name = variable.name or "an unnamed object"
        diagnostic.note(f"'{name}' takes {size} bytes", variable.loc)
    return biggest[0][0].loc if biggest else 0


def _list_variables(function: Function) -> list[Variable]:
    """The local variables of a function and of the static functions that it calls inline."""
    found: list[Variable] = []
    seen: set[Function] = set()
    pending = [function]
    while pending:
        current = pending.pop()
        if current in seen or current.body is None:
            continue
        seen.add(current)
        for node in function_nodes(current):
            if isinstance(node, DeclStmt):
                found += [variable for variable in node.variables if not variable.is_global]
            elif isinstance(node, DeclRef) and isinstance(node.decl, Function):
                callee = node.decl
                is_own = callee.linkage is Linkage.INTERNAL or callee.attributes.always_inline
                if is_own and not callee.attributes.no_inline:
                    pending.append(callee)
    return found
