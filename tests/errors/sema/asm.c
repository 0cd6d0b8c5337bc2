struct large {
	int a;
	long b[3];
};

struct bits {
	int x : 3;
};

void outputs(int a, struct large s, struct bits bits, int *p)
{
	asm volatile("" : "r"(a)); // error: invalid output constraint 'r' in asm [asm-constraint]
	asm volatile("" : "="(a)); // error: invalid output constraint '=' in asm [asm-constraint]
	asm volatile("" : "=i"(a)); // error: invalid output constraint '=i' in asm [asm-constraint]
	asm volatile("" : "=0"(a)); // error: invalid output constraint '=0' in asm [asm-constraint]
	asm volatile("" : "+&m"(a)); // error: invalid output constraint '+&m' in asm [asm-constraint]
	asm volatile("" : "=r"(1)); // error: invalid lvalue in asm output [asm-operand]
	asm volatile("" : "=m"(bits.x)); // error: a bit-field has no address [asm-operand]
	asm volatile("" : "=rm"(bits.x)); // error: a bit-field has no address [asm-operand]
	asm volatile("" : "=r"(s)); // error: cannot store a value of 32 bytes into a register [asm-operand]
	asm volatile("" : "=r"(*(int(*)[3])p)); // error: cannot store a value of 12 bytes [asm-operand]
}

void inputs(int a, long b, struct large s, struct bits bits)
{
	asm volatile("" : : ""(a)); // error: invalid input constraint '' in asm [asm-constraint]
	asm volatile("" : : "0"(a)); // error: invalid input constraint '0': no such output [asm-constraint]
	asm volatile("" : "+r"(a) : "0"(a)); // error: invalid input constraint '0' in asm [asm-constraint]
	asm volatile("" : "=r"(a), "=r"(b) : "0"(a), "0"(b)); // error: more than one input constraint matches the same output '0' [asm-constraint]
	asm volatile("" : [x] "=r"(a) : "[y]"(a)); // error: invalid input constraint [asm-constraint]
	asm volatile("" : [x] "=r"(a) : "[x"(a)); // error: invalid input constraint [asm-constraint]
	asm volatile("" : [x] "=r"(a), [x] "=r"(b)); // error: duplicate use of asm operand name "x" [asm-constraint]
	asm volatile("" : "=r"(b) : "0"(s)); // error: input with type 'struct large' matching output with type 'long' [asm-operand]
	asm volatile("" : "=m"(b) : "0"(a)); // error: input with type 'int' matching output with type 'long' [asm-operand]
	asm volatile("" : "=r,m"(a) : "r"(b)); // error: unexpected number of alternatives: 1 instead of 2 [asm-constraint]
	asm volatile("" : : "r"((void)0)); // error: invalid type 'void' in asm input for constraint 'r' [asm-operand]
	asm volatile("" : : "r"(s)); // error: a record of 32 bytes does not fit into a register [asm-operand]
	asm volatile("" : : "m"(bits.x)); // error: a bit-field has no address [asm-operand]
	asm volatile("" : : : "r0,r1"); // error: unknown register name 'r0,r1' in asm [asm-constraint]
}

void templates(int a)
{
	asm volatile("%1" : "=r"(a)); // error: there is no operand %1 in this asm [inline-asm]
	asm volatile("%" : "=r"(a)); // error: invalid % escape in inline assembly string [inline-asm]
	asm volatile("%-1" : "=r"(a)); // error: invalid % escape in inline assembly string [inline-asm]
	asm volatile("%[y]" : "=r"(a)); // error: unknown symbolic operand name 'y' [inline-asm]
	asm volatile("%[y" : "=r"(a)); // error: unterminated symbolic operand name [inline-asm]
	asm volatile("%a0" : "=r"(a)); // error: BPF knows no operand modifier '%a' [inline-asm]
	asm volatile("%l0" : "=r"(a)); // error: the operand modifier '%l' is for labels [inline-asm]
}
