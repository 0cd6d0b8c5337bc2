"""Where a register's value came from: a walk back over the verifier's path.

Copies, spills and fills are followed, arithmetic is collected, until an instruction made the
value: a call, a load, a constant. The C variable is guessed from the source lines, and only
where they leave no doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bpfcc.kernel.log import Step

_COPY = re.compile(r"^[rw](\d+) = (?:\(s\d+\))?[rw](\d+)$")
_FILL = re.compile(r"^r(\d+) = \*\((?:u|s)\d+ \*\)\(r10 ([+-]\d+)\)$")
_SPILL = re.compile(r"^\*\(u\d+ \*\)\(r10 ([+-]\d+)\) = [rw](\d+)$")
_LOAD = re.compile(r"^[rw](\d+) = \*\((?:u|s)\d+ \*\)(?:\([rw](\d+) ?([+-]\d+)\)|skb\[.*\])$")
_CONSTANT = re.compile(r"^[rw](\d+) = -?(?:0x)?[0-9a-f]+(?: ll)?$")
_MAP = re.compile(r"^r(\d+) = 0x[0-9a-f]{9,}$|^r(\d+) = map\[")
_CHANGE = re.compile(r"^[rw](\d+) (?:[-+*/%&|^]|<<|>>|s>>|s/|s%)= |^[rw](\d+) = (?:be|le|bswap|-)")
_CALL = re.compile(r"^call (?P<name>[A-Za-z_]\w*)#")
_LOCAL_CALL = re.compile(r"^call pc[+-]")
_ASSIGNED = re.compile(r"(?<![\w.>])(\w+)\s*(?:\[[^\]]*\]\s*)?=(?!=)")
_USED = re.compile(r"(\w+)\s*->|\*\s*(\w+)\b(?!\s*\()|(\w+)\s*\[")


@dataclass(slots=True)
class Origin:
    """How a value came about.

    ``step`` made it (None: it was there from the start, or the log does not reach back),
    ``call`` is the helper or kernel function that returned it, ``changes`` the arithmetic on it
    afterwards, latest first, ``clobbered_by`` the call that made a register unreadable,
    ``written_by`` the call that wrote the variable through a pointer.
    """

    step: Step | None = None
    call: str | None = None
    loaded: bool = False
    constant: bool = False
    clobbered_by: str | None = None
    written_by: str | None = None
    changes: list[Step] = field(default_factory=list)
    copies: list[Step] = field(default_factory=list)


def called_name(step: Step | None) -> str | None:
    """Name of the helper or kernel function that a step calls."""
    match = _CALL.match(step.text) if step else None
    return match["name"] if match else None


def trace_register(steps: list[Step], number: int, before: int) -> Origin:
    """Walk back from ``steps[before]`` (itself left out) to what gave register ``number``."""
    origin = Origin()
    place: str | int = number  # a register's number, or a stack slot such as "-8"
    depth = 0
    for at in range(before - 1, -1, -1):
        step = steps[at]
        text = step.text
        if text == "exit":
            depth += 1
            continue
        if depth:
            depth -= bool(_LOCAL_CALL.match(text))
            continue
        if isinstance(place, str):
            if (match := _SPILL.match(text)) and match[1] == place:
                place = int(match[2])
                origin.copies.append(step)
            elif text.startswith("call ") and f"fp{place}" in step.after:
                origin.step = step
                origin.written_by = called_name(step) or "a function"
                return origin
            continue
        made = _step_makes(step, place, origin)
        if made is None:
            continue
        if made is True:
            origin.step = step
            return origin
        place = made
        origin.copies.append(step)
    return origin


def _step_makes(step: Step, register: int, origin: Origin) -> bool | int | str | None:
    """None: the step leaves the register alone; True: it made the value; else follow that."""
    text = step.text
    if (match := _COPY.match(text)) and int(match[1]) == register:
        return int(match[2])
    if (match := _FILL.match(text)) and int(match[1]) == register:
        return match[2]
    if (match := _LOAD.match(text)) and int(match[1]) == register:
        origin.loaded = True
        return True
    if (match := _CONSTANT.match(text)) and int(match[1]) == register:
        origin.constant = not _MAP.match(text)
        return True
    if (match := _CHANGE.match(text)) and int(match[1] or match[2]) == register:
        origin.changes.append(step)
        return None
    if text.startswith("call ") and register <= 5:
        if register == 0:
            origin.call = called_name(step)
        else:
            origin.clobbered_by = called_name(step) or "a function"
        return True
    return None


def guess_assigned(step: Step | None) -> str | None:
    """The variable that the step's source line sets, where there is exactly one."""
    if step is None or step.source is None:
        return None
    names = set(_ASSIGNED.findall(_strip_strings(step.source.text)))
    return names.pop() if len(names) == 1 else None


def guess_used(text: str) -> list[str]:
    """The variables that a source line dereferences or indexes."""
    found: dict[str, None] = {}
    for groups in _USED.findall(_strip_strings(text)):
        name = next((group for group in groups if group), "")
        if name and not name.isdigit() and name not in _KEYWORDS:
            found.setdefault(name, None)
    return list(found)


_KEYWORDS = frozenset(
    {"return", "sizeof", "const", "void", "char", "short", "int", "long", "unsigned", "signed"}
)


def guess_index(text: str) -> str | None:
    """The expression between brackets, where a source line indexes once."""
    found = re.findall(r"(?<=[\w\]])\[([^\[\]]+)\]", _strip_strings(text))
    return found[0].strip() if len(found) == 1 else None


def read_argument(text: str, function: str, number: int) -> str | None:
    """The text of argument ``number`` (from 1) of a call in a source line, if it is all there."""
    start = re.search(rf"\b{re.escape(function)}\s*\(", text)
    if start is None:
        return None
    depth = 0
    argument = ""
    arguments: list[str] = []
    for char in text[start.end() :]:
        if char == ")" and depth == 0:
            arguments.append(argument.strip())
            return arguments[number - 1] if number <= len(arguments) else None
        if char == "," and depth == 0:
            arguments.append(argument.strip())
            argument = ""
            continue
        depth += (char in "([{") - (char in ")]}")
        argument += char
    return None


def _strip_strings(text: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', text)
