"""Atomic builtins: ``__sync_*`` (sequentially consistent) and ``__atomic_*``."""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.ctype import BOOL, CType, integer_of
from bpfcc.frontend.tree import BuiltinCall, Expr
from bpfcc.ir import atomic_word, lower_condition, lower_expr, lower_lvalue, memory
from bpfcc.ir.pointers import pointer_text, target_of
from bpfcc.ir.state import FunctionState, LValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    # The instructions that take a result apart are written only for what is wanted of it.
    _Exchanged = tuple[Callable[[], str], Callable[[], str]]

_ORDERS = ("monotonic", "acquire", "acquire", "release", "acq_rel", "seq_cst")


def lower_atomic(f: FunctionState, expr: BuiltinCall) -> str:
    """Any atomic builtin."""
    name = expr.name
    if name in ("__sync_synchronize", "__atomic_thread_fence", "__atomic_signal_fence"):
        return _fence(f, expr)
    if name.startswith("__sync_"):
        return _sync(f, expr)
    return _atomic(f, expr)


def _order(f: FunctionState, expr: Expr) -> str:
    """The memory order an argument names; one that is not constant is the strongest."""
    value = evaluate(expr)
    if isinstance(value, int) and 0 <= value < len(_ORDERS):
        return _ORDERS[value]
    lower_expr.lower_value(f, expr)
    return "seq_cst"


def _fence(f: FunctionState, expr: BuiltinCall) -> str:
    order = "seq_cst" if not expr.args else _order(f, expr.args[0])
    if order != "monotonic":
        if "signal" in expr.name:  # for the compiler alone, and LLVM has no code for that
            f.builder.emit_void('call void asm sideeffect "", "~{memory}"()')
        else:
            f.builder.emit_void(f"fence {order}")
    return ""


class _Object:
    """The object an atomic works on: where it is, and its type in IR.

    ``word``: the word around it, if it is too narrow for BPF's atomics. ``is_local``: it is, and
    on the stack, where nobody else is.
    """

    __slots__ = (
        "align_bytes", "bits", "is_local", "is_pointer", "is_volatile", "pointer", "signed",
        "text", "type", "word",
    )  # fmt: skip

    def __init__(self, f: FunctionState, address: Expr, *, is_changed: bool = True) -> None:
        self.type: CType = target_of(address.type)
        size = f.size_of(self.type)
        self.bits = 8 * size
        self.is_volatile = memory.is_volatile(self.type)
        self.is_pointer = self.type.is_pointer
        self.text = f"i{self.bits}"
        if self.is_pointer:
            self.text = pointer_text(target_of(self.type).address_space)
        self.align_bytes = size
        self.signed = not self.is_pointer and integer_of(self.type).signed
        is_narrow = is_changed and size < 4
        self.is_local = is_narrow and atomic_word.find_local(address) is not None
        self.word = None
        if is_narrow and not self.is_local:
            self.word = atomic_word.find_word(f, address, self.bits)
        if self.word is not None:
            self.pointer = self.word.place
            if f.context.options.cpu in ("v1", "v2"):
                f.error(
                    "atomic-width", address.loc, f"atomics of {self.bits} bits need -mcpu=v3"
                ).note("compile with -mcpu=v3 for Linux 5.12 and later, or use a 64-bit variable")
            return
        lvalue = lower_lvalue.lower_pointer(f, address)
        self.is_volatile = lvalue.is_volatile
        self.pointer = f"{pointer_text(self.type.address_space)} {lvalue.pointer}"
        # What is known beyond the natural alignment is kept; atomics are never less aligned.
        if lvalue.align_bytes % size == 0:
            self.align_bytes = lvalue.align_bytes


def _operand(f: FunctionState, expr: Expr, target: _Object) -> str:
    """A value argument, as wide as the object."""
    value = lower_expr.lower_value(f, expr)
    if not target.is_pointer and expr.type.is_bool:
        return f.resize(value, 1, target.bits, signed=False)
    return value


def _result(f: FunctionState, value: str, target: _Object, type: CType) -> str:
    """A value read from the object, as the builtin's result."""
    if type.is_bool and not target.is_pointer:
        return f.builder.emit(f"trunc i{target.bits} {value} to i1")
    return value


