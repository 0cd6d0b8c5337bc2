// Each program answers with a value that tests/run/test_beyond_clang.py computes otherwise.
#define PROGRAM(name) __attribute__((section("socket"))) int name(void *ctx)
typedef unsigned long long u64;

PROGRAM(signed_division)
{
	volatile int a = -7, b = 2;
	volatile long c = -100, d = 7;
	return (a / b) * 1000 + (a % b) * 100 + c / d * 10 + c % d;
}

PROGRAM(signed_division_by_constants)
{
	volatile int a = -9;
	return a / 3 * 100 + a % 4 * 10 + a / 7 + 1000 / a;
}

PROGRAM(unsigned_wide_product)
{
	volatile u64 a = -3ull, b = 0x123456789abcdefull;
	unsigned __int128 product = (unsigned __int128)a * b;
	return (int)((u64)(product >> 64) ^ (u64)product);
}

PROGRAM(signed_wide_product)
{
	volatile long a = -3, b = 5000000000000ll;
	__int128 product = (__int128)a * b * b;
	return (int)(product >> 64);
}

static int mix(unsigned __int128 value)
{
	return (int)((u64)(value >> 64) * 31 ^ (u64)value ^ (u64)value >> 32);
}

PROGRAM(wide_shifts)
{
	volatile u64 high = 0x8123456789abcdef, low = 0x0fedcba987654321;
	unsigned __int128 value = (unsigned __int128)high << 64 | low;
	volatile int counts[] = { 0, 1, 63, 64, 65, 127 };
	u64 sum = 0;

	for (u64 i = 0; i < 6; i++) {
		sum = sum * 7 + (unsigned)mix(value << counts[i]);
		sum = sum * 7 + (unsigned)mix(value >> counts[i]);
		sum = sum * 7 + (unsigned)mix((__int128)value >> counts[i]);
	}
	return (int)sum;
}

PROGRAM(wide_divisions)
{
	volatile u64 high = 0xf123456789abcdef, low = 0x0fedcba987654321, large = 0xfedcba9876543210;
	unsigned __int128 a = (unsigned __int128)high << 64 | low, b = a >> 3 | 1;
	u64 sum = (unsigned)mix(a / large);
	sum = sum * 7 + (unsigned)mix(a % large);
	sum = sum * 7 + (unsigned)mix(a / b);
	sum = sum * 7 + (unsigned)mix(a % b);
	sum = sum * 7 + (unsigned)mix(b / a);
	return (int)sum;
}

PROGRAM(signed_wide_divisions)
{
	volatile u64 high = 0xf123456789abcdef, low = 0x0fedcba987654321, large = 0xfedcba9876543210;
	unsigned __int128 a = (unsigned __int128)high << 64 | low;
	u64 sum = (unsigned)mix((__int128)a / (__int128)large);
	sum = sum * 7 + (unsigned)mix((__int128)a % (__int128)large);
	sum = sum * 7 + (unsigned)mix(a / 10);
	return (int)sum;
}

static int fits(long a, long b)
{
	long c = 0;
	return __builtin_mul_overflow(a, b, &c) ? 0 : c == (long)((u64)a * (u64)b) ? 1 : 9;
}

static int fits_unsigned(u64 a, u64 b)
{
	u64 c = 0;
	return __builtin_mul_overflow(a, b, &c) ? 0 : c == a * b ? 1 : 9;
}

static int fits_narrow(unsigned a, unsigned b)
{
	short c = 0;
	return __builtin_mul_overflow(a, b, &c) ? 0 : c == (short)(a * b) ? 1 : 9;
}

PROGRAM(checked_products)
{
	volatile long min = -0x7fffffffffffffff - 1, one = 1, minus = -1, half = 0x4000000000000000;
	volatile u64 top = 0x8000000000000000, two = 2, root = 0xffffffff;
	volatile unsigned many = 0x10001, few = 181;
	return fits(min, one) | fits(min, minus) << 1 | fits(half, 2 * minus) << 2 |
	       fits(half, 2 * one) << 3 | fits(3 * minus, 5 * minus) << 4 |
	       fits_unsigned(top, two) << 5 | fits_unsigned(top, two / 2) << 6 |
	       fits_unsigned(root, root) << 7 | fits_unsigned(root + 2, root) << 8 |
	       fits_narrow(many, many) << 9 | fits_narrow(few, few) << 10 |
	       fits_narrow(few, few + 1) << 11 | fits_narrow(many, 0 * few) << 12;
}

