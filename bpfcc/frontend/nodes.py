"""Syntax nodes that pycparser's ``c_ast`` does not have, and the extent of a node in the source.

Every node's ``coord`` is an ``int`` loc (see ``bpfcc.source``). Which token it points at follows
clang: operators for binary, assignment, conditional, unary and postfix nodes, the member name
for a member access, ``(`` for a cast, the declared name for declarations, the first token
otherwise.

Of ``c_ast``, everything is used but the classes that have a counterpart here (``Compound``,
``Attribute*``, ``TypeOf``, ``ArrayDesignator``). ``cparser`` loads pycparser for this module and
the parser; others import ``c_ast`` from here.
"""

from __future__ import annotations

from bpfcc.frontend.cparser import c_ast as c_ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import ClassVar

    from bpfcc.source import SourceManager


class Node(c_ast.Node):  # type: ignore[misc]
    """Base of our nodes; ``child_fields`` names the attributes that hold nodes."""

    __slots__ = ()
    child_fields: ClassVar[tuple[str, ...]] = ()

    def children(self) -> tuple[tuple[str, c_ast.Node], ...]:
        """(field name, child) pairs, as every ``c_ast`` node gives them."""
        found: list[tuple[str, c_ast.Node]] = []
        for field in self.child_fields:
            value = getattr(self, field)
            if isinstance(value, list):
                found.extend((f"{field}[{i}]", child) for i, child in enumerate(value))
            elif value is not None:
                found.append((field, value))
        return tuple(found)

    def __iter__(self) -> Iterator[c_ast.Node]:
        return iter([child for _, child in self.children()])


