"""C types.

Types point at types. A type as written keeps its sugar (``Typedef``, ``Qualified``,
``Tagged``), because debug information and diagnostics show it; ``canonical`` is the type
without sugar and qualifiers, and is what rules look at: ``t.canonical is INT``, or a property
bit such as ``t.is_integer``, which every type answers for its canonical form.

Built-in types are singletons (``INT``, ``VOID`` …); records and enums have identity, one object
for each declaration; pointers, arrays and functions are compared with ``compatible``.
Sizes and alignments live in ``layout``; a record's are computed when it is completed.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.tree import Expr

CONST, VOLATILE, RESTRICT, ATOMIC = 1, 2, 4, 8


class CType:
    """Base of all types; the bits below are answered for the canonical type."""

    __slots__ = ("_pointer",)
    _pointer: Pointer

    is_void = False
    is_integer = False  # integers, _Bool, enums
    is_floating = False
    is_arithmetic = False
    is_scalar = False
    is_pointer = False
    is_array = False
    is_function = False
    is_record = False
    is_enum = False
    is_bool = False
    is_error = False
    is_vector = False

    @property
    def canonical(self) -> CType:
        """The type without typedefs, tags and qualifiers at its top."""
        return self

    @property
    def quals(self) -> int:
        """``CONST | VOLATILE | …`` at the top of the type, through typedefs."""
        return 0

    @property
    def address_space(self) -> int:
        """The address space an object of this type lives in."""
        return 0

    @property
    def unqualified(self) -> CType:
        """The type without top-level qualifiers; sugar below them is kept."""
        return self

    @property
    def pointer_to(self) -> Pointer:
        """The (unique) pointer to this type."""
        try:
            return self._pointer
        except AttributeError:
            self._pointer = Pointer(self)
            return self._pointer

    def __str__(self) -> str:
        return spell(self)


class Void(CType):
    __slots__ = ()
    is_void = True


class Error(CType):
    """The type of what could not be understood; it silences what follows from it."""

    __slots__ = ()
    is_error = True
    is_scalar = is_integer = is_arithmetic = True


class Int(CType):
    """An integer type. ``rank`` orders the conversion ranks of C11 6.3.1.1."""

    __slots__ = ("align_bytes", "name", "rank", "signed", "size_bytes")
    is_integer = is_arithmetic = is_scalar = True

    def __init__(self, name: str, size_bytes: int, signed: bool, rank: int) -> None:
        self.name = name
        self.size_bytes = size_bytes
        self.align_bytes = size_bytes
        self.signed = signed
        self.rank = rank

    @property
    def size_bits(self) -> int:
        return self.size_bytes * 8

    @property
    def is_bool(self) -> bool:  # type: ignore[override]
        return self.rank == 0

    @property
    def minimum(self) -> int:
        return -(1 << (self.size_bits - 1)) if self.signed else 0

    @property
    def maximum(self) -> int:
        if self.rank == 0:
            return 1
        return (1 << (self.size_bits - self.signed)) - 1

    def wrap(self, value: int) -> int:
        """``value`` reduced to what the type can hold (C11 6.3.1.3; _Bool: 6.3.1.2)."""
        if self.rank == 0:
            return int(value != 0)
        bits = self.size_bits
        value &= (1 << bits) - 1
        if self.signed and value >> (bits - 1):
            value -= 1 << bits
        return value


class Float(CType):
    """A floating type; BPF has no arithmetic on it, constants may be folded."""

    __slots__ = ("align_bytes", "name", "rank", "size_bytes")
    is_floating = is_arithmetic = is_scalar = True

    def __init__(self, name: str, size_bytes: int, rank: int) -> None:
        self.name = name
        self.size_bytes = size_bytes
        self.align_bytes = size_bytes
        self.rank = rank


class Pointer(CType):
    """Pointer; its own address space is its target's (``Qualified.space``)."""

    __slots__ = ("target",)
    is_pointer = is_scalar = True
    size_bytes = align_bytes = 8

    def __init__(self, target: CType) -> None:
        self.target = target


