// SPDX-License-Identifier: Apache-2.0
/*
 * Statistics: per-CPU counters and global variables.
 *
 * A counter that all CPUs share needs an atomic operation, and its cache line travels between
 * them. A per-CPU array gives each CPU its own copy; whoever reads it adds them up. Plain global
 * variables are maps too: "const volatile" ones (.rodata) are set before loading and let the
 * verifier cut away what they switch off, the others (.data, .bss) can be read and written while
 * the program runs.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define SIZE_CLASSES 6

struct traffic {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SIZE_CLASSES);
	__type(key, __u32);
	__type(value, struct traffic);
} by_size SEC(".maps");

/* Settings: fixed when the program is loaded. */
const volatile __u32 class_limits[SIZE_CLASSES - 1] = { 64, 128, 256, 512, 1024 };
const volatile _Bool watch_sizes = 1;

/* Switched while the program runs. */
_Bool paused;

/* Results. */
__u32 smallest = 0xffffffff;
__u32 largest;
__u64 ip_packets, other_packets;

static __always_inline void note_size(__u32 size)
{
	/* Racing CPUs may lose an update here: good enough for an extreme value. */
	if (size < smallest)
		smallest = size;
	if (size > largest)
		largest = size;
}

SEC("tc")
int count_traffic(struct __sk_buff *skb)
{
	__u32 size = skb->len, class = 0;
	struct traffic *traffic;

	if (paused)
		return TC_ACT_UNSPEC;

	if (skb->protocol == bpf_htons(ETH_P_IP) || skb->protocol == bpf_htons(ETH_P_IPV6))
		__sync_fetch_and_add(&ip_packets, 1);
	else
		__sync_fetch_and_add(&other_packets, 1);

	if (watch_sizes) {
		note_size(size);
		for (int i = 0; i < SIZE_CLASSES - 1; i++)
			class += size > class_limits[i];
		traffic = bpf_map_lookup_elem(&by_size, &class);
		if (traffic) {
			traffic->packets++;
			traffic->bytes += size;
		}
	}
	return TC_ACT_UNSPEC;
}

char LICENSE[] SEC("license") = "GPL";
