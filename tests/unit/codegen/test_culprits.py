"""Messages of LLVM's that name no place get one from the source."""

from __future__ import annotations

import pytest

from bpfcc.codegen.complaints import explain
from bpfcc.codegen.culprits import find_culprit
from tests.support.frontend import analyze_text

SOURCE = """\
struct flags { int a, b : 3; };
int small(volatile int *p) { return *p; }
int large(volatile int *p) { *p = 1; *p = 2; *p = 3; return *p; }
int size(struct flags *p) { return __builtin_preserve_field_info(p->a, 1); }
int bits(struct flags *p) { return __builtin_preserve_field_info(p->b, 4); }
void known(void) { asm volatile("" : : "i"(5)); }
void unknown(int n) { asm volatile("" : : "i"(n)); }
void half(int n) { asm volatile("" : : "w"(n)); }
void loop(int n) {
#pragma unroll
    for (int i = 0; i < n; i++) small(&n);
}
"""


@pytest.mark.parametrize(
    ("message", "code", "line"),
    [
        ("Branch target out of insn range", "branch-distance", 3),
        ("too big field size for llvm.bpf.preserve.field.info", "builtin-argument", 4),
        (
            "Unsupported field expression for llvm.bpf.preserve.field.info, cross alignment"
            " boundary",
            "builtin-argument",
            5,
        ),
        ("invalid operand for inline asm constraint 'i'", "inline-asm", 7),
    ],
)
def test_place_of_a_message_without_one(message: str, code: str, line: int) -> None:
    unit, sink = analyze_text(SOURCE)
    assert unit is not None
    known = explain(message, "")
    assert known is not None
    assert known[0] == code
    assert all(known[1:])
    place = sink.manager.place(find_culprit(unit, message))
    assert place is not None
    assert place.line == line


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("couldn't allocate input reg for constraint 'w'", 8),
        ("invalid operand in inline asm: '$9'", 6),
        ("loop not unrolled: the optimizer was unable to", 11),
    ],
)
def test_place_of_what_is_passed_on_as_it_is(message: str, line: int) -> None:
    unit, sink = analyze_text(SOURCE)
    assert unit is not None
    place = sink.manager.place(find_culprit(unit, message))
    assert place is not None
    assert place.line == line


def test_nothing_is_guessed_of_other_messages() -> None:
    unit, _ = analyze_text(SOURCE)
    assert unit is not None
    assert find_culprit(unit, "something else went wrong") == 0
