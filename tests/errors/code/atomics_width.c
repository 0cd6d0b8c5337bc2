// flags: -mcpu=v2
void wide(long *p, int *q)
{
	__sync_fetch_and_or(p, 1);
	__sync_fetch_and_or(q, 1); // error: atomic operation [atomic-width]
	// note@-1: 64-bit
}
