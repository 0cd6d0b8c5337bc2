/* Code that runs on every way out of a scope. */
void use(int);
int next(int *);

static inline void release(int *p)
{
	use(*p);
}

#define guarded __attribute__((cleanup(release)))

int leaves(int n)
{
	int guarded a = n;

	for (int i = 0; i < n; i++) {
		int guarded b = i;

		if (next(&b))
			continue;
		if (b == 3)
			break;
		if (b == 4)
			return b;
		if (b == 5)
			goto out;
		switch (b) {
		case 6: {
			int guarded c = b;

			if (next(&c))
				return c;
			break;
		}
		default:
			use(b);
		}
	}
out:
	return a;
}
