struct incomplete;
struct s { int x; } s1, s2;
union u { int a; long b; };
const int fixed = 3;
int *ip; long *lp; const char *cs; char *s; void *vp;
int takes_pointer(struct s *p);
int two(int a, int b);

void tests(struct incomplete *in, union u un)
{
	struct incomplete local; // error: variable has incomplete type 'struct incomplete' [incomplete-type]
	void nothing; // error: variable has incomplete type 'void' [incomplete-type]
	ip = lp; // error: incompatible pointer types assigning to 'int *' from 'long *' [incompatible-pointer-types]
	ip = 5; // error: incompatible integer to pointer conversion assigning to 'int *' from 'int' [int-conversion]
	int from_pointer = ip; // error: incompatible pointer to integer conversion initializing 'int' [int-conversion]
	s = cs; // warning: assigning to 'char *' from 'const char *' discards qualifiers [incompatible-pointer-types-discards-qualifiers]
	takes_pointer(lp); // error: incompatible pointer types passing 'long *' to parameter of type 'struct s *' [incompatible-pointer-types]
	two(1); // error: too few arguments to function call, expected 2, have 1 [argument-count]
	two(1, 2, 3); // error: too many arguments to function call, expected 2, have 3 [argument-count]
	fixed = 4; // error: cannot assign to variable 'fixed' with const-qualified type 'const int' [const-assignment]
	s1 = un; // error: assigning to 'struct s' from incompatible type 'union u' [incompatible-types]
	s1 + 1; // error: invalid operands to binary expression ('struct s' and 'int') [operand-types]
	-s1; // error: invalid argument type 'struct s' to unary expression [operand-types]
	if (s1) {} // error: statement requires expression of scalar type ('struct s' invalid) [condition]
	*fixed; // error: indirection requires pointer operand ('int' invalid) [dereference]
	fixed(); // error: called object type 'int' is not a function or function pointer [call]
	fixed[1]; // error: subscripted value of type 'int' is not an array or pointer [subscript]
	1 = 2; // error: expression is not assignable [assignment]
	&5; // error: cannot take the address of an rvalue of type 'int' [address-of]
	in->x; // error: incomplete definition of type 'struct incomplete' [incomplete-type]
	in + 1; // error: arithmetic on a pointer to an incomplete type 'struct incomplete' [incomplete-type]
	sizeof(struct incomplete); // error: invalid application of 'sizeof' to an incomplete type 'struct incomplete' [incomplete-type]
	(struct s)5; // error: cast to non-scalar type 'struct s' is not allowed [cast]
	ip == lp; // warning: comparison of distinct pointer types ('int *' and 'long *') [compare-distinct-pointer-types]
	ip == 5; // warning: comparison between pointer and integer ('int *' and 'int') [pointer-integer-compare]
	1 << 40; // warning: shift count >= width of type (32) [shift-count-overflow]
	1 / 0; // warning: division by zero is undefined [division-by-zero]
}
int no_value(void) { return; } // error: non-void function 'no_value' should return a value [return-mismatch]
void a_value(void) { return 1; } // error: void function 'a_value' should not return a value [return-mismatch]
int returns_array(void)[3]; // error: function cannot return array type 'int[3]' [function-result]
int array_of_functions[2](void); // error: array of functions is not allowed [array-element]
int negative[-1]; // error: array has a negative size [array-size]
struct bits { int wide : 40; }; // error: width of bit-field 'wide' (40 bits) exceeds the width of its type (32 bits) [bit-field]
struct zero { int named : 0; }; // error: bit-field 'named' has zero width [bit-field]
_Static_assert(sizeof(int) == 8, "int is 4 bytes"); // error: static assertion failed: int is 4 bytes [static-assert]
