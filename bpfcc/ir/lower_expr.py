"""Scalar expressions to IR values.

``lower_value`` gives the operand text of a scalar (nothing for ``void``), ``lower_condition``
an ``i1``, ``branch_on`` turns a condition into branches as clang does, ``lower_effect``
evaluates for side effects only. Each node's instructions carry that node's location.
"""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.ctype import (
    CONST,
    VOLATILE,
    CType,
    Float,
    Pointer,
    Qualified,
    Tagged,
    Typedef,
    integer_of,
)
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import (
    AddressOf,
    Assign,
    Binary,
    BuiltinCall,
    Call,
    Comma,
    CompoundAssign,
    CompoundLiteral,
    Conditional,
    Conversion,
    Convert,
    DeclRef,
    Deref,
    Elvis,
    EnumeratorRef,
    Expr,
    FloatLiteral,
    IncDec,
    Index,
    IntLiteral,
    LabelAddress,
    Logical,
    Member,
    Opaque,
    PointerAdd,
    PointerDiff,
    PreserveAccess,
    StatementExpr,
    StringLiteral,
    Unary,
    Variable,
)
from bpfcc.ir import (
    core,
    expand,
    expand_wide,
    lower_aggregate,
    lower_assign,
    lower_builtin,
    lower_call,
    lower_condition,
    lower_lvalue,
    lower_stmt,
)
from bpfcc.ir.constants import build_constant
from bpfcc.ir.fold import as_int, int_text
from bpfcc.ir.memory import load
from bpfcc.ir.operands import float_text, literal_text, value_bits
from bpfcc.ir.places import place_of
from bpfcc.ir.pointers import element_pointer, pointer_text, target_of
from bpfcc.ir.state import FunctionState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def lower_value(f: FunctionState, expr: Expr) -> str:
    """The value of a scalar expression; an empty string for ``void``."""
    builder = f.builder
    saved = builder.loc
    # A load stands where what is read stands, which it finds out itself.
    if type(expr) is not Convert or expr.kind is not Conversion.LOAD:
        builder.loc = place_of(expr) or saved
    handler = _HANDLERS.get(type(expr))
    if handler is None:
        raise InternalError(f"{type(expr).__name__} has no scalar value", loc=expr.loc)
    result = handler(f, expr)
    builder.loc = saved
    return result


def lower_effect(f: FunctionState, expr: Expr) -> None:
    """Evaluate ``expr`` and ignore its value."""
    if isinstance(expr, Convert) and expr.kind in (Conversion.TO_VOID, Conversion.NO_OP):
        lower_effect(f, expr.operand)
    elif isinstance(expr, Comma):
        lower_effect(f, expr.left)
        lower_effect(f, expr.right)
    elif expr.type.canonical.is_record:
        lower_aggregate.lower_ignored(f, expr)
    elif expr.is_lvalue:
        _ignore_lvalue(f, expr)
    elif isinstance(expr, Assign):
        lower_assign.lower_assign(f, expr, wants_value=False)
    elif isinstance(expr, CompoundAssign):
        lower_assign.lower_compound(f, expr, wants_value=False)
    elif isinstance(expr, IncDec):
        lower_assign.lower_step(f, expr, wants_value=False)
    else:
        if isinstance(expr, BuiltinCall):
            f.unused_value = expr
        core.drop_unanswered(f, lower_value(f, expr))


def _ignore_lvalue(f: FunctionState, expr: Expr) -> None:
    """An lvalue as a statement: it is evaluated, and read."""
    lvalue = lower_lvalue.lower_lvalue(f, expr)
    if expr.type.is_scalar:
        saved = f.builder.loc
        f.builder.loc = place_of(expr) or saved
        load(f, lvalue)
        f.builder.loc = saved


# ------------------------------------------------------------------------------- leaves


def _int_literal(f: FunctionState, expr: IntLiteral) -> str:
    return literal_text(expr.value, expr.type)


def _float_literal(f: FunctionState, expr: FloatLiteral) -> str:
    return float_text(expr.value, expr.type)


def _label_address(f: FunctionState, expr: LabelAddress) -> str:
    return lower_stmt.label_address(f, expr.label)


def _opaque(f: FunctionState, expr: Opaque) -> str:
    bound = f.opaques[expr]
    assert isinstance(bound, str)
    return bound


def _load(f: FunctionState, expr: Expr) -> str:
    return load(f, lower_lvalue.lower_lvalue(f, expr))


# --------------------------------------------------------------------------- conversions


