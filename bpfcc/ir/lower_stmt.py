"""Statements."""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.tree import (
    Asm,
    Block,
    Break,
    Case,
    Continue,
    DeclStmt,
    Default,
    DoWhile,
    Expr,
    ExprStmt,
    For,
    Goto,
    If,
    IndirectGoto,
    Label,
    LabelInfo,
    LoopHints,
    Null,
    Return,
    StatementExpr,
    Stmt,
    Switch,
    While,
)
from bpfcc.ir import (
    lower_aggregate,
    lower_asm,
    lower_condition,
    lower_expr,
    lower_func,
    lower_local,
    lower_switch,
)
from bpfcc.ir.labels import contains_label
from bpfcc.ir.memory import load, store
from bpfcc.ir.places import first_loc, place_of
from bpfcc.ir.state import FunctionState, LValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bpfcc.ir.cleanup import JumpTarget
    from bpfcc.ir.function import Block as IRBlock


# Statements that write their own stop point, and are looked at even where nothing gets.
_SIMPLE = frozenset((Block, DeclStmt, Null, Label, Case, Default, Break, Continue, Goto))


def lower_stmt(f: FunctionState, stmt: Stmt) -> None:
    """Any statement; dead ones are skipped unless something can jump into them."""
    kind = type(stmt)
    if kind not in _SIMPLE:
        if kind is ExprStmt:
            if f.builder.block is not None or _is_entered(f, stmt):
                _expr_stmt(f, stmt)  # type: ignore[arg-type]
            return
        if not _may_follow(f, stmt):
            return
    handler = _HANDLERS.get(kind)
    if handler is None:
        raise InternalError(f"no lowering for {kind.__name__}", loc=stmt.loc)
    handler(f, stmt)


def _may_follow(f: FunctionState, stmt: Stmt) -> bool:
    """Begin a statement, unless it is dead."""
    if f.builder.block is None and not _is_entered(f, stmt):
        return False
    f.stop_point(stmt.loc)
    return True


def _is_entered(f: FunctionState, stmt: Stmt) -> bool:
    """Whether a statement that nothing falls into is jumped into; it has a block then."""
    if not contains_label(stmt):
        return False
    f.ensure_block()
    return True


def _expr_stmt(f: FunctionState, stmt: ExprStmt) -> None:
    f.stop_point(first_loc(stmt.expr) or stmt.loc)
    builder = f.builder
    incoming = builder.block
    depth = f.cleanups.depth
    lower_expr.lower_effect(f, stmt.expr)
    f.cleanups.pop_to(depth)
    if builder.block is not incoming:
        f.drop_if_dead(builder.block)


def _block(f: FunctionState, stmt: Block) -> None:
    depth = enter_scope(f, stmt.loc)
    for inner in stmt.stmts:
        lower_stmt(f, inner)
    leave_scope(f, depth, stmt.end_loc)


def enter_scope(f: FunctionState, loc: int) -> int:
    """The start of a scope at ``loc``; the cleanups around it."""
    f.scope_labels.append([])
    f.enter_block_scope(loc)
    f.stop_point(loc)
    return f.cleanups.depth


def end_cleanups(f: FunctionState, depth: int) -> None:
    """Run the cleanups of the innermost scope; its labels are reached from outside of them."""
    labels = f.scope_labels.pop()
    f.cleanups.pop_to(depth)
    for target in labels:
        target.depth = depth
    if labels and depth and f.scope_labels:
        f.scope_labels[-1] += labels


def leave_scope(f: FunctionState, depth: int, end_loc: int) -> None:
    """The end of a scope: what follows is at its closing brace, in the scope around it."""
    f.leave_block_scope()
    f.stop_point(end_loc)
    end_cleanups(f, depth)


def _null(f: FunctionState, stmt: Null) -> None:
    pass


def _decl_stmt(f: FunctionState, stmt: DeclStmt) -> None:
    f.stop_point(stmt.loc)
    for variable in stmt.variables:
        lower_local.declare(f, variable)


# ------------------------------------------------------------------------------------ if


def _if(f: FunctionState, stmt: If) -> None:
    """An ``if`` and what stands behind its ``else``: a long chain of them must not nest calls."""
    opened: list[_OpenIf] = []
    following: Stmt | None = stmt
    while isinstance(following, If):
        if opened and not _may_follow(f, following):
            following = None
            break
        following = _begin_if(f, following, opened)
    if following is not None:
        lower_stmt(f, following)
    while opened:
        _end_if(f, opened.pop())


