/* Stack: 512 bytes for a program and what it calls. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct event {
	char path[400];
	__u64 time;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

static __noinline int leaf(void *at)
{
	char name[300] = {};

	bpf_probe_read_kernel_str(name, sizeof(name), at);
	return bpf_ringbuf_output(&events, name, sizeof(name), 0);
}

SEC("xdp") int chain(struct xdp_md *ctx) // error: 'chain' and what it calls need 592 bytes of stack, and BPF has 512: 280 in 'chain' + 304 in 'leaf' [stack-limit]
// note@-1: 'name' takes 300 bytes
// note@-2: 'buffer' takes 280 bytes
{
	char buffer[280] = {};

	bpf_ringbuf_output(&events, buffer, sizeof(buffer), 0);
	return leaf(buffer) ? XDP_PASS : XDP_DROP;
}

SEC("tc") int nearly(struct __sk_buff *skb) // warning: 'nearly' needs 432 of BPF's 512 bytes of stack [stack-size]
// note@-1: 'event' takes 408 bytes
{
	struct event event = {};
	__u64 more[2] = {};

	bpf_ringbuf_output(&events, more, sizeof(more), 0);
	return bpf_ringbuf_output(&events, &event, sizeof(event), 0);
}

char LICENSE[] SEC("license") = "GPL";
