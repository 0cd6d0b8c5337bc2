"""A verifier's log turned into an explanation: line, kind, meaning in C terms, path, fixes."""

from __future__ import annotations

import errno as errnos
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bpfcc.kernel.log import SourceLine, Step, VerifierLog, parse_log
from bpfcc.kernel.rules import (
    KNOWN_NULL,
    MORE_PARAMETERS,
    PERMISSION,
    STALE_PACKET_POINTER,
    UNKNOWN,
    USED_AFTER_RELEASE,
    Rule,
    find_rule,
    rule_of_kind,
)
from bpfcc.kernel.trace import (
    Origin,
    called_name,
    guess_assigned,
    guess_index,
    guess_used,
    read_argument,
    trace_register,
)

if TYPE_CHECKING:
    from bpfcc.kernel.lines import LineTable

_PATH_LINES = 12
_BUSY_STEPS = 2000
_CORE_MEMBER = re.compile(r"CO-RE relocation <[^>]*> .*?\.(\w+)[^ .]* \(")
_CORE_TYPE = re.compile(
    r"CO-RE relocation <(?:enumval|type)\w*> \[\d+\] (?:(?:struct|union|enum) )?(?:\S+::)?(\w+)"
)
_LOOP_WORD = re.compile(r"\b(?:for|while|do|goto|bpf_for\w*|bpf_repeat)\b")
_RETURN_WORD = re.compile(r"\breturn\b")
_NAMES_INSTRUCTION = frozenset({"dead-code", "loop", "bad-code"})
_MAYBE_STALE = frozenset({"scalar-as-pointer", "argument-type"})
_NO_ORIGIN = frozenset({"complexity", "loop", "stack-limit", "call-depth", "helper-not-allowed"})
_RELEASING = frozenset(
    {
        "bpf_ringbuf_submit",
        "bpf_ringbuf_discard",
        "bpf_ringbuf_submit_dynptr",
        "bpf_ringbuf_discard_dynptr",
        "bpf_sk_release",
        "bpf_obj_drop_impl",
        "bpf_task_release",
        "bpf_cgroup_release",
        "bpf_kptr_xchg",
    }
)
_LOCKING = frozenset(
    {
        "bpf_spin_lock",
        "bpf_res_spin_lock",
        "bpf_res_spin_lock_irqsave",
        "bpf_rcu_read_lock",
        "bpf_preempt_disable",
        "bpf_local_irq_save",
    }
)
_PACKET_CHANGING = re.compile(
    r"bpf_(?:clone_redirect|lwt_\w+|msg_p\w+_data|skb_(?:adjust_room|change_\w+|ecn_set_ce|pull_data"
    r"|store_bytes|vlan_p\w+)|store_hdr_opt|l[34]_csum_replace|xdp_adjust_\w+)"
)
_SLICES = frozenset({"bpf_dynptr_data", "bpf_dynptr_slice", "bpf_dynptr_slice_rdwr"})
_NULL = re.compile(r"(?:inv|invP|scalar)?0$")
_PROGRAM_NAME = re.compile(r"^prog '[^']*': ")
_REGISTER = re.compile(r"\bR(\d+)\b")
_BASE_REGISTER = re.compile(r"\*\([us]\d+ \*\)\([rw](\d+) ?[+-]\d+\)")
_INSN = re.compile(r"\binsn (\d+)\b|alloc_insn=(\d+)")


@dataclass(slots=True)
class Finding:
    """Why a program was refused.

    ``kind`` is a stable name, ``message`` the verifier's own words, ``place`` the line to look
    at (None when nothing ties the message to one), ``notes`` what led there (place, text), in
    order, ``path`` the source lines walked last, oldest first.
    """

    kind: str
    message: str
    meaning: str
    fixes: list[str]
    place: SourceLine | None = None
    notes: list[tuple[SourceLine | None, str]] = field(default_factory=list)
    path: list[SourceLine] = field(default_factory=list)


