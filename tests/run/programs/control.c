/* SPDX-License-Identifier: Apache-2.0 */
/* Statements: branches, switch, loops, goto, statement expressions. */
#include "bench.h"

//: 1 -> 100
//: 2 -> 200
//: 3 -> 200
//: 7 -> 700
//: -1 -> -1
//: 50 -> 999
TEST(switch_values)
{
	switch (io->in[0]) {
	case 1:
		io->out[0] = 100;
		break;
	case 2:
	case 3:
		io->out[0] = 200;
		break;
	case 7:
		io->out[0] = 700;
		break;
	case -1:
		io->out[0] = -1;
		break;
	default:
		io->out[0] = 999;
	}
	return 0;
}

//: 1 -> 111
//: 2 -> 110
//: 3 -> 100
//: 4 -> 0
TEST(switch_falls_through)
{
	switch ((u32)io->in[0]) {
	case 1:
		io->out[0] += 1;
		__attribute__((fallthrough));
	case 2:
		io->out[0] += 10;
		__attribute__((fallthrough));
	case 3:
		io->out[0] += 100;
	}
	return 0;
}

//: 5 -> 1
//: 10 -> 1
//: 11 -> 2
//: 255 -> 2
//: 256 -> 3
TEST(switch_ranges)
{
	switch (io->in[0]) {
	case 0 ... 10:
		io->out[0] = 1;
		break;
	case 11 ... 255:
		io->out[0] = 2;
		break;
	default:
		io->out[0] = 3;
		break;
	}
	return 0;
}

//: 0 -> 3
//: 1 -> 14
//: 2 -> 15
//: 3 -> 92
//: 4 -> 65
//: 5 -> 35
//: 6 -> 0
TEST(switch_dense)
{
	s64 r;

	switch ((u32)io->in[0]) {
	case 0: r = 3; break;
	case 1: r = 14; break;
	case 2: r = 15; break;
	case 3: r = 92; break;
	case 4: r = 65; break;
	case 5: r = 35; break;
	default: r = 0;
	}
	io->out[0] = r;
	return 0;
}

//: 10 -> 45 25 0
//: 3 -> 3 1 0
TEST(loops)
{
	u32 n = io->in[0] & 63, i = 0;
	s64 sum = 0, odd = 0;

	while (i < n)
		sum += i++;
	for (u32 j = 0; j < n; j++) {
		if (j % 2 == 0)
			continue;
		odd += j;
	}
	do {
		n--;
	} while (n > 0 && n < 64);
	io->out[0] = sum;
	io->out[1] = odd;
	io->out[2] = n;
	return 0;
}

//: 27 -> 111 9232
//: 1 -> 0 1
TEST(loop_until_a_condition)
{
	u64 n = io->in[0], steps = 0, peak = n;

	for (int i = 0; i < 200; i++) {
		if (n == 1)
			break;
		n = n & 1 ? 3 * n + 1 : n >> 1;
		if (n > peak)
			peak = n;
		steps++;
	}
	io->out[0] = steps;
	io->out[1] = peak;
	return 0;
}

//: 4 -> 30 30
TEST(unrolled_loops)
{
	s64 a = 0, b = 0;
	s64 n = io->in[0];

#pragma unroll
	for (int i = 0; i < 5; i++)
		a += i * i;
#pragma clang loop unroll(full)
	for (int i = 1; i <= 4; i++)
		b += i * n - (i * (n - i));
	io->out[0] = a;
	io->out[1] = b;
	return 0;
}

//: 3 -> 6 2
//: 0 -> 0 1
TEST(goto_and_labels)
{
	s64 n = io->in[0] & 7, sum = 0;

again:
	if (n == 0)
		goto done;
	sum += hide(n);
	n--;
	goto again;
done:
	io->out[0] = sum;
	io->out[1] = io->in[0] ? 2 : 1;
	return 0;
}

//: 6 -> 720 36
TEST(statement_expressions)
{
	io->out[0] = ({
		s64 product = 1;
		for (s64 i = 1; i <= 6; i++)
			product *= i;
		product;
	});
	io->out[1] = ({ typeof(io->in[0]) x = io->in[0]; x * x; });
	return 0;
}

#define max(a, b) ({ typeof(a) a_ = (a); typeof(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define min(a, b) ({ __auto_type a_ = (a); __auto_type b_ = (b); a_ < b_ ? a_ : b_; })

//: 3 9 -> 9 3 9
//: -3 -9 -> -3 -9 1
TEST(macros_with_statement_expressions)
{
	io->out[0] = max(io->in[0], io->in[1]);
	io->out[1] = min(io->in[0], io->in[1]);
	io->out[2] = max(max(io->in[0], io->in[1]), 1);
	return 0;
}

//: 2 3 -> 3 6
TEST(comma_operator)
{
	s64 a;

	io->out[0] = (a = io->in[0], io->in[1]);
	for (s64 i = 0, j = 10; i < j; i++, j--)
		a += i == 4;
	io->out[1] = ((void)a, a + 3);
	return 0;
}

//: 5 -> 15
TEST(nested_breaks)
{
	s64 count = 0;

	for (int i = 0; i < 8; i++) {
		for (int j = 0; j < 8; j++) {
			if (j > i)
				break;
			if (i >= io->in[0])
				goto out;
			count++;
		}
	}
out:
	io->out[0] = count;
	return 0;
}

static __always_inline int classify(s64 x)
{
	if (x < 0)
		return -1;
	if (!x)
		return 0;
	return 1;
}

//: -5 -> -1
//: 0 -> 0
//: 5 -> 1
TEST(early_returns)
{
	io->out[0] = classify(io->in[0]);
	return 0;
}

//: 1 -> 1 2
//: 0 -> 0 1
TEST(likely_and_unlikely)
{
	if (__builtin_expect(!!io->in[0], 0))
		io->out[0] = 1;
	io->out[1] = __builtin_expect(io->in[0], 1) + 1;
	return 0;
}

static __always_inline void add_to(s64 *where)
{
	*where += 5;
}

//: 1 -> 6
TEST(cleanup_attribute)
{
	s64 total = io->in[0];

	{
		s64 scoped __attribute__((cleanup(add_to))) = 1;
		asm volatile("" : "+r"(total) : "r"(scoped));
	}
	add_to(&total);
	io->out[0] = total;
	return 0;
}

static __always_inline void count_up(s64 **where)
{
	**where += 1;
}

//: 3 -> 3 4
TEST(cleanup_runs_at_scope_end)
{
	s64 count = io->in[0];

	{
		s64 *guard __attribute__((cleanup(count_up))) = &count;
		io->out[0] = *guard;
	}
	io->out[1] = count;
	return 0;
}

//: 10 -> 1 4
TEST(computed_constants)
{
	_Static_assert(sizeof(long) == 8, "long is 64 bits wide");
	enum { A = sizeof(int) + 0, B = A > 3 ? 1 : 2 };

	io->out[0] = B;
	io->out[1] = __builtin_choose_expr(__builtin_constant_p(A), A, 0);
	return __builtin_types_compatible_p(typeof(io->in[0]), s64) ? 0 : 1;
}
