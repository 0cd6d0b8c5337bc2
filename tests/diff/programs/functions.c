// SPDX-License-Identifier: Apache-2.0
/* Global and static functions that take pointers; strings; sorting on the stack. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct window {
	__u32 values[8];
	__u8 used;
};

struct window last;

__noinline int sum_window(const struct window *w)
{
	int sum = 0;

	if (!w)
		return -1;
	for (int i = 0; i < 8; i++)
		if (i < w->used)
			sum += w->values[i];
	return sum;
}

static __noinline void sort_window(struct window *w)
{
	for (int i = 0; i < 7; i++) {
		for (int j = 0; j < 7 - i; j++) {
			__u32 a = w->values[j], b = w->values[j + 1];

			if (a > b) {
				w->values[j] = b;
				w->values[j + 1] = a;
			}
		}
	}
}

__noinline __u64 gcd(__u64 a, __u64 b)
{
	for (int i = 0; i < 64; i++) {
		__u64 t = b;

		if (!b)
			break;
		b = a % b;
		a = t;
	}
	return a;
}

static __noinline int starts_with(const char *text, const char *prefix, int n)
{
	for (int i = 0; i < 8; i++) {
		if (i >= n)
			break;
		if (text[i] != prefix[i])
			return 0;
	}
	return 1;
}

SEC("tc")
int sort_and_sum(struct __sk_buff *skb)
{
	struct window w = { .used = skb->len & 7 };

	if (bpf_skb_load_bytes(skb, 0, w.values, sizeof(w.values)))
		return TC_ACT_SHOT;
	sort_window(&w);
	last = w;
	return sum_window(&w) & 0xffff;
}

SEC("tc")
int match_methods(struct __sk_buff *skb)
{
	static const char methods[4][8] = { "GET ", "POST ", "HEAD ", "PUT " };
	char text[8] = {};

	if (bpf_skb_load_bytes(skb, 54, text, sizeof(text)))
		return 100;
	for (int i = 0; i < 4; i++) {
		char copy[8];

		__builtin_memcpy(copy, methods[i], 8);
		if (starts_with(text, copy, i == 0 || i == 3 ? 4 : 5))
			return i;
	}
	return 99;
}

SEC("tc")
int greatest_divisor(struct __sk_buff *skb)
{
	return gcd((__u64)skb->len * 360, (__u64)(skb->protocol + 1) * 84);
}

struct decimal {
	char digits[12];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 128);
	__type(key, struct decimal);
	__type(value, __u32);
} printed SEC(".maps");

SEC("tc")
int print_decimal(struct __sk_buff *skb)
{
	struct decimal d = {};
	__u32 n = skb->len * 2654435761u;
	int at = 0;

	for (int i = 0; i < 10; i++) {
		d.digits[i] = '0' + n % 10;
		n /= 10;
		at = i;
		if (!n)
			break;
	}
	bpf_map_update_elem(&printed, &d, &at, BPF_ANY);
	return at;
}

SEC("tc")
int format_text(struct __sk_buff *skb)
{
	char text[32] = {};
	__u64 arguments[] = { skb->len, 0xbeef };
	static const char pattern[] = "%d bytes, %x";

	bpf_snprintf(text, sizeof(text), pattern, arguments, sizeof(arguments));
	return text[0] + text[3] * 3;
}

char LICENSE[] SEC("license") = "GPL";
