"""Optimized IR, rewritten so that accesses keep to aligned places of the frame.

With the feature `allows-misaligned-mem-access` LLVM copies 6 bytes as two overlapping words of
4, at the distances 0 and 2, and joins stores of neighbours wherever they are. For packets and
maps that is good code; on the stack the verifier refuses it. Two rewritings of what goes to or
from a known place in a variable on the stack:

* a copy or fill of a known size becomes several, each of 8, 4, 2 or 1 bytes at a place of that
  alignment, and the variable is aligned to 8 bytes. A copy may be cut, for its two sides are the
  same place or disjoint;
* a store that is the upper half of an aligned word is volatile, so that it is not joined with
  what follows it.

It works on LLVM's text, because no C interface of llvmlite changes instructions.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

Place = tuple[bytes, int]
"""(name of a variable on the stack, distance in it in bytes)."""

_NAME = rb'(%(?:[-\w.$]+|"[^"]*"))'
_ANY_NAME = rb'([%@](?:[-\w.$]+|"[^"]*"))'
_ALLOCA = re.compile(rb"\s+" + _NAME + rb" = alloca [^\n]*?, align (\d+)")
_STEP = re.compile(
    rb"\s+" + _NAME + rb" = getelementptr [\w ]*?i8, ptr " + _NAME + rb", i64 (-?\d+)(?:,|$)"
)
_POINTER = rb"ptr (?:[a-z_]+(?: \d+|\(\d+\))? )*" + _ANY_NAME
_COPY = re.compile(
    rb"(\s+(?:tail |musttail |notail )?call void @llvm\.)(memcpy\.p0\.p0|memset\.p0)\.i64\("
    + _POINTER
    + rb", (?:"
    + _POINTER
    + rb"|i8 ([-\w.%]+)), i64 (\d+), i1 false\)(?: #\d+)?"
)
_STORE = re.compile(rb"(\s+store )(i(8|16|32) [^\n]*?, ptr " + _NAME + rb", align )")
_LOCATION = re.compile(rb", !dbg !\d+")
_ALIGNMENT = re.compile(rb", align \d+")
_WIDEST_BYTES = 8
_LONGEST_BYTES = 1024  # LLVM makes a call of what is longer


def align_frame_accesses(text: bytes) -> bytes:
    """The module with what it does to variables on the stack in aligned pieces."""
    lines = text.split(b"\n")
    out: list[bytes] = []
    start = 0
    for index, line in enumerate(lines):
        if line.startswith(b"define "):
            start = len(out)
        out.append(line)
        if line == b"}" and index:
            out[start:] = _rewrite_function(out[start:])
    return b"\n".join(out)


def _rewrite_function(lines: list[bytes]) -> list[bytes]:
    places = _find_places(lines)
    if not places:
        return lines
    cut: set[bytes] = set()
    out: list[bytes] = []
    for number, line in enumerate(lines):
        match = _COPY.match(line) if b"@llvm.mem" in line else None
        pieces = list(_cut_copy(match, line, places, number, cut)) if match else []
        out += pieces or [_keep_apart(line, places)]
    for index, line in enumerate(out):
        alloca = _ALLOCA.match(line)
        if alloca and alloca[1] in cut and int(alloca[2]) < _WIDEST_BYTES:
            out[index] = _ALIGNMENT.sub(b", align %d" % _WIDEST_BYTES, line, count=1)
    return out


def _find_places(lines: list[bytes]) -> dict[bytes, Place]:
    """Names of addresses in variables on the stack, and where they point."""
    places: dict[bytes, Place] = {}
    steps: list[tuple[bytes, bytes, int]] = []
    for line in lines:
        if b" = alloca " in line:
            match = _ALLOCA.match(line)
            if match:
                places[match[1]] = (match[1], 0)
        elif b" = getelementptr " in line:
            match = _STEP.match(line)
            if match:
                steps.append((match[1], match[2], int(match[3])))
    # Blocks stand in any order, so an address may be written before what it is made from.
    for _ in range(2):
        for name, base, distance in steps:
            place = places.get(base)
            if place is not None:
                places[name] = (place[0], place[1] + distance)
    return places


def _keep_apart(line: bytes, places: dict[bytes, Place]) -> bytes:
    """A store in the upper half of an aligned word made volatile; any other line as it is."""
    match = _STORE.match(line)
    if match is None or match[4] not in places:
        return line
    if places[match[4]][1] % (int(match[3]) // 4) == 0:
        return line
    return match[1] + b"volatile " + line[match.end(1) :]


def _cut_copy(
    match: re.Match[bytes],
    line: bytes,
    places: dict[bytes, Place],
    number: int,
    cut: set[bytes],
) -> Iterator[bytes]:
    """The pieces of one copy; none where it may stay as it is."""
    start, what, to, source, byte, size_text = match.groups()
    size = int(size_text)
    sides = [places[name] for name in (to, source) if name in places]
    if not sides or size > _LONGEST_BYTES:
        return
    cut.update(variable for variable, _ in sides)
    location = _LOCATION.search(line, match.end())
    end = location[0] if location else b""
    done = 0
    while done < size:
        piece = _WIDEST_BYTES
        while piece > size - done or any((distance + done) % piece for _, distance in sides):
            piece //= 2
        operands = []
        for name in (to, source):
            if name is None:
                operands.append(b"i8 " + byte)
                continue
            address = name
            if done:
                address = b"%%piece.%d.%d.%d" % (number, done, len(operands))
                yield b"  %s = getelementptr i8, ptr %s, i64 %d%s" % (address, name, done, end)
            align = piece if name in places else 1
            operands.append(b"ptr align %d %s" % (align, address))
        is_upper = piece < _WIDEST_BYTES and any((at + done) % (2 * piece) for _, at in sides)
        volatile = b"true" if is_upper else b"false"
        yield b"%s%s.i64(%s, i64 %d, i1 %s)%s" % (
            start, what, b", ".join(operands), piece, volatile, end,
        )  # fmt: skip
        done += piece
