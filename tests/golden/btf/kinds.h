struct unknown;

union hidden;

enum later;

typedef int (*callback_t)(struct unknown *, const char * restrict, ...);

typedef int matrix_t[3][4];

typedef struct {
	int x;
	int y;
} point_t;

enum color {
	RED = 0,
	GREEN = -5,
	BLUE = -4,
};

enum mask {
	LOW = 1,
	HIGH = 4294967295,
};

enum wide {
	SMALL = -1LL,
	LARGE = 549755813887LL,
};

enum full {
	EVERYTHING = 18446744073709551615ULL,
};

enum tiny {
	ONE = 1,
	TWO = 2,
} __attribute__((packed));

struct record {
	int number __attribute__((btf_decl_tag("counted")));
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
	int __attribute__((btf_type_tag("user"))) *from;
	const volatile int * const fixed;
	callback_t call;
	void (*(*signal)(int, void (*)(int)))(int);
	matrix_t grid;
	point_t points[2];
	enum color paint;
	enum mask bits;
	enum wide far;
	enum full all;
	enum tiny little;
	struct {
		int inner;
		struct record *back;
	} nested;
	union {
		int word;
		long pair;
	};
	enum {
		OFF = 0,
		ON = 1,
	} state;
	char rest[0];
} __attribute__((btf_decl_tag("record")));

typedef struct record record_t __attribute__((btf_decl_tag("alias")));

