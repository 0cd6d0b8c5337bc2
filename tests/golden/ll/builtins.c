/* Builtins that are instructions, intrinsics or constants. */
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

int bits(u64 x, u32 y, u16 z)
{
	return __builtin_bswap16(z) + __builtin_bswap32(y) + __builtin_bswap64(x) +
	       __builtin_ctzll(x) + __builtin_clz(y) + __builtin_popcount(y) + __builtin_ffs(y) +
	       __builtin_parityll(x) + __builtin_bswap32(0x11223344);
}

int overflows(int a, int b, u64 x)
{
	int sum;
	u64 total;
	u32 narrow;

	if (__builtin_add_overflow(a, b, &sum) || __builtin_add_overflow(x, x, &total))
		return 1;
	return __builtin_sub_overflow(x, b, &narrow) + __builtin_mul_overflow(a, b, &sum) + sum + total + narrow;
}

int hints(int x, int *p)
{
	if (__builtin_expect(x > 3, 0))
		return 1;
	if (__builtin_expect(!!p, 1))
		x++;
	__builtin_assume(x > 0);
	if (__builtin_constant_p(x))
		x += 2;
	if (__builtin_constant_p(7))
		x += 3;
	switch (x) {
	case 5:
		return *p;
	case 9:
		__builtin_unreachable();
	}
	return __builtin_object_size(p, 0) == -1UL;
}

int memory(char *a, const char *b)
{
	return __builtin_memcmp(a, b, 4) + (__builtin_strlen("text") == 4) +
	       __builtin_types_compatible_p(int, int) +
	       __builtin_choose_expr(1, a[0], b) + __builtin_offsetof(struct { int x; long y; }, y);
}

int folded(volatile int *p)
{
	return __builtin_strcmp("a", "b") + __builtin_strncmp("abd", "abc", 2) +
	       __builtin_memcmp("x\0z", "x\0a", 3) + (__builtin_constant_p(*p) ? *p : 7);
}