class _OpenIf:
    """An ``if`` of which only what is behind ``else``, or the live branch, is still to come.

    ``end`` is the block behind it, None where its condition is constant. ``depth`` and
    ``inner_depth`` are the cleanups around it and around its branch, None where it has no other.
    """

    __slots__ = ("depth", "end", "inner_depth", "loc")

    def __init__(self, end: IRBlock | None, depth: int, inner_depth: int | None, loc: int) -> None:
        self.end = end
        self.depth = depth
        self.inner_depth = inner_depth
        self.loc = loc


def _begin_if(f: FunctionState, stmt: If, opened: list[_OpenIf]) -> Stmt | None:
    """An ``if`` up to the branch that is left to do, which is the result."""
    builder = f.builder
    start = first_loc(stmt.condition)
    depth = enter_scope(f, start)
    builder.loc = place_of(stmt.condition) or builder.loc
    loc = stmt.condition.loc
    truth = lower_condition.constant_truth(stmt.condition)
    if truth is not None:
        live, dead = (stmt.then, stmt.otherwise) if truth else (stmt.otherwise, stmt.then)
        if not contains_label(dead):
            inner = f.cleanups.depth if live is not None else None
            opened.append(_OpenIf(None, depth, inner, loc))
            return live
    then = builder.new_block("if.then")
    end = builder.new_block("if.end")
    otherwise = builder.new_block("if.else") if stmt.otherwise is not None else end
    lower_condition.branch_on_full(f, stmt.condition, then, otherwise)
    f.start_block(then)
    _scoped(f, stmt.then)
    f.branch(end)
    if stmt.otherwise is None:
        opened.append(_OpenIf(end, depth, None, loc))
        return None
    saved = builder.loc
    builder.loc = 0
    f.start_block(otherwise)
    builder.loc = saved
    opened.append(_OpenIf(end, depth, f.cleanups.depth, loc))
    return stmt.otherwise


def _end_if(f: FunctionState, done: _OpenIf) -> None:
    """The end of an ``if``, when all its branches are written."""
    builder = f.builder
    if done.inner_depth is not None:
        f.cleanups.pop_to(done.inner_depth)
    if done.end is not None:
        if done.inner_depth is not None:
            saved = builder.loc
            builder.loc = 0
            f.branch(done.end)
            builder.loc = saved
        f.start_block(done.end, drop_unused=True)
    leave_scope(f, done.depth, done.loc)


def _scoped(f: FunctionState, stmt: Stmt) -> None:
    """A statement that is a scope of its own even without braces."""
    depth = f.cleanups.depth
    lower_stmt(f, stmt)
    f.cleanups.pop_to(depth)


# --------------------------------------------------------------------------------- loops


def _loop_tail(
    f: FunctionState, hints: LoopHints | None, start: int, end: int, *, must_progress: bool
) -> str:
    """``, !llvm.loop !n`` of a loop's back edge, or nothing."""
    metadata = f.context.module.metadata
    parts: list[str] = []
    if must_progress:
        parts.append(metadata.node('!{!"llvm.loop.mustprogress"}'))
    unroll = hints.unroll if hints is not None else None
    if isinstance(unroll, int):
        if unroll == 1:
            parts.append(metadata.node('!{!"llvm.loop.unroll.disable"}'))
        else:
            parts.append(metadata.node(f'!{{!"llvm.loop.unroll.count", i32 {unroll}}}'))
    elif unroll is not None:
        parts.append(metadata.node(f'!{{!"llvm.loop.unroll.{unroll}"}}'))
    debug = f.context.debug
    places: list[str] = []
    if debug is not None and f.scope is not None:
        places = [debug.location_node(f.scope, loc) for loc in (start, end) if loc]
    if not parts and not places:
        return ""
    return f", !llvm.loop {metadata.loop(''.join([', ' + part for part in places + parts]))}"


def _must_progress(f: FunctionState, condition: Expr | None) -> bool:
    """A loop whose condition is not constant ends or has effects (C11 6.8.5p6)."""
    if condition is None or f.context.options.stdc_version < 201112:
        return False
    return lower_condition.constant_truth(condition) is None


def _end_of(stmt: Stmt) -> int:
    """Where a statement ends, for the range of a loop."""
    while True:
        if isinstance(stmt, Block):
            return stmt.end_loc
        if isinstance(stmt, (For, While)):
            stmt = stmt.body
        elif isinstance(stmt, If):
            stmt = stmt.otherwise or stmt.then
        elif isinstance(stmt, (Label, Case, Default)):
            stmt = stmt.stmt
        else:
            return stmt.loc


