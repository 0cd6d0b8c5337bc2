"""Operators: unary, binary, assignment, conditional (C11 6.5.3 – 6.5.16)."""

from __future__ import annotations

from bpfcc.frontend import ctype
from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import (
    CONST,
    INT,
    PTRDIFF_T,
    CType,
    Pointer,
    compatible,
    promote,
)
from bpfcc.frontend.int_range import int_range
from bpfcc.frontend.layout import has_member_with
from bpfcc.frontend.nodes import c_ast, span_of
from bpfcc.frontend.sema_convert import bit_width
from bpfcc.frontend.tree import (
    AddressOf,
    Assign,
    Binary,
    CompoundAssign,
    Conditional,
    Convert,
    DeclRef,
    Deref,
    Elvis,
    Expr,
    IncDec,
    Logical,
    Opaque,
    PointerAdd,
    PointerDiff,
    Unary,
    Variable,
)
from bpfcc.frontend.warn_look import LOOSE, check_precedence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.sema import Sema

_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))
_INTEGER_ONLY = frozenset(("%", "&", "|", "^", "<<", ">>"))


class Analyzed(c_ast.Node):  # type: ignore[misc]
    """Syntax that has been analysed already; analysing it again gives the same value."""

    __slots__ = ("coord", "node", "value")

    def __init__(self, value: Expr, node: c_ast.Node) -> None:
        self.value = value
        self.node = node
        self.coord = node.coord

    def children(self) -> tuple[tuple[str, c_ast.Node], ...]:
        return (("node", self.node),)


