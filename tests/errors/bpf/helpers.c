/* Helpers called where they do not exist, or with what they do not take. */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
} hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, 4);
	__uint(value_size, 4);
} perf SEC(".maps");

const char name[16] = "name";

SEC("tc") int of_xdp(struct __sk_buff *skb)
{
	return bpf_xdp_adjust_head((void *)skb, 4); // warning: tc programs cannot call 'bpf_xdp_adjust_head' [helper-not-allowed]
	// note@-1: programs of these types can: xdp
}

static __always_inline int redirect(void)
{
	return bpf_redirect(1, 0); // warning: kprobe programs cannot call 'bpf_redirect' [helper-not-allowed]
	// note@-1: 'in_a_function', a kprobe program, gets here
}

SEC("kprobe/do_exit") int in_a_function(struct pt_regs *ctx)
{
	return redirect();
}

SEC("kprobe/do_exit") int may_sleep(struct pt_regs *ctx)
{
	char byte;

	return bpf_copy_from_user(&byte, 1, (void *)ctx->rdi); // warning: 'bpf_copy_from_user' may sleep [sleepable-helper]
}

static __always_inline long copy(void *to, const void *from)
{
	return bpf_copy_from_user(to, 1, from); // warning: 'bpf_copy_from_user' may sleep, and a program in section 'uprobe' may not [sleepable-helper]
	// note@-1: 'sleeps_inside' gets here
}

SEC("uprobe") int sleeps_inside(struct pt_regs *ctx)
{
	char byte;

	return copy(&byte, (void *)ctx->rdi);
}

SEC("xdp") int wrong_maps(struct xdp_md *ctx)
{
	__u32 key = 1;

	bpf_tail_call(ctx, &hash, 1); // warning: 'bpf_tail_call' does not work on 'hash', a BPF_MAP_TYPE_HASH [map-argument]
	// note@-1: it wants a map of type BPF_MAP_TYPE_PROG_ARRAY
	bpf_ringbuf_output(&hash, &key, sizeof(key), 0); // warning: 'bpf_ringbuf_output' does not work on 'hash' [map-argument]
	bpf_perf_event_output(ctx, &ring, 0, &key, sizeof(key)); // warning: 'bpf_perf_event_output' does not work on 'ring' [map-argument]
	bpf_map_update_elem(&perf, &key, &key, 0); // warning: 'bpf_map_update_elem' does not work on 'perf', a BPF_MAP_TYPE_PERF_EVENT_ARRAY [map-argument]
	// note@-1: helpers for such maps: bpf_perf_event_output
	return XDP_PASS;
}

SEC("kprobe/do_exit") int writes_to_a_constant(struct pt_regs *ctx)
{
	bpf_get_current_comm((void *)name, sizeof(name)); // warning: writes to 'name', which is const [read-only-argument]
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
