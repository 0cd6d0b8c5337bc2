/* What programs of each type may do with their context, the packet, and what they may return. */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

SEC("tc") int write_length(struct __sk_buff *skb)
{
	skb->len = 1; // warning: tc programs cannot write 'len' of 'struct __sk_buff' [verifier-context-access]
	return 0;
}

SEC("socket") int read_packet(struct __sk_buff *skb)
{
	return skb->data != 0; // warning: socket programs cannot read 'data' [verifier-context-access]
	// note@-1: bpf_skb_load_bytes() copies bytes of the packet
}

SEC("cgroup/connect4") int read_other_address(struct bpf_sock_addr *address)
{
	return address->user_ip6[1] == 1; // warning: cgroup/connect4 programs cannot read 'user_ip6' [verifier-context-access]
}

SEC("sockops") int write_state(struct bpf_sock_ops *ops)
{
	ops->reply = 1;
	ops->state = 2; // warning: sockops programs cannot write 'state' [verifier-context-access]
	// note@-1: they can write: args, reply, replylong, sk_txhash
	return 1;
}

SEC("cgroup_skb/egress") int write_packet(struct __sk_buff *skb)
{
	unsigned char *data = (void *)(long)skb->data;

	if ((void *)(data + 1) > (void *)(long)skb->data_end)
		return 1;
	*data = 0; // warning: cgroup_skb/egress programs cannot write into the packet [verifier-read-only]
	return 1;
}

const volatile int answer = 42;

SEC("xdp") int write_constant(struct xdp_md *xdp)
{
	*(volatile int *)&answer = 1; // warning: 'answer' is const [verifier-read-only]
	return XDP_PASS;
}

SEC("cgroup_skb/ingress") int let_two_pass(struct __sk_buff *skb)
{
	if (skb->len > 100)
		return 2; // warning: this returns 2, and cgroup_skb/ingress programs may return 0 to 1 only [verifier-return-value]
	return 1;
}

static int verdict(struct bpf_sock_addr *address)
{
	return address->user_port == 25 ? -1 : 1;
}

SEC("cgroup/connect6") int refuse(struct bpf_sock_addr *address)
{
	return verdict(address); // warning: this returns -1 [verifier-return-value]
}

SEC("cgroup/recvmsg4") int drop_message(struct bpf_sock_addr *address)
{
	return 0; // warning: may return 1 only [verifier-return-value]
}

int limit;

SEC("sk_lookup") int any_number(struct bpf_sk_lookup *lookup)
{
	return limit; // warning: this returns any number [verifier-return-value]
}

SEC("xdp") int before_the_end(struct xdp_md *xdp)
{
	unsigned char *last = (void *)(long)xdp->data_end;

	last -= 1;
	return *last; // warning: 'last' points at the packet's end [verifier-packet-bounds]
}

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, long);
	__type(value, long);
	__uint(max_entries, 16);
} starts SEC(".maps");

static int report(void *context, int *value)
{
	return bpf_perf_event_output(context, &events, BPF_F_CURRENT_CPU, value, sizeof(*value)); // warning: 'bpf_perf_event_output' takes the program's context here, and 'context' is a local variable [verifier-argument-type]
}

SEC("kprobe/do_exit") int swapped(struct pt_regs *context)
{
	int value = 1;

	report(&value, &value);
	return 0;
}

SEC("kprobe/do_exit") int keyed_by_address(struct pt_regs *context)
{
	long now = bpf_ktime_get_ns();
	long *request = (long *)context->rdi;

	bpf_map_update_elem(&starts, request, &now, 0); // warning: 'request' comes out of the context as a number, and 'bpf_map_update_elem' wants a pointer [verifier-scalar-as-pointer]
	// note@-1: put the number into a variable
	bpf_map_update_elem(&starts, &request, context, 0); // warning: 'context' is the context [verifier-argument-type]
	return 0;
}

struct pair {
	int a, b;
};

__noinline int sum(struct xdp_md *xdp, struct pair *pair)
{
	return pair->a + xdp->ingress_ifindex; // warning: 'pair' may be NULL where it is used here [verifier-null-pointer]
}

SEC("xdp") int calls_global(struct xdp_md *xdp)
{
	struct pair pair = {1, 2};

	return sum(xdp, &pair);
}

static long add(__u32 at, void *sum)
{
	if (at > 50)
		return 2; // warning: this returns 2, and callbacks of 'bpf_loop' may return 0 to 1 only [verifier-return-value]
	*(long *)sum += at;
	return 0;
}

SEC("xdp") int loops(struct xdp_md *xdp)
{
	long sum = 0;

	bpf_loop(100, add, &sum, 0);
	return sum & 1;
}

static long look_up(__u32 at, void *sum)
{
	long *start = bpf_map_lookup_elem(&starts, sum);

	*(long *)sum += *start; // warning: 'start' may be NULL where it is used here [verifier-null-pointer]
	return 0;
}

SEC("xdp") int loops_over_map(struct xdp_md *xdp)
{
	long sum = 0;

	bpf_loop(100, look_up, &sum, 0);
	return sum & 1;
}

char LICENSE[] SEC("license") = "GPL";
