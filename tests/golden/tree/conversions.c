typedef unsigned long long u64;
typedef unsigned char u8;
struct bits { unsigned a : 3; int b : 7; u64 wide : 40; };

int promote(u8 a, short b) { return a + b; }
u64 usual(int i, unsigned u, long l) { return i + u + l; }
long shift(int i, long n) { return i << n; }
_Bool truth(int *p, double unused_parameter, int i) { return p; }
int bit_fields(struct bits *s) { return s->a + s->b; }
u64 wide_bit_field(struct bits *s) { return s->wide + 1; }
void *null(int c, void *p) { return c ? p : 0; }
const char *decay(void) { static char text[] = "abc"; return text; }
int compare(unsigned long n) { return n < -1; }
void compound(u8 *p, int n) { *p += n; p += n; n <<= 2L; }
int elvis(int a, long b) { return a ?: b; }
int comma(int a) { return (a++, --a); }
long difference(int *p, int *q) { return p - q; }
int function_pointer(int (*f)(long), int (**g)(long)) { return f(1) + (*g)(2) + (**g)(3); }
