"""``switch``: the instruction, ranges, and switches on a constant."""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate, has_side_effects
from bpfcc.frontend.ctype import integer_of
from bpfcc.frontend.tree import Block, Break, Case, Default, Stmt, Switch
from bpfcc.ir import lower_expr, lower_stmt
from bpfcc.ir.fold import int_text
from bpfcc.ir.labels import contains_break, contains_label, may_declare
from bpfcc.ir.operands import value_bits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.ir.function import Block as IRBlock
    from bpfcc.ir.function import Terminator
    from bpfcc.ir.state import FunctionState

_SMALL_RANGE = 64
"""A range of fewer values becomes that many cases; a larger one is tested before the default."""


class SwitchState:
    """The switch being written: its instruction, and where values that no case has go."""

    __slots__ = ("bits", "default", "instruction", "otherwise", "value")

    def __init__(self, instruction: Terminator, default: IRBlock, value: str, bits: int) -> None:
        self.instruction = instruction
        self.default = default
        self.otherwise = default
        self.value = value
        self.bits = bits


def lower_switch(f: FunctionState, stmt: Switch) -> None:
    """A whole switch statement."""
    if _lower_constant_switch(f, stmt):
        return
    builder = f.builder
    exit = f.cleanups.target(builder.new_block("sw.epilog"))
    depth = f.cleanups.depth
    value = lower_expr.lower_value(f, stmt.condition)
    f.cleanups.pop_to(depth)
    default = builder.new_block("sw.default")
    bits = value_bits(stmt.condition.type)
    instruction = builder.terminate("switch", f"i{bits} {value}", [default])
    state = SwitchState(instruction, default, value, bits)
    f.switches.append(state)
    f.break_targets.append(exit)
    lower_stmt.lower_stmt(f, stmt.body)
    f.break_targets.pop()
    f.switches.pop()
    if state.otherwise is not default:
        instruction.redirect(0, state.otherwise)
    if not default.is_placed:
        for use in list(default.uses):
            for index, target in enumerate(use.targets):
                if target is default:
                    use.redirect(index, exit.block)
    f.cleanups.pop_to(depth)
    f.start_block(exit.block, drop_unused=True)


def lower_case(f: FunctionState, stmt: Case) -> None:
    """``case value:`` or ``case low ... high:``."""
    state = f.switches[-1] if f.switches else None
    if state is None:
        lower_stmt.lower_stmt(f, stmt.stmt)
    elif stmt.low != stmt.high:
        _lower_range(f, stmt, state)
    else:
        _lower_single(f, stmt, state)


def _lower_single(f: FunctionState, stmt: Case, state: SwitchState) -> None:
    instruction = state.instruction
    text = int_text(stmt.low, state.bits)
    exit = f.break_targets[-1]
    if f.context.is_optimizing and isinstance(stmt.stmt, Break):
        top = f.cleanups.depth
        if not top or (exit.depth is not None and exit.depth >= top):
            instruction.add_case(text, exit.block)
            f.branch(exit.block)
            return
    target = f.builder.new_block("sw.bb")
    f.start_block(target)
    instruction.add_case(text, target)
    current = stmt
    while isinstance(current.stmt, Case) and current.stmt.low == current.stmt.high:
        current = current.stmt
        instruction.add_case(int_text(current.low, state.bits), target)
    if isinstance(current.stmt, Default):
        f.stop_point(current.loc)
    lower_stmt.lower_stmt(f, current.stmt)


def _lower_range(f: FunctionState, stmt: Case, state: SwitchState) -> None:
    builder = f.builder
    target = builder.new_block("sw.bb")
    f.start_block(target)
    lower_stmt.lower_stmt(f, stmt.stmt)
    span = stmt.high - stmt.low
    if span < 0:
        return
    if span < _SMALL_RANGE:
        for value in range(stmt.low, stmt.high + 1):
            state.instruction.add_case(int_text(value, state.bits), target)
        return
    resume = builder.block
    failed = state.otherwise
    state.otherwise = builder.new_block("sw.caserange")
    builder.place(state.otherwise)
    type = f"i{state.bits}"
    difference = f.binary("sub", type, state.value, int_text(stmt.low, state.bits))
    inside = f.compare("ule", type, difference, int_text(span, state.bits))
    builder.terminate("condbr", inside, [target, failed])
    builder.set_block(resume)