def _rmw(f: FunctionState, target: _Object, op: str, value: str, order: str) -> str:
    text = target.text
    if target.word is not None:
        return atomic_word.modify(f, target.word, op, value, order)
    if target.is_local:
        old = f.builder.emit(f"load {text}, {target.pointer}, align {target.align_bytes}")
        new = atomic_word.combine(f, op, text, old, value)
        f.builder.emit_void(f"store {text} {new}, {target.pointer}, align {target.align_bytes}")
        return old
    if target.is_pointer and op != "xchg":
        value = f.builder.emit(f"ptrtoint ptr {value} to i64")
        text = "i64"
    volatile = "volatile " if target.is_volatile else ""
    result = f.builder.emit(
        f"atomicrmw {volatile}{op} {target.pointer}, {text} {value} {order}, "
        f"align {target.align_bytes}"
    )
    if target.is_pointer and op != "xchg":
        return f.builder.emit(f"inttoptr i64 {result} to {target.text}")
    return result


def _after(f: FunctionState, op: str, old: str, value: str, target: _Object) -> str:
    """The new value, which the ``op_and_fetch`` forms give."""
    if target.is_pointer:
        raise InternalError("arithmetic on an atomic pointer")
    return atomic_word.combine(f, op, target.text, old, value)


def _compare_exchange(
    f: FunctionState,
    target: _Object,
    expected: str,
    desired: str,
    orders: tuple[str, str],
    *,
    weak: bool = False,
) -> _Exchanged:
    """The old value, and whether it was exchanged."""
    text = target.text
    emit = f.builder.emit
    if target.word is not None:
        old, done = atomic_word.compare_exchange(f, target.word, expected, desired, orders)
        return lambda: old, lambda: done
    if target.is_local:
        old = emit(f"load {text}, {target.pointer}, align {target.align_bytes}")
        done = emit(f"icmp eq {text} {old}, {expected}")
        new = emit(f"select i1 {done}, {text} {desired}, {text} {old}")
        f.builder.emit_void(f"store {text} {new}, {target.pointer}, align {target.align_bytes}")
        return lambda: old, lambda: done
    word = "weak " if weak else ""
    volatile = "volatile " if target.is_volatile else ""
    pair = emit(
        f"cmpxchg {word}{volatile}{target.pointer}, {text} {expected}, {text} {desired} "
        f"{orders[0]} {orders[1]}, align {target.align_bytes}"
    )

    def part(index: int) -> Callable[[], str]:
        return lambda: emit(f"extractvalue {{ {text}, i1 }} {pair}, {index}")

    return part(0), part(1)


# ----------------------------------------------------------------------------- __sync_*


def _sync(f: FunctionState, expr: BuiltinCall) -> str:
    name = expr.name.removeprefix("__sync_")
    target = _Object(f, expr.args[0], is_changed=name != "lock_release")
    if name == "lock_release":
        f.builder.emit_void(
            f"store atomic {target.text} {'null' if target.is_pointer else '0'}, "
            f"{target.pointer} release, align {target.align_bytes}"
        )
        return ""
    value = _operand(f, expr.args[1], target)
    if name in ("val_compare_and_swap", "bool_compare_and_swap"):
        desired = _operand(f, expr.args[2], target)
        read, is_done = _compare_exchange(f, target, value, desired, ("seq_cst", "seq_cst"))
        return is_done() if name[0] == "b" else _result(f, read(), target, expr.type)
    if name in ("lock_test_and_set", "swap"):
        return _result(f, _rmw(f, target, "xchg", value, "seq_cst"), target, expr.type)
    if name.startswith("fetch_and_"):
        op = name.removeprefix("fetch_and_")
        return _result(f, _rmw(f, target, op, value, "seq_cst"), target, expr.type)
    op = name.removesuffix("_and_fetch")
    old = _rmw(f, target, op, value, "seq_cst")
    return _result(f, _after(f, op, old, value, target), target, expr.type)


# --------------------------------------------------------------------------- __atomic_*


def _atomic(f: FunctionState, expr: BuiltinCall) -> str:
    name = expr.name.removeprefix("__atomic_")
    only_copies = name in ("load_n", "load", "store_n", "store", "clear")
    target = _Object(f, expr.args[0], is_changed=not only_copies)
    if name in ("load_n", "load"):
        return _load(f, expr, target)
    if name in ("store_n", "store"):
        return _store(f, expr, target)
    if name in ("exchange_n", "exchange"):
        return _exchange(f, expr, target)
    if name in ("compare_exchange_n", "compare_exchange"):
        return _compare(f, expr, target)
    if name in ("test_and_set", "clear"):
        return _flag(f, expr, target)
    value = _operand(f, expr.args[1], target)
    order = _order(f, expr.args[2])
    if order == "monotonic" and f.unused_value is not expr:
        # LLVM takes a relaxed one for one without a value, and returns the operand.
        order = "acquire"
    fetches_old = name.startswith("fetch_")
    op = name.removeprefix("fetch_").removesuffix("_fetch")
    if op in ("min", "max") and not target.signed:
        op = "u" + op
    old = _rmw(f, target, op, value, order)
    result = old if fetches_old else _after(f, op, old, value, target)
    return _result(f, result, target, expr.type)


