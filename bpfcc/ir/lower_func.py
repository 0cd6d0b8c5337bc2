"""One function: attributes, parameters, body, return."""

from __future__ import annotations

from bpfcc.frontend.ctype import INT
from bpfcc.frontend.ctype import Function as FunctionType
from bpfcc.frontend.layout import align_of
from bpfcc.frontend.tree import (
    Block,
    Function,
    Return,
    Variable,
)
from bpfcc.ir import lower_aggregate, lower_call, lower_expr, lower_stmt
from bpfcc.ir.abi import Passing, Signature, make_private, sign_type
from bpfcc.ir.function import Phi
from bpfcc.ir.labels import BodyFacts, find_bypassed
from bpfcc.ir.lower_local import hint_of
from bpfcc.ir.memory import is_volatile, store
from bpfcc.ir.module import quote
from bpfcc.ir.nrvo import find_result_variables, returned_variable
from bpfcc.ir.state import FunctionState, LValue, UnitContext


def lower_body(context: UnitContext, function: Function) -> FunctionState:
    """The body of a defined function; the caller writes its head around it."""
    type = function.type.canonical
    assert isinstance(type, FunctionType)
    assert function.body is not None
    signature = sign_type(type, context.types)
    if function in context.private_functions:
        make_private(signature)
    f = FunctionState(context, function, signature)
    if context.debug is not None:
        scope = context.debug.define_function(function)
        f.scope_root = scope.node
        f.set_scope(scope)
    f.return_target = f.cleanups.target(f.builder.new_block("return"))
    if context.is_optimizing:
        facts = BodyFacts(function.body)
        f.has_temporaries = facts.has_record_temporary
        if facts.has_computed_goto:
            f.bypassed = None
        elif facts.has_jump:
            f.bypassed = find_bypassed(function.body)
    if type.result.canonical.is_record:
        f.result_slot = "%result"
        f.result_variables = find_result_variables(function)
    elif not type.result.canonical.is_void and not function.attributes.naked:
        text = context.types.value(type.result)
        f.result_slot = f.builder.alloca(text, align_of(type.result), "retval")
        if function.name == "main" and type.result.canonical is INT:
            # C11 5.1.2.2.3: reaching the end of main returns 0.
            f.builder.emit_void(f"store i32 0, ptr {f.result_slot}, align 4")
            f.returns_zero = True
    if not function.attributes.naked:
        _receive_parameters(f)
    f.stop_point(function.body.loc)
    for stmt in function.body.stmts:
        lower_stmt.lower_stmt(f, stmt)
    _finish(f, type, function.body)
    return f


# ---------------------------------------------------------------------------- parameters


def parameter_name(index: int) -> str:
    """The IR name of the n-th parameter."""
    return f"%p{index}"


def _receive_parameters(f: FunctionState) -> None:
    pairs = zip(f.signature.params, f.function.params, strict=True)
    waiting: list[tuple[Variable, str]] = []
    for index, (passing, variable) in enumerate(pairs):
        name = parameter_name(index)
        if passing.offset_bytes >= 0:
            name = lower_call.receive_from_memory(f, passing)
        if passing.kind == "direct":
            waiting.append((variable, name))
        else:
            _receive_record(f, passing, variable, name)
    for variable, name in waiting:
        slot = _parameter_slot(f, variable, ".addr")
        store(f, name, slot, is_init=True)


def _parameter_slot(f: FunctionState, variable: Variable, suffix: str) -> LValue:
    type = variable.type
    align = variable.attributes.align_bytes or align_of(type)
    memory = f.context.types.memory(type)
    pointer = f.builder.alloca(memory.text, align, hint_of(variable.name or "") + suffix)
    slot = LValue(pointer, align, type, f.context.tbaa.access(type), is_volatile=is_volatile(type))
    f.locals[variable] = slot
    return slot


def _receive_record(f: FunctionState, passing: Passing, variable: Variable, name: str) -> None:
    if passing.kind == "indirect":
        f.locals[variable] = LValue(
            name, align_of(variable.type), variable.type, f.context.tbaa.access(variable.type)
        )
        return
    slot = _parameter_slot(f, variable, "")
    if passing.kind == "coerce":
        lower_call.store_coerced(f, name, slot, passing)


# -------------------------------------------------------------------------------- return


def lower_return(f: FunctionState, stmt: Return) -> None:
    """``return value;``"""
    value = stmt.value
    depth = f.cleanups.depth
    builder = f.builder
    incoming = builder.block
    if value is not None:
        if value.type.canonical.is_record:
            _return_record(f, stmt)
        elif not f.result_slot or value.type.canonical.is_void:
            lower_expr.lower_effect(f, value)
        else:
            _store_result(f, lower_expr.lower_value(f, value))
    if builder.block is not incoming:
        f.drop_if_dead(builder.block)
    f.cleanups.pop_to(depth)
    f.cleanups.jump(f.return_target)


