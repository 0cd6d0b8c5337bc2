// prints: 1 3 6 10 15 21
// prints: duff 20, fell through 33
// prints: goto 5, nested 12, expression 9
// prints: cleanup b a
// prints: case range 2 1 0
#include <stdio.h>
#include <string.h>

static int duff(const char *from, char *to, int count)
{
	int steps = (count + 3) / 4, copied = 0;

	switch (count & 3) {
	case 0:
		do {
			*to++ = *from++, copied++;
	case 3:
			*to++ = *from++, copied++;
	case 2:
			*to++ = *from++, copied++;
	case 1:
			*to++ = *from++, copied++;
		} while (--steps > 0);
	}
	return copied;
}

static int fall(int n)
{
	int sum = 0;

	switch (n) {
	case 1:
		sum += 10;
	case 2:
		sum += 20;
	default:
		sum += 3;
	}
	return sum;
}

static void leave(const char **name) { printf(" %s", *name); }

static void scopes(void)
{
	printf("cleanup");
	__attribute__((cleanup(leave))) const char *a = "a";
	for (int i = 0; i < 1; i++) {
		__attribute__((cleanup(leave))) const char *b = "b";
		if (a)
			continue;
		return;
	}
}

static int kind(int c)
{
	switch (c) {
	case '0' ... '9':
		return 2;
	case 'a' ... 'z':
		return 1;
	}
	return 0;
}

int main(void)
{
	int sum = 0, i, n = 0;
	char to[32];

	for (i = 1; i < 7; i++)
		printf("%d%s", sum += i, i == 6 ? "\n" : " ");
	memset(to, 0, sizeof to);
	printf("duff %d, fell through %d\n", duff("0123456789012345678", to, 20), fall(1));
again:
	if (n++ < 4)
		goto again;
	for (i = 0, sum = 0; i < 4; i++)
		for (int j = 0; j < 4; j++) {
			if (j == i)
				continue;
			sum++;
		}
	printf("goto %d, nested %d, expression %d\n", n, sum, ({ int x = 4; x + n; }));
	scopes();
	printf("\ncase range %d %d %d\n", kind('7'), kind('q'), kind('#'));
	return 0;
}
