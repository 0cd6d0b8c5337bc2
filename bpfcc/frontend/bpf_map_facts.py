"""What the kernel wants of a map definition, by map type.

Source: what a 6.18 kernel was seen to create, and which helpers it was seen to accept a map in.
"""

from __future__ import annotations

from bpfcc.elf.uapi import MAP_TYPES

NO_PREALLOC = 1
"""BPF_F_NO_PREALLOC."""
MMAPABLE = 1 << 10
"""BPF_F_MMAPABLE."""


class MapKind:
    """One map type.

    ``key`` and ``value`` say which sizes are right: ``any`` (not 0), ``none`` (0), ``type`` (there
    must be a type, not only a size), or numbers. ``entries``: ``some``, ``none``, ``pages`` (a
    power of two of whole pages) or ``default`` (libbpf fills it in). ``helpers`` are the only ones
    that take such a map, empty where most do.
    """

    __slots__ = ("entries", "flags", "forbidden_flags", "helpers", "key", "name", "since", "value")

    def __init__(self, row: str) -> None:
        words = row.split()
        self.name, since, self.key, self.value, self.entries, flags, no_flags = words[:7]
        major, minor = since.split(".")
        self.since = (int(major), int(minor))
        self.flags = int(flags)
        self.forbidden_flags = int(no_flags)
        self.helpers = frozenset(words[7:])

    @property
    def constant(self) -> str:
        """The name in C."""
        return f"BPF_MAP_TYPE_{self.name.upper()}"


# name, first kernel, key size, value size, entries, flags it must and must not have, helpers
_TABLE = """
hash 3.19 any any some 0 0
array 3.19 4 any some 0 1
prog_array 4.2 4 4 some 0 0 tail_call
perf_event_array 4.3 4 4 default 0 0 perf_event_read perf_event_output skb_output \
perf_event_read_value xdp_output
percpu_hash 4.6 any any some 0 0
percpu_array 4.6 4 any some 0 1
stack_trace 4.6 4 any some 0 0 get_stackid
cgroup_array 4.8 4 4 some 0 0 skb_under_cgroup current_task_under_cgroup
lru_hash 4.10 any any some 0 1
lru_percpu_hash 4.10 any any some 0 1
lpm_trie 4.11 any any some 1 0
array_of_maps 4.12 4 4 some 0 1 map_lookup_elem
hash_of_maps 4.12 any 4 some 0 0 map_lookup_elem
devmap 4.14 4 4,8 some 0 0 redirect_map map_lookup_elem
sockmap 4.14 4 4,8 some 0 0 sk_redirect_map sock_map_update map_delete_elem msg_redirect_map \
sk_select_reuseport map_lookup_elem map_update_elem
cpumap 4.15 4 4,8 some 0 0 redirect_map
xskmap 4.18 4 4 some 0 0 redirect_map map_lookup_elem
sockhash 4.18 any 4,8 some 0 0 sk_redirect_hash sock_hash_update map_delete_elem \
msg_redirect_hash sk_select_reuseport map_lookup_elem map_update_elem
cgroup_storage 4.19 8,16 any none 0 0 get_local_storage
reuseport_sockarray 4.19 4 4,8 some 0 0 sk_select_reuseport
percpu_cgroup_storage 4.20 8,16 any none 0 0 get_local_storage
queue 4.20 none any some 0 1 map_peek_elem map_pop_elem map_push_elem
stack 4.20 none any some 0 1 map_peek_elem map_pop_elem map_push_elem
sk_storage 5.2 type type none 1 0 sk_storage_get sk_storage_delete kptr_xchg
devmap_hash 5.4 4 4,8 some 0 0 redirect_map map_lookup_elem
struct_ops 5.6 any any some 0 0
ringbuf 5.8 none none pages 0 1 ringbuf_output ringbuf_reserve ringbuf_query \
ringbuf_reserve_dynptr
inode_storage 5.10 type type none 1 0 inode_storage_get inode_storage_delete kptr_xchg
task_storage 5.11 type type none 1 0 task_storage_get task_storage_delete kptr_xchg
bloom_filter 5.16 none any some 0 1 map_peek_elem map_push_elem
user_ringbuf 6.1 none none pages 0 1 user_ringbuf_drain
cgrp_storage 6.2 type type none 1 0 cgrp_storage_get cgrp_storage_delete kptr_xchg
arena 6.9 none none some 1024 0
"""

