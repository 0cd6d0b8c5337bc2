"""Builtin functions other than atomics and CO-RE."""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.tree import BuiltinCall, Expr
from bpfcc.ir import (
    core,
    expand,
    lower_atomic,
    lower_condition,
    lower_expr,
    lower_lvalue,
    lower_overflow,
)
from bpfcc.ir.operands import float_text, literal_text, value_bits
from bpfcc.ir.state import FunctionState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def lower_builtin(f: FunctionState, expr: BuiltinCall) -> str:
    """A call of a builtin; its value, or nothing for ``void``."""
    handler = _HANDLERS.get(expr.name)
    if handler is not None:
        return handler(f, expr)
    if expr.name.startswith(("__sync_", "__atomic_")):
        return lower_atomic.lower_atomic(f, expr)
    raise InternalError(f"no lowering for {expr.name}", loc=expr.loc)


def _constant(f: FunctionState, expr: BuiltinCall) -> str | None:
    """The value of a builtin that the front end can compute."""
    value = evaluate(expr)
    if isinstance(value, int):
        return literal_text(value, expr.type)
    return None


# ------------------------------------------------------------------------ hints, control


def _constant_p(f: FunctionState, expr: BuiltinCall) -> str:
    known = _constant(f, expr)
    if known is not None:
        return known
    operand = expr.args[0]
    if not operand.type.is_scalar:
        return "0"
    value = lower_expr.lower_value(f, operand)
    text = f.value_type(operand.type)
    suffix = text if text[0] == "i" else "p0" if text == "ptr" else f"f{value_width(text)}"
    result = f.builder.emit(f"call i1 @llvm.is.constant.{suffix}({text} {value})")
    return f.resize(result, 1, value_bits(expr.type), signed=False)


def value_width(text: str) -> int:
    """Bits of a floating LLVM type."""
    return {"half": 16, "float": 32}.get(text, 64)


def _expect(f: FunctionState, expr: BuiltinCall) -> str:
    value = lower_expr.lower_value(f, expr.args[0])
    if not f.context.is_optimizing:
        return value
    expected = lower_expr.lower_value(f, expr.args[1])
    return f.call_intrinsic("i64", "expect.i64", f"i64 {value}, i64 {expected}")


def _expect_with_probability(f: FunctionState, expr: BuiltinCall) -> str:
    value = lower_expr.lower_value(f, expr.args[0])
    if not f.context.is_optimizing:
        return value
    expected = lower_expr.lower_value(f, expr.args[1])
    assert isinstance(expr.info, float)
    from bpfcc.frontend.ctype import DOUBLE

    probability = float_text(expr.info, DOUBLE)
    return f.call_intrinsic(
        "i64",
        "expect.with.probability.i64",
        f"i64 {value}, i64 {expected}, double {probability}",
    )


def _first(f: FunctionState, expr: BuiltinCall) -> str:
    return lower_expr.lower_value(f, expr.args[0])


def _unreachable(f: FunctionState, expr: BuiltinCall) -> str:
    f.builder.terminate("raw", "unreachable", [])
    f.ensure_block()
    return ""


def _trap(f: FunctionState, expr: BuiltinCall) -> str:
    name = "trap" if expr.name in ("__builtin_trap", "__builtin_abort") else "debugtrap"
    return f.call_intrinsic("void", name, "")


def _assume(f: FunctionState, expr: BuiltinCall) -> str:
    from bpfcc.frontend.consteval import has_side_effects

    if has_side_effects(expr.args[0]):
        return ""
    value = lower_condition.lower_condition(f, expr.args[0])
    return f.call_intrinsic("void", "assume", f"i1 {value}")


def _assume_aligned(f: FunctionState, expr: BuiltinCall) -> str:
    pointer = lower_expr.lower_value(f, expr.args[0])
    align = lower_expr.lower_value(f, expr.args[1])
    bundle = f"ptr {pointer}, i64 {align}"
    if len(expr.args) > 2:
        bundle += f", i64 {lower_expr.lower_value(f, expr.args[2])}"
    f.builder.emit_void(f'call void @llvm.assume(i1 true) [ "align"({bundle}) ]')
    return pointer


def _prefetch(f: FunctionState, expr: BuiltinCall) -> str:
    values = [lower_expr.lower_value(f, arg) for arg in expr.args]
    write, locality = (values[1:] + ["0", "3"][len(values) - 1 :])[:2]
    return f.call_intrinsic(
        "void", "prefetch.p0", f"ptr {values[0]}, i32 {write}, i32 {locality}, i32 1"
    )


