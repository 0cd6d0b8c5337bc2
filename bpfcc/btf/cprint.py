"""Prints BTF types as C that compiles and has the layout that BTF states.

C wants a type's members complete before the type, BTF lists types in any order. The printer
walks the types in order and, while it formats one, prints first whatever that one needs:

* A member by value needs the whole definition of its type (`complete`).
* Behind a pointer a struct or union needs only to be known, so `struct name;` goes before. That
  breaks every cycle, since a cycle of structs must pass a pointer.
* A typedef must be printed before any use, but what it stands for only as complete as the use.
* Anonymous structs, unions and enumerations are printed in place, inside what uses them.

So each declarator is built in one of two modes: strong (by value) or weak (behind a pointer). What
it comes to is a pair of texts, one before the name and one behind it, and since a type object
always yields the same pair, the pair is kept: the printer's work per member is one look-up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from bpfcc.btf.clayout import Layout, LayoutTable, pad_gap, place_bitfield, split_legacy_bitfield
from bpfcc.btf.cnames import (
    ANONYMOUS_CONSTANT,
    CONSTANT,
    KEYWORDS,
    OWN_NAME,
    NameSpace,
    find_contested,
    make_identifier,
)
from bpfcc.btf.cspell import (
    spell_decl_tag,
    spell_enum_attribute,
    spell_float,
    spell_integer,
    spell_type_tag,
    spell_wide_constant,
)
from bpfcc.btf.types import (
    VOID,
    Array,
    Composite,
    Const,
    DeclTag,
    Enum,
    Enum64,
    Float,
    Forward,
    Function,
    FunctionPrototype,
    Int,
    Kind,
    Member,
    Parameter,
    Pointer,
    Restrict,
    Struct,
    Type,
    Typedef,
    TypeTag,
    Union,
    Void,
    Volatile,
)
from bpfcc.btf.walk import MAX_NESTING, resolve, skip_modifiers
from bpfcc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bpfcc.btf.cnames import Claim
    from bpfcc.btf.container import Btf

DUMPED = (Kind.STRUCT, Kind.UNION, Kind.ENUM, Kind.ENUM64, Kind.TYPEDEF)
"""Kinds that make declarations of their own in C."""

# Anonymous types are printed wherever they are used, so a few of them that use each other twice
# could grow without end. No real program comes near these bounds.
_LINES_AT_LEAST = 200_000
_LINES_PER_TYPE = 50
_DECLARATOR_CHARACTERS = 100_000

_QUALIFIERS: dict[type[Type], str] = {
    Const: "const",
    Volatile: "volatile",
    Restrict: "restrict",
}


_Entry = tuple[str, str, int, int]
"""A member's declarator in its two parts, and its type's size and alignment in bits."""


class CPrinter:
    """Prints types of one BTF; each type comes out once, after what it needs.

    `text` grows by whole declarations, in an order that C accepts; `own_text` has that of each
    type by itself.
    """

    def __init__(self, btf: Btf) -> None:
        self.btf = btf
        self.text: list[str] = []
        self.own_text: dict[Type, str] = {}
        self.tags = NameSpace()
        self.idents = NameSpace()
        self.layouts = LayoutTable(btf.pointer_bytes())
        self.printed: list[Composite] = []
        self._state: dict[Type, bool] = {}  # composites and typedefs: False while in progress
        self._declared: set[Type] = set()
        self._enums: set[Type] = set()
        self._constants: dict[Type, list[str]] = {}  # of enumerations that are yet to be printed
        self._members: dict[Type, _Entry] = {}
        self._weak: dict[Type, tuple[str, str]] = {}
        self._current: Type | None = None
        self._met_current = False
        self._depth = 0
        self._tags_of: dict[Type, dict[int, str]] | None = None
        self._lines_left = _LINES_AT_LEAST + _LINES_PER_TYPE * len(btf)

    # -- What callers ask for ------------------------------------------------------------

    def print_all(self) -> None:
        """Print every type that has a declaration in C, in BTF's order."""
        if self.btf.table is not None:
            # Nearly everything is needed, so decoding in bulk is cheaper.
            self.btf.table.strings.preload()
            _ = self.btf.types
            self.btf.table.fill_kinds((*DUMPED, Kind.PTR))
        for type_ in find_contested_types(self.btf):
            self.reserve_names(type_)
        for type_ in self.btf.of_kinds(*DUMPED):
            self.print_type(type_)
        for type_ in self.btf.of_kinds(Kind.ENUM, Kind.ENUM64):
            self.print_leftover_enum(type_)

    def print_type(self, type_: Type) -> None:
        """Print a type and what it needs; anonymous types are printed where they are used."""
        if isinstance(type_, Typedef):
            self._print_typedef(type_, weak=False)
        elif not type_.name:
            return
        elif isinstance(type_, Composite):
            self._complete(type_)
        elif isinstance(type_, Enum):
            if type_ not in self._enums:
                self._print_enum(type_)
        else:
            self.declare(type_, "")

    def print_leftover_enum(self, type_: Type) -> None:
        """Print an anonymous enumeration that nothing printed so far uses."""
        if isinstance(type_, Enum) and not type_.name and type_ not in self._enums:
            self._print_enum(type_)

    def reserve_names(self, type_: Type) -> None:
        """Let a type, and an enumeration's constants, have their names before others of these."""
        if isinstance(type_, Typedef):
            self._typedef_name(type_)
        elif isinstance(type_, Composite | Enum) and type_.name:
            self.tags.name_type(type_)
        if isinstance(type_, Enum) and type_ not in self._enums and type_ not in self._constants:
            self._constants[type_] = [self.idents.claim(value.name) for value in type_.values]

    def declare(self, type_: Type, name: str, level: int = 0) -> str:
        """The declaration of `name` with that type, no semicolon; prints what it needs first.

        `level` is the indentation, in tabs, that an anonymous type's members build on.
        """
        prefix, suffix = self._declarator(type_, False, level)
        return (prefix + name).rstrip(" ") + suffix if not name else prefix + name + suffix

    def declare_function(self, function: Function) -> str:
        """The declaration of a function, no semicolon; prints what it needs first."""
        prefix, suffix = self._declarator(function.prototype, True, 0)
        return f"{prefix}{make_identifier(function.name)}{suffix}"

    # -- Whole declarations --------------------------------------------------------------

    def _put(self, type_: Type, text: str) -> None:
        self.text.append(text)
        self.own_text[type_] = text

    def _enter(self, type_: Type) -> None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise InputError(f"type {type_.name!r} is nested deeper than {MAX_NESTING}")

    def _complete(self, type_: Composite) -> None:
        """Print the definition of a named struct or union, unless that is done."""
        state = self._state.get(type_)
        if state:
            return
        if state is False:
            raise InputError(f"{type_.keyword} {type_.name} contains itself")
        self._state[type_] = False
        self._enter(type_)
        outer = self._current, self._met_current
        self._current = type_
        body = self._format_composite(type_, self.tags.name_type(type_), 0)
        self._current, self._met_current = outer
        self._depth -= 1
        self._state[type_] = True
        self._put(type_, body + ";\n\n")
        self.printed.append(type_)

    def _declare_composite(self, type_: Composite | Forward) -> None:
        """See to it that the tag of a struct or union is known at file scope."""
        if self._state.get(type_) or type_ in self._declared:
            return
        if type_ is self._current:
            # Its own tag is known inside a struct, but maybe not to the next user of this
            # declarator, so that must not be kept.
            self._met_current = True
            return
        self._declared.add(type_)
        text = f"{type_.keyword} {self._tag(type_)};\n\n"
        if isinstance(type_, Forward):
            self._put(type_, text)
        else:
            self.text.append(text)

    def _tag(self, type_: Composite | Forward | Enum) -> str:
        # A forward declaration means whatever struct has that name, so it claims none.
        if isinstance(type_, Forward):
            return make_identifier(type_.name)
        return self.tags.name_type(type_)

    def _print_enum(self, type_: Enum) -> None:
        text = self._format_enum(type_, 0)
        if [value.name for value in type_.values] == ["false", "true"]:
            self._put(type_, _before_c23(text + ";\n"))
        else:
            self._put(type_, text + ";\n\n")

    def _print_typedef(self, type_: Typedef, weak: bool) -> None:
        self._enter(type_)
        if not weak:
            self._complete_value(type_.target)
        state = self._state.get(type_)
        if state is None:
            self._state[type_] = False
            # At file scope, so outside any struct that is being formatted.
            outer, self._current = self._current, None
            prefix, suffix = self._declarator(type_.target, True, 0)
            self._current = outer
            self._state[type_] = True
            name = self._typedef_name(type_)
            text = f"typedef {prefix}{name}{suffix}{self._attributes(type_)};\n"
            self._put(type_, _before_c23(text) if type_.name == "bool" else text + "\n")
        elif state is False:
            raise InputError(f"typedef {type_.name} depends on itself")
        self._depth -= 1

    def _typedef_name(self, type_: Typedef) -> str:
        name = self.idents.by_type.get(type_)
        if name is None:
            wanted = type_.name
            # The compiler's own types look different on every machine.
            if wanted.startswith("__builtin_"):
                wanted += "___btf"
            name = self.idents.by_type[type_] = self.idents.claim(wanted)
        return name

    def _complete_value(self, type_: Type) -> None:
        """Print the definitions that a value of an already named type needs."""
        for _ in range(MAX_NESTING):
            type_ = skip_modifiers(type_)
            if isinstance(type_, Array):
                type_ = type_.element
            elif isinstance(type_, Typedef):
                self._print_typedef(type_, weak=False)
                return
            else:
                break
        if isinstance(type_, Composite) and type_.name:
            self._complete(type_)

    # -- Declarators ---------------------------------------------------------------------

    def _declarator(self, type_: Type, weak: bool, level: int) -> tuple[str, str]:
        """Text before and behind the name; the first ends where a name can follow."""
        if weak:
            known = self._weak.get(type_)
            if known is not None:
                return known
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise InputError(f"type {type_.name!r} is nested deeper than {MAX_NESTING}")
        build = _BUILDERS.get(type_.__class__)
        if build is None:
            raise InputError(f"{type(type_).__name__} {type_.name!r} is used as a type")
        pair = build(self, type_, weak, level)
        self._depth -= 1
        if weak and not self._met_current and "\n" not in pair[0]:
            self._weak[type_] = pair
        return pair

    def _build_void(self, type_: Type, weak: bool, level: int) -> tuple[str, str]:
        return "void ", ""

    def _build_integer(self, type_: Int, weak: bool, level: int) -> tuple[str, str]:
        return spell_integer(type_) + " ", ""

    def _build_float(self, type_: Float, weak: bool, level: int) -> tuple[str, str]:
        return spell_float(type_) + " ", ""

    def _build_typedef(self, type_: Typedef, weak: bool, level: int) -> tuple[str, str]:
        self._print_typedef(type_, weak)
        return self._typedef_name(type_) + " ", ""

    def _build_forward(self, type_: Forward, weak: bool, level: int) -> tuple[str, str]:
        self._declare_composite(type_)
        return f"{type_.keyword} {self._tag(type_)} ", ""

    def _build_array(self, type_: Array, weak: bool, level: int) -> tuple[str, str]:
        # C has no arrays of incomplete types, not even behind pointers.
        weak = self._state.get(_element_of(type_)) is False
        prefix, suffix = self._declarator(type_.element, weak, level)
        return prefix, f"[{type_.count}]{suffix}"

    def _build_type_tag(self, type_: TypeTag, weak: bool, level: int) -> tuple[str, str]:
        prefix, suffix = self._declarator(type_.target, weak, level)
        separator = "" if prefix.endswith((" ", "*", "(")) else " "
        return f"{prefix}{separator}{spell_type_tag(type_)} ", suffix

    def _build_pointer(self, type_: Pointer, weak: bool, level: int) -> tuple[str, str]:
        target = type_.target
        under = skip_modifiers(target)
        prefix, suffix = self._declarator(target, True, level)
        if isinstance(under, Array | FunctionPrototype):
            return prefix + "(*", ")" + suffix
        return prefix + "*", suffix

    def _build_qualified(
        self, type_: Const | Volatile | Restrict, weak: bool, level: int
    ) -> tuple[str, str]:
        """Put a qualifier where it applies: behind a `*`, else in front of everything."""
        word = _QUALIFIERS[type(type_)]
        under = skip_modifiers(type_)
        prefix, suffix = self._declarator(type_.target, weak, level)
        if isinstance(under, Pointer):
            separator = "" if prefix.endswith(" ") else " "
            return f"{prefix}{separator}{word} ", suffix
        if isinstance(under, FunctionPrototype) or word == "restrict":
            # Functions cannot be qualified, and only pointers can be restrict.
            return prefix, suffix
        if f"{word} " in prefix and isinstance(under, Array):
            # An array and its elements both const: C says it once.
            return prefix, suffix
        return f"{word} {prefix}", suffix

    def _build_prototype(self, type_: FunctionPrototype, weak: bool, level: int) -> tuple[str, str]:
        prefix, suffix = self._declarator(type_.result, True, level)
        parameters = self._format_parameters(type_.parameters, level)
        if len(prefix) + len(parameters) + len(suffix) > _DECLARATOR_CHARACTERS:
            raise InputError("function types use each other so often that C of them is endless")
        return prefix, f"({parameters}){suffix}"

    def _format_parameters(self, parameters: list[Parameter], level: int) -> str:
        if not parameters:
            return "void"
        parts = []
        for name, type_ in parameters:
            if type_ is VOID:
                parts.append("...")
                continue
            prefix, suffix = self._declarator(type_, True, level)
            parts.append((prefix + (make_identifier(name) if name else "")).rstrip(" ") + suffix)
        return "void" if parts == ["..."] else ", ".join(parts)

    # -- Structs, unions and enumerations ------------------------------------------------

    def _build_composite(self, type_: Composite, weak: bool, level: int) -> tuple[str, str]:
        if not type_.name:
            return self._format_composite(type_, "", level) + " ", ""
        if weak:
            self._declare_composite(type_)
        else:
            self._complete(type_)
        return f"{type_.keyword} {self.tags.name_type(type_)} ", ""

    def _build_enum(self, type_: Enum, weak: bool, level: int) -> tuple[str, str]:
        if not type_.name:
            return self._format_enum(type_, level) + " ", ""
        if type_ not in self._enums:
            self._print_enum(type_)
        return f"enum {self.tags.name_type(type_)} ", ""

    def _format_enum(self, type_: Enum, level: int) -> str:
        self._enums.add(type_)
        names = self._constants.pop(type_, None)
        head = "enum " + self.tags.name_type(type_) if type_.name else "enum"
        if not type_.values:
            # An enumeration that is only declared cannot be used by value in ISO C, so it
            # is not left at that.
            return head if type_.name else "int"
        tab = "\t" * level
        lines = [f"{head} {{\n"]
        values = [value for _, value in type_.values]
        wide = min(values) < -(1 << 31) or max(values) >= 1 << 32
        for name, value in zip(
            names or [self.idents.claim(name) for name, _ in type_.values], values, strict=True
        ):
            text = spell_wide_constant(value, type_.is_signed) if wide else value
            lines.append(f"{tab}\t{name} = {text},\n")
        lines.append(f"{tab}}}{spell_enum_attribute(type_)}{self._attributes(type_)}")
        return "".join(lines)

    def _format_composite(self, type_: Composite, tag: str, level: int) -> str:
        """The definition, from its keyword to its closing brace and attributes."""
        head = f"{type_.keyword} {tag}" if tag else type_.keyword
        self._enter(type_)
        body, packed = self._format_members(type_, level + 1)
        self._depth -= 1
        tail = " __attribute__((packed))" if packed else ""
        if tag:
            tail += self._attributes(type_)
        if not body:
            return f"{head} {{}}{tail}"
        return f"{head} {{\n{body}{chr(9) * level}}}{tail}"

    def _format_members(self, type_: Composite, level: int) -> tuple[str, bool]:
        """The lines of all members, and whether they need a packed struct or union.

        Most do not, and only the attempt to print them tells; what it prepared is kept for the
        second one, since anonymous types must be printed once.
        """
        known = self.layouts.known.get(type_)
        prepared: dict[int, _Entry] = {}
        found = None
        if known is None or not known.is_packed:
            found = self._try_members(type_, level, False, prepared)
        if found is None:
            found = self._try_members(type_, level, True, prepared)
            if found is None:  # members that overlap or lie outside: not what C can say
                raise InputError(f"{type_.keyword} {type_.name} has members no C struct has")
        return found

    def _try_members(
        self, type_: Composite, level: int, packed: bool, prepared: dict[int, _Entry]
    ) -> tuple[str, bool] | None:
        """Format members, with padding where C's own would differ; None if they need packing."""
        self._charge_lines(len(type_.members))
        tab = "\t" * level
        lines: list[str] = []
        append = lines.append
        is_union = type_.__class__ is Union
        known = self._members if level == 1 else {}
        tags = self._find_tags().get(type_)
        at = end = 0
        strictest = 8
        for index, member in enumerate(type_.members):
            name, inner, offset, width = member
            entry = known.get(inner) or prepared.get(index)
            if entry is None:
                entry = prepared[index] = self._prepare_member(member, level)
            prefix, suffix, size, align = entry
            if size < 0:
                _, _, offset, width = split_legacy_bitfield(member, _int_under(inner))
                size = -size
            if packed:
                align = 8
            elif align > strictest:
                strictest = align
            if offset < at or (is_union and offset):
                return self._format_overlapping(type_, level)
            if width:
                if not packed and offset % align + width > size:
                    return None
                if place_bitfield(at, Layout(size, align), width, packed) != offset:
                    lines.extend(f"{tab}{pad};\n" for pad in pad_gap(at, offset, packed))
                size = width
                suffix = f": {width}"
            elif offset % align:
                return None
            elif offset != at and at + -at % align != offset:
                lines.extend(f"{tab}{pad};\n" for pad in pad_gap(at, offset, packed))
            if tags and index in tags:
                suffix += tags[index]
            if name:
                if not name.isidentifier() or name in KEYWORDS or not name.isascii():
                    name = make_identifier(name)
                append(f"{tab}{prefix}{name}{suffix};\n")
            else:
                append(f"{tab}{self._format_unnamed(inner, prefix, level)}{suffix};\n")
            at = offset + size
            if at > end:
                end = at
            if is_union:
                at = 0
        size_bits = type_.size_bytes * 8
        if size_bits % strictest:
            return None
        if end + -end % strictest != size_bits:
            lines.extend(f"{tab}{line};\n" for line in _fill_tail(end, size_bits, packed, is_union))
        self.layouts.known[type_] = Layout(size_bits, strictest, packed)
        return "".join(lines), packed

    def _charge_lines(self, members: int) -> None:
        self._lines_left -= members + 1
        if self._lines_left < 0:
            raise InputError("anonymous types use each other so often that C of them is endless")

    def _format_overlapping(self, type_: Composite, level: int) -> tuple[str, bool]:
        """Members of a struct that share bytes, as languages other than C have them.

        Each gets a packed struct of its own, padded to its place, inside one union.
        """
        self._charge_lines(len(type_.members))
        tab = "\t" * level
        lines = [f"{tab}union {{\n"]
        for member in type_.members:
            pads = "".join(f"{pad}; " for pad in pad_gap(0, member.offset_bits, True))
            prefix, suffix = self._declarator(member.type, False, level + 1)
            name = make_identifier(member.name) if member.name else ""
            if member.bitfield_bits:
                suffix = f": {member.bitfield_bits}"
            field = f"{prefix}{name}".rstrip(" ") + suffix
            lines.append(f"{tab}\tstruct {{ {pads}{field}; }} __attribute__((packed));\n")
        pads = "".join(f"{pad}; " for pad in pad_gap(0, type_.size_bytes * 8, True))
        lines.append(f"{tab}\tstruct {{ {pads}}} __attribute__((packed));\n{tab}}};\n")
        self.layouts.known[type_] = Layout(type_.size_bytes * 8, 8, True)
        return "".join(lines), True

    def _format_unnamed(self, inner: Type, prefix: str, level: int) -> str:
        """A member without a name; one with a tag is spelled out: C has only anonymous ones."""
        under = resolve(inner)
        if isinstance(under, Composite) and prefix.rstrip(" ")[-1:] not in "})":
            return self._format_composite(under, "", level)
        return prefix.rstrip(" ")

    def _prepare_member(self, member: Member, level: int) -> _Entry:
        """Declarator and layout of a member's type, kept for its next user where that is safe.

        The size is negative for an integer whose BTF says it is a bit-field.
        """
        type_ = member.type
        met_before, self._met_current = self._met_current, False
        prefix, suffix = self._declarator(type_, False, level)
        size, align, _ = self.layouts.find(type_)
        under = resolve(type_)
        if (
            isinstance(under, Int)
            and under.bits != under.size_bytes * 8
            and not member.bitfield_bits
        ):
            size = -size
        entry = (prefix, suffix, size, align)
        if level == 1 and not self._met_current and "\n" not in prefix:
            self._members[type_] = entry
        self._met_current = self._met_current or met_before
        return entry

    # -- Declaration tags ----------------------------------------------------------------

    def _find_tags(self) -> dict[Type, dict[int, str]]:
        """Attributes by tagged type and component, -1 for the type itself."""
        if self._tags_of is None:
            self._tags_of = {}
            for tag in self.btf.of_kinds(Kind.DECL_TAG):
                if isinstance(tag, DeclTag) and isinstance(tag.target, Composite | Typedef):
                    components = self._tags_of.setdefault(tag.target, {})
                    text = components.get(tag.component, "")
                    components[tag.component] = f"{text} {spell_decl_tag(tag)}"
        return self._tags_of

    def _attributes(self, type_: Type) -> str:
        tags = self._find_tags().get(type_)
        return tags.get(-1, "") if tags else ""


