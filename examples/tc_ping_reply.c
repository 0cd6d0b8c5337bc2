// SPDX-License-Identifier: Apache-2.0
/*
 * Answer pings before the network stack sees them.
 *
 * The echo request is turned into its own reply in place: the addresses change places, which no
 * checksum notices, and the type changes from 8 to 0, which moves the ICMP checksum by a constant.
 * bpf_redirect() to the interface that the packet came in by sends it back.
 */
#include <linux/bpf.h>
#include <linux/icmp.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define ICMP_TYPE (ETH_HLEN + sizeof(struct iphdr) + offsetof(struct icmphdr, type))
#define ICMP_CHECK (ETH_HLEN + sizeof(struct iphdr) + offsetof(struct icmphdr, checksum))

__u64 replies;

static __always_inline int swap_addresses(struct __sk_buff *skb, struct ethhdr *eth,
					  struct iphdr *ip)
{
	__u8 macs[2 * ETH_ALEN];
	__be32 addresses[2] = { ip->daddr, ip->saddr };

	__builtin_memcpy(macs, eth->h_source, ETH_ALEN);
	__builtin_memcpy(macs + ETH_ALEN, eth->h_dest, ETH_ALEN);
	if (bpf_skb_store_bytes(skb, 0, macs, sizeof(macs), 0))
		return -1;
	return bpf_skb_store_bytes(skb, ETH_HLEN + offsetof(struct iphdr, saddr), addresses,
				   sizeof(addresses), 0);
}

SEC("tc")
int ping_reply(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct icmphdr *icmp = (void *)(ip + 1);
	__u8 reply = ICMP_ECHOREPLY;

	if ((void *)(icmp + 1) > end)
		return TC_ACT_OK;
	if (eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != sizeof(*ip) / 4 ||
	    ip->protocol != IPPROTO_ICMP || icmp->type != ICMP_ECHO)
		return TC_ACT_OK;

	if (swap_addresses(skb, eth, ip))
		return TC_ACT_SHOT;
	/* The type is the upper half of a 16-bit word of the checksum. */
	if (bpf_l4_csum_replace(skb, ICMP_CHECK, bpf_htons(ICMP_ECHO << 8),
				bpf_htons(ICMP_ECHOREPLY << 8), sizeof(__u16)))
		return TC_ACT_SHOT;
	if (bpf_skb_store_bytes(skb, ICMP_TYPE, &reply, sizeof(reply), 0))
		return TC_ACT_SHOT;
	__sync_fetch_and_add(&replies, 1);
	return bpf_redirect(skb->ifindex, 0);
}

char LICENSE[] SEC("license") = "GPL";
