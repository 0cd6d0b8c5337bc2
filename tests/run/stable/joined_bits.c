// LLVM joins an index below the variable's alignment to its address with |, which the verifier
// forbids. Answers 23 for a packet of 14 bytes.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tc") int joined_bits(struct __sk_buff *skb)
{
	__u32 words[2] = { 1, 2 };
	__u8 bytes[8] = {};

	words[skb->len & 1] += skb->len - 7;
	bytes[(skb->len >> 2) & 3] = 4;
	bytes[skb->len & 7]++;
	bpf_skb_load_bytes(skb, 0, &words[1], 1);
	return words[skb->len & 1] + bytes[3] + bytes[6] - bytes[0] + words[0] - bytes[1] + 2;
}

char LICENSE[] SEC("license") = "GPL";
