// SPDX-License-Identifier: Apache-2.0
/*
 * Count packets by IP protocol: a socket filter and legacy packet loads.
 *
 * A socket filter sees every packet that arrives at its socket and says how many bytes of it
 * the socket may keep: 0 drops the packet, -1 keeps all of it. load_byte() and load_half() are
 * single instructions inherited from classic BPF. They read network byte order at an offset and
 * end the program with 0 when the packet is too short, so no bounds check is written.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_helpers.h>

unsigned long long load_byte(void *skb, unsigned long long offset) asm("llvm.bpf.load.byte");
unsigned long long load_half(void *skb, unsigned long long offset) asm("llvm.bpf.load.half");

/* One counter for each of the 256 values that the protocol field can take. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u64);
} packets SEC(".maps");

SEC("socket")
int count_protocols(struct __sk_buff *skb)
{
	__u32 protocol;
	__u64 *count;

	switch (load_half(skb, offsetof(struct ethhdr, h_proto))) {
	case ETH_P_IP:
		protocol = load_byte(skb, ETH_HLEN + offsetof(struct iphdr, protocol));
		break;
	case ETH_P_IPV6:
		protocol = load_byte(skb, ETH_HLEN + offsetof(struct ipv6hdr, nexthdr));
		break;
	default:
		return -1;
	}

	count = bpf_map_lookup_elem(&packets, &protocol);
	if (count)
		__sync_fetch_and_add(count, 1);
	return -1;
}

char LICENSE[] SEC("license") = "GPL";
