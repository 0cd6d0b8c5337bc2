"""The expressions of ``#if`` and ``#elif`` (C11 6.10.1): intmax_t and uintmax_t arithmetic.

Operands are evaluated as they are read. In the operand that ``&&``, ``||`` or ``?:`` leaves out
nothing is an error that only a value makes one, such as a division by zero.
"""

from __future__ import annotations

from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.token import Token

Value = tuple[int, bool]
"""(value, whether it is unsigned)."""

NESTING_LIMIT = 128

_WRAP = (1 << 64) - 1
_PRECEDENCE = {
    "*": 10, "/": 10, "%": 10,
    "+": 9, "-": 9,
    "<<": 8, ">>": 8,
    "<": 7, ">": 7, "<=": 7, ">=": 7,
    "==": 6, "!=": 6,
    "&": 5, "^": 4, "|": 3, "&&": 2, "||": 1,
}  # fmt: skip
_INTEGER = compile_pattern(
    r"(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bin>[01]+)|(?P<oct>0[0-7]*)|(?P<dec>[0-9]+))"
    r"(?P<suffix>[uUlLwWbB]*)"
)
_ESCAPES = {
    "n": 10, "t": 9, "r": 13, "a": 7, "b": 8, "f": 12, "v": 11, "e": 27, "E": 27,
    "\\": 92, "'": 39, '"': 34, "?": 63,
}  # fmt: skip
_CHARACTER = compile_pattern(
    r"(?s:\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|(.))"
)
_NUMBER_TYPES = ("INT_CONST_DEC", "INT_CONST_HEX", "INT_CONST_OCT", "INT_CONST_BIN")
_ASSIGNMENTS = frozenset(("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="))


