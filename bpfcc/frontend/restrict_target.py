"""What LLVM's BPF back end cannot make: builtins, inline assembly, results of functions.

Each would end in an error without a place, or in none at all.
"""

from __future__ import annotations

from bpfcc.frontend import ctype
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import Function, Linkage, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.tree import Asm, BuiltinCall, Unit

RESULT_BYTES = 16
_RESULT_REGISTERS = 2
REGISTERS = 10
"""r0 to r9; r10 is the frame pointer."""

_FRAMES = {
    "__builtin_frame_address": "BPF programs cannot ask for the address of their frame",
    "__builtin_return_address": "BPF has no return addresses",
    "__builtin_thread_pointer": "BPF has no threads",
}
_FENCES = ("__sync_synchronize", "__atomic_thread_fence")
_MISSING_ATOMICS = ("nand", "min", "max")
_SEQUENTIAL = 5
"""__ATOMIC_SEQ_CST."""

# Builtin → kinds of question that there are.
_QUESTIONS = {
    "__builtin_preserve_field_info": 6,
    "__builtin_preserve_type_info": 3,
    "__builtin_preserve_enum_value": 2,
    "__builtin_btf_type_id": 2,
}
# GCC's constraints for any machine, and BPF's own `w`, a 32-bit register.
_CONSTRAINTS = frozenset("rwminsgXp0123456789")
_MODIFIERS = frozenset("=+&%,*?!#")


def check_names(unit: Unit, sink: Sink) -> None:
    """Report what has the name of a section of the unit: LLVM makes a symbol of each section.

    The symbol of a function's own static variable has the function's name in front.
    """
    named = [d for d in unit.definitions if isinstance(d, (Function, Variable))]
    sections = {definition.attributes.section for definition in named}
    for definition in named:
        is_symbol = isinstance(definition, Function) or definition.linkage is not Linkage.NONE
        if is_symbol and definition.name in sections:
            sink.error(
                "section-name",
                definition.loc,
                f"'{definition.name}' is the name of a section too, and an object cannot hold "
                "both: give it another name",
            )


def check_builtin(node: BuiltinCall, sink: Sink) -> None:
    """Report a builtin function that BPF has no code for."""
    name = node.name
    if name in _FRAMES:
        sink.error("builtin-call", node.loc, _FRAMES[name])
    elif name in _FENCES:
        sink.error(
            "memory-fence",
            node.loc,
            "BPF has no memory fence: atomic operations that return a value order memory, and "
            "barrier() keeps the compiler from moving accesses",
        )
    elif name.startswith(("__sync_", "__atomic_")):
        words = name.split("_")
        for word in _MISSING_ATOMICS:
            if word in words:
                sink.error(
                    "atomic-operation",
                    node.loc,
                    f"BPF has no atomic '{word}': use a loop with __sync_val_compare_and_swap()",
                )
    elif name in _QUESTIONS:
        _check_question(node, sink)


def _check_question(node: BuiltinCall, sink: Sink) -> None:
    info = node.info
    kind = info[-1] if isinstance(info, tuple) else info
    if isinstance(kind, int) and not 0 <= kind < _QUESTIONS[node.name]:
        sink.error(
            "builtin-argument",
            node.loc,
            f"'{node.name}' knows the kinds 0 to {_QUESTIONS[node.name] - 1}, not {kind}",
        )


def check_asm(node: Asm, sink: Sink) -> None:
    """Report constraints that BPF does not have, and more operands than registers."""
    registers = 0
    for operand in (*node.outputs, *node.inputs):
        if "[" in operand.constraint:
            continue  # the same place as an operand that it names
        letters = [ch for ch in operand.constraint if ch not in _MODIFIERS]
        unknown = [ch for ch in letters if ch not in _CONSTRAINTS]
        if unknown:
            sink.error(
                "inline-asm",
                operand.expr.loc or node.loc,
                f"BPF has no constraint '{unknown[0]}': use r for a register, w for half of one, "
                "i for a constant, m for memory",
            )
            return
        # One that may be in memory or a constant need not be in a register.
        registers += bool(letters) and set(letters) <= {"r", "w"}
    taken = {word for word in node.clobbers if word[:1] in "rw" and word[1:].isdigit()}
    if registers + len(taken) > REGISTERS:
        sink.error(
            "inline-asm",
            node.loc,
            f"this needs {registers + len(taken)} registers, and BPF has {REGISTERS}",
        )


def check_result(function: Function, sink: Sink) -> None:
    """Report a result that no register can hold, of a function that others may call."""
    type = function.type.canonical
    assert isinstance(type, ctype.Function)
    if function.linkage is Linkage.INTERNAL or function.attributes.always_inline:
        return
    result = type.result
    size = size_of(result) or 0
    is_wide_integer = result.is_integer and size >= RESULT_BYTES
    is_large_record = result.is_record and size > RESULT_BYTES
    vector = result.canonical
    is_vector = isinstance(vector, ctype.Vector) and vector.count > _RESULT_REGISTERS
    if is_wide_integer or is_large_record or is_vector:
        sink.error(
            "struct-return",
            function.loc,
            f"function '{function.name}' returns {size} bytes, and BPF's registers hold no such "
            "result: make it 'static', or write the result through a pointer",
        )
