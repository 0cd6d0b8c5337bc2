// SPDX-License-Identifier: Apache-2.0
/*
 * A VXLAN tunnel (RFC 7348): Ethernet frames inside UDP.
 *
 * vxlan_encap wraps every frame that it sees and sends it back out of the interface towards the
 * remote end; vxlan_decap takes the wrapping off again. The outer headers are one packed
 * structure, so that they are laid down by one assignment and removed by one move of the head.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define VXLAN_PORT 4789
#define VXLAN_HAS_VNI bpf_htonl(0x08000000)

struct outer {
	struct ethhdr eth;
	struct iphdr ip;
	struct udphdr udp;
	__be32 vxlan_flags;
	__be32 vni; /* the upper 24 bits */
} __attribute__((packed));

/* Set before loading: the two ends of the tunnel and its network number. */
const volatile __be32 local_address;
const volatile __be32 remote_address;
const volatile __u8 local_mac[ETH_ALEN];
const volatile __u8 remote_mac[ETH_ALEN];
const volatile __u32 vni = 1;

static __always_inline __u16 checksum_ip(struct iphdr *ip)
{
	/* bpf_csum_diff() adds up a buffer; from nothing to the header is the header's sum. */
	__u32 sum = bpf_csum_diff(0, 0, (__be32 *)ip, sizeof(*ip), 0);

	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

/* Receivers spread flows by the source port: derive it from the inner addresses. */
static __always_inline __be16 choose_port(const struct ethhdr *inner)
{
	__u32 hash = 0;

	for (int i = 0; i < ETH_ALEN; i++)
		hash = hash * 31 + (inner->h_source[i] ^ inner->h_dest[i]);
	return bpf_htons(49152 + (hash & 0x3fff));
}

SEC("xdp")
int vxlan_encap(struct xdp_md *ctx)
{
	__u32 inner_bytes = ctx->data_end - ctx->data;
	struct outer header = {};
	struct iphdr ip = {};
	struct ethhdr *inner;
	void *data, *end;

	if (bpf_xdp_adjust_head(ctx, -(int)sizeof(header)))
		return XDP_ABORTED;
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	inner = data + sizeof(header);
	if ((void *)(inner + 1) > end)
		return XDP_ABORTED;

	for (int i = 0; i < ETH_ALEN; i++) {
		header.eth.h_dest[i] = remote_mac[i];
		header.eth.h_source[i] = local_mac[i];
	}
	header.eth.h_proto = bpf_htons(ETH_P_IP);
	ip.version = 4;
	ip.ihl = sizeof(ip) / 4;
	ip.tot_len = bpf_htons(inner_bytes + sizeof(header) - sizeof(header.eth));
	ip.frag_off = bpf_htons(0x4000); /* do not fragment */
	ip.ttl = 64;
	ip.protocol = IPPROTO_UDP;
	ip.saddr = local_address;
	ip.daddr = remote_address;
	ip.check = checksum_ip(&ip);
	header.ip = ip;
	header.udp.source = choose_port(inner);
	header.udp.dest = bpf_htons(VXLAN_PORT);
	header.udp.len = bpf_htons(inner_bytes + sizeof(header) - sizeof(header.eth) - sizeof(ip));
	header.vxlan_flags = VXLAN_HAS_VNI;
	header.vni = bpf_htonl(vni << 8);
	*(struct outer *)data = header;
	return XDP_TX;
}

SEC("xdp")
int vxlan_decap(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct outer *header = data;
	struct ethhdr *inner = (void *)(header + 1);

	if ((void *)(inner + 1) > end)
		return XDP_PASS;
	if (header->eth.h_proto != bpf_htons(ETH_P_IP) || header->ip.ihl != 5 ||
	    header->ip.protocol != IPPROTO_UDP || header->udp.dest != bpf_htons(VXLAN_PORT))
		return XDP_PASS;
	if (header->vxlan_flags != VXLAN_HAS_VNI || header->vni != bpf_htonl(vni << 8))
		return XDP_DROP;
	if (bpf_xdp_adjust_head(ctx, sizeof(*header)))
		return XDP_ABORTED;
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
