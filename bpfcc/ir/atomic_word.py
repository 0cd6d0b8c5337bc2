"""Atomics of 8 and 16 bits by those of the 32-bit word around them, which BPF has.

The word must be known to lie in one object, so the address has to say how far from something
that is aligned to four bytes it is: ``find_word`` reads that from the tree, without writing
anything. ``and``, ``or`` and ``xor`` are one operation on the word; all others read it, and put
it back where nobody has changed it in the meantime.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import Array, CType
from bpfcc.frontend.layout import align_of, size_of
from bpfcc.frontend.tree import (
    AddressOf,
    Conversion,
    Convert,
    DeclRef,
    Deref,
    Expr,
    Index,
    Member,
    PointerAdd,
    Variable,
)
from bpfcc.ir import core, lower_expr, lower_lvalue
from bpfcc.ir.pointers import element_pointer, pointer_text, target_of
from bpfcc.ir.state import FunctionState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_WORD_BYTES = 4

_TRIES = 32
"""How often to try before doing without atomicity: the verifier wants an end. Who fails has the
word in the processor's own cache when trying again, so that more than a few tries are rare."""


class _Path:
    """How an address is reached: from ``start``, a pointer or an object, over an offset.

    ``steps`` are indexes that are not constant, each with the size of an element.
    ``size_bytes`` is that of the object, 0 for a variable that is still to be made large enough.
    """

    __slots__ = ("is_pointer", "offset_bytes", "size_bytes", "start", "steps")

    def __init__(self, start: Expr, size_bytes: int, *, is_pointer: bool = False) -> None:
        self.start = start
        self.is_pointer = is_pointer
        self.size_bytes = size_bytes
        self.offset_bytes = 0
        self.steps: list[tuple[Expr, int]] = []


class Word:
    """``pointer`` is the word around an object of ``bits`` bits at ``place``, ``shift`` how far up
    in it the object lies, an ``i32``. The pointers are operands with their type.
    """

    __slots__ = ("bits", "place", "pointer", "shift")

    def __init__(self, pointer: str, place: str, shift: str, bits: int) -> None:
        self.pointer = pointer
        self.place = place
        self.shift = shift
        self.bits = bits


# ---------------------------------------------------------------------------- finding it


def find_local(expr: Expr) -> Variable | None:
    """The local variable that an address leads into, which nobody else can access meanwhile."""
    path = _follow_pointer(None, expr)
    decl = path.start.decl if path is not None and isinstance(path.start, DeclRef) else None
    return decl if isinstance(decl, Variable) and not decl.is_global else None


def find_word(f: FunctionState, address: Expr, bits: int) -> Word | None:
    """The word around the object of ``bits`` bits at ``address``; None where it is not known."""
    path = _follow_pointer(f, address)
    if path is None:
        return None
    start = path.start
    size = path.size_bytes or size_of(start.type) or 0
    if not 0 <= path.offset_bytes <= size - bits // 8:
        return None
    lower = lower_lvalue.lower_pointer if path.is_pointer else lower_lvalue.lower_lvalue
    base = lower(f, start)
    if not path.size_bytes and isinstance(start, DeclRef) and isinstance(start.decl, Variable):
        f.context.globals.round_up_size(start.decl)
    kind = pointer_text(base.space)

    def step(offset: str) -> str:
        if offset == "0":
            return f"{kind} {base.pointer}"
        return f"{kind} {element_pointer(f, 'i8', base.pointer, f'i64 {offset}', '', kind)}"

    offset = str(path.offset_bytes)
    for index, size in path.steps:
        written = lower_expr.split_widening(index)
        value = lower_expr.widen_index(f, lower_expr.lower_value(f, written), written.type)
        offset = f.binary("add", "i64", f.binary("mul", "i64", value, str(size)), offset)
    word = step(f.binary("and", "i64", offset, str(-_WORD_BYTES)))
    within = f.binary("and", "i64", offset, str(_WORD_BYTES - 1))
    shift = f.resize(f.binary("shl", "i64", within, "3"), 64, 32, signed=False)
    if not f.context.options.little_endian:
        shift = f.binary("sub", "i32", str(32 - bits), shift)
    return Word(word, step(offset), shift, bits)


