// SPDX-License-Identifier: Apache-2.0
/* Slow opens: who opened which file, where it lies, and how long that took. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#define NAME_BYTES 128
#define DEPTH 6

struct begun {
	__u64 at;
	const char *path;
	int flags;
};

struct event {
	__u64 took;
	__u64 inode;
	__u32 pid;
	__u32 parent;
	__u32 uid;
	__s32 result;
	int flags;
	char command[16];
	char path[NAME_BYTES];
	char folders[DEPTH][32];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, struct begun);
} begun SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct event);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
} events SEC(".maps");

const volatile __u64 slow_ns = 0;
const volatile __u32 only_uid = -1;

static __always_inline bool is_wanted(void)
{
	return only_uid == (__u32)-1 || only_uid == (__u32)bpf_get_current_uid_gid();
}

SEC("tracepoint/syscalls/sys_enter_openat")
int enter_openat(struct trace_event_raw_sys_enter *ctx)
{
	__u32 thread = bpf_get_current_pid_tgid();
	struct begun start = {};

	if (!is_wanted())
		return 0;
	start.at = bpf_ktime_get_ns();
	start.path = (const char *)ctx->args[1];
	start.flags = (int)ctx->args[2];
	bpf_map_update_elem(&begun, &thread, &start, BPF_ANY);
	return 0;
}

static void read_folders(struct event *event, struct task_struct *task)
{
	struct dentry *dentry = BPF_CORE_READ(task, fs, pwd.dentry);

	for (int i = 0; i < DEPTH; i++) {
		const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);
		struct dentry *up = BPF_CORE_READ(dentry, d_parent);

		if (bpf_probe_read_kernel_str(event->folders[i], sizeof(event->folders[i]), name) < 0)
			break;
		if (up == dentry)
			break;
		dentry = up;
	}
	event->inode = BPF_CORE_READ(task, fs, pwd.dentry, d_inode, i_ino);
}

SEC("tracepoint/syscalls/sys_exit_openat")
int exit_openat(struct trace_event_raw_sys_exit *ctx)
{
	__u32 thread = bpf_get_current_pid_tgid(), zero = 0;
	struct task_struct *task;
	struct event *event;
	struct begun *start;
	__u64 took;

	start = bpf_map_lookup_elem(&begun, &thread);
	if (!start)
		return 0;
	took = bpf_ktime_get_ns() - start->at;
	event = bpf_map_lookup_elem(&scratch, &zero);
	if (!event || took < slow_ns)
		goto done;

	task = (struct task_struct *)bpf_get_current_task();
	event->took = took;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	event->parent = BPF_CORE_READ(task, real_parent, tgid);
	event->uid = BPF_CORE_READ(task, cred, uid.val);
	event->result = ctx->ret;
	event->flags = start->flags;
	bpf_get_current_comm(event->command, sizeof(event->command));
	bpf_probe_read_user_str(event->path, sizeof(event->path), start->path);
	read_folders(event, task);
	bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, event, sizeof(*event));
done:
	bpf_map_delete_elem(&begun, &thread);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
