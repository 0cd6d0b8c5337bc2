"""C types as LLVM debug metadata, of which LLVM makes BTF.

Only what BTF can show is written: no lines and scopes of types, no types of local variables.
A record is a definition where BTF will need one, otherwise a forward declaration, and its
members are not even looked at; which of the two it is, is known when everything has been
lowered, so a record gets its number at first mention and its node in ``finish``.

LLVM's ``BTFDebug`` visits a type in one of three ways, and ``Need`` follows it:

* ``FULL``: everything reachable is defined, through pointers too (variables, parameters of
  functions and of function pointers, array elements, CO-RE roots).
* ``MEMBER``: the type of a member of a record.
* ``POINTEE``: below a pointer without type tags in a member; a named record here need not be
  defined.
"""

from __future__ import annotations

from enum import IntEnum

from bpfcc.frontend.ctype import (
    CONST,
    RESTRICT,
    VOLATILE,
    Array,
    CType,
    Enum,
    Field,
    Float,
    Function,
    Int,
    Pointer,
    Qualified,
    Record,
    Tagged,
    Typedef,
    Vector,
)
from bpfcc.frontend.layout import size_of
from bpfcc.ir.module import Metadata, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Need(IntEnum):
    """How much of a type BTF will show; smaller is more."""

    FULL = 0
    MEMBER = 1
    POINTEE = 2


def _split_tags(target: CType) -> tuple[CType, tuple[str, ...]]:
    """What a pointer points at, and the type tags on it, which belong to the pointer."""
    tags: tuple[str, ...] = ()
    inner = target.base if isinstance(target, Qualified) else target
    while isinstance(inner, Tagged):
        tags = inner.tags + tags
        inner = inner.base
    return target, tags


_QUALIFIERS = ((CONST, "const"), (VOLATILE, "volatile"), (RESTRICT, "restrict"))


