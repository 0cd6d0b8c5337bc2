// SPDX-License-Identifier: Apache-2.0
/* Calls, loops, limits, kernel types: refused, each with its kind on its line. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, __u64);
} queue SEC(".maps");

struct locked {
	struct bpf_spin_lock lock;
	__u64 value;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct locked);
} guarded SEC(".maps");

SEC("xdp")
int helper_of_another_type(struct xdp_md *ctx)
{
	char byte;

	return bpf_skb_load_bytes((void *)ctx, 0, &byte, 1); // !helper-not-allowed
}

SEC("tracepoint/sched/sched_process_exec")
int packet_helper_in_tracepoint(void *ctx)
{
	return bpf_redirect(1, 0); // !helper-not-allowed
}

SEC("tc")
int number_for_a_map(struct __sk_buff *skb)
{
	__u32 key = 1;

	return bpf_map_lookup_elem((void *)(long)skb->mark, &key) != 0; // !argument-type
}

SEC("tc")
int queue_by_key(struct __sk_buff *skb)
{
	__u32 key = 1;

	return bpf_map_lookup_elem(&queue, &key) != 0; // !argument-type
}

SEC("tc")
int number_for_a_key(struct __sk_buff *skb)
{
	return bpf_map_lookup_elem(&numbers, (void *)7) != 0; // !argument-type
}

SEC("tc")
int endless_loop(struct __sk_buff *skb)
{
	volatile __u32 stop = 0;

	while (!stop) // !loop
		;
	return TC_ACT_OK;
}

static __noinline int big_leaf(struct __sk_buff *skb)
{
	char buffer[300];

	bpf_skb_load_bytes(skb, 0, buffer, sizeof(buffer));
	return buffer[7];
}

SEC("tc")
int stack_of_two(struct __sk_buff *skb)
{
	char buffer[300];

	bpf_skb_load_bytes(skb, 0, buffer, sizeof(buffer));
	return big_leaf(skb) + buffer[9]; // !stack-limit?
}

SEC("tc")
int lock_without_unlock(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct locked *found = bpf_map_lookup_elem(&guarded, &key);

	if (!found)
		return TC_ACT_OK;
	bpf_spin_lock(&found->lock);
	found->value++;
	return TC_ACT_OK; // !lock?
}

SEC("xdp")
int beyond_the_context(struct xdp_md *ctx)
{
	return ((__u32 *)ctx)[20]; // !context-access
}

SEC("xdp")
int context_is_read_only(struct xdp_md *ctx)
{
	ctx->data = 0; // !context-access
	return XDP_PASS;
}

SEC("cgroup_skb/egress")
int verdict_out_of_range(struct __sk_buff *skb)
{
	return skb->len; // !return-value?
}

struct task_struct___none {
	int no_such_member_at_all;
} __attribute__((preserve_access_index));

SEC("tracepoint/sched/sched_process_exit")
int member_that_is_not_there(void *ctx)
{
	struct task_struct___none *task = (void *)bpf_get_current_task();

	return BPF_CORE_READ(task, no_such_member_at_all); // !core-relocation
}

extern int bpfcc_no_such_kfunc(void) __ksym __weak;

SEC("tc")
int kfunc_that_is_not_there(struct __sk_buff *skb)
{
	return bpfcc_no_such_kfunc(); // !missing-kfunc
}

SEC("tc")
int no_value_to_return(struct __sk_buff *skb)
{

	asm volatile("r9 = r8" ::: "r9"); // !uninitialized-register
	return TC_ACT_OK;
}

char LICENSE[] SEC("license") = "GPL";
