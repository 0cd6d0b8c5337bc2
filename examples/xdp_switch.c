// SPDX-License-Identifier: Apache-2.0
/*
 * A learning switch: remember behind which port each address lives.
 *
 * User space puts the ports into the device map and attaches the program to each of them. A frame
 * to a known address goes out of one port; a frame to an unknown one, or to all, is flooded:
 * bpf_redirect_map() with BPF_F_BROADCAST copies it to every port of the map, and
 * BPF_F_EXCLUDE_INGRESS leaves out the one it came from.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <bpf/bpf_helpers.h>

struct mac {
	__u8 bytes[ETH_ALEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP_HASH);
	__uint(max_entries, 64);
	__type(key, __u32); /* interface index, like the value */
	__type(value, __u32);
} ports SEC(".maps");

/* The least recently used address is forgotten first, as in a switch of metal. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct mac);
	__type(value, __u32);
} addresses SEC(".maps");

static __always_inline void learn(const struct mac *source, __u32 port)
{
	__u32 *known = bpf_map_lookup_elem(&addresses, source);

	/* Write only what changes: an update takes a lock, a lookup does not. */
	if (!known || *known != port)
		bpf_map_update_elem(&addresses, source, &port, BPF_ANY);
}

SEC("xdp")
int l2_switch(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct mac source, destination;
	__u32 *port;

	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	__builtin_memcpy(source.bytes, eth->h_source, ETH_ALEN);
	__builtin_memcpy(destination.bytes, eth->h_dest, ETH_ALEN);

	/* A group address (lowest bit of the first byte) is never anyone's own. */
	if (source.bytes[0] & 1)
		return XDP_DROP;
	learn(&source, ctx->ingress_ifindex);

	port = destination.bytes[0] & 1 ? NULL : bpf_map_lookup_elem(&addresses, &destination);
	if (!port)
		return bpf_redirect_map(&ports, 0, BPF_F_BROADCAST | BPF_F_EXCLUDE_INGRESS);
	if (*port == ctx->ingress_ifindex)
		return XDP_DROP;
	return bpf_redirect_map(&ports, *port, XDP_DROP);
}

char LICENSE[] SEC("license") = "GPL";
