"""Warnings about how variables and functions are used: set and never read, indexed too far.

Names follow clang's ``-W`` options.
"""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.ctype import VOLATILE, Array
from bpfcc.frontend.tree import (
    AddressOf,
    Assign,
    Comma,
    CompoundAssign,
    Conversion,
    Convert,
    DeclRef,
    DeclStmt,
    Expr,
    ExprStmt,
    For,
    Function,
    IncDec,
    Index,
    Linkage,
    Member,
    Variable,
)
from bpfcc.frontend.walk import Node, function_nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink


def check_use(function: Function, sink: Sink) -> None:
    """Say what looks wrong in how a function uses its variables."""
    _check_prototype(function, sink)
    if function.attributes.naked:
        return
    _check_set_only(function, sink)
    one_past: set[int] = set()
    for node in function_nodes(function):
        if isinstance(node, Assign):
            _check_self_assign(node, sink)
        elif isinstance(node, CompoundAssign):
            _check_updated(node, sink)
        elif isinstance(node, AddressOf):
            one_past.add(id(node.operand))
        elif isinstance(node, Index):
            _check_index(node, sink, is_address=id(node) in one_past)


def _check_prototype(function: Function, sink: Sink) -> None:
    is_known = function.declared_loc or function.linkage is not Linkage.EXTERNAL
    if not is_known and not function.is_inline and function.name != "main":
        sink.warning(
            "missing-prototypes",
            function.loc,
            f"no previous prototype for function '{function.name}'",
        ).note("declare it 'static' if no other file uses it", function.loc)


# --------------------------------------------------------------------- set and never read


def _check_set_only(function: Function, sink: Sink) -> None:
    """Variables whose every mention is an assignment that nobody looks at."""
    if sink.policy.severity("unused-but-set-variable") is None and not sink.pragma_marks:
        return
    own: dict[Variable, bool] = {}
    for param in function.params:
        own[param] = False
    writes: set[int] = set()
    mentions: dict[Variable, int] = {}
    for node in function_nodes(function):
        if isinstance(node, DeclStmt):
            own.update((variable, False) for variable in node.variables if not variable.is_global)
        elif isinstance(node, ExprStmt):
            _add_write(node.expr, writes)
        elif isinstance(node, For) and node.step is not None:
            _add_write(node.step, writes)
        elif isinstance(node, DeclRef) and isinstance(node.decl, Variable):
            decl = node.decl
            if id(node) not in writes:
                mentions[decl] = -1
            elif mentions.get(decl, 0) >= 0:
                mentions[decl] = mentions.get(decl, 0) + 1
    for variable in own:
        if mentions.get(variable, 0) > 0:
            _say_set_only(variable, sink)


def _add_write(expr: Expr, writes: set[int]) -> None:
    """Note the variable that a statement assigns to, where its value goes nowhere else."""
    while isinstance(expr, Convert):
        expr = expr.operand
    if isinstance(expr, Comma):
        _add_write(expr.left, writes)
        _add_write(expr.right, writes)
    elif isinstance(expr, (Assign, CompoundAssign, IncDec)):
        target = expr.target
        # What changes a volatile variable has read it, and that counts.
        reads = not isinstance(expr, Assign) and target.type.quals & VOLATILE
        if isinstance(target, DeclRef) and not reads:
            writes.add(id(target))


def _say_set_only(variable: Variable, sink: Sink) -> None:
    attributes = variable.attributes
    if attributes.unused or attributes.used or variable.cleanup is not None or not variable.name:
        return
    if variable.type.is_error or variable.type.is_record:
        return
    if variable.is_parameter:
        code, what = "unused-but-set-parameter", "parameter"
    else:
        code, what = "unused-but-set-variable", "variable"
    sink.warning(code, variable.loc, f"{what} '{variable.name}' set but not used")


# ------------------------------------------------------------------------------ others


def _check_self_assign(node: Assign, sink: Sink) -> None:
    value: Node = node.value
    if isinstance(value, Convert) and value.kind is Conversion.LOAD:
        value = value.operand
    target = node.target
    if isinstance(target, DeclRef) and isinstance(value, DeclRef) and target.decl is value.decl:
        sink.warning(
            "self-assign",
            node.loc,
            f"explicitly assigning value of variable of type '{node.type}' to itself",
        )


def _check_updated(node: CompoundAssign, sink: Sink) -> None:
    """``a |= a`` and ``a &= a``, which leave it as it is."""
    value: Node = node.value
    while isinstance(value, Convert) and not value.is_explicit:
        value = value.operand
    target = node.target
    if node.op not in ("&", "|") or not isinstance(target, DeclRef):
        return
    if isinstance(value, DeclRef) and target.decl is value.decl:
        message = f"'{node.op}=' of variable '{target.decl.name}' with itself changes nothing"
        sink.warning("self-assign", node.loc, message)


def _check_index(node: Index, sink: Sink, *, is_address: bool) -> None:
    """A constant index outside of an array, which is not one that ends a struct."""
    base = node.base
    if not isinstance(base, Convert) or base.kind is not Conversion.ARRAY_DECAY:
        return
    array = base.operand.type.canonical
    index = evaluate(node.index)
    if not isinstance(array, Array) or array.count is None or not isinstance(index, int):
        return
    if index >= 1 << 63:
        index -= 1 << 64
    # `&array[count]` is the address one past the end.
    if 0 <= index < array.count + is_address or not array.count or _ends_record(base.operand):
        return
    if index < 0:
        message = f"array index {index} is before the beginning of the array"
    else:
        message = f"array index {index} is past the end of the array (that has type '{array}')"
    diagnostic = sink.warning("array-bounds", node.loc, message)
    variable = base.operand
    while isinstance(variable, Member):
        variable = variable.base
    if isinstance(variable, DeclRef):
        diagnostic.note(f"array '{variable.decl.name}' declared here", variable.decl.loc)


def _ends_record(lvalue: Expr) -> bool:
    """Whether an array is the last member, which may stand for one of any length."""
    if not isinstance(lvalue, Member):
        return False
    fields = lvalue.field.record.fields or []
    return lvalue.field.record.is_union or (bool(fields) and lvalue.field is fields[-1])
