/* What is handed out has to be given back, once, on every path. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>

struct event {
	__u32 pid;
	char comm[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 16);
} events SEC(".maps");

SEC("tp/syscalls/sys_enter_openat") int early_return(void *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0); // warning: not given back on every path [verifier-unreleased-reference]

	if (!event)
		return 0;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	if (event->pid == 1)
		return 0;
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("tp/syscalls/sys_enter_openat") int never_given_back(void *ctx)
{
	struct event *event;

	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0); // warning: not given back [verifier-unreleased-reference]
	// note@-1: bpf_ringbuf_submit() or bpf_ringbuf_discard()
	if (event)
		event->pid = 1;
	return 0;
}

SEC("tp/syscalls/sys_enter_openat") int used_afterwards(void *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	event->pid = 1;
	bpf_ringbuf_submit(event, 0);
	event->pid = 2; // warning: 'event' is used after it was given back [verifier-use-after-release]
	return 0;
}

SEC("tp/syscalls/sys_enter_openat") int given_back_twice(void *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	if (bpf_get_current_comm(event->comm, sizeof(event->comm)))
		bpf_ringbuf_discard(event, 0);
	bpf_ringbuf_submit(event, 0); // warning: passed to 'bpf_ringbuf_submit' after it was given back [verifier-use-after-release]
	return 0;
}

SEC("tp/syscalls/sys_enter_openat") int reservation_not_compared(void *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	event->pid = 1; // warning: 'event' may be NULL [verifier-null-pointer]
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("tp/syscalls/sys_enter_openat") int larger_than_reserved(void *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(event), 0);

	if (!event)
		return 0;
	event->comm[4] = 0; // warning: bytes 8 to 8 of 8 [verifier-memory-bounds]
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("tc") int socket_kept(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk;

	sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0); // warning: not given back [verifier-unreleased-reference]
	return sk ? TC_ACT_OK : TC_ACT_SHOT;
}

SEC("tc") int socket_released_unchecked(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk;

	sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	bpf_sk_release(sk); // warning: 'sk' may be NULL, and 'bpf_sk_release' does not take NULL [verifier-null-pointer]
	return TC_ACT_OK;
}

struct account {
	struct bpf_spin_lock lock;
	__u64 value, when;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, struct account);
	__uint(max_entries, 1);
} accounts SEC(".maps");

SEC("tc") int calls_with_lock(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct account *account = bpf_map_lookup_elem(&accounts, &key);

	if (!account)
		return 0;
	bpf_spin_lock(&account->lock);
	account->when = bpf_ktime_get_ns(); // warning: 'bpf_ktime_get_ns' is called with a spin lock held [verifier-lock]
	bpf_spin_unlock(&account->lock);
	return 0;
}

SEC("tc") int keeps_lock(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct account *account = bpf_map_lookup_elem(&accounts, &key);

	if (!account)
		return 0;
	bpf_spin_lock(&account->lock); // warning: this lock is not released on every path [verifier-lock]
	if (account->value < skb->len)
		return 2;
	account->value -= skb->len;
	bpf_spin_unlock(&account->lock);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
