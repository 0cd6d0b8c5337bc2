// SPDX-License-Identifier: Apache-2.0
/*
 * Source NAT for TCP and UDP: many hosts behind one address.
 *
 * nat_out belongs on the egress of the outer interface, nat_in on its ingress. A new connection
 * gets a port of its own; two maps remember the way out and the way back. bpf_l3_csum_replace()
 * and bpf_l4_csum_replace() change a checksum by the difference only, so the payload is not read.
 * Writing to the packet makes the pointers into it invalid: everything is read first.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define IP_CHECK (ETH_HLEN + offsetof(struct iphdr, check))
#define IP_SOURCE (ETH_HLEN + offsetof(struct iphdr, saddr))
#define IP_DESTINATION (ETH_HLEN + offsetof(struct iphdr, daddr))
#define L4 (ETH_HLEN + sizeof(struct iphdr))

struct endpoint {
	__be32 address;
	__be16 port;
	__u16 protocol;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct endpoint); /* inside */
	__type(value, __be16); /* port outside */
} outgoing SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct endpoint); /* outside */
	__type(value, struct endpoint); /* inside */
} incoming SEC(".maps");

/* Set before loading: the network inside and the address that it hides behind. */
const volatile __be32 inside_network;
const volatile __be32 inside_mask;
const volatile __be32 outside_address;
const volatile __u16 first_port = 32768;
const volatile __u16 port_count = 28232;

__u32 next_port;

struct flow {
	struct endpoint source, destination;
};

static __always_inline int read_flow(struct __sk_buff *skb, struct flow *flow)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct udphdr *ports = (void *)(ip + 1);

	if ((void *)(ports + 1) > end)
		return -1;
	if (eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != sizeof(*ip) / 4)
		return -1;
	if (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP)
		return -1;
	flow->source.address = ip->saddr;
	flow->source.port = ports->source;
	flow->source.protocol = ip->protocol;
	flow->destination.address = ip->daddr;
	flow->destination.port = ports->dest;
	flow->destination.protocol = ip->protocol;
	return 0;
}

/* Put `to` where `from` stands: the address at `address_offset`, the port at `port_offset`. */
static __always_inline int rewrite(struct __sk_buff *skb, const struct endpoint *from,
				   const struct endpoint *to, __u32 address_offset,
				   __u32 port_offset)
{
	__u32 check = L4 + (from->protocol == IPPROTO_TCP ? offsetof(struct tcphdr, check)
							   : offsetof(struct udphdr, check));
	/* A UDP checksum of 0 means that there is none: keep it so. */
	__u64 flags = from->protocol == IPPROTO_UDP ? BPF_F_MARK_MANGLED_0 : 0;

	if (bpf_l4_csum_replace(skb, check, from->address, to->address,
				flags | BPF_F_PSEUDO_HDR | sizeof(to->address)))
		return -1;
	if (bpf_l4_csum_replace(skb, check, from->port, to->port, flags | sizeof(to->port)))
		return -1;
	if (bpf_l3_csum_replace(skb, IP_CHECK, from->address, to->address, sizeof(to->address)))
		return -1;
	if (bpf_skb_store_bytes(skb, address_offset, &to->address, sizeof(to->address), 0))
		return -1;
	return bpf_skb_store_bytes(skb, port_offset, &to->port, sizeof(to->port), 0);
}

/* The port outside of an endpoint inside, a new one if it has none; 0 if none is free. */
static __always_inline __be16 find_port(const struct endpoint *inside)
{
	struct endpoint outside = { outside_address, 0, inside->protocol };
	__be16 *known = bpf_map_lookup_elem(&outgoing, inside);

	if (known)
		return *known;
	for (int attempt = 0; attempt < 8; attempt++) {
		__u32 turn = __sync_fetch_and_add(&next_port, 1);

		outside.port = bpf_htons(first_port + turn % port_count);
		if (!bpf_map_update_elem(&incoming, &outside, inside, BPF_NOEXIST)) {
			bpf_map_update_elem(&outgoing, inside, &outside.port, BPF_ANY);
			return outside.port;
		}
	}
	return 0;
}

SEC("tc")
int nat_out(struct __sk_buff *skb)
{
	struct endpoint outside;
	struct flow flow;

	if (read_flow(skb, &flow) || (flow.source.address & inside_mask) != inside_network)
		return TC_ACT_OK;
	outside = flow.source;
	outside.address = outside_address;
	outside.port = find_port(&flow.source);
	if (!outside.port || rewrite(skb, &flow.source, &outside, IP_SOURCE,
				     L4 + offsetof(struct udphdr, source)))
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}

SEC("tc")
int nat_in(struct __sk_buff *skb)
{
	struct endpoint *inside, target;
	struct flow flow;

	if (read_flow(skb, &flow) || flow.destination.address != outside_address)
		return TC_ACT_OK;
	inside = bpf_map_lookup_elem(&incoming, &flow.destination);
	if (!inside)
		return TC_ACT_OK;
	target = *inside;
	if (rewrite(skb, &flow.destination, &target, IP_DESTINATION,
		    L4 + offsetof(struct udphdr, dest)))
		return TC_ACT_SHOT;
	return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "GPL";
