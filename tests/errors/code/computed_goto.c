int choose(int at)
{
	static void *table[] = {&&first, &&second}; // error: BPF has no jumps to computed addresses: use switch [computed-goto]

	goto *table[at];
first:
	return 1;
second:
	return 2;
}
