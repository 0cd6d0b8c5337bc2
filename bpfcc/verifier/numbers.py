"""Arithmetic and comparison of abstract values, and what a condition tells of them."""

from __future__ import annotations

from bpfcc.frontend.consteval import fold_binary
from bpfcc.frontend.ctype import integer_of
from bpfcc.frontend.layout import size_of
from bpfcc.verifier.state import Nullness
from bpfcc.verifier.values import (
    Linear,
    Pointer,
    RegionKind,
    Symbol,
    add_numbers,
    scale_number,
    split_number,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

    from bpfcc.frontend.ctype import CType
    from bpfcc.verifier.state import State
    from bpfcc.verifier.values import Number, Value

COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))
_NEGATED = {"==": "!=", "!=": "==", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_ADDRESS_BYTES = 8
_PACKET_KINDS = (RegionKind.PACKET, RegionKind.PACKET_END)


class Numbers:
    """Makes symbols, each operation on the same values once."""

    __slots__ = ("known",)

    def __init__(self) -> None:
        self.known: dict[object, Symbol] = {}

    def symbol(self, key: object, low: int, high: int) -> Symbol:
        """The symbol of a key, made when first asked for."""
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = Symbol(len(self.known), low, high)
        return found

    def of_type(self, key: object, type: CType) -> Symbol:
        """A symbol that is bounded by nothing but its type."""
        return self.symbol(key, *bounds_of(type))

    def operation(
        self, op: str, left: Value, right: Value, bounds: tuple[int, int], kind: object = None
    ) -> Symbol:
        """The result of an operation that is not followed further."""
        symbol = self.symbol((op, left, right, kind), *bounds)
        symbol.op, symbol.left, symbol.right = op, left, right
        return symbol

    # ------------------------------------------------------------------------ arithmetic

    def convert(self, state: State, value: Value, type: CType) -> Value:
        """An integer conversion (C11 6.3.1.3)."""
        if isinstance(value, int):
            return integer_of(type).wrap(value)
        if isinstance(value, Pointer):
            if (size_of(type) or 0) == _ADDRESS_BYTES:
                return value
            return self.operation("cast", value, 0, bounds_of(type))
        if isinstance(value, (Symbol, Linear)):
            return self.fit(state, value, type)
        return value

    def fit(self, state: State, value: Number, type: CType) -> Number:
        """A number if the type can hold it; else what becomes of it, of which nothing is known."""
        bounds = bounds_of(type)
        if isinstance(value, int):
            return integer_of(type).wrap(value) if type.is_integer else value
        low, high = state.range_of(value)
        if bounds[0] <= low and high <= bounds[1]:
            return value
        return self.operation("wrap", value, 0, bounds, bounds)

    def binary(
        self, state: State, op: str, left: Value, right: Value, operand: CType, type: CType
    ) -> Value:
        """``left op right``; comparisons give 0, 1 or a symbol that remembers them."""
        if op in COMPARISONS:
            return self.compare(state, op, left, right)
        if isinstance(left, int) and isinstance(right, int):
            folded = fold_binary(op, left, right, operand, type)
            return folded if isinstance(folded, int) else self._opaque(op, left, right, type)
        if isinstance(left, Pointer) or isinstance(right, Pointer):
            return self._with_pointer(op, left, right, type)
        if not is_number(left) or not is_number(right):
            return self._opaque(op, left, right, type)
        if op in "+-":
            sign = 1 if op == "+" else -1
            return self.fit(state, add_numbers(left, right, sign), type)
        if isinstance(left, int) and op in "*&|^":
            left, right = right, left
        if isinstance(right, int):
            found = self._by_constant(state, op, left, right, type)
            if found is not None:
                return found
        return self._opaque(op, left, right, type, self._bound(state, op, left, right, type))

    def _with_pointer(self, op: str, left: Value, right: Value, type: CType) -> Value:
        """Addresses kept in integers."""
        if (size_of(type) or 0) == _ADDRESS_BYTES and op in "+-":
            if isinstance(left, Pointer) and is_number(right):
                return left.move(right, 1 if op == "+" else -1)
            if isinstance(right, Pointer) and is_number(left) and op == "+":
                return right.move(left)
            if isinstance(left, Pointer) and isinstance(right, Pointer) and op == "-":
                return self.subtract(left, right, type)
        return self._opaque(op, left, right, type)

    def subtract(self, left: Pointer, right: Pointer, type: CType) -> Value:
        """The distance of two pointers in bytes."""
        if left.region is right.region and left.terms == right.terms:
            return left.offset - right.offset
        return self._opaque("-", left, right, type)

    def _by_constant(
        self, state: State, op: str, left: Number, right: int, type: CType
    ) -> Number | None:
        low, high = state.range_of(left)
        if op == "*":
            return self.fit(state, scale_number(left, right), type)
        if op == "<<" and 0 <= right < 64:
            return self.fit(state, scale_number(left, 1 << right), type)
        if op == "&" and low >= 0 and right >= 0 and right & (right + 1) == 0 and high <= right:
            return left
        return None

    def _bound(
        self, state: State, op: str, left: Number, right: Number, type: CType
    ) -> tuple[int, int]:
        """What the result of an operation on numbers of known ranges can be."""
        bounds = bounds_of(type)
        (a, b), (c, d) = state.range_of(left), state.range_of(right)
        if op == "&" and (c >= 0 or a >= 0):
            high = min(b if a >= 0 else bounds[1], d if c >= 0 else bounds[1])
            return 0, high
        if a < 0 or c < 0:
            return bounds
        if op in "|^":
            return 0, min(bounds[1], (1 << max(b.bit_length(), d.bit_length())) - 1)
        if op == ">>" and c == d and c < 64:
            return a >> c, b >> c
        if op == "/" and c > 0:
            return a // d, b // c
        if op == "%" and c > 0:
            return 0, min(b, d - 1)
        return bounds

    def _opaque(
        self, op: str, left: Value, right: Value, type: CType, bounds: tuple[int, int] | None = None
    ) -> Symbol:
        bounds = bounds or bounds_of(type)
        return self.operation(op, left, right, bounds, bounds)

    # ------------------------------------------------------------------------ comparison

    def compare(self, state: State, op: str, left: Value, right: Value) -> Value:
        """0 or 1 where it is known, else a symbol that ``assume`` understands."""
        known = None
        if is_number(left) and is_number(right):
            known = _compare_ranges(op, state.range_of(left), state.range_of(right))
            if known is None and left == right:
                known = op in ("==", "<=", ">=")
        elif isinstance(left, Pointer) and isinstance(right, Pointer):
            if left.region is right.region and left.terms == right.terms:
                known = _compare_ranges(op, (left.offset,) * 2, (right.offset,) * 2)
        elif isinstance(left, Pointer) and right == 0:
            known = _compare_null(state, op, left)
        elif isinstance(right, Pointer) and left == 0:
            known = _compare_null(state, _MIRRORED[op], right)
        if known is not None:
            return int(known)
        return self.operation(op, left, right, (0, 1))

    def negate(self, state: State, value: Value) -> Value:
        """``!value``."""
        truth = self.truth(state, value)
        return self.operation("!", value, 0, (0, 1)) if truth is None else int(not truth)

    def truth(self, state: State, value: Value) -> bool | None:
        """Whether a value is known to be, or not to be, 0."""
        if isinstance(value, Pointer):
            return _compare_null(state, "!=", value)
        if is_number(value):
            low, high = state.range_of(value)
            if low == high == 0:
                return False
            return True if low > 0 or high < 0 else None
        return True if not isinstance(value, (Symbol, Linear)) else None

    # ------------------------------------------------------------------------ conditions

    def assume(self, state: State, value: Value, truth: bool) -> bool:
        """Learn in ``state`` that a value is (not) 0; False: that cannot be."""
        known = self.truth(state, value)
        if known is not None:
            return known == truth
        if isinstance(value, Pointer):
            return state.learn_null(value.region, is_null=not truth)
        if isinstance(value, Symbol):
            if value.op == "!":
                return self.assume(state, value.left, not truth)
            if value.op in COMPARISONS:
                op = value.op if truth else _NEGATED[value.op]
                if not self._learn(state, op, value.left, value.right):
                    return False
                # Most comparisons with a constant follow from the other operand's range.
                result = self.compare(state, value.op, value.left, value.right)
                return isinstance(result, int) or state.narrow(value, int(truth), int(truth))
        if isinstance(value, (Symbol, Linear)):
            return _exclude(state, value, 0) if truth else state.narrow(value, 0, 0)
        return True

    def _learn(self, state: State, op: str, left: Value, right: Value) -> bool:
        if isinstance(left, Pointer) or isinstance(right, Pointer):
            return _learn_of_pointers(state, op, left, right)
        if not is_number(left) or not is_number(right):
            return True
        if isinstance(right, int) and right in (0, 1) and op in ("==", "!="):
            inner = left if isinstance(left, Symbol) else None
            if inner is not None and (inner.op == "!" or inner.op in COMPARISONS):
                return self.assume(state, inner, (right == 1) == (op == "=="))
        return _learn_of_numbers(state, op, left, right)


def is_number(value: Value) -> TypeGuard[Number]:
    """Whether a value is a number, known or not."""
    return isinstance(value, (int, Symbol, Linear))


def bounds_of(type: CType) -> tuple[int, int]:
    """The least and the greatest value of a type."""
    if type.is_integer and not type.is_error:
        integer = integer_of(type)
        return integer.minimum, integer.maximum
    return 0, (1 << 64) - 1


def _compare_ranges(op: str, left: tuple[int, int], right: tuple[int, int]) -> bool | None:
    (a, b), (c, d) = left, right
    if op in (">", ">="):
        return _compare_ranges(_MIRRORED[op], right, left)
    if op == "<":
        return True if b < c else False if a >= d else None
    if op == "<=":
        return True if b <= c else False if a > d else None
    equal = True if a == b == c == d else False if b < c or d < a else None
    return equal if op == "==" or equal is None else not equal


def _compare_null(state: State, op: str, pointer: Pointer) -> bool | None:
    if op not in ("==", "!="):
        return None
    nullness = state.nullness_of(pointer.region)
    if nullness is Nullness.MAYBE or pointer.region.kind is RegionKind.UNKNOWN:
        return None
    is_null = nullness is Nullness.YES and not pointer.offset and not pointer.terms
    return is_null == (op == "==")


def _exclude(state: State, value: Number, number: int) -> bool:
    low, high = state.range_of(value)
    if low == high == number:
        return False
    if low == number:
        return state.narrow(value, low + 1, high)
    return state.narrow(value, low, high - 1) if high == number else True


def _learn_of_numbers(state: State, op: str, left: Number, right: Number) -> bool:
    if not isinstance(left, int) and not isinstance(right, int):
        # Kernels may know more of one of them than is known here.
        state.related |= {
            symbol for number in (left, right) for symbol, _ in split_number(number)[0]
        }
    if op in (">", ">="):
        return _learn_of_numbers(state, _MIRRORED[op], right, left)
    (a, b), (c, d) = state.range_of(left), state.range_of(right)
    if op == "==":
        low, high = max(a, c), min(b, d)
        return state.narrow(left, low, high) and state.narrow(right, low, high)
    if op == "!=":
        if c == d:
            return _exclude(state, left, c)
        return _exclude(state, right, a) if a == b else True
    step = 1 if op == "<" else 0
    return state.narrow(left, a, d - step) and state.narrow(right, a + step, d)


def _learn_of_pointers(state: State, op: str, left: Value, right: Value) -> bool:
    if isinstance(left, Pointer) and right == 0:
        return _learn_of_null(state, op, left)
    if isinstance(right, Pointer) and left == 0:
        return _learn_of_null(state, op, right)
    if isinstance(left, Pointer) and isinstance(right, Pointer):
        if right.region.kind is RegionKind.PACKET_END:
            return _learn_of_packet(state, op, left, right)
        if left.region.kind is RegionKind.PACKET_END:
            return _learn_of_packet(state, _MIRRORED[op], right, left)
    for value in (left, right):
        if isinstance(value, Pointer) and value.region.kind in _PACKET_KINDS:
            state.is_blind = True
    return True


def _learn_of_null(state: State, op: str, pointer: Pointer) -> bool:
    if op not in ("==", "!=") or pointer.offset or pointer.terms:
        return True
    if pointer.region.kind is RegionKind.UNKNOWN:
        return True
    return state.learn_null(pointer.region, is_null=op == "==")


def _learn_of_packet(state: State, op: str, pointer: Pointer, end: Pointer) -> bool:
    """``pointer op end``: the bytes before ``pointer`` are there if it does not lie behind."""
    if pointer.region.kind is not RegionKind.PACKET or end.offset or end.terms:
        state.is_blind = True
        return True
    if pointer.region.generation != end.region.generation:
        return True
    if op in ("<=", "<", "=="):
        key = (pointer.region.generation, pointer.terms)
        length = pointer.offset + (op == "<")
        state.checked[key] = max(state.checked.get(key, 0), length)
    return True