def lower_default(f: FunctionState, stmt: Default) -> None:
    """``default:``"""
    state = f.switches[-1] if f.switches else None
    if state is not None:
        f.start_block(state.default)
    lower_stmt.lower_stmt(f, stmt.stmt)


# ------------------------------------------------------------------ a switch on a constant


def _lower_constant_switch(f: FunctionState, stmt: Switch) -> bool:
    """Write only the statements that a constant condition leads to, if that can be told."""
    value = evaluate(stmt.condition)
    if not isinstance(value, int) or has_side_effects(stmt.condition):
        return False
    live = _find_live(stmt, integer_of(stmt.condition.type).wrap(value))
    if live is None:
        return False
    depth = f.cleanups.depth
    f.switches.append(None)
    for inner in live:
        lower_stmt.lower_stmt(f, inner)
    f.switches.pop()
    f.cleanups.pop_to(depth)
    return True


def _find_live(stmt: Switch, value: int) -> list[Stmt] | None:
    found: Case | Default | None = None
    for case in stmt.cases:
        if case.low != case.high:
            return None
        if case.low == value:
            found = case
            break
    if found is None:
        if stmt.default is None:
            return None if contains_label(stmt) else []
        found = stmt.default
    collector = _Collector(found)
    if collector.collect(stmt.body) == _FAILURE or not collector.is_found:
        return None
    return collector.live


_FAILURE, _FALL_THROUGH, _SUCCESS = range(3)


class _Collector:
    """Collects the statements from one case up to its ``break``.

    ``wanted`` is the case while it is still being looked for. ``collect`` says whether the
    statement can be skipped or ends the live part (success), whether control falls out of it
    (fall through), or that the switch has to be written in full (failure).
    """

    __slots__ = ("is_found", "live", "wanted")

    def __init__(self, wanted: Case | Default) -> None:
        self.wanted: Case | Default | None = wanted
        self.is_found = False
        self.live: list[Stmt] = []

    def collect(self, stmt: Stmt) -> int:
        if isinstance(stmt, (Case, Default)):
            if stmt is self.wanted:
                self.is_found = True
                self.wanted = None
            return self.collect(stmt.stmt)
        if self.wanted is None and isinstance(stmt, Break):
            return _SUCCESS
        if isinstance(stmt, Block):
            return self._collect_block(stmt)
        if self.wanted is not None:
            return _FAILURE if contains_label(stmt, ignore_cases=True) else _SUCCESS
        if contains_break(stmt):
            return _FAILURE
        self.live.append(stmt)
        return _FALL_THROUGH

    def _collect_block(self, block: Block) -> int:
        started_live = self.is_found
        start_size = len(self.live)
        position = 0
        stmts = block.stmts
        if self.wanted is not None:
            skipped_declaration = False
            while self.wanted is not None and position < len(stmts):
                skipped_declaration = skipped_declaration or may_declare(stmts[position])
                result = self.collect(stmts[position])
                position += 1
                if result == _FAILURE or (self.is_found and skipped_declaration):
                    return _FAILURE
                if result == _SUCCESS and self.is_found:
                    return self._skip(stmts[position:])
            if not self.is_found:
                return _SUCCESS
        declares = False
        while position < len(stmts):
            declares = declares or may_declare(stmts[position])
            result = self.collect(stmts[position])
            position += 1
            if result == _FAILURE:
                return _FAILURE
            if result == _SUCCESS:
                if declares:
                    return _FAILURE
                return self._skip(stmts[position:])
        if declares:
            if not started_live or contains_break(block):
                return _FAILURE
            del self.live[start_size:]
            self.live.append(block)
        return _FALL_THROUGH

    def _skip(self, stmts: list[Stmt]) -> int:
        if any(contains_label(stmt, ignore_cases=True) for stmt in stmts):
            return _FAILURE
        return _SUCCESS
