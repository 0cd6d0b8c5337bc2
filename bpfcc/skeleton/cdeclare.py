"""The parts of a C skeleton that come from BTF: structs over data sections and struct_ops maps.

Types that have names are not defined there: the program that includes the skeleton has their
definitions, from the header that it shares with the eBPF side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpfcc.btf.cnames import KEYWORDS
from bpfcc.btf.container import Btf
from bpfcc.btf.cprint import CPrinter
from bpfcc.btf.types import (
    Array,
    Enum,
    Float,
    FunctionPrototype,
    Int,
    Parameter,
    Pointer,
    Struct,
    Union,
)
from bpfcc.btf.walk import MAX_NESTING, resolve, size_bytes, skip_modifiers
from bpfcc.elf.variables import KCONFIG
from bpfcc.errors import InputError
from bpfcc.skeleton.names import Scope, make_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bpfcc.btf.types import Type
    from bpfcc.skeleton.contents import Contents, DataSection, SkeletonMap, Variable

# Words of C, and macros of the headers that a skeleton includes or that GNU C predefines.
WORDS = KEYWORDS | {"NULL", "bool", "errno", "false", "linux", "true", "unix"}

# A structure over a section has no member that needs more than this. 32-bit machines align
# 64-bit types so, and with padding that is right for them it is right everywhere.
_MOST_ALIGN_BYTES = 4


def strip_modifiers(type_: Type, depth: int = 0) -> Type:
    """`type_` without const, volatile, restrict and tags wherever they would be spelled out.

    A program may change what the object declares as constant, up to when it is loaded.
    """
    if depth > MAX_NESTING:
        raise InputError(f"a type is nested deeper than {MAX_NESTING}")

    def strip(inner: Type) -> Type:
        return strip_modifiers(inner, depth + 1)

    under = skip_modifiers(type_)
    if isinstance(under, Pointer):
        return Pointer(strip(under.target))
    if isinstance(under, Array):
        return Array(strip(under.element), under.count, under.index_type)
    if isinstance(under, FunctionPrototype):
        parameters = [Parameter(name, strip(inner)) for name, inner in under.parameters]
        return FunctionPrototype(strip(under.result), parameters)
    if isinstance(under, Struct | Union) and not under.name:
        members = [member._replace(type=strip(member.type)) for member in under.members]
        return type(under)(under.name, under.size_bytes, members, under.kind_flag)
    return under


class Declarer:
    """Declares members of one object's skeleton."""

    def __init__(self, contents: Contents) -> None:
        self._printer = CPrinter(contents.btf or Btf())

    def format_section(self, section: DataSection) -> Iterator[tuple[str, str, Variable | None]]:
        """(declaration, name, variable) of each member; None for padding.

        Offsets are those of the section wherever types have the sizes that BTF states.
        """
        scope = Scope(WORDS)
        end = pads = 0
        for variable in section.variables:
            align = min(self._align_bytes(variable.type), _MOST_ALIGN_BYTES)
            if end + -end % align != variable.offset_bytes:
                pad = scope.claim(f"__pad{pads}")
                pads += 1
                yield f"char {pad}[{variable.offset_bytes - end}]", pad, None
            name = scope.claim(variable.name)
            yield self._declare(section, variable, name), name, variable
            end = variable.offset_bytes + variable.size_bytes

    def format_pointers(self, section: DataSection) -> Iterator[tuple[str, str, Variable]]:
        """(declaration of a pointer, name, variable) of each variable of a section."""
        scope = Scope(WORDS)
        for variable in section.variables:
            name = scope.claim(variable.name)
            spelled = self._declare(section, variable, "")
            shape = resolve(variable.type)
            if isinstance(shape, Array) or _points_at_function(shape):
                spelled = f"__typeof__({spelled})"
            yield f"{spelled} *{name}", name, variable

    def _declare(self, section: DataSection, variable: Variable, name: str) -> str:
        type_ = variable.type
        if section.name != KCONFIG:
            type_ = strip_modifiers(type_)
        return self._printer.declare(type_, name, 2)

    def _align_bytes(self, type_: Type) -> int:
        return self._printer.layouts.find(type_).align_bits // 8

    @staticmethod
    def name_struct_ops(entry: SkeletonMap) -> str:
        """The name of the kernel's struct that a struct_ops map is one of."""
        assert entry.definition is not None
        value = entry.definition.value
        return make_word(resolve(value).name) if value is not None else ""

    def format_struct_ops(self, entry: SkeletonMap) -> Iterator[str]:
        """Members of the struct through which a struct_ops map is changed before it is loaded.

        Numbers and function pointers, which programs can be assigned to; the place of
        everything else is kept.
        """
        assert entry.definition is not None
        shape = resolve(entry.definition.value) if entry.definition.value is not None else None
        if not isinstance(shape, Struct):
            raise InputError(f"struct_ops map {entry.name} is no struct")
        scope = Scope(WORDS)
        end = 0
        for number, member in enumerate(shape.members):
            offset = member.offset_bits // 8
            size = size_bytes(member.type)
            if size is None or member.bitfield_bits:
                continue  # its bytes become padding
            if offset > end:
                yield f"char {scope.claim(f'__padding_{number}')}[{offset - end}]"
            type_ = resolve(member.type)
            if isinstance(type_, Int | Float | Enum):
                yield self._printer.declare(type_, scope.claim(member.name), 3)
            elif _points_at_function(type_):
                yield f"struct bpf_program *{scope.claim(member.name)}"
            else:
                yield f"char {scope.claim(f'__unsupported_{number}')}[{size}]"
            end = offset + size
        if end < shape.size_bytes:
            yield f"char {scope.claim('__padding_end')}[{shape.size_bytes - end}]"


def _points_at_function(type_: Type) -> bool:
    return isinstance(type_, Pointer) and isinstance(resolve(type_.target), FunctionPrototype)
