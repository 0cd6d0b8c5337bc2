"""What C allows and BPF cannot do: each an error at its own line, with the way out.

A pass over the typed tree, run before lowering, so that LLVM's back end never meets these.
"""

from __future__ import annotations

from bpfcc.frontend import ctype
from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.ctype import CType
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.restrict_target import check_asm, check_builtin, check_names, check_result
from bpfcc.frontend.tree import (
    Asm,
    Binary,
    BuiltinCall,
    Call,
    CompoundAssign,
    Conversion,
    Convert,
    DeclRef,
    Expr,
    Function,
    IncDec,
    Linkage,
    Unary,
    Unit,
)
from bpfcc.frontend.walk import Node, children

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.options import Options

MAX_ARGUMENTS = 5
"""BPF passes arguments in r1 – r5 and has no stack for more."""

_FLOAT_CONVERSIONS = (Conversion.INT_TO_FLOAT, Conversion.FLOAT_TO_INT, Conversion.FLOAT)


class _Checker:
    """Checks one unit; ``sink`` takes what is found."""

    __slots__ = ("options", "sink")

    def __init__(self, sink: Sink, options: Options) -> None:
        self.sink = sink
        self.options = options

    def function(self, function: Function) -> None:
        self._signature(function)
        pending: list[Node] = [function.body] if function.body is not None else []
        while pending:
            node = pending.pop()
            if isinstance(node, Expr) and self._expression(node):
                continue
            if isinstance(node, Asm):
                check_asm(node, self.sink)
            pending.extend(reversed(list(children(node))))

    def _signature(self, function: Function) -> None:
        type = function.type.canonical
        assert isinstance(type, ctype.Function)
        if type.variadic and not self._vanishes(function):
            self.sink.error(
                "varargs",
                function.loc,
                f"function '{function.name}' takes variable arguments, which BPF does not have: "
                "pass an array or a struct by pointer instead",
            )
        check_result(function, self.sink)
        if function.linkage is Linkage.INTERNAL or function.attributes.always_inline:
            return
        used = sum(register_count(p) for p in type.params)
        if used > MAX_ARGUMENTS:
            self.sink.error(
                "too-many-arguments",
                function.loc,
                f"function '{function.name}' needs {used} argument registers, BPF has "
                f"{MAX_ARGUMENTS}: make it 'static', or pass a pointer to a struct",
            )

    def _vanishes(self, function: Function) -> bool:
        """Whether a function is inlined wherever it is called: a checker of format strings."""
        attributes = function.attributes
        if function.linkage is not Linkage.INTERNAL or function.body is None:
            return False
        if attributes.always_inline:
            return True
        is_kept = attributes.no_inline or attributes.used or self.options.opt_level == "0"
        return not is_kept and not function.body.stmts

    def _expression(self, node: Expr) -> bool:
        """Check one expression; True: say nothing about what is below it."""
        if _is_float_operation(node):
            if evaluate(node) is not None:
                return True
            self.sink.error(
                "floating-point",
                node.loc,
                "BPF has no floating point: use integers, for example fixed point with a scale",
            )
            return True
        if isinstance(node, Call):
            self._call(node)
        elif isinstance(node, BuiltinCall) and node.name == "__builtin_alloca":
            self.sink.error(
                "dynamic-stack",
                node.loc,
                "BPF's stack has a fixed size: declare an array of constant size or keep the data "
                "in a map",
            )
        elif isinstance(node, BuiltinCall):
            check_builtin(node, self.sink)
        return False

    def _call(self, node: Call) -> None:
        callee = node.callee
        while isinstance(callee, Convert) and callee.kind is not Conversion.LOAD:
            callee = callee.operand
        decl = callee.decl if isinstance(callee, DeclRef) else None
        if decl is None and isinstance(callee, Convert) and isinstance(callee.operand, DeclRef):
            decl = callee.operand.decl  # a helper is a constant pointer
        if isinstance(decl, Function) and (
            decl.linkage is Linkage.INTERNAL or decl.attributes.always_inline
        ):
            return
        used = sum(register_count(a.type) for a in node.args)
        if used > MAX_ARGUMENTS and decl is not None and decl.name == "bpf_trace_printk":
            self.sink.error(
                "too-many-arguments",
                node.loc,
                "'bpf_trace_printk' prints at most 3 values: bpf_printk() of bpf_helpers.h takes "
                "up to 12, and BPF_SNPRINTF() makes a string of them",
            )
        elif used > MAX_ARGUMENTS:
            diagnostic = self.sink.error(
                "too-many-arguments",
                node.loc,
                f"this call needs {used} argument registers, BPF has {MAX_ARGUMENTS}: pass a "
                "pointer to a struct, or call a 'static' function",
            )
            if decl is not None:
                diagnostic.note(f"'{decl.name}' declared here", decl.loc)


def register_count(type: CType) -> int:
    """How many argument registers a value of ``type`` takes (clang's BPF calling convention)."""
    size = size_of(type) or 0
    if type.is_record or type.canonical.is_array:
        return 0 if size == 0 else 1 if size <= 8 or size > 16 else 2
    return 2 if size == 16 else 1


def _is_float_operation(node: Expr) -> bool:
    if isinstance(node, Convert):
        return node.kind in _FLOAT_CONVERSIONS
    if isinstance(node, Binary):
        return node.left.type.is_floating
    if isinstance(node, (Unary, IncDec, CompoundAssign)):
        operand = node.operand if isinstance(node, Unary) else node.target
        return operand.type.is_floating
    return False


def restrict(unit: Unit, options: Options, sink: Sink) -> None:
    """Report what BPF cannot do in every function of ``unit``."""
    check_names(unit, sink)
    checker = _Checker(sink, options)
    for definition in unit.definitions:
        if isinstance(definition, Function) and definition.body is not None:
            checker.function(definition)
