"""Arithmetic of 128 bits for LLVM's BPF back end, which would call a library for it.

Products, also of 64 bits with a check for overflow, are put together from 32-bit halves, shifts
by a variable number from 64-bit halves; division and
products with a check for overflow are functions in C.
"""

from __future__ import annotations

import os

from bpfcc.ir.debuginfo import ARTIFICIAL
from bpfcc.ir.fold import as_int, int_text
from bpfcc.ir.operands import value_bits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.ctype import Int
    from bpfcc.ir.state import FunctionState

_LOW = str((1 << 32) - 1)

LIBRARY_PATH = os.path.join(os.path.dirname(__file__), "wide_arithmetic.c")
"""The functions that a unit may need besides its own."""


def multiply(f: FunctionState, left: str, right: str) -> str:
    """The low 128 bits of a product of two ``i128``, by four products of 32-bit halves."""
    if is_power_of_two(left) or is_power_of_two(right):
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
    return _join(f, high, bottom)


def multiply_checked(
    f: FunctionState, operands: list[tuple[str, Int]], result: Int
) -> tuple[str, str]:
    """A product of integers of up to 64 bits as ``result``, and an ``i1``: it does not fit."""
    left, right = (
        f.resize(value, value_bits(kind), 128, signed=kind.signed) for value, kind in operands
    )
    product = multiply(f, left, right)
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


def shift(f: FunctionState, name: str, value: str, count: str) -> str:
    """``shl``, ``lshr`` or ``ashr`` of an ``i128`` by ``count``, an ``i128`` below 128."""
    if as_int(count) is not None:
        return f.binary(name, "i128", value, count)
    emit = f.builder.emit
    low, high = _halves(f, value)
    number = emit(f"trunc i128 {count} to i64")
    within = emit(f"and i64 {number}, 63")
    rest = emit(f"sub i64 63, {within}")
    beyond = emit(f"icmp ugt i64 {number}, 63")
    if name == "shl":
        near, far, back, filler = low, high, "lshr", "0"
    else:
        near, far, back = high, low, "shl"
        filler = emit(f"ashr i64 {high}, 63") if name == "ashr" else "0"
    op = name if name == "shl" else "lshr"
    moved = emit(f"{name} i64 {near}, {within}")
    # What leaves one half enters the other: by 64 less, in two steps, since 64 is too many.
    crossing = emit(f"{back} i64 {emit(f'{back} i64 {near}, 1')}, {rest}")
    joined = emit(f"or i64 {emit(f'{op} i64 {far}, {within}')}, {crossing}")
    first = emit(f"select i1 {beyond}, i64 {filler}, i64 {moved}")
    second = emit(f"select i1 {beyond}, i64 {moved}, i64 {joined}")
    return _join(f, first, second) if name != "shl" else _join(f, second, first)


def divide_unsigned(f: FunctionState, name: str, left: str, right: str) -> str:
    """``udiv`` or ``urem`` of ``i128``."""
    _call(f, "void", "__bpfcc_divide_wide", left, right)
    return _read_result(f, 0 if name == "udiv" else 16)


def multiply_wide_checked(
    f: FunctionState, operands: list[tuple[str, Int]], result: Int
) -> tuple[str, str]:
    """A product of which more than 64 bits count, and an ``i1``: it does not fit ``result``.

    The product of the magnitudes, which must not be greater than what ``result`` can hold.
    """
    emit = f.builder.emit
    negative = "false"
    magnitudes = []
    for value, kind in operands:
        wide = f.resize(value, value_bits(kind), 128, signed=kind.signed)
        if kind.signed:
            is_negative = f.compare("slt", "i128", wide, "0")
            wide = negate_if(f, "i128", is_negative, wide)
            negative = f.binary("xor", "i1", negative, is_negative)
        magnitudes.append(wide)
    over = _call(f, "i32", "__bpfcc_multiply_wide", *magnitudes)
    magnitude = _read_result(f, 0)
    least = 1 << (result.size_bits - 1) if result.signed else 0
    most = least - 1 if result.signed else (1 << result.size_bits) - 1
    limit = emit(f"select i1 {negative}, i128 {int_text(least, 128)}, i128 {int_text(most, 128)}")
    beyond = emit(f"icmp ugt i128 {magnitude}, {limit}")
    overflow = emit(f"or i1 {beyond}, {emit(f'icmp ne i32 {over}, 0')}")
    product = negate_if(f, "i128", negative, magnitude)
    return f.resize(product, 128, result.size_bits, signed=False), overflow


def _call(f: FunctionState, type: str, name: str, left: str, right: str) -> str:
    """Call a function of ``LIBRARY_PATH``; its results are in memory, all at one place."""
    builder = f.builder
    if not f.wide_slot:
        f.wide_slot = builder.alloca("[4 x i64]", 8, "wide")
    callee = f.context.globals.function(f.context.library[name])
    saved = builder.loc
    builder.loc = saved or ARTIFICIAL
    operands = [f"i64 noundef {half}" for value in (left, right) for half in _halves(f, value)]
    text = f"call {type} {callee}({', '.join(operands)}, ptr noundef {f.wide_slot})"
    value = ""
    if type == "void":
        builder.emit_void(text)
    else:
        value = builder.emit(text)
    builder.loc = saved
    return value


def _read_result(f: FunctionState, offset_bytes: int) -> str:
    """An ``i128`` that such a function has left."""
    emit = f.builder.emit
    halves = []
    for offset in (offset_bytes, offset_bytes + 8):
        place = emit(f"getelementptr inbounds i8, ptr {f.wide_slot}, i64 {offset}")
        halves.append(emit(f"load i64, ptr {place}, align 8"))
    return _join(f, halves[1], halves[0])


def negate_if(f: FunctionState, type: str, condition: str, value: str) -> str:
    """``-value`` where the ``i1`` holds."""
    if condition in ("false", "0"):
        return value
    negated = f.binary("sub", type, "0", value)
    if condition in ("true", "1"):
        return negated
    return f.builder.emit(f"select i1 {condition}, {type} {negated}, {type} {value}")


def _join(f: FunctionState, high: str, low: str) -> str:
    """The ``i128`` of two ``i64``."""
    emit = f.builder.emit
    wide = emit(f"shl i128 {emit(f'zext i64 {high} to i128')}, 64")
    return emit(f"or i128 {wide}, {emit(f'zext i64 {low} to i128')}")


def is_power_of_two(text: str) -> bool:
    """A constant that LLVM turns into shifts (or, if 0, into nothing at all)."""
    number = as_int(text)
    return number is not None and not abs(number) & (abs(number) - 1)
