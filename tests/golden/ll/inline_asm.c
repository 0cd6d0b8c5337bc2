/* Operands and constraints of inline assembly, as LLVM spells them. */
typedef unsigned int u32;
typedef unsigned long u64;
int object;

u64 operands(u64 x, u32 y, int *memory, unsigned char byte)
{
	u64 r;
	u32 w;

	asm volatile("%0 = %1" : "=r"(r) : "r"(x));
	asm volatile("%[d] += %[s]; # %=" : [d] "+r"(r) : [s] "ri"(3));
	asm volatile("" : "+r"(x));
	asm volatile("" ::: "memory");
	asm("%0 = %1" : "=r"(w) : "0"(y));
	asm volatile("r1 = %[map] ll; r1 = %c[n] # $5 %%" ::[map] "i"(&object), [n] "n"(5)
		     : "r0", "r1", "memory");
	asm volatile("*(u32 *)%0 = 3" : "=m"(*memory) : "m"(y));
	asm volatile("%1 = *(u32 *)%0" : "+m"(*memory), "=&r"(r) : "r"(r), "w"(w));
	asm("%0 = %1" : "=r"(byte) : "r"(byte));
	return r + w + byte;
}

int jumps(u64 x)
{
	u64 r;

	asm volatile goto("if %[x] == 0 goto %l[out]" ::[x] "r"(x)::out);
	asm goto("if %0 == 0 goto %l1" ::"r"(x)::out, other);
	asm volatile goto("%0 = 1; if %1 == 0 goto %l[other]" : "=r"(r) : "r"(x)::other);
	return r;
out:
	return 1;
other:
	return 2;
}

__attribute__((naked)) int bare(void)
{
	asm volatile("r0 = 0; exit;");
}
