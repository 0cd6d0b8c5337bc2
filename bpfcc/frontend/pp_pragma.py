"""``#pragma`` and ``_Pragma``.

Some pragmas are the preprocessor's own (``once``, ``push_macro``, ``GCC poison`` …) and end
here. Those that the parser applies go on to it as a ``PPPRAGMA`` token followed by a
``PPPRAGMASTR`` with the pragma's text, macros expanded where clang expands them.
"""

from __future__ import annotations

import re

from bpfcc.files import ReadError
from bpfcc.frontend.pp_macro import Macro
from bpfcc.frontend.token import Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.pp_scan import Item
    from bpfcc.frontend.preprocessor import Frame, Preprocessor

_FOR_PARSER = frozenset(
    {"pack", "unroll", "nounroll", "unroll_and_jam", "nounroll_and_jam", "weak"}
)
_FOR_PARSER_CLANG = frozenset({"loop", "attribute", "fp", "section", "optimize"})
# What clang knows, and of which nothing that we make depends.
_WITHOUT_EFFECT = frozenset(
    "STDC region endregion mark comment ident align options ms_struct intrinsic omp "
    "assume_nonnull arc_cf_code_audited fp optimize module deprecated restrict_expansion final "
    "max_tokens_here max_tokens_total unsafe_buffer_usage __debug".split()
)
_FOR_PARSER_GCC = frozenset({"unroll", "visibility", "optimize"})
_ACTIONS = {"ignored": "ignored", "warning": "warning", "error": "error", "fatal": "error"}