def _is_start(type: CType) -> bool:
    """Whether an object of this type consists of whole words."""
    size = size_of(type)
    return bool(size) and not (size or 0) % _WORD_BYTES and align_of(type) >= _WORD_BYTES


def _follow_pointer(f: FunctionState | None, expr: Expr) -> _Path | None:
    if isinstance(expr, AddressOf):
        return _follow(f, expr.operand)
    if isinstance(expr, Convert):
        if expr.kind is Conversion.ARRAY_DECAY:
            return _follow(f, expr.operand)
        if expr.kind in (Conversion.POINTER, Conversion.NO_OP) and expr.operand.type.is_pointer:
            return _follow_pointer(f, expr.operand)
    if isinstance(expr, PointerAdd):
        path = _follow_pointer(f, expr.pointer)
        size = size_of(target_of(expr.type))
        if path is None or not size:
            return None
        return _step(path, expr, size, None if expr.is_subtraction else _array_of(expr.pointer))
    target = target_of(expr.type)
    if not target.is_function and not target.is_void and _is_start(target):
        return _Path(expr, size_of(target) or 0, is_pointer=True)
    return None


def _follow(f: FunctionState | None, expr: Expr) -> _Path | None:
    """The path to an object."""
    if isinstance(expr, DeclRef):
        return _follow_variable(expr)
    if isinstance(expr, Member):
        record = expr.field.record
        relocates = f is not None and core.is_preserving(f, record)
        if not expr.base.is_lvalue or relocates or record.preserve_static_offset:
            return None
        path = _follow(f, expr.base)
        if path is not None:
            path.offset_bytes += expr.field.offset_bits // 8
        return path
    if isinstance(expr, Convert) and expr.kind is Conversion.NO_OP:
        return _follow(f, expr.operand)
    path = None
    if isinstance(expr, Index):
        path = _follow_pointer(f, expr.base)
        path = path and _step(path, expr, size_of(expr.type) or 0, _array_of(expr.base))
    elif isinstance(expr, Deref):
        path = _follow_pointer(f, expr.pointer)
    if path is None and isinstance(expr, (Index, Deref)) and _is_start(expr.type):
        return _Path(expr, size_of(expr.type) or 0)
    return path


def _follow_variable(expr: DeclRef) -> _Path | None:
    variable = expr.decl
    if not isinstance(variable, Variable):
        return None
    if not variable.is_global or _is_start(expr.type):
        return _Path(expr, size_of(expr.type) or 0)
    is_own = variable.is_definition and not variable.attributes.weak
    return _Path(expr, 0) if is_own and variable.attributes.alias is None else None


def _array_of(base: Expr) -> Array | None:
    """The array, of known size, that ``base`` is the first element of."""
    if isinstance(base, Convert) and base.kind is Conversion.ARRAY_DECAY:
        type = base.operand.type.canonical
        if isinstance(type, Array) and size_of(type):
            return type
    return None


def _step(path: _Path, expr: Index | PointerAdd, size: int, array: Array | None) -> _Path | None:
    """Go on by an index: a constant, or one that the array's bounds hold for."""
    from bpfcc.frontend.consteval import evaluate

    number = evaluate(expr.index)
    if isinstance(number, int):
        is_down = isinstance(expr, PointerAdd) and expr.is_subtraction
        path.offset_bytes += (-number if is_down else number) * size
        return path
    if array is None:
        return None
    path.steps.append((expr.index, size))
    return path


# ---------------------------------------------------------------------------- using it


def modify(f: FunctionState, word: Word, op: str, value: str, order: str) -> str:
    """``atomicrmw op`` with an integer of the object's width; what was there before."""
    if op in ("and", "or", "xor"):
        wide = f.binary("shl", "i32", f.resize(value, word.bits, 32, signed=False), word.shift)
        if op == "and":
            wide = f.binary("or", "i32", wide, f.binary("xor", "i32", _mask(f, word), "-1"))
        old = f.builder.emit(f"atomicrmw {op} {word.pointer}, i32 {wide} {order}, align 4")
        return _narrow(f, word, old)

    def change(old: str) -> tuple[str, str]:
        return combine(f, op, f"i{word.bits}", old, value), "true"

    return _try(f, word, change, (order, "monotonic"))[0]


