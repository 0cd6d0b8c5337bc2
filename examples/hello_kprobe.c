// SPDX-License-Identifier: Apache-2.0
/*
 * A kprobe: run at the first instruction of (almost) any function of the kernel.
 *
 * BPF_KPROBE unpacks the function's arguments from the registers of the architecture that the
 * program is compiled for: -D__TARGET_ARCH_arm64, riscv, s390, ... and x86 where none is named.
 * The kernel may rename or inline its functions between versions: prefer a tracepoint where there
 * is one.
 */
#if !defined(__TARGET_ARCH_arm64) && !defined(__TARGET_ARCH_arm) && \
	!defined(__TARGET_ARCH_riscv) && !defined(__TARGET_ARCH_s390) && \
	!defined(__TARGET_ARCH_powerpc) && !defined(__TARGET_ARCH_loongarch) && \
	!defined(__TARGET_ARCH_mips) && !defined(__TARGET_ARCH_x86)
#define __TARGET_ARCH_x86
#endif

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
