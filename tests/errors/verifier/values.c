/* Variables and numbers: what has no value, has no bound, or is no pointer. */
#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(int));
	__uint(value_size, sizeof(int));
} output SEC(".maps");

struct task {
	int pid;
	struct task *parent;
	char name[16];
};

SEC("kprobe/do_exit") int key_without_value(struct pt_regs *ctx)
{
	__u32 key;

	return bpf_map_lookup_elem(&counts, &key) != 0; // warning: reads 'key', which has no value yet [verifier-uninitialized-stack]
}

SEC("kprobe/do_exit") int value_without_value(struct pt_regs *ctx)
{
	__u32 key = 3;
	__u64 count;

	bpf_map_update_elem(&counts, &key, &count, BPF_ANY); // warning: reads 'count', which has no value yet [verifier-uninitialized-stack]
	return 0;
}

SEC("kprobe/do_exit") int kernel_pointer_followed(struct pt_regs *ctx)
{
	struct task *task = (struct task *)PT_REGS_PARM1(ctx);

	return task->pid; // warning: 'task' comes out of the context as a number [verifier-scalar-as-pointer]
	// note@-1: BPF_CORE_READ
}

SEC("kprobe/do_exit") int BPF_KPROBE(argument_followed, struct task *task)
{
	return task->parent->pid; // warning: 'task' comes out of the context [verifier-scalar-as-pointer]
}

SEC("kprobe/do_exit") int second_step_followed(struct pt_regs *ctx)
{
	struct task *task = (struct task *)PT_REGS_PARM1(ctx), *parent;

	bpf_probe_read_kernel(&parent, sizeof(parent), &task->parent);
	return parent->pid; // warning: 'parent' comes from 'bpf_probe_read_kernel' as a number [verifier-scalar-as-pointer]
}

SEC("kprobe/do_exit") int current_task_followed(struct pt_regs *ctx)
{
	struct task *task = (struct task *)bpf_get_current_task();

	return task->pid; // warning: 'task' comes from 'bpf_get_current_task' as a number [verifier-scalar-as-pointer]
	// note@-1: bpf_get_current_task_btf()
}

SEC("kprobe/do_exit") int size_without_bound(struct pt_regs *ctx)
{
	char buffer[64];
	__u32 size = PT_REGS_PARM2(ctx);

	bpf_probe_read_user(buffer, size, (void *)PT_REGS_PARM1(ctx)); // warning: 'size' has no upper bound [verifier-unbounded-value]
	return 0;
}

SEC("kprobe/do_exit") int size_may_be_negative(struct pt_regs *ctx)
{
	char buffer[64] = {};
	int size = PT_REGS_PARM2(ctx);

	if (size > 64)
		return 0;
	bpf_perf_event_output(ctx, &output, BPF_F_CURRENT_CPU, buffer, size); // warning: 'size' may be negative [verifier-unbounded-value]
	return 0;
}

SEC("kprobe/do_exit") int told_of_too_much(struct pt_regs *ctx)
{
	char name[8];

	bpf_get_current_comm(name, 16); // warning: 'bpf_get_current_comm' is told of 16 bytes, and 'name' has 8 there [verifier-stack-bounds]
	return name[0];
}

SEC("kprobe/do_exit") int index_behind_the_end(struct pt_regs *ctx)
{
	char name[16];

	bpf_get_current_comm(name, sizeof(name));
	return name[16]; // warning: outside of 'name': bytes 16 to 16 of 16 [verifier-stack-bounds]
}

SEC("kprobe/do_exit") int index_from_the_context(struct pt_regs *ctx)
{
	char name[16];
	__u64 index = PT_REGS_PARM3(ctx);

	bpf_get_current_comm(name, sizeof(name));
	return name[index]; // warning: outside of 'name': nothing bounds the index [verifier-unbounded-value]
}

SEC("kprobe/do_exit") int without_end(struct pt_regs *ctx)
{
	__u32 key = 3;
	__u64 *count = bpf_map_lookup_elem(&counts, &key);

	if (!count)
		return 0;
	while (1) // warning: this loop never ends [verifier-loop]
		++*(volatile __u64 *)count;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
