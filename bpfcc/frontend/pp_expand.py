"""Macro expansion.

The rules of C11 6.10.3.4 are kept as clang keeps them, so that the cases which the standard
leaves open come out the same: a macro is disabled while its replacement is being read, a name
met while its macro is disabled is marked and never expanded again, and a replacement that is
read to its end enables its macro. Everything that is being read is on an explicit stack, so
that no input can exhaust Python's.
"""

from __future__ import annotations

from bpfcc.frontend.lexer import check_token
from bpfcc.frontend.pp_macro import (
    COMMA_VA_ARGS,
    EXPANDED,
    PASTE,
    PLAIN,
    RAW,
    STRINGIFY,
    STRINGIFY_VA_OPT,
    Macro,
)
from bpfcc.frontend.token import Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.diagnostics import Sink
    from bpfcc.frontend.lexer import Lexer
    from bpfcc.frontend.pp_macro import MacroTable, Plan
    from bpfcc.source import SourceManager

WORK_LIMIT = 2_000_000
"""Tokens that expansion may handle in one translation unit before it is called off."""

DEPTH_LIMIT = 5_000
"""Replacements and arguments that may be being read at the same time."""

COMMENT = "PPCOMMENT"
"""The type of a comment that `-E -C` is to print."""

_NOT_IN_EXPRESSIONS = frozenset(
    {"ATTRIBUTE", "STRUCT", "UNION", "ENUM", "TYPEDEF", "STATIC", "EXTERN", "INLINE"}
)
"""What a macro that makes no expression may begin with."""

_NOTHING = Token("", "", 0)
_PASTE_MARK = Token("PPHASHHASH", "##", 0)


class _Call:
    """An invocation of a function-like macro whose arguments are being expanded."""

    __slots__ = ("args", "expanded", "macro", "name", "omitted", "order")

    def __init__(self, macro: Macro, name: Token, args: list[list[Token]], omitted: bool) -> None:
        self.macro = macro
        self.name = name
        self.args = args
        self.omitted = omitted  # the variable arguments were left out, comma and all
        self.expanded: dict[int, list[Token]] = {}
        self.order = 0  # how many of the macro's `expansion_order` are done


class _Reading:
    """Tokens being read: the file's, a macro's replacement, or an argument being expanded."""

    __slots__ = ("call", "macro", "out", "pos", "space_after", "toks")

    def __init__(
        self, toks: list[Token], out: list[Token], macro: Macro | None, call: _Call | None
    ) -> None:
        self.toks = toks
        self.pos = 0
        self.out = out
        self.macro = macro
        self.call = call
        self.space_after = False  # something empty, after white space, ended the replacement


