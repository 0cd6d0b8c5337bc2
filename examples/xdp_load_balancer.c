// SPDX-License-Identifier: Apache-2.0
/*
 * A layer-4 load balancer: consistent hashing and IP-in-IP encapsulation.
 *
 * A service is an address, port and protocol. Each service owns one row of the lookup table: a
 * prime number of slots, filled by user space by the Maglev method, so that adding or removing a
 * server moves few of the other connections. The packet keeps its addresses: it travels to the
 * server inside an outer IP header, and the server answers the client directly.
 *
 * bpf_xdp_adjust_head() makes room in front of the packet. All pointers into the packet are void
 * after it and are read again from the context.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define TABLE_SLOTS 1021
#define MAX_SERVICES 64
#define MAX_SERVERS 256

struct service {
	__be32 address;
	__be16 port;
	__u8 protocol;
	__u8 padding;
};

struct server {
	__be32 address;
	__u8 mac[ETH_ALEN];
	__u16 padding;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_SERVICES);
	__type(key, struct service);
	__type(value, __u32); /* row of the lookup table */
} services SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_SERVICES * TABLE_SLOTS);
	__type(key, __u32);
	__type(value, __u32); /* index of a server */
} slots SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_SERVERS);
	__type(key, __u32);
	__type(value, struct server);
} servers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MAX_SERVERS);
	__type(key, __u32);
	__type(value, __u64);
} packets_by_server SEC(".maps");

/* Set before loading: the source address of the outer header. */
const volatile __be32 balancer_address;

/* A mixing function in the manner of Bob Jenkins: every bit of the key reaches every other. */
static __always_inline __u32 hash_flow(__u32 a, __u32 b, __u32 c)
{
	a ^= c; a -= (c << 14) | (c >> 18);
	b ^= a; b -= (a << 11) | (a >> 21);
	c ^= b; c -= (b << 25) | (b >> 7);
	a ^= c; a -= (c << 16) | (c >> 16);
	b ^= a; b -= (a << 4) | (a >> 28);
	c ^= b; c -= (b << 14) | (b >> 18);
	return c;
}

static __always_inline __u16 checksum_ip(struct iphdr *ip)
{
	__u16 *words = (__u16 *)ip;
	__u32 sum = 0;

#pragma unroll
	for (int i = 0; i < (int)sizeof(*ip) / 2; i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static __always_inline int encapsulate(struct xdp_md *ctx, const struct server *server)
{
	struct ethhdr *old_eth, *eth;
	struct iphdr *ip, *inner;
	void *data, *end;

	if (bpf_xdp_adjust_head(ctx, -(int)sizeof(*ip)))
		return XDP_DROP;
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	eth = data;
	ip = data + sizeof(*eth);
	old_eth = data + sizeof(*ip);
	inner = (void *)(ip + 1);
	if ((void *)(inner + 1) > end)
		return XDP_DROP;

	/* The frame came from the router and goes back to the network from our own address. */
	__builtin_memcpy(eth->h_source, old_eth->h_dest, ETH_ALEN);
	__builtin_memcpy(eth->h_dest, server->mac, ETH_ALEN);
	eth->h_proto = bpf_htons(ETH_P_IP);

	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->tos = inner->tos;
	ip->tot_len = bpf_htons(bpf_ntohs(inner->tot_len) + sizeof(*ip));
	ip->id = 0;
	ip->frag_off = 0;
	ip->ttl = 64;
	ip->protocol = IPPROTO_IPIP;
	ip->check = 0;
	ip->saddr = balancer_address;
	ip->daddr = server->address;
	ip->check = checksum_ip(ip);
	return XDP_TX;
}

SEC("xdp")
int balance(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct udphdr *ports = (void *)(ip + 1); /* TCP has its ports in the same place */
	struct service service = {};
	struct server *server;
	__u32 *row, *index, slot;
	__u64 *count;

	if ((void *)(ports + 1) > end)
		return XDP_PASS;
	if (eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != sizeof(*ip) / 4)
		return XDP_PASS;
	if (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP)
		return XDP_PASS;

	service.address = ip->daddr;
	service.port = ports->dest;
	service.protocol = ip->protocol;
	row = bpf_map_lookup_elem(&services, &service);
	if (!row)
		return XDP_PASS;

	slot = hash_flow(ip->saddr, ip->daddr, (__u32)ports->source << 16 | ports->dest);
	slot = *row * TABLE_SLOTS + slot % TABLE_SLOTS;
	index = bpf_map_lookup_elem(&slots, &slot);
	if (!index)
		return XDP_DROP;
	server = bpf_map_lookup_elem(&servers, index);
	if (!server || !server->address)
		return XDP_DROP;
	count = bpf_map_lookup_elem(&packets_by_server, index);
	if (count)
		(*count)++;
	return encapsulate(ctx, server);
}

char LICENSE[] SEC("license") = "GPL";
