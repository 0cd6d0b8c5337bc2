"""Diagnostics: what is said, where, and the sink that collects it.

A ``Diagnostic`` knows locations, not text; the renderers in ``render`` turn a list of them
into gcc's and clang's text form, JSON, or SARIF 2.1.0. ``code`` is a stable kebab-case name:
for a warning the ``-W`` option that governs it, for an error a name listed in the docs.
"""

from __future__ import annotations

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
    """

    __slots__ = ("code", "fixits", "loc", "message", "notes", "place", "severity", "span")

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


class FatalError(Exception):
    """Raised by ``Sink.fatal``: nothing more can be read; the diagnostic is in the sink."""


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

    __slots__ = ("_seen", "diagnostics", "error_count", "error_limit", "manager", "policy")

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
        self._seen: set[tuple[str, str, int]] = set()

    def _add(self, severity: Severity, code: str, where: Where, message: str) -> Diagnostic:
        loc, span = _split(where)
        diagnostic = Diagnostic(severity, code, message, loc, span)
        # A declaration in a header may be looked at more than once; its fault is told once.
        key = (code, message, loc)
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
        severity = self.policy.severity(code)
        loc, span = _split(where)
        if severity is None or self.manager.is_system(loc):
            return Diagnostic("warning", code, message, loc, span)
        return self._add(severity, code, where, message)

    def default_error(self, code: str, where: Where, message: str) -> Diagnostic:
        """Record what is an error unless ``-Wno-code`` or ``-Wno-error=code`` says otherwise.

        These are the constraint violations that C compilers once let pass as warnings.
        """
        if code in self.policy.disabled or not self.policy.as_error.get(code, True):
            return self.warning(code, where, message)
        return self._add("error", code, where, message)

    def fatal(self, code: str, where: Where, message: str) -> FatalError:
        """Record an error after which nothing can be read: ``raise sink.fatal(...)``."""
        self._add("fatal error", code, where, message)
        return FatalError()
