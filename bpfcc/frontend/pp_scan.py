"""A file cut into its directives and the stretches of text between them.

What is found here depends on the text alone, not on any macro: where each directive begins and
ends, which ``#else`` belongs to which ``#if``, whether the file has an include guard. So it is
computed once per file and skipped groups are never tokenized.

Translation phases 1 and 2 happen here too: where a line splice stands inside a token, or where
trigraphs are on, the text is rewritten and the offsets that moved are kept, so that positions
stay exact. A splice between tokens stays; it is white space to the lexer.
"""

from __future__ import annotations

from bpfcc.cache import hash_bytes
from bpfcc.frontend.lexer import IDENTIFIER_PATTERN, SPACE_PATTERN, match_space
from bpfcc.patterns import compile_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from bpfcc.frontend.pp_region import Region
    from bpfcc.source import Removal

TEXT = "text"

ITEM_LIMIT = 1_000_000
"""Directives and stretches of text that a file may have."""

Item = tuple[str, int, int, int]
"""(kind, start, end, start of what follows the directive's name).

``kind`` is ``TEXT``, a directive's name, ``"line-marker"`` for ``# 12 "x.c"`` or ``""`` for a
lone ``#``. A directive starts at its ``#`` and ends before its newline.
"""

StructureError = tuple[int, str, str]
"""(offset, diagnostic code, message)."""

_BLANK = r"(?:[ \t\f\v\r\0]++|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/|\\[ \t]*\r?\n)*+"
_HASH = r"(?:\#|%:)"
_find_interesting = compile_pattern(
    rf"/[*/]|[\"']|\n[ \t\f\v]*(?:{_HASH}|\\[ \t]*\r?\n{_BLANK}{_HASH})"
).search
_match_hash = compile_pattern(_BLANK + _HASH).match
_match_line_comment = compile_pattern(r"//(?:[^\\\n]|\\[ \t]*\r?\n|\\)*+").match
_match_literal = compile_pattern(
    r'"(?:[^"\\\n]|\\(?:[ \t]*\r?\n|.))*+"?|' r"'(?:[^'\\\n]|\\(?:[ \t]*\r?\n|.))*+'?"
).match
_match_name = compile_pattern(rf"{_BLANK}({IDENTIFIER_PATTERN}|\d+)?").match
_match_rest = compile_pattern(
    r"(?:[^\n/\\\"']++|/(?![*/])|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/"
    r"|//(?:[^\\\n]|\\[ \t]*\r?\n|\\)*+|\\[ \t]*\r?\n|\\"
    r'|"(?:[^"\\\n]|\\(?:[ \t]*\r?\n|.))*+"?|'
    r"'(?:[^'\\\n]|\\(?:[ \t]*\r?\n|.))*+'?)*+"
).match
_match_guard = compile_pattern(
    rf"{_BLANK}(?:!{_BLANK}defined{_BLANK}(?:\({_BLANK}(\w+){_BLANK}\)|(\w+))|(\w+)){SPACE_PATTERN}"
).match

_SPLICES = compile_pattern(r"(?:\\[ \t]*\r?\n)+")
_SPLICES_AND_TRIGRAPHS = compile_pattern(r"(?:(?:\\|\?\?/)[ \t]*\r?\n)+|\?\?[=/'()!<>-]")
_TRIGRAPHS = {
    "??=": "#",
    "??/": "\\",
    "??'": "^",
    "??(": "[",
    "??)": "]",
    "??!": "|",
    "??<": "{",
    "??>": "}",
    "??-": "~",
}

_BLANKS = " \t\f\v\r\0"

_OPENING = frozenset({"if", "ifdef", "ifndef"})
_BRANCHES = frozenset({"elif", "elifdef", "elifndef", "else"})


