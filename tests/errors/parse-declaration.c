// Syntax errors in declarations, and their recovery.

struct missing {
	int a // error: expected ';' at end of declaration list [syntax]
	int b;
	unknown_t c; // error: unknown type name 'unknown_t' [unknown-type]
	int; int d;
} // error: expected ';' after struct [syntax]
int next;

enum numbers {
	ONE = , // error: expected expression [syntax]
	TWO THREE, // error: expected ',' or '}' after enumerator [syntax]
	FOUR,
} // error: expected ';' after enum [syntax]
typedef int number;

int two = TWO, four = FOUR;
missing *pointer; // error: must use 'struct' tag to refer to type 'missing' [unknown-type]
int list[3 = { 1, 2 }; // error: expected expression [syntax]
int braces[] = { 1, 2; // error: expected '}' [syntax]
struct missing designated = { .a 1, .b = 2 }; // error: expected '=' or another designator [syntax]
struct missing int mixed; // error: cannot combine with previous 'struct missing' declaration specifier [declaration-specifier]
static extern int storage; // error: cannot combine with previous 'static' declaration specifier [declaration-specifier]
implicit = 5; // error: type specifier missing, and C has no implicit 'int' since C99 [missing-type]
static nothing; // error: type specifier missing, and C has no implicit 'int' since C99 [missing-type]
int 3x; // error: invalid suffix 'x' on integer constant [invalid-number]
int if; // error: expected identifier or '(' [syntax]
int trailing(int a, ); // error: expected parameter declarator [syntax]
int names(a, b); // error: unknown type name 'a' [unknown-type] // error: unknown type name 'b' [unknown-type]
int params(number a, nubmer b); // error: unknown type name 'nubmer'; did you mean 'number'? [unknown-type]
int attribute __attribute__((unused); // error: expected ')' [syntax]
typedef int initialized = 3; // error: illegal initializer (only variables can be initialized) [syntax]
} // error: extraneous closing brace ('}') [syntax]

int unfinished(void)
	if // error: expected function body after function declarator [syntax]
	;

int fine(void)
{
	nubmer n = 1; // error: unknown type name 'nubmer'; did you mean 'number'? [unknown-type]
	unknown_t *p = 0; // error: unknown type name 'unknown_t' [unknown-type]
	return 0;
}

int outer(void)
{
	int inner(void) { // error: function definition is not allowed here [syntax]
		return 1;
	}
	return 2;
}
