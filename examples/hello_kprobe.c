// SPDX-License-Identifier: Apache-2.0
/*
 * A kprobe: run at the first instruction of (almost) any function of the kernel.
 *
 * BPF_KPROBE unpacks the function's arguments from the registers of the architecture that the
 * program is compiled for (-D__TARGET_ARCH_x86, arm64, ...). The kernel may rename or inline its
 * functions between versions: prefer a tracepoint where there is one.
 */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("kprobe/do_nanosleep")
int BPF_KPROBE(hello_sleeper)
{
	bpf_printk("process %d goes to sleep", (int)(bpf_get_current_pid_tgid() >> 32));
	return 0;
}

SEC("kretprobe/do_nanosleep")
int BPF_KRETPROBE(hello_waker, long result)
{
	bpf_printk("awake again: do_nanosleep returned %ld", result);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
