"""BTF types as Python: ctypes classes with annotated members, enumerations, codecs of maps.

ctypes places members as the C compiler does where they are aligned. What it would place elsewhere
than BTF says (packed structs, gaps) gets padding; bit-fields and 128-bit integers, which have no
ctypes of their own, become `_Bits` over bytes that are padding to ctypes.
"""

from __future__ import annotations

import ctypes
import keyword
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpfcc.btf.types import (
    Array,
    Composite,
    Enum,
    Float,
    Int,
    IntEncoding,
    Member,
    Pointer,
    Struct,
    Typedef,
    Union,
)
from bpfcc.btf.walk import MAX_NESTING, resolve, skip_modifiers
from bpfcc.errors import InputError
from bpfcc.skeleton.names import Scope, make_word

if TYPE_CHECKING:
    from bpfcc.btf.types import Type
    from bpfcc.skeleton.contents import DataSection

PY_WORDS = frozenset(keyword.kwlist)
CTYPES_NAMES = frozenset(
    [f"c_{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
    + ["c_bool", "c_char", "c_double", "c_float"]
)
_BUILTINS = frozenset(("bool", "bytes", "float", "int"))
# Attributes that ctypes keeps in a class or an instance, and the runtime in one of its own.
_RESERVED = (
    frozenset((*dir(ctypes.Structure), *dir(type(ctypes.Structure)), *dir(object)))
    | {"_anonymous_", "_fields_", "_is_fixed_", "_layout_", "_pack_", "builtins", "ctypes"}
    | CTYPES_NAMES
)
_ENUM_RESERVED = frozenset((*dir(int), "mro", "name", "value"))


@dataclass(slots=True)
class PyType:
    """One C type in Python.

    `ctype` is the expression of its ctypes class and `instance` the annotation of one of those;
    `annotation` is that of what a member reads as. `codec` packs keys and values of maps.
    `integer_bits` is the width of an integer, negative for a signed one, and else 0.
    """

    ctype: str
    instance: str
    annotation: str
    size_bytes: int
    align_bytes: int
    codec: str
    integer_bits: int = 0


@dataclass(slots=True)
class _Body:
    """A class that is being put together."""

    scope: Scope
    fields: list[tuple[str, str]] = field(default_factory=list)
    """Names and ctypes, padding too."""
    annotations: list[tuple[str, str]] = field(default_factory=list)
    bits: list[tuple[str, int, int]] = field(default_factory=list)
    """Name, offset in bits, width in bits (negative: signed) of what ctypes cannot place."""
    anonymous: list[str] = field(default_factory=list)
    end_bytes: int = 0

    def pad_to(self, offset_bytes: int) -> None:
        """Fill what lies before an offset with bytes."""
        count = offset_bytes - self.end_bytes
        if count > 0:
            name = self.scope.claim(f"_pad_{self.end_bytes}")
            self.fields.append((name, f"c_uint8 * {count}"))
            self.end_bytes = offset_bytes


class PyTypes:
    """Gives Python types to BTF types. Their classes come out in `text`, after what they need.

    `scope` has the names of the module that are taken.
    """

    def __init__(self, scope: Scope) -> None:
        self.text: list[str] = []
        self._names: set[str] = set()
        self._scope = scope
        self._known: dict[Type, PyType] = {}
        self._bodies: dict[str, _Body] = {}
        self._depth = 0

    def find(self, type_: Type, hint: str) -> PyType:
        """The Python type, called like `hint` if it has no name; InputError if it has no size."""
        under = resolve(type_)
        found = self._known.get(under)
        if found is None:
            self._depth += 1
            if self._depth > MAX_NESTING:
                raise InputError(f"type {under.name!r} is nested deeper than {MAX_NESTING}")
            found = self._known[under] = self._make(under, _name_of(type_) or hint)
            self._depth -= 1
        return found

    def _make(self, type_: Type, name: str) -> PyType:
        if isinstance(type_, Int):
            return _make_integer(type_)
        if isinstance(type_, Enum):
            if type_.values:
                self._write_enum(type_, self._claim_class(name))
            return _make_scalar(type_.size_bytes * 8, type_.is_signed)
        if isinstance(type_, Pointer):
            return _make_scalar(64, False)
        if isinstance(type_, Float):
            return _make_float(type_.size_bytes)
        if isinstance(type_, Array):
            return self._make_array(type_, name)
        if isinstance(type_, Composite):
            label = f"{type_.keyword} {make_word(type_.name)}".rstrip()
            name = self._claim_class(name)
            align = self._write_composite(name, type_, f"{label}: {type_.size_bytes} bytes")
            return PyType(name, name, name, type_.size_bytes, align, f"_Record({name})")
        kind = type(type_).__name__.lower()
        raise InputError(f"{kind} {type_.name!r} is used where its size is needed")

    def _claim_class(self, name: str) -> str:
        claimed = self._scope.claim(make_class_name(name))
        self._names.add(claimed)
        return claimed

    def _make_array(self, type_: Array, hint: str) -> PyType:
        count = type_.count
        inner = resolve(type_.element)
        if isinstance(inner, Int) and _is_char(inner):
            return PyType(
                f"c_char * {count}", "ctypes.Array[c_char]", "bytes", count, 1, f"_Text({count})"
            )
        element = self.find(type_.element, hint)
        if abs(element.integer_bits) > 64:
            element = _make_words(element.size_bytes)
        ctype = f"{element.ctype} * {count}"
        instance = f"ctypes.Array[{element.instance}]"
        size_bytes = element.size_bytes * count
        codec = f"_Items({ctype}, {count})"
        return PyType(ctype, instance, instance, size_bytes, element.align_bytes, codec)

    def _write_enum(self, type_: Enum, name: str) -> None:
        label = f"enum {make_word(type_.name)}".rstrip()
        lines = [f"class {name}(IntEnum):", f'    """{label}"""', ""]
        scope = Scope(PY_WORDS | _ENUM_RESERVED)
        for value in type_.values:
            word = _unmangle(value.name)
            if word.startswith("_"):
                word = word.rstrip("_") or "_0"  # Enum keeps names between underscores to itself
            lines.append(f"    {scope.claim(word)} = {value.value}")
        self.text.append("\n".join(lines))

    # -- Structs and unions --------------------------------------------------------------

    def write_section(self, name: str, section: DataSection) -> None:
        """Write the class of a data section; it may be shorter than the section."""
        members = [Member(v.name, v.type, v.offset_bytes * 8) for v in section.variables]
        kinds = [self._find_member(name, member) for member in members]
        end = max((v.offset_bytes + v.size_bytes for v in section.variables), default=0)
        end += -end % max((kind.align_bytes for kind in kinds), default=1)
        base = "_Constant" if section.is_constant else "Struct"
        self._names.add(name)
        label = re.sub(r"[^A-Za-z0-9_.-]", "_", section.name)
        self._write_composite(name, Struct(name, end, members), f"Section {label}", base)

    def _find_member(self, owner: str, member: Member) -> PyType:
        return self.find(member.type, f"{owner}_{member.name or f'anon{member.offset_bits // 8}'}")

    def _write_composite(
        self, name: str, type_: Composite, label: str, base: str | None = None
    ) -> int:
        """Write the class of a struct or union; returns its alignment in bytes."""
        # Languages other than C may list members in another order than they lie in.
        rows = [
            (member, self._find_member(name, member))
            for member in sorted(type_.members, key=lambda member: member.offset_bits)
        ]
        placed = [(member, kind) for member, kind in rows if not _is_bits(member, kind)]
        if _is_overlapping(type_, placed):
            return self._write_overlapping(name, type_, label)
        align = max((kind.align_bytes for _, kind in placed), default=1)
        packed = type_.size_bytes % align != 0 or any(
            member.offset_bits // 8 % kind.align_bytes for member, kind in placed
        )
        body = self._open_body()
        for member, kind in rows:
            if _is_bits(member, kind):
                _add_bits(body, member, kind)
            else:
                self._add_field(body, member, kind, packed)
            if isinstance(type_, Union):
                body.end_bytes = 0
        if isinstance(type_, Union):
            used = max((kind.size_bytes for _, kind in placed), default=0)
        else:
            used = body.end_bytes
        if used + -used % (1 if packed else align) != type_.size_bytes:
            body.pad_to(type_.size_bytes)
        self._close_body(name, base or type_.keyword.capitalize(), label, body, packed)
        return 1 if packed else align

    def _write_overlapping(self, name: str, type_: Composite, label: str) -> int:
        """Members that share bytes, as languages other than C have them: a union of structs.

        Each struct has one member, behind padding.
        """
        body = self._open_body()
        for number, member in enumerate(type_.members):
            size_bytes = (member.offset_bits + 7) // 8 + self._find_member(name, member).size_bytes
            wrapper = self._claim_class(f"{name}_member{number}")
            self._write_composite(
                wrapper, Struct("", size_bytes, [member]), f"Member {number} of {name}"
            )
            self._add_anonymous(body, wrapper, 0)
        body.pad_to(type_.size_bytes)
        self._close_body(name, "Union", label, body, packed=True)
        return 1

    def _open_body(self) -> _Body:
        return _Body(Scope(PY_WORDS | _RESERVED, self._names))

    def _add_field(self, body: _Body, member: Member, kind: PyType, packed: bool) -> None:
        offset = member.offset_bits // 8
        natural = body.end_bytes + -body.end_bytes % (1 if packed else kind.align_bytes)
        if natural != offset:
            body.pad_to(offset)
        if member.name:
            name = body.scope.claim(_unmangle(member.name))
            body.fields.append((name, kind.ctype))
            body.annotations.append((name, kind.annotation))
        else:
            self._add_anonymous(body, kind.ctype, offset)
        body.end_bytes = offset + kind.size_bytes

    def _add_anonymous(self, body: _Body, ctype: str, offset_bytes: int) -> None:
        """Add a member without a name, whose members are reached as if they were the class's."""
        name = body.scope.claim(f"_anon_{len(body.anonymous)}")
        body.fields.append((name, ctype))
        inner = self._bodies.get(ctype)
        if inner is None:
            return  # no struct: padding of some compiler's
        body.anonymous.append(name)
        for word, annotation in inner.annotations:
            if body.scope.claim(word) == word:
                body.annotations.append((word, annotation))
        for word, offset_bits, width in inner.bits:
            body.bits.append((body.scope.claim(word), offset_bits + offset_bytes * 8, width))

    def _close_body(self, name: str, base: str, label: str, body: _Body, packed: bool) -> None:
        self._bodies[name] = body
        lines = [f"class {name}({base}):", f'    """{label}"""']
        names = {word for word, _ in (*body.annotations, *((b[0], "") for b in body.bits))}
        # A member that is called like a type hides it from the annotations behind it.
        prefix = "builtins." if names & _BUILTINS else ""
        members = [
            f"    {word}: {prefix if annotation in _BUILTINS else ''}{annotation}"
            for word, annotation in body.annotations
        ]
        members += [
            f"    {word} = _Bits({offset}, {abs(width)}{', signed=True' if width < 0 else ''})"
            for word, offset, width in body.bits
        ]
        if members:
            lines += ["", *members]
        lines.append("")
        if body.anonymous:
            words = ", ".join(map(repr, body.anonymous))
            lines.append(f"    _anonymous_ = [{words}]")
        if packed:
            lines += ["    _pack_ = 1", '    _layout_ = "ms"']
        lines.append("    _fields_ = [")
        lines += [f"        ({word!r}, {ctype})," for word, ctype in body.fields]
        lines.append("    ]")
        self.text.append("\n".join(lines).replace("'", '"'))


def make_class_name(name: str) -> str:
    """A C name as one of a Python class: `kit_flow` is `KitFlow`."""
    words = [word for word in make_word(name).split("_") if word]
    return "".join(word[0].upper() + word[1:] for word in words) or "Anonymous"


def _unmangle(name: str) -> str:
    """A member's name without a second underscore in front: Python keeps those names private."""
    return re.sub(r"^__+", "_", make_word(name))


def _name_of(type_: Type) -> str:
    """The tag of a struct, union or enumeration, or of one without a tag the typedef's name."""
    name = ""
    for _ in range(MAX_NESTING):
        type_ = skip_modifiers(type_)
        if not isinstance(type_, Typedef):
            break
        name = type_.name
        type_ = type_.target
    if isinstance(type_, Composite | Enum):
        return type_.name or name
    return ""


def _is_char(type_: Int) -> bool:
    return type_.size_bytes == 1 and type_.name == "char" and type_.encoding != IntEncoding.BOOL


def _is_bits(member: Member, kind: PyType) -> bool:
    """Whether a member is a bit-field, or an integer that ctypes does not have."""
    return bool(member.bitfield_bits or _legacy_bits(member)) or abs(kind.integer_bits) > 64


def _legacy_bits(member: Member) -> int:
    """Width of a bit-field as early compilers wrote it, in its integer type; else 0."""
    under = resolve(member.type)
    if isinstance(under, Int) and under.bits != under.size_bytes * 8:
        return under.bits
    return 0


def _add_bits(body: _Body, member: Member, kind: PyType) -> None:
    if not member.name:
        return
    legacy = _legacy_bits(member)
    width = member.bitfield_bits or legacy or abs(kind.integer_bits)
    under = resolve(member.type)
    shift = under.offset_bits if legacy and isinstance(under, Int) else 0
    name = body.scope.claim(_unmangle(member.name))
    signed_width = -width if kind.integer_bits < 0 else width
    body.bits.append((name, member.offset_bits + shift, signed_width))


def _is_overlapping(type_: Composite, placed: list[tuple[Member, PyType]]) -> bool:
    """Whether members that ctypes places share bytes, other than as those of a union."""
    if isinstance(type_, Union):
        return any(member.offset_bits for member, _ in placed)
    end = 0
    for member, kind in placed:
        if member.offset_bits < end:
            return True
        end = member.offset_bits + kind.size_bytes * 8
    return False


def _make_integer(type_: Int) -> PyType:
    if type_.encoding & IntEncoding.BOOL and type_.size_bytes == 1:
        return PyType("c_bool", "c_bool", "bool", 1, 1, "_Boolean()", 1)
    return _make_scalar(type_.size_bytes * 8, type_.is_signed)


def _make_scalar(bits: int, signed: bool) -> PyType:
    codec = f"_Integer({bits // 8}{', signed=True' if signed else ''})"
    ctype = f"c_{'' if signed else 'u'}int{bits}"
    width = -bits if signed else bits
    return PyType(ctype, ctype, "int", bits // 8, bits // 8, codec, width)


def _make_float(size_bytes: int) -> PyType:
    if size_bytes in (4, 8):
        ctype, letter = ("c_float", "f") if size_bytes == 4 else ("c_double", "d")
        return PyType(ctype, ctype, "float", size_bytes, size_bytes, f'_Float("{letter}")')
    ctype = f"c_uint8 * {size_bytes}"
    instance = "ctypes.Array[c_uint8]"
    codec = f"_Items({ctype}, {size_bytes})"
    return PyType(ctype, instance, instance, size_bytes, 1, codec)


def _make_words(size_bytes: int) -> PyType:
    """An integer that ctypes does not have, as an element of an array."""
    ctype, instance = f"c_uint64 * {size_bytes // 8}", "ctypes.Array[c_uint64]"
    codec = f"_Items({ctype}, {size_bytes // 8})"
    return PyType(ctype, instance, instance, size_bytes, 8, codec)
