/* SPDX-License-Identifier: Apache-2.0 */
/* Functions: inlined, subprograms, global, recursive-free call chains, helpers with callbacks. */
#include "bench.h"

static __noinline s64 add3(s64 a, s64 b, s64 c)
{
	return a + b + hide(c);
}

//: 1 2 3 -> 6 9
TEST(static_subprogram)
{
	io->out[0] = add3(io->in[0], io->in[1], io->in[2]);
	io->out[1] = add3(io->in[2], io->in[2], io->in[2]);
	return 0;
}

__noinline int global_scale(u32 value, u32 by)
{
	return value * by;
}

//: 6 7 -> 42
TEST(global_subprogram)
{
	io->out[0] = global_scale(io->in[0], io->in[1]);
	return 0;
}

static __noinline u32 leaf(u32 x)
{
	return hide(x) + 1;
}

static __noinline u32 middle(u32 x)
{
	return leaf(x) * 2 + leaf(x + 1);
}

static __noinline u32 top(u32 x)
{
	return middle(x) + middle(x * 2);
}

//: 3 -> 35
TEST(call_chain)
{
	io->out[0] = top(io->in[0]);
	return 0;
}

static __noinline s64 five(s64 a, s64 b, s64 c, s64 d, s64 e)
{
	return hide(a) - b + c - d + e;
}

//: 10 20 30 40 -> -15
TEST(five_arguments)
{
	io->out[0] = five(io->in[0], io->in[1], io->in[2], io->in[3], 5);
	return 0;
}

static __always_inline s64 seven(s64 a, s64 b, s64 c, s64 d, s64 e, s64 f, s64 g)
{
	return a + b + c + d + e + f * g;
}

//: 1 2 3 4 -> 57
TEST(seven_arguments_inlined)
{
	io->out[0] = seven(io->in[0], io->in[1], io->in[2], io->in[3], 5, 6, 7);
	return 0;
}

static __noinline void fill(u32 *where, u32 value)
{
	where[0] = hide(value);
	where[1] = value + 1;
}

//: 8 -> 8 9
TEST(pointer_to_the_callers_stack)
{
	u32 pair[2] = {};

	fill(pair, io->in[0]);
	io->out[0] = pair[0];
	io->out[1] = pair[1];
	return 0;
}

static __noinline u8 narrow_result(u64 x)
{
	return hide(x);
}

static __noinline s16 signed_result(u64 x)
{
	return hide(x);
}

static __noinline _Bool truth(u64 x)
{
	return hide(x) & 0x10;
}

//: 0x1ff80 -> 0x80 -128 0
//: 0x1ff90 -> 0x90 -112 1
TEST(results_are_converted)
{
	io->out[0] = narrow_result(io->in[0]);
	io->out[1] = signed_result(io->in[0]);
	io->out[2] = truth(io->in[0]);
	return 0;
}

static __noinline s64 take_narrow(u8 a, s8 b, u16 c, s32 d)
{
	return (s64)hide(a) + b + c + d;
}

//: 0x1ff -> 1275
TEST(arguments_are_converted)
{
	io->out[0] = take_narrow(io->in[0], io->in[0], io->in[0], io->in[0] - 1);
	return 0;
}

int weak_default(u32 x) __attribute__((weak));
__noinline int weak_default(u32 x)
{
	return x + 4;
}

//: 3 -> 7
TEST(weak_function)
{
	io->out[0] = weak_default(io->in[0]);
	return 0;
}

struct sum_context {
	u64 total;
};

static int add_index(u32 index, void *data)
{
	struct sum_context *context = data;

	context->total += index;
	return index == 9;
}

//: 5 -> 10 5
//: 50 -> 45 10
TEST(loop_helper_with_callback)
{
	struct sum_context context = {};

	io->out[1] = bpf_loop(io->in[0], add_index, &context, 0);
	io->out[0] = context.total;
	return 0;
}

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} numbers SEC(".maps");

//: 5 50 -> 0 50 55 0 1
TEST(hash_map)
{
	u32 key = io->in[0];
	u64 value = io->in[1], *found;

	io->out[0] = bpf_map_update_elem(&numbers, &key, &value, BPF_ANY);
	found = bpf_map_lookup_elem(&numbers, &key);
	if (!found)
		return 1;
	io->out[1] = *found;
	*found += 5;
	found = bpf_map_lookup_elem(&numbers, &key);
	if (!found)
		return 2;
	io->out[2] = *found;
	io->out[3] = bpf_map_delete_elem(&numbers, &key);
	io->out[4] = bpf_map_lookup_elem(&numbers, &key) == 0;
	return 0;
}

struct pair {
	u32 a;
	u16 b;
} __attribute__((aligned(8)));

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, u32);
	__type(value, struct pair);
} pairs SEC(".maps");

//: 2 7 -> 7 8 1
//: 9 7 -> 0 0 0
TEST(array_map_of_structs)
{
	u32 key = io->in[0];
	struct pair *p = bpf_map_lookup_elem(&pairs, &key);

	if (p) {
		*p = (struct pair){ io->in[1], io->in[1] + 1 };
		io->out[0] = p->a;
		io->out[1] = p->b;
	}
	io->out[2] = p != 0;
	return 0;
}

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, struct pair);
	__type(value, u32);
} by_pair SEC(".maps");

static long sum_values(struct bpf_map *map, const void *key, void *value, void *data)
{
	*(u64 *)data += *(u32 *)value;
	return 0;
}

//: 1 2 -> 30 2
TEST(struct_keys_and_iteration)
{
	struct pair key = { io->in[0], 1 };
	u32 value = 10;
	u64 total = 0;

	bpf_map_update_elem(&by_pair, &key, &value, BPF_ANY);
	key.a = io->in[1];
	value = 20;
	bpf_map_update_elem(&by_pair, &key, &value, BPF_ANY);
	io->out[1] = bpf_for_each_map_elem(&by_pair, sum_values, &total, 0);
	io->out[0] = total;
	return 0;
}
