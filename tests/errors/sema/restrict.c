int many(int a, int b, int c, int d, int e, int f) { return a; } // error: function 'many' needs 6 argument registers, BPF has 5 [too-many-arguments]
static int inlined(int a, int b, int c, int d, int e, int f) { return f; }
int external(int, int, int, int, int, int);
int variadic(int a, ...) { return a; } // error: takes variable arguments, which BPF does not have [varargs]
static inline void check_format(const char *format, ...) {}
static __attribute__((always_inline)) int first(int a, ...) { return a; }
static int kept(int a, ...) { return a; } // error: takes variable arguments, which BPF does not have [varargs]

int calls(int x)
{
	inlined(1, 2, 3, 4, 5, 6);
	check_format("%d", 1, 2, 3, 4, 5, 6);
	x += first(1, 2, 3) + kept(1, 2);
	external(1, 2, 3, 4, 5, 6); // error: this call needs 6 argument registers, BPF has 5 [too-many-arguments]
	return (int)(1.5 * 2);
}
int floats(int x)
{
	double d = x; // error: BPF has no floating point [floating-point]
	d = d * 2.0; // error: BPF has no floating point [floating-point]
	return d > 1.0; // error: BPF has no floating point [floating-point]
}
void *stack(unsigned long n) { return __builtin_alloca(n); } // error: BPF's stack has a fixed size [dynamic-stack]
