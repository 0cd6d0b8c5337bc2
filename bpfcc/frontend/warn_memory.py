"""Warnings about the size that ``memset()`` and its like are told.

They need the syntax: in the typed tree a ``sizeof`` is a number. Names follow clang's
``-W`` options.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import Pointer, compatible
from bpfcc.frontend.nodes import c_ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.sema import Sema

_ONE_POINTER = ("memset",)
_TWO_POINTERS = ("memcpy", "memmove", "memcmp", "strncmp", "strncpy")
MEMORY_FUNCTIONS = frozenset(
    prefix + name for name in (*_ONE_POINTER, *_TWO_POINTERS) for prefix in ("", "__builtin_")
)
"""The functions whose third argument is a size."""

_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))


def check_memory_call(name: str, args: list[c_ast.Node], sema: Sema) -> None:
    """A call of one of ``MEMORY_FUNCTIONS``."""
    if len(args) != 3:
        return
    size = args[2]
    stem = name.removeprefix("__builtin_")
    if isinstance(size, c_ast.BinaryOp) and size.op in _COMPARISONS:
        sema.warning("memsize-comparison", size.coord, f"the size of '{name}' is a comparison")
    elif isinstance(size, c_ast.UnaryOp) and size.op == "sizeof":
        _check_sizeof(name, args[: 1 if stem in _ONE_POINTER else 2], size, sema)
    elif stem == "memset" and _is_zero(size) and not _is_zero(args[1]):
        sema.warning(
            "memset-transposed-args", size.coord, "memset() of 0 bytes; its size comes last"
        )


def _is_zero(node: c_ast.Node) -> bool:
    return isinstance(node, c_ast.Constant) and node.value == "0"


def _check_sizeof(name: str, pointers: list[c_ast.Node], size: c_ast.UnaryOp, sema: Sema) -> None:
    """``memset(p, 0, sizeof(p))``: as many bytes as the pointer itself has."""
    is_type = isinstance(size.expr, c_ast.Typename)
    for node in pointers:
        with sema.unevaluated():
            written = sema.exprs.analyze(node).type
            measured = (
                sema.types.of_typename(size.expr) if is_type else sema.exprs.analyze(size.expr).type
            )
        target = written.canonical
        if not isinstance(target, Pointer) or target.target.is_void:
            continue
        same = not is_type and _is_same(node, size.expr)
        if same or (target.target.is_record and compatible(measured, written)):
            where = size.expr.coord if not is_type and size.expr.coord > 0 else size.coord
            sema.warning(
                "sizeof-pointer-memaccess",
                where,
                f"the size of '{name}' is that of the pointer, not of the '{target.target}' "
                "that it points at",
            )
            return


def _is_same(left: c_ast.Node, right: c_ast.Node) -> bool:
    """Whether two expressions name the same variable or member."""
    if isinstance(left, c_ast.ID) and isinstance(right, c_ast.ID):
        return bool(left.name == right.name)
    if isinstance(left, c_ast.StructRef) and isinstance(right, c_ast.StructRef):
        alike = left.type == right.type and left.field.name == right.field.name
        return alike and _is_same(left.name, right.name)
    both = isinstance(left, c_ast.UnaryOp) and isinstance(right, c_ast.UnaryOp)
    return both and left.op == right.op == "&" and _is_same(left.expr, right.expr)
