// SPDX-License-Identifier: Apache-2.0
/*
 * Execve events through a perf buffer, with the parent found by CO-RE.
 *
 * A perf buffer has one ring for each CPU; bpf_perf_event_output() copies the record into it.
 * The program declares only the members of the kernel's structures that it reads. The attribute
 * preserve_access_index makes the compiler record each access, and the loader puts in the
 * offsets of the running kernel: "compile once, run everywhere", with no kernel header.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

#define core __attribute__((preserve_access_index))

struct task_struct {
	int tgid;
	struct task_struct *real_parent;
} core;

struct linux_binprm {
	const char *filename;
} core;

struct event {
	__u32 pid;
	__u32 parent;
	char name[16];
	char path[64];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(int));
	__uint(value_size, sizeof(int));
} events SEC(".maps");

/* Raw tracepoint arguments: the task, its process number before the exec, the program. */
SEC("raw_tracepoint/sched_process_exec")
int trace_exec(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)ctx->args[0];
	struct linux_binprm *program = (void *)ctx->args[2];
	struct event event = {};

	event.pid = BPF_CORE_READ(task, tgid);
	event.parent = BPF_CORE_READ(task, real_parent, tgid);
	bpf_get_current_comm(event.name, sizeof(event.name));
	bpf_probe_read_kernel_str(event.path, sizeof(event.path), BPF_CORE_READ(program, filename));
	bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &event, sizeof(event));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
