"""Leaving scopes: what must happen on every way out of a block.

A cleanup is code (the end of a variable's lifetime, the function of ``cleanup(f)``) that runs
whenever control leaves its scope: at the end, by ``break``, ``return`` or ``goto``. As in
clang, each is written once. A jump that crosses cleanups goes to the innermost one's entry
block and leaves the number of its destination in a slot; after the cleanup a switch on the
slot goes on to the destination, or to the next cleanup:

    {                        entry:      store 3, slot; br cleanup      (goto out)
        int y __cleanup(f);  cleanup:    call f(&y); switch slot [0: cleanup.cont, 3: out]
        if (x) goto out;
    }

Number 0 is falling through, 1 is returning. A ``goto`` to a label that has not been seen yet
does not know which cleanups it crosses: it is a *fixup*, a branch that is threaded through each
cleanup as its scope ends, until the label appears (clang's ``CGCleanup.cpp``). The shape of the
blocks is clang's too, because the optimizer's result depends on it.
"""

from __future__ import annotations

from bpfcc.ir.function import Block, FunctionBuilder, Terminator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class JumpTarget:
    """Where a jump goes: a block, the number of cleanups around it (None: not known yet), and
    the number that stands for it in the slot.
    """

    __slots__ = ("block", "depth", "index")

    def __init__(self, block: Block, depth: int | None, index: int) -> None:
        self.block = block
        self.depth = depth
        self.index = index


class _Fixup:
    """A branch to a label not seen yet; ``target`` is None once it has been resolved.

    ``exit_block`` ends the cleanup that the branch was last threaded through.
    """

    __slots__ = ("branch", "exit_block", "index", "target")

    def __init__(self, target: Block, index: int, branch: Terminator) -> None:
        self.target: Block | None = target
        self.index = index
        self.branch = branch
        self.exit_block: Block | None = None


class _Cleanup:
    """One active cleanup. ``afters``: jumps whose last cleanup this is; ``throughs``: others."""

    __slots__ = ("afters", "emit", "entry", "fixup_depth", "is_lifetime_end", "throughs")

    def __init__(self, emit: Callable[[], None], fixup_depth: int, is_lifetime_end: bool) -> None:
        self.emit = emit
        self.entry: Block | None = None
        self.fixup_depth = fixup_depth
        self.afters: list[tuple[int, Block]] = []
        self.throughs: set[Block] = set()
        self.is_lifetime_end = is_lifetime_end


