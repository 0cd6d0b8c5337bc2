"""Conditions, repetitions and macros: directives that decide which text is assembled.

Inline assembly uses them where it must look at an operand: `.ifc %[reg], r0`. What is repeated
or comes from a macro is assembled as text of its own; its mistakes are told at the statement
that brought it in.
"""

from __future__ import annotations

import re

from bpfcc.codegen.asm_directives import directive
from bpfcc.codegen.asm_expr import StatementError
from bpfcc.codegen.asm_lexer import IDENTIFIER, Cursor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.codegen.assembler import Assembler

_MAX_DEPTH = 64
_MAX_EXPANDED_LETTERS = 1 << 22
_REPEAT_STARTS = frozenset((".rept", ".rep", ".irp", ".irpc"))
_REPEAT_ENDS = frozenset((".endr",))
_MACRO_STARTS = frozenset((".macro",))
_MACRO_ENDS = frozenset((".endm", ".endmacro"))
_ARGUMENT_USE = re.compile(r"\\(?:\(\)|@|([A-Za-z_.$][\w.$]*))", re.ASCII)
_PARAMETER = re.compile(
    r"\s*([A-Za-z_.$][\w.$]*)\s*(?::\s*(req|vararg))?\s*(?:=\s*((?:\"(?:[^\"\\]|\\.)*\"|[^\s,])*))?",
    re.ASCII,
)
_ARGUMENT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|\((?:[^()]|\([^()]*\))*\)|[^\s,]")


class Macro:
    """A macro: its parameters as (name, kind, default), and its text."""

    __slots__ = ("body", "name", "parameters")

    def __init__(self, name: str, parameters: list[tuple[str, str, str]], body: str) -> None:
        self.name = name
        self.parameters = parameters
        self.body = body


# --- conditions ----------------------------------------------------------------------------


@directive(".if", ".ifne", ".ifeq", ".ifgt", ".ifge", ".iflt", ".ifle")
def _open_numeric(assembler: Assembler, cursor: Cursor, name: str) -> None:
    if assembler.is_skipping:
        _open(assembler, cursor, False)
        return
    _open(assembler, cursor, _compare(name, _read_number(assembler, cursor)))


def _read_number(assembler: Assembler, cursor: Cursor) -> int:
    position = cursor.position
    value = assembler.evaluate_early(cursor.read_expression())
    if value is None:
        raise StatementError("expected an absolute expression", position)
    return value


def _compare(name: str, value: int) -> bool:
    results = {
        ".ifeq": value == 0,
        ".ifgt": value > 0,
        ".ifge": value >= 0,
        ".iflt": value < 0,
        ".ifle": value <= 0,
    }
    return results.get(name, value != 0)


@directive(".ifdef", ".ifndef", ".ifnotdef")
def _open_defined(assembler: Assembler, cursor: Cursor, name: str) -> None:
    if assembler.is_skipping:
        _open(assembler, cursor, False)
        return
    symbol = assembler.symbols.get(cursor.read_name())
    is_defined = symbol is not None and symbol.is_defined
    _open(assembler, cursor, is_defined == (name == ".ifdef"))


@directive(".ifc", ".ifnc", ".ifeqs", ".ifnes")
def _open_same_text(assembler: Assembler, cursor: Cursor, name: str) -> None:
    if name in (".ifeqs", ".ifnes") and not assembler.is_skipping:
        left: object = cursor.read_string()
        cursor.expect(",")
        is_same = left == cursor.read_string()
    else:
        first, _comma, second = cursor.take_rest().partition(",")
        is_same = first.strip() == second.strip()
    _open(assembler, cursor, is_same == (name in (".ifc", ".ifeqs")))


@directive(".ifb", ".ifnb")
def _open_blank(assembler: Assembler, cursor: Cursor, name: str) -> None:
    is_blank = not cursor.take_rest().strip()
    _open(assembler, cursor, is_blank == (name == ".ifb"))