def explain_log(
    text: str,
    *,
    lines: LineTable | None = None,
    program_type: str = "",
    messages: list[str] | None = None,
    errno: int = 0,
) -> Finding | None:
    """Explain a verifier's log; None when it holds no complaint.

    ``lines`` places instructions whose log has no file and line, ``messages`` are the loader's
    warnings, looked at when the verifier itself said nothing.
    """
    log = parse_log(text)
    return _Explainer(log, lines, program_type, messages or [], errno).explain()


class _Explainer:
    """Collects the facts that a rule's sentences name."""

    def __init__(
        self,
        log: VerifierLog,
        lines: LineTable | None,
        program_type: str,
        messages: list[str],
        errno: int,
    ) -> None:
        self.log = log
        self.lines = lines
        self.program_type = program_type
        self.loader_messages = _tidy_messages(messages)
        self.errno = errno
        self.steps = [step for step in log.steps if step.index >= 0]
        self.failed = self.steps[-1] if self.steps else None

    def explain(self) -> Finding | None:
        said = self.log.messages
        if not said and self.log.report is None and not self.loader_messages and not self.errno:
            return None
        found = find_rule(said) or find_rule(self.loader_messages)
        if found is None and self.log.report is not None:
            found = find_rule(_report_messages(self.log))
        if found is None:
            return self._explain_unknown()
        rule, match = found
        return self._build(rule, match, said)

    def _explain_unknown(self) -> Finding:
        nothing_said = not self.log.messages and not self.steps
        if nothing_said and self.errno == errnos.EPERM:
            # It is about the process: no line of the program could be better.
            said = os.strerror(self.errno)
            return Finding(PERMISSION.kind, said, PERMISSION.meaning, list(PERMISSION.fixes))
        rule = UNKNOWN
        empty = re.match("", "")
        assert empty is not None
        return self._build(rule, empty, self.log.messages)

    def _build(self, rule: Rule, match: re.Match[str], said: list[str]) -> Finding:
        register = self._find_register(match)
        origin = None
        if register is not None and self.steps:
            origin = trace_register(self.steps, register, len(self.steps) - 1)
        place = self._place_of(rule, match, origin)
        facts = self._collect_facts(match, origin, register)
        rule = self._refine(rule, origin, facts)
        meaning = rule.meaning.format_map(facts)
        if re.match(r"[a-z]+ ", meaning):
            meaning = meaning[:1].upper() + meaning[1:]
        report = self.log.report
        if rule is UNKNOWN and report is not None and report.reason:
            meaning = report.reason
        message = "; ".join(said) or self._loader_reason()
        finding = Finding(rule.kind, message, meaning, list(rule.fixes), place)
        finding.notes = self._collect_notes(rule, match, origin)
        finding.path = self._collect_path()
        if report is not None and report.suggestion and report.suggestion not in finding.fixes:
            finding.fixes.append(report.suggestion)
        return finding

    def _loader_reason(self) -> str:
        """What is quoted when the verifier said nothing: the report, or the loader's warning."""
        report = self.log.report
        if report is not None:
            return f"{report.category}: {report.problem}".rstrip(": ")
        found = find_rule(self.loader_messages)
        for message in self.loader_messages:
            if found is None or found[0].pattern.search(message):
                return message.strip().splitlines()[0]
        if self.errno:
            from bpfcc.kernel.libbpf import describe_errno

            return describe_errno(self.errno)
        return ""

    def _find_register(self, match: re.Match[str]) -> int | None:
        """The register that the message is about, else the one the instruction goes through."""
        for name, value in match.groupdict().items():
            if name.startswith("reg") and value:
                return int(value[1:])
        for message in self.log.messages:
            if found := _REGISTER.search(message):
                return int(found[1])
        if self.failed is not None and (found := _BASE_REGISTER.search(self.failed.text)):
            return int(found[1])
        return None

    def _collect_facts(
        self, match: re.Match[str], origin: Origin | None, register: int | None
    ) -> _Facts:
        facts = _Facts({name: value for name, value in match.groupdict().items() if value})
        it = self._name_value(origin, register)
        state = facts.get("state") or self._state_of(register)
        facts["known"] = self._state_of(register)
        facts["register"] = str(register)
        facts["it"] = it
        facts["It"] = it[:1].upper() + it[1:] if it.startswith("the") else it
        facts["origin"] = self._describe_origin(origin)
        facts["holds"] = describe_state(state)
        facts["held"] = describe_range(state)
        facts["from_it"] = f" through {it}" if it.startswith("'") else ""
        name = called_name(self.failed)
        index = self._name_index(register, name)
        facts["index"] = index or "the offset or length"
        facts["Index"] = index or "A value"
        facts["Length"] = self._name_index((register or 0) + 1, name) or "A value"
        facts["by_index"] = f", by {index}" if index else ""
        proved = facts.get("proved", "")
        facts["proved_so_far"] = f" ({_count_bytes(proved)} so far)" if proved else ""
        facts["call"] = f"{name}()" if name else "the function called here"
        helper = next((facts[key] for key in ("what", "func", "other") if key in facts), name)
        facts["helper"] = f"{helper}()" if helper else "that is called here"
        facts["type"] = self.program_type or "this kind"
        if origin is not None and origin.step is not None:
            made = " ".join(origin.step.after.values())
            if "pkt" in made or origin.loaded or origin.call in _SLICES:
                facts["was_packet"] = "yes"
        facts["acquired"] = self._name_acquisition(match)
        facts["wanted"] = describe_expected(facts.get("expected", ""))
        facts["ordinal"] = _ORDINALS.get(register or 0, "")
        if "result" in facts:
            facts["result_said"] = _say_range(facts["result"])
            facts["results_said"] = _say_range(facts["results"])
        if "size" in facts:
            facts["bytes"] = _count_bytes(facts["size"])
        return facts

    def _name_index(self, register: int | None, function: str | None) -> str | None:
        """The C text of the index or length at the place of the failure."""
        if self.failed is None or self.failed.source is None:
            return None
        text = self.failed.source.text
        if function and register:
            found = read_argument(text, function, register)
            if found is not None and not found.startswith("&"):
                return f"'{found}'"
        found = guess_index(text)
        return f"'{found}'" if found and not found.isdigit() else None

    def _refine(self, rule: Rule, origin: Origin | None, facts: _Facts) -> Rule:
        """A message that has several causes, told apart by what happened on the path."""
        if rule.kind == "uninitialized-register" and origin is not None:
            made = origin.step
            is_whole = self.steps[0].index == 0
            if made is None and is_whole and facts["register"] in ("2", "3", "4", "5"):
                return MORE_PARAMETERS
            if made is not None and re.match(r"call (?:#0|unknown#\d+)$", made.text):
                return rule_of_kind("missing-kfunc")
        if rule.kind == "scalar-as-pointer" and _NULL.match(facts["known"]):
            return KNOWN_NULL
        if rule.kind in _MAYBE_STALE and origin is not None and origin.step is not None:
            start = self.steps.index(origin.step)
            for step in reversed(self.steps[start + 1 : -1]):
                name = called_name(step)
                place = self._place(step)
                number = place.line if place is not None else None
                facts["in_line"] = f" in line {number}" if number else ""
                facts["by"] = f"{name}()"
                if name in _RELEASING:
                    return USED_AFTER_RELEASE
                if name and _PACKET_CHANGING.fullmatch(name) and facts.get("was_packet"):
                    return STALE_PACKET_POINTER
        return rule

    def _state_of(self, register: int | None) -> str:
        """What the log last said of a register."""
        for step in reversed(self.log.steps):
            found = step.after.get(f"R{register}")
            if found is not None:
                return found
        return ""

    def _name_value(self, origin: Origin | None, register: int | None) -> str:
        """``'count'`` where the source leaves no doubt, else ``the value``."""
        used = guess_used(self.failed.source.text) if self.failed and self.failed.source else []
        candidates = [guess_assigned(step) for step in _origin_steps(origin)]
        for name in candidates:
            if name in used:
                return f"'{name}'"
        if len(used) == 1:
            return f"'{used[0]}'"
        return next((f"'{name}'" for name in candidates if name), "the value")

    def _describe_origin(self, origin: Origin | None) -> str:
        if origin is None or origin.step is None:
            return ""
        if origin.call:
            return f" (the result of {origin.call}())"
        if origin.clobbered_by:
            return f" ({origin.clobbered_by}() was called in between)"
        if origin.written_by:
            return f" (written by {origin.written_by}())"
        place = self._place(origin.step)
        line = f" in line {place.line}" if place is not None and place.line else ""
        if origin.loaded:
            return f" (read from memory{line})"
        if origin.constant and not origin.changes:
            return f" (a constant{line})"
        return ""

    def _name_acquisition(self, match: re.Match[str]) -> str:
        step = self._acquiring_step(match)
        name = called_name(step)
        return f"{name}()" if name else "an acquiring function"

    def _acquiring_step(self, match: re.Match[str]) -> Step | None:
        number = match.groupdict().get("insn")
        for message in self.log.messages:
            if number is None and (found := re.search(r"alloc_insn=(\d+)", message)):
                number = found[1]
        if number is None:
            return None
        return next((step for step in self.steps if step.index == int(number)), None)

    def _locking_step(self) -> Step | None:
        """The call that took the lock with which the path ends: the end itself says little."""
        if self.failed is None or self.failed.text != "exit":
            return None
        calls = (step for step in reversed(self.steps) if called_name(step) in _LOCKING)
        return next(calls, None)

    def _place(self, step: Step | None) -> SourceLine | None:
        """File and line of a step: the log's own, else from the object's line information."""
        if step is None:
            return None
        quoted = step.source
        if quoted is not None and quoted.line is not None:
            if self.lines is not None:
                return self.lines.add_column(quoted, step.index)
            return quoted
        if self.lines is not None:
            return self.lines.find(step.index, quoted.text if quoted else None) or quoted
        return quoted

    def _place_of(
        self, rule: Rule, match: re.Match[str], origin: Origin | None
    ) -> SourceLine | None:
        if rule.kind == "lock" and (taken := self._locking_step()) is not None:
            place = self._place(taken)
            if place is not None:
                return place
        if rule.kind == "unreleased-reference":
            # Where a path ends says little once returns are merged; where it began says all.
            acquired = self._place(self._acquiring_step(match))
            if acquired is not None:
                return acquired
        report = self.log.report
        if report is not None and report.place is not None:
            return report.place
        if rule.kind == "complexity":
            return self._busiest_line()
        if rule.kind == "return-value":
            chosen = self._place_of_result(match, origin)
            if chosen is not None:
                return chosen
        if self.lines is not None:
            used = self._place_by_name(match)
            if used is not None:
                return used
        for message in self.log.messages:
            if rule.kind in _NAMES_INSTRUCTION and (found := _INSN.search(message)):
                index = int(found[1] or found[2])
                step = next((step for step in self.steps if step.index == index), None)
                if step is not None:
                    return self._find_loop(rule, self._place(step))
                if self.lines is not None:
                    return self.lines.find(index, None)
        if self.failed is None and self.lines is not None:
            # The function itself: nothing was walked.
            return self.lines.find_definition(self.lines.program) or self.lines.find(0, None)
        return self._place(self.failed)

    def _place_of_result(self, match: re.Match[str], origin: Origin | None) -> SourceLine | None:
        """Where a result was chosen, not where all paths end."""
        made = self._place(origin.step) if origin is not None else None
        if made is not None and "return" in made.text:
            return made
        if origin is not None and origin.loaded:
            return self._find_last_return()
        if made is not None and origin is not None and not origin.constant:
            return self._find_last_return() if _is_brace(made) else made
        value = _single_number(match.groupdict().get("result") or "")
        if value is not None and self.lines is not None:
            written = self.lines.find_return(value, made or self._place(self.failed))
            if written is not None:
                return written
        return self._find_last_return() if made is None or _is_brace(made) else made

    def _find_last_return(self) -> SourceLine | None:
        """The return in front of the brace at which all paths end."""
        end = self._place(self.failed)
        if self.lines is None or end is None or not _is_brace(end):
            return end
        return self.lines.find_last(end, _RETURN_WORD) or end

    def _find_loop(self, rule: Rule, place: SourceLine | None) -> SourceLine | None:
        """The head of a loop that left no instruction, such as ``for (;;)``, else the place."""
        if rule.kind != "loop" or place is None or self.lines is None:
            return place
        if _LOOP_WORD.search(place.text):
            return place
        return self.lines.find_around(place, _LOOP_WORD) or place

    def _place_by_name(self, match: re.Match[str]) -> SourceLine | None:
        """The line that uses the map, function or member that the message names."""
        assert self.lines is not None
        names = match.groupdict()
        if (section := names.get("section")) and (said := self.lines.find_text(section)):
            return said
        name = names.get("defined")
        if name and (defined := self.lines.find_definition(name)) is not None:
            return defined
        name = name or names.get("what") or names.get("ksym") or names.get("extern")
        if name and (used := self.lines.find_use(name)) is not None:
            return used
        for message in self.log.messages:
            if found := _CORE_MEMBER.search(message) or _CORE_TYPE.search(message):
                return self.lines.find_text(found[1])
        return None

    def _busiest_line(self) -> SourceLine | None:
        """The loop that the verifier was in: the line of the last steps that looks like one."""
        counts: dict[SourceLine, int] = {}
        for step in self.steps[-_BUSY_STEPS:]:
            if step.source is not None:
                counts[step.source] = counts.get(step.source, 0) + 1
        loops = {line: n for line, n in counts.items() if _LOOP_WORD.search(line.text)}
        candidates = loops or counts
        if not candidates:
            return self._place(self.failed)
        busiest = max(candidates, key=lambda line: candidates[line])
        step = next(step for step in reversed(self.steps) if step.source == busiest)
        return self._place(step)

    def _collect_notes(
        self, rule: Rule, match: re.Match[str], origin: Origin | None
    ) -> list[tuple[SourceLine | None, str]]:
        report = self.log.report
        if report is not None and report.history:
            return [(place, text) for place, text in report.history]
        if rule.kind == "unreleased-reference" or self._locking_step() is not None:
            return [(self._place(self.failed), "the path that keeps it ends here")]
        notes: list[tuple[SourceLine | None, str]] = []
        if origin is None or rule.kind in _NO_ORIGIN:
            return notes
        if origin.step is not None:
            made = "the value comes from here"
            if origin.call:
                made = f"{origin.call}() returned it here"
            elif origin.written_by:
                made = f"{origin.written_by}() wrote it here"
            elif origin.clobbered_by:
                made = f"the call of {origin.clobbered_by}() here made it unusable"
            notes.append((self._place(origin.step), made))
        if origin.changes:
            notes.append((self._place(origin.changes[0]), "and was last changed here"))
        here = self._place(self.failed)
        return [note for note in notes if note[0] is not None and not _same(note[0], here)]

    def _collect_path(self) -> list[SourceLine]:
        """The source lines of the path, each once where it repeats in a row."""
        path: list[SourceLine] = []
        for step in self.steps:
            place = self._place(step)
            if place is not None and place.text and (not path or not _same(path[-1], place)):
                path.append(place)
        return path[-_PATH_LINES:]


