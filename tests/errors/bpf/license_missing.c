#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

SEC("kprobe/do_exit") int traces(struct pt_regs *ctx)
{
	__u64 task = bpf_get_current_task(); // warning: 'bpf_get_current_task' is only for programs under a license compatible with the GPL, and none is declared [license]
	// note@-1: char LICENSE[] SEC("license") = "GPL";

	return task != 0;
}
