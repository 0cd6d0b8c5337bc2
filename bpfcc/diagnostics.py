"""Diagnostics: what is said, where, and the sink that collects it.

A ``Diagnostic`` knows locations, not text; the renderers in ``render`` turn a list of them
into gcc's and clang's text form, JSON, or SARIF 2.1.0. ``code`` is a stable kebab-case name:
for a warning the ``-W`` option that governs it, for an error a name listed in the docs.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from operator import itemgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.source import SourceManager

Severity = str
"""``"error"``, ``"warning"``, ``"note"`` or ``"fatal error"``."""

Where = int | tuple[int, int] | tuple[int, int, int]
"""A loc; or a span: (first loc, loc one past the last character); or caret loc and span."""


class FixIt:
    """Replace the characters of ``span`` by ``text`` (an empty span inserts)."""

    __slots__ = ("span", "text")

    def __init__(self, span: tuple[int, int], text: str) -> None:
        self.span = span
        self.text = text


class Diagnostic:
    """One message; ``loc`` is where the caret stands, ``span`` what is underlined.

    ``place`` overrides both where only a printable ``file:line:col`` is known (back end).
    ``is_promoted`` tells a warning that an option or pragma made an error.
    """

    __slots__ = (
        "code",
        "fixits",
        "is_promoted",
        "loc",
        "message",
        "notes",
        "place",
        "severity",
        "span",
    )

    def __init__(
        self,
        severity: Severity,
        code: str,
        message: str,
        loc: int = 0,
        span: tuple[int, int] | None = None,
        place: tuple[str, int, int] | None = None,
    ) -> None:
        self.severity = severity
        self.code = code
        self.message = message
        self.loc = loc
        self.span = span
        self.place = place
        self.is_promoted = False
        self.notes: list[Diagnostic] = []
        self.fixits: list[FixIt] = []

    def note(self, message: str, where: Where = 0) -> Diagnostic:
        """Attach a note; returns self, so that notes chain."""
        loc, span = _split(where)
        self.notes.append(Diagnostic("note", "", message, loc, span))
        return self

    def fixit(self, span: tuple[int, int], text: str) -> Diagnostic:
        """Attach a suggested edit; returns self."""
        self.fixits.append(FixIt(span, text))
        return self


def _split(where: Where) -> tuple[int, tuple[int, int] | None]:
    if isinstance(where, int):
        return where, None
    return where[0], where[-2:]


def spell_out(character: str) -> str:
    """A character that cannot be printed: ``<U+0007>``, or ``<80>`` for a byte that is no text."""
    code = ord(character)
    return f"<{code - 0xDC00:02X}>" if 0xDC80 <= code <= 0xDCFF else f"<U+{code:04X}>"


class FatalError(Exception):
    """Raised by ``Sink.fatal``: nothing more can be read; the diagnostic is in the sink."""


def _find_action(code: str, actions: dict[str, str]) -> str | None:
    found = actions.get(code)
    if found is None:
        for name, action in actions.items():
            # A group's name begins the names of its members: unused, unused-variable.
            if code.startswith(name + "-"):
                found = action
    return found


class WarningPolicy:
    """Which warnings are shown and which are errors, from ``-W`` options in their order.

    ``groups`` maps a group name (``all``, ``extra``) to its members. Warnings that are in no
    group are on by default; those in a group are on when the group or the name is enabled.
    """

    __slots__ = ("as_error", "default_off", "disabled", "enabled", "every_error", "silent")

    def __init__(self) -> None:
        self.enabled: set[str] = set()
        self.disabled: set[str] = set()
        self.as_error: dict[str, bool] = {}
        self.default_off: frozenset[str] = frozenset()
        self.every_error = False
        self.silent = False

    def severity(self, code: str) -> Severity | None:
        """``"warning"``, ``"error"`` or None (not shown) for a warning of this name."""
        if code in self.disabled or (code in self.default_off and code not in self.enabled):
            return None
        if self.as_error.get(code, self.every_error):
            return "error"
        return None if self.silent else "warning"


class Sink:
    """Collects diagnostics in the order in which they are found."""

    __slots__ = (
        "_seen",
        "diagnostics",
        "error_count",
        "error_limit",
        "manager",
        "policy",
        "pragma_marks",
    )

    def __init__(
        self,
        manager: SourceManager,
        policy: WarningPolicy | None = None,
        *,
        error_limit: int = 20,
    ) -> None:
        self.manager = manager
        self.policy = policy or WarningPolicy()
        self.error_limit = error_limit  # 0: no limit
        self.diagnostics: list[Diagnostic] = []
        self.error_count = 0
        # File base → what `#pragma GCC diagnostic` says from which loc on: warning → action.
        self.pragma_marks: dict[int, list[tuple[int, int, dict[str, str]]]] = {}
        self._seen: set[tuple[str, str, int]] = set()

    def _add(self, severity: Severity, code: str, where: Where, message: str) -> Diagnostic:
        loc, span = _split(where)
        diagnostic = Diagnostic(severity, code, message, loc, span)
        # A declaration in a header may be looked at more than once; its fault is told once.
        # What a macro makes several times of one argument is told once, too.
        key = (code, message, loc if loc >= 0 else self.manager.file_loc(loc))
        if key in self._seen and loc:
            return diagnostic
        self._seen.add(key)
        self.diagnostics.append(diagnostic)
        if severity != "warning":
            self.error_count += 1
            if self.error_limit and self.error_count >= self.error_limit and severity == "error":
                self.diagnostics.append(
                    Diagnostic(
                        "fatal error", "error-limit", "too many errors emitted, stopping now"
                    )
                )
                raise FatalError
        return diagnostic

    def error(self, code: str, where: Where, message: str) -> Diagnostic:
        """Record an error and go on; the driver stops at the end of the stage."""
        return self._add("error", code, where, message)

    def warning(self, code: str, where: Where, message: str) -> Diagnostic:
        """Record a warning, if ``-W`` options let it through; ``code`` is its ``-W`` name.

        Warnings about system headers are dropped, as every C compiler does.
        """
        loc, span = _split(where)
        severity = self.policy.severity(code)
        if self.pragma_marks:
            severity = self._severity_here(code, loc, severity)
        if severity is None or self.manager.is_system(loc):
            return Diagnostic("warning", code, message, loc, span)
        diagnostic = self._add(severity, code, where, message)
        diagnostic.is_promoted = severity == "error"
        return diagnostic

    def default_error(self, code: str, where: Where, message: str) -> Diagnostic:
        """Record what is an error unless ``-Wno-code`` or ``-Wno-error=code`` says otherwise.

        These are the constraint violations that C compilers once let pass as warnings.
        """
        is_lowered = self.pragma_marks and self._pragma_action(code, _split(where)[0])
        if (
            code in self.policy.disabled
            or not self.policy.as_error.get(code, True)
            or is_lowered in ("ignored", "warning")
        ):
            return self.warning(code, where, message)
        return self._add("error", code, where, message)

    def mark_pragma(self, loc: int, actions: dict[str, str]) -> None:
        """From ``loc`` on, ``actions`` (``ignored``, ``warning``, ``error``) hold.

        ``loc`` may lie in a macro expansion: then they hold for what that expansion goes on to
        produce, and for the file behind it.
        """
        base = self.manager.file_of(loc).base
        mark = (self.manager.expansion(loc), loc, actions)
        self.pragma_marks.setdefault(base, []).append(mark)

    def _severity_here(self, code: str, loc: int, severity: Severity | None) -> Severity | None:
        action = self._pragma_action(code, loc)
        if action is None:
            return severity
        if action == "ignored" or (self.policy.silent and action != "error"):
            return None
        return "error" if action == "error" or self.policy.every_error else "warning"

    def _pragma_action(self, code: str, loc: int) -> str | None:
        """What the last pragma before ``loc``, in its file or an includer, says of a warning."""
        at = self.manager.expansion(loc)
        while at:
            file = self.manager.file_of(at)
            marks = self.pragma_marks.get(file.base, ())
            index = bisect_right(marks, at, key=itemgetter(0))
            while (
                index
                and marks[index - 1][0] == at
                and not self._is_before(marks[index - 1][1], loc)
            ):
                index -= 1
            if index:
                return _find_action(code, marks[index - 1][2])
            loc = at = file.included_at
        return None

    def _is_before(self, mark: int, loc: int) -> bool:
        """Whether ``mark`` comes first of two locations with the same outermost invocation.

        Tokens of one replacement list have ascending expansion numbers; two tokens are compared
        at the innermost expansion that holds both.
        """
        expansions = self.manager.expansions
        levels: dict[int, int] = {}
        while mark < 0:
            outer = expansions[-mark - 1][1]
            levels[outer] = mark
            mark = outer
        while loc < 0:
            outer = expansions[-loc - 1][1]
            if outer in levels:
                return -levels[outer] < -loc
            loc = outer
        return True

    def mark(self) -> tuple[int, int]:
        """How much has been said so far, for ``take_back``."""
        return len(self.diagnostics), self.error_count

    def take_back(self, mark: tuple[int, int]) -> None:
        """Forget what was said since a mark."""
        said, self.error_count = mark
        del self.diagnostics[said:]

    def sort(self) -> None:
        """Put what was said in the order of the source: each stage reads it from its start.

        What has no place in a file that was read comes last.
        """
        self.diagnostics.sort(key=self._find_position)

    def _find_position(self, diagnostic: Diagnostic) -> list[int]:
        """Where the reader meets it: the place in the first file, then in what that includes."""
        manager = self.manager
        if not diagnostic.loc or not manager.files:
            return [sys.maxsize]
        at = manager.file_loc(diagnostic.loc)
        position = [at]
        while at := manager.file_of(at).included_at:
            position.append(manager.expansion(at))
        return position[::-1]

    def fatal(self, code: str, where: Where, message: str) -> FatalError:
        """Record an error after which nothing can be read: ``raise sink.fatal(...)``."""
        self._add("fatal error", code, where, message)
        return FatalError()
