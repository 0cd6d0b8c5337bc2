/* Access units of bit-fields: the width of each load and store. */
struct mixed {
	unsigned a : 3;
	unsigned b : 5;
	int c : 9;
	unsigned long d : 40;
	unsigned char e : 1;
	unsigned char f : 7;
	unsigned g;
	_Bool h : 1;
	unsigned char i : 4;
	volatile unsigned short j : 4;
};

struct __attribute__((packed)) packed {
	unsigned char a;
	unsigned int b;
	unsigned short c : 3, d : 13;
	unsigned long e : 33;
};

struct separated {
	int a : 7;
	int : 0;
	int b : 9;
	int : 3;
	unsigned char c : 2;
};

union overlaid {
	unsigned a : 4;
	unsigned long b : 60;
};

long read_all(struct mixed *m, struct packed *p, struct separated *s, union overlaid *u)
{
	return m->a + m->b + m->c + m->d + m->e + m->f + m->h + m->i + m->j + p->c + p->d + p->e +
	       s->a + s->b + s->c + u->a + u->b;
}

int write_all(struct mixed *m, struct packed *p, struct separated *s, union overlaid *u, int x)
{
	m->a = x;
	m->c = x;
	m->d = x;
	m->f += 3;
	m->h = x;
	m->b++;
	m->j = x;
	p->d = p->e = x;
	s->b = x;
	u->b ^= 1;
	return m->c = x;
}

union narrow { signed whole : 17; unsigned char byte; };
static union narrow narrows[2];
int take_union(union narrow by_value, union narrow *pointer);

/* What was just written is promoted as what is read is. */
int promoted(struct mixed *p, int x)
{
	return ((p->b = x) > -1) + ((p->b += x) > -2) + (++p->b > -3) + ((x, p->b) > -4) +
	       (p->b++ > -5) + take_union(narrows[0], &narrows[1]);
}

/* What a bit-field promotes to, and what is none any more: casts, ?: with a shared operand. */
enum huge { HUGE = 0x100000000 };
struct promoted {
	unsigned long narrow : 31, wide : 33;
	enum huge huge : 40;
	_Bool flag : 1;
	long long word : 32;
	unsigned __int128 quad : 20;
};
#define KIND(e) \
	_Generic((e), int: 1, unsigned: 2, long: 3, unsigned long: 4, long long: 5, default: 6)

int promotions(struct promoted *s, long c)
{
	return KIND(-s->narrow) + KIND(-s->wide) * 10 + KIND(-(s->narrow = 3)) * 100 +
	       KIND(-(unsigned long)s->narrow) * 1000 + KIND(s->narrow ?: s->narrow) * 10000 +
	       KIND(s->word ?: (0, s->flag)) * 100000 + KIND(+s->huge) * 1000000 +
	       KIND(c ? s->huge : s->narrow) * 10000000 + KIND(-(0, s->narrow) + s->quad) * 100000000;
}

long shared_condition(struct promoted *s, int a, int c)
{
	return ((a == c) ?: s->narrow) + (s->flag ?: c);
}
