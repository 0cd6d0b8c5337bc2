/* Pointers into another address space, and casts between the two. */
#define arena __attribute__((address_space(1)))
struct item { int key; struct item arena *next; int values[4]; };

int arena shared;
long behind_its_name __attribute__((address_space(1))) __attribute__((used));

int walk(struct item arena *head, int i)
{
	int sum = shared;

	while (head) {
		sum += head->key + head->values[i];
		head->values[1] = sum;
		head = head->next;
	}
	return sum;
}

long *to_flat(long arena *p)
{
	return (long *)(p + 1);
}

void to_arena(struct item arena *item, struct item *other)
{
	item->next = (struct item arena *)other;
}
