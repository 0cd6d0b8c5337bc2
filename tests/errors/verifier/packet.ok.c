/* The same done right, in the ways in which programs do it. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#define MAX_OPTIONS 40

SEC("xdp") int checked(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	if ((void *)(eth + 1) > data_end)
		return XDP_PASS;
	return eth->h_proto == bpf_htons(ETH_P_IP) ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int checked_from_the_other_side(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data + sizeof(struct ethhdr);

	if (data_end >= (void *)(ip + 1))
		return ip->ttl;
	return XDP_PASS;
}

SEC("xdp") int checked_within_a_condition(struct xdp_md *ctx)
{
	__u64 data = ctx->data, data_end = ctx->data_end;
	struct ethhdr *eth = (void *)(long)data;

	if (data + sizeof(*eth) <= data_end && eth->h_proto == bpf_htons(ETH_P_IP))
		return XDP_DROP;
	return data + 20 > data_end || eth->h_dest[0] ? XDP_PASS : XDP_DROP;
}

SEC("xdp") int variable_header(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data + sizeof(struct ethhdr);
	struct tcphdr *tcp;

	if ((void *)(ip + 1) > data_end)
		return XDP_PASS;
	tcp = (void *)ip + ip->ihl * 4;
	if ((void *)(tcp + 1) > data_end)
		return XDP_PASS;
	return tcp->dest == bpf_htons(80) ? XDP_DROP : XDP_PASS;
}

struct cursor {
	void *at;
};

static __always_inline int parse_ethernet(struct cursor *cursor, void *data_end, struct ethhdr **eth)
{
	*eth = cursor->at;
	if (cursor->at + sizeof(**eth) > data_end)
		return -1;
	cursor->at += sizeof(**eth);
	return (*eth)->h_proto;
}

static __always_inline int parse_ip(struct cursor *cursor, void *data_end, struct iphdr **ip)
{
	struct iphdr *header = cursor->at;

	if (header + 1 > (struct iphdr *)data_end)
		return -1;
	if (cursor->at + header->ihl * 4 > data_end)
		return -1;
	cursor->at += header->ihl * 4;
	*ip = header;
	return header->protocol;
}

SEC("xdp") int parsed_step_by_step(struct xdp_md *ctx)
{
	void *data_end = (void *)(long)ctx->data_end;
	struct cursor cursor = { .at = (void *)(long)ctx->data };
	struct ethhdr *eth;
	struct iphdr *ip;
	__u8 *payload;
	int type;

	type = parse_ethernet(&cursor, data_end, &eth);
	if (type != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	if (parse_ip(&cursor, data_end, &ip) < 0)
		return XDP_PASS;
	payload = cursor.at;
	if ((void *)(payload + 1) > data_end)
		return ip->ttl;
	return *payload + eth->h_dest[0];
}

SEC("xdp") int loop_over_bytes(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	__u8 *byte = data;
	int sum = 0;

	for (int i = 0; i < 32; i++) {
		if ((void *)(byte + 1) > data_end)
			break;
		sum += *byte++;
	}
	return sum & 1;
}

SEC("tc") int read_again_after_it_moved(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;

	if (data + sizeof(*eth) > data_end) {
		if (bpf_skb_pull_data(skb, sizeof(*eth)))
			return TC_ACT_OK;
		data = (void *)(long)skb->data;
		data_end = (void *)(long)skb->data_end;
		eth = data;
		if (data + sizeof(*eth) > data_end)
			return TC_ACT_OK;
	}
	return eth->h_proto ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("tc") int bytes_by_helper(struct __sk_buff *skb)
{
	struct iphdr ip;

	if (bpf_skb_load_bytes(skb, sizeof(struct ethhdr), &ip, sizeof(ip)))
		return TC_ACT_OK;
	return ip.ttl;
}

SEC("tc") int checksum_of_checked_bytes(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;

	if (data + MAX_OPTIONS > data_end)
		return TC_ACT_OK;
	return bpf_csum_diff(0, 0, data, MAX_OPTIONS, 0) & 1;
}

char LICENSE[] SEC("license") = "GPL";
