"""What LLVM's BPF back end cannot select, spelled out in IR that it can.

clang gives up on each of these: signed division before v4, copies and fills of more bytes than
LLVM puts into straight code; ``expand_wide`` has the arithmetic of 128 bits. The results are the
same as the single instruction's. A unit is lowered so only after LLVM has refused it, because
much of this is fine where the optimizer knows the operands.
"""

from __future__ import annotations

from bpfcc.ir import expand_wide
from bpfcc.ir.expand_wide import is_power_of_two, negate_if
from bpfcc.ir.fold import as_int
from bpfcc.ir.state import FunctionState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Body = Callable[[str, str, int], None]  # (offset, type of the unit, its alignment)

_INLINE_LIMIT_BYTES = 1024
"""What LLVM's BPF back end copies without a call, whatever the alignment."""


def divide(f: FunctionState, name: str, type: str, left: str, right: str) -> str:
    """``left name right`` for ``sdiv``, ``srem``, ``udiv`` and ``urem``.

    Before v4 BPF divides unsigned numbers only: divide the magnitudes, then set the sign, which
    for the quotient is that of both operands, for the remainder that of the dividend (C11 6.5.5).
    """
    is_wide = type == "i128"
    signed = name in ("sdiv", "srem") and (is_wide or f.context.options.cpu != "v4")
    if not (signed or is_wide) or is_power_of_two(right):
        return f.binary(name, type, left, right)
    if not signed:
        return expand_wide.divide_unsigned(f, name, left, right)
    left_negative = f.compare("slt", type, left, "0")
    right_negative = f.compare("slt", type, right, "0")
    unsigned = "udiv" if name == "sdiv" else "urem"
    left = negate_if(f, type, left_negative, left)
    right = negate_if(f, type, right_negative, right)
    if is_wide:
        magnitude = expand_wide.divide_unsigned(f, unsigned, left, right)
    else:
        magnitude = f.binary(unsigned, type, left, right)
    negative = left_negative
    if name == "sdiv":
        negative = f.binary("xor", "i1", left_negative, right_negative)
    return negate_if(f, type, negative, magnitude)


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
