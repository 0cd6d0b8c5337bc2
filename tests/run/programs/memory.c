/* SPDX-License-Identifier: Apache-2.0 */
/* Memory: copies, strings, global data, read-only tables, static locals. */
#include "bench.h"

//: 0x4142434445464748 -> 0x4142434445464748 0x48 0x4142434445464748
TEST(memcpy_and_memmove)
{
	u64 source = io->in[0], copy, moved;

	__builtin_memcpy(&copy, &source, sizeof(copy));
	__builtin_memmove(&moved, &copy, sizeof(moved));
	io->out[0] = copy;
	io->out[1] = *(u8 *)&copy;
	io->out[2] = moved;
	return 0;
}

//: 0xab -> 0xabababab 0xabab 0
TEST(memset_bytes)
{
	struct {
		u32 a;
		u16 b, c;
	} s;

	__builtin_memset(&s, 0xab, sizeof(s));
	s.c = 0;
	asm volatile("" ::: "memory");
	io->out[0] = s.a;
	io->out[1] = s.b;
	io->out[2] = s.c;
	return 0;
}

//: 5 5 -> 1 0 1
//: 5 6 -> 0 1 0
TEST(memcmp_small)
{
	u32 a[2] = { io->in[0], 7 }, b[2] = { io->in[1], 7 };

	io->out[0] = !__builtin_memcmp(a, b, sizeof(a));
	io->out[1] = __builtin_memcmp(a, b, 8) != 0;
	io->out[2] = __builtin_memcmp(a, b, 4) == 0;
	return 0;
}

//: 1 -> 11 0x68 0x64 5 0x77 0x22
TEST(string_literals)
{
	const char *text = "hello" " " "world";
	char quoted[] = "a\"\\\t\0z";

	io->out[0] = __builtin_strlen("hello world") * io->in[0];
	io->out[1] = text[0];
	io->out[2] = text[10];
	io->out[3] = sizeof("four");
	io->out[4] = text[6];
	io->out[5] = quoted[1];
	return sizeof(quoted) == 7 ? 0 : 1;
}

static const u16 squares[] = { 0, 1, 4, 9, 16, 25, 36, 49 };

//: 3 -> 9 140
//: 7 -> 49 140
//: 9 -> -1 140
TEST(read_only_table)
{
	u32 i = io->in[0];
	s64 sum = 0;

	io->out[0] = -1;
	if (i < 8)
		io->out[0] = squares[i];
	for (i = 0; i < 8; i++)
		sum += squares[i];
	io->out[1] = sum;
	return 0;
}

const volatile u32 limit = 10;
const volatile struct {
	u8 low;
	u32 high;
} settings = { 3, 0x12345678 };

//: 7 -> 1 3 0x12345678
//: 11 -> 0 3 0x12345678
TEST(read_only_settings)
{
	io->out[0] = io->in[0] < limit;
	io->out[1] = settings.low;
	io->out[2] = settings.high;
	return 0;
}

u64 counter;
s32 initialised = -5;
static u8 flags_byte = 0x80;
u32 table[4] = { 1, 2, [3] = 4 };

//: 3 -> 3 6 -5 -2
//: 9 -> 9 18 -5 4
TEST(global_variables)
{
	counter = io->in[0];
	io->out[0] = counter;
	counter *= 2;
	io->out[1] = counter;
	io->out[2] = initialised;
	initialised += io->in[0];
	io->out[3] = initialised;
	initialised = -5;
	return 0;
}

//: 2 5 -> 5 12 0x81
//: 3 1 -> 1 4 0x81
TEST(global_arrays)
{
	u32 i = io->in[0] & 3;
	u32 before = table[i];

	table[i] = io->in[1];
	io->out[0] = table[i];
	io->out[1] = table[0] + table[1] + table[2] + table[3];
	table[i] = before;
	flags_byte |= 1;
	io->out[2] = flags_byte;
	return 0;
}

static u64 next_ticket(void)
{
	static u64 ticket = 100;

	return ticket++;
}

//: 1 -> 1 1
TEST(static_locals)
{
	static s32 calls;
	u64 first = next_ticket(), second = next_ticket();

	calls++;
	io->out[0] = second - first;
	io->out[1] = calls > 0;
	return 0;
}

struct {
	u32 a;
	u16 b[3];
	char name[6];
} record = { 7, { 1, 2, 3 }, "bench" };

//: 1 -> 7 3 0x63 4
TEST(global_struct)
{
	io->out[0] = record.a;
	io->out[1] = record.b[2];
	io->out[2] = record.name[3];
	record.b[1] = 4;
	io->out[3] = record.b[1];
	return 0;
}

int in_own_section SEC(".data.bench") = 77;

//: 1 -> 77 78
TEST(custom_data_section)
{
	io->out[0] = in_own_section;
	in_own_section += io->in[0];
	io->out[1] = in_own_section;
	in_own_section = 77;
	return 0;
}

static const char *const names[] = { "zero", "one", "two" };

//: 1 -> 0x6f 0x65
TEST(table_of_strings_folds)
{
	io->out[0] = names[1][0];
	io->out[1] = names[0][1];
	return 0;
}

//: 0x61626364 -> 4 0x64 0x61
TEST(string_on_the_stack)
{
	char text[8] = {};
	u32 word = io->in[0], length = 0;

	for (int i = 0; i < 4; i++)
		text[i] = word >> (i * 8);
	asm volatile("" ::: "memory");
	for (int i = 0; i < 8 && text[i]; i++)
		length++;
	io->out[0] = length;
	io->out[1] = text[0];
	io->out[2] = text[3];
	return 0;
}

//: 5 -> 5 0 1
TEST(volatile_access)
{
	volatile s64 a = io->in[0];
	s64 first = a;

	a = 0;
	io->out[0] = first;
	io->out[1] = a;
	io->out[2] = a == 0;
	return 0;
}
