#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <bpf/bpf_helpers.h>

extern int elsewhere(int x);

SEC("xdp") int calls(struct xdp_md *ctx)
{
	printf("queue %d\n", ctx->rx_queue_index); // warning: 'printf' is a function of the C library, and BPF programs have none [undefined-function]
	return elsewhere(2) + strlen("abc");
}

char _license[] SEC("license") = "GPL";
