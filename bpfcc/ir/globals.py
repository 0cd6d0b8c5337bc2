"""Functions and objects with static storage: names, linkage, and the order of emission.

Definitions that must be in the object are emitted in source order. A static (or inline)
definition waits until something emitted refers to it; it is then emitted after everything that
had to be, in the order of the references, and what it refers to directly after it. This is
clang's order, which decides symbol order, BTF ids and what the inliner sees first.
"""

from __future__ import annotations

from bpfcc.frontend.ctype import CONST, CType, Record
from bpfcc.frontend.ctype import Function as FunctionType
from bpfcc.frontend.layout import align_of
from bpfcc.frontend.tree import FileAsm, Function, LabelAddress, Linkage, Variable
from bpfcc.frontend.walk import descendants
from bpfcc.ir import lower_func
from bpfcc.ir.abi import sign_type
from bpfcc.ir.constants import build_constant, data, zero
from bpfcc.ir.module import FunctionText, Global, global_name, quote
from bpfcc.ir.types import space_suffix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from bpfcc.frontend.tree import AggregateInit, Expr, Unit
    from bpfcc.ir.constants import Constant
    from bpfcc.ir.state import UnitContext
    from bpfcc.source import SourceManager

    D = TypeVar("D", bound=Function | Variable | FileAsm)

Definition = Function | Variable


