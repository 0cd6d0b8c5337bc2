"""Top-level declarations found in a header's text without making tokens of it.

A region is a stretch of text between two directives. One regex cuts it into declarations; what
each declares is read off the usual shapes (``struct x {…};``, ``typedef a b;``, ``extern``
prototypes, ``static inline`` functions) and off its tokens where it has another one. Text that
the regex does not understand ends the region: the caller goes on with tokens.

All offsets are those of the file's text.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

from bpfcc.frontend.pp_split import describe
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from bpfcc.frontend.lexer import Lexer
    from bpfcc.name_table import NameTable

# Comments have been made blanks before any of these patterns sees the text.
_STRING = r'"(?:[^"\\\n]|\\.)*+"|' r"'(?:[^'\\\n]|\\.)*+'"
_NESTING = 8


def _block_pattern() -> str:
    """``{…}`` with braces nested up to ``_NESTING`` deep."""
    block = ""
    for _ in range(_NESTING):
        inner = f"|{block}" if block else ""
        block = rf"\{{(?:[^{{}}\"']++|{_STRING}{inner})*+\}}"
    return block


_BLOCK = _block_pattern()
_HEAD = rf"(?:[^{{}};\"'=]++|{_STRING})*+"
_SPACE = r"[\s\\]*+"
# Groups: 1 typedef, 2 keyword, 3 what follows the braces; 4 a declaration without braces;
# 5 and 6 what stands before and in other braces; 7 a lone semicolon.
_DECLARATION = (
    rf"{_SPACE}(?:"
    rf"(typedef\b{_SPACE})?\b(struct|union|enum)\b{_SPACE}(?:[A-Za-z_]\w*+)?+"
    rf"{_SPACE}{_BLOCK}([^{{}};\"'=]*+);"
    rf"|((?:[^{{}};\"']++|{_STRING})++;)"
    rf"|({_HEAD})({_BLOCK})"
    rf"|(;))"
)
_ATTRIBUTE = r"__attribute__\s*\(\((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+\)\)"
_only_attributes = compile_pattern(rf"(?:\s*{_ATTRIBUTE})+\s*").fullmatch
_match_typedef = compile_pattern(
    r"typedef\b[\w\s*]*?(?:\b|(?<=\*))([A-Za-z_]\w*)\s*(?:\[[^\[\]]*\]\s*)*;"
).fullmatch
_match_function_typedef = compile_pattern(
    r"typedef\b[\w\s*]+\(\s*\*\s*([A-Za-z_]\w*)\s*\)\s*\([^{}]*\)\s*;"
).fullmatch
_match_prototype = compile_pattern(
    r"extern\b[\w\s*]*?(?:\b|(?<=\*))([A-Za-z_]\w*)\s*\([^(){}]*\)[\w\s]*;"
).fullmatch
# How BPF helpers are declared: a constant pointer to a function, with the helper's number.
_match_helper = compile_pattern(
    r"static\b[\w\s*]+\(\s*\*\s*(?:const\b\s*)?([A-Za-z_]\w*)\s*\)\s*\([^{}=]*\)\s*=\s*"
    r"\(\s*void\s*\*\s*\)\s*\d+\s*;"
).fullmatch
_match_forward = compile_pattern(r"(?:struct|union|enum)\s+[A-Za-z_]\w*\s*;").fullmatch
# One search for each keyword: a pattern that begins with a fixed word is found much faster.
_find_tags = [
    (
        keyword,
        compile_pattern(
            rf"{keyword}\s++(?:{_ATTRIBUTE}\s*+)*([A-Za-z_]\w*+)\s*+"
            rf"(?:{_ATTRIBUTE}\s*+)*(?::[\w\s]++)?\{{"
        ).finditer,
    )
    for keyword in ("struct", "union", "enum")
]
_find_enums = compile_pattern(
    rf"enum\b\s*+(?:{_ATTRIBUTE}\s*+)*\w*+\s*+(?:{_ATTRIBUTE}\s*+)*(?::[\w\s]++)?"
    rf"\{{((?:[^{{}}\"']++|{_STRING})*+)\}}"
).finditer
_sub_comments = compile_pattern(
    rf"{_STRING}|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/|//(?:[^\\\n]|\\[ \t]*\r?\n|\\)*+"
).sub
_sub_parentheses = compile_pattern(r"\([^()]*\)").sub
_find_words: Callable[[str], list[str]] = compile_pattern(r"[^\W\d]\w*").findall
_ONLY_WORDS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) in "_$")}
_before_body = compile_pattern(rf"\)\s*(?:{_ATTRIBUTE}\s*)*\Z").search
_tag_without_name = compile_pattern(
    rf"\b(?:struct|union|enum)\s*(?:{_ATTRIBUTE}\s*)+\w*\s*\Z"
).search

_find_declarations: list[re.Pattern[str]] = []

Indices = int | list[int]

SMALL_REGION = 2000
"""Names up to which a region's are few."""


