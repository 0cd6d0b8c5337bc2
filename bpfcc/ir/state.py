"""What lowering one function carries along: builder, scopes, objects, and small helpers.

``UnitContext`` is what all functions of a unit share. ``FunctionState`` belongs to one body; the
modules ``lower_*`` are functions that take it first.
"""

from __future__ import annotations

from bpfcc.errors import InternalError
from bpfcc.frontend.layout import align_of, size_of
from bpfcc.ir.cleanup import CleanupStack
from bpfcc.ir.fold import as_int, fold_binary, fold_compare, int_text
from bpfcc.ir.function import Block, FunctionBuilder, Phi
from bpfcc.ir.tbaa import Access

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.diagnostics import Diagnostic, Sink
    from bpfcc.frontend.ctype import CType, Record
    from bpfcc.frontend.tree import Expr, Function, LabelInfo, Opaque, Unit, Variable
    from bpfcc.ir.abi import Signature
    from bpfcc.ir.cleanup import JumpTarget
    from bpfcc.ir.constants import Constant
    from bpfcc.ir.debuginfo import DebugInfo, Scope
    from bpfcc.ir.globals import Globals
    from bpfcc.ir.lower_switch import SwitchState
    from bpfcc.ir.module import Module
    from bpfcc.ir.record_layout import BitFieldAccess
    from bpfcc.ir.tbaa import TypeAliases
    from bpfcc.ir.types import TypeTable
    from bpfcc.options import Options


class UnitContext:
    """Shared by everything that lowers one translation unit."""

    __slots__ = (
        "core_calls", "debug", "globals", "has_inline_asm", "is_optimizing", "library", "module",
        "options", "private_functions", "sink", "spells_out", "tbaa", "types", "unit", "zeros",
    )  # fmt: skip

    def __init__(
        self,
        unit: Unit,
        options: Options,
        sink: Sink,
        module: Module,
        types: TypeTable,
        tbaa: TypeAliases,
        debug: DebugInfo | None,
    ) -> None:
        self.unit = unit
        self.options = options
        self.sink = sink
        self.module = module
        self.types = types
        self.tbaa = tbaa
        self.debug = debug
        self.is_optimizing = options.opt_level != "0"
        self.has_inline_asm = False
        self.core_calls = 0
        self.globals: Globals
        # Say in simpler IR what LLVM refuses; the functions with a private signature then.
        self.spells_out = False
        self.private_functions: set[Function | None] = set()
        self.library: dict[str, Function] = {}  # what is called then and no unit defines
        self.zeros: dict[Record, Constant] = {}


class Address:
    """A pointer operand and what is known of its alignment."""

    __slots__ = ("align_bytes", "pointer")

    def __init__(self, pointer: str, align_bytes: int) -> None:
        self.pointer = pointer
        self.align_bytes = align_bytes


class LValue:
    """An object in memory.

    ``is_declared``: its alignment comes from a declaration, not from a pointer's type, so a
    cast does not change it (clang's ``AlignmentSource::Decl``). ``bits``: it is a bit-field
    of the storage unit at ``pointer``. ``space``: the address space of ``pointer``.
    """

    __slots__ = (
        "access", "align_bytes", "bits", "is_declared", "is_volatile", "pointer", "space", "type",
    )  # fmt: skip

    def __init__(
        self,
        pointer: str,
        align_bytes: int,
        type: CType,
        access: Access,
        *,
        is_volatile: bool = False,
        is_declared: bool = True,
        bits: BitFieldAccess | None = None,
        space: int = 0,
    ) -> None:
        self.space = space
        self.pointer = pointer
        self.align_bytes = align_bytes
        self.type = type
        self.access = access
        self.is_volatile = is_volatile
        self.is_declared = is_declared
        self.bits = bits


