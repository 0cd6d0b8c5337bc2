"""CO-RE: accesses that the loader relocates against the running kernel's types.

Inside ``__builtin_preserve_access_index`` every member and every constant index is written as
an ``llvm.preserve.*.access.index`` call that carries the debug type of what is accessed, of
which LLVM makes a relocation. The attribute ``preserve_access_index`` of a record does the same
for its members everywhere. Without debug information there is nothing to relocate with: the
attribute then has no effect, the builtins are errors.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import CType, Enum, Field, Record
from bpfcc.frontend.tree import BuiltinCall, Conversion, Convert, DeclRef, Expr, Index, Member
from bpfcc.ir import lower_lvalue
from bpfcc.ir.constants import data
from bpfcc.ir.fold import as_int
from bpfcc.ir.pointers import pointer_text, target_of
from bpfcc.ir.state import FunctionState, LValue


def is_preserving(f: FunctionState, record: Record) -> bool:
    """Whether an access to a member of ``record`` is to be relocatable here."""
    return f.context.debug is not None and (f.in_preserve or record.preserve_access_index)


def preserve_static_offset(f: FunctionState, pointer: str) -> str:
    """Mark a pointer to a record whose members are to be accessed at constant offsets."""
    return f.builder.emit(f"call ptr @llvm.preserve.static.offset(ptr {pointer})")


def _debug_type(f: FunctionState, type: CType) -> str:
    debug = f.context.debug
    assert debug is not None
    return f", !llvm.preserve.access.index {debug.types.reference(type)}"


def _debug_index(field: Field) -> int:
    """The field's number among the members that debug information has."""
    index = 0
    for other in field.record.fields or ():
        if other is field:
            break
        index += other.bit_width is None or other.name is not None
    return index


def _struct_access(
    f: FunctionState, base: LValue, field: Field, pointer: str, index: int, type: CType
) -> str:
    text, kind = f.memory_type(field.record), pointer_text(base.space)
    return f.builder.emit(
        f"call {kind} @llvm.preserve.struct.access.index.{_suffixes(base.space)}"
        f"({kind} elementtype({text}) {pointer}, i32 {index}, i32 {_debug_index(field)})",
        _debug_type(f, type),
    )


def _suffixes(space: int) -> str:
    """How the names of the intrinsics end that take and give a pointer."""
    return f"p{space}.p{space}"


def preserve_member(f: FunctionState, base: LValue, pointer: str, field: Field) -> str:
    """The address of an ordinary member."""
    record = field.record
    if record.is_union:
        kind = pointer_text(base.space)
        return f.builder.emit(
            f"call {kind} @llvm.preserve.union.access.index.{_suffixes(base.space)}"
            f"({kind} {pointer}, i32 {_debug_index(field)})",
            _debug_type(f, base.type),
        )
    index = f.context.types.layout(record).indexes[field]
    return _struct_access(f, base, field, pointer, index, base.type)


def preserve_bit_field(
    f: FunctionState, base: LValue, pointer: str, field: Field, index: int
) -> str:
    """The address of the storage of a bit-field."""
    record = field.record
    if not _is_aligned_field(field, f.context.types.layout(record).align_bytes):
        f.error(
            "core-bit-field",
            f.builder.loc,
            f"CO-RE has no relocation for bit-field '{field.name}': the alignment of '{record}' "
            "is too small, or too large, for it",
        )
    return _struct_access(f, base, field, pointer, index, record)


def _is_aligned_field(field: Field, align_bytes: int) -> bool:
    """Whether LLVM can tell the loader of one aligned word that holds all of a bit-field."""
    start, end = field.offset_bits, field.offset_bits + (field.bit_width or 0)
    if align_bytes > 8:
        if start // 64 != end // 64:
            return False
        align_bytes = 8
    word = 8 * align_bytes
    return (start & -word) + word >= end


def preserve_element(
    f: FunctionState, expr: Index, start: LValue, index: str, base_type: CType, dimension: int
) -> str | None:
    """The address of an array element, or None where a plain one will do.

    ``base_type`` is the type of the array, or of the pointer (``dimension`` 0).
    """
    number = as_int(index)
    if number is None or f.context.debug is None:
        return None
    if not f.in_preserve and not _is_preserved_base(expr.base):
        return None
    pointee = base_type if dimension else target_of(base_type)
    text, kind = f.memory_type(pointee), pointer_text(start.space)
    return f.builder.emit(
        f"call {kind} @llvm.preserve.array.access.index.{_suffixes(start.space)}"
        f"({kind} elementtype({text}) {start.pointer}, "
        f"i32 {dimension}, i32 {number & 0xFFFFFFFF})",
        _debug_type(f, base_type),
    )


