// LLVM tests the upper bits of a copy where the program compares with a bound, so that the
// verifier knows no bound of the index. Answers 5 for a packet of 14 bytes.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tc") int upper_bits(struct __sk_buff *skb)
{
	__u8 i = skb->len, j = skb->len, array[16] = {};
	int sum = 0;

	switch (i) {
	case 0 ... 15:
		break;
	default:
		return 4;
	}
	if (j >= 16)
		j = 15;
	array[i]++;
	for (int k = 0; k <= i && k < 16; k++)
		if (array[k] > 3)
			array[i] = 2;
	array[j] += 4;
	bpf_skb_store_bytes(skb, 0, array, 8, 0);
	for (int k = 0; k < 16; k++)
		sum += array[k];
	return sum;
}

char LICENSE[] SEC("license") = "GPL";
