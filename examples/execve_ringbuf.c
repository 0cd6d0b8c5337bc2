// SPDX-License-Identifier: Apache-2.0
/*
 * Who starts what: execve events through a ring buffer.
 *
 * A ring buffer is shared by all CPUs and keeps the order of events. bpf_ringbuf_reserve() hands
 * out room for one record, which the program fills in place; every path must submit or discard
 * it, or the verifier refuses the program.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct event {
	__u32 pid;
	__u32 uid;
	char parent[16];
	char path[128];
};

/* What the kernel hands to the tracepoint: see its "format" file in tracefs. */
struct enter_execve {
	__u64 common;
	__s64 number;
	const char *path;
	const char *const *argv;
	const char *const *envp;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} events SEC(".maps");

/* Events that did not fit because user space reads too slowly. */
__u64 lost;

SEC("tracepoint/syscalls/sys_enter_execve")
int trace_execve(struct enter_execve *ctx)
{
	struct event *event;

	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		__sync_fetch_and_add(&lost, 1);
		return 0;
	}

	event->pid = bpf_get_current_pid_tgid() >> 32;
	event->uid = bpf_get_current_uid_gid();
	bpf_get_current_comm(event->parent, sizeof(event->parent));
	if (bpf_probe_read_user_str(event->path, sizeof(event->path), ctx->path) < 0) {
		bpf_ringbuf_discard(event, 0);
		return 0;
	}
	bpf_ringbuf_submit(event, 0);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
