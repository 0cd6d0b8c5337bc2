"""Symbols and expressions of an assembly unit.

An expression is an int, a symbol, or an operator node over expressions. Before layout only
what does not depend on positions can be computed; `evaluate` reduces any expression to
`symbol - symbol + constant` once it can.
"""

from __future__ import annotations

from bpfcc.codegen.insn import wrap_signed
from bpfcc.elf.model import Binding, SymbolKind, Visibility

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from bpfcc.codegen.asm_section import AsmSection, Fragment

    Expr: TypeAlias = "int | AsmSymbol | Operation"
    Value: TypeAlias = "tuple[AsmSymbol | None, AsmSymbol | None, int]"
    # What each alias stands for; None while that is being found out.
    Memo: TypeAlias = "dict[AsmSymbol, Value | None]"

_MASK64 = (1 << 64) - 1
_MAX_DEPTH = 200  # of operators and aliases; each takes up to three Python frames


class StatementError(Exception):
    """A statement is wrong; `position` is an offset in the text, -1 for the statement's start."""

    def __init__(self, message: str, position: int = -1) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class AsmSymbol:
    """A symbol while assembling.

    A label has a `fragment` and the `offset` in it; a symbol set to an expression has
    `variable`; a common symbol has its alignment in `common_align`. `order` is the place in
    the order in which LLVM's assembler would have heard of the symbol, -1 if it never did.
    """

    __slots__ = (
        "begins",
        "binding",
        "common_align",
        "fragment",
        "is_signature",
        "is_used_in_reloc",
        "kind",
        "name",
        "offset",
        "order",
        "position",
        "size",
        "temporary",
        "variable",
        "visibility",
    )

    def __init__(self, name: str, *, temporary: bool = False) -> None:
        self.name = name
        self.temporary = temporary
        self.order = -1
        self.position = -1
        self.fragment: Fragment | None = None
        self.offset = 0
        self.variable: Expr | None = None
        self.common_align = 0
        self.begins: AsmSection | None = None
        self.binding: Binding | None = None
        self.kind = SymbolKind.NOTYPE
        self.visibility = Visibility.DEFAULT
        self.size: Expr | None = None
        self.is_used_in_reloc = False
        self.is_signature = False

    def __repr__(self) -> str:
        return f"<AsmSymbol {self.name}>"

    @property
    def is_defined(self) -> bool:
        """Whether the unit says what the symbol is."""
        return self.fragment is not None or self.variable is not None or self.common_align > 0

    @property
    def effective_binding(self) -> Binding:
        """The binding in the symbol table: undefined means global unless said otherwise."""
        if self.binding is not None:
            return self.binding
        if self.fragment is not None or self.variable is not None or self.is_signature:
            return Binding.LOCAL
        return Binding.GLOBAL


class Operation:
    """An operator over expressions: binary, or unary with `left` None."""

    __slots__ = ("left", "operator", "position", "right")

    def __init__(self, operator: str, left: Expr | None, right: Expr, position: int) -> None:
        self.operator = operator
        self.left = left
        self.right = right
        self.position = position


def apply_unary(operator: str, value: int) -> int:
    """Apply `-`, `+`, `~` or `!` in 64 bits."""
    if operator == "-":
        return wrap_signed(-value, 64)
    if operator == "~":
        return wrap_signed(~value, 64)
    return int(not value) if operator == "!" else value


def apply_binary(operator: str, left: int, right: int, position: int) -> int:
    """Apply a binary operator in 64 bits; a true comparison is -1, as in GNU as."""
    if operator in ("/", "%"):
        if right == 0:
            raise StatementError("division by zero", position)
        quotient = abs(left) // abs(right)
        if (left < 0) != (right < 0):
            quotient = -quotient
        result = quotient if operator == "/" else left - quotient * right
    elif operator in ("<<", ">>"):
        if not 0 <= right < 64:
            raise StatementError(f"shift by {right}", position)
        result = left << right if operator == "<<" else (left & _MASK64) >> right
    elif operator in _COMPARISONS:
        result = -int(_COMPARISONS[operator](left, right))
    else:
        result = _ARITHMETIC[operator](left, right)
    return wrap_signed(result, 64)


_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "==": int.__eq__,
    "!=": int.__ne__,
    "<>": int.__ne__,
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
}
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "+": int.__add__,
    "-": int.__sub__,
    "*": int.__mul__,
    "&": int.__and__,
    "|": int.__or__,
    "^": int.__xor__,
    "&&": lambda left, right: int(bool(left and right)),
    "||": lambda left, right: int(bool(left or right)),
}

BINARY_PRECEDENCE = {
    **dict.fromkeys(("||",), 1),
    **dict.fromkeys(("&&",), 2),
    **dict.fromkeys(_COMPARISONS, 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("|", "^", "&"), 5),
    **dict.fromkeys(("*", "/", "%", "<<", ">>"), 6),
}


def fold_constant(expr: Expr) -> int | None:
    """Return the value of an expression that needs no positions, else None."""
    if isinstance(expr, int):
        return expr
    if isinstance(expr, AsmSymbol):
        return expr.variable if isinstance(expr.variable, int) else None
    right = fold_constant(expr.right)
    if right is None:
        return None
    if expr.left is None:
        return apply_unary(expr.operator, right)
    left = fold_constant(expr.left)
    return None if left is None else apply_binary(expr.operator, left, right, expr.position)


def used_symbols(expr: Expr) -> list[AsmSymbol]:
    """Return the symbols that an expression names, from left to right."""
    if isinstance(expr, int):
        return []
    if isinstance(expr, AsmSymbol):
        return [expr]
    left = [] if expr.left is None else used_symbols(expr.left)
    return left + used_symbols(expr.right)


