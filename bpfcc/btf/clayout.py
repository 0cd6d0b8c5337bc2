"""Where C puts members, so that printed structs get the layout that BTF states.

BTF gives offsets; C only declarations, from which the compiler computes offsets. The printer
therefore follows the compiler's rules (those of clang for BPF, which are the System V ones) and
adds what makes the two agree: `__attribute__((packed))`, and unnamed bit-fields as padding.
Unnamed bit-fields do not change a struct's alignment, but are placed by their type's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bpfcc.btf.types import (
    Array,
    Composite,
    Enum,
    Float,
    Int,
    Member,
    Pointer,
    Type,
)
from bpfcc.btf.walk import MAX_NESTING, resolve
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAD_UNITS = (("long", 64), ("int", 32), ("short", 16), ("char", 8))
_LONG_GAP_BITS = 512 * 8


class Layout(NamedTuple):
    """Size and alignment of a type as C will see it, in bits."""

    size_bits: int
    align_bits: int
    is_packed: bool = False


def split_legacy_bitfield(member: Member, int_type: Int) -> Member:
    """A bit-field as early compilers wrote it, with its place inside its integer type."""
    offset_bits = member.offset_bits + int_type.offset_bits
    return Member(member.name, member.type, offset_bits, int_type.bits)


def pad_gap(start_bits: int, end_bits: int, packed: bool) -> Iterator[str]:
    """Unnamed bit-fields, such as `long: 64`, that fill exactly the given bits.

    A gap that would take very many is filled by an array, whose name says where it lies.
    """
    at = start_bits
    while at < end_bits:
        gap = end_bits - at
        if gap > _LONG_GAP_BITS and at % 8 == 0:
            yield f"char __pad_{at // 8}[{gap // 8}]"
            at += gap // 8 * 8
            continue
        if gap > _LONG_GAP_BITS:
            yield f"char: {-at % 8}"
            at += -at % 8
            continue
        for unit, bits in _PAD_UNITS:
            # Outside packed structs a bit-field must not cross a boundary of its type.
            room = bits if packed else bits - at % bits
            if room <= gap:
                yield f"{unit}: {room}"
                at += room
                break
        else:
            unit, _ = next(
                (unit, bits)
                for unit, bits in reversed(_PAD_UNITS)
                if gap <= (bits if packed else bits - at % bits)
            )
            yield f"{unit}: {gap}"
            at = end_bits


def place_bitfield(at_bits: int, unit: Layout, width_bits: int, packed: bool) -> int:
    """Where C puts a bit-field of type `unit` that follows what ends at `at_bits`."""
    if packed or at_bits % unit.align_bits + width_bits <= unit.size_bits:
        return at_bits
    return at_bits + -at_bits % unit.align_bits


class LayoutTable:
    """Layouts of types, each computed once. `pointer_bytes` is that of the BTF's machine."""

    def __init__(self, pointer_bytes: int = 8) -> None:
        self.pointer = Layout(pointer_bytes * 8, pointer_bytes * 8)
        self.known: dict[Type, Layout] = {}
        self.depth = 0

    def find(self, type_: Type) -> Layout:
        """The layout of a type; InputError for one without a size."""
        layout = self.known.get(type_)
        if layout is None:
            self.depth += 1
            if self.depth > MAX_NESTING:
                raise InputError(f"type {type_.name!r} is nested deeper than {MAX_NESTING}")
            layout = self.known[type_] = self._compute(resolve(type_))
            self.depth -= 1
        return layout

    def _compute(self, type_: Type) -> Layout:
        if isinstance(type_, Pointer):
            return self.pointer
        if isinstance(type_, Composite):
            return self._compute_composite(type_)
        if isinstance(type_, Int | Float | Enum):
            size_bits = type_.size_bytes * 8
            # The alignment of the power of two at or below an odd size: such types are
            # printed as byte arrays.
            align = size_bits if size_bits & (size_bits - 1) == 0 else 8
            return Layout(size_bits, max(align, 8))
        if isinstance(type_, Array):
            element = self.find(type_.element)
            return Layout(element.size_bits * type_.count, element.align_bits)
        label = f"{type(type_).__name__} {type_.name!r}".lower()
        raise InputError(f"{label} is used where its size is needed")

    def _compute_composite(self, type_: Composite) -> Layout:
        size_bits = type_.size_bytes * 8
        align = 8
        fits = True
        known = self.known
        for member in type_.members:
            _, inner, offset_bits, width_bits = member
            inner_size, inner_align, _ = known.get(inner) or self.find(inner)
            if inner_align > align:
                align = inner_align
            if width_bits:
                fits = fits and offset_bits % inner_align + width_bits <= inner_size
            elif offset_bits % inner_align:
                fits = fits and self._is_legacy_bitfield(member)
        if fits and size_bits % align == 0:
            return Layout(size_bits, align)
        return Layout(size_bits, 8, True)

    @staticmethod
    def _is_legacy_bitfield(member: Member) -> bool:
        inner = resolve(member.type)
        return isinstance(inner, Int) and inner.bits != inner.size_bytes * 8
