/* What looks like it, and the kernel takes. */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

SEC("tc") int writes(struct __sk_buff *skb)
{
	skb->mark = skb->len;
	skb->cb[2] = 7;
	skb->tc_classid = 1;
	return -1;
}

SEC("cgroup/bind4") int binds(struct bpf_sock_addr *address)
{
	if (!address->user_port)
		return 2;
	address->user_port = 80;
	return 3;
}

SEC("cgroup/getsockopt") int sets_result(struct bpf_sockopt *option)
{
	option->retval = 0;
	return 1;
}

int limit;

SEC("sk_lookup") int is_bounded(struct bpf_sk_lookup *lookup)
{
	return limit ? SK_PASS : SK_DROP;
}

SEC("cgroup_skb/egress") int compares(struct __sk_buff *skb)
{
	return !(limit & 4) && skb->len < 100;
}

struct header {
	unsigned char kind, size;
};

static int of_any_type(struct __sk_buff *skb, int is_socket)
{
	return is_socket ? skb->protocol : skb->tc_classid;
}

SEC("socket") int other_branch(struct __sk_buff *skb)
{
	return of_any_type(skb, 1);
}

struct pair {
	int a, b;
};

__noinline int sum(struct xdp_md *xdp, struct pair *pair)
{
	return pair ? pair->a + xdp->ingress_ifindex : 0;
}

__noinline int sure_sum(struct pair *pair __arg_nonnull)
{
	return pair->a + pair->b;
}

__hidden __noinline int hidden_sum(struct pair *pair)
{
	return pair->a + pair->b;
}

static __noinline int own_sum(struct pair *pair)
{
	return pair->a + pair->b;
}

__noinline int length(struct xdp_md *xdp)
{
	return xdp->data_end - xdp->data;
}

SEC("xdp") int calls_global(struct xdp_md *xdp)
{
	struct pair pair = {1, 2};

	return sum(xdp, &pair) + sure_sum(&pair) + own_sum(&pair) + hidden_sum(&pair) + length(xdp);
}

SEC("kprobe/do_exit") int BPF_KPROBE(signed_length, const char *text, long length)
{
	char copy[16] = "";

	if (length < sizeof(copy))
		bpf_probe_read_kernel(copy, length, text);
	return copy[0];
}

static __noinline long add(__u32 at, long *sum)
{
	*sum += at;
	return at > 50;
}

SEC("xdp") int loops(struct xdp_md *xdp)
{
	long sum = 0;

	bpf_loop(100, add, &sum, 0);
	return sum & 1;
}

char LICENSE[] SEC("license") = "GPL";
