/* Branches, loops, switches and jumps. */
void use(int);
int done(void);

int conditions(int a, int b, int *p)
{
	if (a && b || !p)
		use(1);
	else if (a == 3 ? b : 0)
		use(2);
	if (0)
		use(3);
	if (1)
		use(4);
	use(a ?: b);
	use(a ? 1 : 2);
	return a ? b : *p;
}

void loops(int n)
{
	for (;;)
		if (n++ > 3)
			break;
	for (int i = 0; i < n; i++) {
		int square = i * i;

		if (square == 9)
			continue;
		use(square);
	}
	while (n && done())
		n--;
	do {
		use(n);
	} while (0);
	do {
		if (n & 1)
			continue;
		use(n);
	} while (--n);
#pragma unroll
	for (int i = 0; i < 3; i++)
		use(i);
#pragma clang loop unroll(disable)
	while (done())
		;
}

int switches(int x)
{
	switch (x) {
	case 1:
		return 3;
	case 3: {
		int y = x;

		use(y);
	}
	case 4:
		break;
	case 10 ... 12:
	case 1000 ... 5000:
		use(5);
	default:
		use(4);
	}
	switch (sizeof(int)) {
	case 4:
		use(6);
		break;
	default:
		use(7);
	}
	return x;
}

int jumps(int n)
{
	int x;
again:
	if (n-- > 5)
		goto again;
	{
		int y = n;

		if (y == 2)
			goto out;
		use(y);
	}
	x = 3;
	use(x);
out:
	use(2);
	return n;
}

int statements_as_values(int a)
{
	return ({
		int twice = a + a;

		if (twice > 10)
			return 1;
		twice + 1;
	}) + ({ use(a); a; });
}
