#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

SEC("xdp") int pass(struct xdp_md *ctx)
{
	return ctx->ingress_ifindex ? XDP_PASS : XDP_DROP;
}

SEC("tc/ingress") int classify(struct __sk_buff *skb)
{
	return skb->len > 100;
}

/* Names of other loaders, numbered ones among them, are their own affair. */
SEC("from-container") int tc_section(struct __sk_buff *skb)
{
	return skb->len > 100;
}

SEC("2/1") int tail_call_target(struct __sk_buff *skb)
{
	return skb->mark;
}

SEC("sk_msg1") int numbered(struct sk_msg_md *msg)
{
	return 1;
}

SEC("my_helpers") __attribute__((noinline)) int helper(int a, int b)
{
	return a + b;
}

SEC("kprobe") int probe(struct pt_regs *ctx)
{
	return helper(1, 2);
}

SEC("perf_event") int registers(struct pt_regs *ctx)
{
	return ctx->rip != 0;
}

SEC("raw_tp/sys_enter") int registers_too(struct pt_regs *ctx)
{
	return ctx->r15 != 0;
}

SEC("cgroup_skb/egress") int unused_context(struct xdp_md *ctx)
{
	return 1;
}

SEC("tp/sched/sched_switch") void nothing_is_ignored(void *ctx)
{
	bpf_get_prandom_u32();
}

SEC("xdp.frags") int fragments(struct xdp_md *ctx)
{
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
