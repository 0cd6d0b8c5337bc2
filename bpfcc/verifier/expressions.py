"""Evaluation of expressions: each gives the paths that lead out of it, with its value on each."""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate
from bpfcc.frontend.ctype import CONST, VOLATILE, Array, Qualified, Tagged, Typedef
from bpfcc.frontend.ctype import Pointer as PointerType
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import (
    AddressOf,
    AggregateInit,
    Assign,
    Binary,
    BuiltinCall,
    Call,
    Comma,
    CompoundAssign,
    CompoundLiteral,
    Conditional,
    Conversion,
    Convert,
    DeclRef,
    Deref,
    Elvis,
    EnumeratorRef,
    Expr,
    Function,
    IncDec,
    Index,
    IntLiteral,
    Logical,
    Member,
    Opaque,
    PointerAdd,
    PointerDiff,
    PreserveAccess,
    StatementExpr,
    StringLiteral,
    Unary,
    Variable,
)
from bpfcc.verifier.numbers import bounds_of, is_number
from bpfcc.verifier.values import (
    FunctionValue,
    Pointer,
    RecordValue,
    RegionKind,
    Source,
    Symbol,
    add_numbers,
    scale_number,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from bpfcc.frontend.ctype import CType
    from bpfcc.verifier.machine import Machine
    from bpfcc.verifier.state import State
    from bpfcc.verifier.values import Value

    Results: TypeAlias = list[tuple[State, Value]]
    Places: TypeAlias = list[tuple[State, Pointer]]

_PACKET_CONTEXTS = frozenset(("xdp_md", "__sk_buff", "sk_msg_md", "sk_reuseport_md"))
_SAME_VALUE = frozenset(
    (
        Conversion.POINTER,
        Conversion.NO_OP,
        Conversion.INT_TO_POINTER,
        Conversion.POINTER_TO_INT,
        Conversion.NULL_POINTER,
        Conversion.ADDRESS_SPACE,
    )
)
# Regions whose contents others write.
_OTHERS_MEMORY = (RegionKind.MAP_VALUE, RegionKind.PACKET)
# Regions that a call may change behind the program's back.
_OWN_KINDS = (RegionKind.STACK, RegionKind.STRING)


class Expressions:
    """Evaluates expressions on paths."""

    __slots__ = ("machine", "opaque")

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.opaque: dict[int, Value] = {}

    def value(self, expr: Expr, state: State) -> Results:
        """The value of an rvalue; ``state`` may be changed or become one of the results."""
        self.machine.step()
        handler = _HANDLERS.get(type(expr))
        if handler is None:
            return self._unknown(expr, state)
        return handler(self, expr, state)

    def values(self, exprs: list[Expr], state: State) -> list[tuple[State, list[Value]]]:
        """Several values in order."""
        found: list[tuple[State, list[Value]]] = [(state, [])]
        for expr in exprs:
            found = [
                (after, [*before, value])
                for current, before in found
                for after, value in self.value(expr, current)
            ]
        return found

    def conditions(self, expr: Expr, state: State) -> tuple[list[State], list[State]]:
        """The paths on which an expression is true, and those on which it is not."""
        if isinstance(expr, Logical):
            return self._split_logical(expr, state)
        if isinstance(expr, Unary) and expr.op == "!":
            trues, falses = self.conditions(expr.operand, state)
            return falses, trues
        if isinstance(expr, Convert) and expr.kind in (Conversion.TO_BOOL, Conversion.NO_OP):
            return self.conditions(expr.operand, state)
        if isinstance(expr, Convert) and expr.kind is Conversion.INTEGER and _is_flag(expr.operand):
            return self.conditions(expr.operand, state)
        if isinstance(expr, BuiltinCall) and expr.name.startswith("__builtin_expect"):
            return self.conditions(expr.args[0], state)
        trues, falses = [], []
        for after, value in self.value(expr, state):
            other = after.copy()
            if self.machine.numbers.assume(after, value, True):
                trues.append(after)
            if self.machine.numbers.assume(other, value, False):
                falses.append(other)
        return trues, falses

    def _split_logical(self, expr: Logical, state: State) -> tuple[list[State], list[State]]:
        trues, falses = self.conditions(expr.left, state)
        going_on = trues if expr.op == "&&" else falses
        more_trues: list[State] = []
        more_falses: list[State] = []
        for current in going_on:
            a, b = self.conditions(expr.right, current)
            more_trues += a
            more_falses += b
        if expr.op == "&&":
            return more_trues, falses + more_falses
        return trues + more_trues, more_falses

    # ------------------------------------------------------------------------- leaves

    def _unknown(self, expr: Expr, state: State) -> Results:
        if expr.type.is_record:
            return [(state, RecordValue(None, expr.type))]
        return [(state, self.fresh(expr, expr.type))]

    def fresh(self, expr: Expr, type: CType) -> Value:
        """A value of which nothing is known, the same wherever a path meets this expression."""
        return self.machine.numbers.of_type(self.machine.key_of(expr), type)

    def _int_literal(self, expr: IntLiteral, state: State) -> Results:
        return [(state, expr.value)]

    def _opaque(self, expr: Opaque, state: State) -> Results:
        return [(state, self.opaque.get(id(expr), 0))]

    # -------------------------------------------------------------------------- places

    def place(self, expr: Expr, state: State) -> Places:
        """Where an lvalue lies."""
        if isinstance(expr, DeclRef):
            if isinstance(expr.decl, Function):
                return [(state, self._unknown_place(expr))]
            return [(state, Pointer(self.machine.region_of(expr.decl)))]
        if isinstance(expr, Deref):
            found = self.value(expr.pointer, state)
            return [(s, self._target(expr.pointer, v)) for s, v in found]
        if isinstance(expr, Member):
            offset = expr.field.offset_bits // 8
            return [(s, p.move(offset)) for s, p in self.place(expr.base, state)]
        if isinstance(expr, Index):
            return self._index_place(expr, state)
        if isinstance(expr, PreserveAccess):
            return self.place(expr.operand, state)
        if isinstance(expr, CompoundLiteral):
            return self._literal_place(expr, state)
        if isinstance(expr, StringLiteral):
            region = self.machine.region(
                (id(expr), "text"), RegionKind.STRING, size_bytes=len(expr.data)
            )
            return [(state, Pointer(region))]
        found = self.value(expr, state)
        return [
            (s, v.place if isinstance(v, RecordValue) and v.place else self._unknown_place(expr))
            for s, v in found
        ]

    def _unknown_place(self, expr: Expr) -> Pointer:
        key = ("somewhere", self.machine.key_of(expr))
        return Pointer(self.machine.region(key, RegionKind.UNKNOWN))

    def _target(self, expr: Expr, value: Value) -> Pointer:
        """What a pointer value points at: an unknown place, but the same for the same value."""
        if isinstance(value, Pointer):
            return value
        if is_number(value):
            region = self.machine.region(("at", value), RegionKind.UNKNOWN)
            if isinstance(value, Symbol):
                region.pointer = value
            return Pointer(region)
        return self._unknown_place(expr)

    def _index_place(self, expr: Index, state: State) -> Places:
        size = size_of(expr.type) or 1
        found: Places = []
        for current, (base, index) in self.values([expr.base, expr.index], state):
            target = self._target(expr.base, base)
            if is_number(index):
                found.append((current, target.move(scale_number(index, size))))
            else:
                found.append((current, self._unknown_place(expr)))
        return found

    def _literal_place(self, expr: CompoundLiteral, state: State) -> Places:
        variable = expr.variable
        place = Pointer(self.machine.region_of(variable))
        if variable.is_global:
            return [(state, place)]
        return [(s, place) for s in self.declare(variable, state)]

    def declare(self, variable: Variable, state: State) -> list[State]:
        """Begin the life of a local variable, with its initialiser."""
        region = self.machine.region_of(variable)
        state.forget(region)
        state.written[region] = 0
        initializer = variable.initializer
        if initializer is None:
            return [state]
        states = self.initialize(Pointer(region), initializer, state)
        for current in states:
            current.written.pop(region, None)
        return states

    def initialize(
        self, place: Pointer, initializer: Expr | AggregateInit, state: State
    ) -> list[State]:
        """Store an initialiser's values."""
        if isinstance(initializer, AggregateInit):
            state.clear(place, size_of(initializer.type) or 0)
            states = [state]
            parts: list[tuple[int, Expr | AggregateInit]] = [
                (field.offset_bits // 8, value)
                for field, value in initializer.fields
                if field.bit_width is None
            ]
            array = initializer.type.canonical
            if isinstance(array, Array):
                size = size_of(array.element) or 1
                parts += [(low * size, v) for low, high, v in initializer.elements if low == high]
            for offset, value in parts:
                states = [
                    after
                    for current in states
                    for after in self.initialize(place.move(offset), value, current)
                ]
            return states
        if isinstance(initializer, StringLiteral):
            return [state]
        found = self.value(initializer, state)
        for current, stored in found:
            self.store(place, initializer.type, stored, current)
        return [current for current, _ in found]

    def store(self, place: Pointer, type: CType, value: Value, state: State) -> None:
        """Put a value where it belongs."""
        size = size_of(type) or 0
        if isinstance(value, RecordValue):
            if value.place is None:
                state.write(place, size, None)
            else:
                state.copy_bytes(place, value.place, size)
        else:
            state.write(place, size, value)
        if place.region.kind is not RegionKind.STACK and isinstance(value, Pointer):
            state.let_go(value.region)

    # --------------------------------------------------------------------- conversions

    def _convert(self, expr: Convert, state: State) -> Results:
        kind = expr.kind
        operand = expr.operand
        if kind is Conversion.LOAD:
            return self._load(operand, state)
        if kind is Conversion.ARRAY_DECAY:
            return [(s, p) for s, p in self.place(operand, state)]
        if kind is Conversion.FUNCTION_DECAY:
            return self._function(operand, state)
        found = self.value(operand, state)
        if kind in _SAME_VALUE:
            return found
        numbers = self.machine.numbers
        if kind is Conversion.INTEGER:
            return [(s, numbers.convert(s, v, expr.type)) for s, v in found]
        if kind is Conversion.TO_BOOL:
            return [(s, self._to_bool(s, v)) for s, v in found]
        if kind is Conversion.TO_VOID:
            return [(s, 0) for s, _ in found]
        return [(s, self.fresh(expr, expr.type)) for s, _ in found]

    def _function(self, operand: Expr, state: State) -> Results:
        if isinstance(operand, DeclRef) and isinstance(operand.decl, Function):
            return [(state, FunctionValue(operand.decl))]
        return self._unknown(operand, state)

    def _to_bool(self, state: State, value: Value) -> Value:
        numbers = self.machine.numbers
        return numbers.negate(state, numbers.negate(state, value))

    def _load(self, operand: Expr, state: State) -> Results:
        if isinstance(operand, DeclRef) and _is_constant(operand.decl):
            constant = evaluate(Convert(Conversion.LOAD, operand, operand.type, operand.loc))
            if isinstance(constant, int):
                return [(state, constant)]
        return [(s, self.read(operand, p, s)) for s, p in self.place(operand, state)]

    def read(self, lvalue: Expr, place: Pointer, state: State) -> Value:
        """Read what lies at a place, after checking that it may be read."""
        type = lvalue.type
        size = size_of(type) or 0
        self.machine.access.check(lvalue, place, size, state, is_write=False)
        if type.is_record:
            return RecordValue(place, type)
        if isinstance(lvalue, Member) and lvalue.field.bit_width is not None:
            bits = ("bits", place, lvalue.field.offset_bits, self._version(place, state))
            return self._unknown_number(lvalue, place, bits, _bit_field_bounds(lvalue))
        packet = self._read_context(lvalue, place, state)
        if packet is not None:
            return packet
        value = state.read(place, size)
        if value is not None:
            return self._as_type(value, type, state)
        key: object = ("load", place, size, bounds_of(type), self._version(place, state))
        if state.overlaps(place, size) or _is_volatile(lvalue):
            key = ("part", self.machine.key_of(lvalue))
        return self._unknown_number(lvalue, place, key, bounds_of(type))

    def _unknown_number(
        self, lvalue: Expr, place: Pointer, key: object, bounds: tuple[int, int]
    ) -> Symbol:
        """What is read where nothing is known of it but whose memory it is."""
        symbol = self.machine.numbers.symbol(key, *bounds)
        region = place.region
        if region.kind in _OTHERS_MEMORY and not _has_meaning(lvalue.type):
            symbol.source = Source.MEMORY
        elif region.kind is RegionKind.CONTEXT and self.machine.has_plain_context:
            symbol.source = Source.CONTEXT
        elif region.kind is RegionKind.GLOBAL and not lvalue.type.is_pointer:
            variable = region.variable
            if variable is not None and variable.is_definition and not _is_constant(variable):
                symbol.source = Source.MEMORY
        return symbol

    def _as_type(self, value: Value, type: CType, state: State) -> Value:
        if type.is_integer and is_number(value):
            return self.machine.numbers.convert(state, value, type)
        return value

    def _version(self, place: Pointer, state: State) -> tuple[int, int]:
        region = place.region
        shared = 0 if region.kind in _OWN_KINDS or _is_constant(region.variable) else state.epoch
        return state.versions.get(region, 0), shared

    def _read_context(self, lvalue: Expr, place: Pointer, state: State) -> Pointer | None:
        """The packet's beginning and end, which the context holds as numbers."""
        region = place.region
        if region.kind is not RegionKind.CONTEXT or region.maker not in _PACKET_CONTEXTS:
            return None
        if not self.machine.has_packet:
            return None
        name = lvalue.field.name if isinstance(lvalue, Member) else None
        kind = {"data": RegionKind.PACKET, "data_end": RegionKind.PACKET_END}.get(name or "")
        if kind is None:
            return None
        generation = state.generation
        return Pointer(self.machine.region((kind, generation), kind, generation=generation))

    # ----------------------------------------------------------------------- operators

    def _address_of(self, expr: AddressOf, state: State) -> Results:
        operand = expr.operand
        if isinstance(operand, DeclRef) and isinstance(operand.decl, Function):
            return [(state, FunctionValue(operand.decl))]
        return [(s, p) for s, p in self.place(operand, state)]

    def _unary(self, expr: Unary, state: State) -> Results:
        numbers = self.machine.numbers
        found = self.value(expr.operand, state)
        if expr.op == "!":
            return [(s, numbers.negate(s, v)) for s, v in found]
        results: Results = []
        for current, value in found:
            if expr.op == "-" and is_number(value):
                negative = add_numbers(0, value, -1)
                results.append((current, numbers.fit(current, negative, expr.type)))
            elif expr.op == "~" and isinstance(value, int):
                results.append((current, numbers.convert(current, ~value, expr.type)))
            elif expr.op == "+":
                results.append((current, value))
            else:
                bounds = bounds_of(expr.type)
                results.append((current, numbers.operation(expr.op, value, 0, bounds, bounds)))
        return results

    def _binary(self, expr: Binary, state: State) -> Results:
        numbers = self.machine.numbers
        return [
            (s, numbers.binary(s, expr.op, left, right, expr.left.type, expr.type))
            for s, (left, right) in self.values([expr.left, expr.right], state)
        ]

    def _pointer_add(self, expr: PointerAdd, state: State) -> Results:
        size = _step_of(expr.type)
        sign = -1 if expr.is_subtraction else 1
        return [
            (s, self._move(expr, pointer, index, size, sign, s))
            for s, (pointer, index) in self.values([expr.pointer, expr.index], state)
        ]

    def _move(
        self, expr: Expr, pointer: Value, index: Value, size: int, sign: int, state: State
    ) -> Value:
        numbers = self.machine.numbers
        if isinstance(pointer, Pointer) and is_number(index):
            return pointer.move(scale_number(index, size), sign)
        if isinstance(index, Pointer) and is_number(pointer) and size == 1:
            return index.move(pointer, sign)
        if is_number(pointer) and is_number(index):
            step = scale_number(index, size)
            return numbers.fit(state, add_numbers(pointer, step, sign), expr.type)
        return self.fresh(expr, expr.type)

    def _pointer_diff(self, expr: PointerDiff, state: State) -> Results:
        size = _step_of(expr.left.type)
        found: Results = []
        for current, (left, right) in self.values([expr.left, expr.right], state):
            if isinstance(left, Pointer) and isinstance(right, Pointer):
                distance = self.machine.numbers.subtract(left, right, expr.type)
                if isinstance(distance, int):
                    distance = distance // size
                found.append((current, distance))
            else:
                found.append((current, self.fresh(expr, expr.type)))
        return found

    def _logical(self, expr: Logical, state: State) -> Results:
        trues, falses = self.conditions(expr, state)
        return [*((s, 1) for s in trues), *((s, 0) for s in falses)]

    def _conditional(self, expr: Conditional, state: State) -> Results:
        trues, falses = self.conditions(expr.condition, state)
        found: Results = []
        for current in trues:
            found += self.value(expr.then, current)
        for current in falses:
            found += self.value(expr.otherwise, current)
        return found

    def _elvis(self, expr: Elvis, state: State) -> Results:
        found: Results = []
        numbers = self.machine.numbers
        for current, value in self.value(expr.shared.source, state):
            other = current.copy()
            self.opaque[id(expr.shared)] = value
            if numbers.assume(current, value, True):
                found += self.value(expr.then, current)
            if numbers.assume(other, value, False):
                found += self.value(expr.otherwise, other)
        return found

    def _comma(self, expr: Comma, state: State) -> Results:
        found: Results = []
        for current, _ in self.value(expr.left, state):
            found += self.value(expr.right, current)
        return found

    def _preserve(self, expr: PreserveAccess, state: State) -> Results:
        return self.value(expr.operand, state)

    def _statement_expr(self, expr: StatementExpr, state: State) -> Results:
        statements = self.machine.statements
        states = statements.run_list(expr.block.stmts, [state])
        if expr.result is None:
            return [(s, 0) for s in states]
        found: Results = []
        for current in states:
            found += self.value(expr.result, current)
        return found

    # --------------------------------------------------------------------- assignments

    def _assign(self, expr: Assign, state: State) -> Results:
        found: Results = []
        for after, value in self.value(expr.value, state):
            for current, place in self.place(expr.target, after):
                self.write(expr.target, place, value, current)
                found.append((current, value))
        return found

    def write(self, lvalue: Expr, place: Pointer, value: Value | None, state: State) -> None:
        """Write a value, after checking that it may be written there."""
        size = size_of(lvalue.type) or 0
        self.machine.access.check(lvalue, place, size, state, is_write=True)
        if value is None or (isinstance(lvalue, Member) and lvalue.field.bit_width is not None):
            state.write(place, size, None)
        else:
            self.store(place, lvalue.type, value, state)

    def _compound_assign(self, expr: CompoundAssign, state: State) -> Results:
        found: Results = []
        for after, right in self.value(expr.value, state):
            for current, place in self.place(expr.target, after):
                old = self.read(expr.target, place, current)
                new = self._combine(expr, old, right, current)
                self.write(expr.target, place, new, current)
                found.append((current, new))
        return found

    def _combine(self, expr: CompoundAssign, old: Value, right: Value, state: State) -> Value:
        numbers = self.machine.numbers
        if expr.type.is_pointer:
            sign = 1 if expr.op.startswith("+") else -1
            return self._move(expr, old, right, _step_of(expr.type), sign, state)
        op = expr.op.removesuffix("=")
        type = expr.compute_type
        if not type.is_integer:
            return self.fresh(expr, expr.type)
        result = numbers.binary(state, op, numbers.convert(state, old, type), right, type, type)
        return numbers.convert(state, result, expr.type)

    def _inc_dec(self, expr: IncDec, state: State) -> Results:
        found: Results = []
        sign = 1 if expr.is_increment else -1
        numbers = self.machine.numbers
        for current, place in self.place(expr.target, state):
            old = self.read(expr.target, place, current)
            if expr.type.is_pointer:
                new = self._move(expr, old, 1, _step_of(expr.type), sign, current)
            elif is_number(old):
                new = numbers.fit(current, add_numbers(old, sign), expr.type)
            elif isinstance(old, Pointer):
                new = old.move(sign)
            else:
                new = self.fresh(expr, expr.type)
            self.write(expr.target, place, new, current)
            found.append((current, new if expr.is_prefix else old))
        return found

    def _call(self, expr: Call, state: State) -> Results:
        return self.machine.calls.call(expr, state)

    def _builtin(self, expr: BuiltinCall, state: State) -> Results:
        return self.machine.calls.builtin(expr, state)


def _is_flag(expr: Expr) -> bool:
    """Whether an integer is 0 or 1 by what computes it, so that a conversion keeps its truth."""
    if isinstance(expr, Convert):
        return expr.kind is Conversion.TO_BOOL or (
            expr.kind is Conversion.INTEGER and _is_flag(expr.operand)
        )
    if isinstance(expr, Unary):
        return expr.op == "!"
    return isinstance(expr, Logical) or (
        isinstance(expr, BuiltinCall)
        and expr.name.startswith("__builtin_expect")
        and _is_flag(expr.args[0])
    )


def _has_meaning(type: CType) -> bool:
    """Whether a pointer that lies in a map is one to the kernel too: a kptr, or into an arena."""
    canonical = type.canonical
    if not isinstance(canonical, PointerType):
        return False
    target = canonical.target
    if target.address_space:
        return True
    while isinstance(target, (Qualified, Typedef)):
        target = target.base if isinstance(target, Qualified) else target.target
    return isinstance(target, Tagged) or isinstance(type, Tagged)


def _is_volatile(lvalue: Expr) -> bool:
    quals = lvalue.type.quals
    return bool(quals & VOLATILE) and not quals & CONST


def _is_constant(variable: Variable | Function | None) -> bool:
    return isinstance(variable, Variable) and bool(variable.type.quals & CONST)


def _step_of(type: CType) -> int:
    """The size of what a pointer type points at."""
    target = type.canonical.target  # type: ignore[attr-defined]
    return size_of(target) or 1


def _bit_field_bounds(lvalue: Member) -> tuple[int, int]:
    width = lvalue.field.bit_width or 1
    low, _ = bounds_of(lvalue.field.type)
    if low < 0:
        return -(1 << (width - 1)), (1 << (width - 1)) - 1
    return 0, (1 << width) - 1


_HANDLERS: dict[type, Callable[[Expressions, Any, State], Results]] = {
    IntLiteral: Expressions._int_literal,
    EnumeratorRef: Expressions._int_literal,
    AddressOf: Expressions._address_of,
    Assign: Expressions._assign,
    Binary: Expressions._binary,
    BuiltinCall: Expressions._builtin,
    Call: Expressions._call,
    Comma: Expressions._comma,
    CompoundAssign: Expressions._compound_assign,
    Conditional: Expressions._conditional,
    Convert: Expressions._convert,
    Elvis: Expressions._elvis,
    IncDec: Expressions._inc_dec,
    Logical: Expressions._logical,
    Opaque: Expressions._opaque,
    PointerAdd: Expressions._pointer_add,
    PointerDiff: Expressions._pointer_diff,
    PreserveAccess: Expressions._preserve,
    StatementExpr: Expressions._statement_expr,
    Unary: Expressions._unary,
}
