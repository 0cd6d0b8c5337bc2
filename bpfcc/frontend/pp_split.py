"""Where one top-level declaration ends and the next begins, and what each declares.

This works on tokens and knows as little of C's grammar as it can: brackets, what a ``{`` opens,
and how to find the declared name in a declarator. The parser has the last word on whether a
declaration is right; what is wrong here ends up in some declaration and is reported there.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bpfcc.frontend.token import Token

_TAG_WORDS = frozenset({"STRUCT", "UNION", "ENUM"})
_TYPE_WORDS = frozenset(
    "CHAR DOUBLE FLOAT INT LONG SHORT SIGNED UNSIGNED VOID _BOOL _COMPLEX _IMAGINARY _FLOAT16 "
    "_FLOAT128 __INT128 AUTO_TYPE".split()
)
_STORAGE_WORDS = frozenset(
    "STATIC EXTERN TYPEDEF INLINE REGISTER AUTO CONSTEXPR _THREAD_LOCAL _NORETURN".split()
)
_QUALIFIERS = frozenset({"CONST", "VOLATILE", "RESTRICT", "NULLABILITY", "EXTENSION"})
_WITH_PARENTHESES = frozenset(
    {"ATTRIBUTE", "_ALIGNAS", "ASM", "_ATOMIC", "TYPEOF", "TYPEOF_UNQUAL"}
)
_CLOSERS = {"LPAREN": "RPAREN", "LBRACE": "RBRACE", "LBRACKET": "RBRACKET"}


class Splitter:
    """Finds the ends of top-level declarations in tokens that come piece by piece."""

    __slots__ = (
        "_attribute",
        "_braces",
        "_initialized",
        "_is_body",
        "_old_style",
        "_paren_start",
        "_parens",
        "_tag",
        "tokens",
    )  # fmt: skip

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        """The declaration that has begun and not ended."""
        self._reset()

    def _reset(self) -> None:
        self._braces = self._parens = 0
        self._is_body = False  # what the outermost brace opened: a function's body
        self._initialized = False  # after `=`
        # 0: not in a specifier of a struct, union or enum; 1: after the keyword; 2: after the
        # tag; 3: after the `:` of an enum's type.
        self._tag = 0
        self._attribute = False  # parentheses that follow belong to an attribute or the like
        self._paren_start = -1
        self._old_style = False  # between `f(a, b)` and the `{` of a K&R definition

    def feed(self, tokens: list[Token]) -> list[list[Token]]:
        """The declarations that are complete once ``tokens`` have been added."""
        complete: list[list[Token]] = []
        begun = self.tokens
        step = self._step
        for tok in tokens:
            begun.append(tok)
            kind = tok.type
            if self._braces:
                if kind == "RBRACE":
                    self._braces -= 1
                    if not self._braces and self._is_body and not self._parens:
                        complete.append(begun)
                        begun = self.tokens = []
                        self._reset()
                elif kind == "LBRACE":
                    self._braces += 1
            elif step(kind, begun):
                complete.append(begun)
                begun = self.tokens = []
                self._reset()
        return complete

    def finish(self) -> list[list[Token]]:
        """What was begun and never ended."""
        begun, self.tokens = self.tokens, []
        self._reset()
        return [begun] if begun else []

    def _step(self, kind: str, begun: list[Token]) -> bool:
        """Take a token outside all braces; whether it ends the declaration."""
        if kind == "SEMI":
            return not self._old_style
        if self._parens:
            if kind in ("LPAREN", "LBRACKET"):
                self._parens += 1
            elif kind in ("RPAREN", "RBRACKET"):
                self._parens -= 1
            elif kind == "LBRACE":
                self._braces = 1
                self._is_body = False
            return False
        if kind == "LBRACE":
            self._braces = 1
            self._is_body = not self._tag and not self._initialized
            self._tag = 0
        elif kind == "LPAREN":
            self._parens = 1
            if not self._attribute:
                self._tag = 0
                self._paren_start = len(begun)
            self._attribute = False
        elif kind == "LBRACKET":
            self._parens = 1  # what is inside says nothing of the declaration's end
            self._tag = 0
            self._paren_start = -1
        elif kind == "RBRACE":
            return True
        elif kind in _WITH_PARENTHESES:
            self._attribute = True
        else:
            self._take_word(kind, begun)
        return False

    def _take_word(self, kind: str, begun: list[Token]) -> None:
        self._attribute = False
        if kind == "EQUALS":
            self._initialized = True
        elif kind == "COMMA":
            self._initialized = False
        elif kind in _TAG_WORDS:
            self._tag = 1
        elif kind == "ID" and self._tag == 1:
            self._tag = 2
        elif kind == "COLON" and self._tag:
            self._tag = 3
        elif self._tag != 3:
            self._tag = 0
        if (
            (kind == "ID" or kind in _TYPE_WORDS or kind in _TAG_WORDS or kind in _QUALIFIERS)
            and len(begun) > 3
            and begun[-2].type == "RPAREN"
            and self._paren_start > 2  # a type, and the function's name
            and not self._initialized
        ):
            self._old_style = self._old_style or _is_name_list(begun[self._paren_start : -2])


def _is_name_list(tokens: list[Token]) -> bool:
    """Whether tokens are ``a, b, c``: the parameters of a K&R definition."""
    return bool(tokens) and all(
        tok.type == ("COMMA" if index % 2 else "ID") for index, tok in enumerate(tokens)
    )


class Declared:
    """What one top-level declaration declares at file scope.

    ``names`` are ordinary identifiers (functions, variables, enumerators), ``typedefs`` typedef
    names, ``tags`` the structs, unions and enums that it defines: (name, keyword), and
    ``mentions`` those that it only names.
    ``is_eager`` says that it must be looked at even if nothing names it: it defines something
    that others may see, or asserts something.
    """

    __slots__ = ("is_eager", "mentions", "name_index", "names", "tags", "typedefs")

    def __init__(self) -> None:
        self.names: list[str] = []
        self.typedefs: list[str] = []
        self.tags: list[tuple[str, str]] = []
        self.mentions: list[str] = []
        self.is_eager = False
        self.name_index = 0  # index of the token that a reader would point at


def describe(tokens: list[Token], is_typedef: Callable[[str], bool]) -> Declared:
    """What a declaration, given as its tokens, declares."""
    return _Describer(tokens, is_typedef).run()


class _Describer:
    def __init__(self, tokens: list[Token], is_typedef: Callable[[str], bool]) -> None:
        self.tokens = tokens
        self.kinds = [tok.type for tok in tokens]
        self.kinds.append("")
        self.is_typedef = is_typedef
        self.found = Declared()
        self.words: set[str] = set()
        self.is_used = False
        self.has_body = False

    def run(self) -> Declared:
        found = self.found
        kinds = self.kinds
        if kinds[0] in ("ASM", "_STATIC_ASSERT"):
            found.is_eager = True
            return found
        index = self._skip_specifiers(0)
        is_typedef = "TYPEDEF" in self.words
        defines = False
        while kinds[index] and kinds[index] != "SEMI":
            name_index, is_function = self._find_name(index)
            if name_index < 0:
                break
            if not found.name_index:
                found.name_index = name_index
            names = found.typedefs if is_typedef else found.names
            names.append(self.tokens[name_index].value)
            index, is_initialized = self._skip_declarator(name_index + 1)
            if not is_typedef:
                defines = defines or is_initialized or not is_function
            if self.has_body or kinds[index] != "COMMA":
                break
            index += 1
        if kinds[index] == "SEMI" and kinds[index + 1] and not is_typedef:
            self.has_body = True  # the parameters of a K&R definition end in semicolons
        if not is_typedef and (found.names or not kinds[0]):
            self._decide_eager(defines)
        return found

    def _decide_eager(self, defines: bool) -> None:
        words = self.words
        if self.is_used:
            self.found.is_eager = True
        elif self.has_body:
            # A plain `inline` or `extern inline` definition is a definition elsewhere.
            self.found.is_eager = "STATIC" not in words and not self._is_gnu_inline()
        elif defines:
            self.found.is_eager = "STATIC" not in words and "EXTERN" not in words

    def _is_gnu_inline(self) -> bool:
        """Whether this is the ``extern inline`` of old, which is only for inlining."""
        if "EXTERN" not in self.words:
            return False
        for tok in self.tokens:
            if tok.type == "LBRACE":
                break
            if tok.value in ("__gnu_inline__", "gnu_inline"):
                return True
        return False

    def _skip_specifiers(self, index: int) -> int:
        kinds = self.kinds
        has_type = False
        while True:
            kind = kinds[index]
            if kind in _STORAGE_WORDS:
                self.words.add(kind)
                index += 1
            elif kind in _TYPE_WORDS:
                has_type = True
                index += 1
            elif kind in _TAG_WORDS:
                has_type = True
                index = self._read_tag(index)
            elif kind in _WITH_PARENTHESES:
                has_type = has_type or kind.startswith("TYPEOF")
                index = self._skip_attribute(index)
            elif kind in _QUALIFIERS or kind == "PPPRAGMA" or kind == "PPPRAGMASTR":
                index += 1
            elif kind == "_BITINT":
                has_type = True
                index = self._skip_group(index + 1)
            elif kind == "LBRACKET" and kinds[index + 1] == "LBRACKET":
                index = self._skip_group(index)
            elif kind == "ID" and not has_type and self._is_type_name(index):
                has_type = True
                index += 1
            else:
                return index

    def _is_type_name(self, index: int) -> bool:
        kinds = self.kinds
        following = kinds[index + 1]
        if following in ("SEMI", "COMMA", "EQUALS", "LBRACKET", ""):
            return False
        if following != "LPAREN" or kinds[index + 2] == "TIMES":
            return True
        if kinds[index + 2 : index + 5] == ["ID", "RPAREN", "LPAREN"]:
            return True  # `type (name)(parameters)`
        return self.is_typedef(self.tokens[index].value)

    def _read_tag(self, index: int) -> int:
        """Past ``struct tag { … }``; notes the tags and enumerators that it defines."""
        kinds = self.kinds
        keyword = kinds[index]
        index += 1
        while kinds[index] in _WITH_PARENTHESES or kinds[index] == "LBRACKET":
            index = self._skip_attribute(index)
        tag = ""
        if kinds[index] == "ID":
            tag = self.tokens[index].value
            if not self.found.name_index:
                self.found.name_index = index
            index += 1
            while kinds[index] in _WITH_PARENTHESES:
                index = self._skip_attribute(index)
        if keyword == "ENUM" and kinds[index] == "COLON":
            index += 1
            while (
                kinds[index] == "ID" or kinds[index] in _TYPE_WORDS or kinds[index] in _QUALIFIERS
            ):
                index += 1
        if kinds[index] != "LBRACE":
            self.found.mentions.append(tag)
            return index
        if tag:
            self.found.tags.append((tag, keyword.lower()))
        end = self._skip_group(index)
        if keyword == "ENUM":
            self._read_enumerators(index + 1, end - 1)
        else:
            self._read_members(index + 1, end - 1)
        return end

    def _read_members(self, index: int, end: int) -> None:
        """Notes what structs, unions and enums inside others define: all at file scope."""
        kinds = self.kinds
        while index < end:
            if kinds[index] in _TAG_WORDS:
                # Not recursion over the brackets: only the definition itself is skipped.
                index = self._read_inner_tag(index)
            else:
                index += 1

    def _read_inner_tag(self, index: int) -> int:
        kinds = self.kinds
        keyword = kinds[index]
        index += 1
        while kinds[index] in _WITH_PARENTHESES:
            index = self._skip_attribute(index)
        tag = ""
        if kinds[index] == "ID":
            tag = self.tokens[index].value
            index += 1
            while kinds[index] in _WITH_PARENTHESES:
                index = self._skip_attribute(index)
        if kinds[index] == "LBRACE":
            if tag:
                self.found.tags.append((tag, keyword.lower()))
            if keyword == "ENUM":
                self._read_enumerators(index + 1, self._skip_group(index) - 1)
            index += 1
        else:
            self.found.mentions.append(tag)
        return index

    def _read_enumerators(self, index: int, end: int) -> None:
        kinds = self.kinds
        names = self.found.names
        expected = True
        while index < end:
            kind = kinds[index]
            if expected and kind == "ID":
                names.append(self.tokens[index].value)
            if kind in _CLOSERS:
                index = self._skip_group(index)
                continue
            if kind != "PPPRAGMA" and kind != "PPPRAGMASTR":
                expected = kind == "COMMA"
            index += 1

    def _skip_attribute(self, index: int) -> int:
        """Past ``__attribute__((…))``, ``asm("…")``, ``typeof(…)`` or ``[[…]]``."""
        kinds = self.kinds
        if kinds[index] == "LBRACKET":
            return self._skip_group(index)
        start = index
        index += 1
        if kinds[index] in ("VOLATILE", "INLINE"):
            index += 1
        if kinds[index] != "LPAREN":
            return index
        end = self._skip_group(index)
        if kinds[start] == "ATTRIBUTE" and not self.is_used:
            self.is_used = any(
                tok.value in ("used", "__used__") for tok in self.tokens[index + 1 : end]
            )
        return end

    def _skip_group(self, index: int) -> int:
        """Past the bracket that closes the one at ``index``."""
        kinds = self.kinds
        opening = kinds[index]
        closing = _CLOSERS.get(opening)
        if closing is None:
            return index + 1
        depth = 0
        last = len(kinds) - 1
        while index < last:
            kind = kinds[index]
            index += 1
            if kind == opening:
                depth += 1
            elif kind == closing:
                depth -= 1
                if not depth:
                    return index
        return last

    def _find_name(self, index: int) -> tuple[int, bool]:
        """(index of a declarator's name or -1, whether it declares a function)."""
        kinds = self.kinds
        opened = 0
        is_pointer = False
        while True:
            kind = kinds[index]
            if kind == "ID":
                break
            if kind == "LPAREN":
                opened += 1
                is_pointer = False
                index += 1
            elif kind == "TIMES" or kind == "XOR":
                is_pointer = True
                index += 1
            elif kind in _WITH_PARENTHESES:
                index = self._skip_attribute(index)
            elif kind in _QUALIFIERS or kind == "_ATOMIC":
                index += 1
            else:
                return -1, False
        after = index + 1
        while opened and kinds[after] == "RPAREN" and not is_pointer:
            opened -= 1
            after += 1
        # `*f(void)` is a function, `(*f)(void)` a variable.
        return index, kinds[after] == "LPAREN" and not (
            opened and is_pointer and after != index + 1
        )

    def _skip_declarator(self, index: int) -> tuple[int, bool]:
        """(index of the ``,`` or ``;`` after it, whether it is initialized)."""
        kinds = self.kinds
        is_initialized = False
        while True:
            kind = kinds[index]
            if not kind or kind == "SEMI" or kind == "COMMA":
                return index, is_initialized
            if kind == "EQUALS":
                is_initialized = True
                index += 1
            elif kind == "LBRACE":
                if not is_initialized:
                    self.has_body = True
                index = self._skip_group(index)
            elif kind in _WITH_PARENTHESES:
                index = self._skip_attribute(index)
            elif kind in _CLOSERS:
                index = self._skip_group(index)
            else:
                index += 1
