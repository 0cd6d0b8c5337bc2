/* SPDX-License-Identifier: Apache-2.0 */
/* Conversions between the integer types, and what the literals' types are. */
#include "bench.h"

//: 0x1ff -> -1 255 511 511 511 511
//: 0x8080 -> -128 128 -0x7f80 0x8080 0x8080 0x8080
//: -1 -> -1 255 -1 0xffff -1 0xffffffff
TEST(narrowing)
{
	io->out[0] = (s8)io->in[0];
	io->out[1] = (u8)io->in[0];
	io->out[2] = (s16)io->in[0];
	io->out[3] = (u16)io->in[0];
	io->out[4] = (s32)io->in[0];
	io->out[5] = (u32)io->in[0];
	return 0;
}

//: 0x80 -> -128 128 -128 0xffffff80 -128
//: 0x7f -> 127 127 127 127 127
TEST(widening)
{
	s8 a = io->in[0];
	u8 b = io->in[0];
	int c = a;
	u32 d = a;
	s64 e = a;

	io->out[0] = a;
	io->out[1] = b;
	io->out[2] = c;
	io->out[3] = d;
	io->out[4] = e;
	return 0;
}

//: 256 -> 1 1 0
//: 0 -> 0 0 0
//: 2 -> 1 1 1
TEST(bool_conversion)
{
	_Bool a = io->in[0], b = (_Bool)(u32)io->in[0];
	u8 c = io->in[0];

	io->out[0] = a;
	io->out[1] = b;
	io->out[2] = (_Bool)c;
	return 0;
}

//: 3 -> 1 -2 1 0xfffffffe
TEST(usual_arithmetic)
{
	u32 five = 5;
	s32 three = io->in[0];
	s64 long_five = 5;

	io->out[0] = (three - five) > 0;
	io->out[1] = three - long_five;
	io->out[2] = (u64)(three - five) == 0xfffffffeULL;
	io->out[3] = three - five;
	return 0;
}

//: 1 -> 4 8 8 4 8 4 1
TEST(literal_types)
{
	io->out[0] = sizeof(1) * io->in[0];
	io->out[1] = sizeof(1L);
	io->out[2] = sizeof(0x100000000);
	io->out[3] = sizeof(0xffffffff);
	io->out[4] = sizeof(4294967295);
	io->out[5] = sizeof('a');
	io->out[6] = -1 > 0u;
	return 0;
}

//: 1 -> 0xff -1 255 0777 10 0x41
TEST(constants)
{
	io->out[0] = 0xFFu;
	io->out[1] = '\377';
	io->out[2] = 0b11111111 * io->in[0];
	io->out[3] = 0777;
	io->out[4] = '\n';
	io->out[5] = '\x41';
	return 0;
}

enum color { RED, GREEN = 5, BLUE };
enum big { HUGE = 0x123456789ULL, TINY = 1 };
enum negative { BELOW = -3, ABOVE };

//: 5 -> 6 1 -2 0x123456789 8 4 1
TEST(enums)
{
	enum color c = io->in[0];
	enum negative n = ABOVE;

	io->out[0] = c + 1;
	io->out[1] = c == GREEN;
	io->out[2] = n;
	io->out[3] = HUGE;
	io->out[4] = sizeof(enum big);
	io->out[5] = sizeof(enum color);
	io->out[6] = c < BLUE;
	return 0;
}

//: 5 10 -> 10 5 5
//: -5 -10 -> -5 -10 -10
TEST(conditional_operator)
{
	s64 a = io->in[0], b = io->in[1];

	io->out[0] = a > b ? a : b;
	io->out[1] = a < b ? a : b;
	io->out[2] = (a < b ? a : b) ?: 77;
	return 0;
}

//: 0 -> 99 0xffffffff
//: 7 -> 7 -1
TEST(conditional_without_middle)
{
	s32 s = -1;
	u32 u = 1;

	io->out[0] = io->in[0] ?: 99;
	io->out[1] = io->in[0] ? (s64)s : (s64)(1 ? s : u);
	return 0;
}

//: 0x1122334455667788 -> 0x88 0x7788 0x55667788
TEST(access_through_narrower_pointers)
{
	u64 value = io->in[0];
	volatile u64 *keep = &value;
	unsigned char *bytes = (unsigned char *)&value;

	*keep = *keep;
	io->out[0] = bytes[0];
	io->out[1] = bytes[0] | bytes[1] << 8;
	io->out[2] = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (u32)bytes[3] << 24;
	return 0;
}

//: 300 -> 44 1
TEST(assignment_has_the_value_of_its_left_side)
{
	u8 narrow;
	s64 wide = (narrow = io->in[0]);

	io->out[0] = wide;
	io->out[1] = narrow == wide;
	return 0;
}

//: 1 -> 1 2 3 4 5
TEST(generic_selection)
{
	u8 a = io->in[0];
	long b = io->in[0];
	const char *c = "x";

#define kind(x) _Generic((x), u8: 1, long: 2, const char *: 3, int: 4, default: 5)
	io->out[0] = kind(a);
	io->out[1] = kind(b);
	io->out[2] = kind(c);
	io->out[3] = kind(a + 1);
	io->out[4] = kind((short)a);
	return 0;
}