class Attribute(Node):
    """One attribute, from ``__attribute__``, ``[[…]]``, an asm label or a pragma.

    ``name`` is without leading and trailing ``__`` and without ``gnu::`` or ``clang::``.
    ``args`` holds expressions (identifiers are ``ID``) and ``Typename``. ``position`` is
    ``"specifier"``, ``"declarator"``, ``"pointer"``, ``"tag"``, ``"statement"`` or ``"pragma"``.
    """

    __slots__ = ("name", "args", "position", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ("name", "position")
    child_fields = ("args",)

    def __init__(self, name: str, args: list[c_ast.Node], coord: int, position: str) -> None:
        self.name = name
        self.args = args
        self.coord = coord
        self.position = position


class ErrorExpr(Node):
    """Stands for an expression that could not be parsed; its error has been reported."""

    __slots__ = ("coord", "__weakref__")  # noqa: RUF023
    attr_names = ()

    def __init__(self, coord: int) -> None:
        self.coord = coord


ERROR_TYPE = "<error>"
"""``IdentifierType([ERROR_TYPE])``: a type that could not be parsed; its error is reported."""


class StringLiteral(Node):
    """Adjacent string literals. ``parts``: (spelling with prefix and quotes, loc) of each."""

    __slots__ = ("parts", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ("parts",)

    def __init__(self, parts: list[tuple[str, int]], coord: int) -> None:
        self.parts = parts
        self.coord = coord


class Typeof(Node):
    """``typeof(operand)``, an expression or ``Typename``; ``unqual``: ``typeof_unqual``.

    ``_Atomic(T)`` is a ``Typeof`` of T with the qualifier ``_Atomic`` beside it.
    """

    __slots__ = ("operand", "unqual", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ("unqual",)
    child_fields = ("operand",)

    def __init__(self, operand: c_ast.Node, unqual: bool, coord: int) -> None:
        self.operand = operand
        self.unqual = unqual
        self.coord = coord


class FieldDesignator(Node):
    """``.name`` (or GNU ``name:``) in an initializer or ``__builtin_offsetof``."""

    __slots__ = ("name", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ("name",)

    def __init__(self, name: str, coord: int) -> None:
        self.name = name
        self.coord = coord


class IndexDesignator(Node):
    """``[low]`` or GNU ``[low ... high]``."""

    __slots__ = ("low", "high", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("low", "high")

    def __init__(self, low: c_ast.Node, high: c_ast.Node | None, coord: int) -> None:
        self.low = low
        self.high = high
        self.coord = coord


class StmtExpr(Node):
    """GNU ``({ … })``."""

    __slots__ = ("block", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("block",)

    def __init__(self, block: Compound, coord: int) -> None:
        self.block = block
        self.coord = coord


class LabelAddr(Node):
    """GNU ``&&name``."""

    __slots__ = ("name", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ("name",)

    def __init__(self, name: str, coord: int) -> None:
        self.name = name
        self.coord = coord


class OffsetOf(Node):
    """``__builtin_offsetof(type, designators)``; the first designator is a field."""

    __slots__ = ("type", "designators", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("type", "designators")

    def __init__(self, type: c_ast.Typename, designators: list[Node], coord: int) -> None:
        self.type = type
        self.designators = designators
        self.coord = coord


class TypesCompatible(Node):
    """``__builtin_types_compatible_p(left, right)``."""

    __slots__ = ("left", "right", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("left", "right")

    def __init__(self, left: c_ast.Typename, right: c_ast.Typename, coord: int) -> None:
        self.left = left
        self.right = right
        self.coord = coord


class ChooseExpr(Node):
    """``__builtin_choose_expr(cond, iftrue, iffalse)``."""

    __slots__ = ("cond", "iftrue", "iffalse", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("cond", "iftrue", "iffalse")

    def __init__(
        self, cond: c_ast.Node, iftrue: c_ast.Node, iffalse: c_ast.Node, coord: int
    ) -> None:
        self.cond = cond
        self.iftrue = iftrue
        self.iffalse = iffalse
        self.coord = coord


class VaArg(Node):
    """``__builtin_va_arg(expr, type)``."""

    __slots__ = ("expr", "type", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("expr", "type")

    def __init__(self, expr: c_ast.Node, type: c_ast.Typename, coord: int) -> None:
        self.expr = expr
        self.type = type
        self.coord = coord


class Compound(c_ast.Compound):  # type: ignore[misc]
    """A block; ``end_coord`` is its ``}``. ``block_items`` is always a list."""

    __slots__ = ("end_coord",)

    def __init__(self, block_items: list[c_ast.Node], coord: int, end_coord: int) -> None:
        super().__init__(block_items, coord)
        self.end_coord = end_coord


class CaseRange(Node):
    """GNU ``case low ... high:``, as the ``expr`` of a ``Case``."""

    __slots__ = ("low", "high", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("low", "high")

    def __init__(self, low: c_ast.Node, high: c_ast.Node, coord: int) -> None:
        self.low = low
        self.high = high
        self.coord = coord


class ComputedGoto(Node):
    """GNU ``goto *expr;``."""

    __slots__ = ("expr", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("expr",)

    def __init__(self, expr: c_ast.Node, coord: int) -> None:
        self.expr = expr
        self.coord = coord


class LocalLabels(Node):
    """GNU ``__label__ a, b;``."""

    __slots__ = ("names", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ("names",)

    def __init__(self, names: list[str], coord: int) -> None:
        self.names = names
        self.coord = coord


class AttributeStatement(Node):
    """Attributes that are a statement by themselves: ``__attribute__((fallthrough));``."""

    __slots__ = ("attributes", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("attributes",)

    def __init__(self, attributes: list[Attribute], coord: int) -> None:
        self.attributes = attributes
        self.coord = coord


class AttributedStmt(Node):
    """A statement with attributes before it."""

    __slots__ = ("attributes", "stmt", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ()
    child_fields = ("attributes", "stmt")

    def __init__(self, attributes: list[Attribute], stmt: c_ast.Node, coord: int) -> None:
        self.attributes = attributes
        self.stmt = stmt
        self.coord = coord


class AsmOperand(Node):
    """``[name] "constraint" (expr)``; ``name`` None when it has none."""

    __slots__ = ("name", "constraint", "expr", "coord", "__weakref__")  # noqa: RUF023
    attr_names = ("name",)
    child_fields = ("constraint", "expr")

    def __init__(
        self, name: str | None, constraint: StringLiteral, expr: c_ast.Node, coord: int
    ) -> None:
        self.name = name
        self.constraint = constraint
        self.expr = expr
        self.coord = coord


class Asm(Node):
    """An asm statement, or asm at file scope (then without operands).

    ``clobbers`` are the texts between the quotes, ``labels`` the names of ``asm goto``. A basic
    one has no colon, and its template no operands.
    """

    __slots__ = (  # noqa: RUF023
        "template",
        "outputs",
        "inputs",
        "clobbers",
        "labels",
        "is_volatile",
        "is_goto",
        "is_inline",
        "is_basic",
        "coord",
        "__weakref__",
    )
    attr_names = ("clobbers", "labels", "is_volatile", "is_goto", "is_inline")
    child_fields = ("template", "outputs", "inputs")

    def __init__(self, template: StringLiteral, coord: int) -> None:
        self.template = template
        self.outputs: list[AsmOperand] = []
        self.inputs: list[AsmOperand] = []
        self.clobbers: list[str] = []
        self.labels: list[str] = []
        self.is_volatile = False
        self.is_goto = False
        self.is_basic = True
        self.is_inline = False
        self.coord = coord


def span_of(node: c_ast.Node, manager: SourceManager) -> tuple[int, int]:
    """First and one-past-last loc of what the reader sees of ``node``; (0, 0) if nothing.

    Computed from the text each time: for diagnostics, not for every node.
    """
    from bpfcc.frontend.node_span import find_span

    return find_span(node, manager)
