// SPDX-License-Identifier: Apache-2.0
/* Mistakes that are made every day, each refused with its kind on its line. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/ptrace.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct task {
	long state;
	int pid;
	struct task *parent;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, char[16]);
} names SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} chain SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

SEC("kprobe/do_exit")
int BPF_KPROBE(kernel_memory_directly, struct task *task)
{
	return task->pid; // !scalar-as-pointer
}

SEC("kprobe/do_exit")
int BPF_KPROBE(two_steps_in_the_kernel, struct task *task)
{
	struct task *parent = 0;

	bpf_probe_read_kernel(&parent, sizeof(parent), &task->parent);
	return parent->pid; // !scalar-as-pointer
}

SEC("xdp")
int scan_payload(struct xdp_md *ctx)
{
	char *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct iphdr *ip = (void *)data + ETH_HLEN;
	int sum = 0;

	if ((void *)(ip + 1) > (void *)end)
		return XDP_PASS;
	char *payload = (char *)(ip + 1);

	for (int i = 0; i < 64; i++)
		sum += payload[i]; // !packet-bounds
	return sum;
}

SEC("xdp")
int option_length_from_the_packet(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct iphdr *ip = data + ETH_HLEN;
	struct udphdr *udp;

	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	udp = (void *)ip + ip->ihl * 4;
	return udp->dest == bpf_htons(53) ? XDP_DROP : XDP_PASS; // !packet-bounds
}

SEC("xdp")
int check_the_wrong_way_round(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	if ((void *)(eth + 1) < end)
		return XDP_PASS;
	return eth->h_proto ? XDP_DROP : XDP_PASS; // !packet-bounds
}

SEC("xdp")
int adjust_without_reading_again(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;

	if ((void *)(eth + 1) > end)
		return XDP_PASS;
	if (bpf_xdp_adjust_head(ctx, -8))
		return XDP_DROP;
	eth->h_proto = 0; // !stale-packet-pointer
	return XDP_TX;
}

SEC("kprobe/do_exit")
int length_from_elsewhere(struct pt_regs *ctx)
{
	char text[32] = {};
	__u64 length = PT_REGS_PARM2(ctx);

	bpf_probe_read_kernel(text, length, (void *)PT_REGS_PARM1(ctx)); // !unbounded-value
	return text[0];
}

SEC("kprobe/do_exit")
int length_that_may_be_negative(struct pt_regs *ctx)
{
	char text[32] = {};
	int length = PT_REGS_PARM2(ctx);

	if (length > 32)
		return 0;
	bpf_probe_read_kernel(text, length, (void *)PT_REGS_PARM1(ctx)); // !unbounded-value
	return text[0];
}

SEC("tc")
int reserve_of_variable_size(struct __sk_buff *skb)
{
	void *record = bpf_ringbuf_reserve(&ring, skb->len, 0); // !argument-type

	if (record)
		bpf_ringbuf_submit(record, 0);
	return 0;
}

SEC("tc")
int lookup_in_a_perf_array(struct __sk_buff *skb)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&events, &key) != 0; // !argument-type
}

SEC("tc")
int tail_call_with_another_pointer(struct __sk_buff *skb)
{
	__u32 key = 0;

	bpf_tail_call(&key, &chain, 1); // !argument-type
	return 0;
}

SEC("tc")
int update_from_the_context(struct __sk_buff *skb)
{
	__u32 key = 0;

	bpf_map_update_elem(&numbers, &key, skb, 0); // !argument-type
	return 0;
}

SEC("tc")
int socket_is_kept(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk;

	sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0); // !unreleased-reference
	return sk ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("tc")
int socket_without_check(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0);
	int family = sk->family; // !null-pointer

	bpf_sk_release(sk);
	return family;
}

SEC("tc")
int release_without_check(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), -1, 0);

	bpf_sk_release(sk); // !null-pointer
	return 0;
}

SEC("tc")
int released_twice(struct __sk_buff *skb)
{
	__u64 *record = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!record)
		return 0;
	bpf_ringbuf_discard(record, 0);
	bpf_ringbuf_discard(record, 0); // !use-after-release
	return 0;
}

__noinline int global_with_pointer(__u64 *value)
{
	return *value + 1; // !null-pointer global_function_checks_its_pointer
}

SEC("tc")
int global_function_checks_its_pointer(struct __sk_buff *skb)
{
	__u64 value = skb->len;

	return global_with_pointer(&value);
}

SEC("tc")
int write_past_the_name(struct __sk_buff *skb)
{
	__u32 key = 0;
	char *name = bpf_map_lookup_elem(&names, &key);

	if (!name)
		return 0;
	for (int i = 0; i <= 16; i++)
		name[i] = 'x'; // !map-value-bounds
	return 0;
}

SEC("socket")
int write_from_a_socket_filter(struct __sk_buff *skb)
{
	__u8 zero = 0;

	return bpf_skb_store_bytes(skb, 0, &zero, 1, 0); // !helper-not-allowed
}

SEC("socket")
int packet_pointer_in_a_socket_filter(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data; // !context-access

	return data != 0;
}

SEC("cgroup_skb/ingress")
int write_to_the_packet(struct __sk_buff *skb)
{
	__u8 *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;

	if (data + 20 > end)
		return 1;
	data[8] = 64; // !read-only
	return 1;
}

SEC("xdp")
int context_by_index(struct xdp_md *ctx)
{
	__u32 *words = (__u32 *)ctx;
	__u32 which = bpf_get_prandom_u32() & 3;

	return words[which]; // !modified-pointer
}

SEC("tc")
int pointer_times_two(struct __sk_buff *skb)
{
	unsigned long address = (unsigned long)skb;

	barrier_var(address);
	address *= 2; // !pointer-arithmetic?
	return address;
}

SEC("fentry/bpfcc_there_is_no_such_function")
int attach_to_nothing(void *ctx) // !missing-btf?
{
	return 0;
}

SEC("tc")
int map_value_as_key_size(struct __sk_buff *skb)
{
	char small[2] = {};

	return bpf_map_lookup_elem(&numbers, small) != 0; // !stack-bounds
}

char LICENSE[] SEC("license") = "GPL";
