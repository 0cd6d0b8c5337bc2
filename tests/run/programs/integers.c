/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic of every integer type. */
#include "bench.h"

//: 7 3 -> 10 4 21 2 1
//: -7 3 -> -4 -10 -21 -2 -1
//: 0x7fffffffffffffff 2 -> -0x7fffffffffffffff 0x7ffffffffffffffd -2 0x3fffffffffffffff 1
TEST(signed_64)
{
	s64 a = io->in[0], b = io->in[1];

	io->out[0] = (s64)((u64)a + (u64)b);
	io->out[1] = (s64)((u64)a - (u64)b);
	io->out[2] = (s64)((u64)a * (u64)b);
	/* Division of signed numbers is not in the older instruction sets: through unsigned. */
	io->out[3] = a < 0 ? -(s64)((u64)-a / (u64)b) : (s64)((u64)a / (u64)b);
	io->out[4] = a < 0 ? -(s64)((u64)-a % (u64)b) : (s64)((u64)a % (u64)b);
	return 0;
}

//: 7 3 -> 10 4 21 2 1
//: -1 2 -> 1 0xfffffffd 0xfffffffe 0x7fffffff 1
//: 0x100000005 3 -> 8 2 15 1 2
TEST(unsigned_32)
{
	u32 a = io->in[0], b = io->in[1];

	io->out[0] = a + b;
	io->out[1] = a - b;
	io->out[2] = a * b;
	io->out[3] = a / b;
	io->out[4] = a % b;
	return 0;
}

//: 200 100 -> 44 100 32 2 0
//: 255 1 -> 0 254 255 255 0
TEST(unsigned_8_wraps)
{
	u8 a = io->in[0], b = io->in[1];
	u8 sum = a + b, difference = a - b, product = a * b;

	io->out[0] = sum;
	io->out[1] = difference;
	io->out[2] = product;
	io->out[3] = a / b;
	io->out[4] = a % b;
	return 0;
}

//: 200 100 -> 300 20000 100
//: 0 1 -> 1 0 -1
TEST(small_types_promote_to_int)
{
	u8 a = io->in[0], b = io->in[1];

	io->out[0] = a + b;
	io->out[1] = a * b;
	io->out[2] = a - b;
	return 0;
}

//: 0x1234 4 -> 0x12340 0x123 0x123
//: -256 4 -> -4096 -16 0x0ffffffffffffff0
TEST(shift_64)
{
	s64 a = io->in[0];
	u32 n = io->in[1];

	io->out[0] = (s64)((u64)a << n);
	io->out[1] = a >> n;
	io->out[2] = (s64)((u64)a >> n);
	return 0;
}

//: -1 28 -> 0xf0000000 15 -1
//: 0x80000000 31 -> 0 1 -1
TEST(shift_32)
{
	u32 a = io->in[0], n = io->in[1];
	s32 s = io->in[0];

	io->out[0] = (u32)(a << n);
	io->out[1] = a >> n;
	io->out[2] = s >> n;
	return 0;
}

//: 0xf0f0 0x0ff0 -> 0x00f0 0xfff0 0xff00 -0xf0f1 0
//: 0 1 -> 0 1 1 -1 1
TEST(bitwise)
{
	s64 a = io->in[0], b = io->in[1];

	io->out[0] = a & b;
	io->out[1] = a | b;
	io->out[2] = a ^ b;
	io->out[3] = ~a;
	io->out[4] = !a;
	return 0;
}

//: 1 2 -> 1 1 0 0 0 1
//: 2 2 -> 0 1 0 1 1 0
//: -1 1 -> 1 1 0 0 0 1
TEST(compare_signed)
{
	s64 a = io->in[0], b = io->in[1];

	io->out[0] = a < b;
	io->out[1] = a <= b;
	io->out[2] = a > b;
	io->out[3] = a >= b;
	io->out[4] = a == b;
	io->out[5] = a != b;
	return 0;
}

//: 1 2 -> 1 1 0 0
//: -1 1 -> 0 0 1 1
TEST(compare_unsigned)
{
	u64 a = io->in[0], b = io->in[1];

	io->out[0] = a < b;
	io->out[1] = a <= b;
	io->out[2] = a > b;
	io->out[3] = a >= b;
	return 0;
}

//: -1 1 -> 0 1 1 1
//: 5 6 -> 1 1 1 1
TEST(mixed_sign_comparison_is_unsigned)
{
	s32 s = io->in[0];
	u32 u = io->in[1];
	s64 wide = s;
	s16 narrow = io->in[0];
	u16 narrow_unsigned = io->in[1];

	io->out[0] = s < u;
	io->out[1] = wide < u;
	io->out[2] = narrow < narrow_unsigned;
	io->out[3] = (s64)s < (s64)u;
	return 0;
}

//: 10 -> 11 11 10 11 9 9 10 9
//: -1 -> 0 0 -1 0 -2 -2 -1 -2
TEST(increment_and_decrement)
{
	s64 a = io->in[0], b = a, c = a, d = a;

	io->out[0] = ++a;
	io->out[1] = a;
	io->out[2] = b++;
	io->out[3] = b;
	io->out[4] = --c;
	io->out[5] = c;
	io->out[6] = d--;
	io->out[7] = d;
	return 0;
}

