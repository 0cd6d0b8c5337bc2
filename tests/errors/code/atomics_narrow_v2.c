// flags: -mcpu=v2
static char byte;

int add(void)
{
	return __sync_fetch_and_add(&byte, 1); // error: atomics of 8 bits need -mcpu=v3 [atomic-width]
	// note@-1: Linux 5.12
}
