"""What LLVM's BPF back end cannot select, spelled out in IR that it can.

clang gives up on each of these: signed division before v4, multiplication of 128-bit integers
and of 64-bit ones with a check for overflow, copies and fills of more bytes than LLVM puts into
straight code. The results are the same as the single instruction's. A unit is lowered so only
after LLVM has refused it, because much of this is fine where the optimizer knows the operands.
"""

from __future__ import annotations

from bpfcc.ir.fold import as_int
from bpfcc.ir.operands import value_bits
from bpfcc.ir.state import FunctionState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.ctype import Int

    Body = Callable[[str, str, int], None]  # (offset, type of the unit, its alignment)

_INLINE_LIMIT_BYTES = 1024
"""What LLVM's BPF back end copies without a call, whatever the alignment."""

_LOW = str((1 << 32) - 1)


def divide(f: FunctionState, name: str, type: str, left: str, right: str) -> str:
    """``left name right`` for ``sdiv``, ``srem``, ``udiv`` and ``urem``.

    Before v4 BPF divides unsigned numbers only: divide the magnitudes, then set the sign, which
    for the quotient is that of both operands, for the remainder that of the dividend (C11 6.5.5).
    """
    signed = name in ("sdiv", "srem") and f.context.options.cpu != "v4"
    if not signed or _is_power_of_two(right):
        return f.binary(name, type, left, right)
    left_negative = f.compare("slt", type, left, "0")
    right_negative = f.compare("slt", type, right, "0")
    magnitude = f.binary(
        "udiv" if name == "sdiv" else "urem",
        type,
        _negate_if(f, type, left_negative, left),
        _negate_if(f, type, right_negative, right),
    )
    negative = left_negative
    if name == "sdiv":
        negative = f.binary("xor", "i1", left_negative, right_negative)
    return _negate_if(f, type, negative, magnitude)


def _is_power_of_two(text: str) -> bool:
    """A constant that LLVM turns into shifts (or, if 0, into nothing at all)."""
    number = as_int(text)
    return number is not None and not abs(number) & (abs(number) - 1)


def _negate_if(f: FunctionState, type: str, condition: str, value: str) -> str:
    if condition in ("false", "0"):
        return value
    negated = f.binary("sub", type, "0", value)
    if condition in ("true", "1"):
        return negated
    return f.builder.emit(f"select i1 {condition}, {type} {negated}, {type} {value}")


def multiply_wide(f: FunctionState, left: str, right: str) -> str:
    """The low 128 bits of a product of two ``i128``, by four products of 32-bit halves."""
    if _is_power_of_two(left) or _is_power_of_two(right):
        return f.binary("mul", "i128", left, right)
    emit = f.builder.emit
    low_left, high_left = _halves(f, left)
    low_right, high_right = _halves(f, right)
    a0, a1 = _parts(f, low_left)
    b0, b1 = _parts(f, low_right)
    low, cross, other = (emit(f"mul i64 {x}, {y}") for x, y in ((a0, b0), (a0, b1), (a1, b0)))
    # Hide one product, or LLVM sees the whole for what it is and makes it one i128 again.
    high = emit(f'call i64 asm "", "=r,0"(i64 {emit(f"mul i64 {a1}, {b1}")})')
    middle = emit(f"lshr i64 {low}, 32")
    for product in (cross, other):
        part, carry = _parts(f, product)
        middle = emit(f"add i64 {middle}, {part}")
        high = emit(f"add i64 {high}, {carry}")
    part, carry = _parts(f, middle)
    high = emit(f"add i64 {high}, {carry}")
    for x, y in ((low_left, high_right), (high_left, low_right)):
        high = emit(f"add i64 {high}, {emit(f'mul i64 {x}, {y}')}")
    shifted = emit(f"shl i64 {part}, 32")
    bottom = emit(f"or i64 {shifted}, {emit(f'and i64 {low}, {_LOW}')}")
    wide = emit(f"shl i128 {emit(f'zext i64 {high} to i128')}, 64")
    return emit(f"or i128 {wide}, {emit(f'zext i64 {bottom} to i128')}")


