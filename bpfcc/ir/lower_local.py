"""Local variables: where they live and how long."""

from __future__ import annotations

from bpfcc.frontend.layout import align_of
from bpfcc.frontend.tree import Function, Variable
from bpfcc.ir import lower_init
from bpfcc.ir.abi import make_private, sign_type
from bpfcc.ir.labels import contains_label
from bpfcc.ir.memory import is_volatile
from bpfcc.ir.state import FunctionState, LValue


def hint_of(name: str) -> str:
    """A C name as part of an IR name."""
    return name if name.isascii() and name.replace("$", "_").replace("_", "a").isalnum() else "v"


def declare(f: FunctionState, variable: Variable) -> None:
    """A declaration in a block."""
    if variable.is_global:
        if variable.is_definition:
            f.context.globals.define_static_local(variable, f.function, f.scope_root)
        return
    if variable in f.result_variables:
        slot = LValue(
            f.result_slot, align_of(variable.type), variable.type,
            f.context.tbaa.access(variable.type),
        )  # fmt: skip
        f.locals[variable] = slot
    else:
        slot = _make_slot(f, variable)
        if _has_lifetime(f, variable):
            _start_lifetime(f, slot)
    _initialize(f, variable, slot)
    if variable.cleanup is not None and f.is_reachable:
        _push_cleanup(f, variable.cleanup, slot)


def _make_slot(f: FunctionState, variable: Variable) -> LValue:
    type = variable.type
    memory = f.context.types.memory(type)
    align = variable.attributes.align_bytes or align_of(type)
    pointer = f.builder.alloca(memory.text, align, hint_of(variable.name))
    slot = LValue(pointer, align, type, f.context.tbaa.access(type), is_volatile=is_volatile(type))
    f.locals[variable] = slot
    return slot


def _has_lifetime(f: FunctionState, variable: Variable) -> bool:
    """Whether the variable's life is marked: not if a jump may begin in the middle of it."""
    if not f.context.is_optimizing or not f.is_reachable:
        return False
    if f.bypassed is None or variable in f.bypassed:
        return False
    if f.scope_labels:
        return not f.scope_labels[-1]
    return not f.labels


def _start_lifetime(f: FunctionState, slot: LValue) -> None:
    builder = f.builder
    group = f.context.module.attribute_group("nounwind")
    builder.emit_void(f"call void @llvm.lifetime.start.p0(ptr {slot.pointer}) {group}")

    def end() -> None:
        builder.emit_void(f"call void @llvm.lifetime.end.p0(ptr {slot.pointer}) {group}")

    f.cleanups.push(end, is_lifetime_end=True)


def _initialize(f: FunctionState, variable: Variable, slot: LValue) -> None:
    init = variable.initializer
    if init is None:
        return
    if not f.is_reachable:
        if not contains_label(init):
            return
        f.ensure_block()
    builder = f.builder
    saved = builder.loc
    builder.loc = variable.loc or saved
    incoming = builder.block
    depth = f.cleanups.depth
    lower_init.initialize_variable(f, variable, slot)
    f.cleanups.pop_to(depth)
    builder.loc = saved
    if builder.block is not incoming:
        f.drop_if_dead(builder.block)


def _push_cleanup(f: FunctionState, function: Function, slot: LValue) -> None:
    """Call the function of ``__attribute__((cleanup(…)))`` on the way out."""
    from bpfcc.frontend.ctype import Function as FunctionType

    type = function.type.canonical
    assert isinstance(type, FunctionType)
    signature = sign_type(type, f.context.types)
    if function in f.context.private_functions:
        make_private(signature)
    name = f.context.globals.function(function)
    attributes = signature.params[0].attributes if signature.params else " noundef"

    def call() -> None:
        result = ""
        if signature.returns_indirect or signature.wide_result:
            passed = f.context.globals.sret_attributes(function, signature.sret_call)
            result = f"ptr{passed} {f.temporary(type.result, 'tmp').pointer}, "
        text = f"call {signature.result} {name}({result}ptr{attributes} {slot.pointer})"
        if signature.result == "void":
            f.builder.emit_void(text)
        else:
            f.builder.emit(text)

    f.cleanups.push(call)
