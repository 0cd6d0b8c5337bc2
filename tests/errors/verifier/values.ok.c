#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
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

struct task_struct {
	int pid;
	struct task_struct *real_parent;
} __attribute__((preserve_access_index));

const volatile __u32 most = 32;

SEC("kprobe/do_exit") int with_values(struct pt_regs *ctx)
{
	__u32 key;
	__u64 count = 1;

	key = bpf_get_current_pid_tgid();
	bpf_map_update_elem(&counts, &key, &count, BPF_ANY);
	return bpf_map_lookup_elem(&counts, &key) != 0;
}

SEC("kprobe/do_exit") int BPF_KPROBE(copied_step_by_step, struct task_struct *task)
{
	struct task_struct *parent;

	if (bpf_probe_read_kernel(&parent, sizeof(parent), &task->real_parent))
		return 0;
	return BPF_CORE_READ(task, pid) + BPF_CORE_READ(parent, real_parent, pid);
}

SEC("kprobe/do_exit") int size_bounded(struct pt_regs *ctx)
{
	char buffer[64] = {};
	__u32 size = PT_REGS_PARM2(ctx);

	if (size > sizeof(buffer))
		return 0;
	bpf_probe_read_user(buffer, size, (void *)PT_REGS_PARM1(ctx));
	bpf_perf_event_output(ctx, &output, BPF_F_CURRENT_CPU, buffer, size & 63);
	return 0;
}

SEC("kprobe/do_exit") int size_bounded_at_load_time(struct pt_regs *ctx)
{
	char buffer[64];
	__u64 size = PT_REGS_PARM2(ctx);

	if (size > most)
		return 0;
	bpf_probe_read_user(buffer, size, (void *)PT_REGS_PARM1(ctx));
	return buffer[0];
}

SEC("kprobe/do_exit") int size_from_a_helper(struct pt_regs *ctx)
{
	char buffer[64];
	int size = bpf_probe_read_user_str(buffer, sizeof(buffer), (void *)PT_REGS_PARM1(ctx));

	if (size > 0)
		bpf_perf_event_output(ctx, &output, BPF_F_CURRENT_CPU, buffer, size);
	return 0;
}

SEC("kprobe/do_exit") int index_bounded(struct pt_regs *ctx)
{
	char name[16];
	__u64 index = PT_REGS_PARM3(ctx);

	bpf_get_current_comm(name, sizeof(name));
	return index < sizeof(name) ? name[index] : name[index & 15];
}

SEC("kprobe/do_exit") int with_an_end(struct pt_regs *ctx)
{
	__u32 i = 0;

	while (1) {
		if (++i == 100)
			break;
	}
	for (;;) {
		if (++i > 200)
			return i;
	}
}

char LICENSE[] SEC("license") = "GPL";
