"""What is known on one path: memory, ranges of symbols, the fate of pointers, checks made.

Copying a state is cheap: what lies in one region is shared until it is written.
"""

from __future__ import annotations

from enum import IntEnum

from bpfcc.verifier.values import Linear, Pointer, Region, RegionKind, Symbol, split_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.verifier.values import Number, Terms, Value

    Cells = dict[tuple[int, int], Value]

ALL_BYTES = -1
"""A mask in which every byte is set."""


class Nullness(IntEnum):
    """Whether the pointer that a call returned is NULL."""

    MAYBE = 0
    NO = 1
    YES = 2


class Ownership(IntEnum):
    """Who has what a call handed out to be given back."""

    HELD = 0
    RELEASED = 1
    ELSEWHERE = 2  # where it is not followed


class State:
    """One path's knowledge.

    ``cells``: values by (offset, size) in each region. ``zeroed``: which other bytes are 0, and
    ``written``: which bytes of a variable on the stack have been written, as masks. ``checked``:
    how many bytes of the packet, from a variable distance on, are known to lie before its end.
    ``related`` are symbols that were compared with other symbols.
    ``lock_loc`` is where the spin lock that is held was taken, 0 for none.
    ``generation`` counts what moved the packet, ``epoch`` the calls that may have changed memory
    that others share. ``is_blind`` says that the packet's end was compared in a way that this
    check does not understand.
    """

    __slots__ = (
        "cells",
        "checked",
        "epoch",
        "generation",
        "is_blind",
        "lock_loc",
        "moved_by",
        "nullness",
        "owners",
        "ranges",
        "related",
        "released_at",
        "versions",
        "written",
        "zeroed",
    )

    def __init__(self) -> None:
        self.cells: dict[Region, Cells] = {}
        self.written: dict[Region, int] = {}
        self.zeroed: dict[Region, int] = {}
        self.versions: dict[Region, int] = {}
        self.ranges: dict[Symbol, tuple[int, int]] = {}
        self.related: frozenset[Symbol] = frozenset()
        self.nullness: dict[Region, Nullness] = {}
        self.owners: dict[Region, Ownership] = {}
        self.released_at: dict[Region, int] = {}
        self.checked: dict[tuple[int, Terms], int] = {}
        self.generation = 0
        self.epoch = 0
        self.moved_by: tuple[str, int] = ("", 0)
        self.is_blind = False
        self.lock_loc = 0

    def copy(self) -> State:
        """An independent state that knows the same."""
        new = State.__new__(State)
        new.cells = self.cells.copy()
        new.written = self.written.copy()
        new.zeroed = self.zeroed.copy()
        new.versions = self.versions.copy()
        new.ranges = self.ranges.copy()
        new.related = self.related
        new.nullness = self.nullness.copy()
        new.owners = self.owners.copy()
        new.released_at = self.released_at.copy()
        new.checked = self.checked.copy()
        new.generation = self.generation
        new.epoch = self.epoch
        new.moved_by = self.moved_by
        new.is_blind = self.is_blind
        new.lock_loc = self.lock_loc
        return new

    def knows_the_same(self, other: State) -> bool:
        """Whether two paths are one from here on, but for the ranges of symbols."""
        return (
            self.generation == other.generation
            and self.epoch == other.epoch
            and self.nullness == other.nullness
            and self.owners == other.owners
            and self.checked == other.checked
            and self.cells == other.cells
            and self.written == other.written
            and self.zeroed == other.zeroed
            and self.is_blind == other.is_blind
            and self.lock_loc == other.lock_loc
            and self.versions == other.versions
            and self.related == other.related
        )

    # ------------------------------------------------------------------------- numbers

    def range_of(self, value: Value) -> tuple[int, int]:
        """The least and the greatest that a number can be."""
        if isinstance(value, int):
            return value, value
        if isinstance(value, Symbol):
            return self.ranges.get(value) or (value.low, value.high)
        if isinstance(value, Linear):
            low = high = value.constant
            for symbol, factor in value.terms:
                a, b = self.range_of(symbol)
                if factor < 0:
                    a, b = b, a
                low += factor * a
                high += factor * b
            return low, high
        return 0, (1 << 64) - 1

    def narrow(self, value: Number, low: int, high: int) -> bool:
        """Learn that a number lies between two; False: it cannot, so this path does not exist."""
        known_low, known_high = self.range_of(value)
        if known_low > high or known_high < low:
            return False
        terms, constant = split_number(value)
        if len(terms) == 1 and terms[0][1] in (1, -1):
            symbol, factor = terms[0]
            low, high = max(low, known_low) - constant, min(high, known_high) - constant
            self.ranges[symbol] = (low, high) if factor == 1 else (-high, -low)
            if symbol.op == "wrap" and factor == 1:
                self._narrow_wrapped(symbol, low, high)
        return True

    def _narrow_wrapped(self, symbol: Symbol, low: int, high: int) -> None:
        """``(unsigned)n < 10`` says that a signed ``n`` is not negative either."""
        inner = symbol.left
        if symbol.low != 0 or not isinstance(inner, Symbol):
            return
        first, last = self.range_of(inner)
        if first < 0 <= last <= symbol.high and high < symbol.high + 1 + first:
            self.narrow(inner, low, high)

    # -------------------------------------------------------------------------- memory

    def read(self, place: Pointer, size_bytes: int) -> Value | None:
        """The value that lies at a place; None where it is not known."""
        if place.terms:
            return None
        cells = self.cells.get(place.region)
        value = None if cells is None else cells.get((place.offset, size_bytes))
        if value is None and place.region in self.zeroed and place.offset >= 0:
            bits = ((1 << size_bytes) - 1) << place.offset
            if self.zeroed[place.region] & bits == bits:
                return 0
        return value

    def overlaps(self, place: Pointer, size_bytes: int) -> bool:
        """Whether something is known of some of the bytes at a place."""
        cells = self.cells.get(place.region)
        if not cells or place.terms:
            return bool(cells)
        start, end = place.offset, place.offset + size_bytes
        return any(offset < end and offset + size > start for offset, size in cells)

    def write(self, place: Pointer, size_bytes: int, value: Value | None) -> None:
        """Put a value at a place; None: something unknown."""
        region = place.region
        if place.terms:
            self.let_go(region)
            if isinstance(value, Pointer):
                self.let_go(value.region)
            return
        offset, end = place.offset, place.offset + size_bytes
        old = self.cells.get(region)
        new: Cells = {}
        if old:
            new = {key: v for key, v in old.items() if key[0] >= end or key[0] + key[1] <= offset}
        lost = len(old) - len(new) if old else 0
        if value is None or lost > 1 or (lost == 1 and old and (offset, size_bytes) not in old):
            # What is read there from now on is not what was read before.
            self.versions[region] = self.versions.get(region, 0) + 1
        if value is not None:
            new[offset, size_bytes] = value
        self.cells[region] = new
        if region in self.zeroed:
            self.zeroed[region] &= ~_bits_of(place, size_bytes)
        self.mark_written(place, size_bytes)

    def clear(self, place: Pointer, size_bytes: int) -> None:
        """Set bytes to 0."""
        self.write(place, size_bytes, None)
        if not place.terms and place.offset >= 0:
            known = self.zeroed.get(place.region, 0)
            self.zeroed[place.region] = known | _bits_of(place, size_bytes)

    def mark_written(self, place: Pointer, size_bytes: int) -> None:
        """Note that bytes of a variable have a value now."""
        mask = self.written.get(place.region)
        if mask is not None and mask != ALL_BYTES:
            if place.terms or place.offset < 0:
                self.written[place.region] = ALL_BYTES
            else:
                self.written[place.region] = mask | _bits_of(place, size_bytes)

    def forget(self, region: Region) -> None:
        """Anything may have been written into a region."""
        self.cells.pop(region, None)
        self.zeroed.pop(region, None)
        self.versions[region] = self.versions.get(region, 0) + 1
        if region in self.written:
            self.written[region] = ALL_BYTES

    def forget_shared(self) -> None:
        """A call may have changed whatever is not a variable of this program's own stack."""
        self.epoch += 1
        for region in [r for r in self.cells if r.kind is not RegionKind.STACK]:
            del self.cells[region]
        for region in [r for r in self.zeroed if r.kind is not RegionKind.STACK]:
            del self.zeroed[region]

    def drop(self, region: Region) -> None:
        """The variable of a function that has returned."""
        self.cells.pop(region, None)
        self.versions.pop(region, None)
        self.written.pop(region, None)
        self.zeroed.pop(region, None)

    def copy_bytes(self, target: Pointer, source: Pointer, size_bytes: int) -> None:
        """Copy memory, values and all; the source's unwritten bytes count as written."""
        cells = self.cells.get(source.region)
        zeros = 0
        if not source.terms and not target.terms and source.offset >= 0 <= target.offset:
            zeros = self.zeroed.get(source.region, 0) & _bits_of(source, size_bytes)
            zeros = zeros >> source.offset << target.offset
        moved: Cells = {}
        if cells and not source.terms:
            shift = target.offset - source.offset
            end = source.offset + size_bytes
            moved = {
                (offset + shift, size): value
                for (offset, size), value in cells.items()
                if source.offset <= offset and offset + size <= end
            }
        self.write(target, size_bytes, None)
        if moved and not target.terms:
            self.cells[target.region] = {**self.cells.get(target.region, {}), **moved}
        if zeros:
            self.zeroed[target.region] = self.zeroed.get(target.region, 0) | zeros

    # ------------------------------------------------------------------------ pointers

    def nullness_of(self, region: Region) -> Nullness:
        """Whether a region's pointer is NULL on this path."""
        return self.nullness.get(region, Nullness.NO)

    def learn_null(self, region: Region, *, is_null: bool) -> bool:
        """Learn the result of a comparison with NULL; False: it cannot be that."""
        known = self.nullness_of(region)
        if known is Nullness.MAYBE:
            self.nullness[region] = Nullness.YES if is_null else Nullness.NO
            if is_null:
                self.owners.pop(region, None)
            return True
        return (known is Nullness.YES) == is_null

    def is_released(self, region: Region) -> bool:
        """Whether a region was given back."""
        return self.owners.get(region) is Ownership.RELEASED

    def release(self, region: Region, loc: int) -> None:
        """Give a region back."""
        self.owners[region] = Ownership.RELEASED
        self.released_at[region] = loc

    def held_regions(self) -> list[Region]:
        """What this path has been given and not given back."""
        return [region for region, owner in self.owners.items() if owner is Ownership.HELD]

    def let_go(self, region: Region) -> None:
        """The pointer went where it is not followed: into memory, to a function unknown."""
        if self.owners.get(region) is Ownership.HELD:
            self.owners[region] = Ownership.ELSEWHERE
        if region.kind is RegionKind.STACK:
            cells = self.cells.get(region)
            self.forget(region)
            for value in (cells or {}).values():
                if isinstance(value, Pointer) and value.region is not region:
                    self.let_go(value.region)