def _is_preserved_base(base: Expr) -> bool:
    """Whether ``base[…]`` is a member of a relocatable record, or a pointer to one."""
    while isinstance(base, Convert) and not base.is_explicit:
        base = base.operand
    if isinstance(base, Member):
        return base.field.record.preserve_access_index
    if isinstance(base, DeclRef) and base.type.is_pointer:
        record = target_of(base.type).canonical
        return isinstance(record, Record) and record.preserve_access_index
    return False


def has_static_offset(base: Expr) -> bool:
    """Whether a pointer points at a record with ``preserve_static_offset``."""
    if not base.type.is_pointer:
        return False
    record = target_of(base.type).canonical
    return isinstance(record, Record) and record.preserve_static_offset


# -------------------------------------------------------------------------------- builtins


def _needs_debug(f: FunctionState, expr: BuiltinCall) -> bool:
    if f.context.debug is not None:
        return True
    f.error(
        "core-without-debug", expr.loc, f"'{expr.name}' needs debug information: compile with -g"
    )
    return False


def lower_field_info(f: FunctionState, expr: BuiltinCall) -> str:
    """``__builtin_preserve_field_info(field, kind)``."""
    if not _needs_debug(f, expr):
        return "0"
    saved, f.in_preserve = f.in_preserve, True
    lvalue = lower_lvalue.lower_lvalue(f, _without_load(expr.args[0]))
    f.in_preserve = saved
    kind = pointer_text(lvalue.space)
    return f.builder.emit(
        f"call i32 @llvm.bpf.preserve.field.info.p{lvalue.space}"
        f"({kind} {lvalue.pointer}, i64 {expr.info})"
    )


def _without_load(expr: Expr) -> Expr:
    while isinstance(expr, Convert) and expr.kind in (Conversion.LOAD, Conversion.NO_OP):
        expr = expr.operand
    return expr


def drop_unanswered(f: FunctionState, value: str) -> None:
    """Take back the last instruction if it asks the loader for ``value``, which nobody wants.

    LLVM breaks at such a call without a use.
    """
    lines = f.builder.lines
    if lines and isinstance(lines[-1], str):
        words = lines[-1].split(" @", 1)
        if words[0].startswith(f"  {value} = call ") and words[-1].startswith("llvm.bpf.preserve"):
            lines.pop()


def _next_number(f: FunctionState) -> int:
    """A number that keeps two equal calls apart."""
    number = f.context.core_calls
    f.context.core_calls += 1
    return number


def lower_type_info(f: FunctionState, expr: BuiltinCall) -> str:
    """``__builtin_preserve_type_info(type, kind)``."""
    if not _needs_debug(f, expr):
        return "0"
    assert isinstance(expr.info, tuple)
    type, kind = expr.info
    value = f.builder.emit(
        f"call i32 @llvm.bpf.preserve.type.info(i32 {_next_number(f)}, i64 {kind})",
        _debug_type(f, type),
    )
    return f.resize(value, 32, 8 * f.size_of(expr.type), signed=False)


def lower_type_id(f: FunctionState, expr: BuiltinCall) -> str:
    """``__builtin_btf_type_id(type, kind)``."""
    if not _needs_debug(f, expr):
        return "0"
    assert isinstance(expr.info, tuple)
    type, kind = expr.info
    return f.builder.emit(
        f"call i64 @llvm.bpf.btf.type.id(i32 {_next_number(f)}, i64 {kind})",
        _debug_type(f, type),
    )


def lower_enum_value(f: FunctionState, expr: BuiltinCall) -> str:
    """``__builtin_preserve_enum_value(enumerator, kind)``."""
    if not _needs_debug(f, expr):
        return "0"
    assert isinstance(expr.info, tuple)
    type, name, value, kind = expr.info
    text = f"{name}:{_enum_value(type, value)}".encode() + b"\0"
    constant = f.context.globals.private_constant(".enumerator", data(text, len(text)), 1)
    return f.builder.emit(
        f"call i64 @llvm.bpf.preserve.enum.value(i32 {_next_number(f)}, ptr {constant}, "
        f"i64 {kind})",
        _debug_type(f, type),
    )


def _enum_value(type: CType, value: int) -> int:
    """The enumerator's value as its enum has it; LLVM reads it as a signed number."""
    canonical = type.canonical
    if isinstance(canonical, Enum) and canonical.underlying is not None:
        value = canonical.underlying.wrap(value)
    return value - (1 << 64) if value >> 63 > 0 else value
