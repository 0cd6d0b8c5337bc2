// SPDX-License-Identifier: Apache-2.0
/* A program that the verifier gives up on; apart from the others, for it takes seconds. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tc")
int too_many_paths(struct __sk_buff *skb)
{
	__u32 sum = 0;

	for (__u32 i = 0; i < 10000000; i++) // !complexity
		sum += bpf_get_prandom_u32();
	return sum;
}

char LICENSE[] SEC("license") = "GPL";
