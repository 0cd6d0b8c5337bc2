struct big { int many[20]; };
void *memset(void *, int, unsigned long);
void *memcpy(void *, const void *, unsigned long);
int strncmp(const char *, const char *, unsigned long);

int memory(struct big *b, struct big *c, char *text, void *any)
{
	memset(b, 0, sizeof(b)); // warning: the size of 'memset' is that of the pointer, not of the 'struct big' that it points at [sizeof-pointer-memaccess]
	memcpy(b, c, sizeof(c)); // warning: the size of 'memcpy' is that of the pointer, not of the 'struct big' that it points at [sizeof-pointer-memaccess]
	memset(b, 0, sizeof(struct big *)); // warning: the size of 'memset' is that of the pointer, not of the 'struct big' that it points at [sizeof-pointer-memaccess]
	__builtin_memset(&b, 0, sizeof(&b)); // warning: the size of '__builtin_memset' is that of the pointer, not of the 'struct big *' that it points at [sizeof-pointer-memaccess]
	memset(b, sizeof(*b), 0); // warning: memset() of 0 bytes; its size comes last [memset-transposed-args]
	memset(b, 0, sizeof(*b) == 3); // warning: the size of 'memset' is a comparison [memsize-comparison]
	if (strncmp(text, "abc", sizeof(text))) // warning: the size of 'strncmp' is that of the pointer, not of the 'char' that it points at [sizeof-pointer-memaccess]
		memset(b, 0, sizeof(*b));
	memset(&b, 0, sizeof(b));
	memset(any, 0, sizeof(any));
	memset(b, 0, 0);
	memcpy(b->many, text, sizeof(b->many));
	return 0;
}

int overflow(int a, long b)
{
	int sum = 2147483647 + 1; // warning: this is 2147483648, which 'int' cannot hold: it becomes -2147483648 [integer-overflow]
	long product = 1000000 * 1000000 + b; // warning: this is 1000000000000, which 'int' cannot hold: it becomes -727379968 [integer-overflow]
	int shifted = -1 << 3; // warning: shifting a negative signed value is undefined [shift-negative-value]

	a |= a; // warning: '|=' of variable 'a' with itself changes nothing [self-assign]
	a &= sum;
	if (sizeof(int) == 8)
		product = 0x7fffffff * 2;
	return a + sum + product + shifted + (1u << 31) + 0xffffffffu * 2;
}

const int qualified(void); // warning: a qualifier of what a function returns has no effect ('const int') [ignored-qualifiers]
const char *not_qualified(void);

int else_of_whom(int a, int b)
{
	if (a)
		if (b)
			return 1;
		else // warning: this 'else' belongs to the inner 'if'; braces would say so [dangling-else]
			return 2;
	for (int i = 0; i < a; i++)
		if (b)
			return 3;
		else
			return 4;
	if (a) {
		if (b)
			return 5;
		else
			return 6;
	}
	if (a)
		if (b)
			return 7;
	return a & b | 3; // warning: '&' within '|' [bitwise-op-parentheses]
} // warning@+1: '//' comment of several lines [comment]
// this goes on \
   in the next line
const char *text = "// this \
not";