def _tidy_messages(messages: list[str]) -> list[str]:
    """The loader's warnings without the names of programs, which may read like anything."""
    return [
        _PROGRAM_NAME.sub("", message)
        for message in messages
        if message.strip() and not message.startswith("-- BEGIN")
    ]


class _Facts(dict[str, str]):
    """Facts by name; a rule may name one that this log does not tell."""

    def __missing__(self, key: str) -> str:
        return "some"


_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}


def _report_messages(log: VerifierLog) -> list[str]:
    """A 7.3 report's own words, as the older messages that rules know where they have one."""
    report = log.report
    if report is None:
        return []
    known = _REPORT_KINDS.get(report.problem.lower(), "")
    return [known] if known else [report.reason]


# Problems that Linux 7.3 names, and the older message that means the same.
_REPORT_KINDS = {
    "unreadable register": "R0 !read_ok",
    "unreleased resource": "Unreleased reference id=0 alloc_insn=0",
    "access outside bounds": "invalid access to memory, mem_size=0 off=0 size=0",
}


def _count_bytes(number: str) -> str:
    return f"{number} byte" if number == "1" else f"{number} bytes"


def _single_number(text: str) -> int | None:
    """The number of a result that can be only one."""
    said = _say_range(text)
    return int(said) if re.fullmatch(r"-?\d+", said) else None


