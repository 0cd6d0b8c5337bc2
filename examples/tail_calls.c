// SPDX-License-Identifier: Apache-2.0
/*
 * A parser as a chain of programs: tail calls.
 *
 * bpf_tail_call() replaces the running program by another of the program array and does not
 * return, unless the slot is empty. Each program has its own stack and its own verification, so
 * big jobs are cut into pieces that can be exchanged while they run. The array is filled where
 * it is defined; state goes from one program to the next through a per-CPU map.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

enum stage { STAGE_IP, STAGE_TCP, STAGE_UDP, STAGE_COUNT };

struct packet_state {
	__u32 l4_offset;
	__u32 stages; /* how many programs have run for this packet */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct packet_state);
} state SEC(".maps");

int parse_ip(struct xdp_md *ctx);
int parse_tcp(struct xdp_md *ctx);
int parse_udp(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, STAGE_COUNT);
	__uint(key_size, sizeof(__u32));
	__array(values, int(struct xdp_md *));
} stages SEC(".maps") = {
	.values = {
		[STAGE_IP] = &parse_ip,
		[STAGE_TCP] = &parse_tcp,
		[STAGE_UDP] = &parse_udp,
	},
};

__u64 tcp_syns, udp_bytes, ended_early;

static __always_inline struct packet_state *enter_stage(void)
{
	__u32 key = 0;
	struct packet_state *s = bpf_map_lookup_elem(&state, &key);

	if (s)
		s->stages++;
	return s;
}

SEC("xdp")
int parse_ethernet(struct xdp_md *ctx)
{
	struct ethhdr *eth = (void *)(long)ctx->data;
	struct packet_state *s = enter_stage();

	if (!s || (void *)(eth + 1) > (void *)(long)ctx->data_end)
		return XDP_PASS;
	s->stages = 1;
	if (eth->h_proto == bpf_htons(ETH_P_IP))
		bpf_tail_call(ctx, &stages, STAGE_IP);
	/* Reached when the packet is not IP, or when the slot is empty. */
	__sync_fetch_and_add(&ended_early, 1);
	return XDP_PASS;
}

SEC("xdp")
int parse_ip(struct xdp_md *ctx)
{
	struct iphdr *ip = (void *)(long)ctx->data + ETH_HLEN;
	struct packet_state *s = enter_stage();

	if (!s || (void *)(ip + 1) > (void *)(long)ctx->data_end)
		return XDP_PASS;
	s->l4_offset = ETH_HLEN + ip->ihl * 4;
	switch (ip->protocol) {
	case IPPROTO_TCP:
		bpf_tail_call(ctx, &stages, STAGE_TCP);
		break;
	case IPPROTO_UDP:
		bpf_tail_call(ctx, &stages, STAGE_UDP);
		break;
	}
	__sync_fetch_and_add(&ended_early, 1);
	return XDP_PASS;
}

SEC("xdp")
int parse_tcp(struct xdp_md *ctx)
{
	struct packet_state *s = enter_stage();
	struct tcphdr *tcp;

	/* The verifier does not know what the last program proved: bound the offset again. */
	if (!s || s->l4_offset > 128)
		return XDP_PASS;
	tcp = (void *)(long)ctx->data + s->l4_offset;
	if ((void *)(tcp + 1) > (void *)(long)ctx->data_end)
		return XDP_PASS;
	if (tcp->syn && !tcp->ack)
		__sync_fetch_and_add(&tcp_syns, 1);
	return XDP_PASS;
}

SEC("xdp")
int parse_udp(struct xdp_md *ctx)
{
	struct packet_state *s = enter_stage();
	struct udphdr *udp;

	if (!s || s->l4_offset > 128)
		return XDP_PASS;
	udp = (void *)(long)ctx->data + s->l4_offset;
	if ((void *)(udp + 1) > (void *)(long)ctx->data_end)
		return XDP_PASS;
	__sync_fetch_and_add(&udp_bytes, bpf_ntohs(udp->len));
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