# Helpers that take maps of some types only.
_MAPS_OF_HELPERS = """
tail_call prog_array
perf_event_read perf_event_array
perf_event_output perf_event_array
perf_event_read_value perf_event_array
skb_output perf_event_array
xdp_output perf_event_array
get_stackid stack_trace
current_task_under_cgroup cgroup_array
skb_under_cgroup cgroup_array
redirect_map devmap devmap_hash cpumap xskmap
sk_redirect_map sockmap
msg_redirect_map sockmap
sock_map_update sockmap
sk_redirect_hash sockhash
msg_redirect_hash sockhash
sock_hash_update sockhash
get_local_storage cgroup_storage percpu_cgroup_storage
sk_select_reuseport reuseport_sockarray sockmap sockhash
map_pop_elem queue stack
map_peek_elem queue stack bloom_filter
map_push_elem queue stack bloom_filter
map_lookup_percpu_elem percpu_array percpu_hash lru_percpu_hash
sk_storage_get sk_storage
sk_storage_delete sk_storage
inode_storage_get inode_storage
inode_storage_delete inode_storage
task_storage_get task_storage
task_storage_delete task_storage
cgrp_storage_get cgrp_storage
cgrp_storage_delete cgrp_storage
ringbuf_output ringbuf
ringbuf_reserve ringbuf
ringbuf_query ringbuf
ringbuf_reserve_dynptr ringbuf
user_ringbuf_drain user_ringbuf
"""

_LOCKED = frozenset(
    (
        "hash", "array", "cgroup_storage", "sk_storage", "inode_storage", "task_storage",
        "cgrp_storage",
    )
)  # fmt: skip
_CALLED_BACK = frozenset(("hash", "array", "lru_hash"))
FIELD_HOLDERS = {
    "bpf_spin_lock": _LOCKED,
    "bpf_res_spin_lock": _LOCKED,
    "bpf_timer": _CALLED_BACK,
    "bpf_wq": _CALLED_BACK,
    "bpf_task_work": _CALLED_BACK,
}
"""The kernel's own structs that a map's values may have in them, and in maps of which types."""

KEPT_FROM_TRACING = ("bpf_spin_lock", "bpf_res_spin_lock", "bpf_timer", "bpf_wq")
"""Those that no map of a kprobe, a tracepoint or a perf event may have."""

PER_CPU_VALUE_BYTES = 32 << 10
"""The longest value of a per-CPU map."""

_kinds: dict[str, MapKind] = {}
_maps_of: dict[str, tuple[str, ...]] = {}


def find_kind(type: int | None) -> MapKind | None:
    """The facts of a map type by its number; None for one that is unknown."""
    if type is None or not 0 <= type < len(MAP_TYPES):
        return None
    if not _kinds:
        for row in _TABLE.strip().split("\n"):
            kind = MapKind(row)
            assert kind.name not in _kinds, f"{kind.name} is in the table twice"
            _kinds[kind.name] = kind
    return _kinds.get(MAP_TYPES[type])


def maps_of_helper(name: str) -> tuple[str, ...]:
    """The map types that a helper takes; empty for one that takes any."""
    if not _maps_of:
        for row in _MAPS_OF_HELPERS.strip().split("\n"):
            helper, *types = row.split()
            _maps_of[f"bpf_{helper}"] = tuple(types)
    return _maps_of.get(name, ())


def accepts_map(helper_name: str, kind: MapKind) -> bool:
    """Whether a helper takes a map of this kind."""
    types = maps_of_helper(helper_name)
    if types and kind.name not in types:
        return False
    return not kind.helpers or helper_name.removeprefix("bpf_") in kind.helpers
