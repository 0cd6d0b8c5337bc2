"""A program of any length: functions that parse, count and branch, as real ones do."""

from __future__ import annotations

LINES_PER_FUNCTION = 50

_HEAD = """\
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/in.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

struct entry {
	__u64 packets;
	__u64 bytes;
	__u32 last[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct entry);
} entries SEC(".maps");

"""

_FUNCTION = """\
static __noinline int step_{n}(struct xdp_md *ctx, __u32 seed)
{{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);
	struct entry *found;
	__u32 key = seed ^ {n};

	if ((void *)(ip + 1) > end)
		return {n};
	if (eth->h_proto != bpf_htons(ETH_P_IP))
		return -1;
	if (ip->ihl != 5 || ip->ttl < {ttl})
		return -2;
	switch (ip->protocol) {{
	case IPPROTO_TCP:
		key += ip->saddr;
		break;
	case IPPROTO_UDP:
		key += ip->daddr;
		break;
	case IPPROTO_ICMP:
		key ^= bpf_ntohs(ip->tot_len);
		break;
	default:
		key = {n};
	}}
	found = bpf_map_lookup_elem(&entries, &key);
	if (!found) {{
		struct entry fresh = {{ .packets = 1, .bytes = {n} }};

		fresh.last[{slot}] = seed;
		bpf_map_update_elem(&entries, &key, &fresh, BPF_ANY);
		return 0;
	}}
	found->packets++;
	found->bytes += end - data;
	for (int i = 0; i < 4; i++) {{
		__u32 value = found->last[i];

		if (value > seed)
			found->last[i] = value - seed;
		else
			found->last[(i + {slot}) & 3] = seed + value * {odd};
	}}
	if (found->packets % {odd} == 0 && found->bytes > {n}ULL << 8)
		bpf_printk("step {n}: %llu packets", found->packets);
	return found->last[key & 3] > {n} ? 1 : 2;
}}

"""

_MAIN = """\
SEC("xdp")
int run(struct xdp_md *ctx)
{{
	int sum = 0;

{calls}	return sum & 3;
}}

char LICENSE[] SEC("license") = "GPL";
"""


def generate_program(lines: int) -> str:
    """A program of about so many lines, with a function for every 50 of them."""
    count = lines // LINES_PER_FUNCTION
    functions = [
        _FUNCTION.format(n=n, ttl=n % 30 + 1, slot=n % 4, odd=2 * n % 61 + 3) for n in range(count)
    ]
    calls = "".join(f"\tsum += step_{n}(ctx, sum);\n" for n in range(count))
    return "".join((_HEAD, *functions, _MAIN.format(calls=calls)))
