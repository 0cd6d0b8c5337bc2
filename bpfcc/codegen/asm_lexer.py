"""Splits assembly text into the tokens of one statement, and reads operands from them.

The lexical rules are those of LLVM's assembler for BPF: `#` and `//` comment to the end of the
line, `;` and the end of the line end a statement, names may hold `.`, `$` and `?`.
"""

from __future__ import annotations

import re

from bpfcc.codegen.asm_expr import (
    BINARY_PRECEDENCE,
    Operation,
    StatementError,
    apply_binary,
    apply_unary,
)
from bpfcc.codegen.insn import wrap_signed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from bpfcc.codegen.asm_expr import Expr

    class SymbolScope(Protocol):
        """What resolves names while an expression is read."""

        def find_symbol(self, name: str) -> Expr:
            """Return the symbol called `name`, or its value where that is a plain number."""

        def find_numeric_label(self, digits: str, direction: str, position: int) -> Expr:
            """Return the label that `1f` or `1b` means here."""

        def make_location(self) -> Expr:
            """Return a label for the place that has been reached (`.`)."""


IDENTIFIER, NUMBER, STRING, OPERATOR, LABEL_REFERENCE = "id", "num", "str", "op", "ref"

_TOKEN = re.compile(
    r"""(?P<skip>[ \t\r\f\v\0]+|/\*(?:[^*]|\*(?!/))*\*/)
    |(?P<id>[A-Za-z_.$?][\w.$?]*)
    |(?P<ref>[0-9]+[fb](?![\w.$?]))
    |(?P<num>(?:0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)(?:[uU]?[lL]{0,2})(?![\w.$?])
        |'(?:\\.|[^'\\\n])')
    |(?P<str>"(?:[^"\\\n]|\\.)*")
    |(?P<end>\n|;|\#[^\n]*|//[^\n]*)
    |(?P<op><<|>>|<=|>=|<>|==|!=|&&|\|\||.)""",
    re.VERBOSE | re.ASCII,
)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]+)|(.))", re.DOTALL)
_SIMPLE_ESCAPES = {"b": 8, "f": 12, "n": 10, "r": 13, "t": 9, '"': 34, "\\": 92, "'": 39}
_MAX_NESTING = 200
_MAX_OPERATIONS = 150  # over symbols; those over numbers are computed at once


