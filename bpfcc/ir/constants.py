"""Constant initialisers to LLVM constants.

A ``Constant`` keeps its structure, because a local variable with a mostly-zero initialiser is
filled by ``memset`` and a few stores. Padding is explicit and zero, as clang 22 writes it; a
constant has the natural LLVM type of its C type where its elements do, else an anonymous struct.
"""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.consteval import Address, evaluate_constant
from bpfcc.frontend.ctype import Array, CType, Field, Float, Record, integer_of
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import (
    AggregateInit,
    CompoundLiteral,
    Conversion,
    Convert,
    Expr,
    Function,
    Initializer,
    LabelInfo,
    StringLiteral,
    Variable,
)
from bpfcc.ir.module import escape_bytes
from bpfcc.ir.operands import float_text, literal_text, value_bits
from bpfcc.ir.record_layout import IRType, byte_array, has_no_storage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.ir.state import UnitContext

_ZERO_RUN = 8
"""Trailing zero elements from which an array is split in two, as clang does."""


class Constant:
    """A constant of LLVM type ``type``.

    ``kind``: ``zero``, ``scalar``, ``address`` (a global's, or an expression of one),
    ``data`` (``bytes``), or ``aggregate`` (``parts``: offset in bytes and constant).
    """

    __slots__ = ("align_bytes", "bytes", "kind", "parts", "size_bytes", "text", "type")

    def __init__(
        self, kind: str, type: str, text: str, size_bytes: int, align_bytes: int = 1
    ) -> None:
        self.kind = kind
        self.type = type
        self.text = text
        self.size_bytes = size_bytes
        self.align_bytes = align_bytes  # of the LLVM type
        self.bytes = b""
        self.parts: list[tuple[int, Constant]] = []

    @property
    def is_zero(self) -> bool:
        return self.kind == "zero"

    @property
    def operand(self) -> str:
        """Type and value."""
        return f"{self.type} {self.text}"


def zero(type: IRType) -> Constant:
    """All bytes zero."""
    text = type.text
    if text[0] == "i":
        value = "0"
    elif text.startswith("ptr"):
        value = "null"
    else:
        value = "zeroinitializer"
    return Constant("zero", text, value, type.size_bytes, type.align_bytes)


def data(content: bytes, size_bytes: int) -> Constant:
    """``[n x i8]`` with ``content``, cut or filled with zeros to ``size_bytes``."""
    content = content[:size_bytes].ljust(size_bytes, b"\0")
    type = f"[{size_bytes} x i8]"
    if not any(content):
        return Constant("zero", type, "zeroinitializer", size_bytes)
    result = Constant("data", type, f'c"{escape_bytes(content)}"', size_bytes)
    result.bytes = content
    return result


def build_constant(context: UnitContext, init: Initializer, type: CType) -> Constant | None:
    """The constant that ``init`` is for an object of ``type``; None if it is not constant."""
    if isinstance(init, AggregateInit):
        canonical = type.canonical
        if isinstance(canonical, Array):
            return _build_array(context, init, canonical)
        if isinstance(canonical, Record):
            return _build_record(context, init, canonical)
        raise InternalError(f"braces around a {type}", loc=init.loc)
    if type.canonical.is_array or type.canonical.is_record:
        return _build_whole(context, init, type)
    return _build_scalar(context, init, type)


def _build_whole(context: UnitContext, expr: Expr, type: CType) -> Constant | None:
    """An array or record given as one expression: a string or a compound literal."""
    while isinstance(expr, Convert) and expr.kind in (Conversion.LOAD, Conversion.NO_OP):
        expr = expr.operand
    if isinstance(expr, StringLiteral):
        return _build_string(context, expr, type)
    if isinstance(expr, CompoundLiteral) and expr.variable.initializer is not None:
        return build_constant(context, expr.variable.initializer, type)
    return None


