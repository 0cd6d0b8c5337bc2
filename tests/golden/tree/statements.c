int loops(int n)
{
	int sum = 0;
#pragma unroll
	for (int i = 0; i < 4; i++)
		sum += i;
	while (n--)
		if (n == 3)
			continue;
		else if (n == 2)
			break;
	do {
		sum++;
	} while (sum < 10);
	return sum;
}
int select(int n)
{
	switch (n) {
	case 1 ... 3:
		return 1;
	case 'x':
		n++;
		__attribute__((fallthrough));
	default:
		goto out;
	}
out:
	return ({ int t = n; t * 2; });
}
int assembly(int a)
{
	int out;
	asm volatile("%[out] = %1" : [out] "=r"(out) : "r"(a) : "memory");
	return out;
}
