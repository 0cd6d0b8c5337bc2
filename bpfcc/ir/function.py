"""Writing the body of one LLVM function: blocks, terminators, instructions.

Blocks are written in the order in which they are placed. A terminator stays an object until
the end, because the C lowering redirects and merges blocks after the fact (cleanups, gotos);
an ordinary instruction is a string from the start. A phi is kept with its blocks, whose names
may change until the function is rendered.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Block:
    """A basic block. ``uses``: the terminators that may go there, once for each edge.

    ``is_pinned``: its address is taken or an ``asm goto`` names it, so it must stay.
    ``merged_into`` is the block that swallowed this one.
    """

    __slots__ = (
        "is_pinned", "is_placed", "lines", "merged_into", "name", "next", "previous",
        "terminator", "uses",
    )  # fmt: skip

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[str | Phi] = []
        self.terminator: Terminator | None = None
        self.uses: list[Terminator] = []
        self.is_placed = False
        self.is_pinned = False
        self.merged_into: Block | None = None
        self.previous: Block | None = None
        self.next: Block | None = None

    @property
    def resolved(self) -> Block:
        """The block that this one's instructions are in now."""
        block = self
        while block.merged_into is not None:
            block = block.merged_into
        return block

    @property
    def label(self) -> str:
        """The operand ``%name`` of a branch here."""
        return f"%{self.resolved.name}"

    def single_predecessor(self) -> Block | None:
        """The one block that branches here, if there is exactly one edge."""
        if len(self.uses) != 1 or self.is_pinned:
            return None
        return self.uses[0].block


class Phi:
    """``%name = phi type [value, block] …``, rendered at the end."""

    __slots__ = ("edges", "name", "suffix", "type")

    def __init__(self, name: str, type: str, suffix: str) -> None:
        self.name = name
        self.type = type
        self.suffix = suffix
        self.edges: list[tuple[str, Block]] = []

    def render(self) -> str:
        edges = ", ".join([f"[ {value}, {block.label} ]" for value, block in self.edges])
        return f"  {self.name} = phi {self.type} {edges}{self.suffix}"


class Terminator:
    """The last instruction of a block; ``targets`` are its successors.

    ``kind`` is ``br``, ``condbr``, ``switch``, ``indirectbr``, ``callbr`` or ``raw`` (``text``
    is the whole: ``ret``, ``unreachable``). ``text`` is otherwise the operand: the condition,
    the switched value with its type, the address, or the call. ``cases`` of a switch belong to
    ``targets[1:]``; ``targets[0]`` is its default, or callbr's fallthrough.
    """

    __slots__ = ("block", "cases", "kind", "loc", "suffix", "targets", "text")

    def __init__(self, kind: str, text: str, targets: list[Block], suffix: str) -> None:
        self.kind = kind
        self.text = text
        self.targets = targets
        self.suffix = suffix
        self.loc = 0
        self.cases: list[str] = []
        self.block: Block
        for target in targets:
            target.uses.append(self)

    def add_case(self, value: str, target: Block) -> None:
        """One more case of a switch; ``value`` has no type."""
        self.cases.append(value)
        self.targets.append(target)
        target.uses.append(self)

    def redirect(self, index: int, target: Block) -> None:
        """Let edge ``index`` go to ``target``."""
        self.targets[index].uses.remove(self)
        self.targets[index] = target
        target.uses.append(self)

    def drop(self) -> None:
        """Forget the edges: the terminator is being removed."""
        for target in self.targets:
            target.uses.remove(self)

    def render(self) -> str:
        targets = self.targets
        if self.kind == "raw":
            return f"  {self.text}{self.suffix}"
        if self.kind == "br":
            return f"  br label {targets[0].label}{self.suffix}"
        if self.kind == "condbr":
            return (
                f"  br i1 {self.text}, label {targets[0].label}, label {targets[1].label}"
                f"{self.suffix}"
            )
        if self.kind == "switch":
            type = self.text.partition(" ")[0]
            pairs = zip(self.cases, targets[1:], strict=True)
            cases = "".join([f"    {type} {v}, label {b.label}\n" for v, b in pairs])
            return f"  switch {self.text}, label {targets[0].label} [\n{cases}  ]{self.suffix}"
        others = ", ".join([f"label {b.label}" for b in targets[self.kind == "callbr" :]])
        if self.kind == "callbr":
            return f"  {self.text}\n          to label {targets[0].label} [{others}]{self.suffix}"
        return f"  indirectbr ptr {self.text}, [{others}]{self.suffix}"


