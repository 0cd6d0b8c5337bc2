"""Inline assembly: operands, constraint strings, and the template in LLVM's spelling."""

from __future__ import annotations

from bpfcc.frontend.consteval import evaluate_constant
from bpfcc.frontend.tree import Asm, AsmOperand, Expr
from bpfcc.ir import lower_aggregate, lower_assign, lower_expr, lower_lvalue, lower_stmt
from bpfcc.ir.memory import load, to_memory
from bpfcc.ir.module import escape_bytes
from bpfcc.ir.operands import literal_text
from bpfcc.ir.pointers import strip_loads
from bpfcc.ir.state import FunctionState, LValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.ir.function import Block


_NOT_OF_INPUTS = str.maketrans("", "", "=+&")


class _Lowering:
    """One asm statement.

    ``results``: the outputs that come back in registers, in order, with their LLVM types;
    ``operands``: typed arguments; ``tied``: for each read-write register output, the input
    that repeats it.
    """

    __slots__ = (
        "constraints", "f", "operands", "outputs", "reads_memory", "results", "stmt", "tied",
        "writes_memory",
    )  # fmt: skip

    def __init__(self, f: FunctionState, stmt: Asm) -> None:
        self.f = f
        self.stmt = stmt
        self.constraints: list[str] = []
        self.operands: list[str] = []
        self.results: list[tuple[LValue, str]] = []
        self.tied: list[tuple[str, str]] = []
        self.outputs: list[LValue] = []
        self.reads_memory = False
        self.writes_memory = False

    def run(self) -> None:
        memory_outputs: list[str] = []
        for operand in self.stmt.outputs:
            self._add_output(operand, memory_outputs)
        self.operands = memory_outputs
        for operand in self.stmt.inputs:
            self._add_input(operand)
        for constraint, operand_text in self.tied:
            self.constraints.append(constraint)
            self.operands.append(operand_text)
        self.constraints += ["!i"] * len(self.stmt.labels)
        self._add_clobbers()
        self._emit()

    # -- operands

    def _add_output(self, operand: AsmOperand, memory_outputs: list[str]) -> None:
        text = operand.constraint
        is_read = "+" in text
        modifiers = "&" if "&" in text else ""
        body = _simplify(text.replace("+", "").replace("=", "").replace("&", ""))
        lvalue = lower_lvalue.lower_lvalue(self.f, operand.expr)
        self.outputs.append(lvalue)
        index = len(self.constraints)
        if "m" in body or "X" in body:
            # As in clang, an output that may be in memory is.
            element = self.f.memory_type(operand.expr.type)
            argument = f"ptr elementtype({element}) {lvalue.pointer}"
            self.constraints.append(f"={modifiers}*{body}")
            memory_outputs.append(argument)
            self.writes_memory = True
            if is_read and _is_memory_only(body):
                self.tied.append((f"*{body}", argument))
            elif is_read:
                self.tied.append((str(index), self._value_of(operand.expr, lvalue)))
            return
        self.constraints.append(f"={modifiers}{body}")
        self.results.append((lvalue, self._register_type(operand.expr)))
        if is_read:
            value = self._value_of(operand.expr, lvalue)
            self.tied.append((str(index), value))

    def _register_type(self, expr: Expr) -> str:
        """The type of a value in a register: for a record or an array an integer of its size."""
        f = self.f
        canonical = expr.type.canonical
        if canonical.is_record or canonical.is_array:
            return f"i{8 * f.size_of(canonical)}"
        return f.memory_type(canonical)

    def _value_of(self, expr: Expr, lvalue: LValue) -> str:
        f = self.f
        if expr.type.canonical.is_record or expr.type.is_array:
            text = self._register_type(expr)
            value = f.builder.emit(f"load {text}, ptr {lvalue.pointer}, align {lvalue.align_bytes}")
            return f"{text} {value}"
        value = to_memory(f, load(f, lvalue), expr.type)
        return f"{f.memory_type(expr.type)} {value}"

    def _add_input(self, operand: AsmOperand) -> None:
        f = self.f
        expr = operand.expr
        body = _simplify(self._resolve_name(operand.constraint).translate(_NOT_OF_INPUTS))
        if _is_memory_only(body):
            self.reads_memory = True
            place = _memory_operand(f, expr)
            self.constraints.append(f"*{body}")
            self.operands.append(f"ptr elementtype({f.memory_type(expr.type)}) {place.pointer}")
            return
        self.constraints.append(body)
        if expr.type.canonical.is_record:
            text = self._register_type(expr)
            place = lower_aggregate.locate(f, expr)
            value = f.builder.emit(f"load {text}, ptr {place.pointer}, align {place.align_bytes}")
            self.operands.append(f"{text} {value}")
            return
        text = f.value_type(expr.type)
        constant = evaluate_constant(expr) if not set(body) & set("rw") else None
        if isinstance(constant, int):
            value = literal_text(constant, expr.type)
        else:
            value = lower_expr.lower_value(f, expr)
        self.operands.append(f"{text} {value}")

    def _resolve_name(self, constraint: str) -> str:
        """``[name]`` as a constraint is the number of the output of that name."""
        if constraint.startswith("["):
            name = constraint[1 : constraint.index("]")]
            for index, output in enumerate(self.stmt.outputs):
                if output.name == name:
                    return str(index)
        return constraint

    def _add_clobbers(self) -> None:
        for clobber in self.stmt.clobbers:
            if clobber == "memory":
                self.reads_memory = self.writes_memory = True
            self.constraints.append(f"~{{{clobber}}}")

    # -- the template

    def _template(self) -> str:
        """C's ``%0``, ``%[name]``, ``%l2``, ``%=`` as LLVM's ``$0``, ``${2:l}``, ``${:uid}``."""
        text = self.stmt.template
        names = self._operand_names()
        out: list[str] = []
        i = 0
        while i < len(text):
            char = text[i]
            i += 1
            if char == "$":
                out.append("$$")
            elif char != "%" or i >= len(text):
                out.append(char)
            else:
                i = self._escape(text, i, names, out)
        return "".join(out)

    def _operand_names(self) -> dict[str, int]:
        stmt = self.stmt
        names: dict[str, int] = {}
        operands = [*stmt.outputs, *stmt.inputs]
        for index, operand in enumerate(operands):
            if operand.name is not None:
                names[operand.name] = index
        # Labels are numbered after the inputs that read-write outputs add.
        first = len(operands) + len(self.tied)
        for index, label in enumerate(stmt.labels):
            names[label.name] = first + index
        return names

    def _escape(self, text: str, i: int, names: dict[str, int], out: list[str]) -> int:
        char = text[i]
        if char == "%":
            out.append("%")
            return i + 1
        if char == "=":
            out.append("${:uid}")
            return i + 1
        modifier = ""
        if char.isalpha():
            modifier = char
            i += 1
        if i < len(text) and text[i] == "[":
            end = text.index("]", i)
            number = names.get(text[i + 1 : end], 0)
            i = end + 1
        else:
            start = i
            while i < len(text) and text[i].isdigit():
                i += 1
            if start == i:  # no operand: a plain percent sign, as in an asm without operands
                out.append("%" + modifier)
                return i
            number = int(text[start:i])
        out.append(f"${{{number}:{modifier}}}" if modifier else f"${number}")
        return i

    # -- the instruction

    def _emit(self) -> None:
        f = self.f
        stmt = self.stmt
        if stmt.template.strip():
            f.context.has_inline_asm = True
        kinds = [kind for _, kind in self.results]
        result = "void" if not kinds else kinds[0]
        if len(kinds) > 1:
            result = f"{{ {', '.join(kinds)} }}"
        is_volatile = stmt.is_volatile or not stmt.outputs or bool(stmt.labels)
        effect = "sideeffect " if is_volatile else ""
        attributes = "nounwind"
        if not is_volatile:
            if not self.reads_memory and not self.writes_memory:
                attributes += " memory(none)"
            elif not self.writes_memory:
                attributes += " memory(read)"
        template = escape_bytes(self._template().encode("utf-8", "surrogateescape"))
        constraints = escape_bytes(",".join(self.constraints).encode())
        group = f.context.module.attribute_group(attributes)
        call = (
            f'{result} asm {effect}"{template}", "{constraints}"'
            f"({', '.join(self.operands)}) {group}"
        )
        if stmt.labels:
            self._emit_goto(call, result)
        elif result == "void":
            f.builder.emit_void(f"call {call}")
        else:
            self._store_results(f.builder.emit(f"call {call}"), result)

    def _store_results(self, value: str, result: str) -> None:
        f = self.f
        for index, (lvalue, kind) in enumerate(self.results):
            part = value
            if len(self.results) > 1:
                part = f.builder.emit(f"extractvalue {result} {value}, {index}")
            if lvalue.type.canonical.is_record or lvalue.type.is_array:
                f.builder.emit_void(
                    f"store {kind} {part}, ptr {lvalue.pointer}, align {lvalue.align_bytes}"
                )
                continue
            if lvalue.type.is_bool:
                part = f.builder.emit(f"trunc {kind} {part} to i1")
            lower_assign.store_value(f, part, lvalue, wants_value=False)

    def _emit_goto(self, call: str, result: str) -> None:
        """``asm goto``: outputs are stored on every way out."""
        f = self.f
        builder = f.builder
        fallthrough = builder.new_block("asm.fallthrough")
        targets: list[Block] = [fallthrough]
        split: list[tuple[Block, Block]] = []
        for label in self.stmt.labels:
            target = lower_stmt.label_target(f, label)
            block = target.block
            if self.results:
                inner = builder.new_block("asm.split")
                split.append((inner, block))
                block = inner
            targets.append(block)
        value = "" if result == "void" else builder.new_name()
        head = f"{value} = " if value else ""
        builder.terminate("callbr", f"{head}callbr {call}", targets)
        f.start_block(fallthrough)
        if value:
            self._store_results(value, result)
            after = builder.block
            for inner, label_block in split:
                f.start_detached(inner)
                self._store_results(value, result)
                f.branch(label_block)
            builder.set_block(after)


def _simplify(constraint: str) -> str:
    """One alternative list in LLVM's form; ``,`` separates alternatives in both."""
    out = []
    for char in constraint:
        if char in "*?! \t#":
            continue
        if char == "g":
            out.append("imr")
        elif char == "p":
            out.append("r")  # an address: BPF keeps those in registers
        elif char == ",":
            out.append("|")
        else:
            out.append(char)
    return "".join(out)


def _is_memory_only(body: str) -> bool:
    """Whether an operand can only be in memory."""
    return bool(body) and all(char in "moVQ|" for char in body)


def _memory_operand(f: FunctionState, expr: Expr) -> LValue:
    """The object of a memory operand; a value that has none gets one."""
    bare = strip_loads(expr)
    if bare.is_lvalue:
        return lower_lvalue.lower_lvalue(f, bare)
    slot = f.temporary(expr.type, "asm.tmp")
    lower_assign.store_value(f, lower_expr.lower_value(f, expr), slot, wants_value=False)
    return slot


def lower_asm(f: FunctionState, stmt: Asm) -> None:
    """An asm statement."""
    _Lowering(f, stmt).run()