_BUILDERS = cast(
    "dict[type[Type], Callable[[CPrinter, Any, bool, int], tuple[str, str]]]",
    {
        Void: CPrinter._build_void,
        Int: CPrinter._build_integer,
        Float: CPrinter._build_float,
        Pointer: CPrinter._build_pointer,
        Array: CPrinter._build_array,
        Struct: CPrinter._build_composite,
        Union: CPrinter._build_composite,
        Forward: CPrinter._build_forward,
        Enum: CPrinter._build_enum,
        Enum64: CPrinter._build_enum,
        Typedef: CPrinter._build_typedef,
        Const: CPrinter._build_qualified,
        Volatile: CPrinter._build_qualified,
        Restrict: CPrinter._build_qualified,
        TypeTag: CPrinter._build_type_tag,
        FunctionPrototype: CPrinter._build_prototype,
    },
)


def _fill_tail(end: int, size_bits: int, packed: bool, is_union: bool) -> Iterator[str]:
    """What makes a struct or union as large as it has to be."""
    if is_union:
        pads = "".join(f" {pad};" for pad in pad_gap(0, size_bits, True))
        yield f"struct {{{pads} }} __attribute__((packed))"
    else:
        yield from pad_gap(end, size_bits, packed)


def _before_c23(text: str) -> str:
    """A declaration of words that are keywords from C23 on."""
    return f"#if !defined(__STDC_VERSION__) || __STDC_VERSION__ < 202311L\n{text}#endif\n\n"


def find_contested_types(btf: Btf) -> list[Type]:
    """Types whose names depend on who comes first, in the order in which names are given out."""
    types = list(btf.all_types())
    claims: list[Claim] = []
    for number, type_ in enumerate(types):
        if isinstance(type_, Typedef):
            claims.append((False, type_.name, OWN_NAME, number))
        elif isinstance(type_, Composite | Enum) and type_.name:
            claims.append((True, type_.name, OWN_NAME, number))
        if isinstance(type_, Enum):
            rank = CONSTANT if type_.name else ANONYMOUS_CONSTANT
            claims += [(False, value.name, rank, number) for value in type_.values]
    return [types[number] for number in find_contested(claims)]


def _element_of(type_: Type) -> Type:
    for _ in range(MAX_NESTING):
        if not isinstance(type_, Array):
            break
        type_ = skip_modifiers(type_.element)
    return type_


def _int_under(type_: Type) -> Int:
    under = resolve(type_)
    assert isinstance(under, Int)
    return under
