/* Alias metadata, alignment, volatile, copies. */
typedef unsigned char u8;
typedef unsigned int u32;
typedef u32 __attribute__((may_alias)) u32_alias;
enum kind { NONE, SOME };
struct point { int x, y; };
struct holder { short tag; struct point at; u8 bytes[6]; struct holder *next; enum kind kind; };
struct __attribute__((packed)) wire { u8 type; u32 value; struct point at; };
union either { u32 word; u8 bytes[4]; struct { short low, high; } halves; };

volatile int flag;
struct wire last;

u32 paths(struct holder *h, union either *e, u32_alias *any, int **pp, void **vp)
{
	h->at.y = 1;
	h->next->kind = SOME;
	e->word = 2;
	e->bytes[2] = 3;
	e->halves.high = 4;
	*any = 5;
	**pp = 6;
	*vp = 0;
	return *(u32 *)(h->bytes + 2) + *(&h->at.x + 1) + h[1].bytes[h->tag];
}

u32 unaligned(struct wire *w, const u8 *data, int n)
{
	return w->value + w->at.y + *(u32 *)(data + n) + *(const unsigned short *)&data[2];
}

void volatiles(int *volatile *p)
{
	flag++;
	flag = flag;
	**p = 3;
	flag;
}

void copies(struct wire *w, struct holder *a, struct holder *b)
{
	struct wire local = *w;

	last = local;
	*w = last;
	*a = *b;
	a->at = b->at;
	__builtin_memcpy(a->bytes, &b->at, sizeof(a->bytes));
	__builtin_memset(b, 0, sizeof(*b));
	__builtin_memmove(a, b, 5);
}

struct partly { volatile u32 watched; u32 plain; };
static volatile struct holder watched_holder;
static struct partly first_partly, second_partly;

void volatile_copies(struct holder *p)
{
	watched_holder;
	*p = watched_holder;
	watched_holder = *p;
	first_partly = second_partly;
}

struct large { unsigned long a[4]; };

/* Each is the result, in its scope. */
static __attribute__((always_inline)) inline struct large choose(u32 x)
{
	if (x) {
		struct large chosen = { { x } };

		return chosen;
	}
	struct large other = { { 1, x } };
	return other;
}

unsigned long results(u32 x)
{
	return choose(x).a[1];
}
