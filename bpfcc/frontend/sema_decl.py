"""Declarations: variables, functions, typedefs, linkage and definitions (C11 6.7, 6.9)."""

from __future__ import annotations

from bpfcc.frontend import nodes
from bpfcc.frontend.consteval import evaluate_integer
from bpfcc.frontend.ctype import (
    ERROR,
    Array,
    CType,
    Enum,
    Record,
    Typedef,
    compatible,
    composite,
    fastcall,
    qualify,
)
from bpfcc.frontend.ctype import Function as FunctionType
from bpfcc.frontend.layout import size_of
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.scope import Scope, Symbol
from bpfcc.frontend.sema_types import adjust_parameter
from bpfcc.frontend.tree import FileAsm, Function, Linkage, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Diagnostic
    from bpfcc.frontend.sema import Sema

MAX_VARIABLE_BYTES = (1 << 31) - 1
"""The largest map value of the kernel, which is what a variable lives in."""

MAX_INITIALIZED_BYTES = 1 << 26
"""The largest initialized variable: its contents are spelled out several times on the way."""

_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">="))


class DeclAnalyzer:
    """Declares what declarations declare, and analyses function bodies."""

    __slots__ = ("_bodies", "_tentative", "sema")

    def __init__(self, sema: Sema) -> None:
        self.sema = sema
        # Bodies read from headers and not needed yet.
        self._bodies: dict[Function, tuple[c_ast.FuncDef, Scope]] = {}
        self._tentative: list[Variable] = []

    # ----------------------------------------------------------------- entry points

    def external(self, node: c_ast.Node) -> None:
        """One external declaration (6.9)."""
        sema = self.sema
        if isinstance(node, c_ast.FuncDef):
            self._function_definition(node)
        elif isinstance(node, c_ast.Typedef):
            self._typedef(node)
        elif isinstance(node, c_ast.Decl):
            self._declaration(node)
        elif isinstance(node, c_ast.StaticAssert):
            self.static_assert(node)
        elif isinstance(node, nodes.Asm):
            sema.unit.definitions.append(FileAsm(sema.attributes.decode(node.template), node.coord))
        elif not isinstance(node, (c_ast.Pragma, nodes.AttributeStatement, c_ast.EmptyStatement)):
            sema.error("declaration", node.coord, "expected a declaration")

    def local(self, node: c_ast.Node) -> list[Variable]:
        """A declaration in a block; the variables that it defines there."""
        if isinstance(node, c_ast.Typedef):
            self._typedef(node)
            return []
        if isinstance(node, c_ast.StaticAssert):
            self.static_assert(node)
            return []
        if not isinstance(node, c_ast.Decl):
            self.sema.error("declaration", node.coord, "expected a declaration")
            return []
        declared = self._declaration(node)
        return [declared] if isinstance(declared, Variable) else []

    def static_assert(self, node: c_ast.StaticAssert) -> None:
        sema = self.sema
        value = sema.constant(node.cond, "static assertion expression")
        if value == 0:
            message = ""
            if isinstance(node.message, nodes.StringLiteral):
                message = ": " + sema.attributes.decode(node.message)
            fault = sema.error("static-assert", node.cond, f"static assertion failed{message}")
            self._note_values(fault, node.cond)

    def _note_values(self, fault: Diagnostic, cond: c_ast.Node) -> None:
        """What the two sides of a comparison are, where that is not what is written."""
        if not isinstance(cond, c_ast.BinaryOp) or cond.op not in _COMPARISONS:
            return
        sides = [evaluate_integer(self.sema.exprs.value(side)) for side in (cond.left, cond.right)]
        if None not in sides:
            fault.note(f"that is {sides[0]} {cond.op} {sides[1]}", cond.coord)

    def finish_unit(self) -> None:
        """Tentative definitions become definitions (6.9.2)."""
        sema = self.sema
        for variable in self._tentative:
            if not variable.is_tentative:
                continue
            canonical = variable.type.canonical
            if isinstance(canonical, Array) and canonical.count is None:
                sema.warning(
                    "tentative-definition-array",
                    variable.loc,
                    "tentative array definition assumed to have one element",
                )
                variable.type = Array(canonical.element, 1)
            if not variable.type.is_error and not sema.require_complete(variable.type):
                sema.incomplete(
                    variable.type,
                    variable.loc,
                    f"tentative definition has type '{variable.type}' that is never completed",
                )

    # --------------------------------------------------------------------- typedefs

    def _typedef(self, node: c_ast.Typedef) -> None:
        sema = self.sema
        type = sema.types.of_declaration(node)
        name, loc = node.name, node.coord
        previous = self._previous(name)
        made = Typedef(name, type, loc)
        made.scope = None if sema.scope.is_file else sema.function
        sema.attributes.apply_to_typedef(made, node.attributes or ())
        if previous is not None:
            if not isinstance(previous, Typedef):
                sema.error(
                    "redefinition", loc, f"redefinition of '{name}' as different kind of symbol"
                ).note("previous definition is here", previous.loc)
                return
            same = previous.quals == type.quals and compatible(previous, type)
            if not same:
                sema.error(
                    "redefinition",
                    loc,
                    f"typedef redefinition with different types ('{type}' vs '{previous.target}')",
                ).note("previous definition is here", previous.loc)
            if same:
                return
        canonical = type.canonical
        if isinstance(canonical, (Record, Enum)) and canonical.tag is None and not type.quals:
            canonical.typedef_name = canonical.typedef_name or name
        sema.scope.names[name] = made

    def _previous(self, name: str) -> Symbol | None:
        """What this scope already declares under a name; at file scope, earlier headers too."""
        sema = self.sema
        if sema.scope.is_file:
            return sema.file_lookup(name)
        return sema.scope.local(name)

    # ----------------------------------------------------------- variables, functions

    def _declaration(self, node: c_ast.Decl) -> Variable | Function | None:
        sema = self.sema
        if node.name is None:
            self._type_only(node)
            return None
        if _is_auto(node.type):
            type = self._inferred(node)
        else:
            type = sema.types.of_declaration(node)
        if any(a.name == "bpf_fastcall" for a in node.attributes or ()):
            type = fastcall(type)
        if type.is_function:
            function = self._declare_function(node, type)
            self._note_params(function, node.type)
            return function
        return self._variable(node, type)

    def _type_only(self, node: c_ast.Decl) -> None:
        sema = self.sema
        type = sema.types.of_declarator(node.type, node.attributes)
        inner = node.type
        while isinstance(inner, (c_ast.TypeDecl, c_ast.PtrDecl, c_ast.ArrayDecl)):
            inner = inner.type
        if isinstance(inner, (c_ast.Struct, c_ast.Union)):
            # `struct tag;` declares the tag in this very scope (6.7.2.3p7).
            mention = inner.name is not None and inner.decls is None
            if mention and sema.find_tag(inner.name, own_scope_only=True) is None:
                made = Record(inner.name, isinstance(inner, c_ast.Union), inner.coord)
                made.scope = sema.function
                sema.declare_tag(inner.name, made)
            return
        if not isinstance(inner, c_ast.Enum) and not type.is_error:
            sema.warning(
                "missing-declarations", node.coord, "declaration does not declare anything"
            )

    def _inferred(self, node: c_ast.Decl) -> CType:
        sema = self.sema
        if node.init is None or isinstance(node.init, c_ast.InitList):
            sema.error(
                "auto-type",
                node.coord,
                f"declaration of variable '{node.name}' with deduced type '__auto_type' requires "
                "an initializer",
            )
            return ERROR
        with sema.unevaluated():
            type = sema.exprs.value(node.init).type.unqualified
        if type.is_void:
            sema.error("incomplete-type", node.coord, "variable has incomplete type 'void'")
            return ERROR
        quals = sema.types.qualifiers_of(node.type)
        return qualify(type, quals) if quals else type

    def _variable(self, node: c_ast.Decl, type: CType) -> Variable | None:
        sema = self.sema
        _name, loc = node.name, node.coord
        storage = node.storage or []
        if node.funcspec:
            sema.error("function-specifier", loc, "'inline' can only appear on functions")
        is_extern = "extern" in storage
        if type.is_void and not is_extern:  # GNU: an extern of type void has only an address
            sema.incomplete(type, loc, f"variable has incomplete type '{type}'")
            type = ERROR
        if sema.scope.is_file or is_extern:
            variable = self._global(node, type, storage)
        else:
            variable = self._block_variable(node, type, "static" in storage)
        if variable is None:
            return None
        variable.is_register = "register" in storage
        variable.is_thread_local = "_Thread_local" in storage or "__thread" in storage
        if variable.is_thread_local:
            sema.error("thread-local", loc, "thread-local storage is not supported by BPF")
        sema.attributes.apply_to_decl(variable, node.attributes or ())
        for align in node.align or ():
            self._alignas(variable, align)
        if is_extern and node.init is not None and not sema.scope.is_file:
            sema.error("initializer", loc, "'extern' variable cannot have an initializer")
            return variable
        if node.init is not None:
            self._initialize(variable, node)
        else:
            self._uninitialized(variable, is_extern)
        self._check_size(variable)
        return None if is_extern and sema.function is not None else variable

    def _check_size(self, variable: Variable) -> None:
        """What no object can hold is refused before anybody tries to make it."""
        size = size_of(variable.type) or 0
        if variable.type.is_error or size <= MAX_INITIALIZED_BYTES:
            return
        name = variable.name
        if size > MAX_VARIABLE_BYTES:
            message = f"variable '{name}' has {size} bytes, of which a BPF object can hold 2 GiB"
        elif variable.initializer is not None:
            message = (
                f"variable '{name}' is initialized with {size} bytes, and the most is "
                f"{MAX_INITIALIZED_BYTES >> 20} MiB"
            )
        else:
            return
        self.sema.error("type-size", variable.loc, message)
        variable.type = ERROR
        variable.initializer = None

    def _alignas(self, variable: Variable, align: c_ast.Alignas) -> None:
        attribute = nodes.Attribute("aligned", [align.alignment], align.coord, "declarator")
        self.sema.attributes.apply_to_decl(variable, [attribute])

    def _global(self, node: c_ast.Decl, type: CType, storage: list[str]) -> Variable | None:
        """A variable with linkage: a new one, or one more declaration of a known one."""
        sema = self.sema
        name, loc = node.name, node.coord
        previous = sema.file_lookup(name)
        shadow = None if sema.scope.is_file else sema.scope.local(name)
        if shadow is not None and shadow is not previous:
            self._kind_clash(name, loc, shadow)
            return None
        if previous is not None and not isinstance(previous, Variable):
            self._kind_clash(name, loc, previous)
            return None
        is_static = "static" in storage
        if previous is None:
            variable = Variable(name, type, loc)
            variable.is_global = True
            variable.linkage = Linkage.INTERNAL if is_static else Linkage.EXTERNAL
            sema.file_scope.names[name] = variable
        else:
            variable = previous
            self._merge_variable(variable, type, loc, is_static, "extern" in storage)
        if not sema.scope.is_file:
            sema.scope.names[name] = variable
        return variable

    def _merge_variable(
        self, variable: Variable, type: CType, loc: int, is_static: bool, is_extern: bool
    ) -> None:
        sema = self.sema
        if not type.is_error and not variable.type.is_error:
            if variable.type.quals != type.quals or not compatible(variable.type, type):
                sema.error(
                    "redefinition",
                    loc,
                    f"redefinition of '{variable.name}' with a different type: '{type}' vs "
                    f"'{variable.type}'",
                ).note("previous definition is here", variable.loc)
            else:
                variable.type = composite(variable.type, type)
        if is_static and variable.linkage is Linkage.EXTERNAL:
            sema.error(
                "linkage",
                loc,
                f"static declaration of '{variable.name}' follows non-static declaration",
            ).note("previous declaration is here", variable.loc)
        elif not is_static and not is_extern and variable.linkage is Linkage.INTERNAL:
            sema.error(
                "linkage",
                loc,
                f"non-static declaration of '{variable.name}' follows static declaration",
            ).note("previous declaration is here", variable.loc)

    def _kind_clash(self, name: str, loc: int, previous: Symbol) -> None:
        self.sema.error(
            "redefinition", loc, f"redefinition of '{name}' as different kind of symbol"
        ).note("previous definition is here", previous.loc)

    def _block_variable(self, node: c_ast.Decl, type: CType, is_static: bool) -> Variable:
        sema = self.sema
        name, loc = node.name, node.coord
        variable = Variable(name, type, loc)
        variable.function = sema.function
        variable.is_definition = True
        variable.is_global = is_static
        previous = sema.scope.local(name)
        if previous is not None:
            sema.error("redefinition", loc, f"redefinition of '{name}'").note(
                "previous definition is here", previous.loc
            )
        canonical = type.canonical
        if isinstance(canonical, Array) and canonical.length is not None:
            sema.error(
                "vla",
                loc,
                f"variable length array '{name}': BPF's stack has a fixed size, give the array a "
                "constant size or keep the data in a map",
            )
            variable.type = ERROR
        sema.scope.names[name] = variable
        if is_static:
            sema.unit.definitions.append(variable)
        return variable

    def _initialize(self, variable: Variable, node: c_ast.Decl) -> None:
        sema = self.sema
        if variable.is_global and variable.initializer is not None:
            sema.error("redefinition", node.coord, f"redefinition of '{node.name}'").note(
                "previous definition is here", variable.loc
            )
            return
        was_listed = variable.is_tentative or variable.linkage is Linkage.NONE
        variable.is_tentative = False
        variable.is_definition = True
        variable.loc = node.coord
        type, initializer = sema.inits.initialize(
            node.init, variable.type, node.coord, must_be_constant=variable.is_global
        )
        variable.type = type
        variable.initializer = initializer
        if variable.is_global and not was_listed:
            sema.unit.definitions.append(variable)

    def _uninitialized(self, variable: Variable, is_extern: bool) -> None:
        sema = self.sema
        if variable.is_global and variable.linkage is not Linkage.NONE:
            alias = variable.attributes.alias is not None
            if (not is_extern or alias) and not variable.is_definition:
                variable.is_definition = True
                variable.is_tentative = not alias
                self._tentative.append(variable)
                sema.unit.definitions.append(variable)
            return
        if variable.type.is_error:
            return
        canonical = variable.type.canonical
        if isinstance(canonical, Array) and canonical.count is None:
            sema.error(
                "incomplete-type",
                variable.loc,
                f"definition of variable '{variable.name}' with array type needs an explicit "
                "size or an initializer",
            )
            variable.type = ERROR
        elif not sema.require_complete(variable.type):
            sema.incomplete(
                variable.type, variable.loc, f"variable has incomplete type '{variable.type}'"
            )
            variable.type = ERROR

    # -------------------------------------------------------------------- functions

    def _declare_function(self, node: c_ast.Decl, type: CType) -> Function:
        sema = self.sema
        name, loc = node.name, node.coord
        previous = sema.file_lookup(name)
        if previous is not None and not isinstance(previous, Function):
            self._kind_clash(name, loc, previous)
            previous = None
        storage = node.storage or []
        is_inline = any("inline" in spec for spec in node.funcspec or ())
        if previous is None:
            function = Function(name, type, loc)
            function.linkage = Linkage.INTERNAL if "static" in storage else Linkage.EXTERNAL
            function.is_inline = is_inline
            function.is_inline_definition = is_inline and "extern" not in storage
            sema.file_scope.names[name] = function
        else:
            function = previous
            self._merge_function(function, type, loc, storage, is_inline)
        if not sema.scope.is_file:
            sema.scope.names[name] = function
        if any("_Noreturn" in spec or spec == "noreturn" for spec in node.funcspec or ()):
            function.attributes.no_return = True
        sema.attributes.apply_to_decl(function, node.attributes or ())
        if function.attributes.alias is not None and not function.is_defined:
            function.is_defined = True
            sema.unit.definitions.append(function)
        return function

    def _merge_function(
        self, function: Function, type: CType, loc: int, storage: list[str], is_inline: bool
    ) -> None:
        sema = self.sema
        if not compatible(function.type, type):
            sema.error("redefinition", loc, f"conflicting types for '{function.name}'").note(
                "previous declaration is here", function.loc
            )
        else:
            function.type = composite(function.type, type)
        if "static" in storage and function.linkage is Linkage.EXTERNAL:
            sema.error(
                "linkage",
                loc,
                f"static declaration of '{function.name}' follows non-static declaration",
            ).note("previous declaration is here", function.loc)
        function.is_inline = function.is_inline or is_inline
        # One declaration without inline, or with extern, makes it an external definition.
        if (not is_inline or "extern" in storage) and not self._is_gnu_inline(function):
            function.is_inline_definition = False

    def _is_gnu_inline(self, function: Function) -> bool:
        """Whether ``extern inline`` is only for inlining, and plain ``inline`` defines."""
        return function.attributes.gnu_inline or self.sema.options.std in ("c89", "gnu89")

    def _note_params(self, function: Function, node: c_ast.Node) -> None:
        """Keep a prototype's parameter names: debug information of externs shows them."""
        if not function.params and isinstance(node, c_ast.FuncDecl):
            self._bind_params(function, node, self.sema.types.prototype_scope)

    def _bind_params(self, function: Function, node: c_ast.FuncDecl, scope: Scope) -> None:
        type = function.type.canonical
        assert isinstance(type, FunctionType)
        if node.args is None:
            return
        function.params = []
        for param, param_type in zip(node.args.params, type.params, strict=False):
            name = getattr(param, "name", None)
            variable = scope.names.get(name) if name else None
            if not isinstance(variable, Variable):
                variable = Variable("", param_type, param.coord)
                variable.is_parameter = True
                variable.is_definition = True
            variable.function = function
            self.sema.attributes.apply_to_decl(variable, getattr(param, "attributes", None) or ())
            function.params.append(variable)

    def _function_definition(self, node: c_ast.FuncDef) -> None:
        sema = self.sema
        decl = node.decl
        type = sema.types.of_declarator(decl.type, decl.attributes)
        if not isinstance(decl.type, c_ast.FuncDecl):
            sema.error("function-definition", decl.coord, "a function definition needs parameters")
            return
        scope = sema.types.prototype_scope
        if node.param_decls:
            type, scope = self._old_style(node, type)
        function = self._declare_function(decl, type)
        if function.is_defined:
            sema.error("redefinition", decl.coord, f"redefinition of '{decl.name}'").note(
                "previous definition is here", function.loc
            )
            # The body is analysed all the same, for its own faults.
            function = Function(decl.name, type, decl.coord)
        function.is_defined = True
        if function.is_inline and self._is_gnu_inline(function):
            function.is_inline_definition = "extern" in (decl.storage or ())
        function.loc = decl.coord
        if function.declared_loc == decl.coord:
            function.declared_loc = 0
        merged, own = function.type.canonical, type.canonical
        # f() after a prototype of f has that prototype; else the definition's own types count.
        function.has_prototype = isinstance(merged, FunctionType) and merged.prototyped
        if isinstance(own, FunctionType) and own.prototyped == function.has_prototype:
            function.type = type
        if not node.param_decls:
            scope.parent = sema.file_scope
            self._bind_params(function, decl.type, scope)
        else:
            self._bind_old_style(function, decl.type, scope)
        if sema.is_eager or function.is_referenced:
            self.function_body(function, node, scope)
        else:
            self._bodies[function] = (node, scope)

    def _old_style(self, node: c_ast.FuncDef, type: CType) -> tuple[CType, Scope]:
        """A K&R definition: the types come from the declarations before the body."""
        sema = self.sema
        scope = sema.push_scope()
        for decl in node.param_decls:
            if isinstance(decl, c_ast.Decl) and decl.name is not None:
                param_type = adjust_parameter(sema.types.of_declarator(decl.type, decl.attributes))
                sema.declare_prototype_name(decl.name, param_type, decl.coord)
        sema.pop_scope()
        params: list[CType] = []
        for param in node.decl.type.args.params if node.decl.type.args else ():
            found = scope.names.get(param.name)
            params.append(found.type if isinstance(found, Variable) else ERROR)
        canonical = type.canonical
        assert isinstance(canonical, FunctionType)
        return FunctionType(canonical.result, tuple(params), prototyped=True), scope

    def _bind_old_style(self, function: Function, node: c_ast.FuncDecl, scope: Scope) -> None:
        function.params = []
        for param in node.args.params if node.args else ():
            found = scope.names.get(param.name)
            if isinstance(found, Variable):
                found.function = function
                function.params.append(found)

    def require_body(self, function: Function) -> None:
        """Queue the body of a function read from a header, now that something uses it."""
        waiting = self._bodies.pop(function, None)
        if waiting is not None:
            self.sema.pending.append((function, *waiting))
        elif not function.is_defined and function not in self.sema.unit.externs:
            self.sema.unit.externs.append(function)

    def list_waiting(self) -> list[Function]:
        """The functions read from headers, not system ones, whose bodies nothing needed."""
        is_system = self.sema.manager.is_system
        return [function for function in self._bodies if not is_system(function.loc)]

    def result_type(self, function: Function) -> CType:
        type = function.type.canonical
        assert isinstance(type, FunctionType)
        return type.result

    def function_body(self, function: Function, node: c_ast.FuncDef, scope: Scope) -> None:
        """Analyse a body and enter the function among the unit's definitions."""
        sema = self.sema
        saved = (sema.scope, sema.function)
        sema.scope, sema.function = scope, function
        result = self.result_type(function)
        if not result.is_void and not sema.require_complete(result):
            sema.incomplete(
                result,
                function.loc,
                f"incomplete result type '{result}' in function definition",
            )
        for param in function.params:
            if not param.type.is_error and not sema.require_complete(param.type):
                sema.incomplete(
                    param.type, param.loc, f"variable has incomplete type '{param.type}'"
                )
        function.body = sema.stmts.body(node.body)
        function.end_loc = function.body.end_loc
        for label in function.labels.values():
            if not label.is_defined:
                sema.error("undeclared", label.loc, f"use of undeclared label '{label.name}'")
        sema.scope, sema.function = saved
        sema.unit.definitions.append(function)


def _is_auto(node: c_ast.Node) -> bool:
    return isinstance(node, c_ast.TypeDecl) and isinstance(node.type, c_ast.InferredType)