def _object_size(f: FunctionState, expr: BuiltinCall) -> str:
    known = _constant(f, expr)
    if known is not None:
        return known
    kind = evaluate(expr.args[1])
    pointer = lower_expr.lower_value(f, expr.args[0])
    minimum = "true" if isinstance(kind, int) and kind & 2 else "false"
    dynamic = "true" if "dynamic" in expr.name else "false"
    return f.call_intrinsic(
        "i64", "objectsize.i64.p0", f"ptr {pointer}, i1 {minimum}, i1 true, i1 {dynamic}"
    )


def _alloca(f: FunctionState, expr: BuiltinCall) -> str:
    size = lower_expr.lower_value(f, expr.args[0])
    return f.builder.emit(f"alloca i8, i64 {size}, align 8")


def _frame_address(f: FunctionState, expr: BuiltinCall) -> str:
    level = lower_expr.lower_value(f, expr.args[0])
    name = "returnaddress" if "return" in expr.name else "frameaddress.p0"
    return f.call_intrinsic("ptr", name, f"i32 {level}")


def _cycle_counter(f: FunctionState, expr: BuiltinCall) -> str:
    return f.call_intrinsic("i64", "readcyclecounter", "")


def _thread_pointer(f: FunctionState, expr: BuiltinCall) -> str:
    return f.call_intrinsic("ptr", "thread.pointer.p0", "")


# ---------------------------------------------------------------------------------- bits


def _unary_bits(f: FunctionState, expr: BuiltinCall, name: str, extra: str = "") -> str:
    """An intrinsic on one integer; the result in the builtin's type."""
    operand = expr.args[0]
    bits = value_bits(operand.type)
    value = lower_expr.lower_value(f, operand)
    result = f.call_intrinsic(f"i{bits}", f"{name}.i{bits}", f"i{bits} {value}{extra}")
    return f.resize(result, bits, value_bits(expr.type), signed=False)


def _bswap(f: FunctionState, expr: BuiltinCall) -> str:
    return _constant(f, expr) or _unary_bits(f, expr, "bswap")


def _bitreverse(f: FunctionState, expr: BuiltinCall) -> str:
    return _unary_bits(f, expr, "bitreverse")


def _popcount(f: FunctionState, expr: BuiltinCall) -> str:
    return _constant(f, expr) or _unary_bits(f, expr, "ctpop")


def _leading(f: FunctionState, expr: BuiltinCall) -> str:
    return _constant(f, expr) or _count_zeros(f, expr, "ctlz")


def _trailing(f: FunctionState, expr: BuiltinCall) -> str:
    return _constant(f, expr) or _count_zeros(f, expr, "cttz")


def _count_zeros(f: FunctionState, expr: BuiltinCall, name: str) -> str:
    if len(expr.args) == 1:
        return _unary_bits(f, expr, name, ", i1 true")
    operand = expr.args[0]
    bits = value_bits(operand.type)
    value = lower_expr.lower_value(f, operand)
    count = f.call_intrinsic(f"i{bits}", f"{name}.i{bits}", f"i{bits} {value}, i1 true")
    count = f.resize(count, bits, 32, signed=False)
    is_zero = f.compare("eq", f"i{bits}", value, "0")
    other = lower_expr.lower_value(f, expr.args[1])
    return f.builder.emit(f"select i1 {is_zero}, i32 {other}, i32 {count}")


def _parity(f: FunctionState, expr: BuiltinCall) -> str:
    known = _constant(f, expr)
    if known is not None:
        return known
    bits = value_bits(expr.args[0].type)
    value = lower_expr.lower_value(f, expr.args[0])
    count = f.call_intrinsic(f"i{bits}", f"ctpop.i{bits}", f"i{bits} {value}")
    result = f.binary("and", f"i{bits}", count, "1")
    return f.resize(result, bits, value_bits(expr.type), signed=False)


def _ffs(f: FunctionState, expr: BuiltinCall) -> str:
    known = _constant(f, expr)
    if known is not None:
        return known
    bits = value_bits(expr.args[0].type)
    type = f"i{bits}"
    value = lower_expr.lower_value(f, expr.args[0])
    count = f.call_intrinsic(type, f"cttz.{type}", f"{type} {value}, i1 true")
    position = f.binary("add", type, count, "1")
    is_zero = f.compare("eq", type, value, "0")
    result = f.builder.emit(f"select i1 {is_zero}, {type} 0, {type} {position}")
    return f.resize(result, bits, value_bits(expr.type), signed=False)


