"""The names of warnings, which are off until asked for, and what ``-W`` options make of them.

A warning's name is the ``code`` with which the front end reports it and the word behind ``-W``.
Names follow clang's.
"""

from __future__ import annotations

from bpfcc.diagnostics import WarningPolicy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpfcc.options import Options

GROUPS: dict[str, tuple[str, ...]] = {
    "all": (
        "bitwise-op-parentheses",
        "logical-op-parentheses",
        "map-max-entries",
        "self-assign",
        "unknown-pragmas",
        "unused-but-set-variable",
        "unused-function",
        "unused-label",
        "unused-variable",
    ),
    "extra": (
        "ignored-qualifiers",
        "map-incomplete",
        "map-ringbuf-size",
        "map-value-type",
        "missing-field-initializers",
        "section-target",
        "shift-negative-value",
        "sign-compare",
        "unterminated-string-initialization",
        "unused-but-set-parameter",
        "unused-parameter",
        "verifier-uninitialized-padding",
    ),
    "pedantic": (),
    # Off, and in no group that is usually asked for.
    "everything": (
        "implicit-fallthrough",
        "missing-prototypes",
        "tautological-type-limit-compare",
        "tautological-unsigned-enum-zero-compare",
        "tautological-unsigned-zero-compare",
        "tautological-value-range-compare",
    ),
}
"""Group → warnings that it turns on. What is in no group is on from the start."""

FAMILIES: dict[str, tuple[str, ...]] = {
    "bool-conversion": ("pointer-bool-conversion",),
    "enum-conversion": ("implicit-enum-enum-cast",),
    "constant-conversion": ("bitfield-constant-conversion",),
    "conversion": (
        "bitfield-constant-conversion",
        "constant-conversion",
        "implicit-enum-enum-cast",
        "pointer-bool-conversion",
    ),
    "parentheses": (
        "bitwise-op-parentheses",
        "dangling-else",
        "logical-not-parentheses",
        "logical-op-parentheses",
        "parentheses-equality",
        "shift-op-parentheses",
    ),
    "tautological-compare": (
        "tautological-constant-compare",
        "tautological-constant-out-of-range-compare",
        "tautological-pointer-compare",
    ),
    "tautological-constant-compare": ("tautological-constant-out-of-range-compare",),
    "tautological-in-range-compare": (
        "tautological-type-limit-compare",
        "tautological-unsigned-enum-zero-compare",
        "tautological-unsigned-zero-compare",
    ),
    "type-limits": (
        "tautological-type-limit-compare",
        "tautological-unsigned-enum-zero-compare",
        "tautological-unsigned-zero-compare",
    ),
    "uninitialized": ("sometimes-uninitialized",),
    "unused": ("unused-result",),
    "unused-value": ("unused-comparison", "unused-result"),
}
"""Name → further warnings that it stands for, besides those whose names it begins."""


def make_policy(options: Options) -> WarningPolicy:
    """What the ``-W`` options, in their order, make of each warning."""
    policy = WarningPolicy()
    policy.default_off = frozenset(name for names in GROUPS.values() for name in names)
    policy.silent = options.no_warnings
    if options.pedantic:
        _enable(policy, ["pedantic"])
    for word in options.warnings:
        _apply(policy, word)
    return policy


def _apply(policy: WarningPolicy, word: str) -> None:
    is_negative = word.startswith("no-")
    name = word.removeprefix("no-")
    if name == "error":
        policy.every_error = not is_negative
    elif name.startswith("error="):
        named = _members(name.removeprefix("error="))
        policy.as_error.update(dict.fromkeys(named, not is_negative))
        if not is_negative:
            _enable(policy, named)
    elif is_negative:
        for member in _members(name):
            policy.disabled.add(member)
            policy.enabled.discard(member)
    else:
        _enable(policy, _members(name))


def _enable(policy: WarningPolicy, names: Iterable[str]) -> None:
    for name in names:
        policy.enabled.add(name)
        policy.disabled.discard(name)


def _members(name: str) -> list[str]:
    """The warnings that a word stands for: a group's, or those that it begins, or itself."""
    if name == "everything":
        return [member for members in GROUPS.values() for member in members]
    if name in GROUPS:
        return list(GROUPS[name])
    known = (member for members in GROUPS.values() for member in members)
    begun = (member for member in known if member.startswith(name + "-"))
    return [name, *begun, *FAMILIES.get(name, ())]
