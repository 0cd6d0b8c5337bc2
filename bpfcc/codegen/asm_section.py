"""Sections while assembling: fragments whose places are known only after layout, and fixups.

Nearly every section is one fragment of bytes. Only what has a size that depends on labels
(`.uleb128 a-b`, `.skip a-b`, and alignment after one of those) starts further fragments.
"""

from __future__ import annotations

from bpfcc.codegen.asm_expr import StatementError, evaluate
from bpfcc.elf.model import SHF_EXECINSTR, SHT_NOBITS, SHT_PROGBITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from bpfcc.codegen.asm_expr import AsmSymbol, Expr, Memo

    # Offset in the fragment, kind, expression, position in the text.
    Fixup: TypeAlias = tuple[int, int, Expr, int]

# Kinds of fixups: 1, 2, 4 and 8 are words of data of that many bytes.
FIXUP_IMM64 = 16
FIXUP_CALL = 17
FIXUP_JUMP16 = 18
FIXUP_JUMP32 = 19

# What LLVM pads code with: a conditional jump to the next instruction.
_NOP_WORD = 0x15000000
_MAX_SECTION_BYTES = 1 << 32
# What a directive may append to a section that holds data: the object is made in memory.
_MAX_FILL_BYTES = 1 << 28
_MAX_LAYOUT_ROUNDS = 100


class Fragment:
    """A run of bytes with fixups; `start` is its offset in the section once laid out."""

    __slots__ = ("data", "fixups", "section", "start", "virtual_bytes")

    def __init__(self, section: AsmSection) -> None:
        self.section = section
        self.start = 0
        self.data = bytearray()
        self.virtual_bytes = 0
        self.fixups: list[Fixup] = []

    @property
    def extent_bytes(self) -> int:
        """Bytes that the fragment takes (those of NOBITS sections are only counted)."""
        return len(self.data) + self.virtual_bytes

    def resize(self) -> bool:
        """Recompute a size that depends on positions; True if it changed."""
        return False


class LebFragment(Fragment):
    """`.uleb128` or `.sleb128` of an expression that depends on positions."""

    __slots__ = ("expr", "is_signed", "position")

    def __init__(self, section: AsmSection, expr: Expr, is_signed: bool, position: int) -> None:
        super().__init__(section)
        self.expr = expr
        self.is_signed = is_signed
        self.position = position

    def resize(self) -> bool:
        """Encode the value as it is now; never shrink, so that layout comes to an end."""
        value = evaluate_absolute(self.expr, self.position)
        if value < 0 and not self.is_signed:
            raise StatementError(".uleb128 of a negative value", self.position)
        encoded = encode_leb(value, self.is_signed, len(self.data))
        changed = len(encoded) != len(self.data)
        self.data[:] = encoded
        return changed


class FillFragment(Fragment):
    """`.skip` or `.org` whose extent depends on positions."""

    __slots__ = ("count", "fill", "is_origin", "position")

    def __init__(
        self, section: AsmSection, count: Expr, fill: int, position: int, *, is_origin: bool
    ) -> None:
        super().__init__(section)
        self.count = count
        self.fill = fill
        self.position = position
        self.is_origin = is_origin

    def resize(self) -> bool:
        """Fill up to the count, or to the origin."""
        if self.is_origin:
            added, removed, count = evaluate(self.count, laid_out=True)
            if removed is not None or (added is not None and added.fragment is None):
                raise StatementError("expected absolute expression", self.position)
            if added is not None and added.fragment is not None:
                count += added.fragment.start + added.offset
            count -= self.start
        else:
            count = evaluate_absolute(self.count, self.position)
        if not 0 <= count <= _MAX_FILL_BYTES:
            what = "origin lies behind" if self.is_origin else "invalid number of bytes"
            raise StatementError(f"{what} ({count})", self.position)
        changed = count != len(self.data)
        self.data[:] = bytes((self.fill & 0xFF,)) * count
        return changed


class AlignFragment(Fragment):
    """`.p2align` behind something whose size depends on positions."""

    __slots__ = ("alignment", "fill", "max_bytes", "position", "width")

    def __init__(
        self,
        section: AsmSection,
        alignment: int,
        fill: int | None,
        width: int,
        max_bytes: int,
        position: int,
    ) -> None:
        super().__init__(section)
        self.alignment = alignment
        self.fill = fill
        self.width = width
        self.max_bytes = max_bytes
        self.position = position

    def resize(self) -> bool:
        """Pad from where the fragment starts now."""
        size = len(self.data)
        self.data[:] = self.section.make_padding(
            self.start, self.alignment, self.fill, self.width, self.max_bytes, self.position
        )
        return size != len(self.data)


