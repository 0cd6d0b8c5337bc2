#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("tc") int too_large(struct __sk_buff *skb)
{
	char first[400] = {}, second[200] = {}; // error: the variables of 'too_large' need more stack than BPF's 512 bytes [stack-limit]
	// note@-1: one entry of a per-CPU array
	// note@-2: 'first' takes 400 bytes
	// note@-3: 'second' takes 200 bytes

	bpf_ringbuf_output(&events, second, sizeof(second), 0);
	return bpf_ringbuf_output(&events, first, sizeof(first), 0);
}
