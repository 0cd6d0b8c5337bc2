"""Writing the body of one LLVM function: blocks, terminators, instructions.

Blocks are written in the order in which they are placed. A terminator stays an object until
the end, because the C lowering redirects and merges blocks after the fact (cleanups, gotos);
an ordinary instruction is a string from the start. A phi is kept with its blocks, whose names
may change until the function is rendered.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Block:
    """A basic block. ``uses``: the terminators that may go there, once for each edge.

    ``is_pinned``: its address is taken or an ``asm goto`` names it, so it must stay.
    ``merged_into`` is the block that swallowed this one.
    """

    __slots__ = ("is_pinned", "is_placed", "lines", "merged_into", "name", "terminator", "uses")

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: list[str | Phi] = []
        self.terminator: Terminator | None = None
        self.uses: list[Terminator] = []
        self.is_placed = False
        self.is_pinned = False
        self.merged_into: Block | None = None

    @property
    def label(self) -> str:
        """The operand ``label %name``."""
        block = self
        while block.merged_into is not None:
            block = block.merged_into
        return f"%{block.name}"

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

    __slots__ = ("block", "cases", "kind", "suffix", "targets", "text")

    def __init__(self, kind: str, text: str, targets: list[Block], suffix: str) -> None:
        self.kind = kind
        self.text = text
        self.targets = targets
        self.suffix = suffix
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
            return (
                f"  switch {self.text}, label {targets[0].label} [\n{cases}  ]{self.suffix}"
            )
        others = ", ".join([f"label {b.label}" for b in targets[self.kind == "callbr" :]])
        if self.kind == "callbr":
            return f"  {self.text}\n          to label {targets[0].label} [{others}]{self.suffix}"
        return f"  indirectbr ptr {self.text}, [{others}]{self.suffix}"


class FunctionBuilder:
    """Appends instructions to the current block (``block``; None where code is unreachable).

    ``suffix`` is what every instruction ends with now: its ``!dbg``. Names are unique
    in the function; values are ``%v1``, ``%v2`` …, which LLVM reads in any order.
    """

    __slots__ = (
        "_block_count", "_value_count", "allocas", "block", "blocks", "entry", "lines", "suffix",
    )  # fmt: skip

    def __init__(self) -> None:
        self._value_count = 0
        self._block_count = 0
        self.allocas: list[str] = []
        self.blocks: list[Block] = []
        self.entry = Block("entry")
        self.entry.is_placed = True
        self.blocks.append(self.entry)
        self.block: Block | None = self.entry
        self.lines: list[str | Phi] = self.entry.lines
        self.suffix = ""

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
        self.lines.append(f"  {name} = {text}{self.suffix}{tail}")
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
        self.block.terminator = terminator
        self.block = None
        self.lines = []
        return terminator

    def place(self, block: Block, *, after: Block | None = None) -> None:
        """Put ``block`` at the end of the function (or after another) and go on in it."""
        assert not block.is_placed
        block.is_placed = True
        if after is not None and after is not self.blocks[-1]:
            self.blocks.insert(self.blocks.index(after) + 1, block)
        else:
            self.blocks.append(block)
        self.set_block(block)

    def remove(self, block: Block) -> None:
        """Take an empty or dead block out of the function."""
        self.blocks.remove(block)
        if block.terminator is not None:
            block.terminator.drop()

    def render(self) -> Iterator[str]:
        """The lines between the braces."""
        yield "entry:"
        yield from self.allocas
        for block in self.blocks:
            if block is not self.entry:
                yield f"\n{block.name}:"
            for line in block.lines:
                yield line if isinstance(line, str) else line.render()
            assert block.terminator is not None, f"block {block.name} has no end"
            yield block.terminator.render()
