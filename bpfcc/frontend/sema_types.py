"""From declarators to types: specifiers, records, enums, ``typeof``, type attributes."""

from __future__ import annotations

from bpfcc.frontend import ctype, nodes
from bpfcc.frontend.ctype import (
    ATOMIC,
    CONST,
    ERROR,
    RESTRICT,
    VOLATILE,
    Array,
    CType,
    Enum,
    Field,
    Function,
    Int,
    Pointer,
    Qualified,
    Record,
    Tagged,
    Typedef,
    Vector,
    qualify,
)
from bpfcc.frontend.layout import lay_out, size_of
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.scope import EnumConstant, Scope
from bpfcc.frontend.warn_look import check_result_qualifiers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.sema import Sema

_QUALS = {"const": CONST, "volatile": VOLATILE, "restrict": RESTRICT, "_Atomic": ATOMIC}

# Every legal multiset of type words (C11 6.7.2p2), sorted, to its type.
_WORDS: dict[tuple[str, ...], CType] = {}


def _spell(type: CType, *forms: str) -> None:
    for form in forms:
        _WORDS[tuple(sorted(form.split()))] = type


_spell(ctype.VOID, "void")
_spell(ctype.BOOL, "_Bool", "bool")
_spell(ctype.CHAR, "char")
_spell(ctype.SCHAR, "signed char")
_spell(ctype.UCHAR, "unsigned char")
_spell(ctype.SHORT, "short", "signed short", "short int", "signed short int")
_spell(ctype.USHORT, "unsigned short", "unsigned short int")
_spell(ctype.INT, "int", "signed", "signed int")
_spell(ctype.UINT, "unsigned", "unsigned int")
_spell(ctype.LONG, "long", "signed long", "long int", "signed long int")
_spell(ctype.ULONG, "unsigned long", "unsigned long int")
_spell(ctype.LLONG, "long long", "signed long long", "long long int", "signed long long int")
_spell(ctype.ULLONG, "unsigned long long", "unsigned long long int")
_spell(ctype.INT128, "__int128", "signed __int128", "__int128_t")
_spell(ctype.UINT128, "unsigned __int128", "__uint128_t")
_spell(ctype.FLOAT16, "_Float16")
_spell(ctype.FLOAT, "float")
_spell(ctype.DOUBLE, "double")
_spell(ctype.LDOUBLE, "long double")
_spell(ctype.VOID.pointer_to, "__builtin_va_list")

MAX_OBJECT_BYTES = 1 << 40
"""A larger object is an error: no address space of BPF's holds it."""


