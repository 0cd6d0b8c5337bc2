"""Sizes, alignments and record layout, as clang lays them out for BPF (Itanium rules).

Rules: C11 6.7.2.1, the System V ABI for bit-fields, GNU ``packed``/``aligned`` and
``#pragma pack``. All sizes are of the 64-bit BPF target; bit-field offsets count memory bits
from the start of the record, little-endian first bit lowest.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import (
    Array,
    CType,
    Enum,
    Field,
    Float,
    Function,
    Int,
    Pointer,
    Qualified,
    Record,
    Tagged,
    Typedef,
    Vector,
)


def size_of(type: CType) -> int | None:
    """``sizeof`` in bytes; None for an incomplete type. void and functions give 1 (GNU)."""
    canonical = type.canonical
    if isinstance(canonical, (Int, Float, Pointer)):
        return canonical.size_bytes
    if isinstance(canonical, Record):
        return canonical.size_bytes if canonical.is_complete else None
    if isinstance(canonical, Array):
        element = size_of(canonical.element)
        if element is None or canonical.count is None:
            return None
        return element * canonical.count
    if isinstance(canonical, Enum):
        return canonical.size_bytes if canonical.is_complete else None
    if isinstance(canonical, Vector):
        element = size_of(canonical.element)
        return None if element is None else element * canonical.count
    return 1


def align_of(type: CType) -> int:
    """Alignment in bytes, the ``aligned`` attribute of typedefs included."""
    if isinstance(type, Typedef):
        return type.align_attr_bytes or align_of(type.target)
    if isinstance(type, (Qualified, Tagged)):
        return align_of(type.base)
    if isinstance(type, Array):
        return align_of(type.element)
    if isinstance(type, (Int, Float, Pointer, Record, Enum)):
        return type.align_bytes
    if isinstance(type, Vector):
        return size_of(type) or 1
    if isinstance(type, Function):
        return 4
    return 1


def transparent_member(type: CType) -> Field | None:
    """As what an argument of this type is passed, if it is a transparent union: its first member.

    As in clang, the attribute holds only where all members are as large as the first, and none
    needs a greater alignment.
    """
    record = type.canonical
    if not isinstance(record, Record) or not (record.is_union and record.transparent):
        return None
    fields = record.fields or ()
    if not fields or fields[0].type.is_floating:
        return None
    size, align = size_of(fields[0].type), align_of(fields[0].type)
    fits = all(size_of(f.type) == size and align_of(f.type) <= align for f in fields)
    return fields[0] if fits else None


def is_complete(type: CType) -> bool:
    """Whether objects of the type can exist."""
    canonical = type.canonical
    if isinstance(canonical, Array):
        return canonical.count is not None and is_complete(canonical.element)
    if isinstance(canonical, (Record, Enum)):
        return canonical.is_complete
    return not canonical.is_void and not canonical.is_function


def _round_up(value: int, multiple: int) -> int:
    return (value + multiple - 1) // multiple * multiple


class _Layouter:
    """Places the fields of one record, in order."""

    __slots__ = ("align_bytes", "pack_bytes", "record", "size_bits", "union_bits")

    def __init__(self, record: Record) -> None:
        self.record = record
        self.pack_bytes = record.pragma_pack_bytes
        self.align_bytes = 1
        self.size_bits = 0
        self.union_bits = 0

    def run(self) -> None:
        record = self.record
        for field in record.fields or ():
            if field.bit_width is None:
                self._place_member(field)
            else:
                self._place_bit_field(field)
        if record.is_union:
            self.size_bits = self.union_bits
        align = max(self.align_bytes, record.align_attr_bytes)
        record.align_bytes = align
        record.size_bytes = _round_up(_round_up(self.size_bits, 8) // 8, align)

    def _member_align(self, field: Field, natural: int) -> int:
        packed = self.record.packed or field.packed
        align = 1 if packed else natural
        align = max(align, field.align_attr_bytes)
        if self.pack_bytes:
            align = min(align, self.pack_bytes)
        return align

    def _place_member(self, field: Field) -> None:
        size = size_of(field.type)
        size_bits = 8 * (size or 0)  # a flexible array member adds nothing
        align = self._member_align(field, align_of(field.type))
        if self.record.is_union:
            field.offset_bits = 0
            self.union_bits = max(self.union_bits, size_bits)
        else:
            field.offset_bits = _round_up(self.size_bits, align * 8)
            self.size_bits = field.offset_bits + size_bits
        self.align_bytes = max(self.align_bytes, align)

    def _place_bit_field(self, field: Field) -> None:
        width = field.bit_width
        assert width is not None
        unit_bits = 8 * (size_of(field.type) or 4)
        align_bits = self._bit_field_align(field, width)
        start = 0 if self.record.is_union else self.size_bits
        explicit_bits = field.align_attr_bytes * 8
        # Without `#pragma pack` it must not straddle a unit of its declared type.
        straddles = not self.pack_bytes and start % align_bits + width > unit_bits
        if width == 0 or straddles:
            start = _round_up(start, align_bits)
        elif explicit_bits and not 0 < self.pack_bytes * 8 < explicit_bits:
            start = _round_up(start, explicit_bits)
        field.offset_bits = start
        if self.record.is_union:
            self.union_bits = max(self.union_bits, width)
        else:
            self.size_bits = start + width
        # An unnamed bit-field does not raise the alignment of its record.
        if field.name is not None:
            self.align_bytes = max(self.align_bytes, align_bits // 8)

    def _bit_field_align(self, field: Field, width: int) -> int:
        """Alignment in bits; 1 for a packed one, which then may start at any bit."""
        packed = self.record.packed or field.packed
        natural = max(align_of(field.type), field.align_attr_bytes) * 8
        if not width:
            return natural
        align = max(1, field.align_attr_bytes * 8) if packed else natural
        if self.pack_bytes:
            # `#pragma pack` overrides both attributes, `packed` too.
            align = min(natural, self.pack_bytes * 8)
        return align


def lay_out(record: Record) -> None:
    """Give every field its offset and the record its size and alignment (``fields`` set)."""
    _Layouter(record).run()
    record.index_fields()


__all__ = ["align_of", "is_complete", "lay_out", "size_of"]


def has_member_with(type: CType, quals: int) -> bool:
    """Whether a member, at whatever depth, has one of the qualifiers; each record counts once."""
    pending = [type.canonical]
    seen: set[CType] = set()
    while pending:
        canonical = pending.pop()
        while isinstance(canonical, Array):
            if canonical.element.quals & quals:
                return True
            canonical = canonical.element.canonical
        if not isinstance(canonical, Record) or canonical in seen:
            continue
        seen.add(canonical)
        for field in canonical.fields or ():
            if field.type.quals & quals:
                return True
            pending.append(field.type.canonical)
    return False
