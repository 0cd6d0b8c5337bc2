"""Reads one instruction statement: finds its form by shape and fills in the fields.

The tokens of a statement are reduced to a shape, `r = * ( u32 * ) ( r i )`, which is the key
into the instruction table. What counts as an operator, a register or the start of an expression
is decided token by token in the order in which LLVM's BPF parser decides it, so that
`r1 = 4*1024` and `if r1 s>-5 goto+2` read as they do there.
"""

from __future__ import annotations

from functools import cache

from bpfcc.codegen.asm_expr import AsmSymbol, StatementError, fold_constant
from bpfcc.codegen.asm_lexer import IDENTIFIER, LABEL_REFERENCE, NUMBER, OPERATOR, STRING
from bpfcc.codegen.asm_section import FIXUP_CALL, FIXUP_IMM64, FIXUP_JUMP16, FIXUP_JUMP32
from bpfcc.codegen.insn import CALL_LOCAL, Form, Instruction, forms_by_shape, wrap_signed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from bpfcc.codegen.asm_expr import Expr
    from bpfcc.codegen.asm_lexer import Cursor

    # A register's number or an expression, with its position in the text.
    Operand: TypeAlias = tuple[Expr, int]

_STARTERS = frozenset(
    (
        *("if", "goto", "gotol", "gotox", "may_goto", "call", "callx", "exit"),
        *("lock", "store_release", "ld_pseudo"),
    )
)
_SPLIT_OPERATORS = frozenset(("==", "!=", ">=", ">>", "<=", "<<"))
_SINGLE_OPERATORS = frozenset("+-=><|*()[]/&%^")
_FIXUP_OF_OPERAND = {
    "to16": FIXUP_JUMP16,
    "to32": FIXUP_JUMP32,
    "helper": FIXUP_CALL,
    "imm64": FIXUP_IMM64,
}


@cache
def register_numbers() -> dict[str, tuple[str, int]]:
    """Return each register's shape and number by its name."""
    names = {f"r{number}": ("r", number) for number in range(12)}
    names.update({f"w{number}": ("w", number) for number in range(12)})
    return names


@cache
def keywords() -> frozenset[str]:
    """Return the words that are part of some instruction's text, but do not start a statement."""
    words = {word for shape in forms_by_shape() for word in shape.split() if word.isidentifier()}
    return frozenset(words - (_STARTERS - {"goto", "gotol"}) - {"r", "w", "i"})


class Statement:
    """An instruction as read: its fields, and the expression still to be patched in, if any."""

    __slots__ = ("fixup_expr", "fixup_kind", "fixup_position", "insn", "warning")

    def __init__(self, form: Form) -> None:
        self.insn = Instruction(
            form.opcode, form.dst or 0, form.src or 0, form.offset or 0, form.imm or 0, form
        )
        self.fixup_expr: Expr = 0
        self.fixup_kind = 0
        self.fixup_position = -1
        self.warning: tuple[str, int] | None = None


def read_instruction(cursor: Cursor) -> Statement:
    """Read the instruction that makes up the whole statement."""
    words, operands, positions = _read_shape(cursor)
    shape = " ".join(words)
    form = forms_by_shape().get(shape)
    if form is None:
        raise _explain_mismatch(words, positions)
    statement = Statement(form)
    seen: dict[str, int] = {}
    for name, (value, position) in zip(form.operands, operands, strict=True):
        _set_operand(statement, name, value, position, seen)
    return statement


def _read_shape(cursor: Cursor) -> tuple[list[str], list[Operand], list[int]]:
    words: list[str] = []
    positions: list[int] = []
    operands: list[Operand] = []
    registers, middle = register_numbers(), keywords()
    kinds, texts = cursor.kinds, cursor.texts
    while True:
        index = cursor.index
        kind, text = kinds[index], texts[index]
        position = cursor.positions[index]
        if kind == IDENTIFIER:
            # The first word may be in capitals, later ones may not.
            name = text if words else text.lower()
            if name in middle or (not words and name in _STARTERS):
                word = name
                cursor.index += 1
            elif name in registers:
                word, number = registers[name]
                operands.append((number, position))
                cursor.index += 1
            elif words:
                word = "i"
                operands.append((cursor.read_expression(), position))
            else:
                raise StatementError(f"'{text}' starts no instruction", position)
        elif kind == OPERATOR:
            if text == ",":
                cursor.index += 1
                continue
            word = _read_operator(cursor, text, words, positions, operands)
        elif kind in (NUMBER, STRING, LABEL_REFERENCE):
            word = "i"
            operands.append((cursor.read_expression(), position))
        else:
            return words, operands, positions
        words.append(word)
        positions.append(position)


