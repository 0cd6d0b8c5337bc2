"""Constant evaluation of typed expressions (C11 6.6, with GNU's relaxations).

``evaluate`` gives an ``int``, a ``float``, an ``Address`` (object or function plus byte
offset), or None for what is not a constant. ``evaluate_integer`` is for the places where C
demands an integer constant expression. Work is bounded by the size of the tree.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import CONST, VOLATILE, CType, Float, Int, integer_of
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.tree import (
    AddressOf,
    Assign,
    Binary,
    BuiltinCall,
    Call,
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
    FloatLiteral,
    Function,
    IncDec,
    Index,
    IntLiteral,
    LabelAddress,
    LabelInfo,
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

Base = Variable | Function | StringLiteral | LabelInfo


class Address:
    """The address of ``base`` plus ``offset`` bytes."""

    __slots__ = ("base", "offset")

    def __init__(self, base: Base, offset: int) -> None:
        self.base = base
        self.offset = offset


Value = int | float | Address


class Evaluator:
    """Evaluates one expression; ``strict`` also folds what only a constant context may fold.

    In a strict context ``__builtin_constant_p`` of a non-constant is 0; elsewhere it is left
    to the optimizer, which may know more.
    """

    __slots__ = ("opaque", "strict")

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        self.opaque: dict[int, Value | None] = {}

    def value(self, expr: Expr) -> Value | None:
        handler = _HANDLERS.get(type(expr))
        return None if handler is None else handler(self, expr)

    # -- leaves

    def _int_literal(self, expr: IntLiteral) -> Value | None:
        return expr.value

    def _float_literal(self, expr: FloatLiteral) -> Value | None:
        return expr.value

    def _label(self, expr: LabelAddress) -> Value | None:
        return Address(expr.label, 0)

    def _opaque(self, expr: Opaque) -> Value | None:
        return self.value(expr.source)

    # -- addresses

    def address(self, expr: Expr) -> Value | None:
        """The address of an lvalue, if it is constant."""
        if isinstance(expr, DeclRef):
            decl = expr.decl
            if isinstance(decl, Variable) and not decl.is_global:
                return None
            return Address(decl, 0)
        if isinstance(expr, StringLiteral):
            return Address(expr, 0)
        if isinstance(expr, CompoundLiteral):
            return Address(expr.variable, 0) if expr.variable.is_global else None
        if isinstance(expr, Deref):
            return self.value(expr.pointer)
        if isinstance(expr, Member):
            base = self.address(expr.base)
            return None if base is None else add_offset(base, expr.field.offset_bits // 8)
        if isinstance(expr, Index):
            return self._step(expr.base, expr.index, expr.type, 1)
        if isinstance(expr, PreserveAccess):
            return self.address(expr.operand)
        return None

    def _step(self, pointer: Expr, index: Expr, element: CType, sign: int) -> Value | None:
        base = self.value(pointer)
        steps = self.value(index)
        size = size_of(element)
        if base is None or not isinstance(steps, int) or size is None:
            return None
        return add_offset(base, sign * steps * size)

    def _address_of(self, expr: AddressOf) -> Value | None:
        return self.address(expr.operand)

    def _pointer_add(self, expr: PointerAdd) -> Value | None:
        target = expr.type.canonical.target  # type: ignore[attr-defined]
        return self._step(expr.pointer, expr.index, target, -1 if expr.is_subtraction else 1)

    def _pointer_diff(self, expr: PointerDiff) -> Value | None:
        left, right = self.value(expr.left), self.value(expr.right)
        size = size_of(expr.left.type.canonical.target)  # type: ignore[attr-defined]
        if not size:
            return None
        if isinstance(left, int) and isinstance(right, int):
            return (left - right) // size
        if isinstance(left, Address) and isinstance(right, Address) and left.base is right.base:
            return (left.offset - right.offset) // size
        return None

    # -- conversions

    def _convert(self, expr: Convert) -> Value | None:
        kind = expr.kind
        if kind is Conversion.ARRAY_DECAY or kind is Conversion.FUNCTION_DECAY:
            return self.address(expr.operand)
        if kind is Conversion.LOAD:
            return self._load(expr.operand)
        value = self.value(expr.operand)
        if value is None:
            return None
        if kind is Conversion.TO_BOOL:
            known = truth(value)
            return None if known is None else int(known)
        if isinstance(value, Address):
            # An address survives what keeps all its bits.
            wide = kind is not Conversion.INTEGER or (size_of(expr.type) or 0) == 8
            return value if wide else None
        return convert_number(value, expr.type)

    def _load(self, operand: Expr) -> Value | None:
        """A load is constant where the object is (GNU folding, as clang does it)."""
        if isinstance(operand, DeclRef) and isinstance(operand.decl, Variable):
            return self._load_constant(operand.decl)
        if isinstance(operand, Index) and isinstance(operand.base, Convert):
            string = operand.base.operand
            position = self.value(operand.index)
            if (
                isinstance(string, StringLiteral)
                and isinstance(position, int)
                and 0 <= position < len(string.data)
                and size_of(operand.type) == 1
            ):
                return integer_of(operand.type).wrap(string.data[position])
        if isinstance(operand, CompoundLiteral) and operand.variable.is_global:
            init = operand.variable.initializer
            if isinstance(init, Expr):
                return self.value(init)
        return None

    def _load_constant(self, variable: Variable) -> Value | None:
        """The value of a ``const`` variable of arithmetic type that has a constant one.

        Not of a volatile one, which a loader may have changed, nor of a weak one, which may be
        replaced.
        """
        type = variable.type
        if type.quals & (CONST | VOLATILE) != CONST or not type.is_arithmetic:
            return None
        if variable.attributes.weak or not isinstance(variable.initializer, Expr):
            return None
        return self.value(variable.initializer)

    # -- operators

    def _unary(self, expr: Unary) -> Value | None:
        value = self.value(expr.operand)
        if value is None:
            return None
        if expr.op == "!":
            known = truth(value)
            return None if known is None else int(not known)
        if isinstance(value, Address):
            return None
        if isinstance(value, float):
            return -value if expr.op == "-" else value if expr.op == "+" else None
        result = -value if expr.op == "-" else ~value if expr.op == "~" else value
        return integer_of(expr.type).wrap(result)

    def _binary(self, expr: Binary) -> Value | None:
        left = self.value(expr.left)
        right = self.value(expr.right)
        if left is None or right is None:
            return None
        if isinstance(left, Address) or isinstance(right, Address):
            return compare_addresses(expr.op, left, right)
        return fold_binary(expr.op, left, right, expr.left.type, expr.type)

    def _logical(self, expr: Logical) -> Value | None:
        left = self.value(expr.left)
        known = None if left is None else truth(left)
        if known is None:
            return None
        if known == (expr.op == "||"):
            return int(known)
        right = self.value(expr.right)
        other = None if right is None else truth(right)
        return None if other is None else int(other)

    def _conditional(self, expr: Conditional) -> Value | None:
        condition = self.value(expr.condition)
        known = None if condition is None else truth(condition)
        if known is None:
            return None
        return self.value(expr.then if known else expr.otherwise)

    def _elvis(self, expr: Elvis) -> Value | None:
        condition = self.value(expr.shared.source)
        known = None if condition is None else truth(condition)
        if known is None:
            return None
        return self.value(expr.then if known else expr.otherwise)

    def _preserve(self, expr: PreserveAccess) -> Value | None:
        return None if not self.strict else self.value(expr.operand)

    def _builtin(self, expr: BuiltinCall) -> Value | None:
        return _fold_builtin(self, expr)


def add_offset(base: Value, delta: int) -> Value | None:
    """``base`` moved by ``delta`` bytes."""
    if isinstance(base, Address):
        return Address(base.base, base.offset + delta)
    if isinstance(base, int):
        return (base + delta) & 0xFFFFFFFFFFFFFFFF
    return None


def truth(value: Value) -> bool | None:
    """Whether a value is not zero; None for the address of a weak symbol."""
    if isinstance(value, Address):
        base = value.base
        weak = isinstance(base, (Variable, Function)) and base.attributes.weak
        return None if weak else True
    return bool(value)


def convert_number(value: float, type: CType) -> Value | None:
    """An integer or floating value converted to ``type`` (6.3.1)."""
    canonical = type.canonical
    if isinstance(canonical, Float):
        return float(value)
    if canonical.is_pointer:
        return int(value) & 0xFFFFFFFFFFFFFFFF
    if not canonical.is_integer or canonical.is_error:
        return None
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return None
        value = int(value)
    return integer_of(canonical).wrap(value)


def compare_addresses(op: str, left: Value, right: Value) -> Value | None:
    """``==`` and ``!=`` where the answer is known, order within one object."""
    if isinstance(left, Address) and isinstance(right, Address):
        if left.base is not right.base:
            apart = op in ("==", "!=") and _is_inside(left) and _is_inside(right)
            return int(op == "!=") if apart else None
        return _compare(op, left.offset, right.offset)
    address, number = (left, right) if isinstance(left, Address) else (right, left)
    if number == 0 and op in ("==", "!=") and truth(address):
        return int(op == "!=")
    return None


def _is_inside(address: Address) -> bool:
    """Whether an address is one of a function or object of this program, and of no other."""
    base = address.base
    if not isinstance(base, (Variable, Function)):
        return False
    if base.attributes.weak or base.attributes.alias is not None:
        return False
    size = 1 if isinstance(base, Function) else size_of(base.type)
    return size is not None and 0 <= address.offset < size


def _compare(op: str, left: float, right: float) -> int | None:
    if op == "==":
        return int(left == right)
    if op == "!=":
        return int(left != right)
    if op == "<":
        return int(left < right)
    if op == ">":
        return int(left > right)
    if op == "<=":
        return int(left <= right)
    if op == ">=":
        return int(left >= right)
    return None


def fold_binary(op: str, left: float, right: float, operand: CType, type: CType) -> Value | None:
    """A binary operator on constants of one type; None where the result is undefined."""
    compared = _compare(op, left, right)
    if compared is not None:
        return compared
    if isinstance(left, int) and isinstance(right, int):
        result = _fold_integers(op, left, right, integer_of(type))
        return None if result is None else integer_of(type).wrap(result)
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    return left / right if op == "/" and right else None


def _fold_integers(op: str, left: int, right: int, type: Int) -> int | None:
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    if op in ("/", "%"):
        if right == 0:
            return None
        quotient = abs(left) // abs(right)
        if (left < 0) != (right < 0):
            quotient = -quotient
        return quotient if op == "/" else left - quotient * right
    if op == "&":
        return left & right
    if op == "|":
        return left | right
    if op == "^":
        return left ^ right
    if not 0 <= right < type.size_bits:
        return None
    return left << right if op == "<<" else left >> right


_BIT_BUILTINS: dict[str, Callable[[int, int], int | None]] = {
    "bswap16": lambda v, n: int.from_bytes((v & 0xFFFF).to_bytes(2, "little"), "big"),
    "bswap32": lambda v, n: int.from_bytes((v & 0xFFFFFFFF).to_bytes(4, "little"), "big"),
    "bswap64": lambda v, n: int.from_bytes((v & (2**64 - 1)).to_bytes(8, "little"), "big"),
    "popcount": lambda v, n: (v & (2**n - 1)).bit_count(),
    "parity": lambda v, n: (v & (2**n - 1)).bit_count() & 1,
    "clz": lambda v, n: n - (v & (2**n - 1)).bit_length() if v & (2**n - 1) else None,
    "ctz": lambda v, n: ((v & -v) & (2**n - 1)).bit_length() - 1 if v & (2**n - 1) else None,
    "ffs": lambda v, n: ((v & -v) & (2**n - 1)).bit_length(),
}


def _fold_builtin(evaluator: Evaluator, expr: BuiltinCall) -> Value | None:
    name = expr.name.removeprefix("__builtin_")
    if name == "constant_p":
        return _fold_constant_p(evaluator, expr)
    if name in ("expect", "expect_with_probability", "assume_aligned", "addressof"):
        return evaluator.value(expr.args[0])
    if name == "strlen":
        data = _literal_at(evaluator, expr.args[0])
        return data.index(0) if data is not None and 0 in data else None
    if name in ("strcmp", "strncmp", "memcmp"):
        return _fold_comparison(evaluator, name, expr.args)
    stem = name.removesuffix("ll").removesuffix("l")
    bits = _BIT_BUILTINS.get(name) or _BIT_BUILTINS.get(stem)
    if bits is not None and len(expr.args) == 1:
        value = evaluator.value(expr.args[0])
        if isinstance(value, int):
            width = 8 * (size_of(expr.args[0].type) or 4)
            folded = bits(value, width)
            return None if folded is None else integer_of(expr.type).wrap(folded)
    return None


def _literal_at(evaluator: Evaluator, expr: Expr) -> bytes | None:
    """The bytes of a string literal from where a pointer points at them."""
    pointer = evaluator.value(expr)
    if not isinstance(pointer, Address) or not isinstance(pointer.base, StringLiteral):
        return None
    data = pointer.base.data
    return data[pointer.offset :] if 0 <= pointer.offset <= len(data) else None


def _fold_comparison(evaluator: Evaluator, name: str, args: list[Expr]) -> int | None:
    """``strcmp``, ``strncmp`` and ``memcmp`` of string literals."""
    left, right = (_literal_at(evaluator, arg) for arg in args[:2])
    if left is None or right is None:
        return None
    end = len(left) + len(right)
    if name != "strcmp":
        count = evaluator.value(args[2])
        if not isinstance(count, int) or count < 0:
            return None
        end = count
    if name == "memcmp":
        if end > min(len(left), len(right)):
            return None
    elif 0 not in left or 0 not in right:
        return None
    else:
        left, right = left[: left.index(0)], right[: right.index(0)]
    left, right = left[:end], right[:end]
    return (left > right) - (left < right)


def _fold_constant_p(evaluator: Evaluator, expr: BuiltinCall) -> Value | None:
    value = Evaluator(strict=False).value(expr.args[0])
    if isinstance(value, (int, float)):
        return 1
    if isinstance(value, Address) and isinstance(value.base, StringLiteral):
        return 1 if value.offset == 0 else 0
    if isinstance(value, Address) or has_side_effects(expr.args[0]):
        return 0
    return 0 if evaluator.strict else None


_HANDLERS: dict[type, Callable[[Evaluator, Any], Value | None]] = {
    IntLiteral: Evaluator._int_literal,
    EnumeratorRef: Evaluator._int_literal,
    FloatLiteral: Evaluator._float_literal,
    LabelAddress: Evaluator._label,
    Opaque: Evaluator._opaque,
    AddressOf: Evaluator._address_of,
    PointerAdd: Evaluator._pointer_add,
    PointerDiff: Evaluator._pointer_diff,
    Convert: Evaluator._convert,
    Unary: Evaluator._unary,
    Binary: Evaluator._binary,
    Logical: Evaluator._logical,
    Conditional: Evaluator._conditional,
    Elvis: Evaluator._elvis,
    PreserveAccess: Evaluator._preserve,
    BuiltinCall: Evaluator._builtin,
}


def evaluate(expr: Expr) -> Value | None:
    """The constant value of ``expr``, or None; what the optimizer may know better is left."""
    return Evaluator(strict=False).value(expr)


def evaluate_address(lvalue: Expr) -> Value | None:
    """The constant address of an lvalue, or None."""
    return Evaluator(strict=True).address(lvalue)


def evaluate_constant(expr: Expr) -> Value | None:
    """The value of ``expr`` where C demands a constant (initialisers of static objects)."""
    return Evaluator(strict=True).value(expr)


def evaluate_integer(expr: Expr) -> int | None:
    """The value of an integer constant expression, or None if it is not one."""
    if not expr.type.is_integer or expr.type.is_error:
        return None
    value = Evaluator(strict=True).value(expr)
    return value if isinstance(value, int) else None


_UNEVALUATED = frozenset(
    ("__builtin_constant_p", "__builtin_object_size", "__builtin_classify_type")
)
_PURE = tuple(
    "__builtin_" + stem
    for stem in (
        "abs", "addressof", "align_", "assume_aligned", "bitreverse", "bswap", "btf_type_id",
        "choose_expr", "clrsb", "clz", "ctz", "expect", "ffs", "is_aligned", "labs", "launder",
        "llabs", "memcmp", "parity", "popcount", "preserve_", "rotate", "strchr",
        "strcmp", "strlen", "strncmp", "strrchr", "strstr", "unpredictable",
    )
)  # fmt: skip


def has_side_effects(expr: Expr) -> bool:
    """Whether evaluating ``expr`` may do something: calls, assignments, volatile loads."""
    pending = [expr]
    while pending:
        node = pending.pop()
        if isinstance(
            node,
            (Assign, CompoundAssign, IncDec, Call, StatementExpr),
        ):
            return True
        if isinstance(node, BuiltinCall):
            if node.name in _UNEVALUATED:
                continue
            if not node.name.startswith(_PURE):
                return True
        if (
            isinstance(node, Convert)
            and node.kind is Conversion.LOAD
            and node.operand.type.quals & VOLATILE
        ):
            return True
        for slot in node.__slots__:
            child = getattr(node, slot)
            if isinstance(child, Expr):
                pending.append(child)
            elif isinstance(child, list):
                pending.extend(c for c in child if isinstance(c, Expr))
    return False
