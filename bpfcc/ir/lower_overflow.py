"""``__builtin_{add,sub,mul}_overflow``: the operation in infinite precision, and whether the
result fits.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import integer_of
from bpfcc.ir import expand_wide, lower_expr, lower_lvalue
from bpfcc.ir.memory import is_volatile
from bpfcc.ir.memory import space_of as lvalue_space
from bpfcc.ir.operands import value_bits
from bpfcc.ir.pointers import target_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.ctype import Int
    from bpfcc.frontend.tree import BuiltinCall
    from bpfcc.ir.state import FunctionState


def lower_overflow(f: FunctionState, expr: BuiltinCall) -> str:
    """An ``i1``: whether the operation overflows; the result goes through the pointer."""
    left, right, pointer = expr.args
    result_type = target_of(pointer.type)
    kinds = [integer_of(e.type) for e in (left, right)]
    result = integer_of(result_type)
    # The narrowest type that holds both operands; a mixture of signs needs one bit more.
    signed = any(kind.signed for kind in (*kinds, result))
    width = max(
        kind.size_bits + (1 if signed and not kind.signed else 0) for kind in (*kinds, result)
    )
    operands = [
        (lower_expr.lower_value(f, e), k) for e, k in zip((left, right), kinds, strict=True)
    ]
    target = lower_lvalue.lower_pointer(f, pointer)
    op = expr.name.removeprefix("__builtin_").removesuffix("_overflow")
    if op == "mul" and f.context.spells_out and width > 32:
        multiply = (
            expand_wide.multiply_checked if width <= 65 else expand_wide.multiply_wide_checked
        )
        value, overflow = multiply(f, operands, result)
    else:
        name = f"{'s' if signed else 'u'}{op}"
        value, overflow = _call_intrinsic(f, name, operands, width, result)
    volatile = "volatile " if is_volatile(result_type) else ""
    f.builder.emit_void(
        f"store {volatile}i{result.size_bits} {value}, ptr{lvalue_space(target)} "
        f"{target.pointer}, align {target.align_bytes}"
    )
    return overflow


def _call_intrinsic(
    f: FunctionState, name: str, operands: list[tuple[str, Int]], width: int, result: Int
) -> tuple[str, str]:
    """The result, and an ``i1``, of the operation in ``width`` bits and then in the result's."""
    builder = f.builder
    values = [f.resize(v, value_bits(kind), width, signed=kind.signed) for v, kind in operands]
    type = f"i{width}"
    name = f"{name}.with.overflow.{type}"
    both = f"{{ {type}, i1 }}"
    pair = builder.emit(f"call {both} @llvm.{name}({type} {values[0]}, {type} {values[1]})")
    overflow = builder.emit(f"extractvalue {both} {pair}, 1")
    value = builder.emit(f"extractvalue {both} {pair}, 0")
    if width > result.size_bits:
        narrow = builder.emit(f"trunc {type} {value} to i{result.size_bits}")
        back = f.resize(narrow, result.size_bits, width, signed=result.signed)
        lost = builder.emit(f"icmp ne {type} {value}, {back}")
        overflow = builder.emit(f"or i1 {overflow}, {lost}")
        value = narrow
    return value, overflow
