// flags: -Wtautological-unsigned-zero-compare -Wtautological-type-limit-compare
typedef unsigned char u8;
enum color { RED, GREEN };
enum shape { ROUND, SQUARE };
struct record { int a; unsigned int low : 4; int many[4]; };
int call(void);
int weak(void) __attribute__((weak));
#define LIMIT 255

int itself(int i, struct record *r, volatile int *p)
{
	if (i == i) // warning: comparing this with itself is always true [tautological-compare]
		return 1;
	if (r->a < r->a) // warning: comparing this with itself is always false [tautological-compare]
		return 2;
	return i == r->a || *p == *p; // warning: comparing this with itself is always true [tautological-compare]
}

int constants(unsigned int a, u8 b, int i, signed char c, unsigned long q)
{
	if (b == 256) // warning: comparing a value of type 'u8' with 256 is always false [tautological-constant-out-of-range-compare]
		return 1;
	if (c == 200) // warning: comparing a value of type 'signed char' with 200 is always false [tautological-constant-out-of-range-compare]
		return 2;
	if (i > 0x1ffffffffL) // warning: comparing a value of type 'int' with 8589934591 is always false [tautological-constant-out-of-range-compare]
		return 3;
	if ((a < 3) > 1) // warning: comparing a truth value with 1 is always false [tautological-constant-compare]
		return 4;
	if (!a == 2) // warning: logical not is only applied to the left hand side of this comparison [logical-not-parentheses] // warning: comparing a truth value with 2 is always false [tautological-constant-out-of-range-compare]
		return 5;
	if (a < 0) // warning: comparing a value of type 'unsigned int' with 0 is always false [tautological-unsigned-zero-compare]
		return 6;
	if (b > 255) // warning: comparing a value of type 'u8' with 255 is always false [tautological-type-limit-compare]
		return 7;
	if (b > LIMIT || b == 255 || i < 0 || q > 0xffffffff || c == -128)
		return 8;
	if (a == -1 || (a & 1) == 1) // warning: comparison of integers of different signs: 'unsigned int' and 'int' [sign-compare]
		return 9;
	if (sizeof(long) == 4 && b == 256)
		return 10;
	return 1 < i < 3; // warning: 'X < Y < Z' compares the result of the first comparison, 0 or 1, with the third value [parentheses] // warning: comparing a truth value with 3 is always true [tautological-constant-out-of-range-compare]
}

int pointers(struct record *r, int parameter[3])
{
	int local[3];

	if (local) // warning: the address of array 'local' is never NULL [pointer-bool-conversion]
		return 1;
	if (local == 0) // warning: the address of array 'local' is never NULL: this comparison is always false [tautological-pointer-compare]
		return 2;
	if (&r->a == 0) // warning: the address of 'r->a' is never NULL: this comparison is always false [tautological-pointer-compare]
		return 3;
	if (!&r->a) // warning: the address of 'r->a' is never NULL [pointer-bool-conversion]
		return 4;
	if (call && r) // warning: the address of function 'call' is never NULL [pointer-bool-conversion]
		return 5;
	if (r->many) // warning: the address of array 'r->many' is never NULL [pointer-bool-conversion]
		return 6;
	if (parameter || weak || &(r->a) == 0)
		return 7;
	if ((char *)r == "text") // warning: where a string literal lies is unspecified; compare what is in it instead [string-compare]
		return 8;
	return local[0] + r->low;
}

int enumerations(enum color c, enum shape s)
{
	if (c == s) // warning: values of different enumerations are compared ('enum color' and 'enum shape') [enum-compare]
		return 1;
	if (c == SQUARE) // warning: values of different enumerations are compared ('enum color' and 'enum shape') [enum-compare]
		return 2;
	return c == RED || c == 1;
}
