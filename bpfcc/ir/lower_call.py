"""Calls of functions."""

from __future__ import annotations

from bpfcc.frontend.ctype import Function as FunctionType
from bpfcc.frontend.ctype import Pointer, Record
from bpfcc.frontend.tree import Call, Conversion, Convert, DeclRef, Expr, Function
from bpfcc.ir import lower_aggregate, lower_expr
from bpfcc.ir.abi import Passing, Signature, coerced_size_bytes, make_private, sign_function
from bpfcc.ir.debuginfo import ARTIFICIAL
from bpfcc.ir.memory import copy_aggregate
from bpfcc.ir.pointers import element_pointer
from bpfcc.ir.state import FunctionState, LValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.ir.record_layout import IRType

MEMORY_NAME = "%arguments"
"""The parameter that points at the arguments without a register."""


def called_function(expr: Call) -> Function | None:
    """The function that a call names directly."""
    callee = expr.callee
    while isinstance(callee, Convert) and callee.kind in (
        Conversion.FUNCTION_DECAY,
        Conversion.NO_OP,
    ):
        callee = callee.operand
    if isinstance(callee, DeclRef) and isinstance(callee.decl, Function):
        return callee.decl
    return None


def lower_call(f: FunctionState, expr: Call, *, result: LValue | None = None) -> str:
    """A call; its scalar value, or the record written into ``result``."""
    pointer_type = expr.callee.type.canonical
    assert isinstance(pointer_type, Pointer)
    type = pointer_type.target.canonical
    assert isinstance(type, FunctionType)
    callee = lower_expr.lower_value(f, expr.callee)
    arguments = [_lower_argument(f, arg) for arg in expr.args]
    param_types = list(type.params[: len(arguments)])
    param_types += [arg.type for arg in expr.args[len(param_types) :]]
    signature = sign_function(
        type.result, param_types, f.context.types, variadic=type.variadic and type.prototyped
    )
    if called_function(expr) in f.context.private_functions:
        make_private(signature)
    operands: list[str] = []
    if signature.returns_indirect:
        if result is None:
            result = f.temporary(type.result, "tmp")
        operands.append(f"ptr{_sret(f, expr, signature.sret_call)} {result.pointer}")
    elif signature.wide_result:
        result = f.temporary(type.result, "wide")
        operands.append(f"ptr noundef {result.pointer}")
    operands += _pass_arguments(f, signature, arguments)
    shape = signature.result
    if signature.is_variadic:
        fixed = sign_function(type.result, type.params, f.context.types, variadic=True)
        shape = fixed.type_text
    value = _emit_call(f, expr, type, f"{shape} {callee}({', '.join(operands)})")
    if signature.wide_result and result is not None:
        return f.builder.emit(
            f"load {signature.wide_result}, ptr {result.pointer}, align {result.align_bytes}"
        )
    return value


def _sret(f: FunctionState, expr: Call, attributes: str) -> str:
    """Attributes of the hidden result pointer.

    LLVM's BPF back end takes no ``sret``; a static function can do without the word.
    """
    function = called_function(expr)
    return (
        attributes if function is None else f.context.globals.sret_attributes(function, attributes)
    )


def _emit_call(f: FunctionState, expr: Call, type: FunctionType, text: str) -> str:
    builder = f.builder
    function = called_function(expr)
    no_return = type.no_return or (function is not None and function.attributes.no_return)
    tail = _call_attributes(f, function, no_return, type.fastcall)
    saved = builder.loc
    if not saved:
        builder.loc = ARTIFICIAL
    value = ""
    if text.startswith("void "):
        builder.emit_void(f"call {text}{tail}")
    else:
        value = builder.emit(f"call {text}{tail}")
    builder.loc = saved
    if no_return:
        builder.terminate("raw", "unreachable", [])
        f.ensure_block()
        return "poison" if value else ""
    return value


def _call_attributes(
    f: FunctionState, function: Function | None, no_return: bool, fastcall: bool
) -> str:
    words = []
    if function is not None:
        attributes = function.attributes
        if attributes.cold:
            words.append("cold")
        if attributes.const:
            words.append("nounwind willreturn memory(none)")
        elif attributes.pure:
            words.append("nounwind willreturn memory(read)")
        if attributes.convergent:
            words.append("convergent")
    if no_return:
        words.append("noreturn")
    if fastcall:
        words.append('"bpf_fastcall"')
    if not words:
        return ""
    return " " + f.context.module.attribute_group(" ".join(words))


def _lower_argument(f: FunctionState, arg: Expr) -> str | LValue:
    """An argument's value; a record's is where it lies."""
    if not arg.type.canonical.is_record:
        return lower_expr.lower_value(f, arg)
    return lower_aggregate.locate(f, arg)


