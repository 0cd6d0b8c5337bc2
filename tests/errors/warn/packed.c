typedef unsigned int u32;
struct __attribute__((packed)) packed { char c; u32 number; struct { u32 inner; } part; };
struct __attribute__((packed, aligned(4))) aligned { u32 first; char c; u32 number; };
void take(u32 *);
void take_any(void *);

u32 *packed(struct packed *p, struct aligned *a, struct packed *q)
{
	u32 *kept = &p->number; // warning: packed member 'number' of 'struct packed' may not be aligned as a pointer to 'u32' promises [address-of-packed-member]

	take(&p->part.inner); // warning: packed member 'part' of 'struct packed' may not be aligned as a pointer to 'u32' promises [address-of-packed-member]
	take(&a->first);
	take(&a->number); // warning: packed member 'number' of 'struct aligned' may not be aligned as a pointer to 'u32' promises [address-of-packed-member]
	take_any(&p->number);
	take((u32 *)(char *)&p->number);
	take(kept);
	return &q->number; // warning: packed member 'number' of 'struct packed' may not be aligned as a pointer to 'u32' promises [address-of-packed-member]
}

long distance(char *end)
{
	return end - (char *)0; // warning: subtracting a null pointer is undefined; use offsetof(), or convert to a number [null-pointer-subtraction]
}
