"""What the walk along a program's paths shares: the unit, the frames, what was said already.

A ``Machine`` walks one program. Its parts each know one area: ``numbers``, ``expressions``,
``access``, ``calls``, ``statements``. Work is bounded: when the budget is spent the walk ends, and
what was said by then stands, since it was said of paths that exist.
"""

from __future__ import annotations

from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import AddressOf, Conversion, Convert, DeclRef, Index, Member, Variable
from bpfcc.frontend.walk import function_nodes
from bpfcc.verifier.access import Access
from bpfcc.verifier.calls import Calls
from bpfcc.verifier.contexts import find_context
from bpfcc.verifier.expressions import Expressions
from bpfcc.verifier.numbers import Numbers
from bpfcc.verifier.state import Nullness, absorbs
from bpfcc.verifier.statements import Statements
from bpfcc.verifier.values import Region, RegionKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Diagnostic, Sink
    from bpfcc.elf.sections import SectionMatch
    from bpfcc.frontend.bpf_unit import UnitFacts
    from bpfcc.frontend.tree import Call, Expr, Function, LabelInfo
    from bpfcc.frontend.walk import Node
    from bpfcc.verifier.state import State
    from bpfcc.verifier.values import Value

PROGRAM_STEPS = 30_000
"""Pieces of work (expressions evaluated, states compared) for one program."""

UNIT_STEPS = 120_000
"""The same for all programs of a unit."""


# Program types whose context holds the packet's beginning and end.
_PACKET_TYPES = frozenset(
    (
        "xdp", "sched_cls", "sched_act", "cgroup_skb", "lwt_in", "lwt_out", "lwt_xmit",
        "lwt_seg6local", "sk_skb", "sk_msg", "flow_dissector", "sk_reuseport",
    )
)  # fmt: skip
_PLAIN_CONTEXTS = frozenset(("kprobe", "tracepoint", "raw_tracepoint", "perf_event"))


class BudgetError(Exception):
    """The walk has taken its share of time."""


class Frame:
    """One activation of a function; ``path`` is the chain of calls that led here."""

    __slots__ = ("depth", "function", "path", "pending", "returns")

    def __init__(self, function: Function, path: tuple[int, ...], depth: int) -> None:
        self.function = function
        self.path = path
        self.depth = depth
        self.returns: list[tuple[State, Value]] = []
        # Paths that jumped forward to a label.
        self.pending: dict[LabelInfo, list[State]] = {}