def _pass_arguments(
    f: FunctionState, signature: Signature, arguments: list[str | LValue]
) -> list[str]:
    """The operands of a call (none for an empty record)."""
    operands: list[str] = []
    memory = ""
    if signature.memory_bytes:
        memory = f.builder.alloca(f"[{signature.memory_bytes} x i8]", 8, "arguments")
    for passing, argument in zip(signature.params, arguments, strict=True):
        if passing.kind == "ignore":
            continue
        value = _pass(f, passing, argument, is_private=signature.is_private)
        if passing.offset_bytes < 0:
            operands.append(f"{passing.text}{passing.attributes} {value}")
        else:
            place = element_pointer(f, "i8", memory, f"i64 {passing.offset_bytes}", "inbounds ")
            f.builder.emit_void(f"store {passing.text} {value}, ptr {place}, align 8")
    if memory:
        operands.append(f"ptr noundef {memory}")
    return operands


def _pass(f: FunctionState, passing: Passing, argument: str | LValue, *, is_private: bool) -> str:
    """The operand of one argument."""
    if isinstance(argument, str):
        return argument
    if passing.kind != "indirect":
        return load_coerced(f, argument, passing)
    if not is_private:
        return argument.pointer
    copy = f.temporary(argument.type, "copy")
    copy_aggregate(f, copy, argument)
    return copy.pointer


def receive_from_memory(f: FunctionState, passing: Passing) -> str:
    """The parameter's value, which the caller left in memory."""
    place = element_pointer(f, "i8", MEMORY_NAME, f"i64 {passing.offset_bytes}", "inbounds ")
    return f.builder.emit(f"load {passing.text}, ptr {place}, align 8")


def enter_record(
    f: FunctionState, pointer: str, text: str, size_bytes: int, place: LValue
) -> tuple[str, str, int]:
    """Go down to the first member of a record while that still covers ``size_bytes``.

    Returns the pointer, the LLVM type and the size of what it points at.
    """
    record = place.type.canonical
    assert isinstance(record, Record)
    layout = f.context.types.layout(record)
    total = layout.size_bytes
    while layout.elements:
        first = layout.elements[0][1]
        stored = _stored_bytes(first)
        if stored < size_bytes and stored < total:
            break
        pointer = element_pointer(f, text, pointer, "i32 0, i32 0", "inbounds nuw ")
        inner = next(
            (
                field.type.canonical
                for field in record.fields or ()
                if field.type.canonical.is_record
                and f.context.types.memory(field.type).text == first.text
            ),
            None,
        )
        text, total = first.text, first.size_bytes
        if inner is None:
            break
        assert isinstance(inner, Record)
        record = inner
        layout = f.context.types.layout(record)
    return pointer, text, total


def _stored_bytes(type: IRType) -> int:
    """How many bytes a store of a value of ``type`` writes."""
    if type.text[0] == "i":
        return (int(type.text[1:]) + 7) // 8
    return type.size_bytes


def load_coerced(f: FunctionState, source: LValue, passing: Passing) -> str:
    """A record, loaded as the integer or pair it travels as."""
    size, align = coerced_size_bytes(passing)
    memory = f.memory_type(source.type)
    pointer, text, have = enter_record(f, source.pointer, memory, size, source)
    builder = f.builder
    if text[0] == "i" and passing.text[0] == "i":
        value = builder.emit(f"load {text}, ptr {pointer}, align {source.align_bytes}")
        return f.resize(value, int(text[1:]), int(passing.text[1:]), signed=False)
    if text == "ptr" and passing.text == "i64":
        value = builder.emit(f"load ptr, ptr {pointer}, align {source.align_bytes}")
        return builder.emit(f"ptrtoint ptr {value} to i64")
    if have >= size:
        return builder.emit(f"load {passing.text}, ptr {pointer}, align {source.align_bytes}")
    slot = builder.alloca(passing.text, max(align, source.align_bytes), "coerce")
    slot_align = max(align, source.align_bytes)
    builder.emit_void(
        f"call void @llvm.memcpy.p0.p0.i64(ptr align {slot_align} {slot}, "
        f"ptr align {source.align_bytes} {pointer}, i64 {have}, i1 false)"
    )
    return builder.emit(f"load {passing.text}, ptr {slot}, align {slot_align}")


def store_coerced(f: FunctionState, value: str, target: LValue, passing: Passing) -> None:
    """The reverse of ``load_coerced``, for a parameter."""
    size, align = coerced_size_bytes(passing)
    memory = f.memory_type(target.type)
    pointer, text, have = enter_record(f, target.pointer, memory, size, target)
    builder = f.builder
    if text == "ptr" and passing.text == "i64":
        value = builder.emit(f"inttoptr i64 {value} to ptr")
        builder.emit_void(f"store ptr {value}, ptr {pointer}, align {target.align_bytes}")
    elif have >= size or passing.text[0] == "i":
        builder.emit_void(
            f"store {passing.text} {value}, ptr {pointer}, align {target.align_bytes}"
        )
    else:
        slot = builder.alloca(passing.text, align, "coerce")
        builder.emit_void(f"store {passing.text} {value}, ptr {slot}, align {align}")
        builder.emit_void(
            f"call void @llvm.memcpy.p0.p0.i64(ptr align {target.align_bytes} {pointer}, "
            f"ptr align {align} {slot}, i64 {have}, i1 false)"
        )
