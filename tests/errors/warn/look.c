// flags: -Wall
enum color { RED, GREEN, BLUE };
struct pair { int a; };
int call(void);

int precedence(int a, int b)
{
	if (a & 1 == 0) // warning: & has lower precedence than ==; == will be evaluated first [parentheses]
		return 1;
	if ((a & 1) == 0 || (a & b))
		return 2;
	if (a == 1 & b == 2)
		return 3;
	if (!a == 2) // warning: logical not is only applied to the left hand side of this comparison [logical-not-parentheses] // warning: comparing a truth value with 2 is always false [tautological-constant-out-of-range-compare]
		return 4;
	if ((!a) == 2 || !a == !b) // warning: comparing a truth value with 2 is always false [tautological-constant-out-of-range-compare]
		return 5;
	a = a << 2 + 1; // warning: operator '<<' has lower precedence than '+'; '+' will be evaluated first [shift-op-parentheses]
	a = a << (2 + 1);
	if (a || b && call()) // warning: '&&' within '||' [logical-op-parentheses]
		return 6;
	a == 3; // warning: comparison result unused [unused-comparison]
	a + 3; // warning: expression result unused [unused-value]
	return a;
}

int bodies(int a)
{
	if (a); // warning: if statement has empty body [empty-body]
		call();
	if (a)
		;
	for (int i = 0; i < 3; i++); // warning: for loop has empty body [empty-body]
		call();
	for (int i = 0; i < 3; i++);
	while (a--); // warning: while loop has empty body [empty-body]
	{ call(); }
	while (call());
	return 0;
}

int cases(enum color c)
{
	switch (c) { // warning: 2 enumeration values not handled in switch: 'GREEN', 'BLUE' [switch]
	case RED:
		return 1;
	}
	switch (c) { // warning: enumeration value 'BLUE' not handled in switch [switch]
	case RED ... GREEN:
		break;
	}
	switch (c) {
	case RED:
		break;
	default:
		break;
	}
	return 0;
}

int *address(void)
{
	static int kept;
	int gone;
	if (call())
		return &kept;
	return &gone; // warning: address of stack memory associated with local variable 'gone' returned [return-stack-address]
}

char *decayed(void)
{
	char gone[3];
	return gone; // warning: address of stack memory associated with local variable 'gone' returned [return-stack-address]
}

void constants(unsigned char *out)
{
	unsigned char big = 300; // warning: implicit conversion from 'int' to 'unsigned char' changes value from 300 to 44 [constant-conversion]
	signed char high = 200; // warning: implicit conversion from 'int' to 'signed char' changes value from 200 to -56 [constant-conversion]
	unsigned char mask = -1, fits = 255, cast = (unsigned char)300;
	unsigned short inverse = ~0x1fff;
	out[0] = big + high + mask + fits + cast + inverse;
}
/* a comment /* ends early */ // warning: '/*' within block comment [comment]
const char *no_comment = "/* /*";

void *either(int c, int *a, long *b)
{
	return c ? a : b; // warning: pointer type mismatch ('int *' and 'long *') [pointer-type-mismatch]
}
