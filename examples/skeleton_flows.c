// SPDX-License-Identifier: Apache-2.0
/*
 * A flow monitor, the half that runs in the kernel; skeleton_flows.py is the other half.
 *
 * A skeleton is code made from this object: for user space every map, global variable and program
 * below becomes a member with its type. So the two halves share their structs without writing
 * them twice.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct flow_key {
	__u32 source;
	__u32 destination;
	__u16 source_port;
	__u16 destination_port;
	__u8 protocol;
	__u8 zero[3];
};

struct flow {
	__u64 packets;
	__u64 bytes;
};

struct flow_start {
	struct flow_key key;
	__u64 time_ns;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct flow_key);
	__type(value, struct flow);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} starts SEC(".maps");

/*
 * Never used: the variable is there for its type. Type information holds what maps and variables
 * refer to, and no map says of what type the records in a ring buffer are.
 */
struct flow_start *starts_record __attribute__((unused));

/* Settings: fixed when the program is loaded. A protocol or port of 0 stands for any. */
const volatile __u8 only_protocol;
const volatile __u16 only_port;

/* Switched and read while the program runs. */
_Bool paused;
__u64 other_packets;
__u64 lost_starts;

static __always_inline void announce(const struct flow_key *key)
{
	struct flow_start *start = bpf_ringbuf_reserve(&starts, sizeof(*start), 0);

	if (!start) {
		__sync_fetch_and_add(&lost_starts, 1);
		return;
	}
	start->key = *key;
	start->time_ns = bpf_ktime_get_ns();
	bpf_ringbuf_submit(start, 0);
}

static __always_inline void count(const struct flow_key *key, __u64 bytes)
{
	struct flow first = { .packets = 1, .bytes = bytes };
	struct flow *flow = bpf_map_lookup_elem(&flows, key);

	if (flow) {
		flow->packets++;
		flow->bytes += bytes;
		return;
	}
	if (bpf_map_update_elem(&flows, key, &first, BPF_NOEXIST) == 0)
		announce(key);
}

SEC("xdp")
int watch_flows(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *ethernet = data;
	struct iphdr *ip = data + sizeof(*ethernet);
	struct flow_key key = {};
	__be16 *ports;

	if (paused)
		return XDP_PASS;
	if ((void *)(ip + 1) > end || ethernet->h_proto != bpf_htons(ETH_P_IP))
		goto other;
	if (only_protocol && ip->protocol != only_protocol)
		goto other;
	key.source = ip->saddr;
	key.destination = ip->daddr;
	key.protocol = ip->protocol;
	if (ip->protocol == IPPROTO_TCP || ip->protocol == IPPROTO_UDP) {
		ports = (void *)ip + ip->ihl * 4;
		if ((void *)(ports + 2) > end)
			goto other;
		key.source_port = bpf_ntohs(ports[0]);
		key.destination_port = bpf_ntohs(ports[1]);
	}
	if (only_port && key.source_port != only_port && key.destination_port != only_port)
		goto other;
	count(&key, end - data);
	return XDP_PASS;
other:
	__sync_fetch_and_add(&other_packets, 1);
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
