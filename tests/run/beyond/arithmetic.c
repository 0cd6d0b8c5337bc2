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
	return a / 3 * 100 + a % 4 * 10 + a / 7;
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

static __attribute__((noinline)) int seven(int a, int b, int c, int d, int e, int f, int g)
{
	return a + b * 2 + c * 3 + d * 4 + e * 5 + f * 6 + g * 7;
}

PROGRAM(records_and_seven_arguments)
{
	volatile u64 x = 7;
	struct triple t = make_triple(x);
	return t.a + t.b * 10 + t.c * 100 + seven(x, 2, 3, 4, 5, 6, x) * 1000;
}

char LICENSE[] __attribute__((section("license"))) = "GPL";