def compare_exchange(
    f: FunctionState, word: Word, expected: str, desired: str, orders: tuple[str, str]
) -> tuple[str, str]:
    """``cmpxchg``: what was there before, and an ``i1``: it was exchanged."""

    def change(old: str) -> tuple[str, str]:
        return desired, f.builder.emit(f"icmp eq i{word.bits} {old}, {expected}")

    return _try(f, word, change, orders)


def combine(f: FunctionState, op: str, text: str, old: str, value: str) -> str:
    """``old op value`` in the type ``text``, for the operations of ``atomicrmw``."""
    if op == "xchg":
        return value
    if op == "nand":
        return f.binary("xor", text, f.binary("and", text, old, value), "-1")
    if op in ("min", "max", "umin", "umax"):
        predicate = {"min": "slt", "max": "sgt", "umin": "ult", "umax": "ugt"}[op]
        is_old = f.builder.emit(f"icmp {predicate} {text} {old}, {value}")
        return f.builder.emit(f"select i1 {is_old}, {text} {old}, {text} {value}")
    return f.binary(op, text, old, value)


def _mask(f: FunctionState, word: Word) -> str:
    """The object's bits in the word."""
    return f.binary("shl", "i32", str((1 << word.bits) - 1), word.shift)


def _narrow(f: FunctionState, word: Word, value: str) -> str:
    """The object's value in a value of the word."""
    return f.resize(f.binary("lshr", "i32", value, word.shift), 32, word.bits, signed=False)


def _try(
    f: FunctionState,
    word: Word,
    change: Callable[[str], tuple[str, str]],
    orders: tuple[str, str],
) -> tuple[str, str]:
    """Change the object by compare-exchange of the word, in a loop that ends.

    ``change`` gives the new value, and an ``i1``: it is to be written. Returns the value before
    the change, and whether it was to be written.
    """
    builder = f.builder
    emit = builder.emit
    seen = builder.alloca("i32", 4, "seen")
    tries = builder.alloca("i32", 4, "tries")
    first = emit(f"load volatile i32, {word.pointer}, align 4")
    builder.emit_void(f"store i32 {first}, ptr {seen}, align 4")
    builder.emit_void(f"store i32 {_TRIES}, ptr {tries}, align 4")
    kept = f.binary("xor", "i32", _mask(f, word), "-1")
    names = ("try", "try.write", "try.again", "try.give_up", "try.end")
    block, write, again, give_up, end = (builder.new_block(f"atomic.{name}") for name in names)
    f.start_block(block)
    old = emit(f"load i32, ptr {seen}, align 4")
    narrow = _narrow(f, word, old)
    value, is_wanted = change(narrow)
    builder.terminate("condbr", is_wanted, [write, end])

    f.start_block(write)
    wide = f.binary("shl", "i32", f.resize(value, word.bits, 32, signed=False), word.shift)
    new = emit(f"or i32 {emit(f'and i32 {old}, {kept}')}, {wide}")
    pair = emit(f"cmpxchg {word.pointer}, i32 {old}, i32 {new} {orders[0]} {orders[1]}, align 4")
    builder.emit_void(f"store i32 {emit(f'extractvalue {{ i32, i1 }} {pair}, 0')}, ptr {seen}")
    done = emit(f"extractvalue {{ i32, i1 }} {pair}, 1")
    builder.terminate("condbr", done, [end, again])

    f.start_block(again)
    left = emit(f"add i32 {emit(f'load i32, ptr {tries}, align 4')}, -1")
    builder.emit_void(f"store i32 {left}, ptr {tries}, align 4")
    metadata = f.context.module.metadata
    disable = metadata.node('!{!"llvm.loop.unroll.disable"}')
    loop = f", !llvm.loop {metadata.loop(f', {disable}')}"
    builder.terminate("condbr", emit(f"icmp ne i32 {left}, 0"), [block, give_up], loop)

    f.start_block(give_up)
    builder.emit_void(f"store volatile i{word.bits} {value}, {word.place}, align {word.bits // 8}")
    f.start_block(end)
    return narrow, is_wanted