def _return_record(f: FunctionState, stmt: Return) -> None:
    value = stmt.value
    assert value is not None
    if returned_variable(stmt) in f.result_variables:
        return
    type = f.function.type.canonical.result  # type: ignore[attr-defined]
    target = LValue(f.result_slot, align_of(type), type, f.context.tbaa.access(type))
    lower_aggregate.lower_into(f, value, target, aliased=False)


def _store_result(f: FunctionState, value: str) -> None:
    type = f.function.type.canonical.result  # type: ignore[attr-defined]
    builder = f.builder
    assert builder.block is not None
    text = f.value_type(type)
    builder.emit_void(f"store {text} {value}, ptr {f.result_slot}, align {align_of(type)}")
    line = builder.lines[-1]
    assert isinstance(line, str)
    f.result_stores.append((builder.block, line, value, builder.loc))


def _finish(f: FunctionState, type: FunctionType, body: Block) -> None:
    builder = f.builder
    f.stop_point(f.function.end_loc or body.end_loc)
    has_cleanups = f.cleanups.depth > 0
    reuses_location = not has_cleanups or f.cleanups.only_lifetime_ends(0)
    f.cleanups.pop_to(0)
    return_loc = _enter_return_block(f)
    if return_loc:
        builder.loc = return_loc
    _write_return(f, type, reuses_location)
    _finish_blocks(f)


def _enter_return_block(f: FunctionState) -> int:
    """Go on where the function returns; the location of the only ``return``, if it is one."""
    builder = f.builder
    target = f.return_target.block
    current = builder.block
    if current is not None:
        if not target.uses or (not current.lines and current is not builder.entry):
            for use in list(target.uses):
                use.redirect(use.targets.index(target), current)
        else:
            f.start_block(target)
        return 0
    if len(target.uses) == 1 and target.uses[0].kind == "br":
        branch = target.uses[0]
        block = branch.block
        branch.drop()
        block.terminator = None
        builder.set_block(block)
        return branch.loc
    builder.place(target)
    return 0


def _write_return(f: FunctionState, type: FunctionType, reuses_location: bool) -> None:
    builder = f.builder
    if type.no_return or f.function.attributes.no_return:
        builder.terminate("raw", "unreachable", [])
        return
    if f.function.attributes.naked:
        builder.terminate("raw", "unreachable", [])
        return
    if not f.result_slot or f.signature.returns_indirect:
        builder.terminate("raw", "ret void", [])
        return
    text = f.signature.wide_result or f.signature.result
    align = align_of(type.result)
    value = _take_stored_result(f, reuses_location)
    if value is None:
        value = builder.emit(f"load {text}, ptr {f.result_slot}, align {align}")
    if f.signature.wide_result:
        builder.emit_void(f"store {text} {value}, ptr %result, align {align}")
        builder.terminate("raw", "ret void", [])
        return
    builder.terminate("raw", f"ret {text} {value}", [])


def _take_stored_result(f: FunctionState, reuses_location: bool) -> str | None:
    """The value of the one store to the result slot that dominates the end, taken out."""
    builder = f.builder
    stores = f.result_stores
    if len(stores) != 1 or f.returns_zero:
        return _take_last_stored_result(f, reuses_location)
    store_block, line, value, loc = stores[0]
    block = store_block.resolved
    current = builder.block
    seen = set()
    while current is not block:
        if current is None or current in seen:
            return None
        seen.add(current)
        current = current.single_predecessor()
    block.lines.remove(line)
    builder.drop_alloca(f.result_slot)
    if reuses_location:
        builder.loc = loc
    return value


def _take_last_stored_result(f: FunctionState, reuses_location: bool) -> str | None:
    """The value of a store to the result slot that is the last thing here, taken out."""
    current = f.builder.block
    assert current is not None
    lines = current.lines
    last = len(lines) - 1
    while last >= 0:
        line = lines[last]
        if not isinstance(line, str) or not line.startswith("  call void @llvm.lifetime.end."):
            break
        last -= 1
    for block, line, value, loc in reversed(f.result_stores):
        if block.resolved is current and last >= 0 and lines[last] is line:
            del lines[last]
            if reuses_location:
                f.builder.loc = loc
            return value
    return None


