/* CO-RE: what is relocated, by attribute and by builtin. */
#define CORE __attribute__((preserve_access_index))
typedef unsigned long u64;
struct inner { int q; char name[16]; };
struct CORE outer {
	int a;
	struct { int an; union { int u1; long u2; }; };
	struct inner in;
	int array[4][8];
	unsigned b1 : 3, b2 : 7;
	struct outer *next;
	struct inner *far;
};
struct plain { int x; int array[5]; struct inner ins[3]; int bits : 5; };
union CORE both { int i; long l; struct inner in; };
typedef struct { int m; } CORE named;
enum kind { LOW = -3, HIGH = 5 };
enum wide { NARROW = 1, WIDEST = 0xffffffffffffffffULL };
struct __attribute__((preserve_static_offset)) context { int a; struct inner in; int c[5]; };

int attributes(struct outer *p, union both *u, named *n, int i)
{
	return p->a + p->an + p->u2 + p->in.q + p->in.name[3] + p->array[1][2] + p->b2 +
	       p->next->next->a + p->far->q + u->l + u->in.q + n->m + p->array[i][2] + p[2].a;
}

void writes(struct outer *p)
{
	p->b2 = 3;
	p->a++;
}

int builtins(struct plain *p)
{
	return *__builtin_preserve_access_index(&p->array[2]) +
	       __builtin_preserve_access_index(p->ins[1].q) +
	       __builtin_preserve_access_index(({ p->x; }));
}

u64 information(struct plain *p, struct outer *o)
{
	return __builtin_preserve_field_info(p->bits, 0) + __builtin_preserve_field_info(o->in.name, 1) +
	       __builtin_preserve_type_info(*(struct outer *)0, 0) +
	       __builtin_preserve_type_info(*(named *)0, 1) +
	       __builtin_preserve_enum_value(*(enum kind *)HIGH, 0) +
	       __builtin_preserve_enum_value(*(enum kind *)LOW, 1) +
	       __builtin_preserve_enum_value(*(enum wide *)WIDEST, 1) +
	       __builtin_btf_type_id(*(struct plain *)0, 0) + __builtin_btf_type_id(*p, 1);
}

int fixed_offsets(struct context *c, int i)
{
	return c->in.q + c->c[2] + c->c[i];
}

/* In another address space. */
#define arena __attribute__((address_space(1)))
struct far { int a; union { long b; int c[4]; }; unsigned d : 3; } __attribute__((preserve_access_index));
long read_far(struct far arena *p)
{
	return p->a + p->b + p->c[2] + p->d + __builtin_preserve_field_info(p->a, 0);
}