class FunctionState:
    """One function body on its way to IR."""

    __slots__ = (
        "break_targets",
        "builder",
        "bypassed",
        "cleanups",
        "conditional_start",
        "context",
        "continue_targets",
        "function",
        "has_temporaries",
        "in_preserve",
        "indirect_block",
        "indirect_phi",
        "labels",
        "locals",
        "opaques",
        "result_slot",
        "result_stores",
        "result_variables",
        "return_target",
        "returns_zero",
        "scope",
        "scope_labels",
        "scope_root",
        "signature",
        "switches",
        "taken_labels",
        "unused_value",
        "wide_slot",
        "widened",
    )  # fmt: skip

    def __init__(self, context: UnitContext, function: Function, signature: Signature) -> None:
        self.context = context
        self.function = function
        self.signature = signature
        self.builder = FunctionBuilder()
        self.cleanups = CleanupStack(self.builder)
        self.locals: dict[Variable, LValue] = {}
        self.opaques: dict[Opaque, str | LValue] = {}
        self.labels: dict[LabelInfo, JumpTarget] = {}
        self.taken_labels: list[LabelInfo] = []
        # For each lexical scope inside the body: the labels seen in it.
        self.scope_labels: list[list[JumpTarget]] = []
        self.switches: list[SwitchState | None] = []
        self.break_targets: list[JumpTarget] = []
        self.continue_targets: list[JumpTarget] = []
        self.bypassed: set[Variable] | None = set()
        # Local records that live in the result's place.
        self.result_variables: set[Variable | None] = set()
        # Whether the result is 0 before anything is returned.
        self.returns_zero = False
        self.result_slot = ""
        self.return_target: JumpTarget
        self.indirect_block: Block | None = None
        self.in_preserve = False
        self.unused_value: Expr | None = None  # a call of which nobody takes the value
        self.wide_slot = ""  # where the functions for wide integers leave their results
        self.has_temporaries = False  # some expression takes a member of a record value
        # Where the outermost arm that may not be evaluated branched off.
        self.conditional_start: Block | None = None
        self.widened: dict[str, str] = {}  # integers that are widened conditions
        self.scope: Scope | None = None
        self.scope_root: str | None = None  # the DISubprogram
        self.result_stores: list[tuple[Block, str, str, int]] = []
        self.indirect_phi: Phi | None = None

    # -- types

    def value_type(self, type: CType) -> str:
        return self.context.types.value(type)

    def memory_type(self, type: CType) -> str:
        return self.context.types.memory(type).text

    # -- places in the source

    def enter_block_scope(self, loc: int) -> None:
        """Begin a lexical block for debug information."""
        debug = self.context.debug
        if debug is not None and self.scope is not None:
            self.set_scope(debug.enter_block(self.scope, loc))

    def leave_block_scope(self) -> None:
        """End the innermost lexical block."""
        if self.scope is not None and self.scope.parent is not None:
            self.set_scope(self.scope.parent)

    def set_scope(self, scope: Scope) -> None:
        """Let locations be in ``scope`` from now on."""
        debug = self.context.debug
        assert debug is not None
        self.scope = scope
        self.builder.locations = scope.locations
        self.builder.locate = lambda loc: debug.location(scope, loc)

    def stop_point(self, loc: int) -> None:
        """What follows belongs to the statement at ``loc``."""
        if loc:
            self.builder.loc = loc

    # -- blocks

    @property
    def is_reachable(self) -> bool:
        """Whether there is a block to write into."""
        return self.builder.block is not None

    def ensure_block(self) -> None:
        """Give unreachable code a block of its own."""
        if self.builder.block is None:
            self.builder.place(self.builder.new_block("dead"))

    def branch(self, target: Block) -> None:
        """Go to ``target``, if anything gets here."""
        if self.builder.block is not None:
            self.builder.terminate("br", "", [target])

    def start_block(self, block: Block, *, drop_unused: bool = False) -> None:
        """Fall through into ``block`` and go on there.

        With ``drop_unused``, a block nothing jumps to is not written at all and the code that
        follows is unreachable.
        """
        builder = self.builder
        before = builder.block
        if before is not None:
            if before.terminator is None:
                builder.terminate("br", "", [block])
        elif drop_unused and not block.uses and not block.is_pinned:
            builder.set_block(None)
            return
        builder.place(block, after=before)

    def start_detached(self, block: Block) -> None:
        """Go on in ``block`` at the end of the function, with no edge from here."""
        self.builder.set_block(None)
        self.builder.place(block)

    def drop_if_dead(self, block: Block | None) -> None:
        """After a call that does not return: forget the empty block nothing leads to."""
        if block is None or block.uses or block.is_pinned or block.lines:
            return
        self.builder.unlink(block)
        self.builder.set_block(None)

    # -- instructions

    def binary(self, op: str, type: str, left: str, right: str) -> str:
        """``op type left, right``, folded if both are integers; ``op`` may carry flags."""
        folded = fold_binary(op, type, left, right)
        if folded is not None:
            return folded
        return self.builder.emit(f"{op} {type} {left}, {right}")

    def compare(self, predicate: str, type: str, left: str, right: str) -> str:
        """``icmp``; the value is an ``i1``."""
        folded = fold_compare(predicate, type, left, right)
        if folded is None and type == "ptr" and predicate in ("eq", "ne"):
            same = self.context.globals.compare_addresses(left, right)
            if same is not None:
                folded = "true" if same is (predicate == "eq") else "false"
        if folded is not None:
            return folded
        return self.builder.emit(f"icmp {predicate} {type} {left}, {right}")

    def resize(self, value: str, from_bits: int, to_bits: int, *, signed: bool) -> str:
        """An integer in another width: truncated, or extended by its signedness."""
        if from_bits == to_bits:
            return value
        number = as_int(value)
        if number is not None:
            return int_text(number if signed else number % (1 << from_bits), to_bits)
        op = "trunc" if from_bits > to_bits else "sext" if signed else "zext"
        result = self.builder.emit(f"{op} i{from_bits} {value} to i{to_bits}")
        if from_bits == 1:
            self.widened[result] = value
        return result

    def narrow_condition(self, value: str) -> str | None:
        """The condition that an integer was widened from, if it was; undone if just made."""
        condition = self.widened.get(value)
        if condition is not None:
            lines = self.builder.lines
            if lines and isinstance(lines[-1], str) and lines[-1].startswith(f"  {value} = "):
                lines.pop()
        return condition

    def call_intrinsic(self, result: str, name: str, args: str) -> str:
        """Call ``llvm.name``; an empty string for ``void``."""
        if result == "void":
            self.builder.emit_void(f"call void @llvm.{name}({args})")
            return ""
        return self.builder.emit(f"call {result} @llvm.{name}({args})")

    def call_library(self, name: str, result: str, operands: list[str]) -> str:
        """Call a library function, as the builtins that are no intrinsics become."""
        group = self.context.module.attribute_group("nounwind")
        text = f"call {result} {name}({', '.join(operands)}) {group}"
        if result == "void":
            self.builder.emit_void(text)
            return ""
        return self.builder.emit(text)

    def temporary(self, type: CType, hint: str) -> LValue:
        """A stack slot for a value of ``type``."""
        memory = self.context.types.memory(type)
        align = align_of(type)
        pointer = self.builder.alloca(memory.text, align, hint)
        return LValue(pointer, align, type, self.context.tbaa.access(type))

    def size_of(self, type: CType) -> int:
        """The size of a complete type."""
        size = size_of(type)
        if size is None:
            raise InternalError(f"size of the incomplete type {type}", loc=self.builder.loc)
        return size

    def error(self, code: str, where: int, message: str) -> Diagnostic:
        """Say that this program cannot be lowered."""
        return self.context.sink.error(code, where, message)