def _say_range(text: str) -> str:
    """``smin=2 smax=2``, ``value (0x2; 0x0)`` or ``[0, 1]`` in words; it may be cut anywhere."""
    if "unknown" in text:
        return "any number"
    numbers = [_as_signed(int(number, 0)) for number in re.findall(r"-?(?:0x[0-9a-f]+|\d+)", text)]
    if not numbers:
        return text
    first, last = numbers[0], numbers[-1]
    if ";" in text:  # a value, and a mask of the bits that are not known
        last = first | last
    if first == last:
        return str(first)
    if "=" in text and len(numbers) == 1:
        return f"{first} or more" if "min" in text else f"up to {last}"
    return f"{first} to {last}"


def _as_signed(number: int) -> int:
    """A program's result is 32 bits wide."""
    return number - (1 << 32) if 1 << 31 <= number < 1 << 32 else number


def _origin_steps(origin: Origin | None) -> list[Step]:
    if origin is None:
        return []
    made = [origin.step] if origin.step is not None else []
    return [*made, *origin.copies, *origin.changes]


def _is_brace(line: SourceLine) -> bool:
    return line.text.strip() in ("{", "}")


def _same(left: SourceLine | None, right: SourceLine | None) -> bool:
    if left is None or right is None:
        return left is right
    return (left.file, left.line, left.text) == (right.file, right.line, right.text)


