/* Debug metadata: what BTF is made of. */
#define __map_member(name, value) int (*name)[value]
#define tag(x) __attribute__((btf_decl_tag(x)))
#define type_tag(x) __attribute__((btf_type_tag(x)))

struct used_by_pointer { int a; };
struct pointed_at_only { int b; };
struct node { struct node *next; struct pointed_at_only *far; const struct used_by_pointer *twice; };
struct tagged { int type_tag("user") *p; int counted tag("counter"); } tag("record");
enum color { RED, GREEN = 1ULL << 40 };
typedef int number tag("typed");

struct {
	__map_member(type, 1);
	struct used_by_pointer *value;
} table __attribute__((section(".maps")));

extern int declared(struct node *node, number n tag("argument")) __attribute__((section(".ksyms")));

static __attribute__((noinline)) number helper(const volatile int *p, enum color c, struct tagged *t)
{
	return *p + c + t->counted;
}

__attribute__((section("tc"))) int entry(struct node *node tag("context"))
{
	int local = declared(node, 2);
	struct tagged t = { &local };

	return helper(&local, RED, &t) + (table.value != 0);
}
