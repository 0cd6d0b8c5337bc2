"""Warnings about addresses: those that are never NULL, and those of unaligned members.

Names follow clang's ``-W`` options.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import Pointer
from bpfcc.frontend.layout import align_of, is_complete
from bpfcc.frontend.tree import (
    AddressOf,
    Conversion,
    Convert,
    DeclRef,
    Deref,
    Expr,
    Member,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.ctype import CType
    from bpfcc.source import SourceManager


# ------------------------------------------------------------------------ never NULL


def say_never_null(expr: Expr, sink: Sink, *, compared: str = "") -> None:
    """A pointer that is asked for whether it is NULL, and is the address of something.

    ``compared`` is the operator that compares it with NULL, if one does.
    """
    while isinstance(expr, Convert) and not expr.is_explicit:
        if expr.kind in (Conversion.ARRAY_DECAY, Conversion.FUNCTION_DECAY):
            break
        expr = expr.operand
    if expr.loc < 0:
        return  # a macro asks whatever it is given
    if isinstance(expr, AddressOf) and compared and is_parenthesized(expr, sink.manager):
        return
    what = _describe(expr)
    if what is None:
        return
    if compared:
        result = "true" if compared == "!=" else "false"
        message = f"{what} is never NULL: this comparison is always {result}"
        sink.warning("tautological-pointer-compare", expr.loc, message)
    else:
        sink.warning("pointer-bool-conversion", expr.loc, f"{what} is never NULL")


def is_parenthesized(address: AddressOf, manager: SourceManager) -> bool:
    """Whether it is written ``&(lvalue)``, as macros do and those who copy from them."""
    place = manager.spelling_place(address.loc)
    return place is not None and place.file.text[place.offset + 1 :][:1] == "("


def _describe(expr: Expr) -> str | None:
    """What an expression is the address of, if that cannot be NULL."""
    if isinstance(expr, AddressOf):
        name = _name(expr.operand)
        return None if name is None else f"the address of '{name}'"
    if not isinstance(expr, Convert) or expr.is_explicit:
        return None
    kind, operand = expr.kind, expr.operand
    if kind not in (Conversion.ARRAY_DECAY, Conversion.FUNCTION_DECAY):
        return None
    name = _name(operand)
    what = "array" if kind is Conversion.ARRAY_DECAY else "function"
    return None if name is None else f"the address of {what} '{name}'"


def _name(lvalue: Expr) -> str | None:
    """A variable, function or member as it is written; None for a weak one, and for others."""
    if isinstance(lvalue, DeclRef):
        return None if lvalue.decl.attributes.weak else lvalue.decl.name
    if isinstance(lvalue, Member):
        return spell_member(lvalue)
    return None


def spell_member(member: Member) -> str:
    """``variable->member.member``, as far as it is made of names."""
    name = member.field.name or ""
    base: Expr = member.base
    while isinstance(base, Member) and base.field.is_anonymous_record:
        base = base.base
    sign = "."
    if isinstance(base, Deref):
        sign = "->"
        base = base.pointer
        while isinstance(base, Convert) and not base.is_explicit:
            base = base.operand
    if isinstance(base, DeclRef):
        return f"{base.decl.name}{sign}{name}"
    if isinstance(base, Member):
        return f"{spell_member(base)}{sign}{name}"
    return name


# ------------------------------------------------------------------ unaligned members


def check_packed_address(node: AddressOf, parent: object, sink: Sink) -> None:
    """``&packed->member``, where the pointer's type promises more alignment than there is.

    ``parent`` is the node that takes the address; a conversion to a pointer that promises no
    more, or to a number, says that it is known.
    """
    if not isinstance(node.operand, Member):
        return
    member, alignment = _find_packed(node.operand)
    if member is None:
        return
    if isinstance(parent, Convert) and _promises_no_more(parent.type, alignment):
        return
    sink.warning(
        "address-of-packed-member",
        node.operand.loc,
        f"packed member '{member.field.name}' of '{member.field.record}' may not be aligned as "
        f"a pointer to '{node.operand.type}' promises",
    )


def _promises_no_more(type: CType, alignment: int) -> bool:
    if type.is_integer:
        return True
    target = type.canonical
    if not isinstance(target, Pointer):
        return False
    return not is_complete(target.target) or align_of(target.target) <= alignment


def _find_packed(top: Member) -> tuple[Member | None, int]:
    """The packed member that makes ``top`` less aligned than its type, and what is left."""
    promised = align_of(top.type)
    offset = 0
    packed: Member | None = None
    base: Expr = top
    while isinstance(base, Member):
        last, field = base, base.field
        if packed is None and (field.packed or field.record.packed):
            packed = base
        offset += field.offset_bits // 8
        base = base.base
    if packed is None:
        return None, 0
    known = align_of(last.field.record)
    if isinstance(base, DeclRef):
        known = max(known, align_of(base.decl.type), base.decl.attributes.align_bytes)
    if offset % promised == 0 and known >= promised:
        return None, 0
    return packed, min(align_of(packed.type), align_of(packed.field.record))