class Expander:
    """Expands the macros in token lists; ``macros`` is the table that directives change."""

    def __init__(
        self, macros: MacroTable, lexer: Lexer, manager: SourceManager, sink: Sink
    ) -> None:
        self.macros = macros
        self.lexer = lexer
        self.manager = manager
        self.sink = sink
        self.work = 0
        self.call_end = 0  # where the outermost invocation ends, for __LINE__
        self._stack: list[_Reading] = []
        self._more: Callable[[], list[Token] | None] | None = None
        self._space = self._bol = False  # owed to the next token by one that vanished

    def expand(
        self,
        tokens: list[Token],
        out: list[Token],
        more: Callable[[], list[Token] | None] | None = None,
    ) -> None:
        """Append the expansion of ``tokens`` to ``out``.

        ``more`` is asked for what follows when a macro's arguments are not complete; it answers
        None at the end.
        """
        saved = self._stack, self._more
        self._stack = [_Reading(tokens, out, None, None)]
        self._more = more
        self._space = self._bol = False
        try:
            self._run()
        finally:
            self._stack, self._more = saved

    def _run(self) -> None:
        stack = self._stack
        get = self.macros.get
        while True:
            reading = stack[-1]
            toks = reading.toks
            pos = reading.pos
            append = reading.out.append
            count = len(toks)
            while pos < count:
                tok = toks[pos]
                pos += 1
                if self._space:
                    tok = self._pay_space(tok)
                macro = get(tok.value)
                if macro is None:
                    append(tok)
                    continue
                reading.pos = pos
                self._meet(tok, macro, reading)
                if stack[-1] is not reading:
                    break
                pos = reading.pos
                count = len(toks)
            else:
                reading.pos = pos
                if not self._leave(reading):
                    return

    def _pay_space(self, tok: Token) -> Token:
        tok = Token(tok.type, tok.value, tok.loc, True, tok.bol or self._bol, tok.noexpand)
        self._space = self._bol = False
        return tok

    def _leave(self, reading: _Reading) -> bool:
        """Go on after the end of what is on top of the stack; False if nothing is left."""
        stack = self._stack
        call = reading.call
        if call is not None:
            call.expanded[call.macro.expansion_order[call.order]] = reading.out
            call.order += 1
            stack.pop()
            self._space = self._bol = False
            self._continue_call(call, stack[-1].out)
            return True
        if reading.macro is not None:
            reading.macro.disabled = False
        if len(stack) == 1:
            return False
        stack.pop()
        self._space = self._space or reading.space_after
        return True

    def _meet(self, tok: Token, macro: Macro, reading: _Reading) -> None:
        """A macro's name was read: expand it, or pass it on."""
        if macro.is_poisoned:
            self.sink.error(
                "poisoned-identifier",
                tok.loc,
                f"attempt to use a poisoned identifier '{macro.name}'",
            )
            reading.out.append(tok)
            return
        if tok.noexpand:
            reading.out.append(tok)
            return
        if macro.disabled:
            reading.out.append(Token(tok.type, tok.value, tok.loc, tok.space, tok.bol, True))
            return
        if macro.source is not None:
            macro.read(self.lexer, self.sink)
        if macro.handler is not None:
            self._call_handler(tok, macro, reading)
            return
        if macro.params is None:
            self._enter_object(tok, macro, reading)
            return
        if not self._at_parenthesis():
            reading.out.append(tok)
            return
        is_outermost = len(self._stack) == 1
        found = self._read_arguments(tok, macro)
        call = None
        if found is not None:
            args, close = found
            if is_outermost:
                self.call_end = close
            call = self._bind_arguments(tok, macro, args)
        if call is not None:
            self._continue_call(call, self._stack[-1].out)
        elif macro.body and macro.body[0].type not in _NOT_IN_EXPRESSIONS:
            # After the error a value stands for the call, so that no other error follows.
            self._stack[-1].out.append(Token("INT_CONST_OCT", "0", tok.loc, tok.space, tok.bol))

    def _enter_object(self, tok: Token, macro: Macro, reading: _Reading) -> None:
        body = macro.body
        if len(self._stack) == 1:
            self.call_end = tok.loc
        if not body:
            self._owe_space(tok)
            return
        expansions = self.manager.expansions
        at = tok.loc
        name = macro.name
        self._count_work(len(body), tok)
        if len(body) == 1:
            only = body[0]
            other = self.macros.get(only.value)
            if other is None or other is macro:
                expansions.append((only.loc, at, name, 0))
                reading.out.append(
                    Token(
                        only.type, only.value, -len(expansions), tok.space, tok.bol, other is macro
                    )
                )
                return
        result = []
        for item in body:
            expansions.append((item.loc, at, name, 0))
            result.append(Token(item.type, item.value, -len(expansions), item.space))
        if macro.has_paste:
            marked = [_PASTE_MARK if t.type == "PPHASHHASH" else t for t in result]
            result = self._paste_all(marked, macro, at)
        result[0].space = tok.space
        result[0].bol = tok.bol
        macro.disabled = True
        self._stack.append(_Reading(result, reading.out, macro, None))

    def _owe_space(self, tok: Token) -> None:
        if tok.space:
            self._space = True
            self._bol = self._bol or tok.bol

    def _count_work(self, amount: int, tok: Token) -> None:
        self.work += amount
        if self.work > WORK_LIMIT:
            message = f"macro expansion exceeds the limit of {WORK_LIMIT} tokens"
        elif len(self._stack) > DEPTH_LIMIT:
            message = f"macro expansion exceeds the limit of {DEPTH_LIMIT} nested expansions"
        else:
            return
        raise self.sink.fatal("macro-expansion-limit", self.manager.expansion(tok.loc), message)

    # ------------------------------------------------------------------- arguments

    def _at_parenthesis(self) -> bool:
        """Whether the next token, be it after the end of this replacement, is `(`."""
        for reading in reversed(self._stack):
            pos = reading.pos
            while pos < len(reading.toks) and reading.toks[pos].type == COMMENT:
                pos += 1
            if pos < len(reading.toks):
                return reading.toks[pos].value == "("
            if reading.call is not None:
                return False
            self.work += 1
        return False

    def _read_token(self) -> Token | None:
        """The next token, unexpanded; leaves replacements that end. None at the end."""
        stack = self._stack
        while True:
            reading = stack[-1]
            if reading.pos < len(reading.toks):
                tok = reading.toks[reading.pos]
                reading.pos += 1
                return self._pay_space(tok) if self._space else tok
            if reading.call is not None:
                return None
            if reading.macro is not None:
                reading.macro.disabled = False
                self._space = self._space or reading.space_after
                stack.pop()
                continue
            following = self._more() if self._more is not None else None
            if following is None:
                return None
            # What was read is not looked at again.
            reading.toks[:] = following
            reading.pos = 0

    def _read_arguments(self, name: Token, macro: Macro) -> tuple[list[list[Token]], int] | None:
        """Read `(…)` after a macro's name: the arguments, and the loc of the `)`.

        Commas of the variable arguments do not split.
        """
        read = self._read_token
        get = self.macros.get
        while (opening := read()) is not None and opening.value != "(":
            pass  # a comment
        last_split = len(macro.params) - 1 if macro.is_variadic and macro.params else -1
        args: list[list[Token]] = []
        arg: list[Token] = []
        depth = 0
        count = 0
        while True:
            tok = read()
            if tok is None:
                self._give_up_call(name, macro, [*args, arg])
                return None
            value = tok.value
            count += 1
            if value == "(":
                depth += 1
            elif value == ")":
                if not depth:
                    args.append(arg)
                    self._count_work(count, name)
                    return args, tok.loc
                depth -= 1
            elif value == "," and not depth and len(args) != last_split:
                args.append(arg)
                arg = []
                continue
            elif tok.type == COMMENT:
                continue
            else:
                other = get(value)
                if other is not None and other.disabled and not tok.noexpand:
                    # Reading on may leave the replacement that disables this macro.
                    tok = Token(tok.type, value, tok.loc, tok.space, tok.bol, True)
            arg.append(tok)

    def _give_up_call(self, name: Token, macro: Macro, args: list[list[Token]]) -> None:
        """The `)` of a call is missing: say so, and go on behind what may have been the call."""
        read: list[Token] = []
        for arg in args:
            read += arg
            read.append(Token("COMMA", ",", name.loc))
        read.pop()
        end, literal = _find_call_end(read)
        if literal is not None:
            check_token(literal, self.sink)
        else:
            self.sink.error(
                "unterminated-macro-call",
                name.loc,
                f"unterminated function-like macro invocation of '{macro.name}'",
            ).note(f"macro '{macro.name}' defined here", macro.loc)
        reading = self._stack[-1]
        if reading.call is None:
            reading.toks[:] = read[end:]
            reading.pos = 0

    def _bind_arguments(self, name: Token, macro: Macro, args: list[list[Token]]) -> _Call | None:
        """Check the number of arguments; None after an error."""
        assert macro.params is not None
        expected = len(macro.params)
        omitted = False
        if expected == 0 and len(args) == 1 and not args[0]:
            args = []
        elif macro.is_variadic and len(args) == expected - 1:
            args.append([])
            omitted = True
        elif macro.is_variadic and expected == 1 and not args[0]:
            omitted = True
        if len(args) == expected:
            return _Call(macro, name, args, omitted)
        many = "many" if len(args) > expected else "few"
        self.sink.error(
            "macro-arguments",
            name.loc,
            f"too {many} arguments provided to function-like macro invocation",
        ).note(f"macro '{macro.name}' defined here", macro.loc)
        return None

    def _continue_call(self, call: _Call, out: list[Token]) -> None:
        """Expand the next argument that needs it; after the last, enter the replacement."""
        macro = call.macro
        macros = self.macros
        order = macro.expansion_order
        while call.order < len(order):
            index = order[call.order]
            arg = call.args[index]
            for tok in arg:
                if tok.value in macros:
                    self._stack.append(_Reading(arg, [], None, call))
                    return
            call.expanded[index] = arg
            call.order += 1
        name = call.name
        self._count_work(len(macro.plan), name)
        result, space_after = self._substitute(macro.plan, call)
        if macro.has_paste:
            result = self._paste_all(result, macro, name.loc)
        if not result:
            self._owe_space(name)
            self._space = self._space or space_after
            return
        first = result[0]
        first.space = name.space
        first.bol = name.bol
        macro.disabled = True
        reading = _Reading(result, out, macro, None)
        reading.space_after = space_after
        self._stack.append(reading)

    # ---------------------------------------------------------------- substitution

    def _substitute(self, plan: Plan, call: _Call) -> tuple[list[Token], bool]:
        """The replacement before pasting: with paste marks, and `_NOTHING` for empty operands.

        Also whether white space is owed to what follows it.
        """
        expansions = self.manager.expansions
        name = call.macro.name
        at = call.name.loc
        result: list[Token] = []
        append = result.append
        owed = False  # white space that stood before something empty
        for operation, tok, index, inner in plan:
            if operation == PLAIN:
                expansions.append((tok.loc, at, name, 0))
                append(Token(tok.type, tok.value, -len(expansions), tok.space or owed))
                owed = False
            elif operation == EXPANDED:
                arg = call.expanded[index]
                if arg:
                    self._copy_argument(arg, tok, call, result, tok.space or owed)
                    owed = False
                else:
                    owed = owed or tok.space
            elif operation == PASTE:
                append(_PASTE_MARK)
            elif operation == RAW:
                self._copy_operand(call.args[index], tok, call, result)
            elif operation == STRINGIFY:
                append(self._stringify(call.args[index], tok, call))
                result[-1].space = tok.space or owed
                owed = False
            elif operation == COMMA_VA_ARGS:
                self._copy_comma(call, tok, index, inner[0][1], result)
            else:
                owed = self._substitute_va_opt(operation, tok, inner, call, result) or owed
        return result, owed

    def _copy_argument(
        self, arg: list[Token], param: Token, call: _Call, result: list[Token], space: bool
    ) -> None:
        expansions = self.manager.expansions
        name = call.macro.name
        at = call.name.loc
        where = param.loc or at  # not 0, which would say that it is no argument
        self._count_work(len(arg), call.name)
        first = len(result)
        for tok in arg:
            expansions.append((tok.loc, at, name, where))
            result.append(
                Token(tok.type, tok.value, -len(expansions), tok.space, False, tok.noexpand)
            )
        result[first].space = space

    def _copy_operand(
        self, arg: list[Token], param: Token, call: _Call, result: list[Token]
    ) -> None:
        if not arg:
            result.append(_NOTHING)
            return
        self._copy_argument(arg, param, call, result, param.space)

    def _copy_comma(
        self, call: _Call, comma: Token, index: int, param: Token, result: list[Token]
    ) -> None:
        """`, ## __VA_ARGS__`: without variable arguments there is no comma."""
        arg = call.args[index]
        strict = not self.lexer.gnu and len(call.macro.params or ()) < 2
        if not arg and call.omitted and not strict:
            result.append(_NOTHING)
            return
        expansions = self.manager.expansions
        expansions.append((comma.loc, call.name.loc, call.macro.name, 0))
        result.append(Token(comma.type, comma.value, -len(expansions), comma.space))
        if arg:
            self._copy_argument(arg, param, call, result, arg[0].space)

    def _substitute_va_opt(
        self, operation: int, tok: Token, inner: Plan, call: _Call, result: list[Token]
    ) -> bool:
        """``__VA_OPT__(…)``; whether white space is owed to what follows."""
        content: list[Token] = []
        owed = False
        if call.expanded[len(call.args) - 1]:
            content, owed = self._substitute(inner, call)
        content = self._paste_all(content, call.macro, call.name.loc)
        if operation == STRINGIFY_VA_OPT:
            result.append(self._stringify(content, tok, call))
        elif content:
            content[0].space = tok.space
            result.extend(content)
        else:
            result.append(_NOTHING)
            owed = owed or tok.space
        return owed

    def _stringify(self, arg: list[Token], hash_token: Token, call: _Call) -> Token:
        pieces: list[str] = []
        for tok in arg:
            if tok.space and pieces:
                pieces.append(" ")
            value = tok.value
            if value[-1] in "\"'":
                value = value.replace("\\", "\\\\").replace('"', '\\"')
            pieces.append(value)
        text = "".join(pieces)
        if (len(text) - len(text.rstrip("\\"))) % 2:
            self.sink.warning(
                "invalid-pp-token", call.name.loc, "invalid string literal, ignoring final '\\'"
            )
            text = text[:-1]
        loc = self.manager.add_expansion(hash_token.loc, call.name.loc, call.macro.name)
        return Token("STRING_LITERAL", f'"{text}"', loc, hash_token.space)

    # --------------------------------------------------------------------- pasting

    def _paste_all(self, items: list[Token], macro: Macro, at: int) -> list[Token]:
        """Carry out the paste marks, left to right, and drop empty operands."""
        result: list[Token] = []
        index = 0
        count = len(items)
        while index < count:
            item = items[index]
            index += 1
            if item is not _PASTE_MARK or not result or index >= count:
                if item is not _PASTE_MARK:
                    result.append(item)
                continue
            left = result.pop()
            right = items[index]
            index += 1
            if left is _NOTHING:
                result.append(right)
            elif right is _NOTHING:
                result.append(left)
            else:
                result.extend(self._paste(left, right, macro, at))
        return [item for item in result if item is not _NOTHING]

    def _paste(self, left: Token, right: Token, macro: Macro, at: int) -> list[Token]:
        text = left.value + right.value
        # A comment's beginning is no token.
        pasted = [] if text in ("//", "/*") else self.lexer.lex(text, 0, len(text), 0)
        if len(pasted) != 1 or (pasted[0].type == "UNKNOWN" and len(text) > 1):
            self.sink.error(
                "invalid-paste",
                at,
                f"pasting formed '{text}', an invalid preprocessing token",
            )
            return [left, right]
        tok = pasted[0]
        tok.loc = self.manager.add_expansion(left.loc, at, macro.name)
        tok.space = left.space
        tok.bol = left.bol
        return [tok]

    # -------------------------------------------------------------------- built in

    def _call_handler(self, tok: Token, macro: Macro, reading: _Reading) -> None:
        """Replace a built-in macro by what it computes."""
        assert macro.handler is not None
        args: list[Token] = []
        if macro.name == "_Pragma" and self._in_argument():
            # Carried out where the argument ends up.
            reading.out.append(tok)
            return
        if len(self._stack) == 1:
            self.call_end = tok.loc
        if macro.name == "defined":
            args = self._read_defined(tok)
        elif macro.takes_args:
            if not self._at_parenthesis():
                self.sink.error("macro-arguments", tok.loc, f"missing '(' after '{macro.name}'")
                return
            found = self._read_arguments(tok, macro)
            if found is None:
                return
            args = found[0][0]
            for more in found[0][1:]:
                args = [*args, Token("COMMA", ",", 0), *more]
        out = self._stack[-1].out
        for item in macro.handler(tok, args):
            out.append(item)

    def _read_defined(self, tok: Token) -> list[Token]:
        """The name after `defined`, with its parentheses if there are any."""
        args: list[Token] = []
        while len(args) < 3:
            following = self._read_token()
            if following is None:
                break
            args.append(following)
            if len(args) == 1 and following.value != "(":
                break
        return args

    def _in_argument(self) -> bool:
        return any(reading.call is not None for reading in self._stack)


_STARTS = frozenset(
    "; { } if else for while do switch case default return goto break continue static extern "
    "typedef const volatile void char short int long unsigned signed struct union enum SEC".split()
)


def _find_call_end(tokens: list[Token]) -> tuple[int, Token | None]:
    """Where a call that nothing closes probably ends, and the string that swallowed its end."""
    for index, tok in enumerate(tokens):
        if tok.type == "UNKNOWN" and tok.value[0] in "\"'":
            end = index + 1
            while end < len(tokens) and not tokens[end].bol:
                end += 1
            tokens.insert(end, Token("SEMI", ";", tok.loc))
            return end, tok
        if tok.value in (";", "{", "}") or (index and tok.bol and tok.value in _STARTS):
            return index, None
    return len(tokens), None
