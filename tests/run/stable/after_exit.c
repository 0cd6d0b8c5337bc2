// LLVM puts a trap after inline assembly that does not come back: code that nothing leads to, which
// the verifier refuses. Answers 7 for a packet of 14 bytes.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tc") int after_exit(struct __sk_buff *skb)
{
	asm volatile("if %[size] > 5 goto 1f; r0 = 0; exit; 1: r0 = 7; exit;"
		     :
		     : [size] "r"(skb->len)
		     : "r0");
	__builtin_unreachable();
}

char LICENSE[] SEC("license") = "GPL";