//: 100 7 -> 107 93 700 14 2 400 25 0x66
TEST(compound_assignment)
{
	u64 v[8];
	u64 a = io->in[0], b = io->in[1];

	for (int i = 0; i < 8; i++)
		v[i] = a;
	v[0] += b;
	v[1] -= b;
	v[2] *= b;
	v[3] /= b;
	v[4] %= b;
	v[5] <<= 2;
	v[6] >>= 2;
	v[7] |= b - 1;
	for (int i = 0; i < 8; i++)
		io->out[i] = v[i];
	return 0;
}

//: 250 10 -> 4 -6 26 1
TEST(compound_assignment_narrows)
{
	u8 a = io->in[0];
	s8 b = io->in[0];
	u16 c = io->in[0];
	_Bool d = 0;

	a += io->in[1];
	b += 0;
	c = (c * 0x101) ^ 0xfae0;
	d |= io->in[0];
	io->out[0] = a;
	io->out[1] = b;
	io->out[2] = c;
	io->out[3] = d;
	return 0;
}

//: 0 0 -> 0 0 1
//: 1 0 -> 0 1 0
//: 1 5 -> 1 1 0
TEST(logical_operators_short_circuit)
{
	s64 evaluated = 0;
	s64 a = io->in[0], b = io->in[1];

	io->out[0] = a && (evaluated += 2, b);
	io->out[1] = a || (evaluated += 4, b);
	io->out[2] = !a;
	/* 2 when only the && looked at b, 4 when only the || did. */
	if (evaluated != (a ? 2 : 4))
		return 1;
	return 0;
}

//: 0x0123456789abcdef -> -0x1032547698badcff 0xefcdab89 0xefcd
TEST(byte_swaps)
{
	io->out[0] = __builtin_bswap64(io->in[0]);
	io->out[1] = __builtin_bswap32(io->in[0]);
	io->out[2] = __builtin_bswap16(io->in[0]);
	return 0;
}

//: 0x00f0 -> 4 4 56 24 0 0
//: 0x8001 -> 2 0 48 16 0 0
//: 7 -> 3 0 61 29 1 1
TEST(bit_counting)
{
	u64 x = io->in[0];

	io->out[0] = __builtin_popcountll(x);
	io->out[1] = __builtin_ctzll(x);
	io->out[2] = __builtin_clzll(x);
	io->out[3] = __builtin_clz((u32)x);
	io->out[4] = __builtin_parityll(x);
	io->out[5] = __builtin_popcount((u32)x) & 1;
	return 0;
}

//: 0x7fffffff 1 -> 1 -0x80000000 0 0x80000000 0
//: 0xffffffff 1 -> 0 0 1 0 0
TEST(overflow_builtins)
{
	s32 a = io->in[0], b = io->in[1], sum;
	u32 c = io->in[0], d = io->in[1], total;
	u64 wide;

	io->out[0] = __builtin_add_overflow(a, b, &sum);
	io->out[1] = sum;
	io->out[2] = __builtin_add_overflow(c, d, &total);
	io->out[3] = total;
	io->out[4] = __builtin_sub_overflow((u64)c, (u64)d, &wide);
	return 0;
}

//: 1000000007 998244353 -> 1530390387 2602367426982742163
TEST(rotate_and_hash)
{
	u32 a = io->in[0], b = io->in[1];
	u64 h = 14695981039346656037ULL;

	for (int i = 0; i < 4; i++) {
		h ^= (a >> (i * 8)) & 0xff;
		h *= 1099511628211ULL;
	}
	a = (a << 13) | (a >> 19);
	b = (b >> 7) | (b << 25);
	io->out[0] = a ^ b;
	io->out[1] = h;
	return 0;
}

//: 5 -> 120 8 1
//: 10 -> 3628800 89 55
TEST(recurrences)
{
	u64 n = io->in[0], factorial = 1, a = 1, b = 1, sum = 0;

	for (u64 i = 1; i <= 20; i++) {
		if (i > n)
			break;
		factorial *= i;
		u64 next = a + b;
		a = b;
		b = next;
		sum += i;
	}
	io->out[0] = factorial;
	io->out[1] = a;
	io->out[2] = n > 5 ? sum : sum == 15;
	return 0;
}

//: 97 -> 65 1 0 0 0
//: 48 -> 48 0 1 0 0
//: 32 -> 32 0 0 1 0
//: 0xe4 -> 0xe4 0 0 0 1
TEST(characters)
{
	unsigned char c = io->in[0];

	io->out[0] = (c >= 'a' && c <= 'z') ? c - 'a' + 'A' : c;
	io->out[1] = c >= 'a' && c <= 'z';
	io->out[2] = c >= '0' && c <= '9';
	io->out[3] = c == ' ' || c == '\t' || c == '\n';
	io->out[4] = (signed char)c < 0;
	return 0;
}
