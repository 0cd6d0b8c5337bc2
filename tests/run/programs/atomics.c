/* SPDX-License-Identifier: Apache-2.0 */
/* Atomic operations on global data, 32 and 64 bits wide. */
#include "bench.h"

u64 cell;
u32 half;

//: 10 5 -> 10 15 5
TEST(fetch_and_add)
{
	cell = io->in[0];
	io->out[0] = __sync_fetch_and_add(&cell, io->in[1]);
	io->out[1] = cell;
	io->out[2] = (half = 2, __sync_fetch_and_add(&half, 3), half);
	return 0;
}

//: 10 5 -> 15
TEST(add_without_result)
{
	cell = io->in[0];
	__sync_fetch_and_add(&cell, io->in[1]);
	io->out[0] = cell;
	return 0;
}

//: 10 3 -> 10 7
TEST(fetch_and_subtract)
{
	cell = io->in[0];
	io->out[0] = __sync_fetch_and_sub(&cell, io->in[1]);
	io->out[1] = cell;
	return 0;
}

//: 0xff 0x0f -> 0xff 0x0f 0x0f 0xff 0xff 0xf0
TEST(fetch_and_logic)
{
	cell = io->in[0];
	io->out[0] = __sync_fetch_and_and(&cell, io->in[1]);
	io->out[1] = cell;
	io->out[2] = __sync_fetch_and_or(&cell, 0xf0);
	io->out[3] = cell;
	io->out[4] = __sync_fetch_and_xor(&cell, io->in[1]);
	io->out[5] = cell;
	return 0;
}

//: 10 3 -> 10 3
TEST(exchange)
{
	cell = io->in[0];
	io->out[0] = __sync_lock_test_and_set(&cell, io->in[1]);
	io->out[1] = cell;
	return 0;
}

//: 10 10 3 -> 10 3 1
//: 10 11 3 -> 10 10 0
TEST(compare_and_exchange)
{
	cell = io->in[0];
	io->out[0] = __sync_val_compare_and_swap(&cell, io->in[1], io->in[2]);
	io->out[1] = cell;
	cell = io->in[0];
	io->out[2] = __sync_bool_compare_and_swap(&cell, io->in[1], io->in[2]);
	return 0;
}

//: 7 -> 7 9 8 8
TEST(atomic_builtins_32)
{
	half = io->in[0];
	io->out[0] = __sync_fetch_and_add(&half, 2);
	io->out[1] = half;
	__sync_fetch_and_sub(&half, 1);
	io->out[2] = half;
	io->out[3] = __sync_val_compare_and_swap(&half, 8, 1);
	return 0;
}
