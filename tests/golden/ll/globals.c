/* Which definitions are emitted, in which order, and how. */
extern int known_elsewhere;
extern const int setting __attribute__((section(".kconfig"), weak));
int tentative;
int tentative;
static int unused = 3;
static int counter;
const int read_only = 4;
static const volatile int configured = 5;
char _license[] __attribute__((section("license"), used)) = "GPL";
int aligned_value __attribute__((aligned(64), section(".data.hot")));
__attribute__((weak)) int weak_value = 1;
__attribute__((visibility("hidden"))) int hidden_value = 2;
int labelled __asm__("other_name");

static int later(int);
static inline int never(int x) { return x; }
inline int available(int x) { return x + counter; }
static __attribute__((used)) int kept(int x) { return x; }

__attribute__((section("xdp"))) int program(void *ctx)
{
	static int calls;
	static const char format[] = "text";

	calls++;
	return later(calls) + known_elsewhere + setting + configured + read_only + labelled +
	       available(format[1]) + weak_value + hidden_value + tentative;
}

static __attribute__((noinline)) int later(int x)
{
	return x + counter++;
}

__attribute__((cold, minsize)) int rare(int x) { return x; }
int same_program(void *) __attribute__((alias("program")));

/* Declared objects of a type that nothing else looks into, or nobody knows. */
extern struct known unused_type_of;
struct known { int a; long b; };
extern struct unknown nobody_knows;
long addresses(void) { return (long)&unused_type_of - (long)&nobody_knows; }
