#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

int others(int a, int b, int c, int d, int e, int f);

SEC("xdp") int calls(struct xdp_md *ctx)
{
	char format[] = "%d %d %d %d";
	int a = ctx->rx_queue_index;

	bpf_trace_printk(format, sizeof(format), a, a, a, a); // error: 'bpf_trace_printk' prints at most 3 values [too-many-arguments]
	bpf_printk("%d %d %d %d", a, a, a, a);
	return others(1, 2, 3, 4, 5, 6); // error: this call needs 6 argument registers, BPF has 5 [too-many-arguments]
}

char LICENSE[] SEC("license") = "GPL";
