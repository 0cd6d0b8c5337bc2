"""The kinds of BTF types, as objects that point at each other.

Type ids exist only inside `btf.read` and `btf.write`. A type that comes from a file may be a
shell: its class is known, its fields are decoded when one of them is first read. That makes the
kernel's 126,000 types cheap to open, and is invisible otherwise. Types are compared by identity.

A new kind of BTF touches: its class here, `KINDS` at the end, its size and decoder in `btf.read`,
what it may refer to in `btf.check`, the encoder in `btf.write`, `walk.visit_references` and
`walk.map_references`, the equality rules in `btf.dedup` and `btf.match`, the layout in
`btf.clayout`, and the printers in `btf.rawdump` and `btf.cprint`.

Source: linux/btf.h and Documentation/bpf/btf.rst of Linux.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(IntEnum):
    """BTF_KIND_*."""

    VOID = 0
    INT = 1
    PTR = 2
    ARRAY = 3
    STRUCT = 4
    UNION = 5
    ENUM = 6
    FWD = 7
    TYPEDEF = 8
    VOLATILE = 9
    CONST = 10
    RESTRICT = 11
    FUNC = 12
    FUNC_PROTO = 13
    VAR = 14
    DATASEC = 15
    FLOAT = 16
    DECL_TAG = 17
    TYPE_TAG = 18
    ENUM64 = 19


class Linkage(IntEnum):
    """BTF_FUNC_* and BTF_VAR_*: how a function or variable is linked."""

    STATIC = 0
    GLOBAL = 1
    EXTERN = 2


class IntEncoding(IntEnum):
    """BTF_INT_*: flags of an integer type."""

    SIGNED = 1
    CHAR = 2
    BOOL = 4


class Origin(Protocol):
    """Whoever made a shell and can decode it."""

    def fill(self, shell: Type) -> None:
        """Set every field of `shell`; InputError where its bytes are wrong."""


class Type:
    """Common part of all kinds. `name` is "" for an anonymous type."""

    __slots__ = ("name", "origin", "origin_id")

    kind: ClassVar[Kind] = Kind.VOID
    name: str
    origin: Origin | None
    """The table this type was read from, None for a type made in memory."""
    origin_id: int
    """Its number in `origin`. Not its number in any other table, nor in what is written."""

    if not TYPE_CHECKING:

        def __getattr__(self, attribute: str) -> Any:
            # Reached only for a slot that is not set: this is a shell.
            if attribute.startswith("origin") or self.origin is None:
                raise AttributeError(attribute)
            self.origin.fill(self)
            return object.__getattribute__(self, attribute)

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.origin = None
        self.origin_id = 0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"


class Void(Type):
    """The type without values; `VOID` is its only instance."""

    __slots__ = ()


VOID = Void("void")


class Int(Type):
    """An integer of `size_bytes`; `bits` and `offset_bits` differ from that only in old BTF."""

    __slots__ = ("bits", "encoding", "offset_bits", "size_bytes")
    kind = Kind.INT

    def __init__(
        self,
        name: str,
        size_bytes: int,
        encoding: int = 0,
        bits: int | None = None,
        offset_bits: int = 0,
    ) -> None:
        super().__init__(name)
        self.size_bytes: int = size_bytes
        self.encoding: int = encoding
        self.bits: int = size_bytes * 8 if bits is None else bits
        self.offset_bits: int = offset_bits

    @property
    def is_signed(self) -> bool:
        """Whether the integer is signed."""
        return bool(self.encoding & IntEncoding.SIGNED)


class Float(Type):
    """A floating-point number of `size_bytes`."""

    __slots__ = ("size_bytes",)
    kind = Kind.FLOAT

    def __init__(self, name: str, size_bytes: int) -> None:
        super().__init__(name)
        self.size_bytes: int = size_bytes


class Reference(Type):
    """A type that says something about one other type, `target`."""

    __slots__ = ("target",)

    def __init__(self, target: Type, name: str = "") -> None:
        super().__init__(name)
        self.target: Type = target


class Pointer(Reference):
    """A pointer to `target`."""

    __slots__ = ()
    kind = Kind.PTR


class Typedef(Reference):
    """A name for `target`."""

    __slots__ = ()
    kind = Kind.TYPEDEF

    def __init__(self, name: str, target: Type) -> None:
        super().__init__(target, name)


class Const(Reference):
    """`target`, const."""

    __slots__ = ()
    kind = Kind.CONST


class Volatile(Reference):
    """`target`, volatile."""

    __slots__ = ()
    kind = Kind.VOLATILE


class Restrict(Reference):
    """`target`, restrict."""

    __slots__ = ()
    kind = Kind.RESTRICT


class TypeTag(Reference):
    """`target` with `__attribute__((btf_type_tag("name")))`.

    With `is_attribute` the name is the text of an attribute itself, not of a tag.
    """

    __slots__ = ("is_attribute",)
    kind = Kind.TYPE_TAG

    def __init__(self, name: str, target: Type, is_attribute: bool = False) -> None:
        super().__init__(target, name)
        self.is_attribute: bool = is_attribute


class DeclTag(Reference):
    """`__attribute__((btf_decl_tag("name")))` on the declaration `target`.

    `component` is the number of the member or parameter that it stands at, -1 for all of
    `target`.
    """

    __slots__ = ("component", "is_attribute")
    kind = Kind.DECL_TAG

    def __init__(
        self, name: str, target: Type, component: int = -1, is_attribute: bool = False
    ) -> None:
        super().__init__(target, name)
        self.component: int = component
        self.is_attribute: bool = is_attribute


class Array(Type):
    """`count` elements; `index_type` is an integer type and says nothing in C."""

    __slots__ = ("count", "element", "index_type")
    kind = Kind.ARRAY

    def __init__(self, element: Type, count: int, index_type: Type) -> None:
        super().__init__()
        self.element: Type = element
        self.count: int = count
        self.index_type: Type = index_type


class Member(NamedTuple):
    """A member of a struct or union; `bitfield_bits` is 0 where it is no bit-field."""

    name: str
    type: Type
    offset_bits: int
    bitfield_bits: int = 0


class Composite(Type):
    """What structs and unions share.

    `kind_flag` says that the file encodes bit-field widths with the members; it is set for any
    type that has bit-fields.
    """

    __slots__ = ("kind_flag", "members", "size_bytes")
    keyword: ClassVar[str]

    def __init__(
        self, name: str, size_bytes: int, members: Iterable[Member] = (), kind_flag: bool = False
    ) -> None:
        super().__init__(name)
        self.size_bytes: int = size_bytes
        self.members: list[Member] = list(members)
        self.kind_flag: bool = kind_flag


class Struct(Composite):
    """A struct."""

    __slots__ = ()
    kind = Kind.STRUCT
    keyword = "struct"


class Union(Composite):
    """A union."""

    __slots__ = ()
    kind = Kind.UNION
    keyword = "union"


class Forward(Type):
    """A struct or union that is declared and nowhere defined."""

    __slots__ = ("is_union",)
    kind = Kind.FWD

    def __init__(self, name: str, is_union: bool = False) -> None:
        super().__init__(name)
        self.is_union: bool = is_union

    @property
    def keyword(self) -> str:
        """`struct` or `union`."""
        return "union" if self.is_union else "struct"


class Enumerator(NamedTuple):
    """A named constant."""

    name: str
    value: int


class Enum(Type):
    """An enumeration whose values fit 32 bits; without values it is only declared."""

    __slots__ = ("is_signed", "size_bytes", "values")
    kind = Kind.ENUM
    keyword = "enum"

    def __init__(
        self,
        name: str,
        size_bytes: int = 4,
        values: Iterable[Enumerator] = (),
        is_signed: bool = False,
    ) -> None:
        super().__init__(name)
        self.size_bytes: int = size_bytes
        self.values: list[Enumerator] = list(values)
        self.is_signed: bool = is_signed


class Enum64(Enum):
    """An enumeration with 64-bit values."""

    __slots__ = ()
    kind = Kind.ENUM64


class Parameter(NamedTuple):
    """A parameter of a function; one of type VOID at the end stands for `...`."""

    name: str
    type: Type


class FunctionPrototype(Type):
    """What a function takes and returns."""

    __slots__ = ("parameters", "result")
    kind = Kind.FUNC_PROTO

    def __init__(self, result: Type, parameters: Iterable[Parameter] = ()) -> None:
        super().__init__()
        self.result: Type = result
        self.parameters: list[Parameter] = list(parameters)

    @property
    def is_variadic(self) -> bool:
        """Whether the last parameter is `...`."""
        return bool(self.parameters) and self.parameters[-1].type is VOID


class Function(Type):
    """A function: defined where its linkage is not EXTERN."""

    __slots__ = ("linkage", "prototype")
    kind = Kind.FUNC

    def __init__(self, name: str, prototype: Type, linkage: int = Linkage.STATIC) -> None:
        super().__init__(name)
        self.prototype: Type = prototype
        """A FunctionPrototype in every valid BTF."""
        self.linkage: int = linkage


class Variable(Type):
    """A global or static variable."""

    __slots__ = ("linkage", "target")
    kind = Kind.VAR

    def __init__(self, name: str, target: Type, linkage: int = Linkage.GLOBAL) -> None:
        super().__init__(name)
        self.target: Type = target
        self.linkage: int = linkage


class SectionVariable(NamedTuple):
    """What lies in a data section; `variable` is a Variable, in `.ksyms` also a Function."""

    variable: Type
    offset_bytes: int
    size_bytes: int


class DataSection(Type):
    """An ELF section with variables; compilers leave sizes and offsets to the loader."""

    __slots__ = ("size_bytes", "variables")
    kind = Kind.DATASEC

    def __init__(
        self, name: str, size_bytes: int = 0, variables: Iterable[SectionVariable] = ()
    ) -> None:
        super().__init__(name)
        self.size_bytes: int = size_bytes
        self.variables: list[SectionVariable] = list(variables)


MODIFIERS = (Const, Volatile, Restrict, TypeTag)
"""References that qualify their target and take no space of their own."""

KINDS: dict[int, type[Type]] = {
    cls.kind: cls
    for cls in (
        Int,
        Pointer,
        Array,
        Struct,
        Union,
        Enum,
        Forward,
        Typedef,
        Volatile,
        Const,
        Restrict,
        Function,
        FunctionPrototype,
        Variable,
        DataSection,
        Float,
        DeclTag,
        TypeTag,
        Enum64,
    )
}
"""The class of each kind that a file can hold."""