class Globals:
    """Gives functions and variables their IR names, and emits what is needed."""

    __slots__ = (
        "_constants", "_context", "_deferred", "_emitted", "_module", "_names", "_queue",
        "_rounded", "_strings", "_uncertain", "_writers",
    )  # fmt: skip

    def __init__(self, context: UnitContext) -> None:
        self._context = context
        self._module = context.module
        self._names: dict[Definition, str] = {}
        self._strings: dict[tuple[bytes, str], str] = {}
        self._constants: dict[tuple[str, str], str] = {}
        # Definitions seen that are emitted once they are referred to.
        self._deferred: dict[Definition, None] = {}
        self._queue: list[Definition] = []
        # Addresses that may be null or another's ("weak"), or another's only ("shared").
        self._uncertain: dict[str, str] = {}
        self._emitted: set[Definition] = set()
        # Variables that are to take whole words; how to write those that do not yet.
        self._rounded: set[Variable] = set()
        self._writers: dict[Variable, Callable[[], None]] = {}

    # -- references

    def function(self, function: Function) -> str:
        """``@name`` of a function, which is thereby needed."""
        name = self._names.get(function)
        if name is None:
            name = self._declare_function(function)
            self._need(function)
        return name

    def variable(self, variable: Variable) -> str:
        """``@name`` of a global, which is thereby needed."""
        name = self._names.get(variable)
        if name is None:
            if variable.is_compound_literal:
                return self._compound_literal(variable)
            name = self._declare_variable(variable, variable.name)
            self._need(variable)
        return name

    def library_function(self, name: str, result: str, params: list[str]) -> str:
        """``@name`` of a library function that a builtin stands for."""
        if name not in self._module.functions:
            self._module.used_names.add(name)
            place = self._module.functions[name] = FunctionText(name)
            group = self._module.attribute_group('nounwind "frame-pointer"="all"')
            place.lines = [f"declare dso_local {result} @{name}({', '.join(params)}) {group}"]
        return global_name(name)

    def round_up_size(self, variable: Variable) -> None:
        """Let a variable defined here take whole words of four bytes, and be aligned to them."""
        if variable not in self._rounded:
            self._rounded.add(variable)
            if variable in self._writers:
                self._writers[variable]()

    def compare_addresses(self, left: str, right: str) -> bool | None:
        """Whether two constant addresses are equal, None if that is not known yet."""
        if left == right and left[0] == "@":
            return True
        unsure = ("weak",) if "null" in (left, right) else ("weak", "shared")
        for text in (left, right):
            if text != "null" and (text[0] != "@" or self._uncertain.get(text) in unsure):
                return None
        return False

    def _need(self, definition: Definition) -> None:
        if definition in self._deferred:
            del self._deferred[definition]
            self._queue.append(definition)

    def string(self, content: bytes, type: CType, loc: int) -> str:
        """A private constant with the bytes of a string literal."""
        memory = self._context.types.memory(type)
        key = (content, memory.text)
        name = self._strings.get(key)
        if name is None:
            constant = data(content, len(content))
            debug = self._context.debug
            tail = debug.string(type, loc) if debug is not None else ""
            name = self._private(".str", constant, align_of(type), tail)
            self._strings[key] = name
        return name

    def private_constant(self, wanted: str, constant: Constant, align_bytes: int) -> str:
        """A private constant to copy a local aggregate from."""
        if not wanted.startswith("__const."):
            return self._private(wanted, constant, align_bytes)
        key = (wanted, constant.operand)
        name = self._constants.get(key)
        if name is None:
            name = self._constants[key] = self._private(wanted, constant, align_bytes)
        return name

    def _private(self, wanted: str, constant: Constant, align_bytes: int, tail: str = "") -> str:
        name = self._module.unique_name(wanted)
        item = Global(name, constant.type)
        # What an array is filled from at run time keeps an address of its own, as in clang.
        merged = "" if wanted == "constinit" else "unnamed_addr "
        item.text = f"private {merged}constant {constant.operand}, align {align_bytes}{tail}"
        self._module.globals[name] = item
        text = global_name(name)
        self._uncertain[text] = "shared"
        return text

    # -- declarations

    def _name_of(self, wanted: str, label: str | None) -> str:
        name = label or wanted
        self._module.used_names.add(name)
        return name

    def _declare_function(self, function: Function) -> str:
        name = self._name_of(function.name, function.attributes.asm_label)
        text = global_name(name)
        self._names[function] = text
        if function.attributes.weak or function.attributes.alias is not None:
            self._uncertain[text] = "weak"
        if name not in self._module.functions:
            self._module.functions[name] = FunctionText(name)
        if not function.is_defined and not name.startswith("llvm."):
            self._write_declaration(function, name)
        return text

    def _write_declaration(self, function: Function, name: str) -> None:
        context = self._context
        if function.attributes.alias is not None:
            return
        type = function.type.canonical
        assert isinstance(type, FunctionType)
        signature = sign_type(type, context.types)
        debug = ""
        if context.debug is not None:
            debug = f" !dbg {context.debug.declare_function(function)}"
        group = context.module.attribute_group(
            lower_func.function_attributes(context, function, is_definition=False)
        )
        section = _section(function)
        self._module.functions[name].lines = [
            f"declare{debug} {_declared_linkage(function)}{_visibility(function)}"
            f"{signature.result} {global_name(name)}({lower_func.declaration_head(signature)}) "
            f"{group}{section}"
        ]

    def _declare_variable(self, variable: Variable, wanted: str) -> str:
        is_private_name = variable.linkage is Linkage.NONE or variable.is_compound_literal
        if is_private_name:
            name = self._module.unique_name(wanted)
        else:
            name = self._name_of(wanted, variable.attributes.asm_label)
        text = global_name(name)
        self._names[variable] = text
        record = variable.type.canonical
        is_known = not isinstance(record, Record) or self._context.unit.complete(record)
        memory = self._context.types.memory(variable.type)
        if variable.attributes.weak or variable.attributes.alias is not None:
            self._uncertain[text] = "weak"
        elif not memory.size_bytes:
            self._uncertain[text] = "shared"
        # LLVM asks for the size of what is declared; nobody knows that of an incomplete record.
        item = Global(name, memory.text if is_known else "{}")
        self._module.globals[name] = item
        if not variable.is_definition and variable.attributes.alias is None:
            self._write_extern(variable, item)
        return text

    def _write_extern(self, variable: Variable, item: Global) -> None:
        debug = ""
        if self._context.debug is not None:
            debug = self._context.debug.variable(variable, None)
        word = "extern_weak " if variable.attributes.weak else "external "
        kind = "constant" if _is_constant(variable.type) else "global"
        space = space_suffix(variable.type.address_space).lstrip()
        align = variable.attributes.align_bytes or align_of(variable.type)
        item.text = (
            f"{word}{_visibility(variable)}{space + ' ' if space else ''}{kind} "
            f"{item.value_type}{_section(variable, ',')}, align {align}{debug}"
        )

    # -- the unit

    def emit_unit(
        self, definitions: list[Function | Variable | FileAsm], externs: list[Function | Variable]
    ) -> None:
        """Emit everything the unit needs; both lists in source order.

        What is only declared is written, in its own order, when all that had to be emitted is
        there: what waited for a reference comes after it.
        """
        tentative: list[Variable] = []
        for definition in definitions:
            if isinstance(definition, FileAsm):
                self._module.asm_lines += definition.text.split("\n")
                if definition.text.strip():
                    self._context.has_inline_asm = True
            elif isinstance(definition, Variable) and definition.is_tentative:
                tentative.append(definition)
            else:
                self._see(definition)
        for variable in tentative:
            self._see(variable)
        for extern in externs:
            if isinstance(extern, Function):
                self.function(extern)
            else:
                self.variable(extern)
        self._emit_queue()

    def _see(self, definition: Definition) -> None:
        """A definition has been reached: emit it, or let it wait for a reference."""
        if definition in self._emitted:
            return
        if isinstance(definition, Variable) and definition.linkage is Linkage.NONE:
            return  # static locals are emitted where they are declared
        if _must_be_emitted(definition):
            self._emit(definition)
        elif definition in self._names:
            self._queue.append(definition)
        else:
            self._deferred[definition] = None

    def _emit_queue(self) -> None:
        """Emit what is needed, and what that needs, depth first."""
        pending = [iter(self._take_queue())]
        while pending:
            definition = next(pending[-1], None)
            if definition is None:
                pending.pop()
                continue
            self._emit(definition)
            if self._queue:
                pending.append(iter(self._take_queue()))

    def _take_queue(self) -> list[Definition]:
        queue, self._queue = self._queue, []
        return queue

    def _emit(self, definition: Definition) -> None:
        if definition in self._emitted:
            return
        self._emitted.add(definition)
        if definition.attributes.alias is not None:
            self._emit_alias(definition)
        elif isinstance(definition, Function):
            self._emit_function(definition)
        else:
            self._emit_variable(definition, None)

    def _emit_alias(self, definition: Definition) -> None:
        attributes = definition.attributes
        assert attributes.alias is not None
        if isinstance(definition, Function):
            type = definition.type.canonical
            assert isinstance(type, FunctionType)
            text = sign_type(type, self._context.types).type_text
        else:
            text = self._context.types.memory(definition.type).text
        name = self._name_of(definition.name, attributes.asm_label)
        self._names[definition] = global_name(name)
        self._module.functions.pop(name, None)
        self._module.globals.pop(name, None)
        self._module.aliases.append(
            f"{global_name(name)} = {_linkage(definition)}{_visibility(definition)}"
            f"alias {text}, ptr {global_name(attributes.alias)}"
        )

    # -- functions

    def _emit_function(self, function: Function) -> None:
        context = self._context
        key = function.attributes.asm_label or function.name
        name = self._names.get(function)
        if name is None:
            name = self._declare_function(function)
        elif not function.has_prototype:
            # Calls before this declared it with unknown parameters: the definition is another.
            self._module.functions[key] = self._module.functions.pop(key)
        place = self._module.functions[key]
        if function.attributes.used:
            self._module.compiler_used.append(f"ptr {global_name(place.name)}")
        state = lower_func.lower_body(context, function)
        group = context.module.attribute_group(
            lower_func.function_attributes(context, function, is_definition=True)
        )
        debug = f" !dbg {state.scope_root}" if state.scope_root else ""
        attributes = function.attributes
        align = f" align {attributes.align_bytes}" if attributes.align_bytes else ""
        head = (
            f"define {_linkage(function)}{_visibility(function)}"
            f"{state.signature.result} {name}({lower_func.definition_head(state)}) "
            f"{group}{_section(function)}{align}{debug} {{"
        )
        place.lines = [head, *state.builder.render(), "}"]

    def sret_attributes(self, function: Function, attributes: str) -> str:
        """Attributes of the hidden result pointer of ``function``.

        LLVM's BPF back end refuses ``sret``. Within the unit it has no meaning, so a static
        function takes the pointer as an ordinary parameter.
        """
        if function.linkage is Linkage.INTERNAL and not function.attributes.always_inline:
            return attributes.partition(" sret(")[0]
        return attributes

    # -- variables

    def define_static_local(
        self, variable: Variable, function: Function, scope: str | None
    ) -> None:
        """A ``static`` variable of a function, which is emitted where it is declared."""
        if variable in self._emitted:
            return
        self._emitted.add(variable)
        if variable not in self._names:
            self._declare_variable(variable, f"{function.name}.{variable.name}")
        self._emit_variable(variable, scope)

    def _compound_literal(self, variable: Variable) -> str:
        name = self._declare_variable(variable, ".compoundliteral")
        self._emitted.add(variable)
        self._emit_variable(variable, None)
        return name

    def _emit_variable(self, variable: Variable, scope: str | None) -> None:
        context = self._context
        constant = self._initial_value(variable)
        text = self._names.get(variable) or self._declare_variable(variable, variable.name)
        name = self._key(text)
        item = self._module.globals[name]
        if constant.type != item.value_type:
            # LLVM replaces a global whose type changes; the new one is the last.
            del self._module.globals[name]
            item = self._module.globals[name] = Global(name, constant.type)
        if variable.attributes.used:
            used = global_name(name)
            if variable.type.address_space:
                space = space_suffix(variable.type.address_space).lstrip()
                used = f"addrspacecast (ptr {space} {used} to ptr)"
            self._module.compiler_used.append(f"ptr {used}")
        debug = ""
        if context.debug is not None and not variable.is_compound_literal:
            debug = context.debug.variable(variable, scope)
        kind = "constant" if _is_constant(variable.type) else "global"
        space = space_suffix(variable.type.address_space).lstrip()
        align = variable.attributes.align_bytes or align_of(variable.type)

        def write() -> None:
            operand, least = constant.operand, align
            if variable in self._rounded:
                least = max(align, 4)
                rest = f"[{-constant.size_bytes % 4} x i8]"
                operand = (
                    f"<{{ {constant.type}, {rest} }}> <{{ {operand}, {rest} zeroinitializer }}>"
                )
            item.text = (
                f"{_linkage(variable)}{_visibility(variable)}{space + ' ' if space else ''}{kind} "
                f"{operand}{_section(variable, ',')}, align {least}{debug}"
            )

        self._writers[variable] = write
        write()

    def _key(self, text: str) -> str:
        """The module's key of an IR name."""
        if text[1] != '"':
            return text[1:]
        return next(n for n in self._module.globals if global_name(n) == text)

    def _initial_value(self, variable: Variable) -> Constant:
        context = self._context
        if variable.initializer is None:
            return zero(context.types.memory(variable.type))
        constant = build_constant(context, variable.initializer, variable.type)
        if constant is None and _holds_label(variable.initializer):
            context.sink.error(
                "computed-goto",
                variable.loc,
                "BPF has no jumps to computed addresses: use switch",
            )
            return zero(context.types.memory(variable.type))
        if constant is None:
            context.sink.error(
                "initializer-not-constant",
                variable.loc,
                f"initializer of '{variable.name}' is not a compile-time constant",
            )
            return zero(context.types.memory(variable.type))
        return constant


