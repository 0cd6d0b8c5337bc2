"""Return values by name: XDP_DROP, TC_ACT_OK, SK_PASS…"""

from __future__ import annotations

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

_VERDICTS: dict[str, dict[int, str]] = {
    "xdp": _XDP,
    "sched_cls": _TC,
    "sched_act": _TC,
    "sk_skb": _SK,
    "sk_msg": _SK,
    "sk_lookup": _SK,
    "sk_reuseport": _SK,
    "lwt_in": _LWT,
    "lwt_out": _LWT,
    "lwt_xmit": _LWT,
    "lwt_seg6local": _LWT,
    "flow_dissector": {0: "BPF_OK", 2: "BPF_DROP", 129: "BPF_FLOW_DISSECTOR_CONTINUE"},
    "cgroup_skb": {0: "DROP", 1: "ALLOW", 2: "DROP_CN", 3: "ALLOW_CN"},
    "netfilter": {0: "NF_DROP", 1: "NF_ACCEPT"},
    "cgroup_sock": _ALLOW,
    "cgroup_sock_addr": _ALLOW,
    "cgroup_device": _ALLOW,
    "cgroup_sysctl": _ALLOW,
    "cgroup_sockopt": _ALLOW,
}


def name_verdict(program_type: str, retval: int) -> str | None:
    """The name that the program type gives ``retval``; None where it has none.

    A socket filter's value is the number of bytes to keep: 0 is DROP, all else KEEP.
    """
    if program_type == "socket_filter":
        return "KEEP" if retval else "DROP"
    return _VERDICTS.get(program_type, {}).get(retval)


def values_of_name(name: str) -> set[int]:
    """The numbers that a return value's name stands for, in whichever program type has it."""
    return {
        value for names in _VERDICTS.values() for value, known in names.items() if known == name
    }
