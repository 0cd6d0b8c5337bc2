"""Type-based alias analysis metadata, as clang 22 writes it.

A scalar type is a node ``{name, parent, 0}`` below ``omnipotent char``; a pointer's is
``p1 int``, ``p2 _ZTS3foo`` … below ``any pointer``; a struct lists its fields' nodes and
offsets. An access is tagged ``{base, access, offset}``. What an lvalue needs for its tag travels
as an ``Access``.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import (
    Array,
    CType,
    Enum,
    Int,
    Pointer,
    Qualified,
    Record,
    Tagged,
    Typedef,
    to_signed,
)
from bpfcc.frontend.layout import size_of
from bpfcc.ir.module import Metadata, quote
from bpfcc.ir.record_layout import has_no_storage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.ir.types import TypeTable


class Access:
    """What is known of an access: the struct it goes through, its own type, its offset.

    ``base`` and ``type`` are metadata references; ``base`` None: not through a struct.
    """

    __slots__ = ("base", "is_may_alias", "offset_bytes", "type")

    def __init__(
        self,
        type: str | None,
        base: str | None = None,
        offset_bytes: int = 0,
        *,
        is_may_alias: bool = False,
    ) -> None:
        self.type = type
        self.base = base
        self.offset_bytes = offset_bytes
        self.is_may_alias = is_may_alias


MAY_ALIAS = Access(None, is_may_alias=True)
NO_ACCESS = Access(None)


def has_may_alias(type: CType) -> bool:
    """Whether ``type``, or a typedef on the way to it, has the attribute ``may_alias``."""
    while True:
        if isinstance(type, Record):
            return type.may_alias
        if isinstance(type, Typedef):
            if type.may_alias:
                return True
            type = type.target
        elif isinstance(type, (Qualified, Tagged)):
            type = type.base
        else:
            return False


def is_base_type(type: CType) -> bool:
    """Whether accesses to members of ``type`` are told by path: a complete, fixed struct."""
    record = type.canonical
    return (
        isinstance(record, Record)
        and not record.is_union
        and record.is_complete
        and not record.has_flexible
    )


MOST_FIELDS = 10_000
"""Fields of a copied struct that are told to LLVM: structs of structs may have billions."""


class TypeAliases:
    """Makes the metadata; with ``enabled`` False everything it gives is empty."""

    __slots__ = (
        "_bases", "_char", "_metadata", "_pointers", "_structs", "_types", "enabled", "types",
    )  # fmt: skip

    def __init__(self, metadata: Metadata, types: TypeTable, *, enabled: bool) -> None:
        self._metadata = metadata
        self.types = types
        self.enabled = enabled
        self._types: dict[CType, str] = {}
        self._bases: dict[Record, str] = {}
        self._structs: dict[CType, str] = {}
        self._pointers: list[str] = []
        self._char = ""

    def access(self, type: CType) -> Access:
        """How an lvalue of C type ``type`` is accessed when nothing else is known of it."""
        if not self.enabled:
            return NO_ACCESS
        if has_may_alias(type):
            return MAY_ALIAS
        return Access(self.type_node(type))

    def field_access(self, base: Access, record: Record, offset_bits: int, type: CType) -> Access:
        """The access to a field of an lvalue whose access is ``base``."""
        if not self.enabled:
            return NO_ACCESS
        if base.is_may_alias or record.may_alias or record.is_union or type.is_vector:
            return MAY_ALIAS
        base_node = base.base
        if base_node is None:
            if not is_base_type(record):
                return Access(self.type_node(type))
            base_node = self._base_node(record)
        return Access(self.type_node(type), base_node, base.offset_bytes + offset_bits // 8)

    def element_access(self, array: Access, type: CType) -> Access:
        """The access to an element of a member array: a plain one, or still may-alias."""
        return MAY_ALIAS if array.is_may_alias else self.access(type)

    def tag(self, access: Access) -> str:
        """``, !tbaa !n`` for an instruction, or nothing."""
        if not self.enabled:
            return ""
        type = self.char() if access.is_may_alias else access.type
        if type is None:
            return ""
        base = access.base
        if base is None or access.is_may_alias:
            return f", !tbaa {self._metadata.node(f'!{{{type}, {type}, i64 0}}')}"
        text = f"!{{{base}, {type}, i64 {access.offset_bytes}}}"
        return f", !tbaa {self._metadata.node(text)}"

    def char(self) -> str:
        """The node of character types, which alias everything."""
        if not self._char:
            root = self._metadata.node('!{!"Simple C/C++ TBAA"}')
            self._char = self._metadata.node(f'!{{!"omnipotent char", {root}, i64 0}}')
        return self._char

    def type_node(self, type: CType) -> str:
        """The node of a type."""
        if has_may_alias(type):
            return self.char()
        canonical = type.canonical
        found = self._types.get(canonical)
        if found is None:
            if is_base_type(canonical):
                assert isinstance(canonical, Record)
                found = self._base_node(canonical)
            else:
                found = self._make_node(canonical)
            self._types[canonical] = found
        return found

    def _scalar(self, name: str, parent: str) -> str:
        return self._metadata.node(f"!{{!{quote(name)}, {parent}, i64 0}}")

    def _make_node(self, type: CType) -> str:
        if isinstance(type, Enum) and type.underlying is not None:
            type = type.underlying
        if isinstance(type, Int):
            if type.size_bytes == 1 and not type.is_bool:
                return self.char()
            return self._scalar(to_signed(type).name if not type.is_bool else "_Bool", self.char())
        if isinstance(type, Pointer):
            return self._pointer_node(type)
        if type.is_floating:
            return self._scalar(str(type), self.char())
        return self.char()

    def _any_pointer(self, depth: int) -> str:
        pointers = self._pointers
        while len(pointers) < depth:
            level = len(pointers) + 1
            name = "any pointer" if level == 1 else f"any p{level} pointer"
            pointers.append(self._scalar(name, pointers[-1] if pointers else self.char()))
        return pointers[depth - 1]

    def _pointer_node(self, type: CType) -> str:
        depth = 0
        while isinstance(type, Pointer):
            depth += 1
            type = type.target.canonical
            while isinstance(type, Array):
                type = type.element.canonical
        parent = self._any_pointer(depth)
        if isinstance(type, Int):
            if type.size_bytes == 1 and not type.is_bool:
                name = "omnipotent char"
            else:
                name = "_Bool" if type.is_bool else to_signed(type).name
        elif type.is_floating:
            name = str(type)
        elif isinstance(type, Record) and type.tag is not None:
            name = f"_ZTS{len(type.tag.encode())}{type.tag}"
        else:
            return parent
        return self._scalar(f"p{depth} {name}", parent)

    def _base_node(self, record: Record) -> str:
        found = self._bases.get(record)
        if found is not None:
            return found
        parts = [f"!{quote(record.tag or '')}"]
        for field in record.fields or ():
            if field.bit_width is not None and field.name is None:
                continue
            node = self.type_node(field.type)
            parts.append(f"{node}, i64 {field.offset_bits // 8}")
        found = self._metadata.node("!{" + ", ".join(parts) + "}")
        self._bases[record] = found
        return found

    def struct_tag(self, type: CType) -> str:
        """``, !tbaa.struct !n`` for a copy of a whole ``type``, or nothing."""
        if not self.enabled:
            return ""
        found = self._structs.get(type.canonical)
        if found is None:
            fields: list[str] = []
            found = ""
            if self._collect(0, type, fields, has_may_alias(type)):
                found = f", !tbaa.struct {self._metadata.node('!{' + ', '.join(fields) + '}')}"
            self._structs[type.canonical] = found
        return found

    def _add_field(self, fields: list[str], offset: int, size: int, type: str) -> None:
        tag = self._metadata.node(f"!{{{type}, {type}, i64 0}}")
        fields.append(f"i64 {offset}, i64 {size}, {tag}")

    def _collect(self, offset: int, type: CType, fields: list[str], may_alias: bool) -> bool:
        record = type.canonical
        if not isinstance(record, Record):
            node = self.char() if may_alias else self.type_node(type)
            self._add_field(fields, offset, size_of(type) or 0, node)
            return True
        if record.is_union:
            self._add_field(fields, offset, record.size_bytes, self.char())
            return True
        if record.has_flexible or len(fields) > MOST_FIELDS:
            return False
        layout = self.types.layout(record)
        for field in record.fields or ():
            if has_no_storage(field):
                continue
            start = offset + field.offset_bits // 8
            if field.bit_width is not None:
                access = layout.bit_fields[field]
                first = access.shift == 0
                if self.types.is_big_endian:
                    first = access.storage_bits == access.shift + access.width_bits
                if first:
                    self._add_field(fields, start, access.storage_bits // 8, self.char())
            elif not self._collect(
                start, field.type, fields, may_alias or has_may_alias(field.type)
            ):
                return False
        return True
