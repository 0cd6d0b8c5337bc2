/* SPDX-License-Identifier: Apache-2.0 */
/* 128-bit integers, as far as BPF takes them: no call to a run-time library. */
#include "bench.h"

typedef unsigned __int128 u128;
typedef __int128 s128;

//: -1 1 -> 0 1 -2 0
//: 5 7 -> 12 0 -2 -1
TEST(add_and_subtract)
{
	u128 a = (u64)io->in[0], b = (u64)io->in[1];
	u128 sum = a + b, difference = a - b;

	io->out[0] = (u64)sum;
	io->out[1] = (u64)(sum >> 64);
	io->out[2] = (u64)difference;
	io->out[3] = (u64)(difference >> 64);
	return 0;
}

//: -5 -> -5 -1 1
//: 5 -> 5 0 0
TEST(sign_extension)
{
	s128 a = io->in[0];

	io->out[0] = (s64)a;
	io->out[1] = (s64)(a >> 64);
	io->out[2] = a < 0;
	return 0;
}

//: 1 2 -> 1 0 1 0
//: 2 2 -> 0 1 1 1
TEST(compare)
{
	u128 a = (u128)(u64)io->in[0] << 64 | 5, b = (u128)(u64)io->in[1] << 64 | 5;

	io->out[0] = a < b;
	io->out[1] = a == b;
	io->out[2] = a <= b;
	io->out[3] = a >= b;
	return 0;
}

//: 0x0f0f 0x00ff -> 0x0f 0xfff 0xff0 -0x10
TEST(bitwise)
{
	u128 a = (u128)(u64)io->in[0] << 64, b = (u128)(u64)io->in[1] << 64;

	io->out[0] = (u64)((a & b) >> 64);
	io->out[1] = (u64)((a | b) >> 64);
	io->out[2] = (u64)((a ^ b) >> 64);
	io->out[3] = (s64)(~(u128)15);
	return 0;
}

//: 0x1122334455667788 -> 0x3344556677880000 0x1122 16 16
TEST(constant_shifts)
{
	u128 a = (u64)io->in[0];

	a <<= 16;
	io->out[0] = (u64)a;
	io->out[1] = (u64)(a >> 64);
	io->out[2] = sizeof(a);
	io->out[3] = _Alignof(u128);
	return 0;
}
