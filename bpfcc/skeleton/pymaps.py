"""Which class of `runtime` stands for which kind of map and program."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from bpfcc.elf.programs import Function


class MapForm(NamedTuple):
    """A class for maps: the module it is in, and the codecs that it is made with.

    Those are "key", "value", "record", "index" (a 32-bit key, whatever the definition says) and
    "struct" (the class of the contents itself).
    """

    name: str
    part: str
    arguments: tuple[str, ...] = ()


PLAIN_MAP = MapForm("Map", "maps")
_HASH = MapForm("HashMap", "keyed", ("key", "value"))
_SLOTS = MapForm("SlotMap", "keyed", ("value",))
_PER_CPU_HASH = MapForm("PerCpuHashMap", "percpu", ("key", "value"))
_QUEUE = MapForm("QueueMap", "queues", ("value",))
_STORAGE = MapForm("StorageMap", "storage", ("value",))
_SOCKETS = MapForm("SocketMap", "references", ("index", "value"))
_DESCRIPTORS = MapForm("DescriptorArray", "references")

MAP_FORMS = {
    "hash": _HASH,
    "lru_hash": _HASH,
    "lpm_trie": _HASH,
    "devmap_hash": _HASH,
    "cgroup_storage": _HASH,
    "stack_trace": MapForm("HashMap", "keyed", ("index", "value")),
    "array": MapForm("ArrayMap", "keyed", ("value",)),
    "devmap": _SLOTS,
    "cpumap": _SLOTS,
    "percpu_hash": _PER_CPU_HASH,
    "lru_percpu_hash": _PER_CPU_HASH,
    "percpu_cgroup_storage": _PER_CPU_HASH,
    "percpu_array": MapForm("PerCpuArrayMap", "percpu", ("value",)),
    "queue": _QUEUE,
    "stack": _QUEUE,
    "bloom_filter": MapForm("BloomFilter", "queues", ("value",)),
    "prog_array": MapForm("ProgramArray", "references"),
    "array_of_maps": MapForm("MapOfMaps", "references", ("index",)),
    "hash_of_maps": MapForm("MapOfMaps", "references", ("key",)),
    "cgroup_array": _DESCRIPTORS,
    "xskmap": _DESCRIPTORS,
    "sockmap": _SOCKETS,
    "reuseport_sockarray": _SOCKETS,
    "sockhash": MapForm("SocketMap", "references", ("key", "value")),
    "sk_storage": _STORAGE,
    "inode_storage": _STORAGE,
    "task_storage": _STORAGE,
    "cgrp_storage": _STORAGE,
    "perf_event_array": MapForm("PerfBuffer", "perfbuf", ("record",)),
    "ringbuf": MapForm("RingBuffer", "ringbuf", ("record",)),
    "user_ringbuf": MapForm("UserRingBuffer", "userring"),
    "struct_ops": MapForm("StructOpsMap", "structops", ("struct",)),
    "arena": MapForm("ArenaMap", "arenas", ("struct",)),
}
"""The form of each map type; types without one have only what all maps have."""


class ProgramForm(NamedTuple):
    """A class for programs, and the module it is in."""

    name: str
    part: str


PLAIN_PROGRAM = ProgramForm("Program", "programs")
_CGROUP = ProgramForm("CgroupProgram", "cgroups")
_NETNS = ProgramForm("NetnsProgram", "netns")
_TC = ProgramForm("TcProgram", "tc")
_SOCKET_MAP = ProgramForm("SocketMapProgram", "sockmaps")
_RAW_TRACEPOINT = ProgramForm("RawTracepointProgram", "tracepoints")

_PROGRAM_FORMS = {
    "xdp": ProgramForm("XdpProgram", "xdp"),
    "sched_cls": _TC,
    "sched_act": _TC,
    "cgroup_skb": _CGROUP,
    "cgroup_sock": _CGROUP,
    "cgroup_sock_addr": _CGROUP,
    "cgroup_device": _CGROUP,
    "cgroup_sysctl": _CGROUP,
    "cgroup_sockopt": _CGROUP,
    "sock_ops": _CGROUP,
    "socket_filter": ProgramForm("SocketProgram", "sockets"),
    "sk_lookup": _NETNS,
    "flow_dissector": _NETNS,
    "sk_skb": _SOCKET_MAP,
    "sk_msg": _SOCKET_MAP,
    "perf_event": ProgramForm("PerfEventProgram", "perfevents"),
    "kprobe": ProgramForm("ProbeProgram", "probes"),
    "tracepoint": ProgramForm("TracepointProgram", "tracepoints"),
    "raw_tracepoint": _RAW_TRACEPOINT,
    "raw_tracepoint_writable": _RAW_TRACEPOINT,
}
_BY_ATTACH_TYPE = {
    "trace_iter": ProgramForm("IteratorProgram", "iterators"),
    "lsm_cgroup": _CGROUP,
}


def choose_program_form(program: Function) -> ProgramForm:
    """The form of a program; those that only their sections attach have the common one."""
    by_attach_type = _BY_ATTACH_TYPE.get(program.attach_type or "")
    return by_attach_type or _PROGRAM_FORMS.get(program.type_name, PLAIN_PROGRAM)


_NEWER_SECTIONS = frozenset(
    (
        "tc/ingress",
        "tc/egress",
        "tcx/ingress",
        "tcx/egress",
        "netkit/primary",
        "netkit/peer",
        "netfilter",
        "sk_skb/verdict",
        "cgroup/connect_unix",
        "cgroup/sendmsg_unix",
        "cgroup/recvmsg_unix",
        "cgroup/getpeername_unix",
        "cgroup/getsockname_unix",
    )
)


def find_newer_kind(program: Function) -> tuple[int, int] | None:
    """(program type, attach type) for a section that libbpf 1.1 does not know, else None."""
    match = program.match
    if match is None or match.kind.pattern not in _NEWER_SECTIONS:
        return None
    return match.kind.program_type_number, match.kind.attach_type_number