def _open(assembler: Assembler, cursor: Cursor, is_true: bool) -> None:
    """Start a condition: what follows is assembled if it and all around it are true."""
    if assembler.is_skipping:
        cursor.take_rest()
        # Neither this branch nor a later one of it can come to be.
        assembler.conditions.append((False, True))
    else:
        assembler.conditions.append((is_true, is_true))


@directive(".elseif", ".else")
def _turn(assembler: Assembler, cursor: Cursor, name: str) -> None:
    if not assembler.conditions:
        raise StatementError(f"{name} without .if", cursor.start)
    _active, was_taken = assembler.conditions.pop()
    if name == ".else":
        assembler.conditions.append((not was_taken, True))
    elif was_taken:
        cursor.take_rest()
        assembler.conditions.append((False, True))
    else:
        is_true = _read_number(assembler, cursor) != 0
        assembler.conditions.append((is_true, is_true))


@directive(".endif")
def _close(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    if not assembler.conditions:
        raise StatementError(".endif without .if", cursor.start)
    assembler.conditions.pop()


# --- repetitions ---------------------------------------------------------------------------


@directive(".rept", ".rep")
def _repeat(assembler: Assembler, cursor: Cursor, name: str) -> None:
    position = cursor.position
    count = cursor.read_constant()
    cursor.expect_end()
    body = _take_body(assembler, cursor, name, _REPEAT_STARTS, _REPEAT_ENDS)
    if count < 0 or count * len(body) > _MAX_EXPANDED_LETTERS:
        raise StatementError(f"cannot repeat {count} times", position)
    _assemble(assembler, body * count, cursor.start)


@directive(".irp", ".irpc")
def _repeat_over(assembler: Assembler, cursor: Cursor, name: str) -> None:
    parameter = cursor.read_name()
    cursor.accept(",")
    rest = cursor.take_rest()
    values = list(rest.strip()) if name == ".irpc" else split_arguments(rest)
    body = _take_body(assembler, cursor, name, _REPEAT_STARTS, _REPEAT_ENDS)
    if len(values) * len(body) > _MAX_EXPANDED_LETTERS:
        raise StatementError("too much text", cursor.start)
    parts = [substitute(body, {parameter: value}, 0) for value in values]
    _assemble(assembler, "".join(parts), cursor.start)


@directive(".endr", ".endm", ".endmacro")
def _end_nothing(_assembler: Assembler, cursor: Cursor, name: str) -> None:
    raise StatementError(f"{name} without a start", cursor.start)


def _take_body(
    assembler: Assembler,
    cursor: Cursor,
    name: str,
    starts: frozenset[str],
    ends: frozenset[str],
) -> str:
    """Return the text up to the matching end, and have reading go on behind it."""
    text = assembler.text
    begin = at = min(cursor.end + 1, len(text)) if text[cursor.end :][:1] in ";\n" else cursor.end
    depth = 1
    while at < len(text):
        statement = assembler.next_statement(at)
        if statement is None:
            break
        word = statement.text.lower() if statement.kind == IDENTIFIER else ""
        depth += (word in starts) - (word in ends)
        if depth == 0:
            cursor.end = statement.end
            return text[begin : statement.offsets[0]]
        at = max(statement.end, at + 1)
    raise StatementError(f"{name} without {'.endr' if '.endr' in ends else '.endm'}", cursor.start)


# --- macros --------------------------------------------------------------------------------


@directive(".macro")
def _define_macro(assembler: Assembler, cursor: Cursor, name: str) -> None:
    position = cursor.position
    macro = cursor.read_name()
    if macro in assembler.macros:
        raise StatementError(f"macro '{macro}' is already defined", position)
    rest = cursor.take_rest()
    parameters: list[tuple[str, str, str]] = []
    at = 0
    while rest[at:].strip(" \t,"):
        at += len(rest[at:]) - len(rest[at:].lstrip(" \t,"))
        match = _PARAMETER.match(rest, at)
        if match is None:
            raise StatementError(f"'{rest[at:].strip()}' is no macro parameter", position)
        parameters.append((match.group(1), match.group(2) or "", match.group(3) or ""))
        at = match.end()
    body = _take_body(assembler, cursor, name, _MACRO_STARTS, _MACRO_ENDS)
    assembler.macros[macro] = Macro(macro, parameters, body)


@directive(".purgem")
def _forget_macro(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    position = cursor.position
    if assembler.macros.pop(cursor.read_name(), None) is None:
        raise StatementError("no such macro", position)


@directive(".exitm")
def _leave_macro(assembler: Assembler, cursor: Cursor, _name: str) -> None:
    if assembler.expansion_depth == 0:
        raise StatementError(".exitm outside of a macro", cursor.start)
    assembler.is_leaving = True


def expand_macro(assembler: Assembler, macro: object, cursor: Cursor) -> None:
    """Assemble the macro's text with the statement's arguments in it."""
    assert isinstance(macro, Macro)
    arguments = split_arguments(cursor.take_rest())
    values: dict[str, str] = {}
    names = [name for name, _kind, _default in macro.parameters]
    position = 0
    for number, argument in enumerate(arguments):
        key, is_named, value = argument.partition("=")
        if is_named and key.strip() in names:
            values[key.strip()] = value.strip()
            continue
        if position >= len(macro.parameters):
            raise StatementError(f"macro '{macro.name}' takes fewer arguments", cursor.start)
        name, kind, _default = macro.parameters[position]
        position += 1
        if kind == "vararg":
            values[name] = ", ".join(arguments[number:])
            break
        if argument:
            values[name] = argument
    for name, kind, default in macro.parameters:
        if kind == "req" and name not in values:
            raise StatementError(f"macro '{macro.name}' needs '{name}'", cursor.start)
        values.setdefault(name, default)
    assembler.expansion_count += 1
    body = substitute(macro.body, values, assembler.expansion_count)
    _assemble(assembler, body, cursor.start)


def split_arguments(text: str) -> list[str]:
    """Split macro arguments, which commas or else white space part; quotes and brackets hold."""
    arguments: list[str] = []
    current = ""
    was_comma = True
    at = 0
    text = text.strip()
    while at < len(text):
        match = _ARGUMENT.match(text, at)
        if match is not None:
            current += match.group()
            at = match.end()
            was_comma = False
            continue
        gap = re.match(r"[\s,]+", text[at:])
        assert gap is not None
        at += gap.end()
        if "," not in gap.group() and (was_comma or _joins(current, text[at : at + 1])):
            current += " "
            continue
        commas = max(1, gap.group().count(","))
        arguments += [current, *[""] * (commas - 1)]
        current, was_comma = "", True
    return [argument.strip() for argument in [*arguments, current]] if text else []


def _joins(left: str, right: str) -> bool:
    """Whether white space is inside an expression and parts no arguments."""
    return left[-1:] in "+-*/%&|^<>=!~(" or right in "+*/%&|^<>=)"


def substitute(body: str, values: dict[str, str], count: int) -> str:
    r"""Put arguments in the place of `\name`, and `count` in that of `\@`."""

    def replace(match: re.Match[str]) -> str:
        name = match.group(1)
        if name is None:
            return "" if match.group() == "\\()" else str(count)
        if name not in values:
            return match.group()
        value = values[name]
        return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value

    return _ARGUMENT_USE.sub(replace, body)


def _assemble(assembler: Assembler, text: str, position: int) -> None:
    if assembler.expansion_depth >= _MAX_DEPTH:
        raise StatementError("macros nested too deeply", position)
    assembler.expanded_letters += len(text)
    if assembler.expanded_letters > _MAX_EXPANDED_LETTERS:
        raise StatementError("macros make too much text", position)
    assembler.read_expansion(text, position)
