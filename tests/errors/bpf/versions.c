// flags: --kernel 5.10 -mcpu=v3
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 8);
	__type(value, __u32);
} bloom SEC(".maps"); // warning: BPF_MAP_TYPE_BLOOM_FILTER came with Linux 5.16, and this is for Linux 5.10 [kernel-version]

static long body(__u32 index, void *ctx)
{
	return 0;
}

SEC("xdp") int loops(struct xdp_md *ctx)
{
	return bpf_loop(10, body, 0, 0); // warning: 'bpf_loop' came with Linux 5.17, and this is for Linux 5.10 [kernel-version]
}

SEC("kprobe.multi/tcp_*") int many(struct pt_regs *ctx) // warning: section 'kprobe.multi' came with Linux 5.18 [kernel-version]
{
	return 0;
}

SEC("netfilter") int filter(struct bpf_nf_ctx *ctx) // warning: the program type of section 'netfilter' (netfilter) came with Linux 6.4 [kernel-version]
{
	return 1;
}

SEC("xdp") int exchanges(struct xdp_md *ctx)
{
	static __u64 last;

	return __sync_lock_test_and_set(&last, 3); // warning: came with Linux 5.12 [kernel-version]
}

char LICENSE[] SEC("license") = "GPL";
