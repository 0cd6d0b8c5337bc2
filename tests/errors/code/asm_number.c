int constant(int a)
{
	asm volatile("" : : "n"(a)); // error: expects an integer constant expression [backend]
	return a;
}
