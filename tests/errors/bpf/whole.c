#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

struct locked { struct bpf_spin_lock lock; __u64 count; };
struct woken { int n; struct { struct bpf_timer timer; } inner[2]; };

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct locked);
} guarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} plain;

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct locked); // error: the values of a BPF_MAP_TYPE_LRU_HASH cannot have a 'struct bpf_spin_lock' in them [map-definition]
} recent SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, struct woken); // error: the values of a BPF_MAP_TYPE_PERCPU_ARRAY cannot have a 'struct bpf_timer' in them [map-definition]
} each SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, char[32769]); // error: the value of a BPF_MAP_TYPE_PERCPU_HASH has at most 32768 bytes, that of 'long_values' has 32769 [map-definition]
} long_values SEC(".maps");

SEC("kprobe/vfs_read") int in_kprobe(struct pt_regs *ctx)
{
	__u32 key = 0;
	struct locked *value = bpf_map_lookup_elem(&guarded, &key); // warning: kprobe programs cannot use 'guarded', as there is a 'struct bpf_spin_lock' in its values [map-argument]

	return value != 0;
}

SEC("tc") int in_tc(struct __sk_buff *skb)
{
	__u32 key = 0;
	struct locked *value = bpf_map_lookup_elem(&guarded, &key);

	return value && bpf_map_lookup_elem(&plain, &key); // warning: 'plain' is a variable, and no map [map-argument]
}

extern struct { int (*type)[1]; int (*max_entries)[4]; } theirs;

SEC("xdp") int others(struct xdp_md *ctx)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&theirs, &key) ? XDP_PASS : XDP_DROP;
}

SEC("kprobe/vfs_open") int arguments(struct pt_regs *ctx, struct path *path) // warning: program 'arguments' has 2 parameters, and the kernel passes only the context [program-parameters]
{
	return path == 0;
}

SEC("tp/syscalls/sys_enter_read") int registers(struct pt_regs *ctx) // warning: a program in section 'tp/syscalls/sys_enter_read' does not get a 'struct pt_regs *' [context-type]
{
	return ctx->rdi == 0;
}

SEC("tp/syscalls/sys_enter_write") int handed_on(struct pt_regs *ctx)
{
	return bpf_get_stack(ctx, (void *)0, 0, 0) < 0;
}

char LICENSE[] SEC("license") = "GPL";