class Array(CType):
    """``count`` None: incomplete (``[]``). ``is_gnu_zero``: written ``[0]``.

    ``length`` holds the expression of a variable length array, which BPF cannot have.
    """

    __slots__ = ("count", "element", "length")
    is_array = True

    def __init__(self, element: CType, count: int | None, length: Expr | None = None) -> None:
        self.element = element
        self.count = count
        self.length = length

    @property
    def quals(self) -> int:
        return self.element.quals

    @property
    def address_space(self) -> int:
        return self.element.address_space


class Function(CType):
    """``params`` are adjusted parameter types; ``prototyped`` is False for ``f()``.

    ``fastcall``: ``__attribute__((bpf_fastcall))``, a call that clobbers its result only.
    """

    __slots__ = ("fastcall", "no_return", "params", "prototyped", "result", "variadic")
    is_function = True

    def __init__(
        self,
        result: CType,
        params: tuple[CType, ...],
        *,
        variadic: bool = False,
        prototyped: bool = True,
        no_return: bool = False,
        fastcall: bool = False,
    ) -> None:
        self.result = result
        self.params = params
        self.variadic = variadic
        self.prototyped = prototyped
        self.no_return = no_return
        self.fastcall = fastcall


class Field:
    """A member of a record.

    ``offset_bits`` counts from the start of the record (for a bit-field: of its first bit, in
    memory order on little endian, from the most significant on big endian, as DWARF 4 does);
    ``bit_width`` is None for an ordinary member. ``name`` None: anonymous struct, union or
    unnamed bit-field.
    """

    __slots__ = (
        "align_attr_bytes", "bit_width", "decl_tags", "index", "loc", "name", "offset_bits",
        "packed", "record", "type",
    )  # fmt: skip

    def __init__(self, name: str | None, type: CType, loc: int, bit_width: int | None) -> None:
        self.name = name
        self.type = type
        self.loc = loc
        self.bit_width = bit_width
        self.offset_bits = 0
        self.index = 0
        self.align_attr_bytes = 0
        self.packed = False
        self.decl_tags: tuple[str, ...] = ()
        self.record: Record

    @property
    def is_anonymous_record(self) -> bool:
        return self.name is None and self.bit_width is None and self.type.is_record


class Record(CType):
    """A struct or union. ``fields`` is None until it is defined (``is_complete``).

    Every declared member is in ``fields`` in source order, unnamed bit-fields included.
    """

    __slots__ = (
        "_by_name",
        "align_attr_bytes",
        "align_bytes",
        "decl_tags",
        "fields",
        "has_flexible",
        "is_union",
        "loc",
        "may_alias",
        "packed",
        "pragma_pack_bytes",
        "preserve_access_index",
        "preserve_static_offset",
        "scope",
        "size_bytes",
        "tag",
        "transparent",
        "typedef_name",
    )  # fmt: skip
    is_record = True

    def __init__(self, tag: str | None, is_union: bool, loc: int) -> None:
        self.tag = tag
        self.is_union = is_union
        self.loc = loc
        self.fields: list[Field] | None = None
        self.size_bytes = 0
        self.align_bytes = 1
        self.align_attr_bytes = 0
        self.packed = False
        self.pragma_pack_bytes = 0  # 0: natural
        self.has_flexible = False
        self.preserve_access_index = False
        self.preserve_static_offset = False
        self.may_alias = False
        self.transparent = False
        self.decl_tags: tuple[str, ...] = ()
        self.typedef_name: str | None = None  # first typedef of an untagged record
        self.scope: object = None  # the function it is declared in, or None
        self._by_name: dict[str, tuple[Field, ...]] = {}

    @property
    def is_complete(self) -> bool:
        return self.fields is not None

    def index_fields(self) -> None:
        """Build the name index; called once, when the record is completed."""
        for index, field in enumerate(self.fields or ()):
            field.index = index
            field.record = self
            if field.name is not None:
                self._by_name.setdefault(field.name, (field,))
            elif field.is_anonymous_record:
                inner = field.type.canonical
                assert isinstance(inner, Record)
                for name, path in inner._by_name.items():
                    self._by_name.setdefault(name, (field, *path))

    def find(self, name: str) -> tuple[Field, ...] | None:
        """The path of fields to member ``name``: several when it is in an anonymous one."""
        return self._by_name.get(name)

    def member_names(self) -> list[str]:
        """Every name ``find`` knows, for did-you-mean."""
        return list(self._by_name)


