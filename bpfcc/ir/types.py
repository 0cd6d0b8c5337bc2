"""LLVM types of C types: as they lie in memory, and as values.

An ``IRType`` knows its text, size and alignment, as LLVM's data layout for BPF has them. The
memory type of ``_Bool`` is ``i8``, its value type ``i1``; all other scalars have one type.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import Array, CType, Enum, Float, Function, Int, Pointer, Record, Vector
from bpfcc.ir.module import quote
from bpfcc.ir.record_layout import BitFieldAccess, IRType, RecordLayout, lay_out_record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.ctype import Field
    from bpfcc.ir.module import Module

_FLOATS = {0: "half", 1: "float", 2: "double", 3: "double"}


def space_suffix(space: int) -> str:
    """`` addrspace(n)`` of a pointer type or global, nothing for space 0."""
    return f" addrspace({space})" if space else ""


class TypeTable:
    """C types to LLVM types; writes the named struct types into the module when first used."""

    __slots__ = ("_layouts", "_memory", "_module", "_names", "is_big_endian")

    def __init__(self, module: Module, *, is_big_endian: bool) -> None:
        self._module = module
        self.is_big_endian = is_big_endian
        self._memory: dict[CType, IRType] = {}
        self._layouts: dict[Record, RecordLayout] = {}
        self._names: set[str] = set()

    def memory(self, type: CType) -> IRType:
        """The type of an object of C type ``type``."""
        canonical = type.canonical
        found = self._memory.get(canonical)
        if found is None:
            found = self._memory[canonical] = self._make(canonical)
        return found

    def value(self, type: CType) -> str:
        """The text of the LLVM type of a scalar value of C type ``type``."""
        canonical = type.canonical
        if canonical.is_bool:
            return "i1"
        return self.memory(canonical).text

    def layout(self, record: Record) -> RecordLayout:
        """The LLVM struct of a complete record and where its fields are in it."""
        self.memory(record)
        return self._layouts[record]

    def bit_field(self, field: Field) -> BitFieldAccess:
        """How the bits of a bit-field are reached."""
        return self.layout(field.record).bit_fields[field]

    def _make(self, type: CType) -> IRType:
        if isinstance(type, Int):
            return IRType(f"i{type.size_bytes * 8}", type.size_bytes, type.align_bytes)
        if isinstance(type, Pointer):
            return IRType("ptr" + space_suffix(type.target.address_space), 8, 8)
        if isinstance(type, Enum):
            return IRType(f"i{type.size_bytes * 8}", type.size_bytes, type.align_bytes)
        if isinstance(type, Array):
            element = self.memory(type.element)
            count = type.count or 0
            return IRType(
                f"[{count} x {element.text}]", count * element.size_bytes, element.align_bytes
            )
        if isinstance(type, Record):
            return self._make_record(type)
        if isinstance(type, Float):
            return IRType(_FLOATS[type.rank], type.size_bytes, type.align_bytes)
        if isinstance(type, Vector):
            element = self.memory(type.element)
            size = element.size_bytes * type.count
            return IRType(f"<{type.count} x {element.text}>", size, size)
        if isinstance(type, Function):
            return IRType("ptr", 8, 8)
        return IRType("i8", 1, 1)  # void, seen as an object (GNU arithmetic, sizeof)

    def _make_record(self, record: Record) -> IRType:
        kind = "union" if record.is_union else "struct"
        base = f"{kind}.{record.tag or record.typedef_name or 'anon'}"
        name = base
        number = 0
        while name in self._names:
            name = f"{base}.{number}"
            number += 1
        self._names.add(name)
        text = "%" + (name if name.isascii() else quote(name))
        if not record.is_complete:
            self._module.types.append(f"{text} = type opaque")
            return IRType(text, 1, 1)
        # Members point back through pointers only, which are all `ptr`: no cycle is possible.
        layout = lay_out_record(record, self.memory, is_big_endian=self.is_big_endian)
        self._layouts[record] = layout
        self._module.types.append(f"{text} = type {layout.body}")
        return IRType(text, layout.size_bytes, layout.align_bytes)
