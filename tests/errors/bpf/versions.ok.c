// flags: --kernel 5.10
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

static __u64 count;

SEC("xdp") int adds(struct xdp_md *ctx)
{
	__sync_fetch_and_add(&count, 1);
	return bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) ? XDP_PASS : XDP_DROP;
}

/* Who asks the kernel first may use what is newer. */
SEC("kprobe/do_exit") int asks(struct pt_regs *ctx)
{
	if (bpf_core_enum_value_exists(enum bpf_func_id, BPF_FUNC_get_attach_cookie))
		return bpf_get_attach_cookie(ctx);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
