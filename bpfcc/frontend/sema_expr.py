"""Expressions: names, operators, calls (C11 6.5 and GNU's additions)."""

from __future__ import annotations

from bpfcc.frontend import ctype, nodes
from bpfcc.frontend.ctype import (
    CONST,
    ERROR,
    INT,
    PTRDIFF_T,
    SIZE_T,
    VOID,
    Array,
    CType,
    Enum,
    Function,
    Pointer,
    Record,
    compatible,
    composite,
    qualify,
)
from bpfcc.frontend.layout import align_of, size_of
from bpfcc.frontend.literals import (
    LiteralError,
    parse_character,
    parse_float,
    parse_integer,
    parse_strings,
)
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.scope import EnumConstant
from bpfcc.frontend.sema_convert import bit_width, is_function_pointer, merge_pointee_quals
from bpfcc.frontend.sema_operator import Analyzed, OperatorAnalyzer
from bpfcc.frontend.tree import (
    AddressOf,
    Call,
    Comma,
    CompoundLiteral,
    Conversion,
    Convert,
    DeclRef,
    Deref,
    EnumeratorRef,
    Expr,
    FloatLiteral,
    Index,
    IntLiteral,
    LabelAddress,
    Linkage,
    Member,
    StatementExpr,
    StringLiteral,
    Variable,
)
from bpfcc.frontend.tree import Function as FunctionDecl
from bpfcc.frontend.warn_memory import MEMORY_FUNCTIONS, check_memory_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bpfcc.frontend.sema import Sema


