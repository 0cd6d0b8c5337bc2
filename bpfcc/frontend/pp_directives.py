"""Directives: ``#define``, ``#if``, ``#include`` and the others (C11 6.10)."""

from __future__ import annotations

import re

from bpfcc.files import ReadError
from bpfcc.frontend.lexer import IDENTIFIER_PATTERN, SPACE_PATTERN, is_c23, match_space
from bpfcc.frontend.pp_macro import Macro
from bpfcc.frontend.ppexpr import ExpressionError, evaluate_condition
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.pp_scan import Item
    from bpfcc.frontend.preprocessor import Frame, Preprocessor
    from bpfcc.frontend.token import Token

_match_name = compile_pattern(rf"{SPACE_PATTERN}({IDENTIFIER_PATTERN})").match
_match_header_name = compile_pattern(rf'{SPACE_PATTERN}(?:"([^"\n]*)"|<([^>\n]*)>)').match
# The condition of most `#if`s: one `defined`, perhaps negated, or 0 or 1.
_match_simple_condition = compile_pattern(
    rf"{SPACE_PATTERN}(?:(!)?{SPACE_PATTERN}defined{SPACE_PATTERN}"
    rf"(?:\({SPACE_PATTERN}([A-Za-z_]\w*){SPACE_PATTERN}\)|([A-Za-z_]\w*))|([01])){SPACE_PATTERN}"
).fullmatch
_STRING = compile_pattern(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = compile_pattern(r"(?s:\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|(.)))")
_SPLICE = compile_pattern(r"\\[ \t]*\r?\n")
_LINE_LIMIT = 2147483647


class Directives:
    """Carries out directives on behalf of a preprocessor."""

    def __init__(self, pp: Preprocessor) -> None:
        self.pp = pp
        self.sink = pp.sink
        self.macros = pp.macros
        self.is_c23 = is_c23(pp.options.std)
        self._handlers: dict[str, Callable[[Frame, Item], None]] = {
            "define": self._define,
            "undef": self._undef,
            "if": self._if,
            "ifdef": self._if,
            "ifndef": self._if,
            "elif": self._after_taken,
            "elifdef": self._after_taken,
            "elifndef": self._after_taken,
            "else": self._after_taken,
            "endif": self._endif,
            "include": self._include,
            "embed": self._embed,
            "include_next": self._include,
            "import": self._include,
            "line": self._line,
            "line-marker": self._line_marker,
            "error": self._error,
            "warning": self._warning,
            "pragma": pp.pragmas.directive,
            "ident": self._ident,
            "sccs": self._ident,
            "": self._null,
        }

    def carry_out(self, frame: Frame, item: Item) -> None:
        """Do what a directive says."""
        handler = self._handlers.get(item[0])
        if handler is None:
            self._unknown(frame, item)
        else:
            handler(frame, item)

    def _name_loc(self, frame: Frame, item: Item) -> int:
        return frame.file.base + item[3] - len(item[0])

    def _check_rest(self, frame: Frame, item: Item, offset: int) -> None:
        """Warn about what stands after a complete directive."""
        end = item[2]
        if offset < end and not frame.file.is_system:
            offset = match_space(frame.text, offset, end).end()  # type: ignore[union-attr]
            if offset < end:
                self.sink.warning(
                    "extra-tokens",
                    frame.file.base + offset,
                    f"extra tokens at end of #{item[0]} directive",
                )

    # ---------------------------------------------------------------------- macros

    def _define(self, frame: Frame, item: Item) -> None:
        pp = self.pp
        macro = pp.define(frame.text, item[3], item[2], frame.file.base)
        if macro is None:
            return
        name = macro.name
        macros = self.macros
        old = macros.get(name)
        if macro.source is not None and len(pp.frames) == 1:
            macro.read(pp.lexer, self.sink)
        if old is not None:
            if not self._may_redefine(old, macro):
                return
            pp.retire_macro(name)
        pp.clock += 1
        macro.since = pp.clock
        macros[name] = macro

    def _may_redefine(self, old: Macro, new: Macro) -> bool:
        if old.is_poisoned:
            self._report_poisoned(new.name, new.loc)
            return False
        if old.handler is not None:
            self.sink.warning("builtin-macro-redefined", new.loc, "redefining builtin macro")
            return True
        for macro in (old, new):
            if macro.source is not None:
                macro.read(self.pp.lexer, self.sink)
        if not old.same_as(new):
            warning = self.sink.warning("macro-redefined", new.loc, f"'{new.name}' macro redefined")
            if old.loc:
                warning.note("previous definition is here", old.loc)
        return True

    def _report_poisoned(self, name: str, loc: int) -> None:
        self.sink.error(
            "poisoned-identifier", loc, f"attempt to use a poisoned identifier '{name}'"
        )

    def _read_name(self, frame: Frame, item: Item) -> tuple[str, int, int] | None:
        """The macro name after a directive's: (name, its loc, offset of its end)."""
        base = frame.file.base
        match = _match_name(frame.text, item[3], item[2])
        if match is not None:
            name = match[1]
            if "\\" in name:
                name = self.pp.lexer.lex(name, 0, len(name), 0)[0].value
            return name, base + match.start(1), match.end()
        start = match_space(frame.text, item[3], item[2]).end()  # type: ignore[union-attr]
        if start < item[2]:
            self.sink.error("macro-name", base + start, "macro name must be an identifier")
        else:
            self.sink.error("macro-name", base + item[2], "macro name missing")
        return None

    def _undef(self, frame: Frame, item: Item) -> None:
        found = self._read_name(frame, item)
        if found is None:
            return
        name, loc, end = found
        if name == "defined":
            self.sink.error("macro-name", loc, "'defined' cannot be used as a macro name")
            return
        self._check_rest(frame, item, end)
        macro = self.macros.get(name)
        if macro is None:
            return
        if macro.is_poisoned:
            self._report_poisoned(name, loc)
            return
        if macro.handler is not None:
            self.sink.warning("builtin-macro-redefined", loc, "undefining builtin macro")
        self.pp.retire_macro(name)

    # ---------------------------------------------------------------- conditionals

    def _if(self, frame: Frame, item: Item) -> None:
        if not self._holds(frame, item):
            self._find_branch(frame)

    def _find_branch(self, frame: Frame) -> None:
        """Go on at the branch of the current group that is to be read, or after it."""
        items, links = frame.items, frame.scan.links
        index = frame.index - 1
        count = len(items)
        while True:
            index = links[index]
            if index >= count:
                frame.index = count
                return
            kind = items[index][0]
            frame.index = index + 1
            if kind in ("else", "endif"):
                self._check_rest(frame, items[index], items[index][3])
                return
            if self._holds(frame, items[index]):
                return

    def _after_taken(self, frame: Frame, item: Item) -> None:
        """An ``#else`` or ``#elif`` after the branch that was read: skip to the ``#endif``."""
        items, links = frame.items, frame.scan.links
        index = frame.index - 1
        count = len(items)
        if item[0] == "else":
            self._check_rest(frame, item, item[3])
        while index < count and items[index][0] != "endif":
            index = links[index]
        frame.index = min(index + 1, count)

    def _endif(self, frame: Frame, item: Item) -> None:
        self._check_rest(frame, item, item[3])

    def _holds(self, frame: Frame, item: Item) -> bool:
        """Whether the condition of an ``#if``, ``#ifdef``, ``#elif`` … is true."""
        kind, _, end, rest = item
        if kind in ("if", "elif"):
            simple = _match_simple_condition(frame.text, rest, end)
            if simple is None:
                return self._evaluate(frame, item)
            negated, name, bare_name, number = simple.groups()
            if number:
                return bool(number == "1")
            name = name or bare_name
            self._check_poison(name, frame.file.base + rest)
            return (name in self.macros) != bool(negated)
        found = self._read_name(frame, item)
        if found is None:
            return False
        name, loc, name_end = found
        self._check_rest(frame, item, name_end)
        self._check_poison(name, loc)
        return (name in self.macros) == (kind in ("ifdef", "elifdef"))

    def _check_poison(self, name: str, loc: int) -> None:
        macro = self.macros.get(name)
        if macro is not None and macro.is_poisoned:
            self._report_poisoned(name, loc)

    def _evaluate(self, frame: Frame, item: Item) -> bool:
        pp = self.pp
        operator = Macro("defined", 0, None)
        operator.handler = self._defined
        saved = pp.in_condition
        pp.in_condition = True
        self.macros["defined"] = operator
        try:
            tokens = pp.expand_line(frame, item[3], item[2])
            return evaluate_condition(tokens, c23=self.is_c23)
        except ExpressionError as error:
            where = error.loc or self._name_loc(frame, item)
            self.sink.error("preprocessor-expression", where, error.message)
            return False
        finally:
            self.macros.pop("defined", None)
            pp.in_condition = saved

    def _defined(self, at: Token, args: list[Token]) -> list[Token]:
        """The operator ``defined``; ``args`` is a name, perhaps in parentheses."""
        name = args[1] if len(args) == 3 and args[2].value == ")" else args[0] if args else None
        if name is None or not (name.value[0].isalpha() or name.value[0] in "_$"):
            if args and args[0].value == "(" and name is args[0]:
                raise ExpressionError("missing ')' after 'defined'", args[0].loc)
            raise ExpressionError("operand of 'defined' must be a macro name", at.loc)
        self._check_poison(name.value, name.loc)
        macro = self.macros.get(name.value)
        is_defined = macro is not None and name.value != "defined"
        result = type(at)("INT_CONST_DEC", "1" if is_defined else "0", at.loc, at.space)
        if not is_defined:
            result.type = "INT_CONST_OCT"
        return [result]

    # -------------------------------------------------------------------- includes

    def _include(self, frame: Frame, item: Item) -> None:
        pp = self.pp
        kind, _, end, rest = item
        base = frame.file.base
        if pp.in_arguments:
            self.sink.error(
                "include-in-arguments",
                self._name_loc(frame, item),
                f"embedding a #{kind} directive within macro arguments is not supported",
            )
            return
        match = _match_header_name(frame.text, rest, end)
        if match is not None:
            quoted = match[1] is not None
            name = match[1] if quoted else match[2]
            loc = base + match.start(1 if quoted else 2) - 1
            self._check_rest(frame, item, match.end())
        else:
            found = self._read_include_name(frame, item)
            if found is None:
                return
            name, quoted, loc = found
        if not name:
            self.sink.error("include-name", loc, "empty filename")
            return
        self._enter(frame, item, name, quoted, loc)

    def _read_include_name(self, frame: Frame, item: Item) -> tuple[str, bool, int] | None:
        """A header's name that is not written plainly: (name, in quotes, its loc)."""
        pp = self.pp
        _, _, end, rest = item
        text = frame.text[rest:end]
        word = text.strip()
        loc = frame.file.base + rest + len(text) - len(text.lstrip())
        if word[:1] in ("<", '"') and word[:1] != "" and word[1:2] not in ("", " "):
            # The closing mark is missing: go on as if it were there, so that nothing else lacks.
            close = ">" if word[0] == "<" else '"'
            past = loc + len(word)
            self.sink.error("include-name", past, f"expected '{close}'").note(
                f"to match this '{word[0]}'", loc
            ).fixit((past, past), close)
            return word[1:], word[0] == '"', loc
        tokens = pp.expand_line(frame, rest, end)
        spelled = pp.spell_header_name(tokens)
        if spelled is None:
            where = loc if word else self._name_loc(frame, item)
            self.sink.error("include-name", where, 'expected "FILENAME" or <FILENAME>')
            return None
        return *spelled, pp.manager.file_loc(tokens[0].loc)

    def _enter(self, frame: Frame, item: Item, name: str, quoted: bool, loc: int) -> None:
        pp = self.pp
        kind = item[0]
        try:
            header = pp.find_header(name, quoted=quoted, following=kind == "include_next")
        except ReadError as error:
            raise self.sink.fatal(
                "file-unreadable", loc, f"cannot read '{name}': {error}"
            ) from error
        if header is None:
            self._enter_missing(frame, name, loc)
            return
        if len(pp.frames) >= pp.include_depth_limit:
            self._report_depth(frame, name, loc)
        if kind == "import" and header.key in pp.entered:
            return
        at = self._name_loc(frame, item)
        pp.enter_header(header, at)
        if kind == "import":
            pp.once.add(header.key)

    def _enter_missing(self, frame: Frame, name: str, loc: int) -> None:
        """No such file: ``vmlinux.h`` may come from BTF, anything else is the end."""
        pp = self.pp
        if pp.options.missing_headers_ok and pp.options.dependencies:
            pp.add_dependency(name, is_system=False)
            return
        if pp.btf_header is not None and name.rpartition("/")[2] == "vmlinux.h":
            if "<vmlinux.h>" in pp.virtual_headers:
                return
            types = pp.btf_header()
            if types is not None:
                pp.virtual_headers.add("<vmlinux.h>")
                pp.enter_kernel_types(types, loc)
                return
        length = len(name) + 2
        close = pp.search.suggest(name, frame.path)
        message = f"'{name}' file not found"
        if close is not None:
            message += f", did you mean '{close}'?"
        error = self.sink.fatal("file-not-found", (loc, loc + length), message)
        if close is not None:
            self.sink.diagnostics[-1].fixit((loc + 1, loc + length - 1), close)
        raise error

    def _report_depth(self, frame: Frame, name: str, loc: int) -> None:
        """Includes nest too deeply; say so in one error, with the cycle if there is one."""
        pp = self.pp
        chain = [f.path for f in pp.frames]
        message = "#include nested too deeply"
        last = chain[-1]
        if last in chain[:-1]:
            before = len(chain) - 2 - chain[:-1][::-1].index(last)
            cycle = [*chain[before:-1], last]
            message += ": " + " includes ".join(f"'{path}'" for path in cycle)
            message += "; add an include guard or '#pragma once'"
        raise self.sink.fatal("include-depth", loc, message)

    def _embed(self, frame: Frame, item: Item) -> None:
        from bpfcc.frontend.pp_embed import embed

        embed(self.pp, frame, item, self._name_loc(frame, item))

    # ----------------------------------------------------------------- line control

    def _line(self, frame: Frame, item: Item) -> None:
        tokens = self.pp.expand_line(frame, item[3], item[2])
        where = self._name_loc(frame, item)
        digits = tokens[0].value if tokens else ""
        if not digits.isdecimal() or not digits.isascii():
            self.sink.error(
                "line-directive",
                tokens[0].loc if tokens else where,
                "#line directive requires a positive integer argument",
            )
            return
        name = ""
        if len(tokens) > 1:
            if tokens[1].type != "STRING_LITERAL":
                self.sink.error(
                    "line-directive", tokens[1].loc, "invalid filename for #line directive"
                )
                return
            name = unescape(tokens[1].value[1:-1])
        if len(tokens) > 2:
            self.sink.warning(
                "extra-tokens", tokens[2].loc, "extra tokens at end of #line directive"
            )
        self._mark_line(frame, item, digits, name, frame_is_system(frame, item))

    def _line_marker(self, frame: Frame, item: Item) -> None:
        """``# 12 "file.c" 1 3``, as compilers print it."""
        text = frame.text[item[1] : item[2]]
        match = re.fullmatch(
            r"(?:\#|%:)\s*(\d+)(?:\s+" + _STRING.pattern + r"((?:\s+[1-4])*))?\s*", text
        )
        if match is None:
            where = frame.file.base + item[1]
            self.sink.error("line-directive", where, "invalid line marker directive")
            return
        flags = (match[3] or "").split()
        is_system = "3" in flags if match[2] is not None else frame_is_system(frame, item)
        name = unescape(match[2]) if match[2] is not None else ""
        self._mark_line(frame, item, match[1], name, is_system)

    def _mark_line(self, frame: Frame, item: Item, digits: str, name: str, is_system: bool) -> None:
        line = int(digits) if len(digits) < 11 else _LINE_LIMIT + 1
        if line > _LINE_LIMIT:
            self.sink.error(
                "line-directive",
                frame.file.base + item[3],
                "#line directive line number is out of range",
            )
            return
        file = frame.file
        next_line = file.physical_line(item[2]) + 1
        previous = file.mark_at(item[1])
        shown = name or (previous[2] if previous else "")
        file.line_marks.append((item[2] + 1, line - next_line, shown, is_system))

    # --------------------------------------------------------------------- the rest

    def _message(self, frame: Frame, item: Item) -> str:
        return _SPLICE.sub("", frame.text[item[3] : item[2]]).strip(" ")

    def _error(self, frame: Frame, item: Item) -> None:
        self.sink.error("error-directive", self._name_loc(frame, item), self._message(frame, item))

    def _warning(self, frame: Frame, item: Item) -> None:
        self.sink.warning("#warnings", self._name_loc(frame, item), self._message(frame, item))

    def _ident(self, frame: Frame, item: Item) -> None:
        text = frame.text[item[3] : item[2]].strip()
        if not _STRING.fullmatch(text):
            self.sink.error(
                "ident-directive", self._name_loc(frame, item), f"invalid #{item[0]} directive"
            )

    def _null(self, frame: Frame, item: Item) -> None:
        start = match_space(frame.text, item[3], item[2]).end()  # type: ignore[union-attr]
        if start < item[2]:
            self.sink.error(
                "unknown-directive", frame.file.base + start, "invalid preprocessing directive"
            )

    def _unknown(self, frame: Frame, item: Item) -> None:
        if self.pp.is_assembly:
            # In assembly `#` may begin a comment.
            self.pp.emit_text(frame, item[1], item[2])
            return
        from difflib import get_close_matches

        loc = self._name_loc(frame, item)
        names = [name for name in self._handlers if name.isalpha()]
        close = get_close_matches(item[0], names, 1, 0.7)
        message = "invalid preprocessing directive"
        if close:
            message += f", did you mean '#{close[0]}'?"
        error = self.sink.error("unknown-directive", loc, message)
        if close:
            error.fixit((loc, loc + len(item[0])), close[0])


def frame_is_system(frame: Frame, item: Item) -> bool:
    """Whether a directive stands in (what counts as) a system header."""
    mark = frame.file.mark_at(item[1])
    return mark[3] if mark else frame.file.is_system


def unescape(text: str) -> str:
    """The contents of a string literal, escapes replaced; for file names."""
    if "\\" not in text:
        return text

    def replace(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 8))
        if match[2]:
            return chr(int(match[2][-2:], 16))
        return {"n": "\n", "t": "\t", "r": "\r"}.get(match[3], match[3])

    return _ESCAPE.sub(replace, text)
