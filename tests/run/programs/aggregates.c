/* SPDX-License-Identifier: Apache-2.0 */
/* Structs, unions, bit-fields, arrays and the pointers into them. */
#include "bench.h"

struct flags {
	u32 a : 1;
	u32 b : 3;
	u32 c : 12;
	u32 : 0;
	u32 d : 20;
	s32 e : 5;
};

//: 1 5 0xabc 0x12345 -> 1 5 0xabc 0x12345 0 8
//: 3 9 0xffff 0xfffff -> 1 1 0xfff 0xfffff -1 8
TEST(bit_fields)
{
	struct flags f = {};

	f.a = io->in[0];
	f.b = io->in[1];
	f.c = io->in[2];
	f.d = io->in[3];
	f.e = io->in[2] == 0xffff ? 31 : 0;
	io->out[0] = f.a;
	io->out[1] = f.b;
	io->out[2] = f.c;
	io->out[3] = f.d;
	io->out[4] = f.e;
	io->out[5] = sizeof(f);
	return 0;
}

//: 6 3 -> 1 3 0x61 0x83
TEST(bit_fields_change_alone)
{
	union {
		struct {
			u8 low : 4;
			u8 high : 4;
		} f;
		u8 byte;
	} u = { .byte = 0x81 };

	io->out[0] = u.f.low;
	u.f.low = io->in[1];
	io->out[1] = u.f.low;
	io->out[3] = u.byte;
	u.f.low = 1;
	u.f.high = io->in[0];
	io->out[2] = u.byte;
	return 0;
}

struct packed_header {
	u8 kind;
	u32 length;
	u16 port;
	u64 cookie;
} __attribute__((packed));

//: 0x11 0x22334455 0x6677 0x1020304050607080 -> 15 1 7 0x22334455 0x6677 0x1020304050607080
TEST(packed_struct)
{
	struct packed_header h;

	h.kind = io->in[0];
	h.length = io->in[1];
	h.port = io->in[2];
	h.cookie = io->in[3];
	asm volatile("" ::: "memory");
	io->out[0] = sizeof(h);
	io->out[1] = __builtin_offsetof(struct packed_header, length);
	io->out[2] = __builtin_offsetof(struct packed_header, cookie);
	io->out[3] = h.length;
	io->out[4] = h.port;
	io->out[5] = h.cookie;
	return 0;
}

struct mixed {
	char a;
	short b;
	char c;
	long d;
	char e[3];
};

//: 1 -> 24 2 4 8 16 8
TEST(natural_layout)
{
	io->out[0] = sizeof(struct mixed) * io->in[0];
	io->out[1] = __builtin_offsetof(struct mixed, b);
	io->out[2] = __builtin_offsetof(struct mixed, c);
	io->out[3] = __builtin_offsetof(struct mixed, d);
	io->out[4] = __builtin_offsetof(struct mixed, e);
	io->out[5] = _Alignof(struct mixed);
	return 0;
}

struct point {
	s32 x, y;
};

struct box {
	struct point low, high;
	union {
		u64 tag;
		struct {
			u32 tag_low, tag_high;
		};
	};
};

static __always_inline s64 area(struct box b)
{
	return (s64)(b.high.x - b.low.x) * (b.high.y - b.low.y);
}

static __always_inline struct box moved(struct box b, s32 by)
{
	b.low.x += by;
	b.high.x += by;
	b.low.y += by;
	b.high.y += by;
	return b;
}

//: 4 5 7 -> 20 20 7 12 0x700000001 1 7
TEST(structs_by_value)
{
	struct box b = { { 0, 0 }, { io->in[0], io->in[1] }, .tag_low = 1 }, c;

	b.tag_high = io->in[2];
	c = moved(b, io->in[2]);
	io->out[0] = area(b);
	io->out[1] = area(c);
	io->out[2] = c.low.x;
	io->out[3] = c.high.y;
	io->out[4] = c.tag;
	io->out[5] = c.tag_low;
	io->out[6] = c.tag_high;
	return 0;
}

//: 0x0102030405060708 -> 0x08 0x0708 0x05060708 0x0102030405060708
TEST(union_views)
{
	union {
		u8 b[8];
		u16 h[4];
		u32 w[2];
		u64 d;
	} u;

	u.d = io->in[0];
	asm volatile("" ::: "memory");
	io->out[0] = u.b[0];
	io->out[1] = u.h[0];
	io->out[2] = u.w[0];
	io->out[3] = u.d;
	return 0;
}

//: 3 -> 3 13 23 39
//: 0 -> 0 10 20 30
TEST(two_dimensional_arrays)
{
	s32 grid[3][4];
	s32 sum = 0;

	for (int row = 0; row < 3; row++)
		for (int column = 0; column < 4; column++)
			grid[row][column] = row * 10 + io->in[0];
	asm volatile("" ::: "memory");
#pragma unroll
	for (int row = 0; row < 3; row++) {
		io->out[row] = grid[row][row];
		sum += grid[row][3];
	}
	io->out[3] = sum;
	return 0;
}

