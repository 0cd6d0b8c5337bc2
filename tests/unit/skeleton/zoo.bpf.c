// A map of each type, and a program of each kind of attachment.
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

char _license[] SEC("license") = "GPL";

struct prefix {
	__u32 bits;
	unsigned char address[4];
};

struct sample {
	__u32 pid;
	char name[16];
};

struct request {
	long long number;
};

#define MAP(kind, key_type, value_type, count, more) \
	struct { \
		__uint(type, BPF_MAP_TYPE_##kind); \
		__uint(max_entries, count); \
		__type(key, key_type); \
		__type(value, value_type); \
		more \
	}

#define KEYLESS(kind, value_type, count) \
	struct { \
		__uint(type, BPF_MAP_TYPE_##kind); \
		__uint(max_entries, count); \
		__type(value, value_type); \
	}

MAP(HASH, int, short, 4, ) numbers SEC(".maps");
MAP(LRU_HASH, __u64, double, 64, ) reals SEC(".maps");
MAP(LPM_TRIE, struct prefix, char, 16, __uint(map_flags, BPF_F_NO_PREALLOC);) routes SEC(".maps");
MAP(ARRAY, __u32, struct sample, 3, ) samples SEC(".maps");
MAP(HASH, char[8], _Bool, 8, ) switches SEC(".maps");
MAP(PERCPU_HASH, __u16, int, 8, ) counts SEC(".maps");
MAP(ARRAY, __u32, __u16[3], 2, ) triples SEC(".maps");
MAP(HASH, __u32, __int128, 2, ) wide SEC(".maps");
KEYLESS(QUEUE, __u32, 2) queue SEC(".maps");
KEYLESS(STACK, __u32, 8) stack SEC(".maps");
KEYLESS(BLOOM_FILTER, __u32, 100) filter SEC(".maps");
MAP(DEVMAP, __u32, __u32, 4, ) devices SEC(".maps");
MAP(CPUMAP, __u32, __u32, 2, ) cpus SEC(".maps");
MAP(SOCKHASH, __u32, __u64, 4, ) sockets SEC(".maps");
MAP(SK_STORAGE, int, struct sample, 0, __uint(map_flags, BPF_F_NO_PREALLOC);) notes SEC(".maps");
MAP(ARRAY, __u32, __u32, 1, ) inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__uint(key_size, 3);
	__uint(value_size, 5);
} untyped SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__uint(value_size, 4);
} next SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, __u32);
	__uint(value_size, 4);
	__array(values, typeof(inner));
} outer SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 16);
	__uint(key_size, 4);
	__uint(value_size, 8 * 16);
} stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} lines SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_USER_RINGBUF);
	__uint(max_entries, 4096);
} requests SEC(".maps");

struct sample *unused_sample;
int pid;
long long sum;
int passed;

SEC("raw_tp/sys_enter")
int trace(void *ctx)
{
	struct sample sample = {};

	sample.pid = bpf_get_current_pid_tgid() >> 32;
	if (sample.pid != pid)
		return 0;
	bpf_get_current_comm(sample.name, sizeof(sample.name));
	bpf_perf_event_output(ctx, &lines, BPF_F_CURRENT_CPU, &sample, sizeof(sample));
	return 0;
}

static long add_request(struct bpf_dynptr *dynptr, void *context)
{
	struct request *request = bpf_dynptr_data(dynptr, 0, sizeof(*request));

	if (request)
		sum += request->number;
	return 0;
}

SEC("raw_tp")
int drain(void *ctx)
{
	return bpf_user_ringbuf_drain(&requests, add_request, NULL, 0);
}

SEC("socket")
int drop_all(struct __sk_buff *skb)
{
	return 0;
}

SEC("cgroup_skb/egress")
int count_egress(struct __sk_buff *skb)
{
	__sync_fetch_and_add(&passed, 1);
	return 1;
}

SEC("tc")
int tail(struct __sk_buff *skb)
{
	bpf_tail_call(skb, &next, 1);
	return 3;
}

SEC("tc")
int tail_end(struct __sk_buff *skb)
{
	return 7;
}

SEC("xdp")
int redirect(struct xdp_md *ctx)
{
	return bpf_redirect_map(&devices, 0, XDP_PASS);
}

SEC("uprobe")
int entered(void *ctx)
{
	__sync_fetch_and_add(&passed, 1);
	return 0;
}

SEC("sk_msg")
int verdict(struct sk_msg_md *msg)
{
	return SK_PASS;
}

SEC("sk_lookup")
int choose(struct bpf_sk_lookup *ctx)
{
	__sync_fetch_and_add(&passed, 1);
	return SK_PASS;
}

SEC("syscall")
int change(struct request *request)
{
	request->number += 2;
	return 5;
}

SEC("iter/task")
int list_tasks(struct bpf_iter__task *ctx)
{
	static const char format[] = "%d %s\n";
	struct task_struct *task = ctx->task;
	__u64 values[2];

	if (!task)
		return 0;
	values[0] = task->tgid;
	values[1] = (__u64)task->comm;
	bpf_seq_printf(ctx->meta->seq, format, sizeof(format), values, sizeof(values));
	return 0;
}

SEC("tp")
int hit(void *ctx)
{
	if ((bpf_get_current_pid_tgid() >> 32) == pid)
		__sync_fetch_and_add(&passed, 1);
	return 0;
}

SEC("perf_event")
int tick(void *ctx)
{
	__sync_fetch_and_add(&passed, 1);
	return 0;
}
