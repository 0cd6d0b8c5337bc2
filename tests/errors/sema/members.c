struct early {
	int data[]; // error: flexible array member 'data' is not at the end of the struct [member-type]
	int after;  // note@-1: next member is here
};
struct late { int count; int data[]; };
union either { int count; int data[]; };
int use(struct early *e, struct late *l, union either *u) { return e->after + l->count + u->count; }