class Enum(CType):
    """An enumeration. ``underlying`` is None until it is defined."""

    __slots__ = ("decl_tags", "enumerators", "is_fixed", "loc", "packed", "scope", "tag",
                 "typedef_name", "underlying")  # fmt: skip
    is_enum = is_integer = is_arithmetic = is_scalar = True

    def __init__(self, tag: str | None, loc: int) -> None:
        self.tag = tag
        self.loc = loc
        self.underlying: Int | None = None
        self.is_fixed = False
        self.packed = False
        self.enumerators: list[tuple[str, int]] = []
        self.decl_tags: tuple[str, ...] = ()
        self.typedef_name: str | None = None
        self.scope: object = None

    @property
    def is_complete(self) -> bool:
        return self.underlying is not None

    @property
    def is_bool(self) -> bool:  # type: ignore[override]
        return self.underlying is not None and self.underlying.is_bool

    @property
    def size_bytes(self) -> int:
        return self.underlying.size_bytes if self.underlying else 4

    @property
    def align_bytes(self) -> int:
        return self.size_bytes


class Vector(CType):
    """``__attribute__((vector_size))`` / ext_vector; accepted as a type, never computed with."""

    __slots__ = ("count", "element")
    is_vector = True

    def __init__(self, element: CType, count: int) -> None:
        self.element = element
        self.count = count


class _Sugar(CType):
    """A type with another spelling; property bits are those of the canonical type."""

    __slots__ = ("_canonical",)
    _canonical: CType

    @property
    def canonical(self) -> CType:
        return self._canonical

    @property
    def is_void(self) -> bool:  # type: ignore[override]
        return self._canonical.is_void

    @property
    def is_integer(self) -> bool:  # type: ignore[override]
        return self._canonical.is_integer

    @property
    def is_floating(self) -> bool:  # type: ignore[override]
        return self._canonical.is_floating

    @property
    def is_arithmetic(self) -> bool:  # type: ignore[override]
        return self._canonical.is_arithmetic

    @property
    def is_scalar(self) -> bool:  # type: ignore[override]
        return self._canonical.is_scalar

    @property
    def is_pointer(self) -> bool:  # type: ignore[override]
        return self._canonical.is_pointer

    @property
    def is_array(self) -> bool:  # type: ignore[override]
        return self._canonical.is_array

    @property
    def is_function(self) -> bool:  # type: ignore[override]
        return self._canonical.is_function

    @property
    def is_record(self) -> bool:  # type: ignore[override]
        return self._canonical.is_record

    @property
    def is_enum(self) -> bool:  # type: ignore[override]
        return self._canonical.is_enum

    @property
    def is_bool(self) -> bool:  # type: ignore[override]
        return self._canonical.is_bool

    @property
    def is_error(self) -> bool:  # type: ignore[override]
        return self._canonical.is_error

    @property
    def is_vector(self) -> bool:  # type: ignore[override]
        return self._canonical.is_vector