def _build_string(context: UnitContext, expr: StringLiteral, type: CType) -> Constant:
    canonical = type.canonical
    assert isinstance(canonical, Array)
    element = size_of(canonical.element) or 1
    size = len(expr.data) if canonical.count is None else canonical.count * element
    if element == 1:
        return data(expr.data, size)
    content = expr.data[:size].ljust(size, b"\0")
    order = "big" if context.types.is_big_endian else "little"
    item = IRType(f"i{element * 8}", element, element)
    items: list[Constant] = []
    for i in range(0, size, element):
        value = int.from_bytes(content[i : i + element], order)  # type: ignore[arg-type]
        items.append(_scalar(item, str(value)) if value else zero(item))
    return _join_array(items, item)


def _scalar(type: IRType, text: str, kind: str = "scalar") -> Constant:
    return Constant(kind, type.text, text, type.size_bytes, type.align_bytes)


def _build_scalar(context: UnitContext, expr: Expr, type: CType) -> Constant | None:
    value = evaluate_constant(expr)
    if value is None:
        return None
    memory = context.types.memory(type)
    if isinstance(value, Address):
        return _build_address(context, value, type, memory)
    canonical = type.canonical
    if isinstance(canonical, Float):
        if value == 0 and str(float(value))[0] != "-":
            return Constant("zero", memory.text, "0.0", memory.size_bytes, memory.align_bytes)
        return _scalar(memory, float_text(float(value), canonical))
    number = int(value)
    if canonical.is_bool:
        number = int(number != 0)
        return _scalar(memory, "1") if number else zero(memory)
    return _scalar(memory, literal_text(number, canonical)) if number else zero(memory)


def _build_address(
    context: UnitContext, address: Address, type: CType, memory: IRType
) -> Constant | None:
    base = address.base
    if isinstance(base, LabelInfo):
        return None
    if isinstance(base, Function):
        pointer, space = context.globals.function(base), 0
    elif isinstance(base, StringLiteral):
        pointer, space = context.globals.string(base.data, base.type, base.loc), 0
    else:
        assert isinstance(base, Variable)
        if not base.is_global and base.linkage == 0:
            return None
        pointer, space = context.globals.variable(base), base.type.address_space
    kind = f"ptr addrspace({space})" if space else "ptr"
    if address.offset:
        pointer = f"getelementptr (i8, {kind} {pointer}, i64 {address.offset})"
    if type.is_pointer:
        if memory.text != kind:
            pointer = f"addrspacecast ({kind} {pointer} to {memory.text})"
        return _scalar(memory, pointer, "address")
    if memory.size_bytes != 8:
        return None
    return _scalar(memory, f"ptrtoint ({kind} {pointer} to {memory.text})", "address")


# ---------------------------------------------------------------------------------- arrays


def _build_array(context: UnitContext, init: AggregateInit, type: Array) -> Constant | None:
    element = context.types.memory(type.element)
    count = type.count
    if count is None:
        count = init.elements[-1][1] + 1 if init.elements else 0
    if not init.elements:
        return zero(IRType(f"[{count} x {element.text}]", count * element.size_bytes, 1))
    if element.text == "i8":
        return _build_bytes(context, init, type, count)
    items: list[Constant] = []
    for low, high, value in init.elements:
        while len(items) < low:
            items.append(zero(element))
        constant = build_constant(context, value, type.element)
        if constant is None:
            return None
        items.extend([constant] * (high - low + 1))
    return _join_array(items, element, count)


def _build_bytes(
    context: UnitContext, init: AggregateInit, type: Array, count: int
) -> Constant | None:
    """An array of characters, given one by one."""
    content = bytearray(count)
    for low, high, value in init.elements:
        assert isinstance(value, Expr)
        number = evaluate_constant(value)
        if not isinstance(number, int):
            return None
        content[low : high + 1] = bytes([number & 0xFF]) * (high - low + 1)
    return data(bytes(content), count)


