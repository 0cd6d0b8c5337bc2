// SPDX-License-Identifier: Apache-2.0
/*
 * A rate limit for each sender: the token bucket.
 *
 * A bucket fills at a steady rate up to its depth; a packet passes if it finds enough tokens and
 * takes them away. Two CPUs may see packets of one sender at the same time: the bucket is read
 * and written under a bpf_spin_lock, which the verifier makes sure is released.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define NSEC_PER_SEC 1000000000ULL

/* Set before loading. */
const volatile __u64 bytes_per_second = 125000;
const volatile __u64 burst_bytes = 15000;

struct bucket {
	struct bpf_spin_lock lock;
	__u64 tokens; /* bytes */
	__u64 filled_at; /* nanoseconds since boot */
	__u64 dropped; /* packets */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __be32);
	__type(value, struct bucket);
} buckets SEC(".maps");

static __always_inline int take_tokens(struct bucket *bucket, __u64 now, __u64 wanted)
{
	int allowed = 0;

	bpf_spin_lock(&bucket->lock);
	if (now > bucket->filled_at) {
		__u64 waited = now - bucket->filled_at;

		/* A longer wait fills the bucket, and would overflow the product. */
		if (waited >= NSEC_PER_SEC)
			waited = NSEC_PER_SEC;
		bucket->tokens += waited * bytes_per_second / NSEC_PER_SEC;
		if (bucket->tokens > burst_bytes)
			bucket->tokens = burst_bytes;
		bucket->filled_at = now;
	}
	if (bucket->tokens >= wanted) {
		bucket->tokens -= wanted;
		allowed = 1;
	} else {
		bucket->dropped++;
	}
	bpf_spin_unlock(&bucket->lock);
	return allowed;
}

SEC("tc")
int rate_limit(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct bucket *bucket;
	__u64 now = bpf_ktime_get_ns();
	__be32 sender;

	if ((void *)(ip + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return TC_ACT_OK;
	sender = ip->saddr;
	bucket = bpf_map_lookup_elem(&buckets, &sender);
	if (!bucket) {
		struct bucket fresh = { .tokens = burst_bytes, .filled_at = now };

		/* Another CPU may have been faster: then its bucket is the one. */
		bpf_map_update_elem(&buckets, &sender, &fresh, BPF_NOEXIST);
		bucket = bpf_map_lookup_elem(&buckets, &sender);
		if (!bucket)
			return TC_ACT_OK;
	}
	return take_tokens(bucket, now, skb->len) ? TC_ACT_OK : TC_ACT_SHOT;
}

char LICENSE[] SEC("license") = "GPL";