def _clrsb(f: FunctionState, expr: BuiltinCall) -> str:
    bits = value_bits(expr.args[0].type)
    type = f"i{bits}"
    value = lower_expr.lower_value(f, expr.args[0])
    is_negative = f.compare("slt", type, value, "0")
    inverted = f.binary("xor", type, value, "-1")
    chosen = f.builder.emit(f"select i1 {is_negative}, {type} {inverted}, {type} {value}")
    count = f.call_intrinsic(type, f"ctlz.{type}", f"{type} {chosen}, i1 false")
    result = f.binary("sub nuw", type, count, "1")
    return f.resize(result, bits, value_bits(expr.type), signed=False)


def _abs(f: FunctionState, expr: BuiltinCall) -> str:
    wraps = "false" if f.context.options.wrapv else "true"
    return _unary_bits(f, expr, "abs", f", i1 {wraps}")


def _rotate(f: FunctionState, expr: BuiltinCall) -> str:
    bits = value_bits(expr.type)
    value, amount = [lower_expr.lower_value(f, arg) for arg in expr.args]
    name = "fshl" if "left" in expr.name else "fshr"
    type = f"i{bits}"
    return f.call_intrinsic(
        type, f"{name}.{type}", f"{type} {value}, {type} {value}, {type} {amount}"
    )


def _align(f: FunctionState, expr: BuiltinCall) -> str:
    """``__builtin_align_up``, ``_down`` and ``__builtin_is_aligned``."""
    operand, alignment = expr.args
    value = lower_expr.lower_value(f, operand)
    amount = lower_expr.lower_value(f, alignment)
    is_pointer = operand.type.is_pointer
    bits = 64 if is_pointer else value_bits(operand.type)
    type = f"i{bits}"
    mask = f.binary("sub", type, amount, "1")
    address = f.builder.emit(f"ptrtoint ptr {value} to i64") if is_pointer else value
    if expr.name == "__builtin_is_aligned":
        low = f.binary("and", type, address, mask)
        return f.compare("eq", type, low, "0")
    if expr.name == "__builtin_align_up":
        address = f.binary("add", type, address, mask)
    inverted = f.binary("xor", type, mask, "-1")
    result = f.binary("and", type, address, inverted)
    if not is_pointer:
        return result
    start = f.builder.emit(f"ptrtoint ptr {value} to i64")
    difference = f.binary("sub", "i64", result, start)
    return f.builder.emit(f"getelementptr inbounds i8, ptr {value}, i64 {difference}")


# -------------------------------------------------------------------------------- memory


def _pointer_argument(f: FunctionState, expr: Expr) -> tuple[str, int]:
    """A pointer argument and the alignment known of it."""
    lvalue = lower_lvalue.lower_pointer(f, expr)
    return lvalue.pointer, lvalue.align_bytes


def _copy(f: FunctionState, expr: BuiltinCall) -> str:
    name = {
        "__builtin_memcpy_inline": "memcpy.inline",
        "__builtin_memmove": "memmove",
        "__builtin___memmove_chk": "memmove",
    }.get(expr.name, "memcpy")
    target, target_align = _pointer_argument(f, expr.args[0])
    source, source_align = _pointer_argument(f, expr.args[1])
    size = lower_expr.lower_value(f, expr.args[2])
    if name != "memmove" and expand.is_too_long(f, size):
        expand.copy_in_loop(f, target, source, int(size), min(target_align, source_align))
    else:
        f.builder.emit_void(
            f"call void @llvm.{name}.p0.p0.i64(ptr align {target_align} {target}, "
            f"ptr align {source_align} {source}, i64 {size}, i1 false)"
        )
    if expr.name == "__builtin_mempcpy":
        return f.builder.emit(f"getelementptr inbounds i8, ptr {target}, i64 {size}")
    return target


def _set(f: FunctionState, expr: BuiltinCall) -> str:
    name = "memset.inline" if expr.name == "__builtin_memset_inline" else "memset"
    target, align = _pointer_argument(f, expr.args[0])
    if expr.name == "__builtin_bzero":
        byte, position = "0", 1
    else:
        value = lower_expr.lower_value(f, expr.args[1])
        byte = f.resize(value, value_bits(expr.args[1].type), 8, signed=False)
        position = 2
    size = lower_expr.lower_value(f, expr.args[position])
    if expand.is_too_long(f, size):
        expand.fill_in_loop(f, target, byte, int(size), align)
    else:
        f.builder.emit_void(
            f"call void @llvm.{name}.p0.i64(ptr align {align} {target}, i8 {byte}, i64 {size}, "
            "i1 false)"
        )
    return target


