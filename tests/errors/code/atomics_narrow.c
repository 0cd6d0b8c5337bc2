int any_byte(char *p)
{
	return __sync_fetch_and_add(p, 1); // error: no atomic operation of this width [atomic-width]
	// note@-1: member of a struct aligned to 4 bytes
}
