// SPDX-License-Identifier: Apache-2.0
/* How long tasks wait for a processor, as a histogram for each control group. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#define SLOTS 26

struct histogram {
	__u32 slots[SLOTS];
	char command[TASK_COMM_LEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u32);
	__type(value, __u64);
} ready SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct histogram);
} waits SEC(".maps");

static struct histogram empty;

static __always_inline __u32 log2_of(__u64 value)
{
	__u32 result = 0;

	for (int shift = 32; shift; shift >>= 1) {
		if (value >> shift) {
			value >>= shift;
			result += shift;
		}
	}
	return result;
}

static int note_ready(struct task_struct *task)
{
	__u32 pid = BPF_CORE_READ(task, pid);
	__u64 now = bpf_ktime_get_ns();

	if (pid)
		bpf_map_update_elem(&ready, &pid, &now, BPF_ANY);
	return 0;
}

SEC("raw_tp/sched_wakeup")
int BPF_PROG(on_wakeup, struct task_struct *task)
{
	return note_ready(task);
}

SEC("raw_tp/sched_wakeup_new")
int BPF_PROG(on_wakeup_new, struct task_struct *task)
{
	return note_ready(task);
}

SEC("raw_tp/sched_switch")
int BPF_PROG(on_switch, bool preempt, struct task_struct *previous, struct task_struct *next)
{
	struct histogram *histogram;
	__u64 *since, group;
	__u32 pid, slot;

	if (BPF_CORE_READ(previous, flags) && preempt)
		note_ready(previous);
	pid = BPF_CORE_READ(next, pid);
	since = bpf_map_lookup_elem(&ready, &pid);
	if (!since)
		return 0;

	group = BPF_CORE_READ(next, nsproxy, pid_ns_for_children, ns.inum);
	histogram = bpf_map_lookup_elem(&waits, &group);
	if (!histogram) {
		bpf_map_update_elem(&waits, &group, &empty, BPF_NOEXIST);
		histogram = bpf_map_lookup_elem(&waits, &group);
	}
	if (histogram) {
		slot = log2_of((bpf_ktime_get_ns() - *since) / 1000);
		if (slot >= SLOTS)
			slot = SLOTS - 1;
		__sync_fetch_and_add(&histogram->slots[slot], 1);
		BPF_CORE_READ_STR_INTO(&histogram->command, next, comm);
	}
	bpf_map_delete_elem(&ready, &pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
