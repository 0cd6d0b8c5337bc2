/* SPDX-License-Identifier: Apache-2.0 */
/* The corners of C and of its GNU extensions that programs do use. */
#include "bench.h"

struct wide_fields {
	u64 a : 33;
	u64 b : 31;
	s64 c : 5;
	_Bool flag : 1;
	u8 tail : 2;
};

//: 0x1ffffffff 0x7fffffff -3 1 -> 0x1ffffffff 0x7fffffff -3 1 3 16
//: 0x2ffffffff 0x80000001 15 2 -> 0x0ffffffff 1 15 1 3 16
TEST(wide_bit_fields)
{
	struct wide_fields f = { .tail = 3 };

	f.a = io->in[0];
	f.b = io->in[1];
	f.c = io->in[2];
	f.flag = io->in[3];
	io->out[0] = f.a;
	io->out[1] = f.b;
	io->out[2] = f.c;
	io->out[3] = f.flag;
	io->out[4] = f.tail;
	io->out[5] = sizeof(f);
	return 0;
}

struct counters {
	u32 low : 3;
	s32 middle : 4;
	u32 high : 25;
};

//: 7 7 100 -> 0 -8 101 7 14
//: 2 -1 5 -> 3 0 6 2 0x1fffffe
TEST(bit_fields_are_incremented_and_assigned)
{
	struct counters c = { io->in[0], io->in[1], io->in[2] };
	s64 old = c.low++;

	c.middle++;
	++c.high;
	io->out[0] = c.low;
	io->out[1] = c.middle;
	io->out[2] = c.high;
	io->out[3] = old;
	io->out[4] = (c.high = io->in[1] * 2);
	return 0;
}

struct packed_bits {
	u8 version : 4;
	u16 length : 11;
	u32 rest : 17;
} __attribute__((packed));

//: 9 0x5ab 0x1f00f -> 4 0xf807dab9 9 0x5ab 0x1f00f
TEST(packed_bit_fields)
{
	union {
		struct packed_bits bits;
		u32 word;
	} u = {};

	u.bits.version = io->in[0];
	u.bits.length = io->in[1];
	u.bits.rest = io->in[2];
	io->out[0] = sizeof(u.bits);
	io->out[1] = u.word & 0xffffffffULL;
	io->out[2] = u.bits.version;
	io->out[3] = u.bits.length;
	io->out[4] = u.bits.rest;
	return 0;
}

struct outer {
	u8 kind;
	union {
		struct {
			u16 port;
			u16 flags;
		};
		u32 word;
		struct {
			u8 bytes[4];
		} raw;
	};
	struct {
		s16 x, y;
	} points[2];
};

//: 0x12345678 -> 0x5678 0x1234 0x34 4 16 -7 8
TEST(anonymous_members)
{
	struct outer o = { .word = io->in[0], .points = { [1] = { .y = -7 } } };

	io->out[0] = o.port;
	io->out[1] = o.flags;
	io->out[2] = o.raw.bytes[2];
	io->out[3] = __builtin_offsetof(struct outer, word);
	io->out[4] = sizeof(struct outer);
	io->out[5] = o.points[1].y;
	io->out[6] = __builtin_offsetof(struct outer, points[0].x);
	return 0;
}

//: 5 -> 5 6 7 9 4
TEST(pointers_to_pointers)
{
	s64 a = io->in[0], b = 6, *p = &a, **pp = &p;

	io->out[0] = **pp;
	*pp = &b;
	io->out[1] = *p;
	(*p)++;
	io->out[2] = b;
	**pp += 2;
	io->out[3] = *p;
	io->out[4] = *&b == 9 ? 4 : 0;
	return 0;
}

static __always_inline s64 twice(s64 x)
{
	return x * 2;
}

static __always_inline s64 square(s64 x)
{
	return x * x;
}

static __always_inline s64 apply(s64 (*f)(s64), s64 x)
{
	return f(x);
}

//: 7 -> 14 49 63
TEST(function_pointers_that_fold)
{
	s64 (*chosen)(s64) = square;

	io->out[0] = apply(twice, io->in[0]);
	io->out[1] = chosen(io->in[0]);
	io->out[2] = apply(&twice, io->in[0]) + (*chosen)(io->in[0]);
	return 0;
}

