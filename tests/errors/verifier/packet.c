/* Packet access: what lies behind the last byte that was compared with data_end is not there. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

SEC("xdp") int no_check(struct xdp_md *ctx)
{
	struct ethhdr *eth = (void *)(long)ctx->data;

	return eth->h_proto == bpf_htons(ETH_P_IP) ? XDP_PASS : XDP_DROP; // warning: 'eth' may lie behind the packet's end [verifier-packet-bounds]
}

SEC("xdp") int checked_too_little(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);

	if (data + sizeof(*eth) > data_end)
		return XDP_PASS;
	return ip->ttl; // warning: 14 bytes are known to be there, and this needs 23 [verifier-packet-bounds]
}

SEC("xdp") int checked_the_size_of_a_pointer(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	if (data + sizeof(eth) > data_end)
		return XDP_PASS;
	return eth->h_proto == 8; // warning: 8 bytes are known [verifier-packet-bounds]
}

SEC("xdp") int variable_header_not_checked(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct tcphdr *tcp;

	if ((void *)(ip + 1) > data_end)
		return XDP_PASS;
	if (eth->h_proto != bpf_htons(ETH_P_IP) || ip->protocol != 6)
		return XDP_PASS;
	tcp = (void *)ip + ip->ihl * 4;
	return tcp->dest == bpf_htons(80) ? XDP_DROP : XDP_PASS; // warning: nothing compares it with data_end [verifier-packet-bounds]
}

SEC("xdp") int checked_on_one_path_only(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	__u8 *first = data;

	if (ctx->ingress_ifindex == 3) {
		if (data + 1 > data_end)
			return XDP_PASS;
	}
	return *first; // warning: 'first' may lie behind [verifier-packet-bounds]
}

SEC("xdp") int compared_the_wrong_way(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	if (data + sizeof(*eth) < data_end)
		return XDP_PASS;
	return eth->h_proto; // warning: nothing compares it [verifier-packet-bounds]
}

SEC("xdp") int compared_a_length(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	if (data_end - data < sizeof(*eth))
		return XDP_PASS;
	return eth->h_proto; // warning: nothing compares it [verifier-packet-bounds]
}

static __always_inline int parse(void *at, void *data_end, struct iphdr **found)
{
	struct iphdr *ip = at;

	*found = ip;
	if (ip + 1 > (struct iphdr *)data_end)
		return -1;
	return ip->protocol;
}

SEC("xdp") int answer_of_a_check_not_looked_at(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct iphdr *ip;

	parse(data, data_end, &ip);
	return ip->ttl; // warning: 'ip' may lie behind [verifier-packet-bounds]
}

static __noinline int read_type(struct ethhdr *eth)
{
	return eth->h_proto; // warning: 'eth' may lie behind [verifier-packet-bounds]
}

SEC("xdp") int read_by_a_function(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;

	return read_type(data);
}

SEC("tc") int pointer_from_before_the_packet_moved(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;

	if (data + sizeof(*eth) > data_end)
		return TC_ACT_OK;
	bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021Q), 5);
	eth->h_proto = 0; // warning: 'eth' points into the packet as it was before 'bpf_skb_vlan_push' [verifier-stale-packet]
	return TC_ACT_OK;
}

SEC("xdp") int head_moved_on_one_path(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	if (data + sizeof(*eth) > data_end)
		return XDP_PASS;
	if (eth->h_proto == 0 && bpf_xdp_adjust_head(ctx, 4))
		return XDP_DROP;
	return eth->h_dest[0]; // warning: 'bpf_xdp_adjust_head' [verifier-stale-packet]
}

SEC("tc") int given_to_a_helper(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;

	if (data + 20 > data_end)
		return TC_ACT_OK;
	return bpf_csum_diff(0, 0, data, 20, 0) + bpf_skb_store_bytes(skb, 0, data, 40, 0); // warning: what 'bpf_skb_store_bytes' is given may lie behind [verifier-packet-bounds]
}

char LICENSE[] SEC("license") = "GPL";
