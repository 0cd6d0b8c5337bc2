"""What programs of each type may do with their context and packet, and what they may return.

Read off a 6.18 kernel, and held against the running one by a test. Older kernels refuse more, so
what is refused here is refused there too; what needs special hardware, or an attach type that
loaders choose, counts as allowed.
"""

from __future__ import annotations

from bpfcc.frontend.bpf_rules_section import spell_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from bpfcc.elf.sections import SectionKind

    Row: TypeAlias = tuple[str, str, str]

_SOCKET = "family remote_ip4 local_ip4 remote_ip6 local_ip6 remote_port local_port"
_TC = f"{_SOCKET} flow_keys"
_TC_WRITABLE = "mark queue_mapping priority tc_index cb tc_classid tstamp"
_QUEUED = "data_meta flow_keys tstamp wire_len tstamp_type hwtstamp"
_TUNNEL = f"tc_classid {_SOCKET} {_QUEUED}"
_TUNNEL_WRITABLE = "mark priority cb"
_DISSECTOR = (
    f"len pkt_type mark queue_mapping protocol vlan_present vlan_tci vlan_proto priority hash cb "
    f"ingress_ifindex ifindex tc_index tc_classid napi_id {_SOCKET} data_meta tstamp wire_len "
    f"gso_segs sk gso_size tstamp_type hwtstamp"
)
_ADDRESSES = "user_ip4 user_ip6 msg_src_ip4 msg_src_ip6"

# Attach type, else program type → its context's struct, what of it cannot be read, what can be
# written.
_MEMBERS: dict[str, Row] = {
    "socket_filter": ("__sk_buff", f"{_TUNNEL} data data_end", "cb"),
    "sched_cls": ("__sk_buff", _TC, _TC_WRITABLE),
    "sched_act": ("__sk_buff", _TC, _TC_WRITABLE),
    "xdp": ("xdp_md", "", "rx_queue_index"),
    "cgroup_skb": (
        "__sk_buff",
        "tc_classid data_meta flow_keys wire_len tstamp_type",
        "mark priority cb tstamp",
    ),
    "cgroup_sock": (
        "bpf_sock",
        "src_ip4 src_ip6 src_port",
        "bound_dev_if mark priority",
    ),
    "cgroup_inet4_post_bind": ("bpf_sock", "bound_dev_if mark priority src_ip6", ""),
    "cgroup_inet6_post_bind": ("bpf_sock", "bound_dev_if mark priority src_ip4", ""),
    "lwt_in": ("__sk_buff", _TUNNEL, _TUNNEL_WRITABLE),
    "lwt_out": ("__sk_buff", _TUNNEL, _TUNNEL_WRITABLE),
    "lwt_xmit": ("__sk_buff", _TUNNEL, _TUNNEL_WRITABLE),
    "lwt_seg6local": ("__sk_buff", _TUNNEL, _TUNNEL_WRITABLE),
    "sock_ops": ("bpf_sock_ops", "", "args reply replylong sk_txhash"),
    "sk_skb": ("__sk_buff", f"mark tc_classid {_QUEUED}", "priority tc_index"),
    "flow_dissector": ("__sk_buff", _DISSECTOR, ""),
    "cgroup_device": ("bpf_cgroup_dev_ctx", "", ""),
    "sk_msg": ("sk_msg_md", "", ""),
    "cgroup_udp4_sendmsg": (
        "bpf_sock_addr",
        "user_ip6 msg_src_ip6",
        "user_ip4 user_port msg_src_ip4",
    ),
    "cgroup_udp6_sendmsg": (
        "bpf_sock_addr",
        "user_ip4 msg_src_ip4",
        "user_ip6 user_port msg_src_ip6",
    ),
    "sk_reuseport": ("sk_reuseport_md", "", ""),
    "cgroup_sysctl": ("bpf_sysctl", "", "file_pos"),
    "cgroup_getsockopt": ("bpf_sockopt", "", "optlen retval"),
    "cgroup_setsockopt": ("bpf_sockopt", "retval", "level optname optlen"),
    "sk_lookup": ("bpf_sk_lookup", "", ""),
}

