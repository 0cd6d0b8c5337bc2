"""Macros that the preprocessor computes: ``__LINE__``, ``__COUNTER__``, ``__has_include`` …"""

from __future__ import annotations

import os
import time

from bpfcc.frontend import predefined
from bpfcc.frontend.pp_macro import Macro
from bpfcc.frontend.token import Token

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.preprocessor import Preprocessor

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def define_builtins(pp: Preprocessor) -> None:
    """Enter the computed macros into the preprocessor's table."""
    builtins = Builtins(pp)
    for name, handler in {
        "__FILE__": builtins.file,
        "__FILE_NAME__": builtins.file_name,
        "__BASE_FILE__": builtins.base_file,
        "__LINE__": builtins.line,
        "__INCLUDE_LEVEL__": builtins.include_level,
        "__COUNTER__": builtins.counter,
        "__DATE__": builtins.date,
        "__TIME__": builtins.time,
        "__TIMESTAMP__": builtins.timestamp,
        "__FLT_EVAL_METHOD__": builtins.float_eval_method,
    }.items():
        _enter(pp, name, handler, takes_args=False)
    for name, handler in {
        "_Pragma": pp.pragmas.operator,
        "__has_include": builtins.has_include,
        "__has_include_next": builtins.has_include,
        "__has_embed": builtins.has_embed,
        "__has_attribute": builtins.has_attribute,
        "__has_builtin": builtins.has_builtin,
        "__has_feature": builtins.has_feature,
        "__has_extension": builtins.has_extension,
        "__has_c_attribute": builtins.has_c_attribute,
        "__has_declspec_attribute": builtins.has_nothing,
        "__has_constexpr_builtin": builtins.has_nothing,
        "__has_warning": builtins.has_warning,
        "__is_identifier": builtins.is_identifier,
        "__is_target_arch": builtins.is_target,
        "__is_target_vendor": builtins.is_target,
        "__is_target_os": builtins.is_target,
        "__is_target_environment": builtins.is_target,
    }.items():
        _enter(pp, name, handler, takes_args=True)


def _enter(
    pp: Preprocessor,
    name: str,
    handler: Callable[[Token, list[Token]], list[Token]],
    *,
    takes_args: bool,
) -> None:
    macro = Macro(name, 0, None)
    macro.handler = handler
    macro.takes_args = takes_args
    pp.macros[name] = macro