def _convert(f: FunctionState, expr: Convert) -> str:
    kind = expr.kind
    operand = expr.operand
    if kind is Conversion.LOAD:
        return _load_converted(f, operand)
    if kind is Conversion.INTEGER:
        return _convert_integers(f, expr)
    if kind is Conversion.ARRAY_DECAY:
        return lower_lvalue.decay_array(f, operand).pointer
    if kind is Conversion.FUNCTION_DECAY:
        return lower_lvalue.lower_lvalue(f, operand).pointer
    if kind is Conversion.TO_BOOL:
        return lower_condition.lower_condition(f, operand)
    if kind in (Conversion.NO_OP, Conversion.POINTER):
        return lower_value(f, operand)
    if kind is Conversion.NULL_POINTER:
        lower_effect(f, operand)
        return "null"
    if kind is Conversion.TO_VOID:
        lower_effect(f, operand)
        return ""
    return _convert_rarely(f, expr)


def _convert_integers(f: FunctionState, expr: Convert) -> str:
    """An integer conversion; one that only widened for it is made in the same step."""
    operand = expr.operand
    if not expr.is_explicit:
        while (
            isinstance(operand, Convert)
            and operand.kind is Conversion.INTEGER
            and not operand.is_explicit
            and value_bits(operand.type) >= value_bits(operand.operand.type)
        ):
            operand = operand.operand
    return convert_integer(f, lower_value(f, operand), operand.type, expr.type)


def split_widening(expr: Expr) -> Expr:
    """A 64-bit index before it was widened: that happens where the pointer is stepped."""
    if (
        isinstance(expr, Convert)
        and expr.kind is Conversion.INTEGER
        and not expr.is_explicit
        and value_bits(expr.operand.type) <= 64
    ):
        return expr.operand
    return expr


def widen_index(f: FunctionState, value: str, type: CType) -> str:
    """An index of an integer type in 64 bits."""
    return f.resize(value, value_bits(type), 64, signed=integer_of(type).signed)


def _load_converted(f: FunctionState, operand: Expr) -> str:
    if not operand.is_lvalue:
        # A member of a record value.
        return load(f, lower_lvalue.lower_lvalue(f, operand))
    builder = f.builder
    saved = builder.loc
    if isinstance(operand, DeclRef) and isinstance(operand.decl, Variable):
        constant = _constant_variable(f, operand.decl)
        if constant is not None:
            return constant
    lvalue = lower_lvalue.lower_lvalue(f, operand)
    builder.loc = place_of(operand) or saved
    value = load(f, lvalue)
    _assume_alignment(f, operand, value)
    builder.loc = saved
    return value


def alignment_of_values(type: CType) -> int:
    """What pointers of a typedef with ``align_value`` are aligned to; 0 for other types."""
    while isinstance(type, (Qualified, Tagged)):
        type = type.base
    return type.align_value_bytes if isinstance(type, Typedef) else 0


def _assume_alignment(f: FunctionState, operand: Expr, value: str) -> None:
    """Tell LLVM how a pointer that was read is aligned, if its typedef says so."""
    align = alignment_of_values(operand.type)
    if not align or not operand.type.is_pointer:
        return
    if isinstance(operand, DeclRef) and getattr(operand.decl, "is_parameter", False):
        return  # said once, at the function's head
    bundle = f'"align"(ptr {value}, i64 {align})'
    f.builder.emit_void(f"call void @llvm.assume(i1 true) [ {bundle} ]")


def _constant_variable(f: FunctionState, variable: Variable) -> str | None:
    """The value of a ``const`` scalar with a constant initialiser, which need not be read."""
    type = variable.type
    if type.quals & (CONST | VOLATILE) != CONST or variable.attributes.weak:
        return None
    init = variable.initializer
    if not isinstance(init, Expr) or not type.is_scalar:
        return None
    constant = build_constant(f.context, init, type)
    if constant is None:
        return None
    if type.is_bool:
        return "false" if constant.is_zero else "true"
    return constant.text


def _convert_rarely(f: FunctionState, expr: Convert) -> str:
    kind = expr.kind
    value = lower_value(f, expr.operand)
    source = f.value_type(expr.operand.type)
    target = f.value_type(expr.type)
    if kind is Conversion.INT_TO_POINTER:
        if as_int(value) == 0:
            return "null"
        return convert(f, "inttoptr", source, value, target)
    if kind is Conversion.POINTER_TO_INT:
        return _pointer_to_int(f, expr, value)
    if kind is Conversion.ADDRESS_SPACE:
        return cast_address_space(f, value, expr.operand.type, expr.type)
    if kind is Conversion.INT_TO_FLOAT:
        op = "sitofp" if integer_of(expr.operand.type).signed else "uitofp"
        return convert(f, op, source, value, target)
    if kind is Conversion.FLOAT_TO_INT:
        op = "fptosi" if integer_of(expr.type).signed else "fptoui"
        return convert(f, op, source, value, target)
    if kind is Conversion.FLOAT:
        if source == target:
            return value
        op = "fpext" if (size_of(expr.type) or 0) > (size_of(expr.operand.type) or 0) else "fptrunc"
        return convert(f, op, source, value, target)
    raise InternalError(f"conversion {kind!r} of a scalar", loc=expr.loc)