class AsmSection:
    """One section: its header's values and its fragments; `symbol` is its section symbol."""

    __slots__ = (
        "align_bytes",
        "entry_size_bytes",
        "flags",
        "fragments",
        "group",
        "group_is_comdat",
        "kind",
        "last",
        "link_symbol",
        "little_endian",
        "name",
        "order",
        "symbol",
    )

    def __init__(
        self,
        name: str,
        symbol: AsmSymbol,
        kind: int = SHT_PROGBITS,
        flags: int = 0,
        entry_size_bytes: int = 0,
        *,
        little_endian: bool = True,
    ) -> None:
        self.name = name
        self.kind = kind
        self.flags = flags
        self.entry_size_bytes = entry_size_bytes
        self.align_bytes = 1
        self.little_endian = little_endian
        self.order = -1
        self.group: AsmSymbol | None = None
        self.group_is_comdat = False
        self.link_symbol: AsmSymbol | None = None
        self.last = Fragment(self)
        self.fragments: list[Fragment] = [self.last]
        self.symbol = symbol
        symbol.begins = self
        symbol.fragment = self.last

    def __repr__(self) -> str:
        return f"<AsmSection {self.name}>"

    @property
    def byte_order(self) -> Literal["little", "big"]:
        """The byte order as int.to_bytes wants it."""
        return "little" if self.little_endian else "big"

    @property
    def is_code(self) -> bool:
        """Whether padding here is made of instructions."""
        return bool(self.flags & SHF_EXECINSTR)

    def emit(self, data: bytes | bytearray, position: int = -1) -> None:
        """Append bytes."""
        if self.kind == SHT_NOBITS:
            if any(data):
                raise StatementError(
                    f"section '{self.name}' holds no data and cannot be initialized", position
                )
            self.last.virtual_bytes += len(data)
            return
        self.last.data += data

    def emit_repeated(self, count: int, fill: bytes, position: int) -> None:
        """Append `count` times `fill`."""
        is_virtual = self.kind == SHT_NOBITS and not any(fill)
        limit = _MAX_SECTION_BYTES if is_virtual else _MAX_FILL_BYTES
        if not 0 <= count * len(fill) <= limit:
            raise StatementError(f"invalid number of bytes ({count * len(fill)})", position)
        if is_virtual:
            self.last.virtual_bytes += count * len(fill)
        else:
            self.emit(fill * count, position)

    def add_fixup(self, offset: int, kind: int, expr: Expr, position: int) -> None:
        """Have `expr` patched in at `offset` of the current fragment."""
        if self.kind == SHT_NOBITS:
            raise StatementError(f"section '{self.name}' holds no data", position)
        self.last.fixups.append((offset, kind, expr, position))

    def append_fragment(self, fragment: Fragment) -> None:
        """Append a fragment of unknown size, and an empty one to go on with."""
        self.last = Fragment(self)
        self.fragments += (fragment, self.last)

    def align(
        self, alignment: int, fill: int | None, width: int, max_bytes: int, position: int
    ) -> None:
        """Pad to a multiple of `alignment` bytes, unless that takes more than `max_bytes` (0: any).

        `fill` None pads with zeros, in code with instructions that do nothing.
        """
        self.align_bytes = max(self.align_bytes, alignment)
        if len(self.fragments) > 1:
            self.append_fragment(AlignFragment(self, alignment, fill, width, max_bytes, position))
            return
        offset = self.last.extent_bytes
        if offset % alignment:
            padding = self.make_padding(offset, alignment, fill, width, max_bytes, position)
            self.emit(padding, position)

    def make_padding(
        self,
        offset: int,
        alignment: int,
        fill: int | None,
        width: int,
        max_bytes: int,
        position: int,
    ) -> bytes:
        """Return what fills the gap from `offset` to the next multiple of `alignment`."""
        count = -offset % alignment
        if max_bytes and count > max_bytes:
            return b""
        if count > _MAX_FILL_BYTES:
            raise StatementError(f"an alignment that takes {count} bytes of padding", position)
        if fill is None and self.is_code:
            if count % 8:
                raise StatementError(
                    f"cannot pad code by {count} bytes: instructions take 8", position
                )
            return _NOP_WORD.to_bytes(8, self.byte_order) * (count // 8)
        if count % width:
            raise StatementError(f"cannot pad {count} bytes with {width}-byte values", position)
        value = (fill or 0) & ((1 << 8 * width) - 1)
        return value.to_bytes(width, self.byte_order) * (count // width)

    def lay_out(self) -> None:
        """Give every fragment its start."""
        if len(self.fragments) == 1:
            return
        for _ in range(_MAX_LAYOUT_ROUNDS):
            changed = False
            start = 0
            for fragment in self.fragments:
                changed |= fragment.start != start
                fragment.start = start
                changed |= fragment.resize()
                start += fragment.extent_bytes
            if not changed:
                return
        raise StatementError(f"sizes in section '{self.name}' depend on each other without end")


def evaluate_absolute(expr: Expr, position: int, memo: Memo | None = None) -> int:
    """Return the value of an expression that must not depend on where sections end up."""
    added, removed, constant = evaluate(expr, laid_out=True, memo=memo)
    if added is not None or removed is not None:
        raise StatementError("expected absolute expression", position)
    return constant


def encode_leb(value: int, is_signed: bool, min_bytes: int = 0) -> bytes:
    """Return the (S)LEB128 encoding of `value`, padded to at least `min_bytes`."""
    out = bytearray()
    while True:
        low = value & 0x7F
        value >>= 7
        finished = value == 0 if not is_signed else value == (-1 if low & 0x40 else 0)
        if finished and len(out) + 1 >= min_bytes:
            out.append(low)
            return bytes(out)
        out.append(low | 0x80)
