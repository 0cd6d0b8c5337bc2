"""Kernel functions that hand something out or take it back, by name.

Those that are not here are taken to do anything with what they are given.
"""

from __future__ import annotations

# Name → whether what it returns may be NULL.
ACQUIRING = {
    "bpf_task_acquire": True,
    "bpf_task_from_pid": True,
    "bpf_task_from_vpid": True,
    "bpf_cgroup_acquire": True,
    "bpf_cgroup_ancestor": True,
    "bpf_cgroup_from_id": True,
    "bpf_task_get_cgroup1": True,
    "bpf_get_task_exe_file": True,
    "bpf_lookup_user_key": True,
    "bpf_lookup_system_key": True,
    "bpf_obj_new_impl": True,
    "bpf_percpu_obj_new_impl": True,
    "bpf_cpumask_create": True,
    "bpf_crypto_ctx_create": True,
    "bpf_xdp_ct_alloc": True,
    "bpf_skb_ct_alloc": True,
    "bpf_xdp_ct_lookup": True,
    "bpf_skb_ct_lookup": True,
}

RELEASING = frozenset(
    (
        "bpf_task_release",
        "bpf_cgroup_release",
        "bpf_put_file",
        "bpf_key_put",
        "bpf_obj_drop_impl",
        "bpf_percpu_obj_drop_impl",
        "bpf_cpumask_release",
        "bpf_crypto_ctx_release",
        "bpf_ct_release",
    )
)

NEVER_RETURNING = frozenset(("bpf_throw",))