def _pointer_to_int(f: FunctionState, expr: Convert, value: str) -> str:
    """A pointer as an integer; ``&((T *)0)->member`` is its offset."""
    if value == "null":
        return "0"
    if value[0] != "%":
        number = evaluate(expr.operand)
        if isinstance(number, int):
            return int_text(number, 64)
    source, target = f.value_type(expr.operand.type), f.value_type(expr.type)
    return convert(f, "ptrtoint", source, value, target)


def convert(f: FunctionState, op: str, source: str, value: str, target: str) -> str:
    """A conversion instruction, or the same as an expression of a constant."""
    if value[0] in "@g" or value.startswith("inttoptr"):
        return f"{op} ({source} {value} to {target})"
    return f.builder.emit(f"{op} {source} {value} to {target}")


def cast_address_space(f: FunctionState, value: str, source: CType, target: CType) -> str:
    """A pointer in another address space."""
    come, to = f.value_type(source), f.value_type(target)
    if come == to or value == "null":
        return value
    return convert(f, "addrspacecast", come, value, to)


def convert_integer(f: FunctionState, value: str, source: CType, target: CType) -> str:
    """An integer in another integer type (not ``_Bool``)."""
    return f.resize(value, value_bits(source), value_bits(target), signed=integer_of(source).signed)


# ----------------------------------------------------------------------------- operators


_SIGNED_OPS = {
    "+": "add nsw", "-": "sub nsw", "*": "mul nsw", "/": "sdiv", "%": "srem", "&": "and",
    "|": "or", "^": "xor", "<<": "shl", ">>": "ashr",
}  # fmt: skip
_UNSIGNED_OPS = {
    "+": "add", "-": "sub", "*": "mul", "/": "udiv", "%": "urem", "&": "and", "|": "or",
    "^": "xor", "<<": "shl", ">>": "lshr",
}  # fmt: skip
_COMPARISONS = {"==": "eq", "!=": "ne", "<": "lt", ">": "gt", "<=": "le", ">=": "ge"}


def _unary(f: FunctionState, expr: Unary) -> str:
    op = expr.op
    if op == "!":
        value = lower_condition.lower_condition(f, expr)
        return _extend_condition(f, value, expr.type)
    value = lower_value(f, expr.operand)
    if op == "+":
        return value
    type = f.value_type(expr.type)
    if expr.type.is_floating:
        return f.builder.emit(f"fneg {type} {value}")
    if op == "-":
        signed = integer_of(expr.type).signed and not f.context.options.wrapv
        return f.binary("sub nsw" if signed else "sub", type, "0", value)
    return f.binary("xor", type, value, "-1")


def _extend_condition(f: FunctionState, value: str, type: CType) -> str:
    """An ``i1`` as the ``int`` that C's operators give."""
    return f.resize(value, 1, value_bits(type), signed=False)


def lower_binary_operands(
    f: FunctionState, op: str, left: str, right: str, type: CType, right_type: CType
) -> str:
    """``left op right``; ``right_type`` differs from ``type`` for shifts only."""
    canonical = type.canonical
    text = f.value_type(canonical)
    if isinstance(canonical, Float):
        names = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
        return f.builder.emit(f"{names[op]} {text} {left}, {right}")
    integer = integer_of(canonical)
    if op in ("<<", ">>"):
        right = f.resize(right, value_bits(right_type), value_bits(type), signed=False)
    name = (_SIGNED_OPS if integer.signed else _UNSIGNED_OPS)[op]
    if f.context.options.wrapv:
        name = name.partition(" ")[0]
    if f.context.spells_out:
        if op in ("/", "%"):
            return expand.divide(f, name, text, left, right)
        if op == "*" and text == "i128":
            return expand_wide.multiply(f, left, right)
        if op in ("<<", ">>") and text == "i128":
            return expand_wide.shift(f, name, left, right)
    return f.binary(name, text, left, right)


def _binary(f: FunctionState, expr: Binary) -> str:
    if expr.op in _COMPARISONS:
        return _extend_condition(f, lower_comparison(f, expr), expr.type)
    left = lower_value(f, expr.left)
    right = lower_value(f, expr.right)
    return lower_binary_operands(f, expr.op, left, right, expr.type, expr.right.type)


def lower_comparison(f: FunctionState, expr: Binary) -> str:
    """A comparison as an ``i1``."""
    left = lower_value(f, expr.left)
    right = lower_value(f, expr.right)
    type = expr.left.type.canonical
    name = _COMPARISONS[expr.op]
    text = f.value_type(type)
    if isinstance(type, Float):
        kind = "u" if name == "ne" else "o"
        return f.builder.emit(f"fcmp {kind}{name} {text} {left}, {right}")
    if name not in ("eq", "ne"):
        signed = not isinstance(type, Pointer) and integer_of(type).signed
        name = ("s" if signed else "u") + name
    return f.compare(name, text, left, right)


