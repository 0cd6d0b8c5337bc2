/* No helper that asks for it: no license is needed. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp") int counts(struct xdp_md *ctx)
{
	return bpf_get_prandom_u32() & 1 ? XDP_PASS : XDP_DROP;
}