class Cursor:
    """The tokens of one statement, and the place that reading has reached.

    `kinds`, `texts`, `offsets` and `positions` are parallel; a last token of kind "" stands for
    the end. Offsets are in the text that is read; positions, which messages take, are too, but
    in text that a macro made they are all that of the statement that brought it in.
    """

    __slots__ = (
        "depth",
        "end",
        "index",
        "kinds",
        "offsets",
        "operations",
        "positions",
        "scope",
        "source",
        "texts",
    )

    def __init__(self, text: str, start: int, scope: SymbolScope, position: int = -1) -> None:
        self.scope = scope
        self.source = text
        self.index = 0
        self.depth = 0
        self.operations = 0
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.offsets: list[int] = []
        self.end = self._split(text, start)
        self.positions = self.offsets if position < 0 else [position] * len(self.offsets)

    def _split(self, text: str, start: int) -> int:
        kinds, texts, offsets = self.kinds, self.texts, self.offsets
        at = len(text)
        for match in _TOKEN.finditer(text, start):
            kind = match.lastgroup or ""
            if kind == "skip":
                continue
            if kind == "end":
                at = match.start()
                break
            kinds.append(kind)
            texts.append(match.group())
            offsets.append(match.start())
        kinds.append("")
        texts.append("")
        offsets.append(at)
        return at

    @property
    def kind(self) -> str:
        """The kind of the current token, "" at the end of the statement."""
        return self.kinds[self.index]

    @property
    def text(self) -> str:
        """The text of the current token."""
        return self.texts[self.index]

    @property
    def position(self) -> int:
        """Where the current token starts."""
        return self.positions[self.index]

    @property
    def offset(self) -> int:
        """Where the current token starts in the text that is read."""
        return self.offsets[self.index]

    @property
    def start(self) -> int:
        """Where messages say that the statement starts."""
        return self.positions[0]

    def take_rest(self) -> str:
        """Return the rest of the statement as it stands, and step over it."""
        rest = self.source[self.offset : self.end]
        self.index = len(self.kinds) - 1
        return rest

    @property
    def at_end(self) -> bool:
        """Whether the statement is used up."""
        return self.kinds[self.index] == ""

    def advance(self) -> str:
        """Step over the current token and return its text."""
        text = self.texts[self.index]
        if self.kinds[self.index]:
            self.index += 1
        return text

    def accept(self, text: str) -> bool:
        """Step over the current token if it is the operator `text`."""
        if self.kinds[self.index] == OPERATOR and self.texts[self.index] == text:
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Step over the operator `text`, or fail."""
        if not self.accept(text):
            self.fail(f"expected '{text}'")

    def expect_end(self) -> None:
        """Fail unless the statement is used up."""
        if not self.at_end:
            self.fail(f"unexpected '{self.text}' at the end of the statement")

    def fail(self, message: str) -> None:
        """Raise a StatementError at the current token."""
        raise StatementError(message, self.position)

    def read_name(self) -> str:
        """Read an identifier or a quoted name."""
        kind = self.kind
        if kind == IDENTIFIER:
            return self.advance()
        if kind == STRING:
            position = self.position
            return unescape(self.advance()[1:-1], position).decode("utf-8", "surrogateescape")
        raise StatementError("expected a name", self.position)

    def read_string(self) -> bytes:
        """Read a quoted string as bytes; adjacent strings are one."""
        if self.kind != STRING:
            raise StatementError("expected a string", self.position)
        out = bytearray()
        while self.kind == STRING:
            position = self.position
            out += unescape(self.advance()[1:-1], position)
        return bytes(out)

    def read_constant(self) -> int:
        """Read an expression that is a plain number here and now."""
        position = self.position
        value = self.read_expression()
        if not isinstance(value, int):
            raise StatementError("expected an absolute expression", position)
        return value

    def read_expression(self, precedence: int = 1) -> Expr:
        """Read an expression of operators that bind at least as tight as `precedence`."""
        self.depth += 1
        if self.depth > _MAX_NESTING:
            raise StatementError("expression nested too deeply", self.position)
        left = self._read_primary()
        while self.kind == OPERATOR:
            operator = self.text
            binds = BINARY_PRECEDENCE.get(operator, 0)
            if binds < precedence:
                break
            position = self.position
            self.index += 1
            right = self.read_expression(binds + 1)
            if isinstance(left, int) and isinstance(right, int):
                left = apply_binary(operator, left, right, position)
            else:
                left = self._make_operation(operator, left, right, position)
        self.depth -= 1
        return left

    def _read_primary(self) -> Expr:
        kind, text, position = self.kind, self.text, self.position
        if kind == NUMBER:
            self.index += 1
            return parse_number(text, position)
        if kind == IDENTIFIER:
            self.index += 1
            return self.scope.make_location() if text == "." else self.scope.find_symbol(text)
        if kind == STRING:
            return self.scope.find_symbol(self.read_name())
        if kind == LABEL_REFERENCE:
            self.index += 1
            return self.scope.find_numeric_label(text[:-1], text[-1], position)
        if kind == OPERATOR and text in ("-", "+", "~", "!"):
            self.index += 1
            return self._read_unary(text, position)
        if self.accept("("):
            inner = self.read_expression()
            self.expect(")")
            return inner
        what = f"unexpected '{text}'" if kind else "unexpected end of the statement"
        raise StatementError(f"{what} in an expression", position)

    def _read_unary(self, operator: str, position: int) -> Expr:
        self.depth += 1
        if self.depth > _MAX_NESTING:
            raise StatementError("expression nested too deeply", position)
        operand = self._read_primary()
        self.depth -= 1
        if isinstance(operand, int):
            return apply_unary(operator, operand)
        return self._make_operation(operator, None, operand, position)

    def _make_operation(
        self, operator: str, left: Expr | None, right: Expr, position: int
    ) -> Operation:
        self.operations += 1
        if self.operations > _MAX_OPERATIONS:
            raise StatementError("too many operators in one statement", position)
        return Operation(operator, left, right, position)


def unescape(text: str, position: int) -> bytes:
    """Return the bytes of the inside of a string literal."""
    if "\\" not in text:
        return text.encode("utf-8", "surrogateescape")
    out = bytearray()
    at = 0
    for match in _ESCAPE.finditer(text):
        out += text[at : match.start()].encode("utf-8", "surrogateescape")
        at = match.end()
        octal, hexadecimal, other = match.groups()
        if octal is not None:
            value = int(octal, 8)
            if value > 255:
                raise StatementError(f"\\{octal} does not fit a byte", position)
            out.append(value)
        elif hexadecimal is not None:
            out.append(int(hexadecimal, 16) & 0xFF)
        elif other in _SIMPLE_ESCAPES:
            out.append(_SIMPLE_ESCAPES[other])
        else:
            raise StatementError(f"unknown escape \\{other} in a string", position)
    return bytes(out + text[at:].encode("utf-8", "surrogateescape"))


def parse_number(text: str, position: int) -> int:
    """Return the value of a number or character token, as 64-bit two's complement."""
    if text[0] == "'":
        return unescape(text[1:-1], position)[0]
    digits = text.rstrip("uUlL")
    try:
        if digits[:2] in ("0x", "0X"):
            value = int(digits, 16)
        elif digits[:2] in ("0b", "0B"):
            value = int(digits, 2)
        elif digits[0] == "0":
            value = int(digits, 8)
        else:
            value = int(digits)
    except ValueError:
        raise StatementError(f"invalid number '{text}'", position) from None
    if value >= 1 << 64:
        raise StatementError(f"number '{text}' does not fit 64 bits", position)
    return wrap_signed(value, 64)