def _read_operator(
    cursor: Cursor, text: str, words: list[str], positions: list[int], operands: list[Operand]
) -> str:
    position = cursor.position
    if text in "+-" and cursor.kinds[cursor.index + 1] == NUMBER:
        operands.append((cursor.read_expression(), position))
        return "i"
    if text in _SPLIT_OPERATORS:
        words.append(text[0])
        positions.append(position)
        cursor.index += 1
        return text[1]
    if text in _SINGLE_OPERATORS and len(text) == 1:
        cursor.index += 1
        return text
    raise StatementError(f"unexpected '{text}' in an instruction", position)


def _set_operand(
    statement: Statement, name: str, value: Expr, position: int, seen: dict[str, int]
) -> None:
    insn = statement.insn
    if name in ("r0", "w0"):
        if value != 0:
            raise StatementError(f"this operand can only be {name}", position)
        return
    if name in ("rd", "wd", "rs", "ws"):
        assert isinstance(value, int)
        if seen.setdefault(name, value) != value:
            raise StatementError(
                f"this operand must be {name[0]}{seen[name]}, the same register again", position
            )
        if name[1] == "d":
            insn.dst = value
        else:
            insn.src = value
        return
    constant = fold_constant(value)
    if constant is None:
        _set_fixup(statement, name, value, position)
    else:
        _set_number(statement, name, constant, position)


def _set_fixup(statement: Statement, name: str, value: Expr, position: int) -> None:
    kind = _FIXUP_OF_OPERAND.get(name)
    if kind is None:
        advice = "; the address of a symbol is loaded with 'll'" if name == "imm" else ""
        raise StatementError(f"expected a number here{advice}", position)
    if kind in (FIXUP_JUMP16, FIXUP_JUMP32) and not isinstance(value, AsmSymbol):
        raise StatementError("a jump goes to a label or a number of instructions", position)
    if kind == FIXUP_CALL:
        statement.insn.src = CALL_LOCAL
    statement.fixup_kind = kind
    statement.fixup_expr = value
    statement.fixup_position = position


def _set_number(statement: Statement, name: str, value: int, position: int) -> None:
    insn = statement.insn
    if name in ("off", "to16"):
        if not -0x8000 <= value <= 0x7FFF:
            raise StatementError(f"{value} does not fit a signed 16-bit offset", position)
        insn.offset = value
    elif name == "imm64":
        insn.imm = value
    elif name == "pseudo":
        insn.src = value & 0xF
    elif name == "as_dst":
        insn.imm = wrap_signed(insn.imm | (value & 0xFFFF) << 16, 32)
    elif name == "as_src":
        insn.imm = wrap_signed(insn.imm | (value & 0xFFFF), 32)
    else:
        if not -0x80000000 <= value <= 0xFFFFFFFF:
            statement.warning = ("immediate out of range, only its low 32 bits are used", position)
        insn.imm = wrap_signed(value, 32)


def _explain_mismatch(words: list[str], positions: list[int]) -> StatementError:
    """Name the first token at which no instruction can go on."""
    if not words:
        return StatementError("expected an instruction")
    best = 0
    for shape in forms_by_shape():
        common = 0
        for word, wanted in zip(words, shape.split(), strict=False):
            if word != wanted:
                break
            common += 1
        best = max(best, common)
    if best >= len(words):
        return StatementError("the instruction ends too early", positions[-1])
    kinds = {"r": "a 64-bit register", "w": "a 32-bit register", "i": "a number or name"}
    what = kinds.get(words[best], f"'{words[best]}'")
    return StatementError(f"no instruction has {what} here", positions[best])
