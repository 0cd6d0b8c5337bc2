// SPDX-License-Identifier: Apache-2.0
/* Helpers that only programs under the GPL may call. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tracepoint/sched/sched_process_exec")
int print_without_license(void *ctx)
{
	bpf_printk("hello"); // !license
	return 0;
}

char LICENSE[] SEC("license") = "Proprietary";
