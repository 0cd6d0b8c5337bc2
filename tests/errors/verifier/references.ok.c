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

SEC("tp/syscalls/sys_enter_openat") int submitted_or_discarded(void *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	if (bpf_get_current_comm(event->comm, sizeof(event->comm))) {
		bpf_ringbuf_discard(event, 0);
		return 1;
	}
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("tp/syscalls/sys_enter_openat") int cleaned_up_at_the_end(void *ctx)
{
	struct event *event;
	int result = -1;

	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		return 0;
	if (bpf_get_current_comm(event->comm, sizeof(event->comm)))
		goto drop;
	event->pid = bpf_get_current_pid_tgid();
	if (event->pid == 0)
		goto drop;
	bpf_ringbuf_submit(event, 0);
	return 0;
drop:
	bpf_ringbuf_discard(event, 0);
	return result;
}

static __always_inline void finish(struct event *event, _Bool wanted)
{
	if (wanted)
		bpf_ringbuf_submit(event, 0);
	else
		bpf_ringbuf_discard(event, 0);
}

static __always_inline struct event *start(void)
{
	return bpf_ringbuf_reserve(&events, sizeof(struct event), 0);
}

SEC("tp/syscalls/sys_enter_openat") int handed_on(void *ctx)
{
	struct event *event = start();

	if (event) {
		event->pid = bpf_get_current_pid_tgid() >> 32;
		finish(event, event->pid > 100);
	}
	return 0;
}

SEC("tp/syscalls/sys_enter_openat") int one_for_each_round(void *ctx)
{
	for (int i = 0; i < 3; i++) {
		struct event *event = start();

		if (!event)
			continue;
		event->pid = i;
		bpf_ringbuf_submit(event, 0);
	}
	return 0;
}

SEC("tc") int socket(struct __sk_buff *skb)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk;
	int family;

	sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof(tuple.ipv4), BPF_F_CURRENT_NETNS, 0);
	if (!sk)
		return TC_ACT_OK;
	family = sk->family;
	bpf_sk_release(sk);
	return family == 2 ? TC_ACT_OK : TC_ACT_SHOT;
}

static int drop_some(struct event *event, int is_unwanted)
{
	if (is_unwanted)
		bpf_ringbuf_discard(event, 0);
	return is_unwanted;
}

SEC("tp/syscalls/sys_enter_openat") int told_by_the_callee(void *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return 0;
	event->pid = bpf_get_current_pid_tgid() >> 32;
	if (drop_some(event, event->pid == 60))
		return 0;
	bpf_ringbuf_submit(event, 0);
	return 0;
}

struct account {
	struct bpf_spin_lock lock;
	__u64 value;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, struct account);
	__uint(max_entries, 1);
} accounts SEC(".maps");

SEC("tc") int pays(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct account *account = bpf_map_lookup_elem(&accounts, &key);
	int verdict = TC_ACT_OK;

	if (!account)
		return 0;
	bpf_spin_lock(&account->lock);
	if (account->value < skb->len)
		verdict = TC_ACT_SHOT;
	else
		account->value -= skb->len;
	bpf_spin_unlock(&account->lock);
	bpf_printk("%d", verdict);
	return verdict;
}

char LICENSE[] SEC("license") = "GPL";
