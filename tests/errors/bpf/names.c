#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp") int xdp(struct xdp_md *ctx) // error: 'xdp' is the name of a section too [section-name]
{
	return XDP_PASS;
}

char license[] SEC("license") = "GPL"; // error: 'license' is the name of a section too [section-name]
