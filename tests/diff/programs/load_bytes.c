// SPDX-License-Identifier: Apache-2.0
/* The packet through helpers: no pointer into it, everything copied to the stack. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct summary {
	__u32 source, destination;
	__u16 sport, dport;
	__u8 protocol, flags;
	__u16 length;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct summary);
	__type(value, __u64);
} seen SEC(".maps");

static __always_inline int read_summary(struct __sk_buff *skb, struct summary *out)
{
	struct iphdr ip;
	__u16 ports[2];
	__u8 options;

	if (bpf_skb_load_bytes(skb, ETH_HLEN, &ip, sizeof(ip)))
		return -1;
	if (ip.version != 4)
		return -2;
	options = ip.ihl * 4;
	if (options < sizeof(ip))
		return -3;
	out->source = ip.saddr;
	out->destination = ip.daddr;
	out->protocol = ip.protocol;
	out->length = bpf_ntohs(ip.tot_len);
	if (ip.protocol != IPPROTO_TCP && ip.protocol != IPPROTO_UDP)
		return 0;
	if (bpf_skb_load_bytes(skb, ETH_HLEN + options, ports, sizeof(ports)))
		return -4;
	out->sport = bpf_ntohs(ports[0]);
	out->dport = bpf_ntohs(ports[1]);
	if (ip.protocol == IPPROTO_TCP)
		bpf_skb_load_bytes(skb, ETH_HLEN + options + 13, &out->flags, 1);
	return 0;
}

SEC("tc")
int summarize(struct __sk_buff *skb)
{
	struct summary summary = {};
	__u64 one = 1, *count;
	int error = read_summary(skb, &summary);

	if (error)
		return TC_ACT_SHOT;
	count = bpf_map_lookup_elem(&seen, &summary);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&seen, &summary, &one, BPF_NOEXIST);
	return summary.dport == 53 ? TC_ACT_PIPE : TC_ACT_OK;
}

SEC("socket")
int keep_headers(struct __sk_buff *skb)
{
	struct summary summary = {};

	if (read_summary(skb, &summary))
		return 0;
	return summary.protocol == IPPROTO_TCP ? 54 : summary.protocol == IPPROTO_UDP ? 42 : 34;
}

char LICENSE[] SEC("license") = "GPL";
