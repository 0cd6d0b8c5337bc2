"""What attributes do to the declarations, records and fields they stand on."""

from __future__ import annotations

from bpfcc.frontend import ctype, nodes
from bpfcc.frontend.attributes import ATTRIBUTES
from bpfcc.frontend.ctype import CType, Enum, Field, Record, Typedef
from bpfcc.frontend.literals import LiteralError, parse_strings
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.tree import DeclAttributes, Function, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.frontend.sema import Sema

MAX_ALIGN_BYTES = 1 << 28

# Attributes that set one flag of DeclAttributes: action → slot.
_FLAGS = {
    "always_inline", "no_inline", "weak", "used", "naked", "no_return", "cold", "hot", "const",
    "pure", "malloc", "gnu_inline", "flatten", "minsize", "optnone", "convergent", "no_builtin",
    "returns_nonnull", "unused", "warn_unused_result",
}  # fmt: skip

_MODES = {
    "QI": (ctype.SCHAR, ctype.UCHAR), "byte": (ctype.SCHAR, ctype.UCHAR),
    "HI": (ctype.SHORT, ctype.USHORT), "SI": (ctype.INT, ctype.UINT),
    "DI": (ctype.LONG, ctype.ULONG), "word": (ctype.LONG, ctype.ULONG),
    "pointer": (ctype.LONG, ctype.ULONG), "TI": (ctype.INT128, ctype.UINT128),
}  # fmt: skip