def _must_be_emitted(definition: Definition) -> bool:
    """Whether a definition is in the object though nothing in the unit refers to it."""
    if definition.attributes.used or definition.attributes.alias is not None:
        return True
    if definition.linkage is not Linkage.EXTERNAL:
        return False
    return not (isinstance(definition, Function) and definition.is_inline_definition)


def _is_constant(type: CType) -> bool:
    """Whether an object lies in read-only memory."""
    return bool(type.quals & CONST)


def _linkage(definition: Definition) -> str:
    if definition.linkage is not Linkage.EXTERNAL:
        return "internal "
    if definition.attributes.weak:
        return "weak "
    if isinstance(definition, Function) and definition.is_inline_definition:
        return "available_externally "
    return ""


def _declared_linkage(function: Function) -> str:
    return "extern_weak " if function.attributes.weak else ""


def _visibility(definition: Definition) -> str:
    visibility = definition.attributes.visibility
    if visibility in ("hidden", "internal") and definition.linkage is Linkage.EXTERNAL:
        return "hidden "
    if visibility == "protected" and definition.linkage is Linkage.EXTERNAL:
        return "protected "
    return "" if definition.linkage is not Linkage.EXTERNAL else "dso_local "


def _section(definition: Definition, comma: str = "") -> str:
    section = definition.attributes.section
    return f"{comma} section {quote(section)}" if section is not None else ""