class FileScan:
    """One file's text, its items, and how they hang together.

    ``links[i]`` is, for an item of an ``#if`` group, the index of the group's next ``#elif``,
    ``#else`` or ``#endif`` (or the number of items if there is none); ``guard`` is the macro
    of an include guard around everything that the file says.
    """

    __slots__ = (
        "_digest",
        "cache_key",
        "guard",
        "has_trigraphs",
        "is_changed",
        "items",
        "links",
        "raw",
        "regions",
        "removals",
        "structure_errors",
        "text",
    )

    def __init__(self, raw: str, *, trigraphs: bool = False) -> None:
        self._start(raw)
        self.has_trigraphs = trigraphs
        if "\\" in raw or trigraphs:
            self._join_tokens(_SPLICES_AND_TRIGRAPHS if trigraphs else _SPLICES)
        self.items: list[Item] = _find_items(self.text, self.structure_errors)
        self.links: list[int] = _link_groups(self.items, self.structure_errors)
        self.guard: str | None = self._find_guard()

    def _start(self, raw: str) -> None:
        self.raw = raw
        self.text = raw
        self.removals: list[Removal] = []
        self.structure_errors: list[StructureError] = []
        self.has_trigraphs = False
        # Declarations found in stretches of the text, by the offset where they begin and
        # the C standard.
        self.regions: dict[tuple[int, str], Region] = {}
        # For the cache: what it is kept under, and whether there is more to keep than was.
        self.cache_key = ""
        self._digest = b""
        self.is_changed = False

    @classmethod
    def restore(
        cls,
        raw: str,
        items: list[Item],
        links: list[int],
        structure_errors: list[StructureError],
        guard: str | None,
        removals: list[Removal],
    ) -> FileScan:
        """A scan, made without trigraphs, from what an earlier one of the same text found."""
        scan = cls.__new__(cls)
        scan._start(raw)
        scan.items, scan.links, scan.structure_errors = items, links, structure_errors
        scan.guard, scan.removals = guard, removals
        if removals:
            pieces = []
            last = last_raw = 0
            for offset, removed in removals:
                pieces.append(raw[last_raw : last_raw + offset - last])
                last, last_raw = offset, offset + removed
            pieces.append(raw[last_raw:])
            scan.text = "".join(pieces)
        return scan

    def keep_under(self, key: str, digest: bytes) -> None:
        """Note the key of the cache's entry and the text's digest, which is part of it."""
        self.cache_key = key
        self._digest = digest

    def digest(self) -> bytes:
        """Stands for the file's text, the same in every process."""
        if not self._digest:
            self._digest = hash_bytes(self.raw.encode("utf-8", "surrogateescape"))
        return self._digest

    def _join_tokens(self, pattern: re.Pattern[str]) -> None:
        pieces: list[str] = []
        raw = self.raw
        last = removed = 0
        for match in pattern.finditer(raw):
            begin, end = match.span()
            if raw[begin - 1 : begin] in " \t\n" and match[0][0] == "\\":
                continue  # between tokens, it is white space
            piece = raw[last:begin] + _TRIGRAPHS.get(match[0], "")
            pieces.append(piece)
            removed += end - last - len(piece)
            self.removals.append((end - removed, removed))
            last = end
        if pieces:
            pieces.append(raw[last:])
            self.text = "".join(pieces)

    def _find_guard(self) -> str | None:
        """The macro of ``#ifndef X … #endif`` around all of the file, if it has that form."""
        items = [i for i, item in enumerate(self.items) if item[0] != TEXT or not self.is_blank(i)]
        if len(items) < 2:
            return None
        first, last = items[0], items[-1]
        kind, _, end, rest = self.items[first]
        if kind not in ("ifndef", "if") or self.links[first] != last:
            return None
        match = _match_guard(self.text, rest, end)
        if match is None or match.end() != end or (kind == "ifndef") != bool(match[3]):
            return None
        return str(match[match.lastindex or 0])

    def is_blank(self, index: int) -> bool:
        """Whether a stretch of text has no token."""
        _, start, end, _ = self.items[index]
        match = match_space(self.text, start, end)
        return match is not None and match.end() == end


def _find_items(text: str, errors: list[StructureError]) -> list[Item]:
    """Directives and stretches of text in turn."""
    items: list[Item] = []
    end = 0
    find_directive = _walk_to_directive if "%:" in text else _find_directive
    while True:
        after_hash = find_directive(text, end)
        if after_hash < 0:
            break
        item = _read_directive(text, after_hash, errors)
        start = item[1]
        if start > end + 1 or text[end:start] not in ("", "\n"):
            items.append((TEXT, end, start, 0))
        items.append(item)
        end = item[2]
        if len(items) > ITEM_LIMIT:
            errors.append((start, "source-limit", f"more than {ITEM_LIMIT} directives in a file"))
            return items
    if end < len(text):
        items.append((TEXT, end, len(text), 0))
    return items