static int fits_wide(__int128 a, __int128 b)
{
	__int128 c = 0;
	return __builtin_mul_overflow(a, b, &c) ? 0 : c == a * b ? 1 : 9;
}

static int fits_wide_unsigned(unsigned __int128 a, unsigned __int128 b)
{
	unsigned __int128 c = 0;
	return __builtin_mul_overflow(a, b, &c) ? 0 : c == a * b ? 1 : 9;
}

PROGRAM(checked_wide_products)
{
	volatile u64 top = 0x8000000000000000, one = 1;
	unsigned __int128 root = (unsigned __int128)one << 64;
	__int128 min = (__int128)top << 64, minus = -(__int128)one;
	return fits_wide(min, one) | fits_wide(min, minus) << 1 | fits_wide(root, minus * top) << 2 |
	       fits_wide(root, top) << 3 | fits_wide(root, top - 1) << 4 |
	       fits_wide_unsigned(root, root) << 5 | fits_wide_unsigned(root - 1, root) << 6 |
	       fits_wide_unsigned(root + 1, root - 1) << 7 | fits_wide_unsigned(min, one) << 8 |
	       fits_wide_unsigned(min + 1, 2 * one) << 9;
}

static __attribute__((noinline)) __int128 scale(__int128 value, u64 by)
{
	return value * by + 3;
}

PROGRAM(wide_results)
{
	volatile u64 value = 1000;
	return scale(scale(-(__int128)value << 64, value), 7) >> 64;
}

static char from[4001], to[4001];
struct big {
	u64 values[300];
};
static struct big first, second;

PROGRAM(long_copies)
{
	from[3999] = 9;
	from[4000] = 7;
	from[0] = 3;
	__builtin_memcpy(to, from, 4001);
	__builtin_memset(from, 1, 4001);
	first.values[299] = 77;
	second = first;
	return to[3999] + to[4000] * 10 + to[0] * 100 + from[77] * 1000 + from[4000] * 10000 +
	       second.values[299] * 100000;
}

static u64 shared;

PROGRAM(relaxed_atomics)
{
	__atomic_store_n(&shared, 5, __ATOMIC_RELAXED);
	return __atomic_load_n(&shared, __ATOMIC_RELAXED);
}

struct triple {
	u64 a, b, c;
};

static __attribute__((noinline)) struct triple make_triple(u64 x)
{
	return (struct triple){ x, x + 1, x + 2 };
}

static __attribute__((noinline)) int seven(int a, short b, u64 c, char d, _Bool e, long f, int g)
{
	return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7;
}

struct pair {
	u64 a, b;
};

static __attribute__((noinline)) u64 by_value(struct triple t, struct pair p, struct pair q, u64 x)
{
	u64 sum = t.a + 10 * t.b + 100 * t.c + 1000 * p.a + 10000 * p.b + 100000 * q.b * x;
	t.a = p.a = q.b = 0;
	return sum;
}

PROGRAM(records_and_seven_arguments)
{
	volatile u64 x = 7;
	struct triple t = make_triple(x);
	return t.a + t.b * 10 + t.c * 100 + seven(x, 2, 3, 4, 5, 6, x) * 1000;
}

PROGRAM(seven_unknown_arguments)
{
	volatile int a = 1, b = -2, c = 3, d = -4, e = 5, f = -6, g = 7;
	return seven(a, b, c, d, e, f, g) + seven(g, f, e, d, c, b, a) * 1000;
}

PROGRAM(records_by_value)
{
	volatile u64 x = 3;
	struct triple t = make_triple(x);
	struct pair p = { x + 1, x + 2 }, q = { x + 3, x + 4 };
	u64 first = by_value(t, p, q, x + 2), second = by_value(t, p, q, x + 2);
	return first == second ? first : 0;
}

char LICENSE[] __attribute__((section("license"))) = "GPL";
