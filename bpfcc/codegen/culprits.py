"""Where in the source that lies of which LLVM says only that something is wrong."""

from __future__ import annotations

import re

from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.tree import (
    Asm,
    BuiltinCall,
    Convert,
    DoWhile,
    For,
    Function,
    Member,
    While,
)
from bpfcc.frontend.walk import function_nodes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.tree import Unit
    from bpfcc.frontend.walk import Node

# Part of LLVM's message → the builtin that it is about.
_BUILTINS = {
    "preserve.field.info": "__builtin_preserve_field_info",
    "BTF_TYPE_ID_REMOTE": "__builtin_btf_type_id",
}
_ASM = re.compile(r"inline asm|Inline asm|constraint|register for|invalid operand")
_CONSTRAINT = re.compile(r"constraint '(.)'")
_IMMEDIATE = frozenset("insEF")


def find_culprit(unit: Unit, message: str) -> int:
    """The place in the source that a message of LLVM's without one is about, 0 if unknown."""
    functions = [d for d in unit.definitions if isinstance(d, Function) and d.body is not None]
    if "Branch target" in message:
        sizes = {function: sum(1 for _ in function_nodes(function)) for function in functions}
        return max(sizes, key=lambda function: sizes[function]).loc if sizes else 0
    if message.startswith("loop not unrolled"):
        nodes = (n for f in functions for n in function_nodes(f))
        return next((node.loc for node in nodes if _is_to_unroll(node)), 0)
    for function in functions:
        for node in function_nodes(function):
            if loc := _match(node, message):
                return loc
    if _ASM.search(message):
        # That it is none of those with a constraint that is named says nothing of the others.
        found = (n for f in functions for n in function_nodes(f) if isinstance(n, Asm))
        return next((asm.loc for asm in found if asm.outputs or asm.inputs), 0)
    return 0


def _is_to_unroll(node: Node) -> bool:
    """Whether a pragma asks for this loop to be unrolled."""
    if not isinstance(node, (DoWhile, For, While)) or node.hints is None:
        return False
    return node.hints.unroll not in (None, "disable", 1)


def _match(node: Node, message: str) -> int:
    if isinstance(node, Asm) and _ASM.search(message):
        return _find_operand(node, message)
    if isinstance(node, BuiltinCall):
        for words, name in _BUILTINS.items():
            if words in message and node.name == name and _is_suspect(node, message):
                return node.loc
    return 0


def _find_operand(node: Asm, message: str) -> int:
    """The operand whose constraint a message names."""
    named = _CONSTRAINT.search(message)
    if named is None:
        return 0
    if named[1] in _IMMEDIATE:
        for operand in node.inputs:
            if set(operand.constraint) <= _IMMEDIATE and evaluate(operand.expr) is None:
                return operand.expr.loc or node.loc
        return 0
    for operand in (*node.outputs, *node.inputs):
        if named[1] in operand.constraint:
            return operand.expr.loc or node.loc
    return 0


def _is_suspect(node: BuiltinCall, message: str) -> bool:
    """Whether a question about a member may be the one of a message about bit-fields or others."""
    operand = node.args[0] if node.args else None
    while isinstance(operand, Convert):
        operand = operand.operand
    is_bit_field = isinstance(operand, Member) and operand.field.bit_width is not None
    return is_bit_field == ("bitfield" in message or "alignment" in message)