def _find_directive(text: str, pos: int) -> int:
    """One past the `#` of the first directive after ``pos`` (a line's end), or -1.

    Looks at the `#` characters alone as long as it is plain that they stand neither in a
    comment nor in a literal, and reads comments and literals in order where it is not.
    """
    find, rfind = text.find, text.rfind
    at = pos
    while True:
        at = find("#", at)
        if at < 0:
            return -1
        line_start = rfind("\n", pos, at) + 1 or pos
        prefix = text[line_start:at].rstrip(_BLANKS)
        if prefix:
            if prefix.endswith("*/"):
                return _walk_to_directive(text, pos)
            # No other `#` of this line begins a directive either.
            at = find("\n", at)
            if at < 0:
                return -1
            continue
        opened = rfind("/*", pos, at)
        closed = rfind("*/", pos, at)
        if (opened >= 0 and closed < opened + 2) or _goes_on(text, pos, line_start):
            return _walk_to_directive(text, pos)
        return at + 1


def _goes_on(text: str, pos: int, line_start: int) -> bool:
    """Whether the line before ``line_start``, which begins after ``pos``, ends in a splice."""
    if line_start < 2 or text[line_start - 2] not in "\\ \t\r":
        return False
    line = text[text.rfind("\n", pos, line_start - 1) + 1 : line_start]
    return line.rstrip(" \t\r\n").endswith("\\")


def _walk_to_directive(text: str, pos: int) -> int:
    """The same as ``_find_directive``, reading every comment and literal on the way."""
    if pos == 0:
        match = _match_hash(text)
        if match:
            return match.end()
    while True:
        match = _find_interesting(text, pos)
        if match is None:
            return -1
        begin = match.start()
        first = text[begin]
        if first == "\n":
            return match.end()
        if first != "/":
            pos = _match_literal(text, begin).end()  # type: ignore[union-attr]
        elif text[begin + 1] == "/":
            pos = _match_line_comment(text, begin).end()  # type: ignore[union-attr]
        else:
            line_start = text.rfind("\n", pos, begin) + 1
            pos = text.find("*/", begin + 2) + 2
            if pos < 2:
                return -1
            # A comment may stand between a line's start and its `#`.
            if (line_start or begin == 0) and not text[line_start:begin].strip(_BLANKS):
                match = _match_hash(text, pos)
                if match:
                    return match.end()


def _read_directive(text: str, after_hash: int, errors: list[StructureError]) -> Item:
    name_match = _match_name(text, after_hash)
    assert name_match is not None
    name = name_match[1] or ""
    rest = name_match.end()
    end = text.find("\n", rest)
    if end < 0:
        end = len(text)
    if "\\" in text[rest:end] or "/*" in text[rest:end]:
        match = _match_rest(text, rest)
        assert match is not None
        end = match.end()
        if text.startswith("/", end):
            errors.append((end, "unterminated-comment", "unterminated /* comment"))
            end = len(text)
    hash_offset = after_hash - (2 if text[after_hash - 1] == ":" else 1)
    return ("line-marker" if name[:1].isdigit() else name, hash_offset, end, rest)


def _link_groups(items: list[Item], errors: list[StructureError]) -> list[int]:
    """For every item of an ``#if`` group the index of the group's next item."""
    count = len(items)
    links = [count] * count
    # For each open group: its first item, its last item so far, whether it had its #else.
    groups: list[list[int]] = []
    for index, (kind, start, _, _) in enumerate(items):
        if kind in _OPENING:
            groups.append([index, index, 0])
        elif kind in _BRANCHES or kind == "endif":
            if not groups:
                errors.append((start, "unmatched-conditional", f"#{kind} without #if"))
                continue
            group = groups[-1]
            if kind != "endif" and group[2]:
                errors.append((start, "unmatched-conditional", f"#{kind} after #else"))
            links[group[1]] = index
            group[1] = index
            group[2] |= kind == "else"
            if kind == "endif":
                groups.pop()
    for first, _, _ in groups:
        errors.append(
            (items[first][1], "unterminated-conditional", "unterminated conditional directive")
        )
    return links
