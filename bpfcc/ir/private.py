"""Which functions can have a private signature: all calls of them are here, by their names."""

from __future__ import annotations

from bpfcc.frontend.tree import Call, DeclRef, Function, Linkage, Variable
from bpfcc.frontend.walk import children
from bpfcc.ir.lower_call import called_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.tree import Unit
    from bpfcc.frontend.walk import Node


def find_private_functions(unit: Unit) -> set[Function | None]:
    """The static functions of ``unit`` that are not inlined anyway and have no pointer to them."""
    found: set[Function | None] = set()
    pending: list[Node] = []
    for definition in unit.definitions:
        if isinstance(definition, Function):
            if definition.body is not None:
                pending.append(definition.body)
            if _is_candidate(definition):
                found.add(definition)
        elif isinstance(definition, Variable) and definition.initializer is not None:
            pending.append(definition.initializer)
    while pending:
        node = pending.pop()
        if isinstance(node, Call) and called_function(node) is not None:
            pending += node.args
        elif isinstance(node, DeclRef) and isinstance(node.decl, Function):
            found.discard(node.decl)
        else:
            pending += children(node)
    return found


def _is_candidate(function: Function) -> bool:
    attributes = function.attributes
    return (
        function.linkage is Linkage.INTERNAL
        and function.has_prototype
        and not attributes.always_inline
        and not attributes.naked
        and not attributes.used
    )
