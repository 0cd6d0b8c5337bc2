// flags: -Wmissing-prototypes
struct point { int x, y, z; };
struct tail { int count; int items[4]; };

int declared(int *out);
int declared(int *out) { return *out; }
static int internal(int *out) { return *out; }

int global(struct tail *tail, int given) // warning: no previous prototype for function 'global' [missing-prototypes]
// warning@-1: parameter 'given' set but not used [unused-but-set-parameter]
{
	int set; // warning: variable 'set' set but not used [unused-but-set-variable]
	int counted = 0; // warning: variable 'counted' set but not used [unused-but-set-variable]
	int read = 0, answer, taken;
	volatile int device = 0;
	int marked __attribute__((unused));
	int *pointer = &taken;
	int items[4] = {};

	set = internal(pointer);
	given = 5;
	marked = 1;
	device |= 1;
	for (int i = 0; i < 3; i++)
		counted++;
	read += 2;
	answer = read;
	answer = answer; // warning: explicitly assigning value of variable of type 'int' to itself [self-assign]
	items[4] = 1; // warning: array index 4 is past the end of the array [array-bounds]
	items[-1] = 1; // warning: array index -1 is before the beginning of the array [array-bounds]
	pointer = &items[4];
	tail->items[7] = *pointer;
	return answer + items[3];
}

struct point positional = { 1, 2 }; // warning: missing field 'z' initializer [missing-field-initializers]
struct point zero = { 0 }, empty = {}, named = { .x = 1 };
char fits[4] = "abc";
char cut[3] = "abc"; // warning: too long for its terminating null character [unterminated-string-initialization]

int compare(unsigned u, int i, unsigned char c, unsigned long l); // declared here
int compare(unsigned u, int i, unsigned char c, unsigned long l)
{
	int r = 0;

	r += u < i; // warning: comparison of integers of different signs: 'unsigned int' and 'int' [sign-compare]
	r += u == i; // warning: different signs [sign-compare]
	r += u < c;
	r += u < (i & 7);
	r += u > 3;
	r += (l >> 32) == i;
	r += l < (c ? 1 : 2);
	r += l < sizeof(u) - 1;
	r += l > i; // warning: different signs [sign-compare]
	return r;
}

int uninitialized(int n);
int uninitialized(int n)
{
	int sum, up;

	sum += n; // warning: variable 'sum' is uninitialized when used here [uninitialized]
	up++; // warning: variable 'up' is uninitialized when used here [uninitialized]
	return sum + up;
}

int conditions(int a, int b);
int conditions(int a, int b)
{
	if (a = b) // warning: using the result of an assignment as a condition without parentheses [parentheses]
		return 1;
	if ((a = b))
		return 2;
	while (a = a - 1) // warning: without parentheses [parentheses]
		b++;
	for (; (a = b);)
		b--;
	for (; a = b;) // warning: without parentheses [parentheses]
		b--;
	return a == b;
}