for _hook in ("bind", "connect", "getpeername", "getsockname"):
    _v4, _v6 = f"cgroup_inet4_{_hook}", f"cgroup_inet6_{_hook}"
    _MEMBERS[_v4] = ("bpf_sock_addr", "user_ip6 msg_src_ip4 msg_src_ip6", "user_ip4 user_port")
    _MEMBERS[_v6] = ("bpf_sock_addr", "user_ip4 msg_src_ip4 msg_src_ip6", "user_ip6 user_port")
_MEMBERS["cgroup_udp4_recvmsg"] = _MEMBERS["cgroup_inet4_bind"]
_MEMBERS["cgroup_udp6_recvmsg"] = _MEMBERS["cgroup_inet6_bind"]
for _hook in ("connect", "sendmsg", "recvmsg", "getpeername", "getsockname"):
    _MEMBERS[f"cgroup_unix_{_hook}"] = ("bpf_sock_addr", _ADDRESSES, "user_port")

# Types that get at the packet, and cannot change it directly.
_READ_ONLY_PACKETS = frozenset(
    ("cgroup_skb", "lwt_in", "lwt_out", "lwt_seg6local", "flow_dissector", "sk_reuseport")
)

_FLAG, _ONE, _TWO_BITS = (0, 1), (1, 1), (0, 3)
# Attach type, else program type → the least and the greatest value that may be returned.
_RESULTS = {
    "cgroup_inet_egress": _TWO_BITS,
    "cgroup_inet4_bind": _TWO_BITS,
    "cgroup_inet6_bind": _TWO_BITS,
    "cgroup_udp4_recvmsg": _ONE,
    "cgroup_udp6_recvmsg": _ONE,
    "cgroup_unix_recvmsg": _ONE,
    "cgroup_inet4_getpeername": _ONE,
    "cgroup_inet6_getpeername": _ONE,
    "cgroup_unix_getpeername": _ONE,
    "cgroup_inet4_getsockname": _ONE,
    "cgroup_inet6_getsockname": _ONE,
    "cgroup_unix_getsockname": _ONE,
    "trace_kprobe_session": _FLAG,
    "trace_uprobe_session": _FLAG,
    "cgroup_skb": _FLAG,
    "cgroup_sock": _FLAG,
    "sock_ops": _FLAG,
    "cgroup_device": _FLAG,
    "cgroup_sock_addr": _FLAG,
    "cgroup_sysctl": _FLAG,
    "cgroup_sockopt": _FLAG,
    "sk_lookup": _FLAG,
    "netfilter": _FLAG,
}


class Context:
    """What a program type may do with the members of its context's struct."""

    __slots__ = ("tag", "unreadable", "writable")

    def __init__(self, tag: str, unreadable: str, writable: str) -> None:
        self.tag = tag
        self.unreadable = frozenset(unreadable.split())
        self.writable = frozenset(writable.split())


def find_context(kind: SectionKind) -> Context | None:
    """The rules for a program's context; None where there are none, or none are known."""
    row = _MEMBERS.get(kind.attach_type or "") or _MEMBERS.get(kind.program_type)
    return Context(*row) if row is not None else None


def spell_kind(kind: SectionKind) -> str:
    """A kind of programs as people say it."""
    return spell_type(kind) if kind.program_type.startswith("sched_") else kind.stem


def is_packet_writable(kind: SectionKind) -> bool:
    """Whether a program may write into the packet."""
    return kind.program_type not in _READ_ONLY_PACKETS


def allowed_results(kind: SectionKind) -> tuple[int, int] | None:
    """The least and the greatest value that a program may return; None for any."""
    return _RESULTS.get(kind.attach_type or "") or _RESULTS.get(kind.program_type)