_STATES: tuple[tuple[str, str], ...] = (
    (r"(?:inv|scalar|unknown)", "an integer"),
    (r"-?(?:0x)?[0-9a-f]+$", "a constant number"),
    (r"ctx", "the context"),
    (r"pkt_end", "the packet's end"),
    (r"pkt", "a packet pointer"),
    (r"fp|stack", "a pointer to the stack"),
    (r"map_value_or_null", "a map value or NULL"),
    (r"map_value", "a pointer to a map value"),
    (r"map_key", "a pointer to a map key"),
    (r"map_ptr|const_map_ptr", "a map"),
    (r"ringbuf_mem_or_null|mem_or_null", "memory or NULL"),
    (r"(?:ringbuf_|rdonly_|alloc_)?mem", "a pointer to memory"),
    (r"(?:tcp_|xdp_)?sock\w*_or_null", "a socket or NULL"),
    (r"(?:tcp_|xdp_)?sock", "a socket"),
    (r"dynptr_ptr", "a dynptr"),
    (r"func", "a function"),
    (r"percpu_\w*ptr_", "a pointer to per-CPU data"),
    (r"(?:untrusted_|trusted_|rcu_)*ptr_or_null_(?P<what>\w*)", "a kernel object or NULL"),
    (r"(?:untrusted_|trusted_|rcu_)*ptr_(?P<what>\w*)", "a pointer to a kernel object"),
    (r"buf|rdonly_buf|rdwr_buf", "a buffer"),
)


