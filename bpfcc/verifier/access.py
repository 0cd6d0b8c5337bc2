"""Checks of memory accesses: whether what is read or written is there, and is the program's own."""

from __future__ import annotations

from bpfcc.frontend.ctype import CONST, VOLATILE, Record
from bpfcc.frontend.layout import align_of, size_of
from bpfcc.frontend.tree import (
    AddressOf,
    Convert,
    DeclRef,
    Deref,
    Expr,
    Index,
    IntLiteral,
    Member,
    PointerAdd,
    PreserveAccess,
)
from bpfcc.verifier.contexts import is_packet_writable, spell_kind
from bpfcc.verifier.state import ALL_BYTES, Nullness
from bpfcc.verifier.values import RegionKind, Source, Symbol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.ctype import Field
    from bpfcc.verifier.machine import Machine
    from bpfcc.verifier.state import State
    from bpfcc.verifier.values import Pointer, Region, Terms

_LARGEST_SECTION = 1 << 29
_BOUNDED = {
    RegionKind.STACK: "stack-bounds",
    RegionKind.GLOBAL: "memory-bounds",
    RegionKind.MAP_VALUE: "map-value-bounds",
    RegionKind.MEMORY: "memory-bounds",
}


class Access:
    """Checks accesses on paths."""

    __slots__ = ("machine",)

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def check(
        self, lvalue: Expr, place: Pointer, size_bytes: int, state: State, *, is_write: bool
    ) -> None:
        """Check a read or write of an lvalue."""
        region = place.region
        if isinstance(lvalue, Member) and lvalue.field.bit_width is not None:
            size_bytes = (lvalue.field.offset_bits % 8 + lvalue.field.bit_width + 7) // 8
        if region.kind is RegionKind.UNKNOWN:
            self.check_number(lvalue, region.pointer)
            return
        if not size_bytes or (region.kind is RegionKind.STACK and isinstance(lvalue, DeclRef)):
            return
        self.check_alive(lvalue, region, state)
        if is_write:
            self._check_writable(lvalue, region)
        if region.kind is RegionKind.CONTEXT:
            self._check_context(lvalue, region, is_write=is_write)
        elif region.kind is RegionKind.PACKET_END:
            self._say_end(lvalue, region)
        elif region.kind is RegionKind.PACKET:
            self._check_packet(lvalue, place, size_bytes, state, self._end_of(lvalue, place))
        elif region.kind in _BOUNDED and not _is_relocated(lvalue):
            self._check_bounds(lvalue, place, size_bytes, state)
            if region.kind is RegionKind.STACK:
                self._check_alignment(lvalue, place, size_bytes)

    def check_memory(
        self, argument: Expr, pointer: Pointer, size_bytes: int, state: State, user: str
    ) -> None:
        """Check that ``user`` (a helper, memcpy) may read or write bytes at a pointer."""
        region = pointer.region
        if region.kind is RegionKind.UNKNOWN or size_bytes <= 0:
            return
        if region.kind is RegionKind.PACKET:
            end = pointer.offset + size_bytes
            self._check_packet(argument, pointer, size_bytes, state, end, user)
        elif region.kind in _BOUNDED:
            self._check_bounds(argument, pointer, size_bytes, state, user)

    # ------------------------------------------------------------------------ pointers

    def check_alive(self, expr: Expr, region: Region, state: State, user: str = "") -> None:
        """Check that a pointer is not NULL and was not given back."""
        if state.nullness_of(region) is not Nullness.NO:
            self._say_null(expr, region, user)
            state.nullness[region] = Nullness.NO
        if state.is_released(region):
            self._say_released(expr, region, state, user)

    def _say_null(self, expr: Expr, region: Region, user: str) -> None:
        name = describe_pointer(expr)
        maker = f"'{region.maker}'"
        what = f"'{name}'" if name else f"the result of {maker}"
        if user:
            message = f"{what} may be NULL, and '{user}' does not take NULL"
        else:
            message = f"{what} may be NULL where it is used here"
        diagnostic = self.machine.say("null-pointer", expr.loc, region, message)
        if diagnostic is not None:
            if region.call is not None:
                diagnostic.note(f"{maker} returns NULL when there is nothing", region.call.loc)
            checked = name or "pointer"
            diagnostic.note(f"compare it first: if (!{checked}) return …;")

    def _say_released(self, expr: Expr, region: Region, state: State, user: str) -> None:
        name = describe_pointer(expr)
        what = f"'{name}'" if name else f"what '{region.maker}' returned"
        used = f"passed to '{user}'" if user else "used"
        diagnostic = self.machine.say(
            "use-after-release", expr.loc, region, f"{what} is {used} after it was given back"
        )
        if diagnostic is not None:
            diagnostic.note("given back here", state.released_at.get(region, 0))

    def _check_context(self, lvalue: Expr, region: Region, *, is_write: bool) -> None:
        """A member of the context that this type of program cannot read, or not write."""
        context, match = self.machine.context, self.machine.match
        field = _member_of(lvalue)
        if context is None or match is None or field is None or field.name is None:
            return
        if region.maker != context.tag or _outermost_tag(lvalue) != context.tag:
            return
        is_readable = field.name not in context.unreadable
        if is_readable and (not is_write or field.name in context.writable):
            return
        action = "write" if is_readable else "read"
        spoken = spell_kind(match.kind)
        diagnostic = self.machine.say(
            "context-access",
            lvalue.loc,
            (field.name, action, spoken),
            f"{spoken} programs cannot {action} '{field.name}' of 'struct {context.tag}'",
        )
        if diagnostic is not None and action == "write" and context.writable:
            names = ", ".join(sorted(context.writable))
            diagnostic.note(f"they can write: {names}")
        elif diagnostic is not None and field.name in ("data", "data_end"):
            diagnostic.note("bpf_skb_load_bytes() copies bytes of the packet")

    def _check_writable(self, lvalue: Expr, region: Region) -> None:
        """A packet that this type of program can only read, or a constant of the program."""
        match = self.machine.match
        if region.kind is RegionKind.PACKET and match and not is_packet_writable(match.kind):
            diagnostic = self.machine.say(
                "read-only",
                lvalue.loc,
                region,
                f"{spell_kind(match.kind)} programs cannot write into the packet",
            )
            if diagnostic is not None:
                diagnostic.note("bpf_skb_store_bytes() writes it in programs that have it, as tc's")
        variable = region.variable
        if region.kind is not RegionKind.GLOBAL or variable is None:
            return
        # The compiler drops what is written to constants that are not volatile.
        quals = variable.type.quals
        if quals & CONST and quals & VOLATILE and not variable.attributes.section:
            diagnostic = self.machine.say(
                "read-only",
                lvalue.loc,
                region,
                f"'{variable.name}' is const: the kernel lets nobody write to it",
            )
            if diagnostic is not None:
                diagnostic.note("declared here", variable.loc)

    def check_number(self, expr: Expr, number: Symbol | None, user: str = "") -> None:
        """A number that was cast to a pointer: the kernel does not follow those."""
        if number is None or number.source is Source.OTHER:
            return
        name = describe(expr) if user else describe_pointer(expr)
        what = f"'{name}'" if name else "this pointer"
        if number.source is Source.MEMORY:
            where = "was read from memory that others write"
        elif number.source is Source.CONTEXT:
            where = "comes out of the context as a number"
        else:
            where = f"comes from '{number.maker}' as a number"
        verdict = f"'{user}' wants a pointer" if user else "cannot be followed like a pointer"
        diagnostic = self.machine.say(
            "scalar-as-pointer", expr.loc, number, f"{what} {where}, and {verdict}"
        )
        if diagnostic is None:
            return
        if number.maker == "bpf_get_current_task":
            diagnostic.note("bpf_get_current_task_btf() returns a pointer that can be followed")
        if user:
            diagnostic.note(
                "for a key or a value, put the number into a variable and pass &variable"
            )
        diagnostic.note(
            "copy what it points at: BPF_CORE_READ(pointer, member), or "
            "bpf_probe_read_kernel(), bpf_probe_read_user()"
        )

    def is_plain(self, symbol: Symbol, state: State) -> bool:
        """Whether the kernel cannot know more of a number than is known here."""
        if symbol in state.related:
            return False
        if symbol.op == "wrap" and isinstance(symbol.left, Symbol):
            return self.is_plain(symbol.left, state)
        if symbol.source is Source.OTHER:
            return symbol.op in ("&", "%", ">>") and isinstance(symbol.right, int)
        return symbol.source is not Source.HELPER

    # -------------------------------------------------------------------------- bounds

    def _check_bounds(
        self, expr: Expr, place: Pointer, size_bytes: int, state: State, user: str = ""
    ) -> None:
        region = place.region
        if region.size_bytes is None:
            return
        low, high = _range_of(place.terms, state)
        start = place.offset + low
        if place.offset + high >= 0 and start + size_bytes <= region.size_bytes:
            if place.terms:
                self._check_index(expr, place, size_bytes, state)
            return
        where = self._spell_region(region)
        first = start if place.offset + high >= 0 else place.offset + high
        if user and not place.terms and 0 <= first <= region.size_bytes:
            left = region.size_bytes - first
            message = f"'{user}' is told of {size_bytes} bytes, and {where} has {left} there"
        else:
            end = first + size_bytes
            message = (
                f"this is outside of {where}: bytes {first} to {end - 1} of {region.size_bytes}"
            )
        diagnostic = self.machine.say(_BOUNDED[region.kind], expr.loc, region, message)
        if diagnostic is not None and region.variable is not None:
            diagnostic.note(f"'{region.variable.name}' is declared here", region.variable.loc)

    def _check_index(self, expr: Expr, place: Pointer, size_bytes: int, state: State) -> None:
        """An index that may be too large or negative, for all that was compared."""
        region = place.region
        if len(place.terms) != 1 or region.size_bytes is None:
            return
        symbol, factor = place.terms[0]
        low, high = _range_of(place.terms, state)
        room = region.size_bytes
        if region.kind is RegionKind.GLOBAL:
            room = max(room, _LARGEST_SECTION)  # the kernel bounds the section, not the variable
        if place.offset + low >= 0 and place.offset + high + size_bytes <= room:
            return
        if factor <= 0 or not self.is_plain(symbol, state):
            return
        first, last = state.range_of(symbol)
        code = "unbounded-value"
        if first < 0:
            problem = "the index may be negative"
        elif last == symbol.high and symbol.source is not Source.OTHER:
            problem = "nothing bounds the index"
        else:
            code, problem = _BOUNDED[region.kind], f"the index may be {last}"
        where = self._spell_region(region)
        diagnostic = self.machine.say(
            code,
            expr.loc,
            (region, symbol),
            f"this may be outside of {where}: {problem}",
        )
        if diagnostic is not None:
            count = (region.size_bytes - place.offset) // factor
            diagnostic.note(f"compare it first: if (index >= {count}) return …;")

    def _spell_region(self, region: Region) -> str:
        variable = region.variable
        if region.kind is RegionKind.MAP_VALUE and variable is not None:
            return f"a value of map '{variable.name}'"
        if variable is not None and variable.name:
            return f"'{variable.name}'"
        return f"what '{region.maker}' returned" if region.maker else "the object"

    def _check_alignment(self, lvalue: Expr, place: Pointer, size_bytes: int) -> None:
        """A wide access to the stack at an odd place, through a pointer that was cast."""
        variable = place.region.variable
        if variable is None or place.terms or size_bytes not in (2, 4, 8):
            return
        if align_of(lvalue.type) < size_bytes or not _goes_through_pointer(lvalue):
            return
        declared = max(align_of(variable.type), variable.attributes.align_bytes)
        if declared >= size_bytes and place.offset % size_bytes:
            diagnostic = self.machine.say(
                "misaligned",
                lvalue.loc,
                place.region,
                f"{size_bytes} bytes are accessed at byte {place.offset} of '{variable.name}': on "
                "the stack that has to be a multiple of the size",
            )
            if diagnostic is not None:
                diagnostic.note("copy it with __builtin_memcpy() instead")

    # -------------------------------------------------------------------------- packet

    def _end_of(self, lvalue: Expr, place: Pointer) -> int:
        """Where the struct ends that an lvalue is a member of: what one check would cover."""
        start = place.offset
        while isinstance(lvalue, Member) and isinstance(lvalue.base, (Member, Deref)):
            start -= lvalue.field.offset_bits // 8
            lvalue = lvalue.base
        return start + (size_of(lvalue.type) or 0)

    def _check_packet(
        self, expr: Expr, place: Pointer, size_bytes: int, state: State, end: int, user: str = ""
    ) -> None:
        region = place.region
        if region.generation != state.generation:
            self._say_stale(expr, region, state)
            return
        needed = place.offset + size_bytes
        key = (region.generation, place.terms)
        have = state.checked.get(key, 0)
        if state.is_blind or needed <= have or place.offset < 0:
            return
        if self._is_covered(place.terms, needed, region.generation, state):
            return
        state.checked[key] = max(needed, end)
        name = describe_pointer(expr)
        what = f"'{name}'" if name else "this"
        if user:
            what = f"what '{user}' is given"
        if have:
            message = (
                f"{what} may lie behind the packet's end: {have} bytes are known to be there, and "
                f"this needs {needed}"
            )
        else:
            message = f"{what} may lie behind the packet's end: nothing compares it with data_end"
        diagnostic = self.machine.say(
            "packet-bounds", expr.loc, (region, place.terms, end), message
        )
        if diagnostic is not None:
            diagnostic.note(self._advise(expr))

    def _is_covered(self, terms: Terms, needed: int, generation: int, state: State) -> bool:
        """Whether a check of another pointer makes the access safe, or may be meant to."""
        _, high = _range_of(terms, state)
        for (other_generation, other_terms), length in state.checked.items():
            if other_generation != generation or other_terms == terms:
                continue
            other_low, _ = _range_of(other_terms, state)
            if other_low + length >= high + needed:
                return True
            if _shares_symbol(terms, other_terms):
                return True
        return False

    def _say_end(self, expr: Expr, region: Region) -> None:
        """An access through a pointer that was made from the packet's end."""
        name = describe_pointer(expr)
        what = f"'{name}' points" if name else "this is"
        diagnostic = self.machine.say(
            "packet-bounds",
            expr.loc,
            region,
            f"{what} at the packet's end, which can be compared with and nothing else",
        )
        if diagnostic is not None:
            diagnostic.note("begin at data: add a bounded offset, and compare that with data_end")

    def _say_stale(self, expr: Expr, region: Region, state: State) -> None:
        helper, loc = state.moved_by
        name = describe_pointer(expr)
        what = f"'{name}'" if name else "this"
        diagnostic = self.machine.say(
            "stale-packet",
            expr.loc,
            region,
            f"{what} points into the packet as it was before '{helper}', which may have moved it",
        )
        if diagnostic is not None:
            diagnostic.note(f"'{helper}' is called here", loc)
            diagnostic.note("read data and data_end again after it, and check again")

    def _advise(self, expr: Expr) -> str:
        while isinstance(expr, (Member, PreserveAccess)):
            expr = expr.base if isinstance(expr, Member) else expr.operand
        name = describe(expr.pointer) if isinstance(expr, Deref) else ""
        if name:
            return f"check first: if ((void *)({name} + 1) > data_end) return …;"
        return "check first: if (pointer + size > data_end) return …;"

    # ----------------------------------------------------------------- uninitialised stack

    def check_written(
        self, argument: Expr, pointer: Pointer, size_bytes: int, state: State, user: str
    ) -> None:
        """Check that a variable was written before ``user`` reads it."""
        region = pointer.region
        mask = state.written.get(region)
        variable = region.variable
        if mask is None or mask == ALL_BYTES or pointer.terms or variable is None:
            return
        if pointer.offset < 0 or size_bytes <= 0:
            return
        wanted = ((1 << size_bytes) - 1) << pointer.offset
        missing = wanted & ~mask
        state.written[region] = mask | wanted
        if not missing:
            return
        if missing == wanted:
            message = f"'{user}' reads '{variable.name}', which has no value yet"
            diagnostic = self.machine.say("uninitialized-stack", argument.loc, region, message)
        else:
            first = (missing & -missing).bit_length() - 1 - pointer.offset
            diagnostic = self.machine.say(
                "uninitialized-padding",
                argument.loc,
                region,
                f"'{user}' reads all {size_bytes} bytes of '{variable.name}', of which "
                f"{missing.bit_count()} have no value: the first is byte {first}",
            )
        if diagnostic is not None:
            diagnostic.note(f"write it as: … {variable.name} = {{}};", variable.loc)