def evaluate(expr: Expr, *, laid_out: bool, memo: Memo | None = None) -> Value:
    """Reduce `expr` to (added symbol, subtracted symbol, constant).

    Before the sections are laid out only differences within one fragment are known. `memo`
    keeps what aliases stand for between calls, as long as no position changes.
    """
    return _Evaluation(laid_out, {} if memo is None else memo).evaluate(expr, 0)


class _Evaluation:
    def __init__(self, laid_out: bool, memo: Memo) -> None:
        self.laid_out = laid_out
        self.memo = memo

    def evaluate(self, expr: Expr, depth: int) -> Value:
        if isinstance(expr, int):
            return None, None, expr
        if isinstance(expr, AsmSymbol):
            if expr.variable is None:
                return expr, None, 0
            value = self.expand(expr, depth)
            # An alias of a place stays a symbol of its own: relocations name it, not its target.
            if value[0] is not None and value[1] is None and value[0].fragment is not None:
                return expr, None, 0
            return value
        if depth > _MAX_DEPTH:
            raise StatementError("expression nested too deeply", expr.position)
        position = expr.position
        right = self.evaluate(expr.right, depth + 1)
        if expr.left is None:
            return _negate(expr.operator, right, position)
        left = self.evaluate(expr.left, depth + 1)
        if expr.operator == "-":
            return self.add(left, (right[1], right[0], -right[2]), position)
        if expr.operator == "+":
            return self.add(left, right, position)
        if left[0] or left[1] or right[0] or right[1]:
            raise StatementError(f"operator {expr.operator} needs absolute operands", position)
        return None, None, apply_binary(expr.operator, left[2], right[2], position)

    def expand(self, symbol: AsmSymbol, depth: int) -> Value:
        """Return what an alias stands for, in terms of symbols that are none."""
        if symbol.variable is None:
            return symbol, None, 0
        if symbol in self.memo:
            known = self.memo[symbol]
            if known is None:
                message = f"symbol '{symbol.name}' is defined by itself"
                raise StatementError(message, symbol.position)
            return known
        if depth > _MAX_DEPTH:
            raise StatementError(f"'{symbol.name}' is nested too deeply", symbol.position)
        self.memo[symbol] = None
        try:
            added, removed, constant = self.evaluate(symbol.variable, depth + 1)
            if added is not None and removed is None:
                added, removed, more = self.expand(added, depth + 1)
                constant += more
        except StatementError:
            del self.memo[symbol]
            raise
        self.memo[symbol] = value = (added, removed, constant)
        return value

    def add(self, left: Value, right: Value, position: int) -> Value:
        added = [symbol for symbol in (left[0], right[0]) if symbol is not None]
        removed = [symbol for symbol in (left[1], right[1]) if symbol is not None]
        constant = left[2] + right[2]
        for plus in list(added):
            for minus in list(removed):
                distance = self.find_distance(plus, minus)
                if distance is not None:
                    added.remove(plus)
                    removed.remove(minus)
                    constant += distance
                    break
        if len(added) > 1 or len(removed) > 1:
            raise StatementError("expected relocatable expression", position)
        return (
            added[0] if added else None,
            removed[0] if removed else None,
            wrap_signed(constant, 64),
        )

    def find_distance(self, plus: AsmSymbol, minus: AsmSymbol) -> int | None:
        if plus is minus:
            return 0
        first, first_offset = self.find_place(plus)
        second, second_offset = self.find_place(minus)
        if first is None or second is None:
            return None
        if first is second or (self.laid_out and first.section is second.section):
            return first.start + first_offset - second.start - second_offset
        return None

    def find_place(self, symbol: AsmSymbol) -> tuple[Fragment | None, int]:
        if symbol.variable is None:
            return symbol.fragment, symbol.offset
        try:
            added, removed, constant = self.expand(symbol, 0)
        except StatementError:
            return None, 0
        if added is None or removed is not None:
            return None, constant
        return added.fragment, added.offset + constant


def _negate(operator: str, value: Value, position: int) -> Value:
    if operator == "+":
        return value
    if operator == "-" and (value[0] is None) == (value[1] is None):
        return value[1], value[0], -value[2]
    if value[0] or value[1]:
        raise StatementError(f"operator {operator} needs an absolute operand", position)
    return None, None, apply_unary(operator, value[2])


def find_base(symbol: AsmSymbol, memo: Memo | None = None) -> AsmSymbol | None:
    """Follow aliases to the symbol that they stand for; None for an absolute value."""
    if symbol.variable is None:
        return symbol
    try:
        added, removed, _constant = _Evaluation(True, {} if memo is None else memo).expand(
            symbol, 0
        )
    except StatementError:
        return None
    return added if removed is None else None


def find_place(symbol: AsmSymbol, memo: Memo | None = None) -> tuple[Fragment | None, int]:
    """Return the fragment that a label or an alias of one lies in, and the offset in it."""
    return _Evaluation(True, {} if memo is None else memo).find_place(symbol)


def find_fragment(symbol: AsmSymbol, memo: Memo | None = None) -> Fragment | None:
    """Return the fragment that a label or an alias of one lies in."""
    return find_place(symbol, memo)[0]


def find_offset(symbol: AsmSymbol, memo: Memo | None = None) -> int:
    """Return a label's or an alias's offset in its section, as far as that is laid out."""
    fragment, offset = find_place(symbol, memo)
    return offset if fragment is None else fragment.start + offset