def _join_array(items: list[Constant], element: IRType, count: int | None = None) -> Constant:
    """An array of ``items``, filled with zeros to ``count``."""
    if count is None:
        count = len(items)
    while items and items[-1].is_zero:
        items.pop()
    size = count * element.size_bytes
    if not items:
        return zero(IRType(f"[{count} x {element.text}]", size, 1))
    first = items[0]
    has_one_type = all(item.type == first.type for item in items)
    filler = IRType(first.type, element.size_bytes, first.align_bytes) if has_one_type else element
    rest = count - len(items)
    if rest < _ZERO_RUN:
        items += [zero(filler)] * rest
        rest = 0
    parts = [(i * element.size_bytes, item) for i, item in enumerate(items)]
    values = ", ".join([item.operand for item in items])
    align = 1
    if has_one_type:
        head = Constant("aggregate", f"[{len(items)} x {first.type}]", f"[{values}]", 0)
        tail = f"[{rest} x {first.type}]"
        text, type = head.text, head.type
        if not rest:
            align = first.align_bytes
        if rest:
            type = f"<{{ {head.type}, {tail} }}>"
            text = f"<{{ {head.operand}, {tail} zeroinitializer }}>"
    else:
        kinds = [item.type for item in items]
        if rest:
            kinds.append(f"[{rest} x {filler.text}]")
            values += f", {kinds[-1]} zeroinitializer"
        type, text = f"<{{ {', '.join(kinds)} }}>", f"<{{ {values} }}>"
    result = Constant("aggregate", type, text, size, align)
    result.parts = parts
    return result


# --------------------------------------------------------------------------------- records