def _bits_of(place: Pointer, size_bytes: int) -> int:
    """The bytes at a place as a mask of its region's."""
    bits = (1 << size_bytes) - 1
    return bits << place.offset if place.offset >= 0 else bits >> -place.offset


_MOST_DIFFERENCES = 6


def _are_about_one(symbols: set[Symbol]) -> bool:
    """Whether all are one symbol and comparisons of it with constants, which follow from it."""
    bases = [symbol for symbol in symbols if symbol.op not in ("==", "!=")]
    if len(bases) != 1:
        return False
    return all(
        isinstance(symbol.right, int) and symbol.left is bases[0]
        for symbol in symbols
        if symbol is not bases[0]
    )


def absorbs(kept: State, other: State) -> bool:
    """Whether ``kept`` stands for ``other`` too; it may have to widen one range for that."""
    if kept is other:
        return True
    if not kept.knows_the_same(other):
        return False
    different = kept.ranges.items() ^ other.ranges.items()
    if len(different) > _MOST_DIFFERENCES:
        return False
    symbols = {symbol for symbol, _ in different}
    if len(symbols) > 1 and not _are_about_one(symbols):
        return False
    for symbol in symbols:
        a, b = kept.range_of(symbol), other.range_of(symbol)
        kept.ranges[symbol] = (min(a[0], b[0]), max(a[1], b[1]))
    return True