def describe_state(state: str) -> str:
    """A register's state (``map_value_or_null(id=1,…)``) in words."""
    for pattern, words in _STATES:
        if re.match(pattern, state):
            return words
    return "something else" if state else "a value of the wrong kind"


# ``smax=umax=0xff`` of newer logs, ``umax_value=255`` of older ones.
_BOUND = re.compile(
    r"\b(smin|umin|smax|umax)(?:_value)?=(?:[us](?:min|max)(?:32)?=)*(-?(?:0x[0-9a-f]+|\d+))\b"
)


def describe_range(state: str) -> str:
    """What a register's variable part may be, as a clause; nothing where the log says none."""
    bounds = {name: int(value, 16 if "x" in value else 10) for name, value in _BOUND.findall(state)}
    high = bounds.get("umax", bounds.get("smax"))
    if high is None:
        return ""
    low = bounds.get("smin", bounds.get("umin", 0))
    return f"; what is added may be anything from {low} to {high}"


def describe_expected(expected: str) -> str:
    """A list of accepted states (``fp, pkt, map_value``) in words."""
    names = [name.strip() for name in expected.split(",") if name.strip()]
    if "fp" in names and "map_value" in names:
        return "a pointer to the stack, to a map value or to the packet"
    words = dict.fromkeys(describe_state(name) for name in names)
    return " or ".join(words) or "another kind"
