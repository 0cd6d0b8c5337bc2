// SPDX-License-Identifier: Apache-2.0
/* What compilers write in ways of their own: maps, variables, bit-fields, a subprogram. */
#include <linux/bpf.h>
#include <linux/if_ether.h>

#ifdef __clang__
#include <bpf/bpf_helpers.h>
#else /* GCC 12 wants to be told otherwise what a helper is. */
#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) typeof(val) *name
void *bpf_map_lookup_elem(void *map, const void *key) __attribute__((kernel_helper(1)));
long bpf_map_update_elem(void *map, const void *key, const void *value, __u64 flags)
	__attribute__((kernel_helper(2)));
#endif

struct flow {
	__u32 source;
	__u16 ports[2];
	__u8 kind : 3, rest : 5;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct flow);
	__type(value, __u64);
} flows SEC(".maps");

const volatile int limit = 3;
int seen;
static int hidden[4] = { 1, 2, 3, 4 };

static __attribute__((noinline)) int weigh(int a, int b)
{
	return a * hidden[b & 3] + limit;
}

SEC("xdp") int count(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct flow key = {};
	__u64 one = 1, *found;

	if (data + 14 > end)
		return XDP_DROP;
	key.source = *(__u8 *)data;
	key.kind = 5;
	found = bpf_map_lookup_elem(&flows, &key);
	if (found)
		*found += weigh(*found, 2);
	else
		bpf_map_update_elem(&flows, &key, &one, BPF_ANY);
	seen++;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
