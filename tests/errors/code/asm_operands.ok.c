struct pair {
	long a, b;
};

struct bits {
	int x : 3;
};

int operands(int a, long b, int *p, struct pair *pair)
{
	struct bits bits = { 0 };
	struct pair copy;
	char text[4];

	asm volatile("" : "=r"(copy));
	asm volatile("" : "=r"(text));
	asm volatile("" : "=X"(a));
	asm volatile("" : "=r"(bits.x));
	asm volatile("" : [x] "=r"(a), "=r"(b) : "1"(a), "[x]"(b));
	asm volatile("" : "=r,m"(a) : "r,m"(b));
	asm volatile("" : : "=&r"(a));
	asm volatile("r0 = %c0" : : "i"(1) : "r0");
	asm volatile("%0 = 7 %% 4; %[b] = %0" : "=r"(b), [b] "=r"(b));
	asm volatile("# 100%\n");
	asm goto("if %0 == 0 goto %l[out]" : : "r"(a) : : out);
	asm goto("if %1 == 0 goto %l3" : "+r"(a) : "r"(b) : : out);
	*pair = copy;
	return a + b + *p + bits.x + text[1];
out:
	return 1;
}
