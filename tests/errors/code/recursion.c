/* Recursion that is left when the optimizer is done. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static __noinline int even(int n);

static __noinline int odd(int n)
{
	return n > 3 ? even(n - 1) + n : 1; // error: 'odd' calls itself by way of 'even', and BPF has no recursion [recursion]
	// note@-1: bpf_loop()
}

static __noinline int even(int n)
{
	return odd(n + bpf_get_prandom_u32()) * 2;
}

static int fibonacci(int n)
{
	return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); // error: 'fibonacci' calls itself, and BPF has no recursion [recursion]
}

SEC("tc") int classify(struct __sk_buff *skb)
{
	return odd(skb->len) + fibonacci(skb->mark);
}

static __noinline int c8(int n) { return bpf_get_prandom_u32() + n; }
static __noinline int c7(int n) { return c8(n) * n; }
static __noinline int c6(int n) { return c7(n) * n; }
static __noinline int c5(int n) { return c6(n) * n; }
static __noinline int c4(int n) { return c5(n) * n; }
static __noinline int c3(int n) { return c4(n) * n; }
static __noinline int c2(int n) { return c3(n) * n; }
static __noinline int c1(int n) { return c2(n) * n; }

SEC("tc") int deep(struct __sk_buff *skb) // error: calls from 'deep' nest 9 deep, and BPF allows 8 [call-depth]
{
	return c1(skb->len);
}

int (*choices[2])(int) = { c7, c8 };

SEC("tc") int indirect(struct __sk_buff *skb)
{
	return choices[skb->len & 1](3); // error: whose address is known only when the program runs [indirect-call]
}
