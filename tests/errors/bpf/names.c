#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp") int xdp(struct xdp_md *ctx) // error: 'xdp' is the name of a section too [section-name]
{
	static char license[] = "kept"; // its symbol is xdp.license

	return license[ctx->ingress_ifindex & 3] ? XDP_PASS : XDP_DROP;
}

char license[] SEC("license") = "GPL"; // error: 'license' is the name of a section too [section-name]
