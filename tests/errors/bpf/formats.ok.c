#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

SEC("kprobe/do_exit") int prints(struct pt_regs *ctx)
{
	char comm[16], text[64];
	__u32 pid = bpf_get_current_pid_tgid();
	static const char format[] = "%llu %lx\n";

	bpf_get_current_comm(comm, sizeof(comm));
	bpf_printk("nothing, 100%%");
	bpf_printk("%d %u %x", pid, pid, pid);
	bpf_printk("%s: %5d %-8s %c\n", comm, pid, comm, 'x');
	bpf_printk("%p %pK %px %pS", ctx, ctx, ctx, ctx->rip);
	bpf_printk("%pi4 %pI6 %pks %pus", &pid, comm, comm, comm);
	bpf_trace_printk(format, sizeof(format), bpf_ktime_get_ns(), 3UL);
	BPF_SNPRINTF(text, sizeof(text), "%s %d", comm, pid);
	return text[0];
}

char LICENSE[] SEC("license") = "GPL";