def _finish_blocks(f: FunctionState) -> None:
    """Write the blocks that collect jumps: computed gotos, and what cannot be reached."""
    builder = f.builder
    if f.indirect_block is not None:
        builder.loc = 0
        builder.place(f.indirect_block)
        phi = f.indirect_phi
        assert phi is not None
        builder.lines.append(phi)
        targets = [lower_stmt.label_target(f, label).block for label in f.taken_labels]
        builder.terminate("indirectbr", phi.name, targets)
    unreachable = f.cleanups.unreachable
    if unreachable is not None and unreachable.uses:
        builder.loc = 0
        builder.place(unreachable)
        builder.terminate("raw", "unreachable", [])


def jump_indirectly(f: FunctionState, address: str) -> None:
    """``goto *address``: all of them share one ``indirectbr``."""
    builder = f.builder
    if f.indirect_block is None:
        f.indirect_block = builder.new_block("indirectgoto")
        f.indirect_phi = Phi(builder.new_name(), "ptr", "")
    assert f.indirect_phi is not None
    assert builder.block is not None
    f.indirect_phi.edges.append((address, builder.block))
    f.branch(f.indirect_block)


# ------------------------------------------------------------------------------ the head


def function_attributes(context: UnitContext, function: Function, *, is_definition: bool) -> str:
    """The text of a function's attribute group."""
    attributes = function.attributes
    options = context.options
    words: list[str] = []
    if is_definition or attributes.const or attributes.pure:
        words.append("nounwind")
    if is_definition:
        words += _inlining(context, function)
    if attributes.naked:
        words.append("naked")
    if attributes.cold:
        words.append("cold")
    if attributes.hot:
        words.append("hot")
    if attributes.convergent:
        words.append("convergent")
    type = function.type.canonical
    if attributes.no_return or (isinstance(type, FunctionType) and type.no_return):
        words.append("noreturn")
    if isinstance(type, FunctionType) and type.fastcall:
        words.append('"bpf_fastcall"')
    if attributes.const:
        words.append("willreturn memory(none)")
    elif attributes.pure:
        words.append("willreturn memory(read)")
    if attributes.error_message is not None:
        words.append(f'"dontcall-error"={quote(attributes.error_message)}')
    if options.no_builtin or attributes.no_builtin:
        words.append('"no-builtins"')
    words.append('"frame-pointer"="all" "no-trapping-math"="true"')
    if options.cpu != "generic":
        words.append(f'"target-cpu"="{options.cpu}"')
    if options.features:
        words.append(f'"target-features"="{",".join(options.features)}"')
    return " ".join(words)


def _inlining(context: UnitContext, function: Function) -> list[str]:
    """How far a function may be inlined, optimized, and kept small."""
    attributes = function.attributes
    options = context.options
    words: list[str] = []
    is_left_alone = (
        not context.is_optimizing
        and not attributes.minsize
        and not attributes.always_inline
        and function.name not in context.library
    )
    if attributes.always_inline and not attributes.optnone:
        words.append("alwaysinline")
    elif is_left_alone or attributes.optnone:
        return ["noinline optnone"]
    elif attributes.no_inline or attributes.naked or not context.is_optimizing or options.no_inline:
        words.append("noinline")
    elif function.is_inline:
        words.append("inlinehint")
    if options.opt_level in ("s", "z") or attributes.cold:
        words.append("optsize")
    if options.opt_level == "z" or attributes.minsize:
        words.append("minsize")
    return words


def definition_head(f: FunctionState) -> str:
    """The parameter list of a definition."""
    parts = []
    signature: Signature = f.signature
    if signature.returns_indirect:
        attributes = f.context.globals.sret_attributes(f.function, signature.sret_definition)
        parts.append(f"ptr{attributes} %result")
    elif signature.wide_result:
        parts.append("ptr noundef %result")
    for index, passing in enumerate(signature.params):
        if passing.kind != "ignore" and passing.offset_bytes < 0:
            align = lower_expr.alignment_of_values(passing.type)
            aligned = f" align {align}" if align and passing.type.is_pointer else ""
            name = parameter_name(index)
            parts.append(f"{passing.text}{passing.attributes}{aligned} {name}")
    if signature.memory_bytes:
        parts.append(f"ptr noundef {lower_call.MEMORY_NAME}")
    if signature.is_variadic and f.function.has_prototype:
        parts.append("...")
    return ", ".join(parts)


def declaration_head(signature: Signature) -> str:
    """The parameter list of a declaration."""
    parts = []
    if signature.returns_indirect:
        parts.append(f"ptr{signature.sret_call}")
    parts += [p.text + p.attributes for p in signature.params if p.kind != "ignore"]
    if signature.is_variadic:
        parts.append("...")
    return ", ".join(parts)
