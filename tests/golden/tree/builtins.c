typedef unsigned int u32;
struct s { int a; struct { int b; }; int array[4]; };
extern void *memcpy(void *, const void *, unsigned long);
unsigned long offsets(int i) { return __builtin_offsetof(struct s, b) + __builtin_offsetof(struct s, array[i]); }
int generic(long l) { return _Generic(l, int: 1, long: 2, default: 3); }
int choose(void) { return __builtin_choose_expr(sizeof(long) == 8, 1, (char *)"no"); }
int compatible(void) { return __builtin_types_compatible_p(int, const int) + __builtin_types_compatible_p(int, long); }
int constant(int n) { return __builtin_constant_p(n) + __builtin_constant_p(4); }
_Bool overflow(u32 a, u32 b, u32 *r) { return __builtin_add_overflow(a, b, r); }
long atomics(long *p) { return __sync_fetch_and_add(p, 1) + __sync_val_compare_and_swap(p, 1, 2); }
void copy(struct s *a, struct s *b) { memcpy(a, b, sizeof(*a)); }
int core(struct s *s) { return __builtin_preserve_access_index(s->a) + __builtin_preserve_field_info(s->b, 0); }
u32 bits(u32 v) { return __builtin_bswap32(v) + __builtin_ctz(v); }
typeof(int *) pointer_type;
__auto_type deduced = 1UL;