def step_pointer(
    f: FunctionState, pointer: str, index: str, type: CType, *, unsigned: bool, negative: bool
) -> str:
    """``pointer ± index`` in elements of what ``type`` points at."""
    target = target_of(type)
    if negative:
        index = f.binary("sub", "i64", "0", index)
    flags = "inbounds nuw " if unsigned and not negative else "inbounds "
    kind = pointer_text(target.address_space)
    source = "i8" if target.is_function or target.is_void else f.memory_type(target)
    return element_pointer(f, source, pointer, f"i64 {index}", flags, kind)


def _pointer_add(f: FunctionState, expr: PointerAdd) -> str:
    pointer = lower_value(f, expr.pointer)
    written = split_widening(expr.index)
    index = widen_index(f, lower_value(f, written), written.type)
    unsigned = not integer_of(expr.index.type).signed
    return step_pointer(
        f, pointer, index, expr.pointer.type, unsigned=unsigned, negative=expr.is_subtraction
    )


def _pointer_diff(f: FunctionState, expr: PointerDiff) -> str:
    values = []
    sides = [(side, lower_value(f, side)) for side in (expr.left, expr.right)]
    for side, value in sides:
        if value == "null":
            values.append("0")
        else:
            values.append(convert(f, "ptrtoint", f.value_type(side.type), value, "i64"))
    difference = f.binary("sub", "i64", values[0], values[1])
    size = size_of(target_of(expr.left.type)) or 1
    if size == 1:
        return difference
    return f.binary("sdiv exact", "i64", difference, str(size))


# --------------------------------------------------------------------------- control flow


def _logical(f: FunctionState, expr: Logical) -> str:
    return _extend_condition(f, lower_condition.lower_logical(f, expr), expr.type)


def _conditional(f: FunctionState, expr: Conditional) -> str:
    return lower_condition.lower_conditional(f, expr)


def _elvis(f: FunctionState, expr: Elvis) -> str:
    return lower_condition.lower_elvis(f, expr)


def _comma(f: FunctionState, expr: Comma) -> str:
    lower_effect(f, expr.left)
    f.ensure_block()
    return lower_value(f, expr.right)


def _statement_expr(f: FunctionState, expr: StatementExpr) -> str:
    return lower_stmt.lower_statement_expr(f, expr)


def _assign(f: FunctionState, expr: Assign) -> str:
    return lower_assign.lower_assign(f, expr, wants_value=True)


def _compound(f: FunctionState, expr: CompoundAssign) -> str:
    return lower_assign.lower_compound(f, expr, wants_value=True)


def _step(f: FunctionState, expr: IncDec) -> str:
    return lower_assign.lower_step(f, expr, wants_value=True)


def _call(f: FunctionState, expr: Call) -> str:
    return lower_call.lower_call(f, expr)


def _builtin(f: FunctionState, expr: BuiltinCall) -> str:
    return lower_builtin.lower_builtin(f, expr)


def _address_of(f: FunctionState, expr: AddressOf) -> str:
    return lower_lvalue.lower_lvalue(f, expr.operand).pointer


def _preserve(f: FunctionState, expr: PreserveAccess) -> str:
    saved = f.in_preserve
    f.in_preserve = True
    if expr.operand.is_lvalue and not expr.type.is_scalar:
        result = lower_lvalue.lower_lvalue(f, expr.operand).pointer
    else:
        result = lower_value(f, expr.operand)
    f.in_preserve = saved
    return result


_HANDLERS: dict[type[Expr], Callable[[FunctionState, Any], str]] = {
    IntLiteral: _int_literal,
    EnumeratorRef: _int_literal,
    FloatLiteral: _float_literal,
    LabelAddress: _label_address,
    Opaque: _opaque,
    Convert: _convert,
    Unary: _unary,
    Binary: _binary,
    PointerAdd: _pointer_add,
    PointerDiff: _pointer_diff,
    Logical: _logical,
    Conditional: _conditional,
    Elvis: _elvis,
    Comma: _comma,
    StatementExpr: _statement_expr,
    Assign: _assign,
    CompoundAssign: _compound,
    IncDec: _step,
    Call: _call,
    BuiltinCall: _builtin,
    AddressOf: _address_of,
    PreserveAccess: _preserve,
    # Lvalues whose value is asked for without a LOAD: members of record values, and the like.
    DeclRef: _load,
    Deref: _load,
    Member: _load,
    Index: _load,
    StringLiteral: _load,
    CompoundLiteral: _load,
}
