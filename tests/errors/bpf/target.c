/* What the back end has no code for. */
struct wide { long a, b, c; };

struct wide returns_much(long x) // error: function 'returns_much' returns 24 bytes [struct-return]
{
	return (struct wide){ x, x, x };
}

__int128 returns_wide(long x) // error: function 'returns_wide' returns 16 bytes [struct-return]
{
	return x;
}

void *frame(void)
{
	return __builtin_frame_address(0); // error: cannot ask for the address of their frame [builtin-call]
}

void *caller(void)
{
	return __builtin_return_address(0); // error: BPF has no return addresses [builtin-call]
}

void fences(long *p)
{
	__sync_synchronize(); // error: BPF has no memory fence [memory-fence]
	__sync_fetch_and_nand(p, 1); // error: BPF has no atomic 'nand' [atomic-operation]
	__atomic_fetch_max(p, 1, 0); // error: BPF has no atomic 'max' [atomic-operation]
}

enum kind { KIND };

long questions(struct wide *p)
{
	return __builtin_preserve_field_info(p->a, 6) // error: knows the kinds 0 to 5, not 6 [builtin-argument]
	     + __builtin_preserve_type_info(*(struct wide *)0, 3) // error: knows the kinds 0 to 2 [builtin-argument]
	     + __builtin_preserve_enum_value(*(enum kind *)KIND, 2) // error: knows the kinds 0 to 1 [builtin-argument]
	     + __builtin_btf_type_id(*p, 2); // error: knows the kinds 0 to 1 [builtin-argument]
}

int assembly(int *p)
{
	int a = p[0], b = p[1], c = p[2], d = p[3], e = p[4], f = p[5];

	asm volatile("" : "+q"(a)); // error: BPF has no constraint 'q' [inline-asm]
	asm volatile("" : : "r"(a), "r"(b), "r"(c), "r"(d), "r"(e), "r"(f), "r"(a + 1), "r"(b + 1), "r"(c + 1), "r"(d + 1), "r"(e + 1)); // error: this needs 11 registers, and BPF has 10 [inline-asm]
	asm volatile("" : : "r"(a), "r"(b), "r"(c), "r"(d), "r"(e) : "r0", "r1", "r2", "r3", "r4", "r5"); // error: this needs 11 registers [inline-asm]
	return a;
}

typedef int four __attribute__((vector_size(16)));

four returns_vector(four *p) // error: function 'returns_vector' returns 16 bytes [struct-return]
{
	return *p;
}

long members(struct wide *p, long (*numbers)[4], int at)
{
	return __builtin_preserve_field_info(*numbers, 0) // error: is not a field access [builtin-argument]
	     + __builtin_preserve_field_info((*numbers)[2], 0) // error: is not a field access [builtin-argument]
	     + __builtin_preserve_field_info(p->a, 0);
}
