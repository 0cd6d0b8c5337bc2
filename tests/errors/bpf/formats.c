#include <linux/bpf.h>
#include <linux/ptrace.h>
#include <bpf/bpf_helpers.h>

SEC("kprobe/do_exit") int prints(struct pt_regs *ctx)
{
	char comm[16];
	__u32 pid = bpf_get_current_pid_tgid();
	char local[] = "%d %d\n";

	bpf_get_current_comm(comm, sizeof(comm));
	bpf_printk("%d and %d", pid); // warning: has 2 conversions for 1 value: nothing will be printed [format-insufficient-args]
	bpf_printk("%d", pid, pid); // warning: has 1 conversion for 2 values [format-extra-args]
	bpf_printk("%s", pid); // warning: '%s' wants the address of a string, and this is '__u32' [format]
	bpf_printk("%d", comm); // warning: '%d' wants a number, and this is 'char *' [format]
	bpf_printk("%lx", comm);
	bpf_printk("%f", pid); // warning: does not know the conversion '%f' [format]
	bpf_printk("%hd of %d", pid, pid); // warning: does not know the conversion '%hd' [format]
	bpf_printk("%.3s", comm); // warning: does not know the conversion '%.3s' [format]
	bpf_printk("%sx", comm); // warning: does not know the conversion '%sx' [format]
	// note@-1: no letter or digit may follow a string
	bpf_printk("%pZ", ctx); // warning: does not know the conversion '%pZ' [format]
	bpf_printk("%d bytes\x80", pid); // warning: printable ASCII characters only [format]
	bpf_trace_printk(local, sizeof(local), pid); // warning: has 2 conversions for 1 value [format-insufficient-args]
	bpf_printk("%d %d %d %d", pid, pid, pid); // warning: has 4 conversions for 3 values [format-insufficient-args]
	bpf_printk("%d %d %d %d %d", pid, pid, pid, pid); // warning: 'bpf_trace_vprintk' has 5 conversions for 4 values [format-insufficient-args]
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
