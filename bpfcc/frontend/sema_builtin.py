"""Calls of builtin functions: their own typing rules, and library functions known by name."""

from __future__ import annotations

from bpfcc.frontend import ctype
from bpfcc.frontend.builtins import BUILTINS, LIBRARY, BuiltinRow
from bpfcc.frontend.consteval import evaluate, evaluate_integer
from bpfcc.frontend.ctype import (
    BOOL,
    CONST,
    INT,
    SIZE_T,
    UINT,
    ULONG,
    VOID,
    CType,
    Enum,
    Pointer,
    compatible,
    qualify,
)
from bpfcc.frontend.nodes import c_ast
from bpfcc.frontend.sema_operator import Analyzed
from bpfcc.frontend.tree import (
    BuiltinCall,
    Conversion,
    Convert,
    Deref,
    EnumeratorRef,
    Expr,
    Function,
    Index,
    IntLiteral,
    Linkage,
    Member,
    PreserveAccess,
    StringLiteral,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.sema import Sema

Args = list[c_ast.Node]

_FIXED_TYPES = {
    "": (ctype.INT, ctype.UINT), "l": (ctype.LONG, ctype.ULONG), "ll": (ctype.LLONG, ctype.ULLONG),
}  # fmt: skip
_WIDTHS = {"8": ctype.UCHAR, "16": ctype.USHORT, "32": ctype.UINT, "64": ctype.ULONG}


class BuiltinAnalyzer:
    """Types a builtin call by its registry row."""

    __slots__ = ("sema",)

    def __init__(self, sema: Sema) -> None:
        self.sema = sema

    def knows(self, name: str) -> bool:
        return name in BUILTINS

    def library_form(self, function: Function) -> str | None:
        """The builtin a library function is, unless the program brings its own.

        As in clang: ``memcpy`` declared ``extern`` with its usual type is the builtin.
        """
        name = LIBRARY.get(function.name)
        if name is None or function.is_defined or self.sema.options.no_builtin:
            return None
        if function.linkage is not Linkage.EXTERNAL or function.attributes.asm_label:
            return None
        row = BUILTINS[name]
        type = function.type.canonical
        assert isinstance(type, ctype.Function)
        if row.params is None or len(type.params) != len(row.params):
            return None
        same = all(
            compatible(a.unqualified, b.unqualified)
            for a, b in zip(type.params, row.params, strict=True)
        )
        return name if same and compatible(type.result, row.result) else None

    def call(self, name: str, args: Args, node: c_ast.FuncCall) -> Expr:
        """A call of builtin ``name``."""
        row = BUILTINS[name]
        loc = node.name.coord
        if row.check is not None:
            method: Callable[[str, Args, int, c_ast.FuncCall], Expr] = getattr(
                self, f"_{row.check}"
            )
            return method(name, args, loc, node)
        return self._prototyped(row, args, loc, node)

    # ---------------------------------------------------------------------- shared

    def _prototyped(self, row: BuiltinRow, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        assert row.params is not None
        at_most = None if row.variadic else len(row.params)
        if not self._count(row.name, args, len(row.params), at_most, node):
            return self.sema.error_literal(loc)
        values: list[Expr] = []
        for i, arg in enumerate(args):
            value = self.sema.exprs.value(arg)
            if i < len(row.params):
                value = self.sema.converts.assign(value, row.params[i], arg, "passing")
            values.append(value)
        return self._made(row.name, values, row.result, loc)

    def _made(
        self, name: str, values: list[Expr], type: CType, loc: int, info: object = None
    ) -> Expr:
        if any(v.type.is_error for v in values):
            return self.sema.error_literal(loc)
        return BuiltinCall(name, values, type, loc, info)

    def _count(
        self, name: str, args: Args, low: int, high: int | None, node: c_ast.FuncCall
    ) -> bool:
        if len(args) >= low and (high is None or len(args) <= high):
            return True
        few = "few" if len(args) < low else "many"
        self.sema.error(
            "argument-count",
            node,
            f"too {few} arguments to '{name}', expected {low if few == 'few' else high}, "
            f"have {len(args)}",
        )
        return False

    def _values(self, args: Args) -> list[Expr]:
        return [self.sema.exprs.value(a) for a in args]

    def _size(self, value: Expr, arg: c_ast.Node, type: CType) -> Expr:
        return self.sema.converts.assign(value, type, arg, "passing")

    # ------------------------------------------------------------ compile-time ones

    def _constant_p(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 1, 1, node):
            return self.sema.error_literal(loc)
        value = self.sema.exprs.value(args[0])
        return self._made(name, [value], INT, loc)

    def _expect_with_probability(
        self, name: str, args: Args, loc: int, node: c_ast.FuncCall
    ) -> Expr:
        if not self._count(name, args, 3, 3, node):
            return self.sema.error_literal(loc)
        values = [self._size(self.sema.exprs.value(a), a, ctype.LONG) for a in args[:2]]
        probability = evaluate(self.sema.exprs.value(args[2]))
        if not isinstance(probability, (int, float)) or not 0 <= probability <= 1:
            self.sema.error(
                "builtin-argument",
                args[2],
                "probability argument to '__builtin_expect_with_probability' is a constant in "
                "[0.0, 1.0]",
            )
            return self.sema.error_literal(loc)
        return self._made(name, values, ctype.LONG, loc, float(probability))

    def _assume_aligned(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 2, 3, node):
            return self.sema.error_literal(loc)
        values = self._values(args)
        if values[0].type.is_error:
            return self.sema.error_literal(loc)
        for i in range(1, len(args)):
            values[i] = self._size(values[i], args[i], SIZE_T)
        return self._made(name, values, VOID.pointer_to, loc)

    def _choose_expr(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 3, 3, node):
            return self.sema.error_literal(loc)
        condition = self.sema.constant(args[0], "'__builtin_choose_expr' condition")
        return self.sema.exprs.analyze(args[1] if condition else args[2])

    def _classify_type(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 1, 1, node):
            return self.sema.error_literal(loc)
        type = self.sema.exprs.value(args[0]).type
        kind = 5 if type.is_pointer else 1 if type.is_integer else 8 if type.is_floating else 12
        return IntLiteral(kind, INT, loc)

    def _addressof(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 1, 1, node):
            return self.sema.error_literal(loc)
        operand = self.sema.exprs.analyze(args[0])
        if operand.type.is_error:
            return operand
        return self.sema.exprs.address_of(operand, args[0], loc)

    def _launder(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 1, 1, node):
            return self.sema.error_literal(loc)
        return self.sema.exprs.value(args[0])

    def _source_string(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        place = self.sema.manager.place(loc)
        text = place.name if place else ""
        if name == "__builtin_FUNCTION":
            text = self.sema.function.name if self.sema.function else ""
        elif name == "__builtin_FILE_NAME":
            text = text.rsplit("/", 1)[-1]
        data = text.encode("utf-8", "surrogateescape") + b"\0"
        array = ctype.Array(qualify(ctype.CHAR, CONST), len(data))
        return self.sema.converts.rvalue(StringLiteral(data, array, loc))

    def _source_number(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        place = self.sema.manager.place(loc)
        number = 0
        if place is not None:
            number = place.line if name == "__builtin_LINE" else place.column
        return IntLiteral(number, UINT, loc)

    def _unsupported(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        self.sema.error("builtin", loc, f"'{name}' is not supported")
        return self.sema.error_literal(loc)

    def _varargs(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        self.sema.error(
            "varargs",
            loc,
            "BPF has no variable arguments: pass an array or a struct by pointer instead",
        )
        return self.sema.error_literal(loc)

    # ------------------------------------------------------------------ bits, sums

    def _is_aligned(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        made = self._align(name, args, loc, node)
        if isinstance(made, BuiltinCall):
            made.type = BOOL
        return made

    def _align(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 2, 2, node):
            return self.sema.error_literal(loc)
        value, alignment = self._values(args)
        if value.type.is_error or alignment.type.is_error:
            return self.sema.error_literal(loc)
        if not (value.type.is_integer or value.type.is_pointer) or not alignment.type.is_integer:
            self.sema.error(
                "builtin-argument",
                node,
                f"'{name}' takes an integer or pointer and an integer alignment",
            )
            return self.sema.error_literal(loc)
        alignment = self.sema.converts.to(alignment, ULONG if value.type.is_pointer else value.type)
        return self._made(name, [value, alignment], value.type, loc)

    def _generic_bits(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        most = 1 if name == "__builtin_popcountg" else 2
        if not self._count(name, args, 1, most, node):
            return self.sema.error_literal(loc)
        values = self._values(args)
        if not all(v.type.is_integer for v in values):
            self.sema.error("builtin-argument", node, f"'{name}' takes integers")
            return self.sema.error_literal(loc)
        if len(values) == 2:
            values[1] = self.sema.converts.to(values[1], INT)
        return self._made(name, values, INT, loc)

    def _bit_width_function(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        count = 1 if "bitreverse" in name else 2
        if not self._count(name, args, count, count, node):
            return self.sema.error_literal(loc)
        type = _WIDTHS[name[len(name.rstrip("0123456789")) :]]
        values = [self._size(self.sema.exprs.value(a), a, type) for a in args]
        return self._made(name, values, type, loc)

    def _overflow(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 3, 3, node):
            return self.sema.error_literal(loc)
        values = self._values(args)
        if any(v.type.is_error for v in values):
            return self.sema.error_literal(loc)
        result = values[2].type.canonical
        fits = isinstance(result, Pointer) and result.target.is_integer
        if not fits or not all(v.type.is_integer for v in values[:2]):
            self.sema.error(
                "builtin-argument",
                node,
                f"'{name}' takes two integers and a pointer to an integer",
            )
            return self.sema.error_literal(loc)
        return self._made(name, values, BOOL, loc)

    def _fixed_overflow(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 3, 3, node):
            return self.sema.error_literal(loc)
        stem = name.removeprefix("__builtin_").removesuffix("_overflow")
        type = _FIXED_TYPES[stem[4:]][stem[0] == "u"]
        params = (type, type, type.pointer_to)
        values = [
            self._size(self.sema.exprs.value(a), a, p) for a, p in zip(args, params, strict=True)
        ]
        return self._made(f"__builtin_{stem[1:4]}_overflow", values, BOOL, loc)

    # ----------------------------------------------------------------------- CO-RE

    def _preserve_access_index(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 1, 1, node):
            return self.sema.error_literal(loc)
        value = self.sema.exprs.value(args[0])
        return value if value.type.is_error else PreserveAccess(value, loc)

    def _kind(self, arg: c_ast.Node, name: str) -> int | None:
        return self.sema.constant(arg, f"second argument to '{name}'")

    def _preserve_field_info(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 2, 2, node):
            return self.sema.error_literal(loc)
        operand = self.sema.exprs.analyze(args[0])
        kind = self._kind(args[1], name)
        if operand.type.is_error or kind is None:
            return self.sema.error_literal(loc)
        if not operand.is_lvalue or not _is_member(operand):
            self.sema.error(
                "builtin-argument",
                args[0],
                f"first argument to '{name}' is not a field access",
            )
            return self.sema.error_literal(loc)
        return BuiltinCall(name, [operand], UINT, loc, kind)

    def _type_operand(
        self, name: str, args: Args, node: c_ast.FuncCall
    ) -> tuple[CType, int] | None:
        if not self._count(name, args, 2, 2, node):
            return None
        if isinstance(args[0], c_ast.Typename):
            type = self.sema.types.of_typename(args[0])
        else:
            with self.sema.unevaluated():
                type = self.sema.exprs.analyze(args[0]).type
        kind = self._kind(args[1], name)
        if type.is_error or kind is None:
            return None
        return type, kind

    def _preserve_type_info(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        found = self._type_operand(name, args, node)
        if found is None:
            return self.sema.error_literal(loc)
        return BuiltinCall(name, [], UINT, loc, found)

    def _btf_type_id(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        found = self._type_operand(name, args, node)
        if found is None:
            return self.sema.error_literal(loc)
        return BuiltinCall(name, [], ULONG, loc, found)

    def _preserve_enum_value(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        """``(*(enum E *)ENUMERATOR, kind)``: info is (type, enumerator name, value, kind)."""
        if not self._count(name, args, 2, 2, node):
            return self.sema.error_literal(loc)
        operand = self.sema.exprs.analyze(args[0])
        kind = self._kind(args[1], name)
        if operand.type.is_error or kind is None:
            return self.sema.error_literal(loc)
        enumerator: Expr = operand.pointer if isinstance(operand, Deref) else operand
        while isinstance(enumerator, Convert):
            enumerator = enumerator.operand
        if not isinstance(operand.type.canonical, Enum) or not isinstance(
            enumerator, EnumeratorRef
        ):
            self.sema.error(
                "builtin-argument",
                args[0],
                f"first argument to '{name}' is not of the form *(enum type *)enumerator",
            )
            return self.sema.error_literal(loc)
        info = (operand.type, enumerator.name, enumerator.value, kind)
        return BuiltinCall(name, [], ULONG, loc, info)

    # --------------------------------------------------------------------- atomics

    def _object(self, value: Expr, arg: c_ast.Node, name: str) -> CType | None:
        """The type of the object an atomic works on; an error if it cannot."""
        target = value.type.canonical
        if value.type.is_error:
            return None
        if isinstance(target, Pointer):
            type = target.target
            if (type.is_integer or type.is_pointer) and self.sema.require_complete(type):
                if type.quals & CONST:
                    self.sema.error(
                        "atomic-operand",
                        arg,
                        f"address argument to '{name}' points to const",
                    )
                    return None
                return type.unqualified
        self.sema.error(
            "atomic-operand",
            arg,
            f"address argument to '{name}' must be a pointer to integer or pointer "
            f"('{value.type}' invalid)",
        )
        return None

    def _atomic(
        self, name: str, args: Args, loc: int, node: c_ast.FuncCall, roles: str, result: str
    ) -> Expr:
        """``roles`` says what each argument is after the address: v value, e pointer to value,
        o memory order, w weak flag; ``result``: v the object's value, b bool, n nothing.
        """
        sema = self.sema
        variadic = name.startswith("__sync")  # gcc lists the variables to protect after these
        most = None if variadic else 1 + len(roles)
        if not self._count(name, args, 1 + len(roles), most, node):
            return sema.error_literal(loc)
        values = self._values(args)[: 1 + len(roles)]
        type = self._object(values[0], args[0], name)
        if type is None:
            return sema.error_literal(loc)
        params = {"v": type, "e": type.pointer_to, "o": INT, "w": BOOL}
        for i, role in enumerate(roles, 1):
            where = args[i]
            if (role == "v" and type.is_pointer and values[i].type.is_integer) or (
                role == "v" and type.is_integer and values[i].type.is_pointer
            ):
                values[i] = sema.converts.to(values[i], type, is_explicit=True)
            else:
                values[i] = sema.converts.assign(values[i], params[role], where, "passing")
        of = {"v": type, "b": BOOL, "n": VOID}[result]
        return self._made(_without_size(name), values, of, loc)

    def _sync_rmw(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        return self._atomic(name, args, loc, node, "v", "v")

    def _sync_cas(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        return self._atomic(name, args, loc, node, "vv", "b" if "bool" in name else "v")

    def _sync_release(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        return self._atomic(name, args, loc, node, "", "n")

    def _atomic_rmw(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        return self._atomic(name, args, loc, node, "vo", "v")

    def _atomic_load_n(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if args:
            # A load may be from const.
            value = self.sema.exprs.value(args[0])
            target = value.type.canonical
            if isinstance(target, Pointer) and target.target.quals & CONST:
                bare = target.target.unqualified.pointer_to
                args = [Analyzed(self.sema.converts.to(value, bare), args[0]), *args[1:]]
        return self._atomic(name, args, loc, node, "o", "v")

    def _atomic_store_n(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        return self._atomic(name, args, loc, node, "vo", "n")

    def _atomic_exchange_n(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        return self._atomic(name, args, loc, node, "vo", "v")

    def _atomic_cas_n(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        return self._atomic(name, args, loc, node, "evwoo", "b")

    def _atomic_pointer(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        """The generic forms, which take their values through pointers."""
        roles, result = {
            "__atomic_load": ("eo", "n"),
            "__atomic_store": ("eo", "n"),
            "__atomic_exchange": ("eeo", "n"),
            "__atomic_compare_exchange": ("eewoo", "b"),
        }[name]
        return self._atomic(name, args, loc, node, roles, result)

    def _atomic_flag(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 2, 2, node):
            return self.sema.error_literal(loc)
        values = self._values(args)
        values[0] = self.sema.converts.to(values[0], ctype.CHAR.pointer_to)
        is_set = name == "__atomic_test_and_set"
        return self._made(name, values, BOOL if is_set else VOID, loc)

    def _lock_free(self, name: str, args: Args, loc: int, node: c_ast.FuncCall) -> Expr:
        if not self._count(name, args, 2, 2, node):
            return self.sema.error_literal(loc)
        size = evaluate_integer(self.sema.exprs.value(args[0]))
        return IntLiteral(int(size in (1, 2, 4, 8)), BOOL, loc)


def _without_size(name: str) -> str:
    """``__sync_fetch_and_add_4`` works on what its pointer says, like the plain form."""
    stem, _, suffix = name.rpartition("_")
    return stem if name.startswith("__sync") and suffix in ("1", "2", "4", "8") else name


def _is_member(lvalue: Expr) -> bool:
    """Whether an lvalue is a member of something, or a certain element of one that is an array."""
    while isinstance(lvalue, Index):
        base = lvalue.base
        if evaluate_integer(lvalue.index) is None or not isinstance(base, Convert):
            return False
        if base.kind is not Conversion.ARRAY_DECAY:
            return False
        lvalue = base.operand
    return isinstance(lvalue, Member)