class Qualified(_Sugar):
    """``base`` with qualifiers and, for ``space`` not 0, an address space.

    Never nested: ``qualify`` merges. An array's qualifiers are on its element type.
    """

    __slots__ = ("_quals", "base", "space")

    def __init__(self, base: CType, quals: int, space: int = 0) -> None:
        self.base = base
        self._quals = quals
        self.space = space
        self._canonical = base.canonical

    @property
    def quals(self) -> int:
        return self._quals | self.base.quals

    @property
    def address_space(self) -> int:
        return self.space or self.base.address_space

    @property
    def own_quals(self) -> int:
        """The qualifiers written here, without those of a typedef below."""
        return self._quals

    @property
    def unqualified(self) -> CType:
        return self.base.unqualified


class Typedef(_Sugar):
    """A typedef name; ``target`` is what it stands for.

    ``align_attr_bytes`` is set by ``typedef … __attribute__((aligned(n)))``,
    ``align_value_bytes`` by ``align_value(n)``: what pointers of the type are aligned to.
    """

    __slots__ = (
        "align_attr_bytes",
        "align_value_bytes",
        "decl_tags",
        "loc",
        "may_alias",
        "name",
        "scope",
        "target",
    )

    def __init__(self, name: str, target: CType, loc: int) -> None:
        self.name = name
        self.target = target
        self.loc = loc
        self.align_attr_bytes = 0
        self.align_value_bytes = 0
        self.may_alias = False
        self.decl_tags: tuple[str, ...] = ()
        self.scope: object = None
        self._canonical = target.canonical

    @property
    def quals(self) -> int:
        return self.target.quals

    @property
    def address_space(self) -> int:
        return self.target.address_space

    @property
    def unqualified(self) -> CType:
        return self.target.unqualified if self.target.quals else self


class Tagged(_Sugar):
    """``base`` with ``__attribute__((btf_type_tag("…")))`` strings, outermost last."""

    __slots__ = ("base", "tags")

    def __init__(self, base: CType, tags: tuple[str, ...]) -> None:
        self.base = base
        self.tags = tags
        self._canonical = base.canonical

    @property
    def quals(self) -> int:
        return self.base.quals

    @property
    def address_space(self) -> int:
        return self.base.address_space

    @property
    def unqualified(self) -> CType:
        return Tagged(self.base.unqualified, self.tags) if self.base.quals else self


VOID = Void()
ERROR = Error()
BOOL = Int("_Bool", 1, False, 0)
CHAR = Int("char", 1, True, 1)
SCHAR = Int("signed char", 1, True, 1)
UCHAR = Int("unsigned char", 1, False, 1)
SHORT = Int("short", 2, True, 2)
USHORT = Int("unsigned short", 2, False, 2)
INT = Int("int", 4, True, 3)
UINT = Int("unsigned int", 4, False, 3)
LONG = Int("long", 8, True, 4)
ULONG = Int("unsigned long", 8, False, 4)
LLONG = Int("long long", 8, True, 5)
ULLONG = Int("unsigned long long", 8, False, 5)
INT128 = Int("__int128", 16, True, 6)
UINT128 = Int("unsigned __int128", 16, False, 6)
FLOAT16 = Float("_Float16", 2, 0)
FLOAT = Float("float", 4, 1)
DOUBLE = Float("double", 8, 2)
LDOUBLE = Float("long double", 8, 3)

SIZE_T = ULONG
PTRDIFF_T = LONG
WCHAR_T = INT
CHAR16_T = USHORT
CHAR32_T = UINT

_UNSIGNED = {
    CHAR: UCHAR, SCHAR: UCHAR, SHORT: USHORT, INT: UINT, LONG: ULONG, LLONG: ULLONG,
    INT128: UINT128,
}  # fmt: skip


def to_unsigned(type: Int) -> Int:
    """The unsigned type of the same rank."""
    return _UNSIGNED.get(type, type)


def to_signed(type: Int) -> Int:
    """The signed type of the same rank."""
    for signed, unsigned in _UNSIGNED.items():
        if unsigned is type and signed is not CHAR:
            return signed
    return type