def _range_of(terms: Terms, state: State) -> tuple[int, int]:
    low = high = 0
    for symbol, factor in terms:
        a, b = state.range_of(symbol)
        if factor < 0:
            a, b = b, a
        low += factor * a
        high += factor * b
    return low, high


def _shares_symbol(terms: Terms, others: Terms) -> bool:
    names = {symbol for symbol, _ in terms}
    return any(symbol in names for symbol, _ in others)


def _is_relocated(lvalue: Expr) -> bool:
    """Whether the kernel's BTF decides where a member lies."""
    while isinstance(lvalue, (Member, PreserveAccess)):
        if isinstance(lvalue, PreserveAccess) or lvalue.field.record.preserve_access_index:
            return True
        lvalue = lvalue.base
    return False


def _holder_of(lvalue: Expr) -> Expr | None:
    """What an lvalue is a member or an element of; None if it stands for itself."""
    if isinstance(lvalue, Member):
        return lvalue.base
    if isinstance(lvalue, Index):
        return lvalue.base.operand if isinstance(lvalue.base, Convert) else lvalue.base
    return lvalue.operand if isinstance(lvalue, PreserveAccess) else None


def _member_of(lvalue: Expr) -> Field | None:
    """The outermost named member of what an lvalue is part of."""
    found = None
    while (holder := _holder_of(lvalue)) is not None:
        if isinstance(lvalue, Member) and lvalue.field.name is not None:
            found = lvalue.field
        lvalue = holder
    return found