def _branch_back(f: FunctionState, header: IRBlock, tail: str) -> None:
    if f.builder.block is not None:
        f.builder.terminate("br", "", [header], tail)


def _while(f: FunctionState, stmt: While) -> None:
    builder = f.builder
    header = f.cleanups.target(builder.new_block("while.cond"))
    f.start_block(header.block)
    exit = f.cleanups.target(builder.new_block("while.end"))
    f.break_targets.append(exit)
    f.continue_targets.append(header)
    start = builder.loc
    value = lower_condition.lower_full_condition(f, stmt.condition)
    must_progress = _must_progress(f, stmt.condition)
    tail = _loop_tail(f, stmt.hints, start, _end_of(stmt.body), must_progress=must_progress)
    body = builder.new_block("while.body")
    if value != "true":
        builder.terminate("condbr", value, [body, exit.block])
    f.start_block(body)
    _scoped(f, stmt.body)
    f.break_targets.pop()
    f.continue_targets.pop()
    f.stop_point(stmt.loc)
    _branch_back(f, header.block, tail)
    f.start_block(exit.block, drop_unused=True)
    if value == "true":
        _drop_forwarding(f, header.block)


def _drop_forwarding(f: FunctionState, block: IRBlock) -> None:
    """Take out the block of a condition that is no more than a branch."""
    branch = block.terminator
    is_bare = branch is not None and branch.kind == "br" and not block.lines
    if f.cleanups.depth or not block.is_placed or not is_bare:
        return
    assert branch is not None
    target = branch.targets[0]
    branch.drop()
    for use in list(block.uses):
        for index, old in enumerate(use.targets):
            if old is block:
                use.redirect(index, target)
    f.builder.unlink(block)


def _do_while(f: FunctionState, stmt: DoWhile) -> None:
    builder = f.builder
    exit = f.cleanups.target(builder.new_block("do.end"))
    condition = f.cleanups.target(builder.new_block("do.cond"))
    f.break_targets.append(exit)
    f.continue_targets.append(condition)
    start = builder.loc
    body = builder.new_block("do.body")
    f.start_block(body)
    _scoped(f, stmt.body)
    f.start_block(condition.block)
    value = lower_condition.lower_full_condition(f, stmt.condition)
    f.break_targets.pop()
    f.continue_targets.pop()
    if value != "false":
        must_progress = _must_progress(f, stmt.condition)
        end = stmt.condition.loc
        tail = _loop_tail(f, stmt.hints, start, end, must_progress=must_progress)
        builder.terminate("condbr", value, [body, exit.block], tail)
    f.start_block(exit.block)
    if value == "false":
        _drop_forwarding(f, condition.block)


def _for(f: FunctionState, stmt: For) -> None:
    builder = f.builder
    exit = f.cleanups.target(builder.new_block("for.end"))
    outer_depth = enter_scope(f, stmt.loc)
    start = builder.loc
    if stmt.start is not None:
        lower_stmt(f, stmt.start)
    header = f.cleanups.target(builder.new_block("for.cond"))
    f.start_block(header.block)
    must_progress = _must_progress(f, stmt.condition)
    tail = _loop_tail(f, stmt.hints, start, _end_of(stmt.body), must_progress=must_progress)
    depth = enter_scope(f, stmt.loc)
    back = header
    if stmt.step is not None:
        back = f.cleanups.target(builder.new_block("for.inc"))
    f.break_targets.append(exit)
    f.continue_targets.append(back)
    _test_for(f, stmt, exit, outer_depth)
    _scoped(f, stmt.body)
    if stmt.step is not None:
        f.start_block(back.block)
        f.stop_point(first_loc(stmt.step))
        step_depth = f.cleanups.depth
        lower_expr.lower_effect(f, stmt.step)
        f.cleanups.pop_to(step_depth)
    f.break_targets.pop()
    f.continue_targets.pop()
    end_cleanups(f, depth)
    f.stop_point(stmt.loc)
    _branch_back(f, header.block, tail)
    end_cleanups(f, outer_depth)
    f.start_block(exit.block, drop_unused=True)
    f.leave_block_scope()
    f.leave_block_scope()


def _test_for(f: FunctionState, stmt: For, exit: JumpTarget, outer_depth: int) -> None:
    """Test the condition; leaving the loop here runs the cleanups of its variables."""
    builder = f.builder
    condition = stmt.condition
    if condition is None:
        return
    leaving = exit.block
    if f.cleanups.depth > outer_depth:
        leaving = builder.new_block("for.cond.cleanup")
    body = builder.new_block("for.body")
    value = lower_condition.lower_full_condition(f, condition)
    builder.terminate("condbr", value, [body, leaving])
    if leaving is not exit.block:
        f.start_block(leaving)
        f.cleanups.jump(exit)
    f.start_block(body)


