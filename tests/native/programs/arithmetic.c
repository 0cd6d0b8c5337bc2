// prints: -3 -1 3 -1
// prints: 4294967295 -1 255 65535
// prints: 1 0 1 1
// prints: 2147483648 -2147483648 128 -128
// prints: 8 24 3 78563412
// prints: 1 1 0 -2
// prints: 3 -7 1
#include <stdio.h>

int main(void)
{
	volatile int a = -7, b = 2, c = 7;
	volatile unsigned u = -1;
	volatile signed char sc = -1;
	volatile unsigned char uc = 255;
	volatile short sh = 0x7fff;
	int r;

	printf("%d %d %d %d\n", a / b, a % b, c / b, a % -b);
	printf("%u %d %d %d\n", u, (int)u, uc, (unsigned short)sc);
	printf("%d %d %d %d\n", u > a + 0u, a > u, sc < uc, (unsigned)sc == u);
	printf("%u %d %d %d\n", 1u << 31, (int)(1u << 31), (signed char)127 + 1,
	       (signed char)(uc - 127));
	printf("%d %d %d %x\n", __builtin_popcount(uc), __builtin_clz(uc), __builtin_ctz(c + 1),
	       __builtin_bswap32(0x12345678));
	printf("%d %d %d %d\n", __builtin_add_overflow(sh, 0x7fff0000, &r) + 1,
	       __builtin_sub_overflow(-2, 0x7fffffff, &r), __builtin_mul_overflow(a, b, &r),
	       a >> 2);
	printf("%d %d %d\n", a ? 3 : 4, a ?: 4 ? a + 14 : 0, !a || !!b);
	return 0;
}
