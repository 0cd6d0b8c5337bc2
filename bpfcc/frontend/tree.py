"""The typed tree: what sema hands to lowering.

Every conversion is a node (``Convert``), every name is resolved, every constant that the
language requires is folded, every initialiser is flattened. ``type`` is the C type of the
value (or, where ``is_lvalue``, of the object); ``loc`` is where debug information and
diagnostics point, which follows clang's ``getExprLoc``.

An expression node of record type that is not an lvalue is a call, an assignment, a conditional,
a statement expression or a comma whose value is a whole record.
"""

from __future__ import annotations

from enum import IntEnum

from bpfcc.frontend.ctype import Array, CType, Enum, Field, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


# ------------------------------------------------------------------------------ expressions


class Expr:
    """Base of expressions."""

    __slots__ = ("loc", "type")

    is_lvalue = False

    def __init__(self, type: CType, loc: int) -> None:
        self.type = type
        self.loc = loc


class IntLiteral(Expr):
    """An integer constant of any origin: literal, character, enumerator, folded ``sizeof``.

    ``value`` is in the range of ``type`` (integer, enum, or pointer for folded null/addresses).
    """

    __slots__ = ("value",)

    def __init__(self, value: int, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.value = value


class EnumeratorRef(IntLiteral):
    """An enumerator by name: the value, plus what CO-RE's enum relocations need."""

    __slots__ = ("enum", "name")

    def __init__(self, name: str, enum: Enum, value: int, type: CType, loc: int) -> None:
        super().__init__(value, type, loc)
        self.name = name
        self.enum = enum


class FloatLiteral(Expr):
    __slots__ = ("value",)

    def __init__(self, value: float, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.value = value


class StringLiteral(Expr):
    """``data``: the bytes of the array, terminating zero included; type: array of char."""

    __slots__ = ("data",)
    is_lvalue = True

    def __init__(self, data: bytes, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.data = data


class DeclRef(Expr):
    """A variable (lvalue) or a function (designator)."""

    __slots__ = ("decl",)
    is_lvalue = True

    def __init__(self, decl: Variable | Function, loc: int) -> None:
        super().__init__(decl.type, loc)
        self.decl = decl


class LabelAddress(Expr):
    """``&&label``."""

    __slots__ = ("label",)

    def __init__(self, label: LabelInfo, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.label = label


class Conversion(IntEnum):
    """What a ``Convert`` does."""

    LOAD = 0  # lvalue to its value (6.3.2.1p2); volatile if the lvalue's type is
    ARRAY_DECAY = 1  # array lvalue to pointer to its first element
    FUNCTION_DECAY = 2  # function designator to pointer
    INTEGER = 3  # integer to integer: truncate, extend by the SOURCE's signedness, or keep
    TO_BOOL = 4  # scalar to _Bool: value != 0
    INT_TO_POINTER = 5  # operand is already 64 bits wide
    POINTER_TO_INT = 6  # to a 64-bit integer; a narrower one is a further INTEGER
    POINTER = 7  # pointer to pointer, same address space
    ADDRESS_SPACE = 8  # pointer to pointer in another address space
    NULL_POINTER = 9  # null pointer constant
    TO_VOID = 10
    NO_OP = 11  # only qualifiers or sugar differ
    INT_TO_FLOAT = 12
    FLOAT_TO_INT = 13
    FLOAT = 14
    TO_UNION = 15  # GNU cast to union: the operand is stored in a member of that type


class Convert(Expr):
    __slots__ = ("is_explicit", "kind", "operand")

    def __init__(
        self, kind: Conversion, operand: Expr, type: CType, loc: int, *, is_explicit: bool = False
    ) -> None:
        super().__init__(type, loc)
        self.kind = kind
        self.operand = operand
        self.is_explicit = is_explicit


class Unary(Expr):
    """``op``: ``-`` ``~`` ``!`` ``+`` on a promoted operand; ``!`` takes any scalar, gives int."""

    __slots__ = ("op", "operand")

    def __init__(self, op: str, operand: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.op = op
        self.operand = operand


class AddressOf(Expr):
    __slots__ = ("operand",)

    def __init__(self, operand: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.operand = operand


class Deref(Expr):
    """``*pointer`` (and ``p->``, whose Member has a Deref as base)."""

    __slots__ = ("pointer",)
    is_lvalue = True

    def __init__(self, pointer: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.pointer = pointer


class Member(Expr):
    """``base.field``: one field, so a member of an anonymous struct is two nested Members.

    ``base`` is a record: an lvalue, or an rvalue (then this is one too).
    """

    __slots__ = ("base", "field", "is_lvalue")

    def __init__(self, base: Expr, field: Field, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.base = base
        self.field = field
        self.is_lvalue = base.is_lvalue


class Index(Expr):
    """``base[index]``. ``base`` is a pointer value, or an ARRAY_DECAY of an array lvalue.

    ``index`` is an integer of 64 bits (sign- or zero-extended from what was written).
    """

    __slots__ = ("base", "index")
    is_lvalue = True

    def __init__(self, base: Expr, index: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.base = base
        self.index = index


class IncDec(Expr):
    """``++``/``--`` on an lvalue of integer or pointer type; value of that type."""

    __slots__ = ("is_increment", "is_prefix", "target")

    def __init__(
        self, target: Expr, *, is_increment: bool, is_prefix: bool, type: CType, loc: int
    ) -> None:
        super().__init__(type, loc)
        self.target = target
        self.is_increment = is_increment
        self.is_prefix = is_prefix


class Binary(Expr):
    """Arithmetic ``+ - * / % & | ^ << >>`` and comparison ``== != < > <= >=``.

    Operands have one type (shifts: each its promoted own); comparisons give int, and also
    compare pointers. Signedness comes from the operands' type.
    """

    __slots__ = ("left", "op", "right")

    def __init__(self, op: str, left: Expr, right: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.op = op
        self.left = left
        self.right = right


class PointerAdd(Expr):
    """``pointer ± index``; ``index`` has 64 bits; steps of the target's size."""

    __slots__ = ("index", "is_subtraction", "pointer")

    def __init__(
        self, pointer: Expr, index: Expr, type: CType, loc: int, *, is_subtraction: bool = False
    ) -> None:
        super().__init__(type, loc)
        self.pointer = pointer
        self.index = index
        self.is_subtraction = is_subtraction


class PointerDiff(Expr):
    __slots__ = ("left", "right")

    def __init__(self, left: Expr, right: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.left = left
        self.right = right


class Logical(Expr):
    """``&&`` or ``||``; operands are scalars, the value is int 0 or 1."""

    __slots__ = ("left", "op", "right")

    def __init__(self, op: str, left: Expr, right: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.op = op
        self.left = left
        self.right = right


class Assign(Expr):
    """``target = value``; ``value`` already has the target's unqualified type."""

    __slots__ = ("target", "value")

    def __init__(self, target: Expr, value: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.target = target
        self.value = value


class CompoundAssign(Expr):
    """``target op= value`` for integers.

    The target is loaded, converted to ``compute_type``, combined with ``value`` (already of
    the compute type; shifts: of its own promoted type), converted back and stored.
    For pointers (``p += n``) ``compute_type`` is the pointer type and ``value`` a 64-bit index.
    """

    __slots__ = ("compute_type", "op", "target", "value")

    def __init__(
        self, op: str, target: Expr, value: Expr, compute_type: CType, type: CType, loc: int
    ) -> None:
        super().__init__(type, loc)
        self.op = op
        self.target = target
        self.value = value
        self.compute_type = compute_type


class Conditional(Expr):
    """``condition ? then : otherwise``; both arms have ``type`` (or void)."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: Expr, then: Expr, otherwise: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.condition = condition
        self.then = then
        self.otherwise = otherwise


class Opaque(Expr):
    """The value of an expression that is evaluated once and used in several places."""

    __slots__ = ("source",)

    def __init__(self, source: Expr) -> None:
        super().__init__(source.type, source.loc)
        self.source = source


class Elvis(Expr):
    """GNU ``value ?: otherwise``: evaluate ``shared.source`` once, bind it to ``shared``.

    ``then`` is ``shared`` converted to ``type``; the condition is ``shared`` itself.
    """

    __slots__ = ("otherwise", "shared", "then")

    def __init__(self, shared: Opaque, then: Expr, otherwise: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.shared = shared
        self.then = then
        self.otherwise = otherwise


class Comma(Expr):
    __slots__ = ("left", "right")

    def __init__(self, left: Expr, right: Expr, loc: int) -> None:
        super().__init__(right.type, loc)
        self.left = left
        self.right = right


class Call(Expr):
    """``callee`` is a pointer to function: FUNCTION_DECAY of a DeclRef, or a loaded pointer."""

    __slots__ = ("args", "callee", "end_loc")

    def __init__(self, callee: Expr, args: list[Expr], type: CType, loc: int, end_loc: int) -> None:
        super().__init__(type, loc)
        self.callee = callee
        self.args = args
        self.end_loc = end_loc


class BuiltinCall(Expr):
    """A ``__builtin_*``, ``__sync_*`` or ``__atomic_*`` that lowering knows by ``name``.

    ``args`` are converted as the registry in ``builtins`` says; ``info`` carries what is not
    an expression: see the registry row of each builtin.
    """

    __slots__ = ("args", "info", "name")

    def __init__(
        self, name: str, args: list[Expr], type: CType, loc: int, info: object = None
    ) -> None:
        super().__init__(type, loc)
        self.name = name
        self.args = args
        self.info = info


class PreserveAccess(Expr):
    """``__builtin_preserve_access_index(operand)``: member accesses inside become CO-RE."""

    __slots__ = ("operand",)

    def __init__(self, operand: Expr, loc: int) -> None:
        super().__init__(operand.type, loc)
        self.operand = operand


class StatementExpr(Expr):
    """``({ … })``; the value is that of ``result``, evaluated last inside the block's scope."""

    __slots__ = ("block", "result")

    def __init__(self, block: Block, result: Expr | None, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.block = block
        self.result = result


class CompoundLiteral(Expr):
    """``(T){…}``: an unnamed object; static where it stands outside of functions."""

    __slots__ = ("variable",)
    is_lvalue = True

    def __init__(self, variable: Variable, loc: int) -> None:
        super().__init__(variable.type, loc)
        self.variable = variable


class VaArg(Expr):
    __slots__ = ("list",)

    def __init__(self, list: Expr, type: CType, loc: int) -> None:
        super().__init__(type, loc)
        self.list = list


class ErrorExpr(Expr):
    """What could not be understood; a diagnostic has been given."""

    __slots__ = ()
    is_lvalue = True


# ----------------------------------------------------------------------------- initialisers


class AggregateInit:
    """A braced initialiser, flattened: overrides resolved, order ascending, gaps are zero.

    Arrays: ``elements`` are (first index, last index, value); records: (field, value).
    A value is an Expr of the element's type (a StringLiteral for a char array), or an
    AggregateInit. A record or union element may also be an Expr of the whole record type.
    """

    __slots__ = ("elements", "fields", "loc", "type")

    def __init__(self, type: CType, loc: int) -> None:
        self.type = type
        self.loc = loc
        self.elements: list[tuple[int, int, Initializer]] = []
        self.fields: list[tuple[Field, Initializer]] = []


Initializer = Expr | AggregateInit


# ----------------------------------------------------------------------------- declarations


class Linkage(IntEnum):
    NONE = 0
    INTERNAL = 1
    EXTERNAL = 2


class DeclAttributes:
    """Attributes of a function or variable that lowering or the object file needs."""

    __slots__ = (
        "alias",
        "align_bytes",
        "always_inline",
        "asm_label",
        "cold",
        "const",
        "convergent",
        "decl_tags",
        "error_message",
        "flatten",
        "gnu_inline",
        "hot",
        "malloc",
        "minsize",
        "naked",
        "no_builtin",
        "no_inline",
        "no_return",
        "no_unroll",
        "optnone",
        "pure",
        "returns_nonnull",
        "section",
        "unavailable",
        "unused",
        "used",
        "visibility",
        "warn_unused_result",
        "weak",
    )  # fmt: skip

    def __init__(self) -> None:
        self.section: str | None = None
        self.alias: str | None = None
        self.asm_label: str | None = None
        self.visibility: str | None = None  # "hidden", "protected", "internal"
        self.error_message: str | None = None  # __attribute__((error("…")))
        self.unavailable: str | None = None
        self.align_bytes = 0
        self.decl_tags: list[str] = []
        self.weak = self.used = self.unused = False
        self.always_inline = self.no_inline = self.naked = self.no_return = False
        self.cold = self.hot = self.const = self.pure = self.flatten = False
        self.minsize = self.optnone = self.convergent = self.no_builtin = False
        self.returns_nonnull = self.no_unroll = self.malloc = self.gnu_inline = False
        self.warn_unused_result = False


class Variable:
    """An object: global, static local, local or parameter.

    ``is_global``: static storage duration; then ``linkage`` is INTERNAL, EXTERNAL, or NONE for
    a static local, whose ``function`` says where it lives. ``initializer`` of a global is
    constant. ``is_definition`` False: ``extern``; ``is_tentative`` is resolved at the end.
    """

    __slots__ = (
        "attributes", "cleanup", "function", "initializer", "is_compound_literal",
        "is_definition", "is_global", "is_parameter", "is_referenced", "is_register",
        "is_tentative", "is_thread_local", "linkage", "loc", "name", "type",
    )  # fmt: skip

    def __init__(self, name: str, type: CType, loc: int) -> None:
        self.name = name
        self.type = type
        self.loc = loc
        self.linkage = Linkage.NONE
        self.attributes = DeclAttributes()
        self.initializer: Initializer | None = None
        self.cleanup: Function | None = None
        self.function: Function | None = None
        self.is_global = False
        self.is_definition = False
        self.is_tentative = False
        self.is_parameter = False
        self.is_referenced = False
        self.is_register = False
        self.is_thread_local = False
        self.is_compound_literal = False


class Function:
    """A function. ``body`` None: declared only.

    ``is_inline_definition``: C11 6.7.4 inline without ``extern``, or GNU's with it: no symbol
    (LLVM ``available_externally``). ``name_loc`` is the declared name, ``loc`` the start of
    the declaration line that debug information uses. ``declared_loc`` is the first declaration,
    0 if that is the definition.
    """

    __slots__ = (
        "attributes", "body", "declared_loc", "end_loc", "has_prototype", "is_defined", "is_inline",
        "is_inline_definition", "is_referenced", "labels", "linkage", "loc", "name", "params",
        "type", "uses_varargs", "was_declared_implicitly",
    )  # fmt: skip

    def __init__(self, name: str, type: CType, loc: int) -> None:
        self.name = name
        self.type = type
        self.loc = loc
        self.declared_loc = loc
        self.end_loc = loc
        self.linkage = Linkage.EXTERNAL
        self.attributes = DeclAttributes()
        self.params: list[Variable] = []
        self.body: Block | None = None
        self.is_defined = False
        self.is_inline = False
        self.is_inline_definition = False
        self.is_referenced = False
        self.has_prototype = True
        self.uses_varargs = False
        self.was_declared_implicitly = False
        self.labels: dict[str, LabelInfo] = {}


class LabelInfo:
    """A label of a function, or a local (``__label__``) one; ``address_taken`` by ``&&``."""

    __slots__ = ("address_taken", "is_defined", "is_used", "loc", "name")

    def __init__(self, name: str, loc: int) -> None:
        self.name = name
        self.loc = loc
        self.is_defined = False
        self.is_used = False
        self.address_taken = False


class FileAsm:
    """``asm("…");`` at file scope."""

    __slots__ = ("loc", "text")

    def __init__(self, text: str, loc: int) -> None:
        self.text = text
        self.loc = loc


# ------------------------------------------------------------------------------- statements


class Stmt:
    __slots__ = ("loc",)

    def __init__(self, loc: int) -> None:
        self.loc = loc


class Block(Stmt):
    """A compound statement: a scope. ``end_loc`` is its closing brace."""

    __slots__ = ("end_loc", "stmts")

    def __init__(self, stmts: list[Stmt], loc: int, end_loc: int) -> None:
        super().__init__(loc)
        self.stmts = stmts
        self.end_loc = end_loc


class ExprStmt(Stmt):
    __slots__ = ("expr",)

    def __init__(self, expr: Expr, loc: int) -> None:
        super().__init__(loc)
        self.expr = expr


class DeclStmt(Stmt):
    """Local variables in order; static locals and externs are also in the unit's lists."""

    __slots__ = ("variables",)

    def __init__(self, variables: list[Variable], loc: int) -> None:
        super().__init__(loc)
        self.variables = variables


class If(Stmt):
    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: Expr, then: Stmt, otherwise: Stmt | None, loc: int) -> None:
        super().__init__(loc)
        self.condition = condition
        self.then = then
        self.otherwise = otherwise


class LoopHints:
    """``#pragma unroll`` and ``#pragma clang loop``: names and values of llvm.loop metadata.

    ``unroll``: None, ``"enable"``, ``"full"``, ``"disable"`` or a count.
    """

    __slots__ = ("unroll",)

    def __init__(self) -> None:
        self.unroll: str | int | None = None


class While(Stmt):
    __slots__ = ("body", "condition", "hints")

    def __init__(self, condition: Expr, body: Stmt, hints: LoopHints | None, loc: int) -> None:
        super().__init__(loc)
        self.condition = condition
        self.body = body
        self.hints = hints


class DoWhile(Stmt):
    __slots__ = ("body", "condition", "hints")

    def __init__(self, body: Stmt, condition: Expr, hints: LoopHints | None, loc: int) -> None:
        super().__init__(loc)
        self.body = body
        self.condition = condition
        self.hints = hints


class For(Stmt):
    """A scope of its own, for ``start``."""

    __slots__ = ("body", "condition", "hints", "start", "step")

    def __init__(
        self,
        start: Stmt | None,
        condition: Expr | None,
        step: Expr | None,
        body: Stmt,
        hints: LoopHints | None,
        loc: int,
    ) -> None:
        super().__init__(loc)
        self.start = start
        self.condition = condition
        self.step = step
        self.body = body
        self.hints = hints


class Switch(Stmt):
    """``cases`` lists the Case nodes inside ``body`` in source order; ``default`` likewise.

    ``condition`` is promoted; case values have its type.
    """

    __slots__ = ("body", "cases", "condition", "default")

    def __init__(self, condition: Expr, loc: int) -> None:
        super().__init__(loc)
        self.condition = condition
        self.body: Stmt = Null(loc)
        self.cases: list[Case] = []
        self.default: Default | None = None


class Case(Stmt):
    """``case low ... high: stmt``; low == high for an ordinary one."""

    __slots__ = ("high", "low", "stmt")

    def __init__(self, low: int, high: int, stmt: Stmt, loc: int) -> None:
        super().__init__(loc)
        self.low = low
        self.high = high
        self.stmt = stmt


class Default(Stmt):
    __slots__ = ("stmt",)

    def __init__(self, stmt: Stmt, loc: int) -> None:
        super().__init__(loc)
        self.stmt = stmt


class Label(Stmt):
    __slots__ = ("label", "stmt")

    def __init__(self, label: LabelInfo, stmt: Stmt, loc: int) -> None:
        super().__init__(loc)
        self.label = label
        self.stmt = stmt


class Goto(Stmt):
    __slots__ = ("label",)

    def __init__(self, label: LabelInfo, loc: int) -> None:
        super().__init__(loc)
        self.label = label


class IndirectGoto(Stmt):
    __slots__ = ("target",)

    def __init__(self, target: Expr, loc: int) -> None:
        super().__init__(loc)
        self.target = target


class Break(Stmt):
    __slots__ = ()


class Continue(Stmt):
    __slots__ = ()


class Return(Stmt):
    """``value`` has the function's result type; None in a void function."""

    __slots__ = ("value",)

    def __init__(self, value: Expr | None, loc: int) -> None:
        super().__init__(loc)
        self.value = value


class AsmOperand:
    """``[name] "constraint" (expr)``; an output's expr is an lvalue, an input's a value.

    An input whose constraint is memory only has an lvalue.
    """

    __slots__ = ("constraint", "expr", "name")

    def __init__(self, name: str | None, constraint: str, expr: Expr) -> None:
        self.name = name
        self.constraint = constraint
        self.expr = expr


class Asm(Stmt):
    """Inline assembly; ``template`` as written in C, after string concatenation."""

    __slots__ = ("clobbers", "inputs", "is_volatile", "labels", "outputs", "template")

    def __init__(
        self,
        template: str,
        outputs: list[AsmOperand],
        inputs: list[AsmOperand],
        clobbers: list[str],
        labels: list[LabelInfo],
        loc: int,
        *,
        is_volatile: bool,
    ) -> None:
        super().__init__(loc)
        self.template = template
        self.outputs = outputs
        self.inputs = inputs
        self.clobbers = clobbers
        self.labels = labels
        self.is_volatile = is_volatile


class Null(Stmt):
    """``;``"""

    __slots__ = ()


# ---------------------------------------------------------------------------------- the unit


class Unit:
    """A translation unit after sema.

    ``definitions``: functions with bodies, global variables that are defined, and file-scope
    asm, in source order; static functions and variables from headers appear in the order in
    which they were first referenced, after what referenced them was analysed. Lowering emits
    a static (or inline) definition only when it is referenced or ``used``, as clang does.
    ``complete`` asks for the definition of a record or enum that is only mentioned so far
    (declarations are parsed on demand) and says whether there is one; ``has_definition`` says
    the same without reading it.
    ``value_of`` is the value of an enumerator of the file scope, None where there is none.
    ``analyze_unused`` gives the functions of headers that nothing uses, when all else is done.
    ``decl_tag_types``: named typedefs/records with decl tags reached only by name.
    """

    __slots__ = (
        "analyze_unused", "complete", "definitions", "externs", "has_definition", "main_file",
        "value_of",
    )  # fmt: skip

    def __init__(
        self,
        main_file: str,
        complete: Callable[[Record | Enum], bool],
        has_definition: Callable[[Record | Enum], bool] | None = None,
    ) -> None:
        self.main_file = main_file
        self.complete = complete
        self.has_definition = has_definition or complete
        self.value_of: Callable[[str], int | None] = lambda name: None
        self.analyze_unused: Callable[[], Iterable[Function]] = tuple
        self.definitions: list[Function | Variable | FileAsm] = []
        # Declared, referenced, not defined: kfuncs, kconfig, ksyms, extern maps and functions.
        self.externs: list[Function | Variable] = []


def array_of(type: CType) -> Array:
    """The array type behind ``type``."""
    canonical = type.canonical
    assert isinstance(canonical, Array)
    return canonical


def record_of(type: CType) -> Record:
    """The record type behind ``type``."""
    canonical = type.canonical
    assert isinstance(canonical, Record)
    return canonical
