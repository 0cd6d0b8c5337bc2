struct s { int a, b; };
int variable;
int not_constant = variable + 1; // error: initializer element is not a compile-time constant [constant-expression]
struct s unknown = { .c = 1 }; // error: field designator 'c' does not refer to any field in type 'struct s' [no-member]
int small[2] = { [5] = 1 }; // error: array designator index (5) exceeds array bounds [designator]
int scalar = { .a = 1 }; // error: designator in initializer for scalar type [designator]
int excess[2] = { 1, 2, 3 }; // warning: excess elements in array initializer [excess-initializers]
char too_long[2] = "abc"; // warning: initializer-string for char array is too long [excess-initializers]
struct s wrong_type = { "text", 2 }; // error: incompatible pointer to integer conversion initializing 'int' [int-conversion]
int from_list[3] = 5; // error: array initializer must be an initializer list [initializer]
void locals(int n)
{
	int vla[n]; // error: variable length array 'vla': BPF's stack has a fixed size [vla]
	int no_size[]; // error: needs an explicit size or an initializer [incomplete-type]
	__auto_type nothing; // error: requires an initializer [auto-type]
}