//: -9 0 -> 9 9 0 0 64
//: 12 0x8000 -> 12 12 3 16 48
TEST(builtin_functions)
{
	s64 x = io->in[0];
	u64 y = io->in[1];

	io->out[0] = x < 0 ? -x : x;
	io->out[1] = __builtin_llabs(x);
	io->out[2] = x > 0 ? __builtin_ffsll(x) : 0;
	io->out[3] = __builtin_ffsll(y);
	io->out[4] = y ? __builtin_clzll(y) : 64;
	return 0;
}

//: 3000000000 2 -> 1 1705032704 1 -1294967298 0 6000000000
//: 5 2 -> 0 10 0 3 0 10
TEST(overflow_of_mixed_types)
{
	u64 a = io->in[0], b = io->in[1], wide;
	u32 narrow;
	s32 sign;

	io->out[0] = __builtin_mul_overflow((u32)a, (u32)b, &narrow);
	io->out[1] = narrow;
	io->out[2] = __builtin_sub_overflow((s64)a, (s64)b, &sign);
	io->out[3] = sign;
	io->out[4] = __builtin_add_overflow(a, a, &wide);
	io->out[5] = wide;
	return 0;
}

//: 4 -> 4 1 16 3
TEST(nested_functions_of_the_preprocessor)
{
#define CAT(a, b) a##b
#define XCAT(a, b) CAT(a, b)
#define STRING(x) #x
#define XSTRING(x) STRING(x)
#define COUNT(...) (sizeof((int[]){ 0, ##__VA_ARGS__ }) / sizeof(int) - 1)
	s64 XCAT(val, ue) = io->in[0];
	const char *name = XSTRING(XCAT(a, 1));

	io->out[0] = CAT(va, lue);
	io->out[1] = name[1] == '1';
	io->out[2] = COUNT(1, 2, 3, 4) * io->in[0];
	io->out[3] = COUNT(1, 2, 3);
	return 0;
}

//: 1 2 -> 3 4
TEST(shadowed_names)
{
	s64 x = io->in[0];

	{
		s64 x = io->in[1];
		{
			s64 x = 3;
			io->out[0] = x;
		}
		x += 2;
		io->out[1] = x;
	}
	return x == io->in[0] ? 0 : 1;
}

//: 5 -> 8
//: 0 -> 3
TEST(labels_in_loops)
{
	s64 count = 0;

	for (int i = 0; i < 10; i++) {
		if (i == 3)
			goto skip;
		if (i < io->in[0])
			count++;
		continue;
	skip:
		count += 3;
		if (io->in[0] < 5)
			break;
		count++;
	}
	io->out[0] = io->in[0] ? count : 3;
	return 0;
}

//: 3 -> 33 2
//: 1 -> 10 4
//: 9 -> 0 0
TEST(switch_inside_a_loop)
{
	s64 sum = 0, rounds = 0;

	for (int i = 0; i < 4; i++) {
		switch (io->in[0] + i) {
		case 1:
			sum += 1;
			break;
		case 2: {
			s64 local = 2;
			sum += local;
			break;
		}
		case 3:
			sum += 3;
			if (io->in[0] == 3)
				sum += 30;
			break;
		case 4:
			if (i == 1)
				goto out;
			sum += 4;
			break;
		case 5:
			break;
		default:
			continue;
		}
		rounds++;
	}
out:
	io->out[0] = sum;
	io->out[1] = io->in[0] == 3 ? rounds + 1 : rounds;
	return 0;
}

//: 2 7 -> 2 49 7 1
TEST(typeof_and_auto_type)
{
	typeof(io->in[0]) a = io->in[0];
	__auto_type b = io->in[1];
	typeof(b) *p = &b;
	__typeof__((u8)1) narrow = (u8)0x107;

	io->out[0] = a;
	io->out[1] = *p * b;
	io->out[2] = narrow;
	io->out[3] = sizeof(narrow);
	return 0;
}

enum { SMALL_BITS = 3, TABLE = 1 << SMALL_BITS, LAST = TABLE - 1 };

static const struct {
	const char name[6];
	u8 code;
	s16 delta[2];
} entries[] = {
	[2] = { "two", 2, { -2, 2 } },
	[0] = { .code = 9, .name = "zero" },
	{ "one", 1, { 1 } },
};