def multiply_checked(
    f: FunctionState, operands: list[tuple[str, Int]], result: Int
) -> tuple[str, str]:
    """A product of integers of up to 64 bits as ``result``, and an ``i1``: it does not fit."""
    left, right = (
        f.resize(value, value_bits(kind), 128, signed=kind.signed) for value, kind in operands
    )
    product = multiply_wide(f, left, right)
    narrow = f.resize(product, 128, result.size_bits, signed=False)
    back = f.resize(narrow, result.size_bits, 128, signed=result.signed)
    return narrow, f.compare("ne", "i128", product, back)


def _halves(f: FunctionState, value: str) -> tuple[str, str]:
    """The low and high ``i64`` of an ``i128``."""
    low = f.builder.emit(f"trunc i128 {value} to i64")
    shifted = f.builder.emit(f"lshr i128 {value}, 64")
    return low, f.builder.emit(f"trunc i128 {shifted} to i64")


def _parts(f: FunctionState, value: str) -> tuple[str, str]:
    """The low and high 32 bits of an ``i64``, each as an ``i64``."""
    return f.builder.emit(f"and i64 {value}, {_LOW}"), f.builder.emit(f"lshr i64 {value}, 32")


def is_too_long(f: FunctionState, size: str) -> bool:
    """Whether LLVM would call ``memcpy`` or ``memset`` for a copy or fill of ``size`` bytes."""
    if not f.context.spells_out:
        return False
    number = as_int(size)
    return number is not None and number > _INLINE_LIMIT_BYTES


def copy_in_loop(f: FunctionState, target: str, source: str, size_bytes: int, align: int) -> None:
    """Copy ``size_bytes`` between objects that do not overlap, both aligned to ``align``."""

    def copy(offset: str, unit: str, unit_align: int) -> None:
        come = f.builder.emit(f"getelementptr inbounds i8, ptr {source}, i64 {offset}")
        value = f.builder.emit(f"load volatile {unit}, ptr {come}, align {unit_align}")
        to = f.builder.emit(f"getelementptr inbounds i8, ptr {target}, i64 {offset}")
        f.builder.emit_void(f"store volatile {unit} {value}, ptr {to}, align {unit_align}")

    _loop(f, size_bytes, min(align, 8), copy)


def fill_in_loop(f: FunctionState, target: str, byte: str, size_bytes: int, align: int) -> None:
    """Set ``size_bytes`` bytes to ``byte`` (an ``i8``)."""
    step = min(align, 8)
    value = f.resize(byte, 8, 8 * step, signed=False)
    value = f.binary("mul", f"i{8 * step}", value, str(int("01" * step, 16)))

    def fill(offset: str, unit: str, unit_align: int) -> None:
        to = f.builder.emit(f"getelementptr inbounds i8, ptr {target}, i64 {offset}")
        part = value if unit == f"i{8 * step}" else byte
        f.builder.emit_void(f"store volatile {unit} {part}, ptr {to}, align {unit_align}")

    _loop(f, size_bytes, step, fill)


def _loop(f: FunctionState, size_bytes: int, step: int, body: Body) -> None:
    """Run ``body`` for every ``step`` bytes, and for each byte that is left.

    The accesses are volatile: LLVM would make the loop the ``memcpy`` that it stands for.
    """
    builder = f.builder
    whole = size_bytes - size_bytes % step
    counter = builder.alloca("i64", 8, "offset")
    builder.emit_void(f"store i64 0, ptr {counter}, align 8")
    block = builder.new_block("bytes")
    end = builder.new_block("bytes.end")
    f.start_block(block)
    offset = builder.emit(f"load i64, ptr {counter}, align 8")
    body(offset, f"i{8 * step}", step)
    following = builder.emit(f"add nuw i64 {offset}, {step}")
    builder.emit_void(f"store i64 {following}, ptr {counter}, align 8")
    more = builder.emit(f"icmp ult i64 {following}, {whole}")
    builder.terminate("condbr", more, [block, end])
    f.start_block(end)
    for left in range(whole, size_bytes):
        body(str(left), "i8", 1)
