struct record { int a; };
#define AS_VALUE(x) ({ x; })
#define BODY(x) (x) + 1
int call(void);
int pure(int) __attribute__((pure));
int wanted(void) __attribute__((warn_unused_result));

int dropped(int a, struct record *r, int *p, volatile int *v)
{
	a; // warning: expression result unused [unused-value]
	r->a; // warning: expression result unused [unused-value]
	*p; // warning: expression result unused [unused-value]
	p[1]; // warning: expression result unused [unused-value]
	a + 1; // warning: expression result unused [unused-value]
	a == 1; // warning: comparison result unused [unused-comparison]
	a ? 1 : 2; // warning: expression result unused [unused-value]
	(int)a; // warning: expression result unused [unused-value]
	a && a; // warning: expression result unused [unused-value]
	pure(a); // warning: this function only computes its result: it is unused [unused-value]
	wanted(); // warning: the result of 'wanted' is to be looked at [unused-result]
	__builtin_bswap32(a); // warning: this function only computes its result: it is unused [unused-value]
	({ a; }); // warning: expression result unused [unused-value]
	a = 1, 2; // warning: expression result unused [unused-value]
	a, call(); // warning: left operand of comma operator has no effect [unused-value]
	if (a)
		a; // warning: expression result unused [unused-value]
	for (a; a < 3; a--) // warning: expression result unused [unused-value]
		call();
	*v;
	(void)a;
	(void)wanted();
	a && call();
	a ? call() : 0;
	call();
	({ call(); });
	AS_VALUE(call());
	BODY(a);
	if (0)
		a;
	return a;
}