class Region:
    """The declarations of a stretch of text.

    ``starts`` and ``ends`` are their offsets. ``names`` and ``typedefs`` lead from what they
    declare, ``tags`` from ``"struct x"`` as they are defined, to indices: one, or several as a
    list; ``other_kinds`` has the keywords of the tags that are no structs. ``eager`` are the
    indices of those that must be looked at, ``functions`` of function definitions. ``end`` is
    where the region's text ends, or what is understood of it. The three tables of a
    large region come back from the cache as ``kept``.
    """

    __slots__ = (
        "eager",
        "end",
        "ends",
        "functions",
        "kept",
        "macros_found",
        "names",
        "other_kinds",
        "start",
        "starts",
        "tags",
        "typedefs",
        "words",
    )

    def __init__(self, start: int) -> None:
        self.start = start
        self.end = start
        self.starts = array("I")
        self.ends = array("I")
        self.names: dict[str, Indices] = {}
        self.typedefs: dict[str, Indices] = {}
        self.tags: dict[str, Indices] = {}
        self.kept: tuple[NameTable, NameTable, NameTable] | None = None
        self.other_kinds: dict[str, str] = {}
        self.eager: list[int] = []
        self.functions: set[int] = set()
        self.words: frozenset[str] | None = None
        # Fingerprint of the macros that were defined → those that are words of the text.
        self.macros_found: dict[bytes, tuple[str, ...]] = {}

    def collect_words(self, text: str) -> frozenset[str]:
        """Every word of the region's text: what a macro's name might be among."""
        if self.words is None:
            self.words = frozenset(list_words(text[self.start : self.end]))
        return self.words

    @property
    def is_large(self) -> bool:
        """Whether it declares so much that its tables are better left as they are."""
        return self.kept is not None or len(self.names) + len(self.typedefs) > SMALL_REGION

    def find_name(self, name: str) -> Indices | None:
        """The indices of what declares an ordinary identifier."""
        return self.names.get(name) if self.kept is None else _find(self.kept[0], name)

    def find_typedef(self, name: str) -> Indices | None:
        """The indices of what declares a typedef name."""
        return self.typedefs.get(name) if self.kept is None else _find(self.kept[1], name)

    def find_tag(self, tag: str) -> Indices | None:
        """The indices of what defines a tag."""
        return self.tags.get(tag) if self.kept is None else _find(self.kept[2], tag)

    def list_names(self, *, typedefs: bool) -> Iterable[str]:
        """Every typedef name, or every other identifier."""
        if self.kept is not None:
            return self.kept[typedefs]
        return self.typedefs if typedefs else self.names

    def list_tags(self) -> Iterable[str]:
        """Every tag that is defined."""
        return self.tags if self.kept is None else self.kept[2]

    def tag_kind(self, tag: str) -> str:
        """``"struct"``, ``"union"`` or ``"enum"`` for one of the region's tags."""
        return self.other_kinds.get(tag, "struct")

    def add_tag(self, tag: str, kind: str, index: int) -> None:
        """Note that a declaration defines a tag."""
        _enter(self.tags, tag, index)
        if kind != "struct" or tag in self.other_kinds:
            self.other_kinds[tag] = kind

    def index_at(self, offset: int) -> int:
        """The declaration at an offset, or the last before it."""
        return bisect_right(self.starts, offset) - 1


def _find(table: NameTable, name: str) -> Indices | None:
    found = table.find(name)
    return None if not found else found[0] if len(found) == 1 else found


def list_words(text: str) -> list[str]:
    """Every word of a text, those in comments and literals included."""
    if text.isascii():
        # Twice as fast as a regex on megabytes.
        return text.translate(_ONLY_WORDS).split()
    return _find_words(text)


