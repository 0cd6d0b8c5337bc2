"""The typed tree as text: ``--emit tree`` and golden tests.

One node a line, children indented, each with its C type: what sema understood.
"""

from __future__ import annotations

from bpfcc.frontend.tree import (
    AggregateInit,
    Asm,
    BuiltinCall,
    Case,
    Convert,
    DeclRef,
    DeclStmt,
    Expr,
    FileAsm,
    Function,
    IncDec,
    Initializer,
    IntLiteral,
    Label,
    Member,
    PointerAdd,
    StringLiteral,
    Unit,
    Variable,
)
from bpfcc.frontend.walk import Node, children


def dump_unit(unit: Unit) -> str:
    """Every definition of the unit, then the externs that it needs."""
    lines: list[str] = []
    for definition in unit.definitions:
        if isinstance(definition, Function):
            _dump_function(definition, lines)
        elif isinstance(definition, Variable):
            lines.append(_variable_line(definition))
            if definition.initializer is not None:
                _dump_initializer(definition.initializer, 1, lines)
        else:
            assert isinstance(definition, FileAsm)
            lines.append(f"asm {definition.text!r}")
    for extern in unit.externs:
        lines.append(f"extern {extern.name}: {extern.type}")
    return "\n".join(lines) + "\n"


def _dump_function(function: Function, lines: list[str]) -> None:
    linkage = function.linkage.name.lower()
    lines.append(f"function {function.name}: {function.type} {linkage}{_section(function)}")
    for param in function.params:
        lines.append(f"  param {param.name}: {param.type}")
    if function.body is not None:
        _dump(function.body, 1, lines)


def _section(decl: Function | Variable) -> str:
    section = decl.attributes.section
    return f" section {section!r}" if section else ""


def _variable_line(variable: Variable) -> str:
    linkage = variable.linkage.name.lower()
    kind = " tentative" if variable.is_tentative else ""
    return f"variable {variable.name}: {variable.type} {linkage}{kind}{_section(variable)}"


def _dump(root: Node, depth: int, lines: list[str]) -> None:
    pending: list[tuple[Node, int]] = [(root, depth)]
    while pending:
        node, level = pending.pop()
        indent = "  " * level
        if isinstance(node, AggregateInit):
            _dump_initializer(node, level, lines)
            continue
        lines.append(indent + _line(node))
        if isinstance(node, DeclStmt):
            for variable in node.variables:
                lines.append(f"{indent}  {variable.name}: {variable.type}")
                if variable.initializer is not None and not variable.is_global:
                    _dump_initializer(variable.initializer, level + 2, lines)
            continue
        pending.extend((child, level + 1) for child in reversed(list(children(node))))


def _dump_initializer(value: Initializer, depth: int, lines: list[str]) -> None:
    indent = "  " * depth
    if isinstance(value, Expr):
        _dump(value, depth, lines)
        return
    lines.append(f"{indent}AggregateInit: {value.type}")
    for low, high, element in value.elements:
        lines.append(f"{indent}  [{low}]" if low == high else f"{indent}  [{low} ... {high}]")
        _dump_initializer(element, depth + 2, lines)
    for field, element in value.fields:
        lines.append(f"{indent}  .{field.name or '(anonymous)'}")
        _dump_initializer(element, depth + 2, lines)


def _line(node: Node) -> str:
    name = type(node).__name__
    if isinstance(node, Expr):
        return f"{name}{_detail(node)}: {node.type}"
    if isinstance(node, Case):
        return f"Case {node.low}" + (f" ... {node.high}" if node.high != node.low else "")
    if isinstance(node, Label):
        return f"Label {node.label.name}"
    if isinstance(node, Asm):
        return f"Asm {node.template!r}"
    return name


def _detail(node: Expr) -> str:
    if isinstance(node, IntLiteral):
        return f" {node.value}"
    if isinstance(node, StringLiteral):
        return f" {node.data!r}"
    if isinstance(node, DeclRef):
        return f" {node.decl.name}"
    if isinstance(node, Convert):
        return f" {node.kind.name}"
    if isinstance(node, Member):
        return f" .{node.field.name or '(anonymous)'}"
    if isinstance(node, BuiltinCall):
        return f" {node.name}"
    if isinstance(node, IncDec):
        sign = "++" if node.is_increment else "--"
        return f" prefix {sign}" if node.is_prefix else f" postfix {sign}"
    if isinstance(node, PointerAdd):
        return " -" if node.is_subtraction else " +"
    op = getattr(node, "op", None)
    return f" {op}" if isinstance(op, str) else ""
