"""Return values by name: XDP_DROP, TC_ACT_OK, SK_PASS…"""

from __future__ import annotations

from bpfcc.kernel.types import ProgramType

_XDP = {0: "XDP_ABORTED", 1: "XDP_DROP", 2: "XDP_PASS", 3: "XDP_TX", 4: "XDP_REDIRECT"}
_TC = {
    -1: "TC_ACT_UNSPEC",
    0: "TC_ACT_OK",
    1: "TC_ACT_RECLASSIFY",
    2: "TC_ACT_SHOT",
    3: "TC_ACT_PIPE",
    4: "TC_ACT_STOLEN",
    5: "TC_ACT_QUEUED",
    6: "TC_ACT_REPEAT",
    7: "TC_ACT_REDIRECT",
    8: "TC_ACT_TRAP",
}
_SK = {0: "SK_DROP", 1: "SK_PASS"}
_LWT = {0: "BPF_OK", 2: "BPF_DROP", 7: "BPF_REDIRECT", 128: "BPF_LWT_REROUTE"}
_ALLOW = {0: "DENY", 1: "ALLOW"}

_VERDICTS: dict[int, dict[int, str]] = {
    ProgramType.XDP: _XDP,
    ProgramType.SCHED_CLS: _TC,
    ProgramType.SCHED_ACT: _TC,
    ProgramType.SK_SKB: _SK,
    ProgramType.SK_MSG: _SK,
    ProgramType.SK_LOOKUP: _SK,
    ProgramType.SK_REUSEPORT: _SK,
    ProgramType.LWT_IN: _LWT,
    ProgramType.LWT_OUT: _LWT,
    ProgramType.LWT_XMIT: _LWT,
    ProgramType.LWT_SEG6LOCAL: _LWT,
    ProgramType.FLOW_DISSECTOR: {0: "BPF_OK", 2: "BPF_DROP", 129: "BPF_FLOW_DISSECTOR_CONTINUE"},
    ProgramType.CGROUP_SKB: {0: "DROP", 1: "ALLOW", 2: "DROP_CN", 3: "ALLOW_CN"},
    ProgramType.NETFILTER: {0: "NF_DROP", 1: "NF_ACCEPT"},
    ProgramType.CGROUP_SOCK: _ALLOW,
    ProgramType.CGROUP_SOCK_ADDR: _ALLOW,
    ProgramType.CGROUP_DEVICE: _ALLOW,
    ProgramType.CGROUP_SYSCTL: _ALLOW,
    ProgramType.CGROUP_SOCKOPT: _ALLOW,
}


def name_verdict(program_type: int, retval: int) -> str | None:
    """The name that the program type gives ``retval``; None where it has none.

    A socket filter's value is the number of bytes to keep: 0 is DROP, all else KEEP.
    """
    if program_type == ProgramType.SOCKET_FILTER:
        return "KEEP" if retval else "DROP"
    return _VERDICTS.get(program_type, {}).get(retval)