class Pragmas:
    """Carries out pragmas on behalf of a preprocessor."""

    def __init__(self, pp: Preprocessor) -> None:
        self.pp = pp
        self.sink = pp.sink
        self._saved_macros: dict[str, list[Macro | None]] = {}
        # What `#pragma GCC diagnostic` has set, and what `push` saved.
        self._actions: dict[str, str] = {}
        self._saved_actions: list[dict[str, str]] = []

    def directive(self, frame: Frame, item: Item) -> None:
        """``#pragma …``."""
        tokens = self.pp.lexer.lex(frame.text, item[3], item[2], frame.file.base)
        loc = frame.file.base + item[3] - len("pragma")
        for tok in self._carry_out(tokens, loc):
            self.pp.emit_pragma(tok)

    def operator(self, at: Token, args: list[Token]) -> list[Token]:
        """``_Pragma("…")``: a handler of the expander."""
        if len(args) != 1 or args[0].type not in ("STRING_LITERAL", "WSTRING_LITERAL"):
            self.sink.error(
                "pragma-operator", at.loc, "_Pragma takes a parenthesized string literal"
            )
            return []
        literal = args[0].value
        text = literal[literal.index('"') + 1 : -1].replace('\\"', '"').replace("\\\\", "\\")
        tokens = self.pp.lexer.lex(text, 0, len(text), 0)
        for tok in tokens:
            tok.loc = args[0].loc
        return self._carry_out(tokens, at.loc)

    def leave_file(self, frame: Frame) -> None:
        """What a header set goes on to hold after it."""
        if self.sink.pragma_marks and self.pp.frames:
            outer = self.pp.frames[-1]
            offset = outer.items[outer.index - 1][2] if outer.index else 0
            self.sink.mark_pragma(outer.file.base + offset, self._actions)

    def _carry_out(self, tokens: list[Token], loc: int) -> list[Token]:
        """Do what a pragma says; the tokens for the parser, if it is the parser's."""
        if not tokens:
            return []
        kept = self.pp.keep_layout
        words = [tok.value for tok in tokens]
        first = words[0]
        second = words[1] if len(words) > 1 else ""
        is_own = self._carry_out_own(tokens, words, loc)
        if kept:
            return self._pass_on(tokens, loc, len(tokens))
        if is_own:
            return []
        if first in _FOR_PARSER:
            return self._pass_on(tokens, loc, 1)
        if (first == "clang" and second in _FOR_PARSER_CLANG) or (
            first == "GCC" and second in _FOR_PARSER_GCC
        ):
            return self._pass_on(tokens, loc, 2)
        if first not in _WITHOUT_EFFECT and (first != "clang" or second not in _WITHOUT_EFFECT):
            self.sink.warning("unknown-pragmas", tokens[0].loc, "unknown pragma ignored")
        return []

    def _pass_on(self, tokens: list[Token], loc: int, verbatim: int) -> list[Token]:
        """The pragma for the parser; tokens after the first ``verbatim`` are expanded."""
        rest: list[Token] = []
        if verbatim < len(tokens):
            self.pp.expander.expand(tokens[verbatim:], rest)
        text = spell_tokens([*tokens[:verbatim], *rest])
        return [
            Token("PPPRAGMA", "pragma", loc, False, True),
            Token("PPPRAGMASTR", text, tokens[0].loc, True),
        ]

    def _carry_out_own(self, tokens: list[Token], words: list[str], loc: int) -> bool:
        first = words[0]
        if first == "once":
            self._once(loc)
        elif first in ("push_macro", "pop_macro"):
            self._move_macro(first, tokens, loc)
        elif first == "message":
            self._message(tokens[1:], loc)
        elif first in ("GCC", "clang") and len(words) > 1:
            return self._carry_out_gcc(tokens[1:], words[1:], loc)
        elif first == "poison":
            self._poison(tokens[1:])
        elif first == "system_header":
            self._system_header(loc)
        else:
            return False
        return True

    def _carry_out_gcc(self, tokens: list[Token], words: list[str], loc: int) -> bool:
        first = words[0]
        if first == "poison":
            self._poison(tokens[1:])
        elif first == "system_header":
            self._system_header(loc)
        elif first == "diagnostic":
            self._diagnostic(tokens[1:], words[1:], loc)
        elif first == "dependency":
            self._dependency(tokens[1:], loc)
        elif first in ("warning", "error"):
            self._say(first, tokens[1:], loc)
        else:
            return False
        return True

    # ----------------------------------------------------------------- each of them

    def _once(self, loc: int) -> None:
        frames = self.pp.frames
        if len(frames) == 1:
            self.sink.warning("pragma-once-outside-header", loc, "#pragma once in main file")
        else:
            self.pp.once.add(frames[-1].key)

    def _move_macro(self, action: str, tokens: list[Token], loc: int) -> None:
        shape = [tok.value for tok in tokens[1:]]
        is_right = len(shape) == 3 and shape[0] == "(" and shape[2] == ")"
        if not is_right or tokens[2].type != "STRING_LITERAL":
            self.sink.error(
                "pragma-operator", loc, f"#pragma {action} takes a parenthesized string literal"
            )
            return
        name = shape[1][1:-1]
        macros = self.pp.macros
        if action == "push_macro":
            self._saved_macros.setdefault(name, []).append(macros.get(name))
            return
        saved = self._saved_macros.get(name)
        if not saved:
            self.sink.warning(
                "ignored-pragmas",
                loc,
                f"pragma pop_macro could not pop '{name}', no matching push_macro",
            )
            return
        old = saved.pop()
        if name in macros:
            self.pp.retire_macro(name)
        if old is not None:
            self.pp.clock += 1
            macros[name] = old.copy(self.pp.clock)

    def _message(self, tokens: list[Token], loc: int) -> None:
        text = self._join_strings(tokens)
        if text is None:
            self.sink.error("pragma-message", loc, "pragma message requires parenthesized string")
        else:
            self.sink.warning("#pragma-messages", loc, text)

    def _join_strings(self, tokens: list[Token]) -> str | None:
        expanded: list[Token] = []
        self.pp.expander.expand(tokens, expanded)
        if expanded and expanded[0].value == "(" and expanded[-1].value == ")":
            expanded = expanded[1:-1]
        if not expanded or any(tok.type != "STRING_LITERAL" for tok in expanded):
            return None
        from bpfcc.frontend.pp_directives import unescape

        return "".join(unescape(tok.value[1:-1]) for tok in expanded)

    def _say(self, severity: str, tokens: list[Token], loc: int) -> None:
        text = self._join_strings(tokens)
        if text is None:
            self.sink.error(
                "pragma-message", loc, f"pragma {severity} requires parenthesized string"
            )
        elif severity == "error":
            self.sink.error("pragma-error", loc, text)
        else:
            self.sink.warning("#pragma-messages", loc, text)

    def _poison(self, tokens: list[Token]) -> None:
        for tok in tokens:
            if tok.type == "ID" or tok.value.isidentifier():
                macro = Macro(tok.value, tok.loc, None)
                macro.is_poisoned = True
                old = self.pp.macros.get(tok.value)
                if old is not None:
                    if not old.is_poisoned:
                        self.sink.warning("poison-macro", tok.loc, "poisoning existing macro")
                    self.pp.retire_macro(tok.value)
                self.pp.clock += 1
                macro.since = self.pp.clock
                self.pp.macros[tok.value] = macro
            else:
                self.sink.error("poisoned-identifier", tok.loc, "can only poison identifier tokens")
                return

    def _system_header(self, loc: int) -> None:
        frame = self.pp.frames[-1]
        if len(self.pp.frames) == 1:
            self.sink.warning(
                "pragma-system-header-outside-header",
                loc,
                "#pragma system_header ignored in main file",
            )
            return
        offset = frame.position()
        old = frame.file.mark_at(offset)
        shift, name = (old[1], old[2]) if old else (0, "")
        frame.file.line_marks.append((offset, shift, name, True))

    def _dependency(self, tokens: list[Token], loc: int) -> None:
        spelled = self.pp.spell_header_name(
            tokens[:1] if tokens and tokens[0].value != "<" else tokens
        )
        if spelled is None:
            self.sink.error("include-name", loc, 'expected "FILENAME" or <FILENAME>')
            return
        try:
            header = self.pp.find_header(spelled[0], quoted=spelled[1])
        except ReadError:
            header = None
        if header is None:
            raise self.sink.fatal("file-not-found", loc, f"'{spelled[0]}' file not found")
        self.pp.add_dependency(header.path, is_system=header.is_system)

    def _diagnostic(self, tokens: list[Token], words: list[str], loc: int) -> None:
        """``#pragma GCC diagnostic push | pop | ignored "-Wname" | …``."""
        action = words[0] if words else ""
        if action == "push":
            self._saved_actions.append(dict(self._actions))
        elif action == "pop":
            if not self._saved_actions:
                self.sink.warning(
                    "unknown-pragmas", loc, "pragma diagnostic pop could not pop, no matching push"
                )
                return
            self._actions = self._saved_actions.pop()
        elif action in _ACTIONS:
            option = self._join_strings(tokens[1:]) if len(tokens) > 1 else None
            if option is None or not re.fullmatch(r"-W[\w#+-]+(=.*)?", option):
                self.sink.warning(
                    "unknown-pragmas",
                    loc,
                    'pragma diagnostic expected option name (e.g. "-Wundef")',
                )
                return
            self._actions = {**self._actions, option[2:]: _ACTIONS[action]}
        else:
            self.sink.warning(
                "unknown-pragmas",
                loc,
                "pragma diagnostic expected 'error', 'warning', 'ignored', 'fatal', 'push', "
                "or 'pop'",
            )
            return
        self.sink.mark_pragma(loc, self._actions)


def spell_tokens(tokens: list[Token]) -> str:
    """The text of tokens, a space where there was white space."""
    pieces: list[str] = []
    for tok in tokens:
        if tok.space and pieces:
            pieces.append(" ")
        pieces.append(tok.value)
    return "".join(pieces)