def _build_record(context: UnitContext, init: AggregateInit, record: Record) -> Constant | None:
    memory = context.types.memory(record)
    pieces: list[tuple[int, Constant]] = []
    bits: dict[int, int] = {}
    for field, value in init.fields:
        if field.bit_width is not None:
            if not _add_bits(context, bits, field, value):
                return None
            continue
        constant = build_constant(context, value, field.type)
        if constant is None:
            return None
        if constant.size_bytes:
            pieces.append((field.offset_bits // 8, constant))
    byte = IRType("i8", 1, 1)
    for offset, content in bits.items():
        pieces.append((offset, _scalar(byte, str(content)) if content else zero(byte)))
    if not record.is_union:
        _add_missing(context, record, {field for field, _ in init.fields}, pieces, bits)
    elif not init.fields:
        _add_first(context, record, pieces)
    pieces.sort(key=lambda piece: piece[0])
    return _join_record(context, record, memory, pieces)


def _add_bits(context: UnitContext, bits: dict[int, int], field: Field, value: Initializer) -> bool:
    """Put a bit-field's value into the bytes it covers."""
    assert isinstance(value, Expr)
    number = evaluate_constant(value)
    if not isinstance(number, int):
        return False
    width = min(field.bit_width or 0, value_bits(field.type))
    number &= (1 << width) - 1
    start = field.offset_bits
    for bit in range(field.bit_width or 0):
        position = start + bit
        if context.types.is_big_endian:
            is_set = number >> ((field.bit_width or 0) - 1 - bit) & 1
            mask = 0x80 >> position % 8
        else:
            is_set = number >> bit & 1
            mask = 1 << position % 8
        bits[position // 8] = bits.get(position // 8, 0) | (mask if is_set else 0)
    return True


def _add_missing(
    context: UnitContext,
    record: Record,
    given: set[Field],
    pieces: list[tuple[int, Constant]],
    bits: dict[int, int],
) -> None:
    """Zeros for the fields that an initialiser leaves out."""
    byte = IRType("i8", 1, 1)
    for field in record.fields or ():
        if field in given or has_no_storage(field):
            continue
        if field.bit_width is not None:
            if field.name is None:
                continue
            first, last = field.offset_bits // 8, (field.offset_bits + field.bit_width - 1) // 8
            for offset in range(first, last + 1):
                if offset not in bits:
                    bits[offset] = 0
                    pieces.append((offset, zero(byte)))
            continue
        constant = zero_of(context, field.type)
        if constant.size_bytes:
            pieces.append((field.offset_bits // 8, constant))


def _add_first(context: UnitContext, record: Record, pieces: list[tuple[int, Constant]]) -> None:
    """A union initialised by nothing: its first member is zero, and so is the rest."""
    for field in record.fields or ():
        if field.name is not None or field.is_anonymous_record:
            constant = zero_of(context, field.type)
            if constant.size_bytes and field.bit_width is None:
                pieces.append((0, constant))
            return


def zero_of(context: UnitContext, type: CType) -> Constant:
    """The zero that an initialiser gives an object of ``type``.

    Padding is an element of it, so a record with padding has not its natural type here.
    """
    record = type.canonical
    if not isinstance(record, Record):
        return zero(context.types.memory(type))
    known = context.zeros.get(record)
    if known is None:
        pieces: list[tuple[int, Constant]] = []
        if record.is_union:
            _add_first(context, record, pieces)
        else:
            _add_missing(context, record, set(), pieces, {})
        pieces.sort(key=lambda piece: piece[0])
        known = _join_record(context, record, context.types.memory(record), pieces)
        context.zeros[record] = known
    return known


def _join_record(
    context: UnitContext, record: Record, memory: IRType, pieces: list[tuple[int, Constant]]
) -> Constant:
    layout = context.types.layout(record)
    parts: list[tuple[int, Constant]] = []
    end = 0
    for offset, piece in pieces:
        if offset > end:
            parts.append((end, zero(byte_array(offset - end))))
        parts.append((offset, piece))
        end = offset + piece.size_bytes
    if end < record.size_bytes:
        parts.append((end, zero(byte_array(record.size_bytes - end))))
        end = record.size_bytes
    values = ", ".join([part.operand for _, part in parts])
    kinds = [part.type for _, part in parts]
    # Flexible and empty members have no part; leave their places out when comparing.
    natural = [(o, e.text) for o, e in layout.elements if e.size_bytes]
    if end == memory.size_bytes and natural == [(o, part.type) for o, part in parts]:
        by_offset = {offset: part.operand for offset, part in parts}
        full = [
            by_offset[offset] if element.size_bytes else f"{element.text} zeroinitializer"
            for offset, element in layout.elements
        ]
        type, values = memory.text, ", ".join(full)
        text = f"<{{ {values} }}>" if layout.is_packed else f"{{ {values} }}"
        align = memory.align_bytes
    else:
        align = max((part.align_bytes for _, part in parts), default=1)
        if end % align or any(offset % part.align_bytes for offset, part in parts):
            type, text, align = f"<{{ {', '.join(kinds)} }}>", f"<{{ {values} }}>", 1
        else:
            type, text = f"{{ {', '.join(kinds)} }}", f"{{ {values} }}"
    if all(part.is_zero for _, part in parts):
        return Constant("zero", type, "zeroinitializer", end, align)
    result = Constant("aggregate", type, text, end, align)
    result.parts = parts
    return result


# ------------------------------------------------------------------------- local variables


def count_stores(constant: Constant, budget: int) -> int:
    """The stores that are left of ``budget`` after writing all that is not zero; -1: too few."""
    if constant.kind == "zero":
        return budget
    if constant.kind == "address" and constant.text[0] == "@":
        return -1
    if constant.kind in ("scalar", "address"):
        return budget - 1
    if constant.kind == "data":
        return max(-1, budget - sum(1 for byte in constant.bytes if byte))
    for _, part in constant.parts:
        budget = count_stores(part, budget)
        if budget < 0:
            return -1
    return budget


def repeated_byte(constant: Constant) -> int | None:
    """The byte that the constant consists of, if it is one byte again and again."""
    if constant.kind == "zero":
        return 0
    if constant.kind == "data":
        return constant.bytes[0] if len(set(constant.bytes)) == 1 else None
    if constant.kind == "scalar" and constant.type[0] == "i":
        value = int(constant.text) & ((1 << constant.size_bytes * 8) - 1)
        content = value.to_bytes(constant.size_bytes, "little")
        return content[0] if len(set(content)) == 1 else None
    if constant.kind != "aggregate":
        return None
    found = {repeated_byte(part) for _, part in constant.parts}
    covered = sum(part.size_bytes for _, part in constant.parts)
    if covered != constant.size_bytes:
        found.add(0)
    return found.pop() if len(found) == 1 else None


def integer_constant(expr: Expr) -> int | None:
    """The integer an expression is, if it is constant."""
    value = evaluate_constant(expr)
    return value if isinstance(value, int) and integer_of(expr.type) else None