class DebugTypes:
    """The metadata of types.

    ``complete`` asks the front end for a record's definition, ``has_definition`` whether there
    is one.
    """

    __slots__ = (
        "_complete", "_demanded", "_has_definition", "_map_records", "_metadata", "_needs",
        "_nodes", "_queue", "_records", "_visited",
    )  # fmt: skip

    def __init__(
        self,
        metadata: Metadata,
        complete: Callable[[Record | Enum], bool],
        has_definition: Callable[[Record | Enum], bool],
    ) -> None:
        self._metadata = metadata
        self._complete = complete
        self._has_definition = has_definition
        self._nodes: dict[CType, str] = {}
        self._needs: dict[CType, Need] = {}
        self._records: dict[Record, int] = {}
        self._demanded: set[Record] = set()
        self._map_records: set[Record] = set()
        self._queue: list[Record] = []
        self._visited: set[str] = set()

    def reference(self, type: CType, need: Need = Need.FULL) -> str:
        """The node of ``type`` (``null`` for void), of which ``need`` will be shown."""
        known = self._needs.get(type)
        if known is not None and known <= need:
            node = self._nodes[type]
        else:
            self._needs[type] = need
            node = self._make(type, need)
            self._nodes[type] = node
        if need is Need.MEMBER and node in self._visited:
            self._visit_again(type)
        self._visited.add(node)
        return node

    def _visit_again(self, type: CType) -> None:
        """A member has a type that was met before: LLVM then looks through it once more.

        It stops at a pointer to a record, but shows the record behind a qualifier or typedef
        below a pointer, which it left out the first time.
        """
        is_pointer = False
        while True:
            if isinstance(type, Pointer):
                is_pointer = not _split_tags(type.target)[1]
                type = type.target
            elif isinstance(type, (Qualified, Tagged)):
                is_pointer = is_pointer and isinstance(type, Tagged)
                type = type.base
            elif isinstance(type, Typedef):
                is_pointer = False
                type = type.target
            else:
                break
        if isinstance(type, Record) and not is_pointer:
            self.demand(type)

    def demand(self, record: Record) -> None:
        """Let ``record`` be a definition."""
        if record in self._demanded:
            return
        self._demanded.add(record)
        self._number(record)
        self._queue.append(record)

    def demand_map(self, type: CType) -> None:
        """``type`` is that of a variable in ``.maps``: BTF shows all that its members say."""
        canonical = type.canonical
        while isinstance(canonical, Array):
            canonical = canonical.element.canonical
        if isinstance(canonical, Record) and canonical not in self._map_records:
            self._map_records.add(canonical)
            for field in canonical.fields or ():
                self.reference(field.type)
                self.demand_map(field.type)

    def finish(self) -> None:
        """Write the records: definitions of the demanded ones, declarations of the others."""
        while self._queue:
            record = self._queue.pop()
            self._define(record)
        for record, number in self._records.items():
            if record not in self._demanded:
                self._metadata.define(number, self._mention(record))

    def annotations(self, tags: Iterable[str], kind: str = "btf_decl_tag") -> str:
        """``, annotations: !n`` for tags, or nothing."""
        node = self._metadata.node
        items = [node(f"!{{!{quote(kind)}, !{quote(tag)}}}") for tag in tags]
        if not items:
            return ""
        return f", annotations: {node('!{' + ', '.join(items) + '}')}"

    # -- one kind each

    def _make(self, type: CType, need: Need) -> str:
        if isinstance(type, Typedef):
            return self._typedef(type, need)
        if isinstance(type, Qualified):
            return self._qualified(type, need)
        if isinstance(type, Tagged):
            return self.reference(type.base, need)
        if isinstance(type, Pointer):
            return self._pointer(type, need)
        if isinstance(type, Record):
            return self._record(type, need)
        if isinstance(type, Array):
            return self._array(type)
        if isinstance(type, Function):
            return self.function(type)
        if isinstance(type, Enum):
            return self._enum(type)
        if isinstance(type, (Int, Float)):
            return self._basic(type)
        if isinstance(type, Vector):
            return self._vector(type)
        return "null"

    def _basic(self, type: Int | Float) -> str:
        if isinstance(type, Float):
            encoding = "float"
        elif type.is_bool:
            encoding = "boolean"
        elif type.size_bytes == 1:
            encoding = "signed_char" if type.signed else "unsigned_char"
        else:
            encoding = "signed" if type.signed else "unsigned"
        return self._metadata.node(
            f"!DIBasicType(name: {quote(type.name)}, size: {type.size_bytes * 8}, "
            f"encoding: DW_ATE_{encoding})"
        )

    def _derive(self, tag: str, base: str, rest: str = "") -> str:
        return self._metadata.node(f"!DIDerivedType(tag: DW_TAG_{tag}, {rest}baseType: {base})")

    def _typedef(self, type: Typedef, need: Need) -> str:
        base = self.reference(type.target, need)
        if base == "null":
            return base  # LLVM asserts that no typedef is of void; the name is left out
        tags = self.annotations(type.decl_tags)
        return self._metadata.node(
            f"!DIDerivedType(tag: DW_TAG_typedef, name: {quote(type.name)}, baseType: {base}{tags})"
        )

    def _qualified(self, type: Qualified, need: Need) -> str:
        node = self.reference(type.base, need)
        for bit, word in reversed(_QUALIFIERS):
            if type.own_quals & bit and not type.base.quals & bit:
                node = self._derive(f"{word}_type", node)
        return node

    def _pointer(self, type: Pointer, need: Need) -> str:
        target, tags = _split_tags(type.target)
        # A pointer with tags does not count: what it points at is shown as if it were there.
        below = Need.POINTEE if need is Need.MEMBER and not tags else need
        base = self.reference(target, below)
        notes = self.annotations(tags, "btf_type_tag")
        return self._metadata.node(
            f"!DIDerivedType(tag: DW_TAG_pointer_type, baseType: {base}, size: 64{notes})"
        )

    def _array(self, type: Array) -> str:
        counts: list[str] = []
        element: CType = type
        while isinstance(element, Array):
            count = -1 if element.count is None else element.count
            counts.append(self._metadata.node(f"!DISubrange(count: {count})"))
            element = element.element
        base = self.reference(element)
        size = 8 * (size_of(type) or 0)
        subscripts = self._metadata.node("!{" + ", ".join(counts) + "}")
        return self._metadata.node(
            f"!DICompositeType(tag: DW_TAG_array_type, baseType: {base}, size: {size}, "
            f"elements: {subscripts})"
        )

    def _vector(self, type: Vector) -> str:
        base = self.reference(type.element)
        count = self._metadata.node(f"!DISubrange(count: {type.count})")
        return self._metadata.node(
            f"!DICompositeType(tag: DW_TAG_array_type, baseType: {base}, "
            f"size: {8 * (size_of(type) or 0)}, flags: DIFlagVector, "
            f"elements: {self._metadata.node('!{' + count + '}')})"
        )

    def function(self, type: Function, *, is_definition: bool = False) -> str:
        """The ``DISubroutineType`` of a function type; a definition's parameters are known."""
        parts = [self.reference(type.result)]
        parts += [self.reference(param) for param in type.params]
        if type.variadic or not (type.prototyped or is_definition):
            parts.append("null")
        types = self._metadata.node("!{" + ", ".join(parts) + "}")
        return self._metadata.node(f"!DISubroutineType(types: {types})")

    def _enum(self, type: Enum) -> str:
        if type in self._nodes:
            return self._nodes[type]
        name = f"name: {quote(type.tag)}, " if type.tag else ""
        if not type.is_complete and not self._complete(type):
            return self._metadata.node(
                f"!DICompositeType(tag: DW_TAG_enumeration_type, {name}flags: DIFlagFwdDecl)"
            )
        underlying = type.underlying
        assert underlying is not None
        unsigned = "" if underlying.signed else ", isUnsigned: true"
        node = self._metadata.node
        items = [
            node(f"!DIEnumerator(name: {quote(n)}, value: {value}{unsigned})")
            for n, value in type.enumerators
        ]
        return self._metadata.distinct(
            f"!DICompositeType(tag: DW_TAG_enumeration_type, {name}"
            f"baseType: {self.reference(underlying)}, size: {underlying.size_bits}, "
            f"elements: {node('!{' + ', '.join(items) + '}')}"
            f"{self.annotations(type.decl_tags)})"
        )

    # -- records

    def _number(self, record: Record) -> int:
        number = self._records.get(record)
        if number is None:
            number = self._records[record] = self._metadata.reserve()
        return number

    def _record(self, record: Record, need: Need) -> str:
        number = self._number(record)
        if need is not Need.POINTEE or not record.tag:
            self.demand(record)
        return f"!{number}"

    def _head(self, record: Record) -> str:
        kind = "union" if record.is_union else "structure"
        name = f", name: {quote(record.tag)}" if record.tag else ""
        return f"!DICompositeType(tag: DW_TAG_{kind}_type{name}"

    def _mention(self, record: Record) -> str:
        """A record of which BTF shows the name only.

        LLVM puts the declaration of one that is defined at the end, where it would have
        stood had nothing needed it; of one that is not, where it is mentioned.
        """
        if self._has_definition(record):
            return f"distinct {self._head(record)}, elements: {self._metadata.node('!{}')})"
        return self._forward(record)

    def _forward(self, record: Record) -> str:
        return f"{self._head(record)}, flags: DIFlagFwdDecl)"

    def _define(self, record: Record) -> None:
        number = self._records[record]
        if not record.is_complete and not self._complete(record):
            self._metadata.define(number, self._forward(record))
            return
        scope = f"!{number}"
        members = [
            self._member(field, scope)
            for field in record.fields or ()
            if field.name is not None or field.is_anonymous_record
        ]
        elements = self._metadata.node("!{" + ", ".join(members) + "}")
        self._metadata.define(
            number,
            f"distinct {self._head(record)}, size: {record.size_bytes * 8}, "
            f"elements: {elements}{self.annotations(record.decl_tags)})",
        )

    def _member(self, field: Field, scope: str) -> str:
        base = self.reference(field.type, Need.MEMBER)
        name = f"name: {quote(field.name)}, " if field.name else ""
        size = field.bit_width
        flags = ", flags: DIFlagBitField"
        if size is None:
            size = 8 * (size_of(field.type) or 0)
            flags = ""
        offset = f", offset: {field.offset_bits}" if field.offset_bits else ""
        return self._metadata.node(
            f"!DIDerivedType(tag: DW_TAG_member, {name}scope: {scope}, baseType: {base}, "
            f"size: {size}{offset}{flags}{self.annotations(field.decl_tags)})"
        )