def _library(f: FunctionState, expr: BuiltinCall) -> str:
    """A builtin that is a call of the library function unless LLVM knows better."""
    known = _constant(f, expr)
    if known is not None:
        return known
    name = expr.name.removeprefix("__builtin_")
    operands = []
    types = []
    for arg in expr.args:
        text = f.value_type(arg.type)
        types.append(f"{text} noundef")
        operands.append(f"{text} noundef {lower_expr.lower_value(f, arg)}")
    is_void = expr.type.canonical.is_void
    result = "void" if is_void else f.value_type(expr.type)
    function = f.context.globals.library_function(name, result, types)
    return f.call_library(function, result, operands)


def _preserve(f: FunctionState, expr: BuiltinCall) -> str:
    return lower_expr.lower_value(f, expr.args[0])


_HANDLERS: dict[str, Callable[[FunctionState, BuiltinCall], str]] = {
    "__builtin_constant_p": _constant_p,
    "__builtin_expect": _expect,
    "__builtin_expect_with_probability": _expect_with_probability,
    "__builtin_unpredictable": _first,
    "__builtin_unreachable": _unreachable,
    "__builtin_trap": _trap,
    "__builtin_abort": _trap,
    "__builtin_debugtrap": _trap,
    "__builtin_assume": _assume,
    "__builtin_assume_aligned": _assume_aligned,
    "__builtin_prefetch": _prefetch,
    "__builtin_object_size": _object_size,
    "__builtin_dynamic_object_size": _object_size,
    "__builtin_alloca": _alloca,
    "__builtin_frame_address": _frame_address,
    "__builtin_return_address": _frame_address,
    "__builtin_extract_return_addr": _first,
    "__builtin_thread_pointer": _thread_pointer,
    "__builtin_readcyclecounter": _cycle_counter,
    "__builtin_is_aligned": _align,
    "__builtin_align_up": _align,
    "__builtin_align_down": _align,
    "__builtin_abs": _abs,
    "__builtin_labs": _abs,
    "__builtin_llabs": _abs,
    "__builtin_add_overflow": lower_overflow.lower_overflow,
    "__builtin_sub_overflow": lower_overflow.lower_overflow,
    "__builtin_mul_overflow": lower_overflow.lower_overflow,
    "__builtin_memcpy": _copy,
    "__builtin_memcpy_inline": _copy,
    "__builtin_memmove": _copy,
    "__builtin_mempcpy": _copy,
    "__builtin___memcpy_chk": _copy,
    "__builtin___memmove_chk": _copy,
    "__builtin_memset": _set,
    "__builtin_memset_inline": _set,
    "__builtin___memset_chk": _set,
    "__builtin_bzero": _set,
    "__builtin_preserve_access_index": _preserve,
    "__builtin_preserve_field_info": core.lower_field_info,
    "__builtin_preserve_type_info": core.lower_type_info,
    "__builtin_preserve_enum_value": core.lower_enum_value,
    "__builtin_btf_type_id": core.lower_type_id,
}


def _register() -> None:
    """The rows that differ only in a suffix."""
    for suffix in ("", "l", "ll"):
        _HANDLERS[f"__builtin_popcount{suffix}"] = _popcount
        _HANDLERS[f"__builtin_parity{suffix}"] = _parity
        _HANDLERS[f"__builtin_ffs{suffix}"] = _ffs
        _HANDLERS[f"__builtin_clrsb{suffix}"] = _clrsb
    for suffix in ("", "l", "ll", "s", "g"):
        _HANDLERS[f"__builtin_clz{suffix}"] = _leading
        _HANDLERS[f"__builtin_ctz{suffix}"] = _trailing
    _HANDLERS["__builtin_popcountg"] = _popcount
    for width in ("8", "16", "32", "64"):
        _HANDLERS[f"__builtin_bswap{width}"] = _bswap
        _HANDLERS[f"__builtin_bitreverse{width}"] = _bitreverse
        _HANDLERS[f"__builtin_rotateleft{width}"] = _rotate
        _HANDLERS[f"__builtin_rotateright{width}"] = _rotate
    for name in (
        "memcmp", "bcmp", "memchr", "strlen", "strcmp", "strncmp", "strcpy", "strncpy", "strchr",
        "strrchr", "strstr", "strcat",
    ):  # fmt: skip
        _HANDLERS[f"__builtin_{name}"] = _library


_register()