def qualify(type: CType, quals: int, space: int = 0) -> CType:
    """``type`` with more qualifiers; an array passes them to its elements (C11 6.7.3p9)."""
    if not (quals & ~type.quals) and (not space or space == type.address_space):
        return type
    canonical = type.canonical
    if isinstance(canonical, Array):
        return Array(qualify(canonical.element, quals, space), canonical.count, canonical.length)
    if isinstance(type, Qualified):
        return Qualified(type.base, type.own_quals | quals, space or type.space)
    return Qualified(type, quals, space)


def fastcall(type: CType) -> CType:
    """A function type, or a pointer to one, with ``bpf_fastcall``; other types as they are."""
    canonical = type.canonical
    if isinstance(canonical, Pointer) and canonical.target.is_function:
        return qualify(fastcall(canonical.target).pointer_to, type.quals)
    if isinstance(canonical, Function):
        return Function(
            canonical.result,
            canonical.params,
            variadic=canonical.variadic,
            prototyped=canonical.prototyped,
            no_return=canonical.no_return,
            fastcall=True,
        )
    return type


def integer_of(type: CType) -> Int:
    """The integer type that represents ``type`` (an integer or an enum)."""
    canonical = type.canonical
    if isinstance(canonical, Enum):
        return canonical.underlying or UINT
    assert isinstance(canonical, Int), type
    return canonical


def promote(type: CType, bit_width: int | None = None) -> CType:
    """Integer promotion (C11 6.3.1.1p2); ``bit_width`` for the value of a bit-field."""
    canonical = type.canonical
    if not canonical.is_integer or canonical.is_error:
        return type.unqualified
    integer = integer_of(canonical)
    if bit_width is not None:
        # A bit-field promotes by its width; one as wide as a long stays what it is.
        if bit_width < 32 or (bit_width == 32 and integer.signed):
            return INT
        if bit_width == 32:
            return UINT
        return integer if isinstance(canonical, Enum) else type.unqualified
    if integer.rank < INT.rank:
        return INT
    if isinstance(canonical, Enum):
        return integer
    return type.unqualified


def arithmetic_type(left: CType, right: CType) -> CType:
    """The common type of the usual arithmetic conversions (6.3.1.8) of promoted operands.

    A typedef name that both sides share, or that the winning side has, is kept.
    """
    a, b = left.canonical, right.canonical
    if a.is_error or b.is_error:
        return ERROR
    if isinstance(a, Float) or isinstance(b, Float):
        if not isinstance(a, Float):
            return right.unqualified
        if not isinstance(b, Float):
            return left.unqualified
        return left.unqualified if a.rank >= b.rank else right.unqualified
    assert isinstance(a, Int)
    assert isinstance(b, Int)
    if a is b:
        return left.unqualified
    if a.signed == b.signed:
        return left.unqualified if a.rank >= b.rank else right.unqualified
    unsigned, signed = (left, right) if not a.signed else (right, left)
    u, s = unsigned.canonical, signed.canonical
    assert isinstance(u, Int)
    assert isinstance(s, Int)
    if u.rank >= s.rank:
        return unsigned.unqualified
    if s.size_bytes > u.size_bytes:
        return signed.unqualified
    return to_unsigned(s)


def compatible(left: CType, right: CType) -> bool:
    """Type compatibility (C11 6.2.7), qualifiers included below the top level."""
    a, b = left.canonical, right.canonical
    if a is b or a.is_error or b.is_error:
        return True
    if isinstance(a, Pointer) and isinstance(b, Pointer):
        return (
            a.target.quals == b.target.quals
            and a.target.address_space == b.target.address_space
            and compatible(a.target, b.target)
        )
    if isinstance(a, Array) and isinstance(b, Array):
        same_count = a.count is None or b.count is None or a.count == b.count
        return same_count and a.quals == b.quals and compatible(a.element, b.element)
    if isinstance(a, Function) and isinstance(b, Function):
        return _functions_compatible(a, b)
    if isinstance(a, Enum) and isinstance(b, Int):
        return a.underlying is b
    if isinstance(b, Enum) and isinstance(a, Int):
        return b.underlying is a
    if isinstance(a, Vector) and isinstance(b, Vector):
        return a.count == b.count and compatible(a.element, b.element)
    return False


