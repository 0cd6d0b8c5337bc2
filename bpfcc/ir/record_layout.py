"""The LLVM struct type of a C record, and the access units of its bit-fields.

C says where every bit is (``frontend.layout``); this says with which LLVM struct, and with
which loads and stores, they are reached. The rules are those of clang 22, because the width of
an access decides what the verifier and the optimizer see:

* A union is one member, the field of the greatest alignment (of those, the largest), and
  padding.
* A struct lists its fields, with byte arrays as padding; it is packed if a field does not stand
  at a multiple of its LLVM alignment.
* A run of bit-fields is cut into access units. A unit starts at a byte boundary, ends before
  the next member with storage, never crosses a zero-width bit-field, is at most a register
  (64 bits) unless one field is larger, and grows beyond what its first byte-sharing fields need
  only if the larger unit is a naturally aligned integer.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import Field, Record, integer_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.ctype import CType

_REGISTER_BYTES = 8


class IRType:
    """An LLVM type: text, allocation size and ABI alignment in bytes."""

    __slots__ = ("align_bytes", "size_bytes", "text")

    def __init__(self, text: str, size_bytes: int, align_bytes: int) -> None:
        self.text = text
        self.size_bytes = size_bytes
        self.align_bytes = align_bytes


class BitFieldAccess:
    """How a bit-field is reached.

    The storage of ``storage_bits`` lies at LLVM field ``index``, ``storage_offset_bytes`` from
    the start of the record; the field is the ``width_bits`` bits from ``shift`` (counted from
    the least significant bit of the loaded integer).
    """

    __slots__ = (
        "index", "is_signed", "shift", "storage_bits", "storage_offset_bytes", "width_bits",
    )  # fmt: skip

    def __init__(self) -> None:
        self.index = 0
        self.shift = 0
        self.width_bits = 0
        self.storage_bits = 0
        self.storage_offset_bytes = 0
        self.is_signed = False


class RecordLayout:
    """``body``: the text of the struct type; ``elements``: its members (offset bytes, type).

    ``indexes`` gives a field's LLVM member number; fields without storage are not in it.
    """

    __slots__ = (
        "align_bytes", "bit_fields", "body", "elements", "indexes", "is_packed", "size_bytes",
    )  # fmt: skip

    def __init__(self) -> None:
        self.elements: list[tuple[int, IRType]] = []
        self.indexes: dict[Field, int] = {}
        self.bit_fields: dict[Field, BitFieldAccess] = {}
        self.is_packed = False
        self.size_bytes = 0
        self.align_bytes = 1
        self.body = ""

    def finish(self) -> None:
        """Compute the body's text and its size from the elements."""
        members = ", ".join([element.text for _, element in self.elements])
        braces = "{ " + members + " }" if members else "{}"
        self.body = f"<{braces}>" if self.is_packed else braces
        end = 0
        align = 1
        for offset, element in self.elements:
            end = offset + element.size_bytes
            align = max(align, element.align_bytes)
        self.align_bytes = 1 if self.is_packed else align
        self.size_bytes = round_up(end, self.align_bytes)


