// SPDX-License-Identifier: Apache-2.0
/*
 * A firewall at the driver: drop by source network and by destination port.
 *
 * XDP runs before the kernel has built a socket buffer, so a drop costs almost nothing. Every
 * pointer into the packet is compared with data_end before it is used; the verifier proves that
 * on every path. Networks are in a longest-prefix-match trie whose value says what to do, so
 * "drop 10.0.0.0/8 but let 10.1.0.0/16 pass" takes two entries.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define IP_OFFSET_MASK 0x1fff

struct network {
	__u32 prefix_bits;
	__be32 address;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4096);
	__type(key, struct network);
	__type(value, __u32); /* XDP_DROP or XDP_PASS */
} networks SEC(".maps");

struct service {
	__u16 protocol;
	__be16 port;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct service);
	__type(value, __u8);
} blocked_services SEC(".maps");

/* Packets by verdict. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, XDP_REDIRECT + 1);
	__type(key, __u32);
	__type(value, __u64);
} verdicts SEC(".maps");

static __always_inline int check_service(void *l4, void *end, __u8 protocol)
{
	struct service service = { .protocol = protocol };

	/* The port is at the same place in both headers. */
	if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP)
		return XDP_PASS;
	struct udphdr *udp = l4;
	if ((void *)(udp + 1) > end)
		return XDP_DROP;
	service.port = udp->dest;
	return bpf_map_lookup_elem(&blocked_services, &service) ? XDP_DROP : XDP_PASS;
}

static __always_inline int check_packet(void *data, void *end)
{
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct network source = { .prefix_bits = 32 };
	__u32 *verdict;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	if (eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;

	source.address = ip->saddr;
	verdict = bpf_map_lookup_elem(&networks, &source);
	if (verdict && *verdict == XDP_DROP)
		return XDP_DROP;

	/* Only the first fragment has the ports; a header may carry options. */
	if (ip->frag_off & bpf_htons(IP_OFFSET_MASK))
		return XDP_PASS;
	return check_service((void *)ip + ip->ihl * 4, end, ip->protocol);
}

SEC("xdp")
int firewall(struct xdp_md *ctx)
{
	__u32 action = check_packet((void *)(long)ctx->data, (void *)(long)ctx->data_end);
	__u64 *count = bpf_map_lookup_elem(&verdicts, &action);

	if (count)
		(*count)++;
	return action;
}

char LICENSE[] SEC("license") = "GPL";