class ExprAnalyzer(OperatorAnalyzer):
    """Turns expression syntax into typed expressions.

    ``analyze`` keeps lvalues, arrays and functions as they are; ``value`` converts them to
    what they yield; ``effect`` is for expressions whose value is not used.
    """

    __slots__ = ("_handlers",)

    def __init__(self, sema: Sema) -> None:
        super().__init__(sema)
        self._handlers: dict[type, Callable[[Any], Expr]] = {
            c_ast.ID: self._identifier,
            c_ast.Constant: self._constant,
            nodes.StringLiteral: self._string,
            c_ast.BinaryOp: self._binary_op,
            c_ast.UnaryOp: self._unary_op,
            c_ast.Assignment: self._assignment,
            c_ast.TernaryOp: self._ternary,
            c_ast.Cast: self._cast,
            c_ast.StructRef: self._struct_ref,
            c_ast.ArrayRef: self._array_ref,
            c_ast.FuncCall: self._call,
            c_ast.ExprList: self._comma,
            c_ast.CompoundLiteral: self._compound_literal,
            nodes.StmtExpr: self._statement_expr,
            nodes.LabelAddr: self._label_address,
            nodes.OffsetOf: self._offset_of,
            nodes.TypesCompatible: self._types_compatible,
            nodes.ChooseExpr: self._choose,
            nodes.VaArg: self._va_arg,
            c_ast.GenericSelection: self._generic,
            Analyzed: lambda node: node.value,
            nodes.ErrorExpr: lambda node: sema.error_literal(node.coord),
        }

    # ----------------------------------------------------------------------- entry

    def analyze(self, node: c_ast.Node) -> Expr:
        """The typed expression, lvalues kept."""
        handler = self._handlers.get(type(node))
        if handler is None:
            what = type(node).__name__
            if isinstance(node, c_ast.InitList):
                self.sema.error("expression", node.coord, "expected an expression, not '{'")
            elif isinstance(node, c_ast.Typename):
                self.sema.error("expression", node.coord, "expected an expression, not a type")
            else:
                self.sema.error("expression", node.coord, f"unsupported expression ({what})")
            return self.sema.error_literal(node.coord)
        return handler(node)

    def value(self, node: c_ast.Node) -> Expr:
        """The value of an expression: loaded, decayed."""
        return self.sema.converts.rvalue(self.analyze(node))

    # ---------------------------------------------------------------------- leaves

    def _identifier(self, node: c_ast.ID) -> Expr:
        sema = self.sema
        name, loc = node.name, node.coord
        symbol = sema.lookup(name)
        if isinstance(symbol, EnumConstant):
            return EnumeratorRef(name, symbol.enum, symbol.value, symbol.type, loc)
        if isinstance(symbol, (Variable, FunctionDecl)):
            self.mark_referenced(symbol, loc)
            return DeclRef(symbol, loc)
        if symbol is not None:
            sema.error("expression", loc, f"unexpected type name '{name}': expected expression")
            return sema.error_literal(loc)
        if name in ("__func__", "__FUNCTION__", "__PRETTY_FUNCTION__"):
            function = sema.function
            data = (function.name if function else "").encode() + b"\0"
            return StringLiteral(data, Array(qualify(ctype.CHAR, CONST), len(data)), loc)
        return self._undeclared(name, loc)

    def _null(self, loc: int) -> Expr:
        zero = IntLiteral(0, INT, loc)
        return Convert(Conversion.NULL_POINTER, zero, VOID.pointer_to, loc, is_explicit=True)

    def _undeclared(self, name: str, loc: int) -> Expr:
        sema = self.sema
        diagnostic = sema.error("undeclared", loc, f"use of undeclared identifier '{name}'")
        sema.advise(diagnostic, name, loc)
        return sema.error_literal(loc)

    def mark_referenced(self, decl: Variable | FunctionDecl, loc: int) -> None:
        """Note that evaluated code uses a declaration; a lazily read body is queued."""
        sema = self.sema
        if isinstance(decl, Variable) and not decl.is_global:
            decl.is_referenced = True
            return
        if sema.is_unevaluated:
            return
        if not decl.is_referenced:
            decl.is_referenced = True
            if isinstance(decl, FunctionDecl):
                sema.decls.require_body(decl)
            elif decl.is_global and not decl.is_definition and decl.linkage is not Linkage.NONE:
                sema.unit.externs.append(decl)

    def _constant(self, node: c_ast.Constant) -> Expr:
        sema = self.sema
        try:
            if node.type == "bool":
                return IntLiteral(int(node.value == "true"), ctype.BOOL, node.coord)
            if node.type == "nullptr":
                return self._null(node.coord)
            if node.type == "char":
                value, type = parse_character(node.value)
                return IntLiteral(value, type, node.coord)
            if node.type in ("float", "double", "long double"):
                number, float_type = parse_float(node.value)
                return FloatLiteral(number, float_type, node.coord)
            value, type = parse_integer(node.value)
            return IntLiteral(value, type, node.coord)
        except LiteralError as exc:
            sema.error("literal", node.coord, exc.message)
            return sema.error_literal(node.coord)

    def _string(self, node: nodes.StringLiteral) -> Expr:
        sema = self.sema
        try:
            units, element = parse_strings(node.parts)
        except LiteralError as exc:
            sema.error("string-literal", node.coord, exc.message)
            return sema.error_literal(node.coord)
        size = element.size_bytes
        order = "little" if sema.options.little_endian else "big"
        if size == 1:
            data = bytes(units)
        else:
            mask = (1 << 8 * size) - 1
            data = b"".join((u & mask).to_bytes(size, order) for u in units)  # type: ignore[arg-type]
        return StringLiteral(data, Array(element, len(units)), node.coord)

    def _label_address(self, node: nodes.LabelAddr) -> Expr:
        label = self.sema.stmts.use_label(node.name, node.coord)
        label.address_taken = True
        return LabelAddress(label, VOID.pointer_to, node.coord)

    # --------------------------------------------------------------------- members

    def _struct_ref(self, node: c_ast.StructRef) -> Expr:
        sema = self.sema
        base = self.analyze(node.name)
        loc = node.coord
        name = node.field.name
        if node.type == "->":
            pointer = sema.converts.rvalue(base)
            if pointer.type.is_error:
                return sema.error_literal(loc)
            target = pointer.type.canonical
            if not isinstance(target, Pointer):
                diagnostic = sema.error(
                    "member-access",
                    loc,
                    f"member reference type '{pointer.type}' is not a pointer",
                )
                if pointer.type.is_record:
                    diagnostic.message += "; did you mean to use '.'?"
                return sema.error_literal(loc)
            base = Deref(pointer, target.target, pointer.loc)
        if base.type.is_error:
            return sema.error_literal(loc)
        return self.member(base, name, loc)

    def member(self, base: Expr, name: str, loc: int) -> Expr:
        """``base.name``, through anonymous members where it is in one."""
        sema = self.sema
        record = base.type.canonical
        if not isinstance(record, Record):
            diagnostic = sema.error(
                "member-access",
                loc,
                f"member reference base type '{base.type}' is not a structure or union",
            )
            if is_pointer_to_record(base.type):
                diagnostic.message += "; did you mean to use '->'?"
            return sema.error_literal(loc)
        if not sema.require_complete(record):
            sema.incomplete(record, loc, f"incomplete definition of type '{record}'")
            return sema.error_literal(loc)
        path = record.find(name)
        if path is None:
            diagnostic = sema.error("no-member", loc, f"no member named '{name}' in '{record}'")
            sema.suggest(diagnostic, name, record.member_names(), loc)
            return sema.error_literal(loc)
        for field in path:
            quals = base.type.quals
            space = base.type.address_space
            type = qualify(field.type, quals, space) if quals or space else field.type
            base = Member(base, field, type, loc)
        return base

    def _array_ref(self, node: c_ast.ArrayRef) -> Expr:
        sema = self.sema
        base = self.value(node.name)
        index = self.value(node.subscript)
        loc = base.loc
        if base.type.is_error or index.type.is_error:
            return sema.error_literal(loc)
        if index.type.is_pointer and base.type.is_integer:
            base, index = index, base  # 2[array]
        target = base.type.canonical
        if not isinstance(target, Pointer):
            sema.error(
                "subscript",
                node,
                f"subscripted value of type '{base.type}' is not an array or pointer",
            )
            return sema.error_literal(loc)
        if not index.type.is_integer:
            sema.error("subscript", node.subscript, "array subscript is not an integer")
            return sema.error_literal(loc)
        element = target.target
        if element.is_function or not (element.is_void or self._has_size(element)):
            sema.error("subscript", node, f"subscript of pointer to incomplete type '{element}'")
            return sema.error_literal(loc)
        return Index(base, self.pointer_index(index), element, loc)

    def _has_size(self, type: CType) -> bool:
        """Complete, or an array of unknown length, which pointer arithmetic cannot step."""
        return self.sema.require_complete(type)

    def pointer_index(self, index: Expr) -> Expr:
        """An index widened to 64 bits by its own signedness."""
        converts = self.sema.converts
        index = converts.promoted(index)
        signed = ctype.integer_of(index.type).signed
        return converts.to(index, PTRDIFF_T if signed else SIZE_T)

    # ----------------------------------------------------------------------- calls

    def _call(self, node: c_ast.FuncCall) -> Expr:
        sema = self.sema
        args = node.args.exprs if node.args is not None else []
        if isinstance(node.name, c_ast.ID):
            name = node.name.name
            symbol = sema.lookup(name)
            if name in MEMORY_FUNCTIONS:
                check_memory_call(name, args, sema)
            if symbol is None:
                if sema.builtins.knows(name):
                    return sema.builtins.call(name, args, node)
                return self._undeclared_call(name, node)
            if isinstance(symbol, FunctionDecl):
                library = sema.builtins.library_form(symbol)
                if library is not None:
                    return sema.builtins.call(library, args, node)
        callee = self.value(node.name)
        values = [self.value(a) for a in args]
        if callee.type.is_error:
            return sema.error_literal(callee.loc)
        function = is_function_pointer(callee.type)
        if function is None:
            sema.error(
                "call",
                node.name,
                f"called object type '{callee.type}' is not a function or function pointer",
            )
            return sema.error_literal(callee.loc)
        converted = self._arguments(function, values, args, callee, node)
        if converted is None:
            return sema.error_literal(callee.loc)
        result = function.result
        if not result.is_void and not sema.require_complete(result):
            sema.incomplete(
                result,
                node,
                f"calling a function with incomplete return type '{result}'",
            )
            return sema.error_literal(callee.loc)
        return Call(callee, converted, result.unqualified, callee.loc, node.coord)

    def _undeclared_call(self, name: str, node: c_ast.FuncCall) -> Expr:
        sema = self.sema
        loc = node.name.coord
        for arg in node.args.exprs if node.args is not None else ():
            self.value(arg)
        diagnostic = sema.error(
            "implicit-function-declaration",
            loc,
            f"call to undeclared function '{name}'; ISO C99 and later do not support implicit "
            "function declarations",
        )
        sema.advise(diagnostic, name, loc)
        return sema.error_literal(loc)

    def _arguments(
        self,
        function: Function,
        values: list[Expr],
        args: list[c_ast.Node],
        callee: Expr,
        node: c_ast.FuncCall,
    ) -> list[Expr] | None:
        sema = self.sema
        decl = _callee_decl(callee)
        count = len(function.params)
        if function.prototyped and (
            len(values) < count or (len(values) > count and not function.variadic)
        ):
            few = "few" if len(values) < count else "many"
            least = "at least " if function.variadic else ""
            diagnostic = sema.error(
                "argument-count",
                node,
                f"too {few} arguments to function call, expected {least}{count}, "
                f"have {len(values)}",
            )
            if decl is not None:
                diagnostic.note(f"'{decl.name}' declared here", decl.loc)
            return None
        converted: list[Expr] = []
        for i, value in enumerate(values):
            if i < count:
                param = function.params[i]
                value = sema.converts.assign(value, param, args[i], "passing")
            else:
                value = self.default_promoted(value)
                if value.type.is_void:
                    sema.error("void-value", args[i], "argument type 'void' is incomplete")
                    return None
            converted.append(value)
        return converted

    def default_promoted(self, value: Expr) -> Expr:
        """The default argument promotions (6.5.2.2p6)."""
        if value.type.canonical in (ctype.FLOAT, ctype.FLOAT16):
            return self.sema.converts.to(value, ctype.DOUBLE)
        return self.sema.converts.promoted(value)

    # ------------------------------------------------------------ casts, literals

    def _cast(self, node: c_ast.Cast) -> Expr:
        sema = self.sema
        type = sema.types.of_typename(node.to_type)
        value = self.value(node.expr)
        return sema.converts.cast(value, type, node, node.coord)

    def _compound_literal(self, node: c_ast.CompoundLiteral) -> Expr:
        sema = self.sema
        type = sema.types.of_typename(node.type)
        loc = node.coord
        if type.is_error:
            return sema.error_literal(loc)
        canonical = type.canonical
        if canonical.is_function or canonical.is_void:
            sema.error("compound-literal", loc, f"compound literal has type '{type}'")
            return sema.error_literal(loc)
        if isinstance(canonical, Array) and canonical.length is not None:
            sema.error("vla", loc, "compound literal of variable length array type")
            return sema.error_literal(loc)
        variable = Variable(".compoundliteral", type, loc)
        variable.is_compound_literal = True
        variable.is_definition = True
        variable.is_global = sema.function is None
        variable.linkage = Linkage.INTERNAL if variable.is_global else Linkage.NONE
        variable.function = sema.function
        variable.type, variable.initializer = sema.inits.initialize(
            node.init, type, loc, must_be_constant=variable.is_global
        )
        if variable.type.is_error:
            return sema.error_literal(loc)
        if not sema.require_complete(variable.type):
            sema.incomplete(type, loc, f"variable has incomplete type '{type}'")
            return sema.error_literal(loc)
        return CompoundLiteral(variable, loc)

    def _statement_expr(self, node: nodes.StmtExpr) -> Expr:
        sema = self.sema
        if sema.function is None and not sema.is_unevaluated:
            sema.error(
                "statement-expression",
                node.coord,
                "statement expression not allowed at file scope",
            )
            return sema.error_literal(node.coord)
        block, result = sema.stmts.statement_expression(node.block)
        type = result.type if result is not None else VOID
        return StatementExpr(block, result, type, node.coord)

    def _va_arg(self, node: nodes.VaArg) -> Expr:
        self.sema.error(
            "varargs",
            node.coord,
            "BPF has no variable arguments: pass an array or a struct by pointer instead",
        )
        return self.sema.error_literal(node.coord)

    # ------------------------------------------------------------- types as operands

    def sizeof(self, node: c_ast.UnaryOp) -> Expr:
        """``sizeof`` and ``_Alignof`` of a type or an expression."""
        sema = self.sema
        loc = node.coord
        is_size = node.op == "sizeof"
        width: int | None = None
        operand: Expr | None = None
        if isinstance(node.expr, c_ast.Typename):
            type = sema.types.of_typename(node.expr)
        else:
            with sema.unevaluated():
                operand = self.analyze(node.expr)
            type, width = operand.type, bit_width(operand)
        if type.is_error:
            return sema.error_literal(loc)
        if width is not None:
            sema.error("sizeof", loc, f"invalid application of '{node.op}' to bit-field")
            return sema.error_literal(loc)
        canonical = type.canonical
        if isinstance(canonical, Array) and canonical.length is not None and is_size:
            sema.error("vla", loc, "'sizeof' of a variable length array is not a constant on BPF")
            return sema.error_literal(loc)
        if not (type.is_void or type.is_function) and not self._sized_or_flexible(type, is_size):
            sema.incomplete(
                type,
                loc,
                f"invalid application of '{node.op}' to an incomplete type '{type}'",
            )
            return sema.error_literal(loc)
        if is_size:
            return IntLiteral(size_of(type) or 0, SIZE_T, loc)
        align = align_of(type)
        if operand is not None:
            align = max(align, _declared_alignment(operand))
        return IntLiteral(align, SIZE_T, loc)

    def _sized_or_flexible(self, type: CType, is_size: bool) -> bool:
        if self.sema.require_complete(type):
            return True
        canonical = type.canonical
        return (
            not is_size
            and isinstance(canonical, Array)
            and self.sema.require_complete(canonical.element)
        )

    def _offset_of(self, node: nodes.OffsetOf) -> Expr:
        """``__builtin_offsetof(type, member.path[index])`` as a constant or a sum."""
        sema = self.sema
        loc = node.coord
        type = sema.types.of_typename(node.type)
        if type.is_error:
            return sema.error_literal(loc)
        if not sema.require_complete(type):
            sema.incomplete(type, loc, f"offsetof of incomplete type '{type}'")
            return sema.error_literal(loc)
        null = Convert(Conversion.INT_TO_POINTER, IntLiteral(0, SIZE_T, loc), type.pointer_to, loc)
        place: Expr = Deref(null, type, loc)
        for designator in node.designators:
            if isinstance(designator, nodes.FieldDesignator):
                place = self.member(place, designator.name, designator.coord)
            else:
                place = self._index_place(place, designator)
            if place.type.is_error:
                return place
        if bit_width(place) is not None:
            sema.error("offsetof", loc, "cannot compute offset of bit-field")
            return sema.error_literal(loc)
        address = AddressOf(place, place.type.pointer_to, loc)
        return self.fold_to_size(sema.converts.to(address, SIZE_T), loc)

    def _index_place(self, place: Expr, designator: nodes.IndexDesignator) -> Expr:
        sema = self.sema
        array = sema.converts.rvalue(place)
        index = self.value(designator.low)
        target = array.type.canonical
        if not isinstance(target, Pointer) or not index.type.is_integer:
            sema.error("offsetof", designator.coord, "offsetof requires an array to index")
            return sema.error_literal(designator.coord)
        return Index(array, self.pointer_index(index), target.target, designator.coord)

    def fold_to_size(self, expr: Expr, loc: int) -> Expr:
        """A size_t expression, as a literal where it is constant."""
        value = self.sema.integer_constant(expr)
        return expr if value is None else IntLiteral(value, SIZE_T, loc)

    def _types_compatible(self, node: nodes.TypesCompatible) -> Expr:
        left = self.sema.types.of_typename(node.left)
        right = self.sema.types.of_typename(node.right)
        same = _same_type(left, right)
        return IntLiteral(int(same), INT, node.coord)

    def _choose(self, node: nodes.ChooseExpr) -> Expr:
        sema = self.sema
        condition = sema.constant(node.cond, "'__builtin_choose_expr' condition")
        chosen, other = (node.iftrue, node.iffalse) if condition else (node.iffalse, node.iftrue)
        # The other arm is checked as far as syntax goes only; gcc and clang also accept
        # ill-typed code there in the macros that need this builtin.
        del other
        return self.analyze(chosen)

    def _generic(self, node: c_ast.GenericSelection) -> Expr:
        sema = self.sema
        with sema.unevaluated():
            if isinstance(node.expr, c_ast.Typename):
                type = sema.types.of_typename(node.expr)
            else:
                type = self.value(node.expr).type
        if type.is_error:
            return sema.error_literal(node.coord)
        default: c_ast.Node | None = None
        for typename, expr in generic_associations(node):
            if typename is None:
                default = expr
                continue
            candidate = sema.types.of_typename(typename)
            if candidate.quals == type.quals and compatible(candidate, type):
                return self.analyze(expr)
        if default is not None:
            return self.analyze(default)
        sema.error(
            "generic",
            node.coord,
            f"controlling expression type '{type}' not compatible with any generic association "
            "type",
        )
        return sema.error_literal(node.coord)

    def _comma(self, node: c_ast.ExprList) -> Expr:
        exprs = node.exprs
        result = self.effect(exprs[0]) if len(exprs) > 1 else self.value(exprs[0])
        for i, item in enumerate(exprs[1:], 1):
            right = self.effect(item) if i < len(exprs) - 1 else self.value(item)
            result = Comma(result, right, right.loc)
        return result

    def effect(self, node: c_ast.Node) -> Expr:
        """An expression evaluated for its effects; a plain lvalue is not loaded."""
        return self.analyze(node)

    # ------------------------------------------------------------------- conditionals

    def conditional_type(self, left: Expr, right: Expr, node: c_ast.Node) -> CType:
        """The type of ``c ? left : right`` (6.5.15) for operands that are values."""
        sema = self.sema
        a, b = left.type, right.type
        if a.is_error or b.is_error:
            return ERROR
        if a.is_void or b.is_void:
            return VOID
        if a.is_record and a.canonical is b.canonical:
            return a.unqualified
        a_null, b_null = sema.converts.is_null(left), sema.converts.is_null(right)
        if a.is_pointer and b.is_pointer:
            return self._pointer_conditional(left, right, a_null, b_null, node)
        if a.is_pointer and b.is_integer:
            if not b_null:
                self._pointer_integer(a, b, node)
            return a.unqualified
        if b.is_pointer and a.is_integer:
            if not a_null:
                self._pointer_integer(a, b, node)
            return b.unqualified
        sema.error("incompatible-types", node, f"incompatible operand types ('{a}' and '{b}')")
        return ERROR

    def _pointer_integer(self, a: CType, b: CType, node: c_ast.Node) -> None:
        self.sema.warning(
            "conditional-type-mismatch",
            node,
            f"pointer/integer type mismatch in conditional expression ('{a}' and '{b}')",
        )

    def _pointer_conditional(
        self, left: Expr, right: Expr, left_null: bool, right_null: bool, node: c_ast.Node
    ) -> CType:
        a, b = left.type, right.type
        p, q = a.canonical, b.canonical
        assert isinstance(p, Pointer)
        assert isinstance(q, Pointer)
        if left_null and not right_null:
            return b.unqualified
        if right_null:
            return a.unqualified
        quals = p.target.quals | q.target.quals
        if p.target.is_void or q.target.is_void:
            return merge_pointee_quals(a if p.target.is_void else b, quals).unqualified
        if compatible(p.target.unqualified, q.target.unqualified):
            merged = composite(p.target, q.target)
            keep = a if merged is p.target else b
            return merge_pointee_quals(keep, quals).unqualified
        self.sema.warning("pointer-type-mismatch", node, f"pointer type mismatch ('{a}' and '{b}')")
        return qualify(VOID, quals).pointer_to


def _callee_decl(callee: Expr) -> Variable | FunctionDecl | None:
    while isinstance(callee, Convert):
        callee = callee.operand
    return callee.decl if isinstance(callee, DeclRef) else None


def _declared_alignment(operand: Expr) -> int:
    if isinstance(operand, DeclRef):
        return operand.decl.attributes.align_bytes
    if isinstance(operand, Member):
        return operand.field.align_attr_bytes
    return 0


def is_pointer_to_record(type: CType) -> bool:
    """Whether ``->`` would have been the right operator."""
    canonical = type.canonical
    return isinstance(canonical, Pointer) and canonical.target.is_record


def generic_associations(
    node: c_ast.GenericSelection,
) -> list[tuple[c_ast.Typename | None, c_ast.Node]]:
    """(type name or None for default, expression) of each association."""
    return [(a.type, a.expr) for a in node.associations]


def _same_type(left: CType, right: CType) -> bool:
    """Gcc's rule for __builtin_types_compatible_p: top qualifiers do not count, enums do."""
    a, b = left.canonical, right.canonical
    if isinstance(a, Enum) or isinstance(b, Enum):
        return a is b
    return compatible(a, b)
