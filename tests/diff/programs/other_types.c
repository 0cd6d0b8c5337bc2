// SPDX-License-Identifier: Apache-2.0
/* Program types beyond XDP and TC that the kernel can run on a packet or a context. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

__u64 egress_bytes, entered;

SEC("cgroup_skb/egress")
int limit_egress(struct __sk_buff *skb)
{
	__u8 version = 0;

	if (bpf_skb_load_bytes_relative(skb, 0, &version, 1, BPF_HDR_START_NET))
		return 0;
	__sync_fetch_and_add(&egress_bytes, skb->len);
	return version >> 4 == 4 || version >> 4 == 6;
}

SEC("lwt_in")
int tunnel_in(struct __sk_buff *skb)
{
	return skb->len > 64 ? BPF_DROP : BPF_OK;
}

SEC("lwt_xmit")
int tunnel_out(struct __sk_buff *skb)
{
	return skb->protocol == bpf_htons(ETH_P_IPV6) ? BPF_DROP : BPF_OK;
}

SEC("flow_dissector")
int dissect(struct __sk_buff *skb)
{
	struct bpf_flow_keys *keys = skb->flow_keys;
	struct iphdr ip;

	keys->n_proto = bpf_htons(ETH_P_IP);
	if (bpf_skb_load_bytes(skb, keys->thoff, &ip, sizeof(ip)))
		return BPF_DROP;
	keys->ip_proto = ip.protocol;
	keys->addr_proto = ETH_P_IP;
	keys->ipv4_src = ip.saddr;
	keys->ipv4_dst = ip.daddr;
	keys->thoff += ip.ihl * 4;
	return BPF_OK;
}

struct task_struct {
	int tgid;
	unsigned int flags;
} __attribute__((preserve_access_index));

struct absent___old {
	int gone;
} __attribute__((preserve_access_index));

SEC("raw_tracepoint/sys_enter")
int enter(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct *task = (void *)bpf_get_current_task();
	int size = bpf_core_field_size(task->tgid);

	if (bpf_core_type_exists(struct absent___old))
		return -1;
	if (!bpf_core_field_exists(task->flags))
		return -2;
	if (BPF_CORE_READ(task, tgid) != (int)(bpf_get_current_pid_tgid() >> 32))
		return -3;
	__sync_fetch_and_add(&entered, size + ctx->args[0]);
	return bpf_core_type_size(struct task_struct) > 1000;
}

struct request {
	__u64 a, b, sum, product;
};

SEC("syscall")
int calculate(struct request *r)
{
	r->sum = r->a + r->b;
	r->product = r->a * r->b;
	if (r->b)
		r->a /= r->b;
	return r->sum > r->product;
}

char LICENSE[] SEC("license") = "GPL";
