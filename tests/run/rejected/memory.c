// SPDX-License-Identifier: Apache-2.0
/* Programs that the verifier refuses; "!kind" stands on the line that it is about. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct value {
	__u64 counts[4];
	__u32 limit;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct value);
} values SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("xdp")
int packet_without_check(struct xdp_md *ctx)
{
	struct ethhdr *eth = (void *)(long)ctx->data;

	return eth->h_proto == bpf_htons(ETH_P_IP) ? XDP_DROP : XDP_PASS; // !packet-bounds
}

SEC("xdp")
int packet_check_too_short(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);

	if ((void *)(eth + 1) > end)
		return XDP_PASS;
	if (ip->protocol == IPPROTO_UDP) // !packet-bounds
		return XDP_DROP;
	return XDP_PASS;
}

SEC("tc")
int packet_after_helper(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;

	if ((void *)(eth + 1) > end)
		return TC_ACT_OK;
	bpf_skb_pull_data(skb, 64);
	return eth->h_proto ? TC_ACT_OK : TC_ACT_SHOT; // !stale-packet-pointer
}

SEC("xdp")
int lookup_without_check(struct xdp_md *ctx)
{
	__u32 key = 1;
	struct value *found = bpf_map_lookup_elem(&values, &key);

	found->counts[0]++; // !null-pointer
	return XDP_PASS;
}

SEC("xdp")
int index_out_of_bounds(struct xdp_md *ctx)
{
	__u32 key = 1;
	struct value *found = bpf_map_lookup_elem(&values, &key);

	if (!found)
		return XDP_PASS;
	return found->counts[ctx->rx_queue_index & 7]; // !map-value-bounds
}

SEC("xdp")
int index_without_bound(struct xdp_md *ctx)
{
	__u32 key = 1, index = ctx->ingress_ifindex;
	struct value *found = bpf_map_lookup_elem(&values, &key);

	if (!found)
		return XDP_PASS;
	found->counts[index] = 1; // !unbounded-value
	return XDP_PASS;
}

SEC("xdp")
int signed_index(struct xdp_md *ctx)
{
	__u32 key = 1;
	int index = ctx->ingress_ifindex;
	struct value *found = bpf_map_lookup_elem(&values, &key);

	if (!found || index > 3)
		return XDP_PASS;
	found->counts[index] = 1; // !unbounded-value
	return XDP_PASS;
}

SEC("tc")
int reserve_without_submit(struct __sk_buff *skb)
{
	__u64 *record = bpf_ringbuf_reserve(&events, sizeof(*record), 0); // !unreleased-reference

	if (!record)
		return TC_ACT_OK;
	*record = skb->len;
	if (skb->len > 1000)
		return TC_ACT_SHOT;
	bpf_ringbuf_submit(record, 0);
	return TC_ACT_OK;
}

SEC("tc")
int record_past_its_end(struct __sk_buff *skb)
{
	__u32 *record = bpf_ringbuf_reserve(&events, 4, 0);

	if (!record)
		return TC_ACT_OK;
	record[1] = skb->len; // !memory-bounds
	bpf_ringbuf_submit(record, 0);
	return TC_ACT_OK;
}

SEC("tc")
int record_after_submit(struct __sk_buff *skb)
{
	__u64 *record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);

	if (!record)
		return TC_ACT_OK;
	bpf_ringbuf_submit(record, 0);
	*record = skb->len; // !use-after-release
	return TC_ACT_OK;
}

SEC("tc")
int integer_as_pointer(struct __sk_buff *skb)
{
	__u32 *address = (__u32 *)(long)skb->mark;

	return *address; // !scalar-as-pointer
}

SEC("tc")
int stack_index(struct __sk_buff *skb)
{
	__u32 table[4] = { 1, 2, 3, 4 };
	__u32 index = skb->len;

	bpf_skb_load_bytes(skb, 0, table, sizeof(table));
	return table[index & 31]; // !stack-bounds
}

SEC("tc")
int length_without_bound(struct __sk_buff *skb)
{
	char buffer[64] = {};

	bpf_skb_load_bytes(skb, 0, buffer, skb->len); // !unbounded-value
	return buffer[3];
}

const volatile __u32 limit = 10;

SEC("tc")
int write_to_constant(struct __sk_buff *skb)
{
	__u32 *writable = (__u32 *)&limit;

	barrier_var(writable);
	*writable = skb->len; // !read-only
	return TC_ACT_OK;
}

SEC("tc")
int atomic_on_the_context(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&skb->mark, 1); // !atomic
	return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "GPL";