def _outermost_tag(lvalue: Expr) -> str | None:
    """The tag of the struct that an lvalue is part of."""
    while (holder := _holder_of(lvalue)) is not None:
        lvalue = holder
    record = lvalue.type.canonical
    return record.tag if isinstance(record, Record) else None


def _goes_through_pointer(lvalue: Expr) -> bool:
    while isinstance(lvalue, (Member, PreserveAccess)):
        lvalue = lvalue.base if isinstance(lvalue, Member) else lvalue.operand
    return isinstance(lvalue, Deref)


def describe_pointer(expr: Expr) -> str:
    """The pointer that an access goes through, as C would spell it; empty if that is long."""
    while isinstance(expr, (Member, PreserveAccess)):
        expr = expr.base if isinstance(expr, Member) else expr.operand
    if isinstance(expr, Deref):
        return describe(expr.pointer)
    if isinstance(expr, Index):
        return describe(expr.base)
    return describe(expr)


def describe(expr: Expr) -> str:
    """A short expression as C spells it; empty where it is not short."""
    while isinstance(expr, (Convert, PreserveAccess)):
        expr = expr.operand
    if isinstance(expr, DeclRef):
        return expr.decl.name
    if isinstance(expr, AddressOf):
        inner = describe(expr.operand)
        return f"&{inner}" if inner else ""
    if isinstance(expr, Member):
        return _describe_member(expr)
    if isinstance(expr, Deref):
        inner = describe(expr.pointer)
        return f"*{inner}" if inner else ""
    if isinstance(expr, Index) and isinstance(expr.index, (Convert, IntLiteral)):
        base, index = describe(expr.base), describe(expr.index)
        return f"{base}[{index}]" if base and index else ""
    if isinstance(expr, PointerAdd):
        base, index = describe(expr.pointer), describe(expr.index)
        sign = "-" if expr.is_subtraction else "+"
        return f"{base} {sign} {index}" if base and index else ""
    return str(expr.value) if isinstance(expr, IntLiteral) else ""


def _describe_member(expr: Member) -> str:
    if expr.field.name is None:
        return describe(expr.base)
    base = expr.base
    while isinstance(base, (PreserveAccess, Convert)):
        base = base.operand
    while isinstance(base, Member) and base.field.name is None:
        base = base.base
    if isinstance(base, Deref):
        inner, sign = describe(base.pointer), "->"
    else:
        inner, sign = describe(base), "."
    return f"{inner}{sign}{expr.field.name}" if inner else ""
