"""Warnings about what the language converts without being asked, and loses or mixes up.

Names follow clang's ``-W`` options.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import integer_of
from bpfcc.frontend.tree import (
    AggregateInit,
    Comma,
    Conditional,
    Conversion,
    Convert,
    EnumeratorRef,
    Expr,
    IntLiteral,
    Unary,
)
from bpfcc.frontend.warn_compare import enum_of, has_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.ctype import Field
    from bpfcc.source import SourceManager


def check_conversion(node: Convert, parent: object, sink: Sink, manager: SourceManager) -> None:
    """A conversion, of which those that are written out are meant."""
    if node.is_explicit:
        _check_cast(node, sink)
        return
    if node.kind is Conversion.INTEGER and not node.type.is_error:
        _check_constant(node, isinstance(parent, AggregateInit), sink, manager)
    if node.kind in (Conversion.INTEGER, Conversion.NO_OP) and node.type.is_enum:
        _check_enum(node.operand, node, sink)


# ----------------------------------------------------------------------------- constants


def _check_constant(node: Convert, in_list: bool, sink: Sink, manager: SourceManager) -> None:
    """A constant that becomes another one in a narrower type.

    A negative one that only loses copies of its sign is meant, and so is a literal that is not
    decimal, or one between braces, which may spell the bits of a signed type.
    """
    type = node.type
    for part in _parts(node.operand):
        source, target = part.type.canonical, integer_of(type)
        known = evaluate_integer(part)
        if known is None or target.is_bool or not source.is_integer:
            continue
        bits = _count_bits(known)
        becomes_negative = (
            bits == target.size_bits
            and not in_list
            and target.signed
            and known > 0
            and integer_of(source).signed
            and not _spells_bits(part, manager)
        )
        if bits > target.size_bits or becomes_negative:
            sink.warning(
                "constant-conversion",
                part.loc,
                f"implicit conversion from '{part.type}' to '{type}' changes value from {known} "
                f"to {target.wrap(known)}",
            )


def check_bit_field(field: Field, value: object, sink: Sink) -> None:
    """A constant that is stored in a bit-field which cannot hold it."""
    width = field.bit_width
    if width is None or not isinstance(value, Expr) or field.type.is_error:
        return
    of_field = integer_of(field.type)
    while isinstance(value, Convert) and not value.is_explicit:
        value = value.operand
    known = evaluate_integer(value) if value.type.is_integer else None
    if known is None or of_field.is_bool:
        return
    negated = isinstance(value, Unary) and value.op in ("-", "~")
    if negated and _count_bits(known) <= width:
        return
    stored = known & ((1 << width) - 1)
    if of_field.signed and stored >> (width - 1):
        stored -= 1 << width
    if stored != known and width < integer_of(value.type).size_bits:
        single = "single-bit-" if width == 1 and known == 1 else ""
        sink.warning(
            f"{single}bitfield-constant-conversion",
            value.loc,
            f"implicit truncation from '{value.type}' to bit-field changes value from {known} "
            f"to {stored}",
        )


def _count_bits(value: int) -> int:
    """The bits that a value takes; of a negative one with its sign."""
    return (~value).bit_length() + 1 if value < 0 else value.bit_length()


def _parts(value: Expr) -> list[Expr]:
    """The values that an expression may give: both of a conditional, the last of a comma."""
    while isinstance(value, Convert) and not value.is_explicit:
        if value.kind not in (Conversion.INTEGER, Conversion.NO_OP):
            break
        value = value.operand
    if isinstance(value, Conditional):
        return [*_parts(value.then), *_parts(value.otherwise)]
    return _parts(value.right) if isinstance(value, Comma) else [value]


def _spells_bits(value: Expr, manager: SourceManager) -> bool:
    """Whether a value is a literal that is hexadecimal, octal, binary or a character."""
    if not isinstance(value, IntLiteral) or isinstance(value, EnumeratorRef):
        return False
    place = manager.spelling_place(value.loc)
    return place is not None and place.file.text[place.offset : place.offset + 1] in ("0", "'")


# -------------------------------------------------------------------- enumerations, casts


def _check_enum(value: Expr, target: Convert, sink: Sink) -> None:
    """A value of one enumeration that becomes one of another."""
    for part in _parts(value):
        source, wanted = enum_of(part), enum_of(target)
        if source is None or wanted is None or source is wanted:
            continue
        if has_name(source) and has_name(wanted):
            sink.warning(
                "implicit-enum-enum-cast",
                part.loc,
                f"a value of '{source}' becomes one of '{wanted}', another enumeration",
            )


def _check_cast(node: Convert, sink: Sink) -> None:
    """A cast between a pointer and a number that cannot hold it."""
    inner = node.operand
    if node.kind is Conversion.INTEGER and isinstance(inner, Convert):
        if inner.kind is not Conversion.POINTER_TO_INT or inner.loc != inner.operand.loc:
            return
        if inner.is_explicit or node.type.is_bool:
            return
        pointer = inner.operand.type
        is_void = pointer.canonical.target.is_void  # type: ignore[attr-defined]
        to_enum = "enum" if node.type.is_enum else "int"
        sink.warning(
            f"{'void-' if is_void else ''}pointer-to-{to_enum}-cast",
            node.loc,
            f"'{node.type}' cannot hold a pointer ('{pointer}')",
        )
    elif node.kind is Conversion.INT_TO_POINTER and isinstance(inner, Convert):
        small = inner.operand
        if inner.is_explicit or inner.kind is not Conversion.INTEGER:
            return
        is_smaller = small.type.is_integer and integer_of(small.type).size_bytes < 8
        if is_smaller and evaluate_integer(small) is None:
            sink.warning(
                "int-to-pointer-cast",
                node.loc,
                f"cast to '{node.type}' from the smaller integer type '{small.type}'",
            )
