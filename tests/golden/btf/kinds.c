/* Every kind of type, in the forms that C gives them. */
#define decl_tag(text) __attribute__((btf_decl_tag(text)))
#define type_tag(text) __attribute__((btf_type_tag(text)))

struct unknown;
union hidden;
enum later;
enum color { RED, GREEN = -5, BLUE };
enum mask { LOW = 1, HIGH = 0xffffffff };
enum wide : long { SMALL = -1, LARGE = 0x7fffffffff };
enum full : unsigned long { EVERYTHING = 0xffffffffffffffff };
enum tiny : unsigned char { ONE = 1, TWO } __attribute__((packed));

typedef int (*callback_t)(struct unknown *, const char *restrict, ...);
typedef struct { int x, y; } point_t;
typedef int matrix_t[3][4];

struct record {
	int number decl_tag("counted");
	struct unknown *where;
	union hidden **which;
	enum later *when;
	float ratio;
	double precise;
	_Bool flag;
	char letter;
	signed char small;
	unsigned long long large;
	__int128 huge;
	int type_tag("user") *from;
	const volatile int *const fixed;
	callback_t call;
	void (*(*signal)(int, void (*)(int)))(int);
	matrix_t grid;
	point_t points[2];
	enum color paint;
	enum mask bits;
	enum wide far;
	enum full all;
	enum tiny little;
	struct { int inner; struct record *back; } nested;
	union { int word; long pair; };
	enum { OFF, ON } state;
	char rest[];
} decl_tag("record");

typedef struct record record_t decl_tag("alias");

record_t everything decl_tag("kept");
static volatile long hidden_state;
extern int outside __attribute__((section(".ksyms")));
extern int maybe(int) __attribute__((weak));
int use(struct record *r decl_tag("argument"), int n) decl_tag("function");
int use(struct record *r, int n) { return r->number + hidden_state + outside + maybe(n); }
