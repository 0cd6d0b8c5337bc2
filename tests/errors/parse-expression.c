// Syntax errors in expressions.

typedef int number;

struct pair {
	int left, right;
};

int use(int, int);

int expressions(int a, struct pair *p)
{
	int list[4];

	a = ; // error: expected expression [syntax]
	a = a + * ; // error: expected expression [syntax]
	a = use(a, 3; // error: expected ')' [syntax]
	a = use(a,); // error: expected expression [syntax]
	a = use(a 3); // error: expected ')' [syntax]
	a = (a + 1; // error: expected ')' [syntax]
	list[2 = 5; // error: expected ']' [syntax]
	a = a ? 1; // error: expected ':' [syntax]
	a = p->; // error: expected identifier [syntax]
	a = p->3; // error: expected identifier [syntax]
	a = int + 1; // error: unexpected type name 'int': expected expression [syntax]
	a = sizeof int; // error: expected parentheses around type name in sizeof expression [syntax]
	a = (unknown_t)a; // error: unknown type name 'unknown_t' [unknown-type]
	use((unknown_t){ 1 }, 2); // error: unknown type name 'unknown_t' [unknown-type]
	a = *(unknown_t *)p; // error: unknown type name 'unknown_t' [unknown-type]
	a = (unknown number)a; // error: unknown type name 'unknown' [unknown-type]
	a = (number)a;
	a = (a) 3; // error: expected ';' after expression [syntax]
	a = (a) // error: expected ';' after expression [syntax]
	a = 08; // error: invalid digit '8' in octal constant [invalid-number]
	a = 12zz + 1; // error: invalid suffix 'zz' on integer constant [invalid-number]
	a = @; // error: unexpected character '@' [stray-token]
	a = __builtin_offsetof(struct pair, ); // error: expected identifier [syntax]
	a = __builtin_types_compatible_p(int, 3); // error: expected a type [syntax]
	a = _Generic(a, int: 1, 2: 3); // error: expected a type [syntax]
	asm(r0); // error: expected string literal in 'asm' [syntax]
	asm("" : "=r" a); // error: expected '(' after the constraint [syntax]
	return a;
}
