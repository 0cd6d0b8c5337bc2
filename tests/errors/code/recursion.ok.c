/* What the optimizer makes a loop of, or calls directly, is no recursion and no indirect call. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static int sum(int n, int so_far)
{
	return n <= 0 ? so_far : sum(n - 1, so_far + n);
}

static __noinline int apply(int n) { return n * 3; }

static __always_inline int call(int (*what)(int), int n) { return what(n); }

SEC("tc") int classify(struct __sk_buff *skb)
{
	return sum(10, skb->len) + call(apply, skb->mark);
}
