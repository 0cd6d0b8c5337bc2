// SPDX-License-Identifier: Apache-2.0
/* TCP connections that are made: from where to where, by whom. */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_tracing.h>

#define AF_INET 2
#define AF_INET6 10

struct event {
	union {
		__u32 v4;
		__u8 v6[16];
	} from, to;
	__u64 at;
	__u32 pid;
	__u32 uid;
	__u16 family;
	__u16 from_port;
	__u16 to_port;
	char command[TASK_COMM_LEN];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, struct sock *);
} begun SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} events SEC(".maps");

const volatile __u16 wanted_ports[8];
const volatile int wanted_count;

static bool is_wanted(__u16 port)
{
	if (!wanted_count)
		return true;
	for (int i = 0; i < 8 && i < wanted_count; i++)
		if (wanted_ports[i] == port)
			return true;
	return false;
}

static int enter(struct sock *sock)
{
	__u32 thread = bpf_get_current_pid_tgid();

	bpf_map_update_elem(&begun, &thread, &sock, BPF_ANY);
	return 0;
}

static int leave(int result, __u16 family)
{
	__u64 id = bpf_get_current_pid_tgid();
	__u32 thread = id;
	struct sock **found, *sock;
	struct event *event;
	__u16 port;

	found = bpf_map_lookup_elem(&begun, &thread);
	if (!found)
		return 0;
	sock = *found;
	if (result)
		goto done;
	port = bpf_ntohs(BPF_CORE_READ(sock, __sk_common.skc_dport));
	if (!is_wanted(port))
		goto done;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		goto done;
	event->at = bpf_ktime_get_ns();
	event->pid = id >> 32;
	event->uid = bpf_get_current_uid_gid();
	event->family = family;
	event->to_port = port;
	event->from_port = BPF_CORE_READ(sock, __sk_common.skc_num);
	if (family == AF_INET) {
		event->from.v4 = BPF_CORE_READ(sock, __sk_common.skc_rcv_saddr);
		event->to.v4 = BPF_CORE_READ(sock, __sk_common.skc_daddr);
	} else {
		BPF_CORE_READ_INTO(&event->from.v6, sock,
				   __sk_common.skc_v6_rcv_saddr.in6_u.u6_addr8);
		BPF_CORE_READ_INTO(&event->to.v6, sock, __sk_common.skc_v6_daddr.in6_u.u6_addr8);
	}
	bpf_get_current_comm(event->command, sizeof(event->command));
	bpf_ringbuf_submit(event, 0);
done:
	bpf_map_delete_elem(&begun, &thread);
	return 0;
}

SEC("kprobe/tcp_v4_connect")
int BPF_KPROBE(enter_v4, struct sock *sock)
{
	return enter(sock);
}

SEC("kretprobe/tcp_v4_connect")
int BPF_KRETPROBE(leave_v4, int result)
{
	return leave(result, AF_INET);
}

SEC("kprobe/tcp_v6_connect")
int BPF_KPROBE(enter_v6, struct sock *sock)
{
	return enter(sock);
}

SEC("kretprobe/tcp_v6_connect")
int BPF_KRETPROBE(leave_v6, int result)
{
	return leave(result, AF_INET6);
}

char LICENSE[] SEC("license") = "GPL";
