/* Transparent unions: an argument goes as the first member would. */
typedef union { int *word; long *wide; } pointers __attribute__((transparent_union));
typedef union { int number; unsigned count; } words __attribute__((transparent_union));
typedef union { short number; unsigned short count; } halves __attribute__((transparent_union));
typedef union { long number; void *pointer; } mixed __attribute__((transparent_union));
typedef union { struct { int a, b; } s; struct { int c, d; } t; } pairs __attribute__((transparent_union));

extern int by_pointer(pointers x), by_word(words x), by_half(halves x);
extern int by_mixed(mixed x), by_pair(pairs x);

int take_pointer(pointers x) { return *x.word; }
int take_word(words x) { return x.count; }
int take_half(halves x) { return x.count; }
int take_mixed(mixed x) { return x.pointer != 0; }
int take_pair(pairs x) { return x.s.a + x.t.d; }
static __attribute__((noinline)) int take_own(halves x) { return x.count; }

int pass(int *a, long *b, int i, short s, long l)
{
	pointers y;
	pairs z;

	y.word = a;
	z.s.a = l;
	z.t.d = 2;
	return by_pointer(a) + by_pointer(b) + by_pointer(y) + by_pointer(0) + by_word(i) +
	       by_word((unsigned)i) + by_half(s) + by_half((unsigned short)s) + by_mixed(l) +
	       by_mixed((void *)b) + by_pair(z) + take_own(s);
}
