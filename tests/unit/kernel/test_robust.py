"""No log, however broken, makes more than an explanation or none."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpfcc.kernel.explain import explain_log
from bpfcc.kernel.render import describe_finding, format_finding
from tests.unit.kernel.test_log import NEW, OLD, REPORT

LINES = [line for log in (NEW, OLD, REPORT) for line in log.splitlines()]
WORDS = sorted({word for line in LINES for word in line.split()})
MESSAGES = [
    "R1 invalid mem access 'scalar'",
    "R0 type=scalar expected=fp, map_value",
    "Unreleased reference id=1 alloc_insn=1",
    "infinite loop detected at insn 7",
    "invalid access to packet, off=1 size=1, R1(id=0,off=1,r=0)",
    "Verification failed: Memory Safety: Access outside bounds",
    "from 1 to 2: R1=",
    "1: (95) exit",
    "0: (85) call bpf_ringbuf_submit#132",
    "3: (85) call pc+1",
]

lines = st.one_of(
    st.sampled_from(LINES),
    st.sampled_from(MESSAGES),
    st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
    st.text(max_size=40),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(lines, max_size=30), st.integers(0, 600))
def test_any_lines_are_explained_or_not(chosen: list[str], errno: int) -> None:
    finding = explain_log("\n".join(chosen), errno=errno, messages=chosen[:2])
    if finding is not None:
        assert finding.kind
        assert format_finding(finding)
        assert describe_finding(finding)["error"] == finding.meaning


HOSTILE = {
    "branches from nowhere": "".join(
        f"{at}: (bf) r1 = r2\nfrom 9999999 to {at}: R1=ctx()\n" for at in range(10_000)
    ),
    "a word": "x" * 2_000_000,
    "parentheses": "0: (85) call f ; R1=" + "(" * 1_000_000,
    "jumps in one line": "0: (05) " + "goto pc+1 " * 200_000,
    "the same message": "R0 is not a pointer\n" * 100_000,
    "other messages": "".join(f"arg#1 of {at} is R{at}\n" for at in range(50_000)),
    "a message without an end": "arg#1 " * 1_000_000,
    "a report without an end": "Verification failed: a: b\nReason:\n" + "  x\n" * 100_000,
    "a number": "0: (95) exit\nAt program exit the register R0 has value (" + "9" * 100_000,
    "binary data": bytes(range(256)).decode("latin1") * 4_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_logs_are_read_in_bounded_time(text: str) -> None:
    start = time.process_time()
    explain_log(text)
    assert time.process_time() - start < 10
