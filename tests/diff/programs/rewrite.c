// SPDX-License-Identifier: Apache-2.0
/* Packets changed: grown, shrunk, tagged, checksummed. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct tag {
	__be16 tci;
	__be16 proto;
};

SEC("xdp")
int push_tag(struct xdp_md *ctx)
{
	struct ethhdr copy, *eth;
	struct tag *tag;
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	eth = data;
	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	copy = *eth;
	if (bpf_xdp_adjust_head(ctx, -(int)sizeof(struct tag)))
		return XDP_ABORTED;
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	eth = data;
	tag = data + sizeof(*eth);
	if ((void *)(tag + 1) > end)
		return XDP_ABORTED;
	tag->proto = copy.h_proto;
	tag->tci = bpf_htons(42 | 3 << 13);
	copy.h_proto = bpf_htons(ETH_P_8021Q);
	*eth = copy;
	return XDP_TX;
}

SEC("xdp")
int cut_tail(struct xdp_md *ctx)
{
	int length = ctx->data_end - ctx->data;

	if (length > 60 && bpf_xdp_adjust_tail(ctx, 60 - length))
		return XDP_ABORTED;
	return length & 1 ? XDP_DROP : XDP_PASS;
}

SEC("xdp")
int reverse_addresses(struct xdp_md *ctx)
{
	__u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	if (data + 12 > end)
		return XDP_DROP;
#pragma unroll
	for (int i = 0; i < 6; i++) {
		__u8 byte = data[i];

		data[i] = data[6 + i];
		data[6 + i] = byte;
	}
	return XDP_TX;
}

static __always_inline __u16 fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

SEC("xdp")
int recompute_checksum(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data + ETH_HLEN;
	__u16 *words = (__u16 *)ip;
	__u32 sum = 0;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	ip->tos ^= 0xb8;
	ip->ttl = 17;
	ip->check = 0;
	for (int i = 0; i < 10; i++)
		sum += words[i];
	ip->check = fold(sum);
	return XDP_TX;
}

SEC("tc")
int set_port(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
	struct iphdr *ip = data + ETH_HLEN;
	struct udphdr *udp = (void *)(ip + 1);
	__be16 old, new = bpf_htons(5353);

	if ((void *)(udp + 1) > end || ip->protocol != IPPROTO_UDP || ip->ihl != 5)
		return TC_ACT_OK;
	old = udp->dest;
	if (bpf_l4_csum_replace(skb, ETH_HLEN + 20 + 6, old, new, BPF_F_MARK_MANGLED_0 | 2))
		return TC_ACT_SHOT;
	if (bpf_skb_store_bytes(skb, ETH_HLEN + 20 + 2, &new, sizeof(new), 0))
		return TC_ACT_SHOT;
	return TC_ACT_RECLASSIFY;
}

SEC("tc")
int vlan_and_mark(struct __sk_buff *skb)
{
	if (bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021Q), 100))
		return TC_ACT_SHOT;
	skb->mark = skb->len * 3;
	skb->priority = 5;
	skb->cb[0] = skb->mark >> 1;
	skb->tc_classid = skb->cb[0] & 0xff;
	return TC_ACT_OK;
}

SEC("tc")
int grow_tail(struct __sk_buff *skb)
{
	__u32 wanted = skb->len + 16;

	if (bpf_skb_change_tail(skb, wanted, 0))
		return TC_ACT_SHOT;
	return skb->len == wanted ? TC_ACT_PIPE : TC_ACT_STOLEN;
}

char LICENSE[] SEC("license") = "GPL";
