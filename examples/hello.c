// SPDX-License-Identifier: Apache-2.0
/*
 * Hello, kernel: one line in the trace for every process that starts a program.
 *
 * The section name says where the program belongs: here the tracepoint "sched_process_exec",
 * which the kernel passes after an exec has succeeded. bpf_printk() writes to the kernel's trace
 * buffer; read it in /sys/kernel/tracing/trace_pipe. It is made for looking, not for data: use a
 * ring buffer for that (execve_ringbuf.c).
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tracepoint/sched/sched_process_exec")
int hello(void *ctx)
{
	char name[16];
	int pid = bpf_get_current_pid_tgid() >> 32;

	if (bpf_get_current_comm(name, sizeof(name)))
		return 0;
	bpf_printk("hello, %s (process %d)", name, pid);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