def quote_string(text: str) -> str:
    """A string literal that spells ``text``."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Builtins:
    """Handlers: (the macro's name token, tokens between its parentheses) → replacement."""

    def __init__(self, pp: Preprocessor) -> None:
        self.pp = pp
        self.count = 0

    def _make(self, at: Token, kind: str, value: str) -> list[Token]:
        manager = self.pp.manager
        loc = manager.add_expansion(manager.spelling(at.loc), at.loc, at.value)
        return [Token(kind, value, loc, at.space, at.bol)]

    def _number(self, at: Token, value: int | bool) -> list[Token]:
        return self._make(at, "INT_CONST_DEC" if value else "INT_CONST_OCT", str(int(value)))

    def _string(self, at: Token, value: str) -> list[Token]:
        return self._make(at, "STRING_LITERAL", quote_string(value))

    # ----------------------------------------------------------------- where and when

    def _name_at(self, at: Token) -> str:
        place = self.pp.manager.place(at.loc)
        return place.name if place else self.pp.frames[-1].file.name

    def file(self, at: Token, args: list[Token]) -> list[Token]:
        return self._string(at, self.pp.map_path(self._name_at(at)))

    def file_name(self, at: Token, args: list[Token]) -> list[Token]:
        return self._string(at, os.path.basename(self._name_at(at)))

    def base_file(self, at: Token, args: list[Token]) -> list[Token]:
        return self._string(at, self.pp.map_path(self.pp.main_name))

    def line(self, at: Token, args: list[Token]) -> list[Token]:
        # In a macro's replacement it is the line on which the outermost invocation ends.
        loc = at.loc if at.loc > 0 else self.pp.expander.call_end
        place = self.pp.manager.place(loc)
        return self._number(at, place.line if place else 1)

    def include_level(self, at: Token, args: list[Token]) -> list[Token]:
        return self._number(at, len(self.pp.frames) - 1)

    def counter(self, at: Token, args: list[Token]) -> list[Token]:
        self.count += 1
        return self._number(at, self.count - 1)

    def _now(self) -> time.struct_time:
        self.pp.search.is_repeatable = False
        epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
        if epoch.isdecimal() and len(epoch) < 12:
            return time.gmtime(int(epoch))
        return time.localtime()

    def float_eval_method(self, at: Token, args: list[Token]) -> list[Token]:
        return self._number(at, 0)

    def date(self, at: Token, args: list[Token]) -> list[Token]:
        now = self._now()
        return self._string(at, f"{_MONTHS[now.tm_mon - 1]} {now.tm_mday:2} {now.tm_year}")

    def time(self, at: Token, args: list[Token]) -> list[Token]:
        now = self._now()
        return self._string(at, f"{now.tm_hour:02}:{now.tm_min:02}:{now.tm_sec:02}")

    def timestamp(self, at: Token, args: list[Token]) -> list[Token]:
        when = self._now()
        if "SOURCE_DATE_EPOCH" not in os.environ:
            try:
                when = time.localtime(os.stat(self.pp.frames[-1].file.name).st_mtime)
            except (OSError, ValueError):
                return self._string(at, "??? ??? ?? ??:??:?? ????")
        text = (
            f"{_DAYS[when.tm_wday]} {_MONTHS[when.tm_mon - 1]} {when.tm_mday:2} "
            f"{when.tm_hour:02}:{when.tm_min:02}:{when.tm_sec:02} {when.tm_year}"
        )
        return self._string(at, text)

    # ------------------------------------------------------------------- what there is

    def _one_name(self, at: Token, args: list[Token]) -> str:
        """The identifier between the parentheses, `scope::name` included."""
        name = "".join(tok.value for tok in args)
        if not name or not (args[0].value[0].isalpha() or args[0].value[0] in "_$"):
            self.pp.sink.error(
                "builtin-macro-argument",
                at.loc,
                f"builtin feature check macro '{at.value}' requires a parenthesized identifier",
            )
        return name

    def has_attribute(self, at: Token, args: list[Token]) -> list[Token]:
        return self._number(at, predefined.has_attribute(self._one_name(at, args)))

    def has_builtin(self, at: Token, args: list[Token]) -> list[Token]:
        return self._number(at, predefined.has_builtin(self._one_name(at, args)))

    def has_feature(self, at: Token, args: list[Token]) -> list[Token]:
        return self._number(at, predefined.has_feature(self._one_name(at, args), self.pp.options))

    def has_extension(self, at: Token, args: list[Token]) -> list[Token]:
        return self._number(at, predefined.has_extension(self._one_name(at, args), self.pp.options))

    def has_c_attribute(self, at: Token, args: list[Token]) -> list[Token]:
        expanded: list[Token] = []
        self.pp.expander.expand(args, expanded)
        version = predefined.c_attribute_version(self._one_name(at, expanded))
        if version > 1:
            return self._make(at, "INT_CONST_DEC", f"{version}L")
        return self._number(at, version)

    def has_nothing(self, at: Token, args: list[Token]) -> list[Token]:
        self._one_name(at, args)
        return self._number(at, 0)

    def has_warning(self, at: Token, args: list[Token]) -> list[Token]:
        name = "".join(tok.value.strip('"') for tok in args)
        return self._number(at, name.startswith("-W") and self.pp.knows_warning(name[2:]))

    def is_identifier(self, at: Token, args: list[Token]) -> list[Token]:
        return self._number(at, len(args) == 1 and args[0].type == "ID")

    def is_target(self, at: Token, args: list[Token]) -> list[Token]:
        name = self._one_name(at, args)
        little = self.pp.options.little_endian
        return self._number(at, predefined.is_target(at.value, name, little_endian=little))

    def has_include(self, at: Token, args: list[Token]) -> list[Token]:
        pp = self.pp
        if not self._check_condition(at):
            return self._number(at, 0)
        name = pp.spell_header_name(args)
        if name is None:
            pp.sink.error("include-name", at.loc, 'expected "FILENAME" or <FILENAME>')
            return self._number(at, 0)
        found = pp.find_header(name[0], quoted=name[1], following=at.value.endswith("next"))
        return self._number(at, found is not None)

    def has_embed(self, at: Token, args: list[Token]) -> list[Token]:
        from bpfcc.frontend.pp_embed import has_embed

        if not self._check_condition(at):
            return self._number(at, 0)
        return self._number(at, has_embed(self.pp, at, args))

    def _check_condition(self, at: Token) -> bool:
        if not self.pp.in_condition:
            self.pp.sink.error(
                "builtin-macro-argument",
                at.loc,
                f"'{at.value}' must be used within a preprocessing directive",
            )
        return self.pp.in_condition
