#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct counters {
	__u64 packets;
	__u64 bytes[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct counters);
} stats SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u64);
	__type(value, __u32);
} names SEC(".maps");

SEC("xdp") int compared_with_null(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);

	if (found)
		found->packets++;
	return XDP_PASS;
}

SEC("xdp") int made_when_missing(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;
	struct counters fresh = {}, *found = bpf_map_lookup_elem(&stats, &key);

	if (!found) {
		bpf_map_update_elem(&stats, &key, &fresh, BPF_NOEXIST);
		found = bpf_map_lookup_elem(&stats, &key);
		if (found == NULL)
			return XDP_ABORTED;
	}
	__sync_fetch_and_add(&found->packets, 1);
	return XDP_PASS;
}

SEC("xdp") int both_compared(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex, other = 7;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);
	struct counters *more = bpf_map_lookup_elem(&stats, &other);

	if (!found || !more)
		return XDP_DROP;
	return found->packets + more->packets > 5;
}

SEC("xdp") int choice(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);
	__u64 count = found ? found->packets : 0;
	_Bool is_known = found != NULL;

	if (is_known && __builtin_expect(!!(found->packets > 10), 0))
		return XDP_DROP;
	return count > 3;
}

SEC("xdp") int index_bounded(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	__u32 key = 3;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);

	if (!found || data + 2 > data_end)
		return XDP_PASS;
	if (data[0] < 4)
		found->bytes[data[0]]++;
	found->bytes[data[1] & 3]++;
	found->bytes[ctx->rx_queue_index % 4]++;
	for (int i = 0; i < 4; i++)
		found->bytes[i]--;
	return XDP_PASS;
}

SEC("xdp") int right_key(struct xdp_md *ctx)
{
	__u64 key = ctx->ingress_ifindex;
	__u32 *value = bpf_map_lookup_elem(&names, &key);

	return value && *value ? XDP_PASS : XDP_DROP;
}

char LICENSE[] SEC("license") = "GPL";
