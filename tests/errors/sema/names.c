struct s { int alpha; union { int beta; }; };
typedef unsigned int counter_t;
int global_counter;

int undeclared(void) { return global_countre; } // error: use of undeclared identifier 'global_countre'; did you mean 'global_counter'? [undeclared]
int member(struct s *p) { return p->alhpa; } // error: no member named 'alhpa' in 'struct s'; did you mean 'alpha'? [no-member]
int dot(struct s *p) { return p.alpha; } // error: did you mean to use '->'? [member-access]
int arrow(struct s v) { return v->beta; } // error: is not a pointer; did you mean to use '.'? [member-access]
int call(void) { return missing_function(1); } // error: call to undeclared function 'missing_function' [implicit-function-declaration]
conter_t mistyped; // error: unknown type name 'conter_t'; did you mean 'counter_t'? [unknown-type]
int type_as_value(void) { return (counter_t); } // error: expected expression [syntax]
int label(void) { goto nowhere; return 0; } // error: use of undeclared label 'nowhere' [undeclared]
int once(void) { int a; long a; return 0; } // error: redefinition of 'a' [redefinition]
int twice(void) { return 1; }
int twice(void) { return 2; } // error: redefinition of 'twice' [redefinition]
int differs(int);
int differs(long); // error: conflicting types for 'differs' [redefinition]
enum e { RED, GREEN, RED }; // error: redefinition of enumerator 'RED' [redefinition]
struct s { int x; }; // error: redefinition of 's' [redefinition]
struct t { int x; long x; }; // error: duplicate member 'x' [duplicate-member]
enum s wrong_kind; // error: use of 's' with tag type that does not match previous declaration [tag-mismatch]
typedef int f(int a) { // error: function definition declared 'typedef' [syntax]
	return a;
}
