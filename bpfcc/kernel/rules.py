"""The verifier's messages: for each its kind, what it means in terms of C, and the usual fixes.

A rule's ``pattern`` is searched in every line that the verifier said; the first rule that matches
any of them wins, so rules stand from the special to the general. ``meaning`` and ``fixes`` are
format strings over the pattern's groups and over what ``explain`` finds out:

* ``{it}``: the value in C terms: ``'count'`` or ``the pointer``; ``{It}`` to begin a sentence
* ``{origin}``: where it comes from, as `` (the result of bpf_map_lookup_elem())``, or nothing
* ``{holds}``: what it is at that point: ``a packet pointer``, ``an integer``
* ``{call}``: the function that is called there: ``bpf_perf_event_output()``
* ``{held}``: the range of a variable part: ``; what is added may be anything from 0 to 32``
* ``{index}``: the C expression of an index, offset or length: ``'i & 7'`` or ``the offset``
* ``{Length}``: the C expression of the argument behind the pointer that the message is about
* ``{bytes}``: ``4 bytes``, from the group ``size``
* ``{type}``: the program's type
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bpfcc.kernel.rule_table import RULES


@dataclass(slots=True, frozen=True)
class Rule:
    """One message of the verifier or of libbpf."""

    kind: str
    pattern: re.Pattern[str]
    meaning: str
    fixes: tuple[str, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, special ones first."""
    return tuple(
        Rule(kind, re.compile(pattern), meaning, fixes) for kind, pattern, meaning, fixes in RULES
    )


def find_rule(messages: list[str]) -> tuple[Rule, re.Match[str]] | None:
    """The first rule that knows one of ``messages``, with its match."""
    for rule in rules():
        for message in messages:
            match = rule.pattern.search(message)
            if match:
                return rule, match
    return None


def rule_of_kind(kind: str) -> Rule:
    """The first rule of a kind."""
    return next(rule for rule in rules() if rule.kind == kind)


USED_AFTER_RELEASE = Rule(
    "use-after-release",
    re.compile("invalid mem access"),
    "{It} is used although {by}{in_line} has given it back.",
    ("finish with it first, and release it last",),
)

KNOWN_NULL = Rule(
    "null-pointer",
    re.compile("invalid mem access"),
    "{It} is NULL on this path, and is used as an address.",
    (
        "leave the path on which the comparison has found NULL: if (!pointer) return …;",
        "a second lookup may return NULL again: compare its result too",
    ),
)

MORE_PARAMETERS = Rule(
    "uninitialized-register",
    re.compile("!read_ok"),
    "{It} is read where the program begins, and nothing was put there: the kernel calls a program"
    " with one argument, the context.",
    (
        "let BPF_KPROBE(), BPF_KSYSCALL() or BPF_PROG() take the arguments out of the context",
        "bcc rewrites programs with more parameters before it compiles them; nobody else does",
    ),
)

STALE_PACKET_POINTER = Rule(
    "stale-packet-pointer",
    re.compile("invalid mem access"),
    "{It} points into the packet as it was before {by}{in_line}, which may have moved it.",
    (
        "read data and data_end from the context again after that call, and compare again",
        "do all writing by pointer before it, or use bpf_skb_load_bytes() and"
        " bpf_xdp_load_bytes(), which need no pointers",
    ),
)

PERMISSION = Rule(
    "permission",
    re.compile(r"Operation not permitted"),
    "The process may not load BPF programs.",
    (
        "run it as root, or with CAP_BPF and, by program type, CAP_NET_ADMIN or CAP_PERFMON",
        "in a container, allow bpf(2) in its seccomp profile",
        "kernel lockdown and security modules may forbid it altogether",
    ),
)

UNKNOWN = Rule(
    "unknown",
    re.compile(""),
    "The kernel refuses the program.",
    ("bpfcc verify --log shows everything that the verifier said",),
)