# --------------------------------------------------------------------------------- jumps


def _break(f: FunctionState, stmt: Break) -> None:
    f.stop_point(stmt.loc)
    f.cleanups.jump(f.break_targets[-1])


def _continue(f: FunctionState, stmt: Continue) -> None:
    f.stop_point(stmt.loc)
    f.cleanups.jump(f.continue_targets[-1])


def label_target(f: FunctionState, label: LabelInfo) -> JumpTarget:
    """The jump target of a label, before or after it has been reached."""
    target = f.labels.get(label)
    if target is None:
        block = f.builder.new_block(lower_local.hint_of(label.name))
        target = f.labels[label] = f.cleanups.target(block, is_known=False)
    return target


def _goto(f: FunctionState, stmt: Goto) -> None:
    f.stop_point(stmt.loc)
    f.cleanups.jump(label_target(f, stmt.label))


def _label(f: FunctionState, stmt: Label) -> None:
    target = f.labels.get(stmt.label)
    if target is None:
        block = f.builder.new_block(lower_local.hint_of(stmt.label.name))
        target = f.labels[stmt.label] = f.cleanups.target(block)
    else:
        f.cleanups.resolve(target)
    if f.cleanups.depth and f.scope_labels:
        f.scope_labels[-1].append(target)
    f.start_block(target.block)
    lower_stmt(f, stmt.stmt)


def label_address(f: FunctionState, label: LabelInfo) -> str:
    """``&&label``."""
    target = label_target(f, label)
    target.block.is_pinned = True
    if label not in f.taken_labels:
        f.taken_labels.append(label)
    return f"blockaddress({f.context.globals.function(f.function)}, {target.block.label})"


def _indirect_goto(f: FunctionState, stmt: IndirectGoto) -> None:
    address = lower_expr.lower_value(f, stmt.target)
    lower_func.jump_indirectly(f, address)


def _return(f: FunctionState, stmt: Return) -> None:
    lower_func.lower_return(f, stmt)


# ---------------------------------------------------------------------- statement expressions


def lower_statement_expr(f: FunctionState, expr: StatementExpr) -> str:
    """``({ … })`` with a scalar value or none."""
    slot = _statement_scope(f, expr, None, aliased=False)
    return "" if slot is None else load(f, slot)


def lower_statement_expr_into(
    f: FunctionState, expr: StatementExpr, target: LValue, *, aliased: bool
) -> None:
    """``({ … })`` with a record as value."""
    saved = f.builder.loc
    _statement_scope(f, expr, target, aliased=aliased)
    f.builder.loc = saved


def _statement_scope(
    f: FunctionState, expr: StatementExpr, target: LValue | None, *, aliased: bool
) -> LValue | None:
    """The block of a statement expression; where its value has been put."""
    block = expr.block
    outer, f.conditional_start = f.conditional_start, None
    depth = enter_scope(f, block.loc)
    for inner in block.stmts:
        lower_stmt(f, inner)
    slot = target
    result = expr.result
    if result is not None:
        f.ensure_block()
        if expr.type.canonical.is_void:
            lower_expr.lower_effect(f, result)
        elif target is not None:
            lower_aggregate.lower_into(f, result, target, aliased=aliased)
        else:
            slot = f.temporary(expr.type, "tmp")
            value = lower_expr.lower_value(f, result)
            f.ensure_block()
            store(f, value, slot)
    leave_scope(f, depth, block.end_loc)
    f.conditional_start = outer
    f.ensure_block()
    return slot


def _case(f: FunctionState, stmt: Case) -> None:
    lower_switch.lower_case(f, stmt)


def _default(f: FunctionState, stmt: Default) -> None:
    lower_switch.lower_default(f, stmt)


def _switch(f: FunctionState, stmt: Switch) -> None:
    lower_switch.lower_switch(f, stmt)


def _asm(f: FunctionState, stmt: Asm) -> None:
    lower_asm.lower_asm(f, stmt)


_HANDLERS: dict[type[Stmt], Callable[[FunctionState, Any], None]] = {
    Block: _block,
    DeclStmt: _decl_stmt,
    If: _if,
    While: _while,
    DoWhile: _do_while,
    For: _for,
    Switch: _switch,
    Case: _case,
    Default: _default,
    Label: _label,
    Goto: _goto,
    IndirectGoto: _indirect_goto,
    Break: _break,
    Continue: _continue,
    Return: _return,
    Asm: _asm,
    Null: _null,
}
