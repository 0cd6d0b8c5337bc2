// SPDX-License-Identifier: Apache-2.0
/* Kinds of maps: of maps, queue, stack, LRU, bloom filter, per-CPU hash, trie; iteration. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct inner_map {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} first SEC(".maps"), second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 4);
	__type(key, __u32);
	__array(values, struct inner_map);
} outer SEC(".maps") = { .values = { [1] = &first, [3] = &second } };

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
	__array(values, struct {
		__uint(type, BPF_MAP_TYPE_HASH);
		__uint(max_entries, 2);
		__type(key, __u32);
		__type(value, __u32);
	});
} by_name SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, __u32);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 4);
	__type(value, __u32);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 64);
	__uint(map_extra, 3);
	__type(value, __u32);
} filter SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 64);
	__type(key, __u16);
	__type(value, __u32);
} recent SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 64);
	__type(key, __u8);
	__type(value, __u64[3]);
} triples SEC(".maps");

__u64 popped, sums[4];

SEC("tc")
int maps_of_maps(struct __sk_buff *skb)
{
	__u32 which = skb->len & 3, slot = (skb->len >> 2) & 3;
	struct inner_map *inner = bpf_map_lookup_elem(&outer, &which);
	__u64 *value;

	if (!inner)
		return TC_ACT_SHOT;
	value = bpf_map_lookup_elem(inner, &slot);
	if (!value)
		return TC_ACT_STOLEN;
	*value += skb->len;
	return bpf_map_lookup_elem(&by_name, &which) ? TC_ACT_PIPE : TC_ACT_OK;
}

SEC("tc")
int queue_and_stack(struct __sk_buff *skb)
{
	__u32 length = skb->len, out = 0;

	bpf_map_push_elem(&queue, &length, BPF_EXIST);
	if (bpf_map_push_elem(&stack, &length, 0))
		bpf_map_pop_elem(&stack, &out);
	popped += out;
	if (!bpf_map_peek_elem(&queue, &out))
		popped ^= out;
	return bpf_map_pop_elem(&queue, &out) ? TC_ACT_SHOT : out & 7;
}

SEC("tc")
int bloom_and_recent(struct __sk_buff *skb)
{
	__u32 length = skb->len;
	__u16 key = length >> 3;
	int known = !bpf_map_peek_elem(&filter, &length);

	if (!known)
		bpf_map_push_elem(&filter, &length, 0);
	bpf_map_update_elem(&recent, &key, &length, BPF_ANY);
	return known;
}

SEC("tc")
int three_counters(struct __sk_buff *skb)
{
	__u8 key = skb->len;
	__u64 fresh[3] = { 1, skb->len, 0 }, (*found)[3];

	found = bpf_map_lookup_elem(&triples, &key);
	if (!found)
		return bpf_map_update_elem(&triples, &key, fresh, BPF_NOEXIST) ? 1 : 0;
	(*found)[0]++;
	(*found)[1] += skb->len;
	(*found)[2] |= 1ULL << (skb->len & 63);
	return (*found)[0] & 3;
}

struct totals {
	__u64 keys, values;
};

static long add_entry(struct bpf_map *map, __u16 *key, __u32 *value, struct totals *totals)
{
	totals->keys += *key;
	totals->values += *value;
	return 0;
}

static long square(__u32 index, struct totals *totals)
{
	totals->keys += index * index;
	return index > 20;
}

SEC("tc")
int iterate(struct __sk_buff *skb)
{
	struct totals totals = {};

	bpf_for_each_map_elem(&recent, add_entry, &totals, 0);
	sums[0] = totals.keys;
	sums[1] = totals.values;
	sums[2] = bpf_loop(skb->len & 31, square, &totals, 0);
	sums[3] += totals.keys;
	return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "GPL";
