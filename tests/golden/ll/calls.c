/* How values cross calls. */
struct one { int a; };
struct pair { long a, b; };
struct odd { char a[3]; };
struct in6 { unsigned int word[4]; };

static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*const print)(const char *format, unsigned size, ...) = (void *)6;

int external(_Bool flag, char c, unsigned short s, struct one one, struct odd odd);
__attribute__((noinline)) static int by_value(struct pair pair, struct in6 *in6, signed char c)
{
	return pair.b + in6->word[2] + c;
}

static __attribute__((always_inline)) inline struct pair make_pair(long a)
{
	struct pair pair = { a, 2 };

	return pair;
}

__attribute__((weak)) _Bool overridable(char c)
{
	return c;
}

__attribute__((visibility("hidden"))) unsigned char narrow(int x)
{
	return x;
}

extern void missing(void) __attribute__((weak));
_Noreturn void stop(void);
int pure(int) __attribute__((pure));
int constant(int) __attribute__((const));

static int (*const callback)(int) = pure;

int calls(void *map, int key, struct odd *odd)
{
	struct in6 in6 = {};
	int *found = lookup(map, &key);

	print("key %d", 7, key);
	if (!found)
		return 0;
	if (missing)
		missing();
	if (key == 77)
		stop();
	return *found + callback(key) + by_value(make_pair(key), &in6, key) +
	       external(key, key, key, (struct one){ key }, *odd) + overridable(key) + pure(1) +
	       constant(2) + make_pair(1).b;
}