def _no_location(_: int) -> str:
    return ""


class FunctionBuilder:
    """Appends instructions to the current block (``block``; None where code is unreachable).

    ``loc`` is the place in the source of what is written now; ``locations`` has the ``!dbg``
    text of the places seen in the current scope, and ``locate`` makes it for a new one. Names
    are unique in the function; values are ``%v1``, ``%v2`` …, which LLVM reads in any order.
    """

    __slots__ = (
        "_block_count", "_last", "_value_count", "allocas", "block", "entry", "lines", "loc",
        "locate", "locations",
    )  # fmt: skip

    def __init__(self) -> None:
        self._value_count = 0
        self._block_count = 0
        self.allocas: list[str] = []
        self.entry = Block("entry")
        self.entry.is_placed = True
        self._last = self.entry
        self.block: Block | None = self.entry
        self.lines: list[str | Phi] = self.entry.lines
        self.loc = 0
        self.locations: dict[int, str] = {}
        self.locate: Callable[[int], str] = _no_location

    @property
    def suffix(self) -> str:
        """The ``!dbg`` of what is written now."""
        found = self.locations.get(self.loc)
        if found is None:
            found = self.locations[self.loc] = self.locate(self.loc)
        return found

    def new_name(self) -> str:
        self._value_count += 1
        return f"%v{self._value_count}"

    def new_block(self, hint: str) -> Block:
        """A block that is not placed yet."""
        self._block_count += 1
        return Block(f"{hint}{self._block_count}")

    def emit(self, text: str, tail: str = "") -> str:
        """Append ``%v = text``; ``tail`` is further metadata (``, !tbaa !3``)."""
        self._value_count += 1
        name = f"%v{self._value_count}"
        suffix = self.locations.get(self.loc)
        if suffix is None:
            suffix = self.suffix
        self.lines.append(f"  {name} = {text}{suffix}{tail}")
        return name

    def emit_void(self, text: str, tail: str = "") -> None:
        """Append an instruction without a value."""
        self.lines.append(f"  {text}{self.suffix}{tail}")

    def alloca(self, type: str, align_bytes: int, hint: str, space: str = "") -> str:
        """A stack slot in the entry block."""
        self._value_count += 1
        name = f"%{hint}.{self._value_count}"
        self.allocas.append(f"  {name} = alloca {type}, align {align_bytes}{space}")
        return name

    def phi(self, type: str, edges: list[tuple[str, Block]]) -> str:
        """A phi at the start of the current block."""
        node = Phi(self.new_name(), type, self.suffix)
        node.edges = edges
        self.lines.append(node)
        return node.name

    def set_block(self, block: Block | None) -> None:
        """Go on at the end of ``block``."""
        self.block = block
        self.lines = block.lines if block is not None else []

    def terminate(self, kind: str, text: str, targets: list[Block], tail: str = "") -> Terminator:
        """End the current block; afterwards there is no current block."""
        assert self.block is not None
        assert self.block.terminator is None
        terminator = Terminator(kind, text, targets, self.suffix + tail)
        terminator.block = self.block
        terminator.loc = self.loc
        self.block.terminator = terminator
        self.block = None
        self.lines = []
        return terminator

    def place(self, block: Block, *, after: Block | None = None) -> None:
        """Put ``block`` behind ``after``, or at the end of the function, and go on in it."""
        assert not block.is_placed
        block.is_placed = True
        before = self._last if after is None else after
        following = before.next
        before.next = block
        block.previous = before
        block.next = following
        if following is None:
            self._last = block
        else:
            following.previous = block
        self.set_block(block)

    def unlink(self, block: Block) -> None:
        """Take a placed block out of the function; its edges are left alone."""
        before, after = block.previous, block.next
        assert before is not None
        before.next = after
        if after is None:
            self._last = before
        else:
            after.previous = before

    def drop_alloca(self, name: str) -> None:
        """Take a stack slot nothing uses out of the entry block."""
        head = f"  {name} ="
        for i in range(len(self.allocas) - 1, -1, -1):
            if self.allocas[i].startswith(head):
                del self.allocas[i]
                return

    def render(self) -> Iterator[str]:
        """The lines between the braces."""
        yield "entry:"
        yield from self.allocas
        block: Block | None = self.entry
        while block is not None:
            if block is not self.entry:
                yield f"\n{block.name}:"
            for line in block.lines:
                yield line if isinstance(line, str) else line.render()
            assert block.terminator is not None, f"block {block.name} has no end"
            yield block.terminator.render()
            block = block.next
