"""Where verification begins and ends: a function's parameters, and what a program returns."""

from __future__ import annotations

from bpfcc.elf.uapi import CONTEXT_TYPES
from bpfcc.frontend.ctype import Pointer as PointerType
from bpfcc.frontend.ctype import Record
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import Linkage
from bpfcc.verifier.contexts import allowed_results, spell_kind
from bpfcc.verifier.numbers import is_number
from bpfcc.verifier.state import Nullness
from bpfcc.verifier.values import Pointer, RegionKind, Source, Symbol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.tree import Expr, Function, Variable
    from bpfcc.verifier.machine import Machine
    from bpfcc.verifier.state import State
    from bpfcc.verifier.values import Value

_BITS = 32
# Helper → what the functions that it calls may return.
_CALLBACK_RESULTS = {"bpf_loop": (0, 1), "bpf_for_each_map_elem": (0, 1)}
# Structs whose pointers the kernel takes for something else than memory.
_SPECIAL = frozenset(
    ("bpf_dynptr", "pt_regs", "bpf_user_pt_regs_t", "user_pt_regs", "bpf_iter_num", "bpf_wq")
)


def bind_parameters(machine: Machine, function: Function, state: State) -> None:
    """Give the parameters of a program, or of a function that is verified by itself, values.

    A program gets its context. Any other function gets what it is declared to take: memory of
    the type's size, or NULL.
    """
    for index, param in enumerate(function.params):
        if machine.match is None and _takes_memory(function, param):
            region = machine.region(
                ("parameter", param),
                RegionKind.MEMORY,
                size_bytes=_target_bytes(param),
                variable=param,
            )
            state.nullness[region] = Nullness.MAYBE
        elif index == 0 and (tag := _record_tag(param)) is not None:
            region = machine.region(("context", param), RegionKind.CONTEXT, maker=tag)
        else:
            continue
        state.write(Pointer(machine.region_of(param)), 8, Pointer(region))


def _record_tag(param: Variable) -> str | None:
    """The tag of the struct that a parameter points at, "" if it has none."""
    type = param.type.canonical
    target = type.target.canonical if isinstance(type, PointerType) else None
    return target.tag or "" if isinstance(target, Record) else None


def _target_bytes(param: Variable) -> int | None:
    type = param.type.canonical
    return size_of(type.target) if isinstance(type, PointerType) else None


def _takes_memory(function: Function, param: Variable) -> bool:
    """Whether the kernel takes a parameter for memory of its type's size that may be missing.

    It looks into functions that the compiler has not inlined, and believes what tags say.
    """
    attributes = function.attributes
    if function.linkage is Linkage.INTERNAL:
        return False
    if not (attributes.no_inline or attributes.weak) or param.attributes.decl_tags:
        return False
    if attributes.visibility is not None:
        return False  # libbpf makes such functions static
    if not _target_bytes(param):
        return False
    tag = _record_tag(param)
    if tag is None:
        return True
    return bool(tag) and tag not in _SPECIAL and f"struct {tag}" not in CONTEXT_TYPES.values()


def check_result(machine: Machine, expr: Expr, value: Value, state: State) -> None:
    """Warn where a program returns what the kernel does not take from one of its type."""
    match = machine.match
    allowed = _CALLBACK_RESULTS.get(machine.callback_of)
    who = f"callbacks of '{machine.callback_of}'"
    if match is not None:
        allowed = allowed_results(match.kind)
        who = f"{spell_kind(match.kind)} programs"
    if allowed is None or not is_number(value):
        return
    low, high = (_as_signed(number) for number in state.range_of(value))
    if low > high or allowed[0] <= low <= high <= allowed[1]:
        return
    is_outside = high < allowed[0] or low > allowed[1]
    if not is_outside and not _may_be_anything(value, state):
        return
    what = str(low) if low == high else f"{low} or more" if is_outside else "any number"
    first, last = allowed
    wanted = f"{first}" if first == last else f"{first} to {last}"
    diagnostic = machine.say(
        "return-value",
        expr.loc,
        (expr.loc, "result"),
        f"this returns {what}, and {who} may return {wanted} only",
    )
    if diagnostic is None:
        return
    if match is None:
        diagnostic.note("0 goes on, 1 ends the loop")
    elif match.kind.program_type.startswith("cgroup_") and first == 0:
        diagnostic.note("0 refuses, 1 lets pass; bpf_set_retval() chooses the error")


def _as_signed(number: int) -> int:
    """A result as the kernel compares it: 32 bits, signed."""
    number &= (1 << _BITS) - 1
    return number - (1 << _BITS) if number >> (_BITS - 1) else number


def _may_be_anything(value: Value, state: State) -> bool:
    """Whether nothing at all was said of a number that others chose."""
    if not isinstance(value, Symbol) or value in state.related or value in state.ranges:
        return False
    return value.source in (Source.MEMORY, Source.CONTEXT)