def _pointee(f: FunctionState, expr: Expr) -> LValue:
    return lower_lvalue.lower_pointer(f, expr)


def _read(f: FunctionState, place: LValue, target: _Object) -> str:
    return f.builder.emit(f"load {target.text}, ptr {place.pointer}, align {place.align_bytes}")


def _write(f: FunctionState, value: str, place: LValue, target: _Object) -> None:
    f.builder.emit_void(
        f"store {target.text} {value}, ptr {place.pointer}, align {place.align_bytes}"
    )


def _load(f: FunctionState, expr: BuiltinCall, target: _Object) -> str:
    order = _order(f, expr.args[-1])
    if order in ("release", "acq_rel"):
        order = "monotonic" if order == "release" else "acquire"
    place = _pointee(f, expr.args[1]) if expr.name == "__atomic_load" else None
    if order == "monotonic" and f.context.options.cpu != "v4":
        # BPF has no atomic load before v4; a plain one of its width does not tear.
        access = f"load volatile {target.text}, {target.pointer}, align {target.align_bytes}"
    else:
        volatile = "volatile " if target.is_volatile else ""
        access = (
            f"load atomic {volatile}{target.text}, {target.pointer} {order}, "
            f"align {target.align_bytes}"
        )
    value = f.builder.emit(access)
    if place is not None:
        _write(f, value, place, target)
        return ""
    return _result(f, value, target, expr.type)


def _store(f: FunctionState, expr: BuiltinCall, target: _Object) -> str:
    if expr.name == "__atomic_store":
        value = _read(f, _pointee(f, expr.args[1]), target)
    else:
        value = _operand(f, expr.args[1], target)
    order = _order(f, expr.args[2])
    if order in ("acquire", "acq_rel"):
        order = "monotonic" if order == "acquire" else "release"
    if order == "monotonic" and f.context.options.cpu != "v4":
        f.builder.emit_void(
            f"store volatile {target.text} {value}, {target.pointer}, align {target.align_bytes}"
        )
        return ""
    volatile = "volatile " if target.is_volatile else ""
    f.builder.emit_void(
        f"store atomic {volatile}{target.text} {value}, {target.pointer} {order}, "
        f"align {target.align_bytes}"
    )
    return ""


def _exchange(f: FunctionState, expr: BuiltinCall, target: _Object) -> str:
    if expr.name == "__atomic_exchange_n":
        value = _operand(f, expr.args[1], target)
        old = _rmw(f, target, "xchg", value, _order(f, expr.args[2]))
        return _result(f, old, target, expr.type)
    source = _pointee(f, expr.args[1])
    place = _pointee(f, expr.args[2])
    old = _rmw(f, target, "xchg", _read(f, source, target), _order(f, expr.args[3]))
    _write(f, old, place, target)
    return ""


def _compare(f: FunctionState, expr: BuiltinCall, target: _Object) -> str:
    place = _pointee(f, expr.args[1])
    if expr.name == "__atomic_compare_exchange":
        desired = _read(f, _pointee(f, expr.args[2]), target)
    else:
        desired = _operand(f, expr.args[2], target)
    weak = lower_condition.constant_truth(expr.args[3]) is True
    success = _order(f, expr.args[4])
    failure = _order(f, expr.args[5])
    if failure in ("release", "acq_rel"):
        failure = "monotonic" if failure == "release" else "acquire"
    expected = _read(f, place, target)
    read, is_done = _compare_exchange(f, target, expected, desired, (success, failure), weak=weak)
    old, done = read(), is_done()
    builder = f.builder
    store = builder.new_block("cmpxchg.store_expected")
    go_on = builder.new_block("cmpxchg.continue")
    builder.terminate("condbr", done, [go_on, store])
    f.start_block(store)
    _write(f, old, place, target)
    f.start_block(go_on)
    # By way of memory, as in clang: the optimizer must not see more here than it sees there.
    slot = f.temporary(BOOL, "cmpxchg.bool")
    memory.store(f, done, slot)
    return memory.load(f, slot)


def _flag(f: FunctionState, expr: BuiltinCall, target: _Object) -> str:
    order = _order(f, expr.args[1])
    if expr.name == "__atomic_clear":
        f.builder.emit_void(f"store atomic i8 0, {target.pointer} {order}, align 1")
        return ""
    if target.bits == 8:
        old = _rmw(f, target, "xchg", "1", order)
    else:
        old = f.builder.emit(f"atomicrmw xchg {target.pointer}, i8 1 {order}, align 1")
    return f.builder.emit(f"icmp ne i8 {old}, 0")
