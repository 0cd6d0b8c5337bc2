"""Where values come from, and what the C text tells."""

from __future__ import annotations

from bpfcc.kernel.log import parse_log
from bpfcc.kernel.trace import guess_index, guess_used, read_argument, trace_register


def test_copies_spills_and_fills_are_followed() -> None:
    log = parse_log(
        "0: (85) call bpf_map_lookup_elem#1\n"
        "1: (bf) r6 = r0\n"
        "2: (7b) *(u64 *)(r10 -8) = r6\n"
        "3: (b7) r6 = 0\n"
        "4: (79) r1 = *(u64 *)(r10 -8)\n"
        "5: (07) r1 += 4\n"
        "6: (61) r2 = *(u32 *)(r1 +0)\n"
    )
    origin = trace_register(log.steps, 1, 6)
    assert origin.call == "bpf_map_lookup_elem"
    assert origin.step is log.steps[0]
    assert [step.index for step in origin.changes] == [5]
    assert [step.index for step in origin.copies] == [4, 2, 1]


def test_a_call_makes_argument_registers_unreadable() -> None:
    log = parse_log("0: (b7) r2 = 1\n1: (85) call bpf_ktime_get_ns#5\n2: (bf) r3 = r2\n")
    assert trace_register(log.steps, 2, 2).clobbered_by == "bpf_ktime_get_ns"


def test_calls_of_subprograms_that_returned_are_skipped() -> None:
    log = parse_log(
        "0: (b7) r6 = 7\n1: (85) call pc+5\n7: (b7) r6 = 9\n8: (95) exit\n2: (0f) r1 += r6\n"
    )
    origin = trace_register(log.steps, 6, 4)
    assert origin.step is not None
    assert origin.step.index == 0
    assert origin.constant


def test_a_value_from_before_the_log_has_no_origin() -> None:
    log = parse_log("0: (07) r1 += 4\n1: (61) r2 = *(u32 *)(r1 +0)\n")
    origin = trace_register(log.steps, 1, 1)
    assert origin.step is None
    assert len(origin.changes) == 1


def test_variables_in_a_line() -> None:
    assert guess_used("a = eth->h_proto + table[3] + *p;") == ["eth", "table", "p"]
    assert guess_used('bpf_printk("x->y %d", z->w);') == ["z"]
    assert guess_used("return x * 2;") == []


def test_index_and_arguments() -> None:
    assert guess_index("v = t[i & 7];") == "i & 7"
    assert guess_index("v = t[i][j];") is None
    line = "return bpf_skb_load_bytes(skb, f(a, b), buffer, skb->len) < 0;"
    assert read_argument(line, "bpf_skb_load_bytes", 2) == "f(a, b)"
    assert read_argument(line, "bpf_skb_load_bytes", 4) == "skb->len"
    assert read_argument(line, "bpf_skb_load_bytes", 5) is None
    assert read_argument("bpf_x(a,", "bpf_x", 1) is None
