"""Folding instructions whose operands are integers, as LLVM's IRBuilder does on the way.

Operands are text; an integer operand is its decimal digits, ``true`` or ``false``.
"""

from __future__ import annotations


def as_int(operand: str) -> int | None:
    """The integer an operand is, if it is one."""
    first = operand[0]
    if first in "0123456789-":
        return int(operand)
    if operand == "true":
        return 1
    if operand == "false":
        return 0
    return None


def int_text(value: int, bits: int) -> str:
    """``value``, reduced to ``bits``, as an operand: signed decimal, or a word for ``i1``."""
    value &= (1 << bits) - 1
    if bits == 1:
        return "true" if value else "false"
    if value >> (bits - 1):
        value -= 1 << bits
    return str(value)


def _width(type: str) -> int | None:
    return int(type[1:]) if type[0] == "i" else None


def fold_binary(op: str, type: str, left: str, right: str) -> str | None:
    """The result of ``op`` (flags after a space are ignored), or None if it must be emitted."""
    a = as_int(left)
    b = as_int(right)
    bits = _width(type)
    if a is None or b is None or bits is None:
        return None
    mask = (1 << bits) - 1
    ua, ub = a & mask, b & mask
    name = op.partition(" ")[0]
    result: int
    if name == "add":
        result = a + b
    elif name == "sub":
        result = a - b
    elif name == "mul":
        result = a * b
    elif name == "and":
        result = a & b
    elif name == "or":
        result = a | b
    elif name == "xor":
        result = a ^ b
    elif name in ("shl", "lshr", "ashr"):
        if ub >= bits:
            return None
        result = ua << ub if name == "shl" else ua >> ub if name == "lshr" else a >> ub
    elif not ub:
        return None
    elif name in ("udiv", "urem"):
        result = ua // ub if name == "udiv" else ua % ub
    else:
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        if quotient > mask >> 1:
            return None
        result = quotient if name == "sdiv" else a - quotient * b
    return int_text(result, bits)


def fold_compare(predicate: str, type: str, left: str, right: str) -> str | None:
    """``true`` or ``false`` for a comparison of two integers, or None."""
    if left == right == "null":
        a = b = 0
        bits: int | None = 64
    else:
        x, y = as_int(left), as_int(right)
        bits = _width(type)
        if x is None or y is None or bits is None:
            return None
        a, b = x, y
    assert bits is not None
    if predicate[0] == "u":
        mask = (1 << bits) - 1
        a, b = a & mask, b & mask
    result = {
        "eq": a == b,
        "ne": a != b,
        "lt": a < b,
        "le": a <= b,
        "gt": a > b,
        "ge": a >= b,
    }[predicate if predicate in ("eq", "ne") else predicate[1:]]
    return "true" if result else "false"