class OperatorAnalyzer:
    """The operator half of ``ExprAnalyzer``."""

    __slots__ = ("sema",)

    def __init__(self, sema: Sema) -> None:
        self.sema = sema

    # What the other half gives.

    def analyze(self, node: c_ast.Node) -> Expr:
        raise NotImplementedError

    def value(self, node: c_ast.Node) -> Expr:
        raise NotImplementedError

    def effect(self, node: c_ast.Node) -> Expr:
        raise NotImplementedError

    def sizeof(self, node: c_ast.UnaryOp) -> Expr:
        raise NotImplementedError

    def pointer_index(self, index: Expr) -> Expr:
        raise NotImplementedError

    def conditional_type(self, left: Expr, right: Expr, node: c_ast.Node) -> CType:
        raise NotImplementedError

    # ----------------------------------------------------------------------- unary

    def _unary_op(self, node: c_ast.UnaryOp) -> Expr:
        op = node.op
        if op in ("sizeof", "_Alignof"):
            return self.sizeof(node)
        if op == "&":
            return self._address_of(node)
        if op == "*":
            return self._dereference(node)
        if op in ("++", "--", "p++", "p--"):
            return self._inc_dec(node)
        if op in ("__real__", "__imag__"):
            self.sema.error("complex", node.coord, "complex numbers are not supported by BPF")
            return self.sema.error_literal(node.coord)
        return self._arithmetic_unary(node)

    def _arithmetic_unary(self, node: c_ast.UnaryOp) -> Expr:
        sema = self.sema
        op, loc = node.op, node.coord
        operand = self.value(node.expr)
        type = operand.type
        if type.is_error:
            return sema.error_literal(loc)
        if op == "!":
            if not type.is_scalar:
                return self._invalid_unary(node, type)
            return Unary("!", operand, INT, loc)
        if not type.is_arithmetic or (op == "~" and type.is_floating):
            return self._invalid_unary(node, type)
        operand = sema.converts.promoted(operand)
        return Unary(op, operand, operand.type, loc)

    def _invalid_unary(self, node: c_ast.UnaryOp, type: CType) -> Expr:
        self.sema.error(
            "operand-types",
            node,
            f"invalid argument type '{type}' to unary expression",
        )
        return self.sema.error_literal(node.coord)

    def _address_of(self, node: c_ast.UnaryOp) -> Expr:
        sema = self.sema
        operand = self.analyze(node.expr)
        loc = node.coord
        if operand.type.is_error:
            return sema.error_literal(loc)
        return self.address_of(operand, node, loc)

    def address_of(self, operand: Expr, node: c_ast.Node, loc: int) -> Expr:
        """``&operand`` with its constraints (6.5.3.2)."""
        sema = self.sema
        if not operand.is_lvalue:
            sema.error(
                "address-of",
                node,
                f"cannot take the address of an rvalue of type '{operand.type}'",
            )
            return sema.error_literal(loc)
        if bit_width(operand) is not None:
            sema.error("address-of", node, "address of bit-field requested")
            return sema.error_literal(loc)
        decl = operand.decl if isinstance(operand, DeclRef) else None
        if isinstance(decl, Variable) and decl.is_register:
            sema.error("address-of", node, "address of register variable requested")
        if isinstance(operand, Deref):
            # &*p is p (6.5.3.2p3).
            return sema.converts.to(operand.pointer, operand.type.pointer_to)
        return AddressOf(operand, operand.type.pointer_to, loc)

    def _dereference(self, node: c_ast.UnaryOp) -> Expr:
        sema = self.sema
        loc = node.coord
        pointer = self.value(node.expr)
        if pointer.type.is_error:
            return sema.error_literal(loc)
        target = pointer.type.canonical
        if not isinstance(target, Pointer):
            sema.error(
                "dereference",
                node,
                f"indirection requires pointer operand ('{pointer.type}' invalid)",
            )
            return sema.error_literal(loc)
        return Deref(pointer, target.target, loc)

    def _inc_dec(self, node: c_ast.UnaryOp) -> Expr:
        sema = self.sema
        target = self.analyze(node.expr)
        loc = node.coord
        if target.type.is_error or not self.check_modifiable(target, node.expr):
            return sema.error_literal(loc)
        type = target.type
        if not (type.is_arithmetic or type.is_pointer):
            sema.error(
                "operand-types",
                node,
                f"cannot {'increment' if '+' in node.op else 'decrement'} value of type '{type}'",
            )
            return sema.error_literal(loc)
        if type.is_pointer and not self._steppable(type, node):
            return sema.error_literal(loc)
        return IncDec(
            target,
            is_increment="+" in node.op,
            is_prefix=node.op[0] != "p",
            type=type.unqualified,
            loc=loc,
        )

    # ---------------------------------------------------------------------- binary

    def _binary_op(self, node: c_ast.BinaryOp) -> Expr:
        # A long chain a + b + c + … leans left; walk it without recursion.
        chain: list[c_ast.BinaryOp] = []
        leftmost: c_ast.Node = node
        while isinstance(leftmost, c_ast.BinaryOp):
            chain.append(leftmost)
            leftmost = leftmost.left
        left = self.value(leftmost)
        for part in reversed(chain):
            if part.op in LOOSE:
                check_precedence(part, self.sema.sink, self.sema.manager)
            left = self.binary(part.op, left, self.value(part.right), part, part.coord)
        return left

    def binary(self, op: str, left: Expr, right: Expr, node: c_ast.Node, loc: int) -> Expr:
        """``left op right`` for two values."""
        sema = self.sema
        if left.type.is_error or right.type.is_error:
            return sema.error_literal(loc)
        if op in ("&&", "||"):
            if left.type.is_scalar and right.type.is_scalar:
                return Logical(op, left, right, INT, loc)
            return self._invalid_binary(left, right, node)
        if op in _COMPARISONS:
            return self._comparison(op, left, right, node, loc)
        if left.type.is_arithmetic and right.type.is_arithmetic:
            return self._arithmetic(op, left, right, node, loc)
        if op in ("+", "-"):
            return self._pointer_arithmetic(op, left, right, node, loc)
        return self._invalid_binary(left, right, node)

    def _invalid_binary(self, left: Expr, right: Expr, node: c_ast.Node) -> Expr:
        self.sema.error(
            "operand-types",
            node,
            f"invalid operands to binary expression ('{left.type}' and '{right.type}')",
        )
        return self.sema.error_literal(node.coord)

    def _arithmetic(self, op: str, left: Expr, right: Expr, node: c_ast.Node, loc: int) -> Expr:
        sema = self.sema
        if op in _INTEGER_ONLY and (left.type.is_floating or right.type.is_floating):
            return self._invalid_binary(left, right, node)
        if op in ("<<", ">>"):
            left, right = sema.converts.promoted(left), sema.converts.promoted(right)
            self._check_shift(left.type, right, node)
            return Binary(op, left, right, left.type, loc)
        left, right, type = sema.converts.usual(left, right)
        if op in ("/", "%") and type.is_integer and evaluate_integer(right) == 0:
            kind = "division" if op == "/" else "remainder"
            sema.warning("division-by-zero", node, f"{kind} by zero is undefined")
        return Binary(op, left, right, type, loc)

    def _check_shift(self, type: CType, count: Expr, node: c_ast.Node) -> None:
        value = evaluate_integer(count)
        if value is None:
            return
        bits = ctype.integer_of(type).size_bits
        if value < 0:
            self.sema.warning("shift-count-negative", node, "shift count is negative")
        elif value >= bits:
            self.sema.warning(
                "shift-count-overflow",
                node,
                f"shift count >= width of type ({bits})",
            )

    def _steppable(self, type: CType, node: c_ast.Node) -> bool:
        """Whether a pointer can be moved: its target has a size (void and functions: 1)."""
        sema = self.sema
        target = type.canonical.target  # type: ignore[attr-defined]
        if target.is_void or target.is_function or sema.require_complete(target):
            return True
        sema.incomplete(
            target,
            node,
            f"arithmetic on a pointer to an incomplete type '{target}'",
        )
        return False

    def _pointer_arithmetic(
        self, op: str, left: Expr, right: Expr, node: c_ast.Node, loc: int
    ) -> Expr:
        sema = self.sema
        if op == "+" and right.type.is_pointer and left.type.is_integer:
            left, right = right, left
        if left.type.is_pointer and right.type.is_integer:
            if not self._steppable(left.type, node):
                return sema.error_literal(loc)
            return PointerAdd(
                left,
                self.pointer_index(right),
                left.type.unqualified,
                loc,
                is_subtraction=op == "-",
            )
        if op == "-" and left.type.is_pointer and right.type.is_pointer:
            a, b = left.type.canonical, right.type.canonical
            assert isinstance(a, Pointer)
            assert isinstance(b, Pointer)
            if not compatible(a.target.unqualified, b.target.unqualified) and not (
                a.target.is_void or b.target.is_void
            ):
                sema.error(
                    "operand-types",
                    node,
                    f"'{left.type}' and '{right.type}' are not pointers to compatible types",
                )
                return sema.error_literal(loc)
            if not self._steppable(left.type, node):
                return sema.error_literal(loc)
            return PointerDiff(left, right, PTRDIFF_T, loc)
        return self._invalid_binary(left, right, node)

    def _comparison(self, op: str, left: Expr, right: Expr, node: c_ast.Node, loc: int) -> Expr:
        sema = self.sema
        a, b = left.type, right.type
        if a.is_arithmetic and b.is_arithmetic:
            self._check_sign_compare(op, left, right, node)
            left, right, _ = sema.converts.usual(left, right)
            return Binary(op, left, right, INT, loc)
        if a.is_pointer and b.is_pointer:
            return self._pointer_comparison(op, left, right, node, loc)
        if (a.is_pointer and b.is_integer) or (b.is_pointer and a.is_integer):
            pointer, other = (left, right) if a.is_pointer else (right, left)
            if not sema.converts.is_null(other):
                sema.warning(
                    "pointer-integer-compare",
                    node,
                    f"comparison between pointer and integer ('{a}' and '{b}')",
                )
            other = sema.converts.to(other, pointer.type)
            if a.is_pointer:
                return Binary(op, pointer, other, INT, loc)
            return Binary(op, other, pointer, INT, loc)
        return self._invalid_binary(left, right, node)

    def _pointer_comparison(
        self, op: str, left: Expr, right: Expr, node: c_ast.Node, loc: int
    ) -> Expr:
        sema = self.sema
        a, b = left.type.canonical, right.type.canonical
        assert isinstance(a, Pointer)
        assert isinstance(b, Pointer)
        if a.target.address_space != b.target.address_space and not (
            sema.converts.is_null(left) or sema.converts.is_null(right)
        ):
            sema.error(
                "address-space",
                node,
                f"comparison of pointers to different address spaces ('{a}' and '{b}')",
            )
            return sema.error_literal(loc)
        if sema.converts.is_null(left):
            return Binary(op, sema.converts.to(left, right.type), right, INT, loc)
        # `void *` compares with any pointer by == and !=, not by < (6.5.9p2, 6.5.8p2).
        to_void = a.target.is_void or b.target.is_void
        if (
            not (to_void and op in ("==", "!="))
            and not sema.converts.is_null(right)
            and not compatible(a.target.unqualified, b.target.unqualified)
        ):
            sema.warning(
                "compare-distinct-pointer-types",
                node,
                f"comparison of distinct pointer types ('{left.type}' and '{right.type}')",
            )
        return Binary(op, left, sema.converts.to(right, left.type), INT, loc)

    def _check_sign_compare(self, op: str, left: Expr, right: Expr, node: c_ast.Node) -> None:
        """-Wsign-compare: a signed operand, not a constant, that becomes unsigned."""
        a, b = promote(left.type, bit_width(left)), promote(right.type, bit_width(right))
        if a.is_floating or b.is_floating or a.is_error or b.is_error:
            return
        x, y = ctype.integer_of(a), ctype.integer_of(b)
        if x.signed == y.signed:
            return
        signed, unsigned = (left, right) if x.signed else (right, left)
        s, u = (x, y) if x.signed else (y, x)
        if s.size_bytes > u.size_bytes or int_range(signed)[1]:
            return
        if evaluate_integer(left) is not None and evaluate_integer(right) is not None:
            return
        if op in ("==", "!=") and int_range(unsigned)[0] < u.size_bits:
            return
        self.sema.warning(
            "sign-compare",
            node,
            f"comparison of integers of different signs: '{left.type}' and '{right.type}'",
        )

    # ------------------------------------------------------------------ assignment

    def check_modifiable(self, target: Expr, node: c_ast.Node) -> bool:
        """Whether ``target`` may be stored to (6.3.2.1p1); an error if not."""
        sema = self.sema
        type = target.type
        where = node
        if not target.is_lvalue or type.is_function or isinstance(target, Convert):
            sema.error("assignment", where, "expression is not assignable")
            return False
        if type.is_array:
            sema.error("assignment", where, f"array type '{type}' is not assignable")
            return False
        if type.is_void or not sema.require_complete(type):
            sema.incomplete(type, where, f"incomplete type '{type}' is not assignable")
            return False
        if type.quals & CONST or has_member_with(type, CONST):
            name = target.decl.name if isinstance(target, DeclRef) else None
            what = f"variable '{name}'" if name else "an object"
            diagnostic = sema.error(
                "const-assignment",
                where,
                f"cannot assign to {what} with const-qualified type '{type}'",
            )
            if isinstance(target, DeclRef):
                diagnostic.note(f"variable '{name}' declared const here", target.decl.loc)
            return False
        return True

    def _assignment(self, node: c_ast.Assignment) -> Expr:
        sema = self.sema
        target = self.analyze(node.lvalue)
        value = self.value(node.rvalue)
        loc = node.coord
        if target.type.is_error or value.type.is_error:
            return sema.error_literal(loc)
        if not self.check_modifiable(target, node.lvalue):
            return sema.error_literal(loc)
        if node.op == "=":
            value = sema.converts.assign(value, target.type, node.rvalue, "assigning to")
            if value.type.is_error:
                return value
            return Assign(target, value, target.type.unqualified, loc)
        return self._compound_assignment(node.op[:-1], target, value, node)

    def _compound_assignment(
        self, op: str, target: Expr, value: Expr, node: c_ast.Assignment
    ) -> Expr:
        sema = self.sema
        loc = node.coord
        type = target.type.unqualified
        if type.is_pointer:
            if op not in ("+", "-") or not value.type.is_integer:
                return self._invalid_binary(target, value, node)
            if not self._steppable(type, node):
                return sema.error_literal(loc)
            return CompoundAssign(op, target, self.pointer_index(value), type, type, loc)
        if not type.is_arithmetic or not value.type.is_arithmetic:
            return self._invalid_binary(target, value, node)
        if op in _INTEGER_ONLY and (type.is_floating or value.type.is_floating):
            return self._invalid_binary(target, value, node)
        promoted = promote(type, bit_width(target))
        if op in ("<<", ">>"):
            value = sema.converts.promoted(value)
            self._check_shift(promoted, value, node)
            return CompoundAssign(op, target, value, promoted, type, loc)
        value = sema.converts.promoted(value)
        compute = ctype.arithmetic_type(promoted, value.type)
        value = sema.converts.to(value, compute)
        if op in ("/", "%") and compute.is_integer and evaluate_integer(value) == 0:
            sema.warning("division-by-zero", node, "division by zero is undefined")
        return CompoundAssign(op, target, value, compute, type, loc)

    # ----------------------------------------------------------------- conditional

    def condition(self, node: c_ast.Node) -> Expr:
        """A controlling expression: any scalar (6.8.4.1)."""
        expr = self.value(node)
        if not expr.type.is_scalar and not expr.type.is_error:
            self.sema.error(
                "condition",
                node,
                f"statement requires expression of scalar type ('{expr.type}' invalid)",
            )
            return self.sema.error_literal(expr.loc)
        if isinstance(node, c_ast.Assignment) and node.op == "=":
            self._check_parentheses(node)
        return expr

    def _check_parentheses(self, node: c_ast.Assignment) -> None:
        """-Wparentheses: ``if (a = b)``; a second pair of parentheses says that it is meant."""
        sema = self.sema
        first, _ = span_of(node, sema.manager)
        if first <= 0 or node.coord <= 0:
            return  # a macro's own affair
        file = sema.manager.file_of(first)
        before = file.text[max(0, first - file.base - 64) : first - file.base].rstrip()
        if before.endswith("(") and not before[:-1].rstrip().endswith(("if", "while")):
            return  # not the statement's own
        sema.warning(
            "parentheses",
            node,
            "using the result of an assignment as a condition without parentheses",
        ).note("use '==' to compare, or a second pair of parentheses to silence this", node.coord)

    def _ternary(self, node: c_ast.TernaryOp) -> Expr:
        sema = self.sema
        loc = node.coord
        condition = self.condition(node.cond)
        if node.iftrue is None:
            return self._elvis(condition, node, loc)
        then, otherwise = self.value(node.iftrue), self.value(node.iffalse)
        if then.type.is_arithmetic and otherwise.type.is_arithmetic:
            then, otherwise, type = sema.converts.usual(then, otherwise)
        else:
            type = self.conditional_type(then, otherwise, node)
            if not type.is_error:
                then = sema.converts.to(then, type)
                otherwise = sema.converts.to(otherwise, type)
        if type.is_error or condition.type.is_error:
            return sema.error_literal(loc)
        return Conditional(condition, then, otherwise, type, loc)

    def _elvis(self, condition: Expr, node: c_ast.TernaryOp, loc: int) -> Expr:
        sema = self.sema
        otherwise = self.value(node.iffalse)
        # What is shared is the promoted value, so that it is no bit-field's any more.
        condition = sema.converts.promoted(condition)
        shared = Opaque(condition)
        if condition.type.is_arithmetic and otherwise.type.is_arithmetic:
            then, otherwise, type = sema.converts.usual(shared, otherwise)
        else:
            type = self.conditional_type(condition, otherwise, node)
            if type.is_error:
                return sema.error_literal(loc)
            then = sema.converts.to(shared, type)
            otherwise = sema.converts.to(otherwise, type)
        if type.is_error or condition.type.is_error:
            return sema.error_literal(loc)
        return Elvis(shared, then, otherwise, type, loc)