class CleanupStack:
    """The active cleanups of a function, innermost last."""

    __slots__ = (
        "_builder", "_fixups", "_next_index", "_slot", "_slot_stores", "_slot_uses", "_stack",
        "unreachable",
    )  # fmt: skip

    def __init__(self, builder: FunctionBuilder) -> None:
        self._builder = builder
        self._stack: list[_Cleanup] = []
        self._fixups: list[_Fixup] = []
        self._next_index = 1
        self._slot = ""
        self._slot_uses = 0
        self._slot_stores: list[tuple[Block, str]] = []
        self.unreachable: Block | None = None

    @property
    def depth(self) -> int:
        """How many cleanups are active."""
        return len(self._stack)

    def only_lifetime_ends(self, depth: int) -> bool:
        """Whether everything above ``depth`` is the end of a lifetime."""
        return all(cleanup.is_lifetime_end for cleanup in self._stack[depth:])

    def push(self, emit: Callable[[], None], *, is_lifetime_end: bool = False) -> None:
        """Let ``emit`` write what happens on the way out of the current scope."""
        self._stack.append(_Cleanup(emit, len(self._fixups), is_lifetime_end))

    def target(self, block: Block, *, is_known: bool = True) -> JumpTarget:
        """A jump target in the current scope; not ``is_known``: a label not seen yet."""
        index = self._next_index
        self._next_index += 1
        return JumpTarget(block, len(self._stack) if is_known else None, index)

    # -- jumping

    def jump(self, target: JumpTarget) -> None:
        """Go to ``target`` through all cleanups on the way."""
        builder = self._builder
        if builder.block is None:
            return
        branch = builder.terminate("br", "", [target.block])
        top = len(self._stack)
        if not top or (target.depth is not None and target.depth >= top):
            return
        if target.depth is None:
            self._fixups.append(_Fixup(target.block, target.index, branch))
            return
        self._store_index(target.index, branch.block)
        branch.redirect(0, self._entry_of(self._stack[-1]))
        for position in range(top - 1, target.depth - 1, -1):
            cleanup = self._stack[position]
            if position == target.depth:
                after = (target.index, target.block)
                if after not in cleanup.afters:
                    cleanup.afters.append(after)
            elif target.block in cleanup.throughs:
                break
            else:
                cleanup.throughs.add(target.block)

    def resolve(self, target: JumpTarget) -> None:
        """A label that was jumped to before is here now."""
        target.depth = len(self._stack)
        switched: set[Block] = set()
        resolved = False
        for fixup in self._fixups:
            if fixup.target is not target.block:
                continue
            fixup.target = None
            resolved = True
            exit_block = fixup.exit_block
            if exit_block is None:
                continue
            exit_block = exit_block.resolved
            if exit_block not in switched:
                switched.add(exit_block)
                self._switch_of(exit_block).add_case(str(fixup.index), target.block)
        if resolved:
            while self._fixups and self._fixups[-1].target is None:
                self._fixups.pop()

    def _switch_of(self, block: Block) -> Terminator:
        """The switch that ends a cleanup; a plain branch becomes one."""
        terminator = block.terminator
        assert terminator is not None
        if terminator.kind == "switch":
            return terminator
        assert terminator.kind == "br"
        value = self._load_index(block)
        terminator.drop()
        switch = Terminator("switch", f"i32 {value}", terminator.targets, "")
        switch.block = block
        block.terminator = switch
        return switch

    # -- leaving scopes

    def pop_to(self, depth: int) -> None:
        """Leave scopes until ``depth`` cleanups are left."""
        while len(self._stack) > depth:
            self._pop(len(self._stack) - 1 > depth)

    def _pop(self, through: bool) -> None:
        """Leave the innermost scope; ``through``: falling out of it goes into the next cleanup."""
        builder = self._builder
        cleanup = self._stack[-1]
        has_fixups = len(self._fixups) != cleanup.fixup_depth
        has_branches = bool(cleanup.afters or cleanup.throughs)
        source = builder.block
        prebranched = source is not None and source.terminator is not None
        if not has_fixups and not has_branches and source is None:
            self._forget_entry(cleanup)
            self._stack.pop()
        elif not has_fixups and not has_branches and not prebranched:
            self._forget_entry(cleanup)
            self._stack.pop()
            cleanup.emit()
        else:
            self._pop_through_entry(cleanup, through, has_fixups, prebranched)

    def _pop_through_entry(
        self, cleanup: _Cleanup, through: bool, has_fixups: bool, prebranched: bool
    ) -> None:
        builder = self._builder
        has_fallthrough = builder.block is not None
        entry = self._entry_of(cleanup)
        if has_fallthrough and not prebranched:
            builder.emit_void(f"store i32 0, ptr {self._use_slot()}, align 4")
        self._enter(entry)
        is_inner = len(self._stack) > 1
        outward: Block | None = None
        if cleanup.throughs or (has_fallthrough and through) or (has_fixups and is_inner):
            outward = self._entry_of(self._stack[-2])
        ending, resume = self._plan_exit(cleanup, outward, has_fallthrough, through, has_fixups)
        self._stack.pop()
        cleanup.emit()
        exit_block = builder.block
        assert exit_block is not None
        self._end_cleanup(exit_block, ending)
        self._thread_fixups(cleanup.fixup_depth, entry, exit_block)
        if has_fallthrough and resume is not None:
            builder.set_block(None)
            builder.place(resume, after=exit_block)
        elif has_fallthrough:
            builder.set_block(exit_block)  # already branched to the next cleanup
        else:
            builder.set_block(None)
        self._merge_entry(entry)

    def _plan_exit(
        self,
        cleanup: _Cleanup,
        outward: Block | None,
        has_fallthrough: bool,
        through: bool,
        has_fixups: bool,
    ) -> tuple[tuple[Block, list[tuple[int, Block]] | None], Block | None]:
        """((default target, switch cases or None for a plain branch), block to go on in)."""
        afters = cleanup.afters
        if not cleanup.throughs and not has_fixups and not has_fallthrough and len(afters) == 1:
            self._drop_lone_store()
            return (afters[0][1], None), None
        is_inner = len(self._stack) > 1
        if not (afters or (has_fallthrough and not through) or (has_fixups and not is_inner)):
            assert outward is not None
            return (outward, None), None
        cases: list[tuple[int, Block]] = []
        resume: Block | None = None
        if has_fallthrough and not through:
            resume = self._builder.new_block("cleanup.cont")
            cases.append((0, resume))
        cases += afters
        if has_fixups and not is_inner:
            cases += self._resolve_all(cleanup)
        return (outward or self._unreachable_block(), cases), resume

    def _resolve_all(self, cleanup: _Cleanup) -> list[tuple[int, Block]]:
        """No cleanup is left outside: every pending branch is a case of this one's switch."""
        cases: list[tuple[int, Block]] = []
        seen: set[Block] = set()
        for fixup in self._fixups:
            target = fixup.target
            if target is None:
                continue
            if fixup.exit_block is None:
                self._store_index(fixup.index, fixup.branch.block)
                fixup.branch.redirect(0, self._entry_of(cleanup))
            if target not in seen:
                seen.add(target)
                cases.append((fixup.index, target))
        self._fixups.clear()
        return cases

    def _end_cleanup(
        self, block: Block, ending: tuple[Block, list[tuple[int, Block]] | None]
    ) -> None:
        default, cases = ending
        if cases is None:
            terminator = Terminator("br", "", [default], "")
        else:
            value = self._load_index(block)
            terminator = Terminator("switch", f"i32 {value}", [default], "")
            for index, target in cases:
                terminator.add_case(str(index), target)
        terminator.block = block
        assert block.terminator is None
        block.terminator = terminator

    def _thread_fixups(self, depth: int, entry: Block, exit_block: Block) -> None:
        """Let the branches still pending go through this cleanup."""
        for fixup in self._fixups[depth:]:
            if fixup.target is None:
                continue
            if fixup.exit_block is None:
                self._store_index(fixup.index, fixup.branch.block)
                fixup.branch.redirect(0, entry)
            fixup.exit_block = exit_block

    # -- blocks and the slot

    def _entry_of(self, cleanup: _Cleanup) -> Block:
        if cleanup.entry is None:
            cleanup.entry = self._builder.new_block("cleanup")
        return cleanup.entry

    def _enter(self, entry: Block) -> None:
        builder = self._builder
        before = builder.block
        if before is not None and before.terminator is None:
            builder.terminate("br", "", [entry])
        builder.place(entry, after=before)

    def _forget_entry(self, cleanup: _Cleanup) -> None:
        entry = cleanup.entry
        if entry is not None and entry.uses:
            unreachable = self._unreachable_block()
            for use in list(entry.uses):
                use.redirect(use.targets.index(entry), unreachable)

    def _merge_entry(self, entry: Block) -> None:
        """Append the entry block to its only predecessor, if that just branches to it."""
        before = entry.single_predecessor()
        if before is None or before.terminator is None or before.terminator.kind != "br":
            return
        builder = self._builder
        was_current = builder.block is entry
        before.terminator.drop()
        before.lines += entry.lines
        before.terminator = entry.terminator
        if entry.terminator is not None:
            entry.terminator.block = before
        entry.merged_into = before
        builder.unlink(entry)
        if was_current:
            builder.set_block(before)

    def _unreachable_block(self) -> Block:
        if self.unreachable is None:
            self.unreachable = self._builder.new_block("unreachable")
        return self.unreachable

    def _use_slot(self) -> str:
        if not self._slot:
            self._slot = self._builder.alloca("i32", 4, "cleanup.dest.slot")
            self._slot_uses = 0
            self._slot_stores = []
        self._slot_uses += 1
        return self._slot

    def _store_index(self, index: int, block: Block) -> None:
        line = f"  store i32 {index}, ptr {self._use_slot()}, align 4"
        block = block.resolved
        block.lines.append(line)
        self._slot_stores.append((block, line))

    def _load_index(self, block: Block) -> str:
        name = self._builder.new_name()
        block.lines.append(f"  {name} = load i32, ptr {self._use_slot()}, align 4")
        return name

    def _drop_lone_store(self) -> None:
        """The slot's only use is the store of the jump that needs no switch: drop both."""
        if self._slot_uses != 1 or not self._slot_stores:
            return
        block, line = self._slot_stores[0]
        block.resolved.lines.remove(line)
        self._builder.drop_alloca(self._slot)
        self._slot = ""