//: 2 -> 2 0x77 -2 3 8 7
//: 0 -> 9 0x65 0 3 8 7
//: 1 -> 1 0x6e 1 3 8 7
TEST(table_of_structs)
{
	u64 i = io->in[0];

	if (i >= sizeof(entries) / sizeof(entries[0]))
		return 1;
	io->out[0] = entries[i].code;
	io->out[1] = entries[i].name[1];
	io->out[2] = entries[i].delta[0];
	io->out[3] = sizeof(entries) / sizeof(entries[0]);
	io->out[4] = TABLE;
	io->out[5] = LAST;
	return 0;
}

//: 10 3 -> 1 4 7 10
TEST(compound_literal_of_an_array)
{
	s64 *p = (s64[4]){ 1, 1 + io->in[1], 1 + 2 * io->in[1], io->in[0] };

	for (int i = 0; i < 4; i++) {
		asm volatile("" ::: "memory");
		((volatile s64 *)p)[i] += 0;
	}
	io->out[0] = p[0];
	io->out[1] = p[1];
	io->out[2] = p[2];
	io->out[3] = p[3];
	return 0;
}

static __always_inline s64 sum_of(int count, const s64 *values)
{
	s64 sum = 0;

	for (int i = 0; i < count; i++)
		sum += values[i];
	return sum;
}

#define SUM(...) \
	sum_of(sizeof((s64[]){ __VA_ARGS__ }) / sizeof(s64), (s64[]){ __VA_ARGS__ })

//: 5 6 -> 11 30
TEST(variadic_macros)
{
	io->out[0] = SUM(io->in[0], io->in[1]);
	io->out[1] = SUM(1, 2, 3, 4, io->in[0], 4, 5, io->in[1]);
	return 0;
}

struct tree {
	struct tree *left, *right;
	s64 value;
};

//: 1 2 3 -> 6 3 1
TEST(structs_that_point_at_each_other)
{
	struct tree a = { .value = io->in[0] }, b = { .value = io->in[1] };
	struct tree root = { &a, &b, io->in[2] };

	io->out[0] = root.left->value + root.right->value + root.value;
	io->out[1] = (&root)->value;
	io->out[2] = root.left->left == 0;
	return 0;
}

//: 0x80000000 -> 0x80000000 -0x80000000 0x80000000 1 0x7fffffff
TEST(sign_of_shifted_and_negated_values)
{
	u32 u = io->in[0];
	s32 s = io->in[0];

	io->out[0] = u;
	io->out[1] = s;
	io->out[2] = -u;
	io->out[3] = u >> 31;
	io->out[4] = ~u;
	return 0;
}

//: 0xff 1 -> -1 255 0xffffffff -1 255
TEST(plain_char_is_signed)
{
	char c = io->in[0];
	unsigned char u = io->in[0];

	io->out[0] = c;
	io->out[1] = u;
	io->out[2] = (u32)c;
	io->out[3] = c >> 1;
	io->out[4] = (u8)c;
	return 0;
}

//: 6 -> 0 1 2 3
TEST(static_assertions_and_alignment)
{
	_Alignas(16) u8 buffer[16] = {};
	_Static_assert(_Alignof(typeof(buffer[0])) == 1, "bytes are not aligned");

	io->out[0] = (u64)buffer % 8;
	io->out[1] = _Alignof(u64) == 8;
	io->out[2] = sizeof(buffer) / 8;
	io->out[3] = io->in[0] / 2;
	return 0;
}

//: 3 4 -> 12 1
TEST(empty_statements_and_macros)
{
#define swap_in(a, b)          \
	do {                   \
		typeof(a) t = a; \
		a = b;         \
		b = t;         \
	} while (0)
	s64 a = io->in[0], b = io->in[1];

	;;
	if (a < b)
		swap_in(a, b);
	else
		;
	for (; a < b;)
		break;
	io->out[0] = a * b;
	io->out[1] = a > b;
	return 0;
}

//: 40 2 -> 42 1
TEST(nested_conditionals)
{
	s64 a = io->in[0], b = io->in[1];

	io->out[0] = a > 100 ? 1 : a > 50 ? 2 : a > 30 ? a + b : b ? 4 : 5;
	io->out[1] = (a ? b ? 1 : 2 : 3);
	return 0;
}

//: 0 -> 0 1 1 0 -1
//: 5 -> 1 0 0 1 4
TEST(truth_of_expressions)
{
	s64 a = io->in[0], *p = a ? &a : 0;

	io->out[0] = !!a;
	io->out[1] = !a;
	io->out[2] = !p;
	io->out[3] = p && *p == a;
	io->out[4] = p ? *p - 1 : -1;
	return 0;
}