class Machine:
    """The walk along the paths of one program, or of one function that is verified by itself."""

    state_limit = 16
    """Paths that are followed from one point on."""

    depth_limit = 12
    """Calls within calls that are followed."""

    def __init__(
        self,
        facts: UnitFacts,
        sink: Sink,
        entry: Function,
        match: SectionMatch | None,
        most_steps: int,
    ) -> None:
        self.facts = facts
        self.sink = sink
        self.entry = entry
        self.match = match
        self.context = find_context(match.kind) if match is not None else None
        # Whether the context holds nothing but numbers, however they are cast.
        self.has_plain_context = match is not None and match.kind.program_type in _PLAIN_CONTEXTS
        # Whether "data" and "data_end" of the context are pointers to the packet.
        self.has_packet = match is None or match.kind.program_type in _PACKET_TYPES
        # The helper that calls the function walked, where it is a callback.
        self.callback_of = ""
        # Callbacks that were passed to helpers, with the helper's name.
        self.callbacks: dict[Function, str] = {}
        self.steps = 0
        self.most_steps = most_steps
        self.frame: Frame
        self.active: set[Function] = set()
        self.regions: dict[object, Region] = {}
        self.told: set[object] = set()
        self.paths: dict[Region, tuple[int, ...]] = {}
        self.numbers = Numbers()
        self.expressions = Expressions(self)
        self.access = Access(self)
        self.calls = Calls(self)
        self.statements = Statements(self)
        self._taken: dict[Function, set[Variable]] = {}

    def enter(self, function: Function, call: Call | None) -> Frame:
        """Begin an activation; ``leave`` ends it."""
        path: tuple[int, ...] = ()
        depth = 0
        if call is not None:
            path, depth = (*self.frame.path, id(call)), self.frame.depth + 1
        self.frame = Frame(function, path, depth)
        self.active.add(function)
        return self.frame

    def leave(self, outer: Frame | None) -> None:
        """End an activation and go on in the one outside."""
        self.active.discard(self.frame.function)
        if outer is not None:
            self.frame = outer

    def step(self, further: int = 0) -> None:
        """Count one piece of work, or more; raises BudgetError when it is too much."""
        self.steps += 1 + further
        if self.steps > self.most_steps:
            raise BudgetError

    def key_of(self, node: Node) -> tuple[int, tuple[int, ...]]:
        """A node within its activation: what it makes on one path it makes on another."""
        return id(node), self.frame.path

    def region(self, key: object, kind: RegionKind, **what: object) -> Region:
        """The region of a key, made when first asked for."""
        found = self.regions.get(key)
        if found is None:
            found = self.regions[key] = Region(kind, **what)  # type: ignore[arg-type]
        return found

    def region_of(self, variable: Variable) -> Region:
        """The object that a variable is, in the frame at hand if it is a local one."""
        if variable.is_global:
            found = self.regions.get(variable)
            if found is None:
                kind = RegionKind.MAP if variable in self.facts.maps else RegionKind.GLOBAL
                found = self.region(variable, kind, size_bytes=size_of(variable.type),
                                    variable=variable)  # fmt: skip
            return found
        key = (variable, self.frame.path)
        found = self.regions.get(key)
        if found is None:
            size = size_of(variable.type)
            found = self.region(key, RegionKind.STACK, size_bytes=size, variable=variable)
            self.paths[found] = self.frame.path
        return found

    def merge(self, states: list[State]) -> list[State]:
        """The different ones among states that meet at a point, as many as are followed.

        Leaving out a path is never wrong: what is said is said of paths that exist.
        """
        if len(states) < 2:
            return states
        kept: list[State] = []
        for state in states:
            if not any(absorbs(other, state) for other in kept):
                kept.append(state)
            self.step(len(kept))
        if len(kept) <= self.state_limit:
            return kept
        step = len(kept) / self.state_limit
        return [kept[int(index * step)] for index in range(self.state_limit)]

    def is_local(self, region: Region, path: tuple[int, ...]) -> bool:
        """Whether a region is a variable of an activation, or of one that it made."""
        at = self.paths.get(region)
        return at is not None and at[: len(path)] == path

    def is_pointed_at(self, region: Region) -> bool:
        """Whether a local variable may be written through a pointer."""
        variable = region.variable
        if variable is None:
            return True
        return any(variable in self.address_taken(function) for function in self.active)

    def lose_track(self, state: State) -> None:
        """Something happened that may have compared pointers or given things back."""
        state.is_blind = True
        state.lock_loc = 0
        for region in state.held_regions():
            state.let_go(region)
        state.nullness = {
            region: Nullness.NO if known is Nullness.MAYBE else known
            for region, known in state.nullness.items()
        }
        state.forget_shared()

    def say(self, code: str, loc: int, key: object, message: str) -> Diagnostic | None:
        """Warn once of one thing; None where it was said already."""
        place = (code, loc)
        if place in self.told or (code, key) in self.told:
            return None
        self.told.add(place)
        self.told.add((code, key))
        diagnostic = self.sink.warning(f"verifier-{code}", loc, message)
        if self.frame.function is not self.entry:
            diagnostic.note(f"on a path from program '{self.entry.name}'", self.entry.loc)
        return diagnostic

    def address_taken(self, function: Function) -> set[Variable]:
        """The variables of a function that something may point at."""
        found = self._taken.get(function)
        if found is None:
            found = self._taken[function] = set()
            for node in function_nodes(function):
                if isinstance(node, AddressOf) or (
                    isinstance(node, Convert) and node.kind is Conversion.ARRAY_DECAY
                ):
                    add_base(node.operand, found)
        return found


def add_base(expr: Expr, found: set[Variable]) -> None:
    """Add the variable that an lvalue is part of, if it is part of one."""
    while isinstance(expr, (Member, Index)):
        expr = expr.base
        if isinstance(expr, Convert):
            expr = expr.operand
    if isinstance(expr, DeclRef) and isinstance(expr.decl, Variable):
        found.add(expr.decl)
