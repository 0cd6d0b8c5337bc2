"""The verifier's log, read: the instructions it walked, source lines, states, its last word.

Two formats are understood. Up to Linux 7.2 the log ends with a line or two such as
``R0 invalid mem access 'map_value_or_null'``; from 7.3 on a report follows them, with a reason,
the place in the source and a suggestion. Nothing in a log is relied upon: a line of unknown form
is text of the verifier's, and a log that is cut anywhere is read as far as it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(slots=True, frozen=True)
class SourceLine:
    """A line of the program as the log quotes it; ``file``, ``line``, ``column`` if known."""

    text: str
    file: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(slots=True)
class Step:
    """One instruction on the verifier's path.

    ``after`` holds what the log says of registers and stack slots behind the instruction, or at
    the start of the path: ``{"R1": "ctx()", "fp-8": "mmmmmmmm"}``.
    """

    index: int
    text: str
    source: SourceLine | None
    after: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """The structured report of Linux 7.3: what failed, why, where and what to do."""

    category: str
    problem: str
    reason: str = ""
    suggestion: str = ""
    place: SourceLine | None = None
    function: str | None = None
    history: list[tuple[SourceLine, str]] = field(default_factory=list)


@dataclass(slots=True)
class VerifierLog:
    """A whole log.

    ``steps`` is the path in order (at log level 1 the failing path alone); a step with index -1
    stands for the state at the start of a path. ``messages`` is what the verifier said last that
    is neither step, state nor statistics, ``processed`` the number of instructions.
    """

    steps: list[Step] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    processed: int | None = None
    report: Report | None = None

    @property
    def last_step(self) -> Step | None:
        """The instruction at which the verifier stopped."""
        return self.steps[-1] if self.steps else None


_SOURCE = re.compile(r"^; (?P<text>.*?)(?: @ (?P<file>[^@]+):(?P<line>\d+))?$")
_STEP = re.compile(r"^(?P<index>\d+): \([0-9a-f]{2}\) (?P<text>.*?)(?:\s+;(?P<state> .*)?)?$")
# The verifier may speak before it has ended the line of the instruction that it is at.
_GLUED = re.compile(r"^(?P<text>.*?\bgoto pc[+-]\d+|exit) (?P<said>[^;\s].*)$")
# Some messages have no end of line of their own.
_GLUED_STATISTICS = re.compile(r"verification time \d+ usec$")
_UNRESOLVED = re.compile(r"^(?P<index>\d+): (?P<text><invalid [^>]+>)(?P<state>)$")
_STATE = re.compile(r"^(?:(?P<index>\d+): )?(?:frame\d+: )? ?(?P<state>(?:R\d+|fp-\d+)\S*=.*)$")
_FROM = re.compile(r"^from (\d+) to (\d+)(?: \(speculative execution\))?:\s*(?P<state>.*)$")
_PROCESSED = re.compile(r"^processed (\d+) insns")
_REGISTER = re.compile(r"^(R\d+|fp-\d+)(?:_[a-zA-Z]+)?=(.*)$", re.DOTALL)
_NOISE = re.compile(
    r"^(?:"
    r"verification time|stack depth|mark_precise|last_idx|first_idx|regs=|parent (?:didn't|already)"
    r"|frame ?\d+: (?:last_idx|regs=|parent|propagating)|func#\d+ @|propagating|caller:|callee:"
    r"|returning from callee|to caller at|from callee|BPF program load failed|-- (?:BEGIN|END)"
    r"|Func#\d+ \(|Validating |old state:|cur state:|\d+: safe$|Live regs before|"
    r"\s*\d+: [.0-9]+ \([0-9a-f]{2}\)|type_id=0$"
    r"|reg type unsupported for arg#|total_states|max_states|\s*[\w.-]+: failed to load"
    r"|prog '[^']*': (?:-- (?:BEGIN|END)|failed to load|BPF program load failed)"
    r"|failed to load (?:object|BPF skeleton)|load program: |Error: failed to load"
    r"|-{2,} ?(?:BEGIN|END)|program '?[\w.]+'?: load program"
    r"|Caused by:|Permission denied \(os error|Invalid argument \(os error|Failed to run `"
    r"|load bpf program failed: (?:Permission|Invalid)|Error fetching program|HINT: |libbpf:$"
    r"|Traceback \(most recent|elf: |Failed to (?:open and )?load (?:and verify )?BPF"
    r"|looking for externs|collected \d+ externs"
    r"|Verifier (?:log|error)(?: tail)?: load program: [\w ]+:$|\(\d+ line\(s\) omitted\)"
    r")"
)
# What loggers, and people who quote a log, put in front of each line of it.
_PREFIX = re.compile(
    r"(?:[\s>|:]+|libbpf: |\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)? "
    r"|(?:level|time|subsys)=\S+ |msg=\")+"
)
_LOGGED = re.compile(r"\"(?: \w+=\S+)*$")
_OUTPUT = "Verifier output: "
_TIME = re.compile(r"verification time \d+ usec$")
_REPORT = re.compile(r"^Verification failed: (?P<category>[^:]+)(?:: (?P<problem>.*))?$")
_SECTION = re.compile(r"^(Reason|At|Causal path|Suggestion|Active lock):$")
_PLACE = re.compile(r"^  (?:(?P<function>\S+) @ )?(?P<file>\S.*?):(?P<line>\d+):(?P<column>\d+)$")
_LANE = re.compile(r"^  >>> *(?P<line>\d+) \| (?P<text>.*)$")
_ANNOTATION = re.compile(r"^ +\| +\^-- (?P<label>[\w ]+): (?P<text>.*)$")
_CONTINUED = re.compile(r"^ +\| {3,}(?P<text>\S.*)$")


# A log may be anything: what is longer than this is no verifier's, and the end says most.
_MOST_CHARACTERS = 1 << 24
_MOST_LINE_CHARACTERS = 1 << 12
_MOST_MESSAGES = 64


def parse_log(text: str) -> VerifierLog:
    """Read a log; the last run of the verifier in it counts if there are several.

    Of more than 16 million characters the last are read.
    """
    lines = text[-_MOST_CHARACTERS:].splitlines()
    return _LogReader([line[:_MOST_LINE_CHARACTERS] for line in lines]).read()


def split_state(text: str) -> dict[str, str]:
    """``R1=ctx() R2_w=pkt(off=14,r=14) fp-8=mmmm`` as a mapping."""
    found: dict[str, str] = {}
    for word in _split_words(text):
        match = _REGISTER.match(word)
        if match:
            found[match[1]] = match[2]
    return found


def _split_words(text: str) -> list[str]:
    """Words at blanks that are outside parentheses."""
    words: list[str] = []
    depth = 0
    start = 0
    for at, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
        elif char == " " and depth == 0:
            if at > start:
                words.append(text[start:at])
            start = at + 1
    if start < len(text):
        words.append(text[start:])
    return words


class _LogReader:
    """Goes through the lines once; each kind of line has a method."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.log = VerifierLog()
        # Where in ``steps`` the steps of each index are, those of abandoned paths among them.
        self.positions: dict[int, list[int]] = {}
        self.source: SourceLine | None = None

    def read(self) -> VerifierLog:
        at = 0
        while at < len(self.lines):
            line = self.lines[at].rstrip()
            match = _REPORT.match(line.strip())
            if match:
                at = self._read_report(match, at + 1)
                continue
            self._read_line(line)
            at += 1
        return self.log

    def _read_line(self, line: str) -> None:
        text = _strip_prefix(line)
        if not text:
            return
        if match := _PROCESSED.match(text):
            self.log.processed = int(match[1])
        elif match := _STEP.match(text):
            self._add_step(match)
        elif match := _UNRESOLVED.match(text):
            # libbpf puts this in place of the call that stands for what it could not resolve.
            self.source = None
            self._add_step(match)
            self._add_message(match["text"])
        elif text.startswith("; "):
            self._set_source(text)
        elif match := _FROM.match(text):
            self._start_branch(int(match[1]), match["state"])
        elif match := _STATE.match(text):
            self._add_state(match["state"])
        elif not _NOISE.match(text):
            self._add_message(_TIME.sub("", text).strip())

    def _add_message(self, text: str) -> None:
        messages = self.log.messages
        text = _GLUED_STATISTICS.sub("", text)
        if text not in messages:
            messages.append(text)
        del messages[:-_MOST_MESSAGES]

    def _set_source(self, text: str) -> None:
        match = _SOURCE.match(text)
        if match is None:
            return
        line = int(match["line"]) if match["line"] else None
        self.source = SourceLine(match["text"].strip(), match["file"], line)

    def _add_step(self, match: re.Match[str]) -> None:
        text, glued = match["text"].strip(), None
        if found := _GLUED.match(text):
            text, glued = found["text"], found["said"]
        step = Step(int(match["index"]), text, self.source)
        if match["state"]:
            step.after = split_state(match["state"])
        self.positions.setdefault(step.index, []).append(len(self.log.steps))
        self.log.steps.append(step)
        # What was said before an instruction that was then walked was no verdict.
        self.log.messages.clear()
        if glued is not None:
            self._add_message(glued)

    def _add_state(self, state: str) -> None:
        if self.log.steps:
            self.log.steps[-1].after.update(split_state(state))
        else:
            self.log.steps.append(Step(-1, "", None, split_state(state)))

    def _start_branch(self, origin: int, state: str) -> None:
        """Another path begins behind the jump ``origin``: forget what followed that jump."""
        steps = self.log.steps
        known = self.positions.get(origin, [])
        while known and (known[-1] >= len(steps) or steps[known[-1]].index != origin):
            known.pop()
        if known:
            del steps[known[-1] + 1 :]
        # "safe" ends a path that was seen before; there is no state to keep then.
        if steps and state.strip() != "safe":
            branch = split_state(state)
            if branch:
                steps.append(Step(-1, "", None, branch))
        self.log.messages.clear()

    def _read_report(self, match: re.Match[str], at: int) -> int:
        """A 7.3 report from the line behind its headline; answers where it ends."""
        report = Report(match["category"].strip(), (match["problem"] or "").strip())
        self.log.report = report
        section = ""
        place: SourceLine | None = None
        while at < len(self.lines):
            line = self.lines[at].rstrip()
            if _PROCESSED.match(line) or _REPORT.match(line):
                break
            if found := _SECTION.match(line):
                section = found[1]
            elif section == "Reason" and line.startswith("  "):
                report.reason = _join(report.reason, line)
            elif section == "Suggestion" and line.startswith("  "):
                report.suggestion = _join(report.suggestion, line)
            elif found := _PLACE.match(line):
                place = SourceLine("", found["file"], int(found["line"]), int(found["column"]))
                if section == "At":
                    report.place, report.function = place, found["function"]
            elif (found := _LANE.match(line)) and place and int(found["line"]) == place.line:
                place = SourceLine(found["text"].strip(), place.file, place.line, place.column)
                if section == "At":
                    report.place = place
            elif (found := _ANNOTATION.match(line)) and place:
                if section == "Causal path":
                    report.history.append((place, found["text"]))
            elif (found := _CONTINUED.match(line)) and report.history and section == "Causal path":
                where, said = report.history[-1]
                report.history[-1] = (where, _join(said, found["text"]))
            at += 1
        return at


def _strip_prefix(line: str) -> str:
    """A line as the kernel wrote it, without what loaders, loggers and quotes add."""
    found = _PREFIX.match(line)
    text = line[found.end() :] if found else line
    if found and 'msg="' in found[0]:
        text = _LOGGED.sub("", text).replace("\\t", "")
    return text.rpartition(_OUTPUT)[2].strip()


def _join(text: str, more: str) -> str:
    """A sentence that goes on in the next line; one without an end is cut."""
    if len(text) > _MOST_LINE_CHARACTERS:
        return text
    return f"{text} {more.strip()}".strip()