def declared_by_source(unit: Unit, manager: SourceManager) -> list[Function | Variable]:
    """What is declared without being defined there, in the order of the first declarations.

    A function that is defined later, and used, counts: a static one is emitted at this place
    if nothing emitted needed it earlier.
    """
    declared = list(unit.externs)
    for definition in unit.definitions:
        if (
            isinstance(definition, Function)
            and definition.declared_loc
            and definition.is_referenced
        ):
            declared.append(definition)
    return sort_by_source(declared, manager, declared=True)


def sort_by_source(
    definitions: list[D], manager: SourceManager, *, declared: bool = False
) -> list[D]:
    """Definitions in the order of the preprocessed source, headers where they are included.

    ``declared``: functions stand where they are first declared.
    """
    keys: dict[int, tuple[int, ...]] = {}

    def key_of(loc: int) -> tuple[int, ...]:
        loc = manager.expansion(loc)
        if loc <= 0 or not manager.files:
            return ()
        file = manager.file_of(loc)
        base = keys.get(file.base)
        if base is None:
            base = keys[file.base] = key_of(file.included_at) if file.included_at else ()
        return (*base, loc - file.base)

    return sorted(definitions, key=lambda definition: key_of(_loc_of(definition, declared)))


def _loc_of(definition: Function | Variable | FileAsm, declared: bool) -> int:
    if declared and isinstance(definition, Function):
        return definition.declared_loc
    return definition.loc


def _holds_label(initializer: Expr | AggregateInit) -> bool:
    return isinstance(initializer, LabelAddress) or any(
        isinstance(node, LabelAddress) for node in descendants(initializer)
    )
