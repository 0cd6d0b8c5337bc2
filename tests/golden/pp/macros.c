/* Object and function macros, pasted, stringified, nested, with variable arguments. */
#define CONCAT(a, b) a##b
#define EXPANDED(a, b) CONCAT(a, b)
#define STRING(x) #x
#define COUNT 3
#define EACH(f, ...) f(__VA_ARGS__)
#define LOG(fmt, args...) bpf_printk(fmt, ##args)
#define FIELD(type, name) type name __VA_OPT__()
#define LAZY(x, ...) x __VA_OPT__([__VA_ARGS__])
#define SELF SELF + 1
#define EMPTY

int EXPANDED(value_, COUNT) = COUNT;
char text[] = STRING(a  "b\n" 'c' COUNT);
int list = EACH(CONCAT, le, ft);
void f(void)
{
	LOG("none");
	LOG("two %d %d", 1,
	    2);
	LAZY(a); LAZY(b, 1, 2);
	SELF;
	EMPTY-EMPTY-1;
}
