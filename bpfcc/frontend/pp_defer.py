"""When a declaration may keep its macros unexpanded until something needs it.

What a declaration in a header declares is read off its text. That is right as long as the
macros in it do not change which names those are: ``__weak`` in a prototype, a constant in an
array's bounds, anything at all inside the body of a function. Such a declaration is expanded
when it is parsed, with the macros that were defined where it stands; all others at once.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.frontend.pp_macro import Macro
    from bpfcc.frontend.pp_region import Region
    from bpfcc.frontend.preprocessor import Preprocessor

# How little a macro can change, in rising order.
ANYTHING = 0
BALANCED = 1
"""Brackets are balanced: the declaration ends where it seems to."""
VALUE = 2
"""No braces, semicolons, tags or typedefs either: part of an expression or a type."""
HARMLESS = 3
"""Nothing but attributes and qualifiers, or the macro's own name."""

# What becomes of a declaration that has a macro in it.
EXPAND = 0
"""It is expanded at once."""
WAIT = 1
"""It waits; its text says what it declares."""
RETELL = 2
"""It waits; what it declares is seen when the macros are left out of it."""

_HARMLESS_WORDS = frozenset(
    {"CONST", "VOLATILE", "RESTRICT", "INLINE", "EXTENSION", "_NORETURN", "NULLABILITY"}
)
_UNFIT_FOR_VALUES = frozenset(
    {"SEMI", "LBRACE", "RBRACE", "STRUCT", "UNION", "ENUM", "TYPEDEF", "_STATIC_ASSERT"}
)
_OPENERS = frozenset({"LPAREN", "LBRACE", "LBRACKET"})
_CLOSERS = frozenset({"RPAREN", "RBRACE", "RBRACKET"})
_BEFORE_VALUES = frozenset("[=(<>+-*/|&~?:")


class MacroJudge:
    """Judges macros as they are defined now."""

    def __init__(self, preprocessor: Preprocessor) -> None:
        self.pp = preprocessor
        self._known: dict[str, int] = {}
        self._clock = -1

    def judge(self, name: str) -> int:
        """What the macro of this name can change at most."""
        if self._clock != self.pp.clock:
            self._clock = self.pp.clock
            self._known = {}
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._judge_closure(name)
        return known

    def _judge_closure(self, name: str) -> int:
        """The least of the judgements of a macro and of all that its replacement names."""
        macros = self.pp.macros
        verdict = HARMLESS
        waiting = [name]
        seen = {name}
        while waiting and verdict > ANYTHING:
            macro = macros[waiting.pop()]
            if macro.handler is not None or macro.is_poisoned or macro.name == "__COUNTER__":
                return ANYTHING
            if macro.source is not None:
                macro.read(self.pp.lexer, self.pp.sink)
            if macro.has_paste:
                return ANYTHING
            verdict = min(verdict, _judge_body(macro))
            for tok in macro.body:
                if tok.value in macros and tok.value not in seen:
                    seen.add(tok.value)
                    waiting.append(tok.value)
        return verdict

    def decide(self, region: Region, index: int, text: str, name: str, offset: int) -> int:
        """What becomes of a declaration with the macro ``name`` at ``offset`` in it."""
        verdict = self.judge(name)
        if verdict == ANYTHING:
            return EXPAND
        start, end = region.starts[index], region.ends[index]
        brace = text.find("{", start, offset)
        is_inside = brace >= 0 and text.find("}", offset, end) >= 0
        if index in region.functions and is_inside:
            return WAIT
        if verdict == HARMLESS:
            return WAIT if is_inside or _follows_parameters(text, start, offset, brace) else RETELL
        if verdict == BALANCED or index in region.functions:
            return EXPAND
        before = text[start:offset].rstrip()[-1:]
        if is_inside:
            return WAIT if before in _BEFORE_VALUES else EXPAND
        # In the bounds of an array; in an initializer.
        opened = text.rfind("[", start, offset)
        in_bounds = opened >= 0 and text.find("]", opened, offset) < 0
        return WAIT if in_bounds or before == "=" else EXPAND


def _follows_parameters(text: str, start: int, offset: int, brace: int) -> bool:
    """Whether what stands at ``offset`` comes after a prototype's parameters."""
    return (
        brace < 0
        and text.find(")", start, offset) >= 0
        and text.find("__attribute__", start, offset) < 0
    )


def _judge_body(macro: Macro) -> int:
    body = macro.body
    if len(body) == 1 and body[0].value == macro.name:
        return HARMLESS
    stack: list[str] = []
    is_value = is_harmless = True
    attribute_depth = -1
    for index, tok in enumerate(body):
        kind = tok.type
        if kind in _UNFIT_FOR_VALUES:
            is_value = False
        if kind in _OPENERS:
            if index and body[index - 1].type == "ATTRIBUTE" and attribute_depth < 0:
                attribute_depth = len(stack)
            stack.append(kind)
        elif kind in _CLOSERS:
            if not stack or stack.pop()[1:] != kind[1:]:
                return ANYTHING
            if len(stack) == attribute_depth:
                attribute_depth = -1
                continue
        if attribute_depth < 0 and kind != "ATTRIBUTE" and kind not in _HARMLESS_WORDS:
            is_harmless = False
    if stack:
        return ANYTHING
    if is_harmless:
        return HARMLESS
    return VALUE if is_value else BALANCED


class MacrosAt:
    """The macro table as it was at a time; has what the expander asks of a table."""

    __slots__ = ("_current", "_retired", "_time")

    def __init__(
        self, current: dict[str, Macro], retired: dict[str, list[tuple[Macro, int]]], time: int
    ) -> None:
        self._current = current
        self._retired = retired
        self._time = time

    def get(self, name: str) -> Macro | None:
        """The macro of this name, or None."""
        macro = self._current.get(name)
        if macro is not None and macro.since <= self._time:
            return macro
        for old, until in self._retired.get(name, ()):
            if old.since <= self._time < until:
                return old
        return None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None


def find_words(text: str, words: Iterable[str], start: int, end: int) -> list[tuple[int, str]]:
    """(offset, word) of each of ``words`` in ``text[start:end]``, in order."""
    found = []
    find = text.find
    for word in words:
        length = len(word)
        offset = find(word, start, end)
        while offset >= 0:
            after = offset + length
            if not _is_word(text[after : after + 1]) and not (
                offset > start and _is_word(text[offset - 1])
            ):
                found.append((offset, word))
            offset = find(word, after, end)
    found.sort()
    return found


def _is_word(character: str) -> bool:
    return character.isalnum() or character in ("_", "$")
