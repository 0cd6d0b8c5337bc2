/* Sections and what programs in them get and give. */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

SEC("xpd") int letters_changed_places(struct xdp_md *ctx) // warning: no kind of program has the section 'xpd'; did you mean 'xdp'? [unknown-section]
// note@-1: xdp programs take 'struct xdp_md *'
{
	return ctx->ingress_ifindex;
}

SEC("kprob/do_exit") int letter_missing(struct pt_regs *ctx) // warning: did you mean 'kprobe/do_exit'? [unknown-section]
{
	return 0;
}

SEC("raw_tracepoints/sys_enter") int letter_too_many(struct bpf_raw_tracepoint_args *ctx) // warning: did you mean 'raw_tracepoint/sys_enter'? [unknown-section]
{
	return ctx->args[1];
}

SEC("cgroup/conect4") int after_the_slash(struct bpf_sock_addr *ctx) // warning: did you mean 'cgroup/connect4'? [unknown-section]
{
	return 1;
}

SEC("?tracepiont/sched/sched_switch") int optional(void *ctx) // warning: did you mean '?tracepoint/sched/sched_switch'? [unknown-section]
{
	return 0;
}

SEC("XDP") int in_capitals(struct xdp_md *ctx) // warning: did you mean 'xdp'? [unknown-section]
{
	return 0;
}

SEC("xdp") int context_of_tc(struct __sk_buff *skb) // warning: a program in section 'xdp' does not get a 'struct __sk_buff *' [context-type]
// note@-1: its context is 'struct xdp_md *'
{
	return skb->len > 100;
}

SEC("tc") int context_of_xdp(struct xdp_md *ctx) // warning: section 'tc' does not get a 'struct xdp_md *' [context-type]
{
	return ctx->data != 0;
}

SEC("fentry/do_exit") int context_of_sockets(struct __sk_buff *skb) // warning: does not get a 'struct __sk_buff *' [context-type]
// note@-1: BPF_PROG(name, …)
{
	return skb->len;
}

SEC("xdp") static int static_program(struct xdp_md *ctx) // warning: program 'static_program' is static [static-program]
{
	return XDP_PASS;
}

SEC("xdp") void no_result(struct xdp_md *ctx) // warning: program 'no_result' returns nothing [program-result]
{
}

SEC("tc") int two_parameters(struct __sk_buff *skb, int more) // warning: program 'two_parameters' has 2 parameters [program-parameters]
{
	return more;
}

SEC("kprobe/vfs_read") int reads_more(void *ctx, int fd) // warning: program 'reads_more' has 2 parameters [program-parameters]
{
	return fd;
}

SEC("kprobe/vfs_read") int declares_more(void *ctx, int fd)
{
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
