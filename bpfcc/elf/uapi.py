"""Names of the kernel's program, attach and map types, by number.

The spellings are those that bpftool prints. Source: `enum bpf_prog_type`, `bpf_attach_type` and
`bpf_map_type` of linux/bpf.h.
"""

from __future__ import annotations

PROGRAM_TYPES = (
    "unspec socket_filter kprobe sched_cls sched_act tracepoint xdp perf_event cgroup_skb "
    "cgroup_sock lwt_in lwt_out lwt_xmit sock_ops sk_skb cgroup_device sk_msg raw_tracepoint "
    "cgroup_sock_addr lwt_seg6local lirc_mode2 sk_reuseport flow_dissector cgroup_sysctl "
    "raw_tracepoint_writable cgroup_sockopt tracing struct_ops ext lsm sk_lookup syscall netfilter"
).split()

ATTACH_TYPES = (
    "cgroup_inet_ingress cgroup_inet_egress cgroup_inet_sock_create cgroup_sock_ops "
    "sk_skb_stream_parser sk_skb_stream_verdict cgroup_device sk_msg_verdict cgroup_inet4_bind "
    "cgroup_inet6_bind cgroup_inet4_connect cgroup_inet6_connect cgroup_inet4_post_bind "
    "cgroup_inet6_post_bind cgroup_udp4_sendmsg cgroup_udp6_sendmsg lirc_mode2 flow_dissector "
    "cgroup_sysctl cgroup_udp4_recvmsg cgroup_udp6_recvmsg cgroup_getsockopt cgroup_setsockopt "
    "trace_raw_tp trace_fentry trace_fexit modify_return lsm_mac trace_iter "
    "cgroup_inet4_getpeername cgroup_inet6_getpeername cgroup_inet4_getsockname "
    "cgroup_inet6_getsockname xdp_devmap cgroup_inet_sock_release xdp_cpumap sk_lookup xdp "
    "sk_skb_verdict sk_reuseport_select sk_reuseport_select_or_migrate perf_event "
    "trace_kprobe_multi lsm_cgroup struct_ops netfilter tcx_ingress tcx_egress "
    "trace_uprobe_multi cgroup_unix_connect cgroup_unix_sendmsg cgroup_unix_recvmsg "
    "cgroup_unix_getpeername cgroup_unix_getsockname netkit_primary netkit_peer "
    "trace_kprobe_session trace_uprobe_session trace_fsession"
).split()

MAP_TYPES = (
    "unspec hash array prog_array perf_event_array percpu_hash percpu_array stack_trace "
    "cgroup_array lru_hash lru_percpu_hash lpm_trie array_of_maps hash_of_maps devmap sockmap "
    "cpumap xskmap sockhash cgroup_storage reuseport_sockarray percpu_cgroup_storage queue stack "
    "sk_storage devmap_hash struct_ops ringbuf inode_storage task_storage bloom_filter "
    "user_ringbuf cgrp_storage arena"
).split()

CONTEXT_TYPES = {
    "socket_filter": "struct __sk_buff",
    "kprobe": "struct pt_regs",
    "sched_cls": "struct __sk_buff",
    "sched_act": "struct __sk_buff",
    "xdp": "struct xdp_md",
    "perf_event": "struct bpf_perf_event_data",
    "cgroup_skb": "struct __sk_buff",
    "cgroup_sock": "struct bpf_sock",
    "lwt_in": "struct __sk_buff",
    "lwt_out": "struct __sk_buff",
    "lwt_xmit": "struct __sk_buff",
    "sock_ops": "struct bpf_sock_ops",
    "sk_skb": "struct __sk_buff",
    "cgroup_device": "struct bpf_cgroup_dev_ctx",
    "sk_msg": "struct sk_msg_md",
    "raw_tracepoint": "struct bpf_raw_tracepoint_args",
    "cgroup_sock_addr": "struct bpf_sock_addr",
    "lwt_seg6local": "struct __sk_buff",
    "lirc_mode2": "unsigned int",
    "sk_reuseport": "struct sk_reuseport_md",
    "flow_dissector": "struct __sk_buff",
    "cgroup_sysctl": "struct bpf_sysctl",
    "raw_tracepoint_writable": "struct bpf_raw_tracepoint_args",
    "cgroup_sockopt": "struct bpf_sockopt",
    "tracing": "unsigned long long",
    "struct_ops": "unsigned long long",
    "lsm": "unsigned long long",
    "sk_lookup": "struct bpf_sk_lookup",
    "netfilter": "struct bpf_nf_ctx",
}
"""What a program's argument points at. Types left out take whatever their attach point has."""


def name_type(names: list[str], number: int) -> str:
    """Name of a type number; one that is newer than the table is given as its number."""
    return names[number] if 0 <= number < len(names) else str(number)
