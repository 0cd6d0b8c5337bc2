"""How values cross calls: clang's ABI for BPF.

Scalars go as they are; integers narrower than ``int`` say how they are extended, in parameters
only. A record of up to 8 bytes goes as one integer, of up to 16 as ``[2 x i64]``, a larger one
by reference to a copy (``byval``); an empty one not at all. A record result is written through
a hidden first parameter (``sret``).

A private signature is for a static function that is only called by name, where LLVM could not
do with that: what the five argument registers have no room for goes through memory of the
caller's, a result that one register is too few for likewise, and the caller makes the copies.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import CType, Function, integer_of
from bpfcc.frontend.layout import align_of, size_of, transparent_member
from bpfcc.ir.record_layout import integer_type, round_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.ir.types import TypeTable


_REGISTERS = 5


class Passing:
    """How one value goes.

    ``kind``: ``direct``, ``coerce`` (a record as ``text``), ``indirect`` (by reference) or
    ``ignore``. ``text`` is the LLVM type; ``attributes`` follow it, each after a space.
    ``offset_bytes`` is its place in the memory that the last argument points at, -1 for what
    goes in registers.
    """

    __slots__ = ("attributes", "kind", "offset_bytes", "text", "type")

    def __init__(self, kind: str, type: CType, text: str, attributes: str) -> None:
        self.kind = kind
        self.type = type
        self.text = text
        self.attributes = attributes
        self.offset_bytes = -1

    @property
    def register_count(self) -> int:
        """How many registers it takes."""
        if self.kind == "ignore":
            return 0
        return 2 if self.text in ("[2 x i64]", "i128") else 1


class Signature:
    """The LLVM shape of a function type.

    ``result`` is its LLVM return type; ``returns_indirect``: the value goes through ``sret``,
    whose attributes at a definition are ``sret_definition``, at a call ``sret_call``.
    ``wide_result``: the type of a scalar that one register is too few for and that goes the same
    way, or nothing. ``memory_bytes``: how much goes through memory. ``is_private``: see above.
    """

    __slots__ = (
        "is_private", "is_variadic", "memory_bytes", "params", "result", "result_attributes",
        "returns_indirect", "sret_call", "sret_definition", "wide_result",
    )  # fmt: skip

    def __init__(self) -> None:
        self.params: list[Passing] = []
        self.result = "void"
        self.result_attributes = ""
        self.returns_indirect = False
        self.wide_result = ""
        self.sret_definition = ""
        self.sret_call = ""
        self.is_variadic = False
        self.is_private = False
        self.memory_bytes = 0

    @property
    def type_text(self) -> str:
        """The function type, as an indirect or variadic call needs it."""
        params = [p.text for p in self.params if p.kind != "ignore"]
        if self.returns_indirect or self.wide_result:
            params.insert(0, "ptr")
        if self.is_variadic:
            params.append("...")
        return f"{self.result} ({', '.join(params)})"


def pass_value(type: CType, types: TypeTable) -> Passing:
    """How an argument of ``type`` goes."""
    canonical = type.canonical
    member = transparent_member(type)
    if member is not None:
        passing = pass_value(member.type, types)
        passing.type = type
        if passing.kind == "direct":
            passing.kind = "coerce"
            if "ext" not in passing.attributes:
                passing.attributes = ""
        return passing
    if canonical.is_record:
        bits = 8 * (size_of(canonical) or 0)
        if not bits:
            return Passing("ignore", type, "", "")
        if bits <= 64:
            return Passing("coerce", type, f"i{round_up(bits, 8)}", "")
        if bits <= 128:
            return Passing("coerce", type, "[2 x i64]", "")
        memory = types.memory(canonical)
        by_value = f" noundef byval({memory.text}) align {align_of(canonical)}"
        return Passing("indirect", type, "ptr", by_value)
    attributes = " noundef"
    if canonical.is_integer:
        integer = integer_of(canonical)
        if integer.size_bytes < 4:
            attributes += " signext" if integer.signed else " zeroext"
    return Passing("direct", type, types.value(type), attributes)


def make_private(signature: Signature) -> None:
    """Change a signature to a private one."""
    signature.is_private = True
    if signature.result == "i128":
        signature.wide_result = signature.result
        signature.result = "void"
    used = 1 if signature.returns_indirect or signature.wide_result else 0
    overflows = used + sum(p.register_count for p in signature.params) > _REGISTERS
    for passing in signature.params:
        if passing.kind == "indirect":
            passing.attributes = " noundef"
        count = passing.register_count
        # The last register is for the address of what has none.
        if overflows and count and used + count > _REGISTERS - 1:
            used = _REGISTERS - 1
            passing.offset_bytes = signature.memory_bytes
            signature.memory_bytes += 8 * count
        used += count


def coerced_size_bytes(passing: Passing) -> tuple[int, int]:
    """Size and alignment of the value a ``coerce`` travels as."""
    if passing.text.startswith("["):
        return 16, 8
    if passing.text.startswith("ptr"):
        return 8, 8
    type = integer_type(int(passing.text[1:]))
    return type.size_bytes, type.align_bytes


def sign_function(
    result: CType, params: tuple[CType, ...] | list[CType], types: TypeTable, *, variadic: bool
) -> Signature:
    """The signature of a function of this result and these parameters."""
    signature = Signature()
    signature.is_variadic = variadic
    canonical = result.canonical
    if canonical.is_record:
        signature.returns_indirect = True
        memory = types.memory(canonical)
        tail = f"sret({memory.text}) align {align_of(canonical)}"
        signature.sret_definition = f" dead_on_unwind noalias writable {tail}"
        signature.sret_call = f" dead_on_unwind writable {tail}"
    elif not canonical.is_void:
        signature.result = types.value(result)
    signature.params = [pass_value(param, types) for param in params]
    return signature


def sign_type(type: Function, types: TypeTable) -> Signature:
    """The signature of a function type; one without prototype takes anything (``...``)."""
    variadic = type.variadic or not type.prototyped
    return sign_function(type.result, type.params, types, variadic=variadic)
