/* Map values: there may be none, and they end. */
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

SEC("xdp") int value_not_compared_with_null(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);

	found->packets++; // warning: 'found' may be NULL where it is used here [verifier-null-pointer]
	// note@-1: 'bpf_map_lookup_elem' returns NULL
	return XDP_PASS;
}

SEC("xdp") int compared_too_late(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);
	__u64 before = found->packets; // warning: 'found' may be NULL [verifier-null-pointer]

	if (!found)
		return XDP_DROP;
	return before > 3 ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int compared_another(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex, other = 7;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);
	struct counters *more = bpf_map_lookup_elem(&stats, &other);

	if (!found)
		return XDP_DROP;
	return more->packets > 3; // warning: 'more' may be NULL [verifier-null-pointer]
}

SEC("xdp") int compared_with_and_instead_of_or(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex, other = 7;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);
	struct counters *more = bpf_map_lookup_elem(&stats, &other);

	if (!found && !more)
		return XDP_DROP;
	return found->packets // warning: 'found' may be NULL [verifier-null-pointer]
	     + more->packets; // warning: 'more' may be NULL [verifier-null-pointer]
}

SEC("xdp") int given_to_a_helper_unchecked(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;
	__u64 name = 1;
	__u32 *value = bpf_map_lookup_elem(&names, &name);

	bpf_map_update_elem(&names, &name, value, BPF_ANY); // warning: 'bpf_map_update_elem' does not take NULL [verifier-null-pointer]
	return key;
}

SEC("xdp") int value_of_another_type(struct xdp_md *ctx)
{
	__u64 key = 3;
	__u64 *value = bpf_map_lookup_elem(&names, &key);

	if (value)
		*value = 1; // warning: outside of a value of map 'names': bytes 0 to 7 of 4 [verifier-map-value-bounds]
	return XDP_PASS;
}

SEC("xdp") int index_behind_the_end(struct xdp_md *ctx)
{
	__u32 key = 3;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);

	if (!found)
		return XDP_PASS;
	found->bytes[4] = 0; // warning: bytes 40 to 47 of 40 [verifier-map-value-bounds]
	return XDP_PASS;
}

SEC("xdp") int index_from_the_packet(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	__u32 key = 3;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);

	if (!found || data + 1 > data_end)
		return XDP_PASS;
	found->bytes[*data]++; // warning: nothing bounds the index [verifier-unbounded-value]
	return XDP_PASS;
}

SEC("xdp") int index_bounded_by_one_too_many(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	__u32 key = 3;
	struct counters *found = bpf_map_lookup_elem(&stats, &key);

	if (!found || data + 1 > data_end || *data > 4)
		return XDP_PASS;
	found->bytes[*data]++; // warning: the index may be 4 [verifier-map-value-bounds]
	return XDP_PASS;
}

SEC("xdp") int key_of_another_size(struct xdp_md *ctx)
{
	__u32 key = ctx->ingress_ifindex;

	return bpf_map_lookup_elem(&names, &key) ? XDP_PASS : XDP_DROP; // warning: is told of 8 bytes, and 'key' has 4 there [verifier-stack-bounds]
}

char LICENSE[] SEC("license") = "GPL";