def round_up(value: int, multiple: int) -> int:
    """The least multiple that is not below ``value``."""
    return -(-value // multiple) * multiple


def integer_type(bits: int) -> IRType:
    """``iN`` for at least ``bits`` bits, in whole bytes."""
    size = round_up(bits, 8) // 8
    align = 1
    while align < size and align < 16:
        align *= 2
    return IRType(f"i{size * 8}", round_up(size, align), align)


def byte_array(count: int) -> IRType:
    """``count`` bytes of padding or of storage that no integer fits."""
    return IRType("i8" if count == 1 else f"[{count} x i8]", count, 1)


def has_no_storage(field: Field) -> bool:
    """Whether LLVM's struct leaves the field out: zero width, or an empty record."""
    if field.bit_width is not None:
        return field.bit_width == 0
    return _is_empty_record(field.type)


def _is_empty_record(type: CType) -> bool:
    canonical = type.canonical
    if not isinstance(canonical, Record) or canonical.fields is None:
        return False
    return all(has_no_storage(field) for field in canonical.fields)


class _Member:
    """A member on its way into the struct; ``type`` None: a bit-field in the unit before."""

    __slots__ = ("field", "offset_bytes", "type")

    def __init__(self, offset_bytes: int, type: IRType | None, field: Field | None) -> None:
        self.offset_bytes = offset_bytes
        self.type = type
        self.field = field


class _Lowering:
    """Builds the layout of one record."""

    __slots__ = ("is_big_endian", "layout", "members", "memory", "record")

    def __init__(
        self, record: Record, memory: Callable[[CType], IRType], *, is_big_endian: bool
    ) -> None:
        self.record = record
        self.memory = memory
        self.is_big_endian = is_big_endian
        self.layout = RecordLayout()
        self.members: list[_Member] = []

    def run(self) -> RecordLayout:
        if self.record.is_union:
            self._lower_union()
        else:
            self._lower_struct()
        self.layout.finish()
        return self.layout

    # -- unions

    def _lower_union(self) -> None:
        size = self.record.size_bytes
        best: IRType | None = None
        for field in self.record.fields or ():
            if field.bit_width == 0:
                continue
            type = self._storage_type(field)
            if field.bit_width is not None:
                unit = type if type.size_bytes <= size else byte_array(size)
                self._set_bit_field(field, 0, 0, unit)
            self.layout.indexes[field] = 0
            if best is None or (type.align_bytes, type.size_bytes) > (
                best.align_bytes,
                best.size_bytes,
            ):
                best = type
        elements = self.layout.elements
        if best is None:
            if size:
                elements.append((0, byte_array(size)))
            return
        if best.size_bytes > size:
            best = byte_array(size)
        elements.append((0, best))
        if size > best.size_bytes:
            elements.append((best.size_bytes, byte_array(size - best.size_bytes)))
        self.layout.is_packed = bool(size % best.align_bytes)

    def _storage_type(self, field: Field) -> IRType:
        type = self.memory(field.type)
        if field.bit_width is None:
            return type
        return integer_type(min(field.bit_width, type.size_bytes * 8))

    # -- structs

    def _lower_struct(self) -> None:
        fields = self.record.fields or []
        position = 0
        while position < len(fields):
            field = fields[position]
            if field.bit_width is not None:
                position = _UnitFinder(self, fields).run(position)
                continue
            if not has_no_storage(field):
                offset = field.offset_bits // 8
                self.members.append(_Member(offset, self.memory(field.type), field))
            position += 1
        self.members.sort(key=lambda member: member.offset_bytes)
        self._decide_packing()
        self._insert_padding()
        self._number_members()

    def _decide_packing(self) -> None:
        align = 1
        packed = False  # the attribute counts only where it moved a member
        for member in self.members:
            if member.type is not None:
                packed = packed or bool(member.offset_bytes % member.type.align_bytes)
                align = max(align, member.type.align_bytes)
        self.layout.is_packed = packed or bool(self.record.size_bytes % align)

    def _insert_padding(self) -> None:
        packed = self.layout.is_packed
        padded: list[_Member] = []
        size = 0
        align = 1
        for member in self.members:
            if member.type is not None:
                if not packed:
                    align = max(align, member.type.align_bytes)
                natural = size if packed else round_up(size, member.type.align_bytes)
                if member.offset_bytes != natural:
                    padded.append(_Member(size, byte_array(member.offset_bytes - size), None))
                size = member.offset_bytes + member.type.size_bytes
            padded.append(member)
        end = self.record.size_bytes
        if end != round_up(size, align):
            padded.append(_Member(size, byte_array(end - size), None))
        self.members = padded

    def _number_members(self) -> None:
        layout = self.layout
        for member in self.members:
            if member.type is not None:
                layout.elements.append((member.offset_bytes, member.type))
            index = len(layout.elements) - 1
            if member.field is not None:
                layout.indexes[member.field] = index
                if member.type is None:
                    unit = layout.elements[-1][1]
                    self._set_bit_field(member.field, index, member.offset_bytes, unit)

    def _set_bit_field(self, field: Field, index: int, offset_bytes: int, unit: IRType) -> None:
        access = BitFieldAccess()
        assert field.bit_width is not None
        access.index = index
        access.storage_offset_bytes = offset_bytes
        access.storage_bits = unit.size_bytes * 8
        access.width_bits = min(field.bit_width, access.storage_bits)
        access.shift = field.offset_bits - offset_bytes * 8
        if self.is_big_endian:
            access.shift = access.storage_bits - (access.shift + access.width_bits)
        access.is_signed = integer_of(field.type).signed
        self.layout.bit_fields[field] = access


class _UnitFinder:
    """Cuts one run of bit-fields into access units.

    A span is a group of bit-fields that share bytes. From ``begin``, spans are accumulated
    while the unit they give is acceptable; the best one so far ends before field ``best_end``,
    at byte ``best_end_offset``; ``best_clipped`` says that no integer has that size.
    """

    __slots__ = (
        "begin", "begin_offset", "best_clipped", "best_end", "best_end_offset", "fields",
        "lowering", "size_bits",
    )  # fmt: skip

    def __init__(self, lowering: _Lowering, fields: list[Field]) -> None:
        self.lowering = lowering
        self.fields = fields
        self.begin: int | None = None
        self.begin_offset = 0
        self.size_bits = 0
        self.best_end = 0
        self.best_end_offset = 0
        self.best_clipped = True

    def run(self, position: int) -> int:
        """Handle the run that starts at ``position``; returns where it ends."""
        fields = self.fields
        while True:
            at_boundary = is_barrier = False
            field = fields[position] if position < len(fields) else None
            if field is not None and field.bit_width is not None:
                if self.begin is None:
                    self.begin = self.best_end = position
                    self.begin_offset = field.offset_bits // 8
                    self.size_bits = 0
                elif field.offset_bits % 8 == 0:
                    is_barrier = field.bit_width == 0
                    at_boundary = True
            elif self.begin is None:
                return position
            else:
                is_barrier = at_boundary = True
            if at_boundary and self._close_span(position, is_barrier):
                self._install()
                position = self.best_end
                self.begin = None
            else:
                assert field is not None
                assert field.bit_width is not None
                self.size_bits += field.bit_width
                position += 1

    def _close_span(self, position: int, is_barrier: bool) -> bool:
        """A span ends before ``position``; whether the best unit is to be installed now."""
        size = (self.size_bits + 7) // 8
        if self.best_end == self.begin:
            self.best_end = position
            self.best_end_offset = self.begin_offset + size
            self.best_clipped = True
            if not self.size_bits:
                return True
        elif size > _REGISTER_BYTES:
            return True
        type = integer_type(size * 8)
        record_align = self.lowering.record.align_bytes
        if type.align_bytes > record_align or self.begin_offset % type.align_bytes:
            if self.best_end == position and type.size_bytes == size:
                self.best_clipped = False
            return True
        limit = self._find_limit(position)
        if self.begin_offset + type.size_bytes <= limit:
            self.best_end_offset = self.begin_offset + type.size_bytes
            self.best_end = position
            self.best_clipped = False
        if is_barrier:
            return True
        self.size_bits = (limit - self.begin_offset) * 8
        return False

    def _find_limit(self, position: int) -> int:
        """The byte at which the next member with storage begins, or the record ends."""
        for field in self.fields[position:]:
            if not has_no_storage(field):
                return field.offset_bits // 8
        return self.lowering.record.size_bytes

    def _install(self) -> None:
        size = self.best_end_offset - self.begin_offset
        if not size:
            return
        members = self.lowering.members
        type = byte_array(size) if self.best_clipped else integer_type(size * 8)
        members.append(_Member(self.begin_offset, type, None))
        assert self.begin is not None
        for field in self.fields[self.begin : self.best_end]:
            if field.bit_width:
                members.append(_Member(self.begin_offset, None, field))


def lay_out_record(
    record: Record, memory: Callable[[CType], IRType], *, is_big_endian: bool
) -> RecordLayout:
    """The LLVM layout of a complete record; ``memory`` gives the LLVM types of its fields."""
    return _Lowering(record, memory, is_big_endian=is_big_endian).run()
