#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 8);
	__uint(key_size, 4);
	__uint(value_size, 4);
} programs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf SEC(".maps");

/* One function for both kinds of program: its caller says which it is. */
static __always_inline int resize(void *ctx, _Bool is_xdp)
{
	if (is_xdp)
		return bpf_xdp_adjust_tail(ctx, 4);
	return bpf_skb_change_tail(ctx, 100, 0);
}

SEC("tc") int of_tc(struct __sk_buff *skb)
{
	return resize(skb, 0);
}

SEC("xdp") int of_xdp(struct xdp_md *ctx)
{
	__u32 value = 1;

	bpf_tail_call(ctx, &programs, 1);
	bpf_perf_event_output(ctx, &perf, BPF_F_CURRENT_CPU, &value, sizeof(value));
	return resize(ctx, 1);
}

SEC("uprobe.s") int sleeps(struct pt_regs *ctx)
{
	char byte;

	return bpf_copy_from_user(&byte, 1, (void *)ctx->rdi);
}

SEC("iter/tcp") int options(void *ctx)
{
	return bpf_ktime_get_ns() & 1;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
