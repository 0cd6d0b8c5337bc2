"""Return values by name and by sign."""

from __future__ import annotations

import pytest

from bpfcc.kernel.testrun import sign_retval
from bpfcc.kernel.verdicts import name_verdict


@pytest.mark.parametrize(
    ("program_type", "raw", "retval", "name"),
    [
        ("xdp", 1, 1, "XDP_DROP"),
        ("xdp", 4, 4, "XDP_REDIRECT"),
        ("xdp", 99, 99, None),
        ("sched_cls", 0xFFFFFFFF, -1, "TC_ACT_UNSPEC"),
        ("sched_cls", 7, 7, "TC_ACT_REDIRECT"),
        ("socket_filter", 0xFFFFFFFF, 0xFFFFFFFF, "KEEP"),
        ("socket_filter", 0, 0, "DROP"),
        ("sk_lookup", 1, 1, "SK_PASS"),
        ("lwt_in", 2, 2, "BPF_DROP"),
        ("cgroup_skb", 1, 1, "ALLOW"),
        ("netfilter", 0, 0, "NF_DROP"),
        ("syscall", 0xFFFFFFEA, -22, None),
    ],
)
def test_verdict(program_type: str, raw: int, retval: int, name: str | None) -> None:
    assert sign_retval(program_type, raw) == retval
    assert name_verdict(program_type, retval) == name
