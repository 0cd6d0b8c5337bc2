struct wide { long a, b, c; };

static __attribute__((always_inline)) inline struct wide much(long x)
{
	return (struct wide){ x, x, x };
}

struct pair { long a, b; };

struct pair two_registers(long x)
{
	return (struct pair){ x, much(x).c };
}

int assembly(int *p, int a)
{
	long b = 1;

	asm volatile("" : "=r"(a), "=&w"(p[0]) : [b] "ri"(b), "i"(4), "m"(*p), "0"(a) : "memory", "r0");
	return a;
}
