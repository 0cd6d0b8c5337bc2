"""Abstract values: what is known of a number or a pointer on one path through a program.

A number is an ``int`` where it is known, a ``Symbol`` where it is not, or a ``Linear`` sum of both.
Values are made once: the same operation on the same symbols is the same symbol, so that a value
computed twice, or a place read twice, is known to be equal. A pointer points into a ``Region``.
"""

from __future__ import annotations

from enum import IntEnum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from bpfcc.frontend.ctype import CType
    from bpfcc.frontend.tree import Call, Function, Variable

    Value: TypeAlias = "int | Symbol | Linear | Pointer | FunctionValue | RecordValue"
    Number: TypeAlias = "int | Symbol | Linear"
    Terms: TypeAlias = "tuple[tuple[Symbol, int], ...]"

LOWEST, HIGHEST = -(1 << 63), (1 << 64) - 1


class Source(IntEnum):
    """Where an unknown number comes from, as far as it matters."""

    OTHER = 0
    MEMORY = 1  # read from where anything may have been written: a map, the packet
    CONTEXT = 2  # a word of a context that holds numbers only
    HELPER = 3  # what a helper returned, or wrote


class Symbol:
    """An unknown number between ``low`` and ``high``.

    ``op`` with ``left`` and ``right`` is how it was computed, where that matters for conditions.
    ``maker`` names the helper that it comes from.
    """

    __slots__ = ("high", "left", "low", "maker", "op", "order", "right", "source")

    def __init__(self, order: int, low: int, high: int) -> None:
        self.order = order
        self.low = low
        self.high = high
        self.op = ""
        self.left: Value = 0
        self.right: Value = 0
        self.source = Source.OTHER
        self.maker = ""


class Linear:
    """``constant`` plus the sum of symbols times their factors; at least one term."""

    __slots__ = ("constant", "terms")

    def __init__(self, terms: Terms, constant: int) -> None:
        self.terms = terms
        self.constant = constant

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Linear)
            and self.constant == other.constant
            and self.terms == other.terms
        )

    def __hash__(self) -> int:
        return hash((self.terms, self.constant))


class RegionKind(IntEnum):
    """What a pointer points into."""

    UNKNOWN = 0
    STACK = 1
    GLOBAL = 2
    STRING = 3
    CONTEXT = 4
    PACKET = 5
    PACKET_END = 6
    MAP = 7
    MAP_VALUE = 8
    MEMORY = 9  # a ring buffer's record and the like
    OBJECT = 10  # a socket, a task: the kernel's own


class Region:
    """Something that is pointed into; ``size_bytes`` is None where it is not known.

    ``variable`` is the object, or the map that a value lies in; ``call`` is what returned the
    pointer and ``maker`` its name. ``generation``
    counts what moved the packet before a packet's pointer was read. ``parent`` is the object that
    this is another view of; ``pointer`` is the number through which an unknown region was reached.
    """

    __slots__ = (
        "call",
        "generation",
        "kind",
        "maker",
        "parent",
        "pointer",
        "size_bytes",
        "variable",
    )

    def __init__(
        self,
        kind: RegionKind,
        size_bytes: int | None = None,
        *,
        variable: Variable | None = None,
        call: Call | None = None,
        maker: str = "",
        generation: int = 0,
    ) -> None:
        self.kind = kind
        self.size_bytes = size_bytes
        self.variable = variable
        self.call = call
        self.maker = maker
        self.generation = generation
        self.parent: Region | None = None
        self.pointer: Symbol | None = None


class Pointer:
    """``region`` plus ``offset`` bytes plus ``terms``, a variable part; also any place."""

    __slots__ = ("offset", "region", "terms")

    def __init__(self, region: Region, offset: int = 0, terms: Terms = ()) -> None:
        self.region = region
        self.offset = offset
        self.terms = terms

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Pointer)
            and self.region is other.region
            and self.offset == other.offset
            and self.terms == other.terms
        )

    def __hash__(self) -> int:
        return hash((id(self.region), self.offset, self.terms))

    def move(self, by: Number, sign: int = 1) -> Pointer:
        """The pointer that many bytes further."""
        if isinstance(by, int):
            return Pointer(self.region, self.offset + sign * by, self.terms)
        terms, constant = split_number(by)
        if sign < 0:
            terms = tuple((symbol, -factor) for symbol, factor in terms)
        return Pointer(self.region, self.offset + sign * constant, add_terms(self.terms, terms))


class FunctionValue:
    """The address of a function."""

    __slots__ = ("function",)

    def __init__(self, function: Function) -> None:
        self.function = function

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FunctionValue) and self.function is other.function

    def __hash__(self) -> int:
        return hash(id(self.function))


class RecordValue:
    """A whole struct or union, as it lies at ``place``; None: nothing is known of it."""

    __slots__ = ("place", "type")

    def __init__(self, place: Pointer | None, type: CType) -> None:
        self.place = place
        self.type = type


def split_number(value: Number) -> tuple[Terms, int]:
    """A number as terms and a constant."""
    if isinstance(value, int):
        return (), value
    if isinstance(value, Symbol):
        return ((value, 1),), 0
    return value.terms, value.constant


def join_number(terms: Terms, constant: int) -> Number:
    """The simplest form of terms and a constant."""
    if not terms:
        return constant
    if constant == 0 and len(terms) == 1 and terms[0][1] == 1:
        return terms[0][0]
    return Linear(terms, constant)


def add_terms(left: Terms, right: Terms) -> Terms:
    """The sum, in a fixed order, without what cancels out."""
    if not left or not right:
        return left or right
    factors: dict[Symbol, int] = dict(left)
    for symbol, factor in right:
        factors[symbol] = factors.get(symbol, 0) + factor
    return tuple(sorted(((s, f) for s, f in factors.items() if f), key=lambda term: term[0].order))


def scale_number(value: Number, by: int) -> Number:
    """``value`` times a constant."""
    if isinstance(value, int):
        return value * by
    terms, constant = split_number(value)
    if not by:
        return 0
    return join_number(tuple((s, f * by) for s, f in terms), constant * by)


def add_numbers(left: Number, right: Number, sign: int = 1) -> Number:
    """``left`` plus or minus ``right``, without regard to any width."""
    if isinstance(left, int) and isinstance(right, int):
        return left + sign * right
    a, x = split_number(left)
    b, y = split_number(right if sign > 0 else scale_number(right, -1))
    return join_number(add_terms(a, b), x + y)
