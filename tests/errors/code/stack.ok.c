#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct event {
	char path[400];
	char name[300];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct event);
} scratch SEC(".maps");

static __noinline int leaf(void *at)
{
	char name[100] = {};

	return bpf_probe_read_kernel_str(name, sizeof(name), at) + name[3];
}

SEC("kprobe/do_exit") int in_a_map(void *ctx)
{
	char buffer[200] = {};
	__u32 zero = 0;
	struct event *event = bpf_map_lookup_elem(&scratch, &zero);

	if (!event)
		return 0;
	bpf_probe_read_kernel_str(event->path, sizeof(event->path), ctx);
	bpf_probe_read_kernel_str(buffer, sizeof(buffer), ctx);
	return leaf(buffer) + buffer[2];
}

char LICENSE[] SEC("license") = "GPL";