class Code:
    """A stretch of a file's text with blanks in place of comments; offsets are the file's."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start = start
        code = text[start:end]
        if "/*" in code or "//" in code:
            code = _sub_comments(_blank_out, code)
            unterminated = code.find("/*")
            if unterminated >= 0:
                code = code[:unterminated]
        self.text = code
        self.end = start + len(code)


def _blank_out(match: re.Match[str]) -> str:
    found = match[0]
    return " " * len(found) if found[0] == "/" else found


def scan_region(code: Code, start: int, lexer: Lexer) -> Region:
    """The declarations of ``code`` from ``start`` on, where the first begins."""
    return _Scanner(code, start, code.end, lexer).run()


class _Scanner:
    def __init__(self, code: Code, start: int, end: int, lexer: Lexer) -> None:
        self.code = code
        self.text = code.text
        self.base = code.start  # what is added to offsets in `text`
        self.end = end
        self.lexer = lexer
        self.region = Region(start)
        # Declarations whose tokens have been looked at: nothing is left to find in them.
        self.described: set[int] = set()

    def run(self) -> Region:
        region = self.region
        text, base = self.text, self.base
        starts, ends = region.starts, region.ends
        if not _find_declarations:
            _find_declarations.append(compile_pattern(_DECLARATION))
        next_declaration = _find_declarations[0].match
        pos = region.start - base
        end = self.end - base
        while True:
            match = next_declaration(text, pos, end)
            if match is None:
                break
            which = match.lastindex
            index = len(starts)
            if which == 3:
                begin = match.start(1)
                starts.append(base + (begin if begin >= 0 else match.start(2)))
                ends.append(base + match.end())
                tail = match[3]
                if tail and not tail.isspace():
                    self._read_tail(index, tail, is_typedef=match[1] is not None)
            elif which == 4:
                starts.append(base + match.start(4))
                ends.append(base + match.end())
                self._read_simple(index, match[4])
            elif which == 6:
                head = match[5]
                if not head.strip():
                    return self._leave_out_old_style()
                if not _before_body(head) or _tag_without_name(head):
                    break
                if head.count("(") != head.count(")"):
                    break  # a compound literal among the arguments
                starts.append(base + match.start(5))
                ends.append(base + match.end())
                region.functions.add(index)
                self._describe(index, match.start(5), match.end(5), body=True)
            pos = match.end()
        region.end = base + pos
        self._find_tags()
        self._find_enumerators()
        return region

    def _leave_out_old_style(self) -> Region:
        """Braces follow a `;`: what stands before is the head of a K&R definition."""
        region, base = self.region, self.base
        for index in range(len(region.starts) - 1, -1, -1):
            if ")" in self.text[region.starts[index] - base : region.ends[index] - base]:
                return _Scanner(self.code, region.start, region.starts[index], self.lexer).run()
        return Region(region.start)

    def _read_tail(self, index: int, tail: str, *, is_typedef: bool) -> None:
        """What stands between ``}`` and ``;``: attributes, a typedef's name, variables."""
        name = tail.strip()
        if is_typedef and name.isidentifier():
            _enter(self.region.typedefs, name, index)
        elif not _only_attributes(tail):
            self._describe_whole(index)

    def _read_simple(self, index: int, text: str) -> None:
        """A declaration without braces."""
        first = text[0]
        region = self.region
        if first == "t":
            match = _match_typedef(text) or _match_function_typedef(text)
            if match:
                _enter(region.typedefs, match[1], index)
                return
        elif first == "e" and "__attribute__" not in text:
            match = _match_prototype(text)
            if match:
                _enter(region.names, match[1], index)
                return
        elif first == "s" and "__attribute__" not in text:
            match = _match_helper(text)
            if match:
                _enter(region.names, match[1], index)
                return
        if first not in "sue" or not _match_forward(text):
            self._describe_whole(index)

    def _describe_whole(self, index: int) -> None:
        region, base = self.region, self.base
        self._describe(index, region.starts[index] - base, region.ends[index] - base)

    def _describe(self, index: int, start: int, end: int, *, body: bool = False) -> None:
        """Look at a declaration's tokens."""
        region = self.region
        tokens = self.lexer.lex(self.text, start, end, 0)
        if body:
            tokens.extend(self.lexer.lex("{}", 0, 2, 0))
        if not tokens:
            return
        declared = describe(tokens, self._is_typedef)
        self.described.add(index)
        if declared.is_eager:
            region.eager.append(index)
        for name in declared.names:
            _enter(region.names, name, index)
        for name in declared.typedefs:
            _enter(region.typedefs, name, index)
        for tag, kind in declared.tags:
            region.add_tag(tag, kind, index)

    def _is_typedef(self, name: str) -> bool:
        return name in self.region.typedefs

    def _find_tags(self) -> None:
        """Tags defined in declarations of the usual shapes, nested ones included."""
        region = self.region
        starts, described = region.starts, self.described
        add_tag = region.add_tag
        text, base = self.text, self.base
        for keyword, find in _find_tags:
            for match in find(text, region.start - base, region.end - base):
                begin = match.start()
                index = bisect_right(starts, begin + base) - 1
                if index not in described and not _continues_word(text, begin):
                    add_tag(match[1], keyword, index)

    def _find_enumerators(self) -> None:
        region = self.region
        starts, described, names = region.starts, self.described, region.names
        text, base = self.text, self.base
        for match in _find_enums(text, region.start - base, region.end - base):
            begin = match.start()
            index = bisect_right(starts, begin + base) - 1
            if index in described or _continues_word(text, begin):
                continue
            body = match[1]
            for _ in range(_NESTING):
                if "(" not in body:
                    break
                body = _sub_parentheses(" ", body)
            for piece in body.split(","):
                name = piece.split("=", 1)[0].strip()
                if not name.isidentifier():
                    words = name.split()
                    if not words:
                        continue
                    name = words[0]
                known = names.setdefault(name, index)
                if known != index:
                    _enter(names, name, index)


def _continues_word(text: str, offset: int) -> bool:
    """Whether the word at an offset is the end of a longer one."""
    before = text[offset - 1 : offset]
    return before.isalnum() or before == "_"


def _enter(table: dict[str, Indices], name: str, index: int) -> None:
    known = table.setdefault(name, index)
    if known != index:
        if isinstance(known, int):
            table[name] = [known, index]
        elif known[-1] != index:
            known.append(index)
