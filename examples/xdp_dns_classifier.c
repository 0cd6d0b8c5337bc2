// SPDX-License-Identifier: Apache-2.0
/*
 * Look into the payload: count DNS questions by name, and drop those that are blocked.
 *
 * The name of a question is walked byte by byte in a loop with a fixed bound; each step checks
 * data_end, which is how the verifier wants to see variable-length data parsed. The name is
 * copied, in lower case, into a key that is zeroed first: a map compares keys byte for byte.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define DNS_PORT 53
#define NAME_BYTES 64
#define DNS_IS_ANSWER 0x80

struct dns_header {
	__be16 id;
	__u8 flags[2];
	__be16 questions, answers, authorities, additional;
};

/* A name as on the wire: each label follows its length, "\3www\7example\3org". */
struct name {
	char bytes[NAME_BYTES];
};

struct record {
	__u64 questions;
	__u32 blocked;
	__u32 padding;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 10000);
	__type(key, struct name);
	__type(value, struct record);
} names SEC(".maps");

/* Length of the name copied, without the closing zero; negative if it is too long or cut off. */
static __always_inline int read_name(const char *at, void *end, struct name *name)
{
	for (int i = 0; i < NAME_BYTES; i++) {
		char c;

		if ((void *)(at + i + 1) > end)
			return -1;
		c = at[i];
		if (c == 0)
			return i;
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		name->bytes[i] = c;
	}
	return -1;
}

SEC("xdp")
int classify_dns(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	struct udphdr *udp = (void *)(ip + 1);
	struct dns_header *dns = (void *)(udp + 1);
	struct name name = {};
	struct record *record;

	if ((void *)(dns + 1) > end)
		return XDP_PASS;
	if (eth->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != sizeof(*ip) / 4 ||
	    ip->protocol != IPPROTO_UDP || udp->dest != bpf_htons(DNS_PORT))
		return XDP_PASS;
	if (dns->flags[0] & DNS_IS_ANSWER || dns->questions != bpf_htons(1))
		return XDP_PASS;
	if (read_name((const char *)(dns + 1), end, &name) < 0)
		return XDP_PASS;

	record = bpf_map_lookup_elem(&names, &name);
	if (!record) {
		struct record first = { .questions = 1 };

		bpf_map_update_elem(&names, &name, &first, BPF_NOEXIST);
		return XDP_PASS;
	}
	__sync_fetch_and_add(&record->questions, 1);
	return record->blocked ? XDP_DROP : XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
