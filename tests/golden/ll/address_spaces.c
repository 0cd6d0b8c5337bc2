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

struct item arena *exchange(struct item arena *arena *at, struct item arena *old)
{
	struct item arena *before = __sync_val_compare_and_swap(at, old, (struct item arena *)0);

	return before ? before : __sync_lock_test_and_set(at, old);
}