def _functions_compatible(a: Function, b: Function) -> bool:
    if not compatible(a.result, b.result):
        return False
    if not a.prototyped or not b.prototyped:
        return True
    if len(a.params) != len(b.params) or a.variadic != b.variadic:
        return False
    return all(compatible(x, y) for x, y in zip(a.params, b.params, strict=True))


def composite(left: CType, right: CType) -> CType:
    """The composite of two compatible types (C11 6.2.7p3)."""
    a, b = left.canonical, right.canonical
    if isinstance(a, Array) and isinstance(b, Array):
        if a.count is None and b.count is not None:
            return right
        return left
    if isinstance(a, Function) and isinstance(b, Function):
        if not a.prototyped and b.prototyped:
            return right
        if a.prototyped and b.prototyped and (a.params or b.params):
            params = tuple(composite(x, y) for x, y in zip(a.params, b.params, strict=False))
            if any(p is not q for p, q in zip(params, a.params, strict=False)):
                return Function(
                    composite(a.result, b.result),
                    params,
                    variadic=a.variadic,
                    no_return=a.no_return or b.no_return,
                    fastcall=a.fastcall or b.fastcall,
                )
        return left
    return left


def spell(type: CType, name: str = "") -> str:
    """The type as a C declaration of ``name`` (or abstract), as diagnostics show it."""
    if isinstance(type, Typedef):
        return _join(type.name, name)
    if isinstance(type, Qualified):
        words = _spell_quals(type.own_quals)
        if type.space:
            words = f"__attribute__((address_space({type.space}))) {words}".rstrip()
        base = type.base.canonical if not isinstance(type.base, Typedef) else type.base
        if isinstance(base, Pointer):
            return spell(base, _join(words, name))
        return f"{words} {spell(type.base, name)}"
    if isinstance(type, Tagged):
        return spell(type.base, name)
    if isinstance(type, Pointer):
        target = type.target
        inner = "*" + name
        if isinstance(target, (Array, Function)):
            inner = f"({inner})"
        return spell(target, inner)
    if isinstance(type, Array):
        count = "" if type.count is None else str(type.count)
        return spell(type.element, f"{name}[{count}]")
    if isinstance(type, Function):
        params = ", ".join(spell(p) for p in type.params)
        if type.variadic:
            params += ", ..."
        elif type.prototyped and not params:
            params = "void"
        return spell(type.result, f"{name}({params})")
    return _join(_spell_named(type), name)


def _spell_named(type: CType) -> str:
    if isinstance(type, Record):
        kind = "union" if type.is_union else "struct"
        return f"{kind} {type.tag or type.typedef_name or '(unnamed)'}"
    if isinstance(type, Enum):
        return f"enum {type.tag or type.typedef_name or '(unnamed)'}"
    if isinstance(type, (Int, Float)):
        return type.name
    if isinstance(type, Vector):
        return f"__attribute__((__vector_size__({type.count}))) {spell(type.element)}"
    if isinstance(type, Error):
        return "<error>"
    return "void"


def _spell_quals(quals: int) -> str:
    words = []
    for bit, word in ((CONST, "const"), (VOLATILE, "volatile"), (RESTRICT, "restrict"),
                      (ATOMIC, "_Atomic")):  # fmt: skip
        if quals & bit:
            words.append(word)
    return " ".join(words)


def _join(left: str, right: str) -> str:
    if not left or not right:
        return left or right
    return f"{left}{right}" if right[0] == "[" else f"{left} {right}"
