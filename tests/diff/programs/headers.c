// SPDX-License-Identifier: Apache-2.0
/* A cursor over nested headers: VLAN tags, IPv6 extensions, tunnels. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define VLAN_DEPTH 2
#define EXTENSIONS 4

struct cursor {
	void *pos;
	void *end;
};

struct vlan_header {
	__be16 tci;
	__be16 next;
};

struct extension {
	__u8 next;
	__u8 length;
};

#define PARSER(name, type)                                                \
	static __always_inline struct type *parse_##name(struct cursor *c) \
	{                                                                  \
		struct type *header = c->pos;                              \
                                                                           \
		if ((void *)(header + 1) > c->end)                         \
			return NULL;                                       \
		c->pos = header + 1;                                       \
		return header;                                             \
	}

PARSER(eth, ethhdr)
PARSER(vlan, vlan_header)
PARSER(ip, iphdr)
PARSER(ip6, ipv6hdr)
PARSER(udp, udphdr)
PARSER(tcp, tcphdr)
PARSER(extension, extension)

__u32 by_step[16];

enum { NO_ETH, VLANS, NO_IP, OPTIONS, TUNNEL, NO_IP6, EXT, UDP_STEP, TCP_STEP, OTHER };

static __always_inline int parse_l4(struct cursor *c, __u8 protocol)
{
	if (protocol == IPPROTO_UDP) {
		struct udphdr *udp = parse_udp(c);

		if (!udp)
			return XDP_ABORTED;
		by_step[UDP_STEP] += bpf_ntohs(udp->len);
		return bpf_ntohs(udp->dest) & 1 ? XDP_DROP : XDP_PASS;
	}
	if (protocol == IPPROTO_TCP) {
		struct tcphdr *tcp = parse_tcp(c);

		if (!tcp)
			return XDP_ABORTED;
		by_step[TCP_STEP] += tcp->doff + (tcp->syn << 8) + (tcp->ack << 9);
		return tcp->syn ? XDP_PASS : XDP_DROP;
	}
	by_step[OTHER]++;
	return XDP_PASS;
}

static __always_inline int parse_v4(struct cursor *c, int depth)
{
	struct iphdr *ip = parse_ip(c);

	if (!ip) {
		by_step[NO_IP]++;
		return XDP_ABORTED;
	}
	if (ip->ihl > 5) {
		by_step[OPTIONS] += ip->ihl;
		c->pos = (void *)ip + ip->ihl * 4;
	}
	if (ip->protocol == IPPROTO_IPIP && depth == 0) {
		struct iphdr *inner = parse_ip(c);

		by_step[TUNNEL]++;
		if (!inner)
			return XDP_ABORTED;
		return parse_l4(c, inner->protocol);
	}
	return parse_l4(c, ip->protocol);
}

static __always_inline int parse_v6(struct cursor *c)
{
	struct ipv6hdr *ip = parse_ip6(c);
	__u8 next;

	if (!ip) {
		by_step[NO_IP6]++;
		return XDP_ABORTED;
	}
	next = ip->nexthdr;
#pragma unroll
	for (int i = 0; i < EXTENSIONS; i++) {
		struct extension *ext;

		if (next != IPPROTO_HOPOPTS && next != IPPROTO_DSTOPTS && next != IPPROTO_ROUTING)
			break;
		ext = parse_extension(c);
		if (!ext)
			return XDP_ABORTED;
		by_step[EXT]++;
		c->pos = (void *)ext + (ext->length + 1) * 8;
		next = ext->next;
	}
	return parse_l4(c, next);
}

SEC("xdp")
int walk_headers(struct xdp_md *ctx)
{
	struct cursor c = { (void *)(long)ctx->data, (void *)(long)ctx->data_end };
	struct ethhdr *eth = parse_eth(&c);
	__be16 proto;

	if (!eth) {
		by_step[NO_ETH]++;
		return XDP_ABORTED;
	}
	proto = eth->h_proto;
#pragma unroll
	for (int i = 0; i < VLAN_DEPTH; i++) {
		struct vlan_header *vlan;

		if (proto != bpf_htons(ETH_P_8021Q) && proto != bpf_htons(ETH_P_8021AD))
			break;
		vlan = parse_vlan(&c);
		if (!vlan)
			return XDP_ABORTED;
		by_step[VLANS] += bpf_ntohs(vlan->tci) & 0xfff;
		proto = vlan->next;
	}
	switch (proto) {
	case bpf_htons(ETH_P_IP):
		return parse_v4(&c, 0);
	case bpf_htons(ETH_P_IPV6):
		return parse_v6(&c);
	default:
		return XDP_PASS;
	}
}

char LICENSE[] SEC("license") = "GPL";
