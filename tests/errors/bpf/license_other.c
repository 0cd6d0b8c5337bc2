#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp") int prints(struct xdp_md *ctx)
{
	bpf_printk("%d", ctx->ingress_ifindex); // warning: 'bpf_trace_printk' is only for programs under a license compatible with the GPL, not 'MIT' [license]
	return XDP_PASS;
}

char LICENSE[] SEC("license") = "MIT";
