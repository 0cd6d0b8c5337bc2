static __attribute__((always_inline)) inline void put(int number)
{
	asm volatile("r0 = %0" : : "i"(number) : "r0"); // error: the constraint 'i' wants a constant, and this is none [inline-asm]
	// note@-1: use "r"
}

void known(void)
{
	put(5);
}

void unknown(int number)
{
	put(number);
}