class TypeBuilder:
    """Builds ``CType`` from syntax; remembers the records and enums a shared node defined."""

    __slots__ = ("_defined", "_has_variable_arrays", "enclosing", "prototype_scope", "sema")

    def __init__(self, sema: Sema) -> None:
        self.sema = sema
        # Several declarators of one declaration share the node of their struct or enum.
        self._defined: dict[int, tuple[object, CType]] = {}
        self._has_variable_arrays = False
        # The record between whose braces we are.
        self.enclosing: Record | None = None
        # Where the parameters of the function declarator built last are declared.
        self.prototype_scope = Scope(sema.file_scope)

    # ------------------------------------------------------------------ declarators

    def of_typename(self, node: c_ast.Typename) -> CType:
        """The type that a type name (cast, sizeof, …) denotes."""
        return self.of_declarator(node.type, node.attributes or ())

    def of_declaration(self, node: c_ast.Decl | c_ast.Typedef) -> CType:
        """The type a declaration gives its name, attributes behind the declarator included."""
        type = self.of_declarator(node.type, node.attributes or ())
        for attribute in node.attributes or ():
            if attribute.position == "declarator" and attribute.name == "mode":
                type = self.sema.attributes.mode(type, attribute)
            elif attribute.position == "declarator" and attribute.name == "vector_size":
                type = self._vector(type, attribute)
            elif attribute.position == "declarator" and attribute.name == "address_space":
                type = self._in_address_space(type, attribute)
        return type

    def _in_address_space(self, type: CType, attribute: nodes.Attribute) -> CType:
        space = self.sema.attributes.integer_argument(attribute)
        return qualify(type, 0, space) if space else type

    def of_declarator(self, node: c_ast.Node, attributes: object = ()) -> CType:
        """The type of a declarator chain; ``attributes`` of its Decl or Typename."""
        if isinstance(node, c_ast.TypeDecl):
            return self._base_type(node, attributes)
        if isinstance(node, c_ast.PtrDecl):
            target = self.of_declarator(node.type, attributes)
            pointer: CType = target.pointer_to
            quals = _qual_bits(node.quals)
            if quals:
                pointer = qualify(pointer, quals)
            return self._type_attributes(pointer, node.attributes, "pointer")
        if isinstance(node, c_ast.ArrayDecl):
            return self._array(node, attributes)
        if isinstance(node, c_ast.FuncDecl):
            return self._function(node, attributes)
        return self._specifier(node)

    def _base_type(self, node: c_ast.TypeDecl, attributes: object) -> CType:
        type = self._specifier(node.type)
        quals = _qual_bits(node.quals)
        if quals:
            type = qualify(type, quals)
        type = self._type_attributes(type, attributes, "specifier")
        return self._type_attributes(type, node.attributes, "declarator")

    def _type_attributes(self, type: CType, attributes: object, position: str) -> CType:
        """Apply those attributes that make another type, where they stand."""
        for attribute in attributes or ():  # type: ignore[attr-defined]
            if attribute.position != position:
                continue
            name = attribute.name
            if name == "btf_type_tag":
                tag = self.sema.attributes.string_argument(attribute)
                if tag is not None:
                    if isinstance(type, Tagged):
                        type = Tagged(type.base, (*type.tags, tag))
                    else:
                        type = Tagged(type, (tag,))
            elif name == "address_space":
                type = self._in_address_space(type, attribute)
            elif name in ("vector_size", "ext_vector_type"):
                type = self._vector(type, attribute)
            elif name == "mode":
                type = self.sema.attributes.mode(type, attribute)
            elif name == "bpf_fastcall":
                type = ctype.fastcall(type)
        return type

    def _vector(self, type: CType, attribute: nodes.Attribute) -> CType:
        number = self.sema.attributes.integer_argument(attribute)
        size = size_of(type)
        if not number or not size or not type.is_arithmetic:
            self.sema.error("vector-type", attribute.coord, "invalid vector element type or size")
            return ERROR
        return Vector(type, number // size if attribute.name == "vector_size" else number)

    def _array(self, node: c_ast.ArrayDecl, attributes: object) -> CType:
        element = self.of_declarator(node.type, attributes)
        sema = self.sema
        if element.is_error:
            return ERROR
        if element.is_function or element.is_void:
            what = "functions" if element.is_function else "void"
            sema.error("array-element", node.coord, f"array of {what} is not allowed")
            return ERROR
        if not sema.require_complete(element):
            sema.incomplete(element, node.coord, f"array has incomplete element type '{element}'")
            return ERROR
        if node.dim is None or (isinstance(node.dim, c_ast.ID) and node.dim.name == "*"):
            return Array(element, None)
        return self._sized_array(element, node.dim)

    def _sized_array(self, element: CType, dim: c_ast.Node) -> CType:
        sema = self.sema
        length = sema.exprs.value(dim)
        if length.type.is_error:
            return ERROR
        if not length.type.is_integer:
            sema.error("array-size", dim, f"size of array has non-integer type '{length.type}'")
            return ERROR
        count = sema.integer_constant(length)
        if count is None:
            self._has_variable_arrays = True
            return Array(element, None, length)
        if count < 0:
            sema.error("array-size", dim, "array has a negative size")
            return ERROR
        if count * (size_of(element) or 0) > MAX_OBJECT_BYTES:
            sema.error("array-size", dim, f"array is too large ({count} elements)")
            return ERROR
        return Array(element, count)

    def _function(self, node: c_ast.FuncDecl, attributes: object) -> CType:
        result = self.of_declarator(node.type, attributes)
        sema = self.sema
        if result.is_array or result.is_function:
            kind = "array" if result.is_array else "function"
            sema.error(
                "function-result", node.coord, f"function cannot return {kind} type '{result}'"
            )
            result = ERROR
        if isinstance(result, Qualified) and result.own_quals and not result.is_void:
            check_result_qualifiers(node.coord, result, sema.sink, sema.manager)
        params: list[CType] = []
        variadic = False
        if node.args is None:
            self.prototype_scope = Scope(sema.file_scope)
            return Function(result.unqualified, (), prototyped=False)
        listed = node.args.params
        if listed and all(isinstance(p, c_ast.ID) for p in listed):
            return Function(result.unqualified, (), prototyped=False)  # K&R
        # Tags and names declared in a parameter list have the list as their scope.
        sema.push_scope()
        for param in listed:
            if isinstance(param, c_ast.EllipsisParam):
                variadic = True
                continue
            params.append(self._parameter(param, len(listed)))
        self.prototype_scope = sema.pop_scope()
        if len(params) == 1 and params[0].is_void and not variadic:
            params = []
        return Function(result.unqualified, tuple(params), variadic=variadic)

    def _parameter(self, param: c_ast.Node, count: int) -> CType:
        if not isinstance(param, (c_ast.Decl, c_ast.Typename)):
            self.sema.error("parameter", param.coord, "expected a parameter declaration")
            return ERROR
        type = adjust_parameter(self.of_declarator(param.type, param.attributes))
        named = getattr(param, "name", None)
        if type.is_void and (count > 1 or named or type.quals):
            self.sema.error("parameter", param.coord, "argument may not have 'void' type")
            return ERROR
        if named:
            # Later parameters may refer to earlier ones (int n, int a[n]; sizeof(*p)).
            self.sema.declare_prototype_name(named, type, param.coord)
        return type

    def qualifiers_of(self, node: c_ast.TypeDecl) -> int:
        """The qualifiers written with ``__auto_type``."""
        return _qual_bits(node.quals)

    # ------------------------------------------------------------------- specifiers

    def _specifier(self, node: c_ast.Node) -> CType:
        if isinstance(node, c_ast.IdentifierType):
            return self._named(node)
        if isinstance(node, (c_ast.Struct, c_ast.Union)):
            return self.record(node)
        if isinstance(node, c_ast.Enum):
            return self.enum(node)
        if isinstance(node, nodes.Typeof):
            return self._typeof(node)
        if isinstance(node, (c_ast.TypeDecl, c_ast.PtrDecl, c_ast.ArrayDecl, c_ast.FuncDecl)):
            return self.of_declarator(node)
        if isinstance(node, c_ast.Typename):
            return self.of_typename(node)
        if isinstance(node, c_ast.InferredType):
            self.sema.error("auto-type", node.coord, "'__auto_type' is not allowed here")
            return ERROR
        self.sema.error(
            "unsupported-type", node.coord, f"type specifier '{type(node).__name__}' not supported"
        )
        return ERROR

    def _named(self, node: c_ast.IdentifierType) -> CType:
        names = node.names
        if names == ["<error>"]:  # the parser has said that a type is missing here
            return ERROR
        if len(names) == 1 and names[0] not in _SINGLE_WORDS:
            symbol = self.sema.lookup(names[0])
            if isinstance(symbol, Typedef):
                return symbol
            if names[0] not in ("__int128_t", "__uint128_t", "__builtin_va_list", "bool"):
                self.sema.unknown_type(names[0], node.coord)
                return ERROR
        found = _WORDS.get(tuple(sorted(names)))
        if found is not None:
            return found
        if "_Complex" in names or "_Imaginary" in names:
            self.sema.error("complex", node.coord, "complex numbers are not supported by BPF")
            return ERROR
        if all(n in _SINGLE_WORDS for n in names):
            text = " ".join(names)
            self.sema.error("type-specifiers", node.coord, f"cannot combine '{text}' into a type")
        else:
            unknown = next(n for n in names if n not in _SINGLE_WORDS)
            self.sema.unknown_type(unknown, node.coord)
        return ERROR

    def _typeof(self, node: nodes.Typeof) -> CType:
        if isinstance(node.operand, c_ast.Typename):
            type = self.of_typename(node.operand)
        else:
            with self.sema.unevaluated():
                type = self.sema.exprs.analyze(node.operand).type
        return type.unqualified if node.unqual else type

    # ---------------------------------------------------------------------- records

    def record(self, node: c_ast.Struct | c_ast.Union) -> CType:
        """The record a specifier names; defines it where the specifier has a member list."""
        known = self._defined.get(id(node))
        if known is not None:
            return known[1]
        is_union = isinstance(node, c_ast.Union)
        record = self._record_for(node, is_union)
        if record is None:
            return ERROR
        self._defined[id(node)] = (node, record)
        if node.decls is not None:
            self._define_record(record, node)
        return record

    def _record_for(self, node: c_ast.Struct | c_ast.Union, is_union: bool) -> Record | None:
        sema = self.sema
        tag = node.name
        if tag is None:
            record = Record(None, is_union, node.coord)
            record.scope = sema.function
            return record
        if node.decls is not None:
            sema.read_earlier_tag(tag)
        found = sema.find_tag(tag, own_scope_only=node.decls is not None)
        if found is None:
            record = Record(tag, is_union, node.coord)
            record.scope = None if sema.scope.is_file else sema.function
            sema.declare_tag(tag, record)
            return record
        if not isinstance(found, Record) or found.is_union != is_union:
            sema.error(
                "tag-mismatch",
                node.coord,
                f"use of '{tag}' with tag type that does not match previous declaration",
            ).note("previous use is here", found.loc)
            return None
        if node.decls is not None and found.is_complete:
            sema.error_of_redefinition(tag, node.coord, found.loc)
            # What follows means the second definition, whose own faults are told too.
            again = Record(tag, is_union, node.coord)
            sema.declare_tag(tag, again)
            return again
        return found

    def _define_record(self, record: Record, node: c_ast.Struct | c_ast.Union) -> None:
        sema = self.sema
        record.loc = node.coord
        sema.attributes.apply_to_record(record, node.attributes or ())
        enclosing, self.enclosing = self.enclosing, record
        if enclosing is not None and enclosing.preserve_access_index:
            record.preserve_access_index = True  # it holds for what is nested in the braces
        fields: list[Field] = []
        seen: dict[str, Field] = {}
        members = [member for member in node.decls if isinstance(member, c_ast.Decl)]
        sema.being_defined.add(record)
        for member in node.decls:
            if isinstance(member, c_ast.StaticAssert):
                sema.decls.static_assert(member)
            elif isinstance(member, c_ast.Decl):
                field = self._field(record, member, members)
                if field is not None:
                    self._note_member_names(seen, field)
                    fields.append(field)
            elif not isinstance(member, c_ast.Pragma):
                sema.error("member", member.coord, "expected a member declaration")
        sema.being_defined.discard(record)
        self.enclosing = enclosing
        record.fields = fields
        lay_out(record)
        if record.preserve_access_index:
            self._preserve_inner_records(node)
        if record.size_bytes > MAX_OBJECT_BYTES:
            sema.error("type-size", record.loc, f"type '{record}' is too large")

    def _preserve_inner_records(self, node: c_ast.Struct | c_ast.Union) -> None:
        """``preserve_access_index`` holds for records defined inside of the braces, too."""
        for member in node.decls:
            inner = getattr(member, "type", None)
            while isinstance(inner, (c_ast.TypeDecl, c_ast.PtrDecl, c_ast.ArrayDecl)):
                inner = inner.type
            if isinstance(inner, (c_ast.Struct, c_ast.Union)) and inner.decls is not None:
                record = self._defined[id(inner)][1]
                if isinstance(record, Record) and not record.preserve_access_index:
                    record.preserve_access_index = True
                    self._preserve_inner_records(inner)

    def _note_member_names(self, seen: dict[str, Field], field: Field) -> None:
        names = [field.name] if field.name is not None else []
        if field.is_anonymous_record:
            inner = field.type.canonical
            assert isinstance(inner, Record)
            names = inner.member_names()
        for name in names:
            if name in seen:
                self.sema.error("duplicate-member", field.loc, f"duplicate member '{name}'").note(
                    "previous declaration is here", seen[name].loc
                )
            seen[name] = field

    def _field(self, record: Record, member: c_ast.Decl, members: list[c_ast.Decl]) -> Field | None:
        """The field that ``member``, one of the ``members`` of ``record``, stands for."""
        sema = self.sema
        loc = member.coord
        type = self.of_declaration(member)
        if member.storage:
            sema.error(
                "storage-class", loc, "type name does not allow storage class to be specified"
            )
        width = self._bit_width(member, type) if member.bitsize is not None else None
        if member.name is None and width is None:
            if not type.is_record:
                if not type.is_error and not type.is_enum:
                    sema.warning(
                        "missing-declarations", loc, "declaration does not declare anything"
                    )
                return None
            canonical = type.canonical
            if (
                isinstance(canonical, Record)
                and canonical.tag is not None
                and not sema.options.ms_extensions
                and not self._is_defined_by(member.type, canonical)
            ):
                sema.warning(
                    "missing-declarations", loc, "declaration does not declare anything"
                ).note("an anonymous member of a tagged struct needs -fms-extensions")
                return None
        if not self._check_field_type(record, member, type, members):
            type = ERROR
        field = Field(member.name, ctype.INT if type.is_error else type, loc, width)
        sema.attributes.apply_to_field(field, member.attributes or ())
        inner = type.canonical
        if (inner.is_array and size_of(type) is None) or (
            isinstance(inner, Record) and inner.has_flexible
        ):
            record.has_flexible = True
        return field

    def _is_defined_by(self, node: c_ast.Node, record: Record) -> bool:
        """Whether the member itself holds the braces: ``struct tag { … };``."""
        while isinstance(node, c_ast.TypeDecl):
            node = node.type
        return isinstance(node, (c_ast.Struct, c_ast.Union)) and node.decls is not None

    def _check_field_type(
        self, record: Record, member: c_ast.Decl, type: CType, members: list[c_ast.Decl]
    ) -> bool:
        sema = self.sema
        loc, name = member.coord, member.name or "(unnamed)"
        if type.is_error:
            return False
        canonical = type.canonical
        if canonical.is_function:
            sema.error("member-type", loc, f"field '{name}' declared as a function")
            return False
        array = _variable_array(type) if self._has_variable_arrays else None
        if array is not None:
            fault = sema.error(
                "vla", loc, f"fields must have a constant size: '{name}' is a variable array"
            )
            if array is not canonical:
                fault.note("what __uint() says of a map must be a constant")
            return False
        if isinstance(canonical, Array) and canonical.count is None:
            if not record.is_union and member is not members[-1]:
                following = members[members.index(member) + 1]
                sema.error(
                    "member-type",
                    loc,
                    f"flexible array member '{name}' is not at the end of the struct",
                ).note("next member is here", following.coord)
                return False
            return True
        if not sema.require_complete(type):
            sema.incomplete(type, loc, f"field has incomplete type '{type}'")
            return False
        return True

    def _bit_width(self, member: c_ast.Decl, type: CType) -> int | None:
        sema = self.sema
        name = member.name or "(unnamed)"
        if type.is_error:
            return 1
        if not type.is_integer or not sema.require_complete(type):
            sema.error(
                "bit-field", member.coord, f"bit-field '{name}' has non-integral type '{type}'"
            )
            return None
        width = sema.constant(member.bitsize, "bit-field width")
        if width is None:
            return 1
        limit = 8 * (size_of(type) or 4)
        if type.canonical is ctype.BOOL:
            limit = 8
        if width < 0 or (width == 0 and member.name is not None):
            kind = "zero" if width == 0 else "negative"
            sema.error("bit-field", member.coord, f"bit-field '{name}' has {kind} width")
            return 1
        if width > limit:
            sema.error(
                "bit-field",
                member.coord,
                f"width of bit-field '{name}' ({width} bits) exceeds the width of its type "
                f"({limit} bits)",
            )
            return limit
        return width

    # ------------------------------------------------------------------------ enums

    def enum(self, node: c_ast.Enum) -> CType:
        """The enum a specifier names; defines it where the specifier lists enumerators."""
        known = self._defined.get(id(node))
        if known is not None:
            return known[1]
        sema = self.sema
        enum: Enum | None = None
        if node.name is not None:
            if node.values is not None:
                sema.read_earlier_tag(node.name)
            found = sema.find_tag(node.name, own_scope_only=node.values is not None)
            if isinstance(found, Record):
                sema.error(
                    "tag-mismatch",
                    node.coord,
                    f"use of '{node.name}' with tag type that does not match previous declaration",
                ).note("previous use is here", found.loc)
                return ERROR
            enum = found
        if enum is None:
            enum = Enum(node.name, node.coord)
            enum.scope = None if sema.scope.is_file else sema.function
            if node.name is not None:
                sema.declare_tag(node.name, enum)
        self._defined[id(node)] = (node, enum)
        self._fix_underlying(enum, node)
        if node.values is not None:
            if enum.enumerators:
                sema.error_of_redefinition(node.name, node.coord, enum.loc)
                return enum
            self._define_enum(enum, node)
        return enum

    def _fix_underlying(self, enum: Enum, node: c_ast.Enum) -> None:
        underlying = node.underlying_type
        if underlying is None:
            return
        type = self.of_typename(underlying).canonical
        if isinstance(type, Int):
            enum.underlying = type
            enum.is_fixed = True
        elif not type.is_error:
            self.sema.error("enum-type", node.coord, "an enum's underlying type is an integer")

    def _define_enum(self, enum: Enum, node: c_ast.Enum) -> None:
        sema = self.sema
        enum.loc = node.coord
        sema.attributes.apply_to_enum(enum, node.attributes or ())
        value = -1
        constants: list[EnumConstant] = []
        for item in node.values.enumerators:
            if isinstance(item, c_ast.Pragma):
                continue
            value += 1
            if item.value is not None:
                given = sema.constant(item.value, "enumerator value")
                value = value if given is None else given
            if not -(2**63) <= value < 2**64:
                sema.error("enum-value", item.coord, "enumerator value does not fit in 64 bits")
                value = 0
            # Until the enum is complete its constants have the type of their value (6.7.2.2).
            type = enum.underlying or _value_type(value)
            constant = EnumConstant(item.name, value, type, enum, item.coord)
            constants.append(constant)
            enum.enumerators.append((item.name, value))
            sema.declare_enumerator(constant)
        if not enum.is_fixed:
            enum.underlying = _enum_type([c.value for c in constants], enum.packed)
            for attribute in node.attributes or ():
                if attribute.name == "mode":
                    underlying = sema.attributes.mode(ctype.INT, attribute)
                    enum.underlying = ctype.integer_of(underlying)
            # In C an enumerator is an int if every value fits, else of the enum's type.
            if all(-(2**31) <= c.value < 2**31 for c in constants):
                for constant in constants:
                    constant.type = ctype.INT
            else:
                for constant in constants:
                    constant.type = enum


def _variable_array(type: CType) -> Array | None:
    """The array of variable length that a type is or points to, if it does."""
    canonical = type.canonical
    while isinstance(canonical, (Pointer, Array)):
        if isinstance(canonical, Pointer):
            canonical = canonical.target.canonical
        elif canonical.length is not None:
            return canonical
        else:
            canonical = canonical.element.canonical
    return None


def _value_type(value: int) -> Int:
    for type in (ctype.INT, ctype.UINT, ctype.LONG):
        if type.minimum <= value <= type.maximum:
            return type
    return ctype.ULONG


def _enum_type(values: list[int], packed: bool) -> Int:
    """Clang's choice: the smallest of (unsigned) int and long, or of all if packed."""
    low, high = min(values, default=0), max(values, default=0)
    signed = low < 0
    ladder: tuple[Int, ...] = (ctype.INT, ctype.LONG) if signed else (ctype.UINT, ctype.ULONG)
    if packed:
        small = (ctype.SCHAR, ctype.SHORT) if signed else (ctype.UCHAR, ctype.USHORT)
        ladder = (*small, *ladder)
    for type in ladder:
        if type.minimum <= low and high <= type.maximum:
            return type
    return ladder[-1]


def adjust_parameter(type: CType) -> CType:
    """Arrays and functions as parameters are pointers (6.7.6.3p7-8)."""
    canonical = type.canonical
    if isinstance(canonical, Array):
        return canonical.element.pointer_to
    if canonical.is_function:
        return type.pointer_to
    return type


def _qual_bits(names: object) -> int:
    bits = 0
    for name in names or ():  # type: ignore[attr-defined]
        bits |= _QUALS.get(name, 0)
    return bits


_SINGLE_WORDS = frozenset(word for words in _WORDS for word in words if word != "bool") - {
    "__int128_t",
    "__uint128_t",
    "__builtin_va_list",
}
