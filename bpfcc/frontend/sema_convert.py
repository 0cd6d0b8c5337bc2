"""Conversions: what C does to a value on its way into a type, each as a node.

C11 6.3 (which conversions there are) and 6.5.16.1 (which an assignment allows).
"""

from __future__ import annotations

from bpfcc.frontend import ctype
from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import (
    BOOL,
    ERROR,
    Array,
    CType,
    Function,
    Pointer,
    Record,
    arithmetic_type,
    compatible,
    integer_of,
    promote,
    qualify,
)
from bpfcc.frontend.layout import transparent_member
from bpfcc.frontend.tree import (
    Assign,
    Comma,
    CompoundAssign,
    Conversion,
    Convert,
    DeclRef,
    Expr,
    IncDec,
    IntLiteral,
    Member,
    PreserveAccess,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Diagnostic
    from bpfcc.frontend.sema import Sema, Spot


class Converter:
    """Builds ``Convert`` nodes and checks what may be converted implicitly."""

    __slots__ = ("sema",)

    def __init__(self, sema: Sema) -> None:
        self.sema = sema

    # ----------------------------------------------------------------- to a value

    def rvalue(self, expr: Expr) -> Expr:
        """The value of an lvalue or designator (6.3.2.1): load, array or function decay."""
        type = expr.type
        if type.is_error:
            return expr
        if type.is_array:
            canonical = type.canonical
            assert isinstance(canonical, Array)
            return Convert(Conversion.ARRAY_DECAY, expr, canonical.element.pointer_to, expr.loc)
        if type.is_function:
            return Convert(Conversion.FUNCTION_DECAY, expr, type.pointer_to, expr.loc)
        if expr.is_lvalue and not type.is_void:
            if type.is_record and not self.sema.require_complete(type):
                self.sema.incomplete(type, expr.loc, f"incomplete type '{type}' used")
                return self.sema.error_literal(expr.loc)
            return Convert(Conversion.LOAD, expr, type.unqualified, expr.loc)
        return expr

    def promoted(self, expr: Expr) -> Expr:
        """Integer promotion of a value (6.3.1.1p2)."""
        if not expr.type.is_integer:
            return expr
        return self.to(expr, promote(expr.type, source_bit_width(expr)))

    def usual(self, left: Expr, right: Expr) -> tuple[Expr, Expr, CType]:
        """The usual arithmetic conversions; both operands and their common type."""
        left, right = self.promoted(left), self.promoted(right)
        type = arithmetic_type(left.type, right.type)
        return self.to(left, type), self.to(right, type), type

    # ------------------------------------------------------------------- to a type

    def to(self, expr: Expr, type: CType, *, is_explicit: bool = False) -> Expr:
        """``expr`` converted to ``type``, which the caller knows to be possible."""
        source, target = expr.type.canonical, type.canonical
        if source.is_error or target.is_error:
            return expr if source.is_error else IntLiteral(0, ERROR, expr.loc)
        if source is target:
            if expr.type is type:
                return expr
            return Convert(Conversion.NO_OP, expr, type, expr.loc, is_explicit=is_explicit)
        kind = self._kind(expr, source, target)
        if kind is Conversion.INT_TO_POINTER and integer_of(source).size_bytes != 8:
            wide = ctype.LONG if integer_of(source).signed else ctype.ULONG
            expr = Convert(Conversion.INTEGER, expr, wide, expr.loc)
        elif kind is Conversion.POINTER_TO_INT and integer_of(target).size_bytes != 8:
            expr = Convert(kind, expr, ctype.ULONG, expr.loc)
            kind = Conversion.INTEGER
        return Convert(kind, expr, type, expr.loc, is_explicit=is_explicit)

    def _kind(self, expr: Expr, source: CType, target: CType) -> Conversion:
        if target.is_void:
            return Conversion.TO_VOID
        if target is BOOL:
            return Conversion.TO_BOOL
        if isinstance(target, Pointer):
            if isinstance(source, Pointer):
                if self.is_null(expr):
                    return Conversion.NULL_POINTER
                if source.target.address_space != target.target.address_space:
                    return Conversion.ADDRESS_SPACE
                return Conversion.POINTER
            if source.is_integer and self.is_null(expr):
                return Conversion.NULL_POINTER
            return Conversion.INT_TO_POINTER
        if target.is_integer:
            if isinstance(source, Pointer):
                return Conversion.POINTER_TO_INT
            return Conversion.FLOAT_TO_INT if source.is_floating else Conversion.INTEGER
        if target.is_floating:
            return Conversion.FLOAT if source.is_floating else Conversion.INT_TO_FLOAT
        return Conversion.NO_OP

    def is_null(self, expr: Expr) -> bool:
        """Whether ``expr`` is a null pointer constant (6.3.2.3p3)."""
        while isinstance(expr, Convert):
            target = expr.type.canonical
            if target.is_integer:
                break
            if expr.kind is Conversion.NULL_POINTER and is_void_pointer(expr.type):
                return True
            if not is_void_pointer(expr.type) or not expr.is_explicit:
                return False
            expr = expr.operand
        return expr.type.is_integer and not expr.type.is_error and evaluate_integer(expr) == 0

    # -------------------------------------------------------------------- explicit

    def cast(self, expr: Expr, type: CType, where: Spot, loc: int) -> Expr:
        """``(type) expr`` (6.5.4); GNU casts to union included."""
        sema = self.sema
        source, target = expr.type.canonical, type.canonical
        if source.is_error or target.is_error:
            return sema.error_literal(loc)
        if target.is_void:
            return Convert(Conversion.TO_VOID, expr, type, loc, is_explicit=True)
        if isinstance(target, Record):
            return self._cast_to_record(expr, type, target, where, loc)
        if not target.is_scalar:
            sema.error("cast", where, f"cast to non-scalar type '{type}' is not allowed")
            return sema.error_literal(loc)
        if not source.is_scalar:
            sema.error(
                "cast", where, f"operand of type '{expr.type}' where a scalar type is required"
            )
            return sema.error_literal(loc)
        if (source.is_floating and target.is_pointer) or (target.is_floating and source.is_pointer):
            sema.error("cast", where, f"'{expr.type}' cannot be cast to '{type}'")
            return sema.error_literal(loc)
        if target.is_enum and not sema.require_complete(type):
            sema.incomplete(type, where, f"cast to incomplete type '{type}'")
            return sema.error_literal(loc)
        result = self.to(expr, type.unqualified, is_explicit=True)
        if result is expr and source_bit_width(expr) is not None:
            # A cast is no bit-field, even to the type that it is declared with.
            result = Convert(Conversion.NO_OP, expr, type.unqualified, loc, is_explicit=True)
        if isinstance(result, Convert) and result is not expr:
            result.loc = loc
        return result

    def _cast_to_record(
        self, expr: Expr, type: CType, target: Record, where: Spot, loc: int
    ) -> Expr:
        sema = self.sema
        if sema.require_complete(type):
            if expr.type.canonical is target:
                return self.to(expr, type.unqualified)
            if target.is_union:
                for field in target.fields or ():
                    if field.bit_width is None and compatible(
                        field.type.unqualified, expr.type.unqualified
                    ):
                        return Convert(Conversion.TO_UNION, expr, type, loc, is_explicit=True)
                sema.error(
                    "cast", where, f"cast to union type from type '{expr.type}' not in the union"
                )
                return sema.error_literal(loc)
        sema.error("cast", where, f"cast to non-scalar type '{type}' is not allowed")
        return sema.error_literal(loc)

    # -------------------------------------------------------------------- implicit

    def assign(self, expr: Expr, type: CType, where: Spot, verb: str) -> Expr:
        """``expr`` as it is assigned to ``type`` (6.5.16.1).

        ``verb`` starts the diagnostic as clang's do: "assigning to", "passing", "returning",
        "initializing".
        """
        sema = self.sema
        target_type = type.unqualified
        source, target = expr.type.canonical, target_type.canonical
        if source.is_error or target.is_error:
            return sema.error_literal(expr.loc)
        if source.is_void:
            sema.error("void-value", where, f"{_phrase(verb, type, expr.type, 'incompatible')}")
            return sema.error_literal(expr.loc)
        if target.is_arithmetic and source.is_arithmetic:
            return self.to(expr, target_type)
        if target.is_record or source.is_record:
            return self._assign_record(expr, target_type, where, verb)
        if isinstance(target, Pointer):
            return self._assign_pointer(expr, target_type, target, where, verb)
        if target is BOOL and source.is_pointer:
            return self.to(expr, target_type)
        if target.is_integer and source.is_pointer:
            sema.default_error(
                "int-conversion",
                where,
                "incompatible pointer to integer conversion " + _phrase(verb, type, expr.type, ""),
            )
            return self.to(expr, target_type)
        if compatible(source, target):
            return self.to(expr, target_type)
        sema.error("incompatible-types", where, _phrase(verb, type, expr.type, "incompatible"))
        return sema.error_literal(expr.loc)

    def _assign_record(self, expr: Expr, type: CType, where: Spot, verb: str) -> Expr:
        target = type.canonical
        if expr.type.canonical is target:
            return expr
        if isinstance(target, Record) and transparent_member(target) is not None:
            for field in target.fields or ():
                if self._goes_quietly(expr, field.type):
                    value = self.to(expr, field.type.unqualified)
                    return Convert(Conversion.TO_UNION, value, type, expr.loc)
        message = _phrase(verb, type, expr.type, "incompatible")
        fault = self.sema.error("incompatible-types", where, message)
        if isinstance(target, Pointer):
            _suggest_address(fault, expr, target)
        return self.sema.error_literal(expr.loc)

    def _goes_quietly(self, expr: Expr, type: CType) -> bool:
        """Whether ``expr`` fits ``type``, a transparent union's member, without a warning."""
        source, target = expr.type.canonical, type.canonical
        if source.is_arithmetic and target.is_arithmetic:
            return True
        if not isinstance(target, Pointer):
            return compatible(type.unqualified, expr.type.unqualified)
        if self.is_null(expr):
            return True
        if not isinstance(source, Pointer):
            return False
        a, b = target.target, source.target
        if a.address_space != b.address_space:
            return False
        if b.is_void:
            return True
        is_same = a.is_void or compatible(a.unqualified, b.unqualified)
        return is_same and not b.quals & ~a.quals

    def _assign_pointer(
        self, expr: Expr, type: CType, target: Pointer, where: Spot, verb: str
    ) -> Expr:
        sema = self.sema
        if self.is_null(expr):
            return self.to(expr, type)
        source = expr.type.canonical
        if isinstance(source, Pointer):
            self._check_pointers(source, target, expr, type, where, verb)
        elif source.is_integer:
            fault = sema.default_error(
                "int-conversion",
                where,
                "incompatible integer to pointer conversion " + _phrase(verb, type, expr.type, ""),
            )
            _suggest_address(fault, expr, target)
        else:
            fault = sema.error(
                "incompatible-types", where, _phrase(verb, type, expr.type, "incompatible")
            )
            _suggest_address(fault, expr, target)
            return sema.error_literal(expr.loc)
        return self.to(expr, type)

    def _check_pointers(
        self, source: Pointer, target: Pointer, expr: Expr, type: CType, where: Spot, verb: str
    ) -> None:
        sema = self.sema
        a, b = target.target, source.target
        if a.address_space != b.address_space:
            sema.error(
                "address-space",
                where,
                _phrase(verb, type, expr.type, "") + " changes address space of pointer",
            )
            return
        if a.is_void or b.is_void or compatible(a.unqualified, b.unqualified):
            if b.quals & ~a.quals:
                sema.warning(
                    "incompatible-pointer-types-discards-qualifiers",
                    where,
                    _phrase(verb, type, expr.type, "") + " discards qualifiers",
                )
            return
        if _same_but_for_sign(a, b):
            sema.warning(
                "pointer-sign",
                where,
                _phrase(verb, type, expr.type, "")
                + " converts between pointers to integer types with different sign",
            )
            return
        if _differ_only_in_nested_quals(a, b):
            sema.warning(
                "incompatible-pointer-types-discards-qualifiers",
                where,
                _phrase(verb, type, expr.type, "") + " discards qualifiers in nested pointer types",
            )
            return
        functions = a.is_function and b.is_function
        code = "incompatible-function-pointer-types" if functions else "incompatible-pointer-types"
        kind = "incompatible function pointer types" if functions else "incompatible pointer types"
        sema.default_error(code, where, _phrase(verb, type, expr.type, kind))


def _suggest_address(fault: Diagnostic, expr: Expr, target: Pointer) -> None:
    """Propose ``&variable`` where the variable itself was passed and its address would fit."""
    if isinstance(expr, Convert) and expr.kind is Conversion.LOAD:
        expr = expr.operand
    if not isinstance(expr, DeclRef):
        return
    pointed = target.target.unqualified
    if pointed.is_void or compatible(pointed, expr.type.unqualified):
        fault.note(f"did you mean '&{expr.decl.name}'?", expr.loc)
        if expr.loc > 0:
            fault.fixit((expr.loc, expr.loc), "&")


def _phrase(verb: str, target: CType, source: CType, kind: str) -> str:
    """Clang's wording: "incompatible pointer types assigning to 'T' from 'U'"."""
    lead = f"{kind} " if kind.startswith("incompatible ") else ""
    if verb == "assigning to":
        text = f"assigning to '{target}' from"
        if kind == "incompatible":
            return f"{text} incompatible type '{source}'"
        return f"{lead}{text} '{source}'"
    if verb == "passing":
        if kind == "incompatible":
            return f"passing '{source}' to parameter of incompatible type '{target}'"
        return f"{lead}passing '{source}' to parameter of type '{target}'"
    if verb == "returning":
        if kind == "incompatible":
            return f"returning '{source}' from a function with incompatible result type '{target}'"
        return f"{lead}returning '{source}' from a function with result type '{target}'"
    of = "incompatible type" if kind == "incompatible" else "type"
    return f"{lead}{verb} '{target}' with an expression of {of} '{source}'"


def is_void_pointer(type: CType) -> bool:
    """Whether ``type`` is ``void *`` with no qualifiers below."""
    canonical = type.canonical
    return (
        isinstance(canonical, Pointer) and canonical.target.is_void and canonical.target.quals == 0
    )


def bit_width(expr: Expr) -> int | None:
    """The width of the bit-field whose value ``expr`` is, or None."""
    while True:
        if isinstance(expr, PreserveAccess) or (
            isinstance(expr, Convert)
            and expr.kind in (Conversion.LOAD, Conversion.NO_OP)
            and not expr.is_explicit
        ):
            expr = expr.operand
        else:
            break
    return expr.field.bit_width if isinstance(expr, Member) else None


def source_bit_width(expr: Expr) -> int | None:
    """The width of the bit-field that the value of ``expr`` was read from or just written to."""
    while True:
        if isinstance(expr, (Assign, CompoundAssign)) or (
            isinstance(expr, IncDec) and expr.is_prefix
        ):
            expr = expr.target
        elif isinstance(expr, Comma):
            expr = expr.right
        elif isinstance(expr, Convert) and expr.kind is Conversion.NO_OP and not expr.is_explicit:
            expr = expr.operand
        else:
            return bit_width(expr)


def _same_but_for_sign(a: CType, b: CType) -> bool:
    x, y = a.canonical, b.canonical
    if not (x.is_integer and y.is_integer) or x.is_error or y.is_error:
        return False
    if (x.is_enum and not x.is_complete) or (y.is_enum and not y.is_complete):  # type: ignore[attr-defined]
        return False
    i, j = integer_of(x), integer_of(y)
    return i.rank == j.rank and i.rank > 0


def _differ_only_in_nested_quals(a: CType, b: CType) -> bool:
    x, y = a.canonical, b.canonical
    while isinstance(x, Pointer) and isinstance(y, Pointer):
        x, y = x.target.canonical, y.target.canonical
        if x is y:
            return True
    return False


def merge_pointee_quals(type: CType, quals: int) -> CType:
    """The pointer type whose target also has ``quals``."""
    canonical = type.canonical
    assert isinstance(canonical, Pointer)
    if not quals & ~canonical.target.quals:
        return type
    return qualify(canonical.target, quals).pointer_to


def is_function_pointer(type: CType) -> Function | None:
    """The function type that a pointer points to, or None."""
    canonical = type.canonical
    if isinstance(canonical, Pointer):
        target = canonical.target.canonical
        if isinstance(target, Function):
            return target
    return None