class AttributeApplier:
    """Reads attribute arguments and carries out the registry's actions."""

    __slots__ = ("sema",)

    def __init__(self, sema: Sema) -> None:
        self.sema = sema

    # -------------------------------------------------------------------- arguments

    def string_argument(self, attribute: nodes.Attribute, index: int = 0) -> str | None:
        """Argument ``index`` as a string; an error and None if it is not one."""
        args = attribute.args
        if index >= len(args) or not isinstance(args[index], nodes.StringLiteral):
            self.sema.error(
                "attribute-argument",
                attribute.coord,
                f"'{attribute.name}' attribute requires a string",
            )
            return None
        return self.decode(args[index])

    def decode(self, literal: nodes.StringLiteral) -> str:
        """A string literal's text (sections, asm templates, tags)."""
        try:
            units, _ = parse_strings(literal.parts)
        except LiteralError as exc:
            self.sema.error("string-literal", literal.coord, exc.message)
            return ""
        return bytes(u & 0xFF for u in units[:-1]).decode("utf-8", "surrogateescape")

    def integer_argument(self, attribute: nodes.Attribute, index: int = 0) -> int | None:
        """Argument ``index`` as an integer constant; an error and None if it is not one."""
        if index >= len(attribute.args):
            self.sema.error(
                "attribute-argument",
                attribute.coord,
                f"'{attribute.name}' attribute takes an integer constant",
            )
            return None
        argument = attribute.args[index]
        if isinstance(argument, c_ast.Typename):
            return None
        return self.sema.constant(argument, f"argument of '{attribute.name}' attribute")

    def _alignment(self, attribute: nodes.Attribute) -> int:
        """``aligned``'s value in bytes; 0 after an error. Without argument: the largest, 16."""
        sema = self.sema
        if not attribute.args:
            return 16
        argument = attribute.args[0]
        if isinstance(argument, c_ast.Typename):
            from bpfcc.frontend.layout import align_of

            return align_of(sema.types.of_typename(argument))
        value = self.integer_argument(attribute)
        if value is None:
            return 0
        if value == 0 and attribute.name == "_Alignas":
            return 0
        if value <= 0 or value & (value - 1):
            sema.error("alignment", attribute.coord, "requested alignment is not a power of 2")
            return 0
        if value > MAX_ALIGN_BYTES:
            sema.error("alignment", attribute.coord, "requested alignment is too large")
            return 0
        return value

    def mode(self, type: CType, attribute: nodes.Attribute) -> CType:
        """``__attribute__((mode(DI)))`` and friends."""
        argument = attribute.args[0] if attribute.args else None
        name = argument.name if isinstance(argument, c_ast.ID) else ""
        name = name.strip("_")
        canonical = type.canonical
        if name not in _MODES or not canonical.is_integer or canonical.is_error:
            self.sema.error("mode", attribute.coord, f"unknown machine mode '{name}'")
            return type
        return _MODES[name][0 if ctype.integer_of(canonical).signed else 1]

    def _known(self, attribute: nodes.Attribute, letter: str) -> str | None:
        """The action of an attribute on this kind of thing; warns about unknown ones."""
        row = ATTRIBUTES.get(attribute.name)
        if row is None:
            diagnostic = self.sema.warning(
                "unknown-attributes",
                attribute.coord,
                f"unknown attribute '{attribute.name}' ignored",
            )
            name = attribute.name.strip("_")
            self.sema.suggest(diagnostic, name, list(ATTRIBUTES), attribute.coord)
            return None
        if letter not in row.targets and "T" not in row.targets:
            if attribute.position not in ("pragma", "specifier"):
                self.sema.warning(
                    "ignored-attributes",
                    attribute.coord,
                    f"'{attribute.name}' attribute ignored here",
                )
            return None
        return row.action

    # --------------------------------------------------------------------- records

    def apply_to_record(self, record: Record, attributes: Iterable[nodes.Attribute]) -> None:
        tags: list[str] = []
        for attribute in attributes:
            action = self._known(attribute, "r")
            if action == "packed":
                record.packed = True
            elif action == "aligned":
                record.align_attr_bytes = max(record.align_attr_bytes, self._alignment(attribute))
            elif action == "pragma_pack":
                record.pragma_pack_bytes = self.integer_argument(attribute) or 0
            elif action == "preserve_access_index":
                record.preserve_access_index = True
            elif action == "preserve_static_offset":
                record.preserve_static_offset = True
            elif action == "may_alias":
                record.may_alias = True
            elif action == "transparent_union":
                record.transparent = True
            elif action == "btf_decl_tag":
                tag = self.string_argument(attribute)
                if tag is not None:
                    tags.append(tag)
        if tags:
            record.decl_tags = tuple(tags)

    def apply_to_enum(self, enum: Enum, attributes: Iterable[nodes.Attribute]) -> None:
        tags: list[str] = []
        for attribute in attributes:
            action = self._known(attribute, "e")
            if action == "packed":
                enum.packed = True
            elif action == "btf_decl_tag":
                tag = self.string_argument(attribute)
                if tag is not None:
                    tags.append(tag)
        if tags:
            enum.decl_tags = tuple(tags)

    def apply_to_field(self, field: Field, attributes: Iterable[nodes.Attribute]) -> None:
        tags: list[str] = []
        for attribute in attributes:
            action = self._known(attribute, "m")
            if action == "packed":
                field.packed = True
            elif action == "aligned":
                field.align_attr_bytes = max(field.align_attr_bytes, self._alignment(attribute))
            elif action == "btf_decl_tag":
                tag = self.string_argument(attribute)
                if tag is not None:
                    tags.append(tag)
        if tags:
            field.decl_tags = tuple(tags)

    def apply_to_typedef(self, typedef: Typedef, attributes: Iterable[nodes.Attribute]) -> None:
        tags: list[str] = []
        for attribute in attributes:
            action = self._known(attribute, "t")
            canonical = typedef.canonical
            if action == "transparent_union" and isinstance(canonical, Record):
                canonical.transparent = True
            elif action == "aligned":
                typedef.align_attr_bytes = self._alignment(attribute)
            elif action == "align_value":
                typedef.align_value_bytes = self._alignment(attribute)
            elif action == "may_alias":
                typedef.may_alias = True
            elif action == "btf_decl_tag":
                tag = self.string_argument(attribute)
                if tag is not None:
                    tags.append(tag)
        if tags:
            typedef.decl_tags = tuple(tags)

    # ---------------------------------------------------------------- declarations

    def apply_to_decl(
        self, decl: Variable | Function, attributes: Iterable[nodes.Attribute]
    ) -> None:
        """Attributes of a function or variable; repeated declarations add up."""
        letter = "f" if isinstance(decl, Function) else "p" if decl.is_parameter else "v"
        target = decl.attributes
        for attribute in attributes:
            action = self._known(attribute, letter)
            if action is None:
                continue
            if action in _FLAGS:
                setattr(target, action, True)
            else:
                self._apply_valued(action, attribute, target, decl)
        self._check_conflicts(decl)

    def _apply_valued(
        self,
        action: str,
        attribute: nodes.Attribute,
        target: DeclAttributes,
        decl: Variable | Function,
    ) -> None:
        if action == "aligned":
            target.align_bytes = max(target.align_bytes, self._alignment(attribute))
        elif action == "section":
            self._apply_section(attribute, target)
        elif action == "visibility":
            value = self.string_argument(attribute)
            if value not in (None, "default", "hidden", "protected", "internal"):
                self.sema.error("visibility", attribute.coord, f"unknown visibility '{value}'")
            elif value is not None:
                target.visibility = value
        elif action == "alias":
            target.alias = self.string_argument(attribute)
        elif action == "asm_label":
            target.asm_label = self.string_argument(attribute)
        elif action == "error":
            target.error_message = self.string_argument(attribute)
        elif action == "btf_decl_tag":
            tag = self.string_argument(attribute)
            if tag is not None and tag not in target.decl_tags:
                target.decl_tags.append(tag)
        elif action == "cleanup":
            self._apply_cleanup(attribute, decl)

    def _apply_section(self, attribute: nodes.Attribute, target: DeclAttributes) -> None:
        name = self.string_argument(attribute)
        if name is None:
            return
        if "\0" in name or not name:
            self.sema.error("section", attribute.coord, "invalid section name")
            return
        if target.section is not None and target.section != name:
            self.sema.warning(
                "section",
                attribute.coord,
                f"section attribute is specified again, '{name}' replaces '{target.section}'",
            )
        target.section = name

    def _apply_cleanup(self, attribute: nodes.Attribute, decl: Variable | Function) -> None:
        sema = self.sema
        argument = attribute.args[0] if attribute.args else None
        function = sema.lookup(argument.name) if isinstance(argument, c_ast.ID) else None
        if not isinstance(decl, Variable) or not isinstance(function, Function):
            sema.error("cleanup", attribute.coord, "'cleanup' argument is not a function")
            return
        sema.exprs.mark_referenced(function, attribute.coord)
        decl.cleanup = function

    def _check_conflicts(self, decl: Variable | Function) -> None:
        attributes = decl.attributes
        if attributes.always_inline and attributes.no_inline:
            self.sema.warning(
                "ignored-attributes",
                decl.loc,
                "'noinline' attribute ignored: the function is 'always_inline'",
            )
            attributes.no_inline = False