class ExpressionError(Exception):
    """The expression is malformed; ``loc`` says where (0: at the directive)."""

    def __init__(self, message: str, loc: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.loc = loc


def evaluate_condition(tokens: list[Token], *, c23: bool = False) -> bool:
    """Whether fully expanded tokens are a non-zero expression; raises ExpressionError."""
    return evaluate_integer(tokens, c23=c23) != 0


def evaluate_integer(tokens: list[Token], *, c23: bool = False) -> int:
    """The value of fully expanded tokens; raises ExpressionError."""
    if not tokens:
        raise ExpressionError("expected value in expression")
    reader = _Reader(tokens, c23)
    value = reader.read_comma()
    rest = reader.peek()
    if rest is not None:
        if rest.value == ")":
            raise ExpressionError("missing '(' in preprocessor expression", rest.loc)
        if rest.type == "ID" and reader.pos and tokens[reader.pos - 1].type == "ID":
            name = tokens[reader.pos - 1].value
            if rest.value == "(":
                raise ExpressionError(f"function-like macro '{name}' is not defined", rest.loc)
        raise ExpressionError(
            "token is not a valid binary operator in a preprocessor subexpression", rest.loc
        )
    return value[0]


class _Reader:
    def __init__(self, tokens: list[Token], c23: bool) -> None:
        self.tokens = tokens
        self.pos = 0
        self.c23 = c23
        self.depth = 0

    def peek(self) -> Token | None:
        return self.tokens[self.pos] if self.pos < len(self.tokens) else None

    def peek_value(self) -> str:
        return self.tokens[self.pos].value if self.pos < len(self.tokens) else ""

    def _descend(self) -> None:
        self.depth += 1
        if self.depth > NESTING_LIMIT:
            loc = self.tokens[min(self.pos, len(self.tokens) - 1)].loc
            raise ExpressionError(f"expression nested more than {NESTING_LIMIT} deep", loc)

    def read_comma(self) -> Value:
        value = self.read_conditional(live=True)
        while self.peek_value() == ",":
            self.pos += 1
            value = self.read_conditional(live=True)
        return value

    def read_conditional(self, *, live: bool) -> Value:
        condition = self.read_binary(1, live=live)
        if self.peek_value() != "?":
            return condition
        self._descend()
        self.pos += 1
        first = self.read_conditional(live=live and condition[0] != 0)
        if self.peek_value() != ":":
            loc = self.tokens[min(self.pos, len(self.tokens) - 1)].loc
            raise ExpressionError("expected ':' in preprocessor conditional", loc)
        self.pos += 1
        second = self.read_conditional(live=live and condition[0] == 0)
        self.depth -= 1
        is_unsigned = first[1] or second[1]
        return _fit(first[0] if condition[0] else second[0], is_unsigned)

    def read_binary(self, lowest: int, *, live: bool) -> Value:
        """Operator precedence without recursion: values and operators wait on two stacks."""
        values = [self.read_unary(live)]
        waiting: list[tuple[Token, int, bool]] = []
        is_live = live
        while True:
            tok = self.peek()
            precedence = _PRECEDENCE.get(tok.value, 0) if tok is not None else 0
            if tok is not None and tok.value in _ASSIGNMENTS:
                raise ExpressionError(
                    "token is not a valid binary operator in a preprocessor subexpression", tok.loc
                )
            while waiting and waiting[-1][1] >= precedence:
                operator, _, is_live = waiting.pop()
                right = values.pop()
                values.append(apply_operator(operator, values.pop(), right, live=is_live))
            if tok is None or precedence < lowest:
                return values[0]
            waiting.append((tok, precedence, is_live))
            if tok.value == "&&":
                is_live = is_live and values[-1][0] != 0
            elif tok.value == "||":
                is_live = is_live and values[-1][0] == 0
            self.pos += 1
            values.append(self.read_unary(is_live))

    def read_unary(self, live: bool) -> Value:
        operators = []
        while self.peek_value() in ("+", "-", "!", "~"):
            operators.append(self.peek_value())
            self.pos += 1
        value, is_unsigned = self.read_primary(live)
        for operator in reversed(operators):
            if operator == "!":
                value, is_unsigned = int(value == 0), False
            elif operator != "+":
                value, is_unsigned = _fit(-value if operator == "-" else ~value, is_unsigned)
        return value, is_unsigned

    def read_primary(self, live: bool) -> Value:
        tok = self.peek()
        if tok is None:
            last = self.tokens[-1]
            loc = last.loc + len(last.value) if last.loc > 0 else last.loc
            raise ExpressionError("expected value in expression", loc)
        self.pos += 1
        value = tok.value
        if value == "(":
            return self._read_parenthesis(tok, live)
        if tok.type in _NUMBER_TYPES:
            return _read_number(tok)
        if "CHAR" in tok.type and value[-1] == "'":
            return _read_character(tok)
        if tok.type in ("FLOAT_CONST", "HEX_FLOAT_CONST"):
            raise ExpressionError("floating point literal in preprocessor expression", tok.loc)
        if tok.type == "BAD_NUMBER":
            raise ExpressionError(f"invalid number '{value}' in preprocessor expression", tok.loc)
        if value[0].isalpha() or value[0] in "_$" or not value[0].isascii():
            if value[-1] == '"':
                raise ExpressionError("string literal in preprocessor expression", tok.loc)
            following = self.peek()
            if following is not None and following.value == "(":
                raise ExpressionError(f"function-like macro '{value}' is not defined", tok.loc)
            return (int(self.c23 and value == "true"), False)
        if value in (")", *_PRECEDENCE):
            raise ExpressionError("expected value in expression", tok.loc)
        raise ExpressionError("invalid token at start of a preprocessor expression", tok.loc)

    def _read_parenthesis(self, opening: Token, live: bool) -> Value:
        self._descend()
        value = self.read_conditional(live=live)
        while self.peek_value() == ",":
            self.pos += 1
            value = self.read_conditional(live=live)
        if self.peek_value() != ")":
            raise ExpressionError("expected ')' in preprocessor expression", opening.loc)
        self.pos += 1
        self.depth -= 1
        return value


def _fit(value: int, is_unsigned: bool) -> Value:
    value &= _WRAP
    if not is_unsigned and value >> 63:
        value -= 1 << 64
    return value, is_unsigned


def _read_number(tok: Token) -> Value:
    text = tok.value.replace("'", "")
    match = _INTEGER.fullmatch(text)
    if match is None:
        raise ExpressionError(f"invalid number '{tok.value}' in preprocessor expression", tok.loc)
    if match["hex"]:
        number = int(match["hex"], 16)
    elif match["bin"]:
        number = int(match["bin"], 2)
    elif match["oct"]:
        number = int(match["oct"], 8)
    else:
        # Longer decimals do not fit; Python refuses to convert very long ones.
        number = int(match["dec"]) if len(match["dec"]) < 40 else 1 << 64
    if number > _WRAP:
        raise ExpressionError(
            "integer literal is too large to be represented in any integer type", tok.loc
        )
    is_unsigned = "u" in match["suffix"].lower() or number >> 63 != 0
    return _fit(number, is_unsigned)


def _read_character(tok: Token) -> Value:
    text = tok.value
    prefix = text[: text.index("'")]
    codes: list[int] = []
    for octal, hexadecimal, short, long, escape, plain in _CHARACTER.findall(
        text[len(prefix) + 1 : -1]
    ):
        if plain:
            encoded = plain.encode("utf-8", "surrogateescape") if not prefix else b""
            codes.extend(encoded or [ord(plain)])
        elif octal:
            codes.append(int(octal, 8))
        elif escape:
            codes.append(_ESCAPES.get(escape, ord(escape)))
        else:
            codes.append(int(hexadecimal or short or long, 16))
    if not codes:
        raise ExpressionError("empty character constant", tok.loc)
    if prefix:
        return codes[-1] & (0xFFFF if prefix == "u" else 0xFFFFFFFF), False
    value = 0
    for code in codes:
        value = (value << 8 | code & 0xFF) & 0xFFFFFFFF
    sign = 7 if len(codes) == 1 else 31
    return (value - (2 << sign) if value >> sign else value), False


def apply_operator(operator: Token, left: Value, right: Value, *, live: bool) -> Value:
    """One binary operator; ``live`` is False where the value does not count."""
    name = operator.value
    if name == "&&":
        return int(bool(left[0] and right[0])), False
    if name == "||":
        return int(bool(left[0] or right[0])), False
    if name in ("<<", ">>"):
        return _shift(name, left, right[0])
    is_unsigned = left[1] or right[1]
    a, b = _fit(left[0], is_unsigned)[0], _fit(right[0], is_unsigned)[0]
    if name in _COMPARISONS:
        return int(_COMPARISONS[name](a, b)), False
    if name in ("/", "%"):
        if b == 0:
            if live:
                what = "division" if name == "/" else "remainder"
                raise ExpressionError(f"{what} by zero in preprocessor expression", operator.loc)
            return 0, is_unsigned
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        return _fit(quotient if name == "/" else a - quotient * b, is_unsigned)
    return _fit(_ARITHMETIC[name](a, b), is_unsigned)


def _shift(name: str, left: Value, amount: int) -> Value:
    # As clang does: a negative amount shifts the other way, one beyond the width is the width.
    if amount < 0:
        name = ">>" if name == "<<" else "<<"
        amount = -amount
    if name == "<<":
        return _fit(0 if amount > 63 else left[0] << amount, left[1])
    return _fit(left[0] >> min(amount, 64), left[1])


_COMPARISONS = {
    "==": int.__eq__, "!=": int.__ne__, "<": int.__lt__, ">": int.__gt__,
    "<=": int.__le__, ">=": int.__ge__,
}  # fmt: skip
_ARITHMETIC = {
    "*": int.__mul__, "+": int.__add__, "-": int.__sub__,
    "&": int.__and__, "|": int.__or__, "^": int.__xor__,
}  # fmt: skip