//: 2 -> 30 3 20 1 40
//: 4 -> 50 3 40 1 40
TEST(pointer_arithmetic)
{
	volatile s32 values[5] = { 10, 20, 30, 40, 50 };
	volatile s32 *first = values, *end = values + 5, *p;
	u64 index = io->in[0];

	asm volatile("" ::: "memory");
	if (index < 1 || index >= 5)
		return 1;
	p = first + index;
	io->out[0] = *p;
	io->out[1] = end - values - 2;
	io->out[2] = p[-1];
	io->out[3] = &values[1] > values;
	io->out[4] = *(values + 3);
	return 0;
}

struct node {
	s64 value;
	struct node *next;
};

//: 1 2 3 -> 6 3
TEST(linked_structs)
{
	struct node c = { io->in[2], 0 }, b = { io->in[1], &c }, a = { io->in[0], &b };
	s64 sum = 0, count = 0;

#pragma unroll
	for (struct node *n = &a; n; n = n->next) {
		sum += n->value;
		if (++count == 3)
			break;
	}
	io->out[0] = sum;
	io->out[1] = count;
	return 0;
}

#define owner_of(pointer, type, member) \
	((type *)((char *)(pointer) - __builtin_offsetof(type, member)))

//: 42 9 -> 42 9
TEST(container_of_member)
{
	struct box b = {};
	struct point *high = &b.high;
	volatile struct box *keep = &b;

	keep->low.x = io->in[0];
	keep->tag = io->in[1];
	io->out[0] = owner_of(high, struct box, high)->low.x;
	io->out[1] = owner_of(high, struct box, high)->tag;
	return 0;
}

//: 7 -> 7 0 7 8
TEST(compound_literals)
{
	struct point p = (struct point){ .y = io->in[0] };
	s32 *array = (s32[]){ io->in[0], 8 };

	io->out[0] = p.y;
	io->out[1] = p.x;
	io->out[2] = array[0];
	io->out[3] = array[1];
	return 0;
}

//: 1 2 -> 1 5 2 9 9 9 0 10
TEST(designated_initialisers)
{
	s32 a[10] = { [1] = 5, 2, [5 ... 7] = 9, [0] = io->in[0], [9] = 10 };

	asm volatile("" ::: "memory");
	io->out[0] = a[0];
	io->out[1] = a[1];
	io->out[2] = a[2];
	io->out[3] = a[5];
	io->out[4] = a[6];
	io->out[5] = a[7];
	io->out[6] = a[8] + a[3] + a[4];
	io->out[7] = a[9];
	return 0;
}

struct config {
	char name[8];
	struct {
		u16 ports[3];
		u8 proto;
	} rule[2];
	u32 last;
};

//: 80 -> 0x65 0 80 8080 17 0 6 0
TEST(nested_initialisers)
{
	struct config c = {
		.name = "web",
		.rule = {
			{ .ports = { io->in[0], 443 }, .proto = 6 },
			[1].ports[1] = 8080,
			[1].proto = 17,
		},
	};

	asm volatile("" ::: "memory");
	io->out[0] = c.name[1];
	io->out[1] = c.name[3];
	io->out[2] = c.rule[0].ports[0];
	io->out[3] = c.rule[1].ports[1];
	io->out[4] = c.rule[1].proto;
	io->out[5] = c.rule[0].ports[2];
	io->out[6] = c.rule[0].proto;
	io->out[7] = c.last;
	return 0;
}

//: 1 -> 4 16 5 3 8
TEST(sizes)
{
	char text[] = "four";
	s32 counted[] = { [3] = 1 };

	io->out[0] = sizeof(counted) / sizeof(*counted) * io->in[0];
	io->out[1] = sizeof(counted);
	io->out[2] = sizeof(text);
	io->out[3] = sizeof(((struct mixed *)0)->e);
	io->out[4] = sizeof(&text);
	return 0;
}

struct aligned {
	char c;
	struct {
		u64 v;
	} __attribute__((aligned(16))) inner;
};

struct flexible {
	u32 count;
	u16 items[];
};

//: 1 -> 32 16 16 4 4
TEST(alignment_attributes)
{
	io->out[0] = sizeof(struct aligned) * io->in[0];
	io->out[1] = __builtin_offsetof(struct aligned, inner);
	io->out[2] = _Alignof(struct aligned);
	io->out[3] = sizeof(struct flexible);
	io->out[4] = __builtin_offsetof(struct flexible, items);
	return 0;
}

//: 9 8 -> 8 9 1
TEST(struct_assignment_and_swap)
{
	struct point a = { io->in[0], 1 }, b = { io->in[1], 2 }, t;

	t = a;
	a = b;
	b = t;
	io->out[0] = a.x;
	io->out[1] = b.x;
	io->out[2] = b.y;
	return 0;
}
