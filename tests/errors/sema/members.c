struct early {
	int data[]; // error: flexible array member 'data' is not at the end of the struct [member-type]
	int after;  // note@-1: next member is here
};
struct late { int count; int data[]; };
union either { int count; int data[]; };
int use(struct early *e, struct late *l, union either *u) { return e->after + l->count + u->count; }
struct open { int a; int b }; // warning: expected ';' at end of declaration list [missing-semicolon]
struct itself { int a; struct itself b; }; // error: field has incomplete type 'struct itself' [incomplete-type]
// note@-1: 'struct itself' is complete only behind its '}'
_Static_assert(sizeof(struct late) == 8, "size"); // error: static assertion failed: size [static-assert]
// note@-1: that is 4 == 8
