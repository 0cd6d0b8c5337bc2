// prints: -2 920938463463
// prints: 18446744073709551615 1 -2
// prints: 5 -5 -2 2
// prints: 1 0 1 0
#include <stdio.h>
typedef __int128 wide;
typedef unsigned __int128 uwide;

static wide shift(wide value, int count) { return value << count >> (count / 2); }
static __attribute__((noinline)) wide scale(wide value, long by) { return value * by; }

int main(void)
{
	volatile long minus = -1, seven = 7, big = 1000000000000000000;
	uwide all = (uwide)minus << 64 | (unsigned long)minus;
	wide signed_result, half = (wide)1 << 126;
	uwide result;

	printf("%ld %lu%lu\n", (long)(scale(minus, seven) / (seven / 2)),
	       (unsigned long)(all / big % 1000000000000 / 1000), (unsigned long)(all / big % 1000));
	printf("%lu %d %ld\n", (unsigned long)(all >> (seven + 57)), (int)(all >> (seven * 18 + 1)),
	       (long)(shift(minus, 2)));
	printf("%ld %ld %ld %ld\n", (long)((wide)37 / seven), (long)((wide)-37 / seven),
	       (long)((wide)-37 % seven), (long)((wide)37 % -seven));
	printf("%d %d %d %d\n", __builtin_mul_overflow(half, seven - 5, &signed_result),
	       __builtin_mul_overflow(half, (wide)minus, &signed_result),
	       __builtin_mul_overflow(all, (uwide)seven, &result),
	       __builtin_mul_overflow(all, (uwide)(seven - 6), &result));
	return 0;
}
