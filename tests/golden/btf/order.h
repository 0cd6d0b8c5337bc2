struct later;

typedef struct later later_t;

struct second;

struct third;

struct first {
	later_t *l;
	struct second *s;
	int (*f)(struct third *, struct first *);
};

struct later {
	struct first f;
	later_t *self;
};

struct second {
	struct later l;
	struct second *next;
};

typedef struct {
	struct second s;
	struct third *t;
} both_t;

struct third {
	both_t *b;
	struct third **array[4];
};

struct holder;

union mutual {
	struct holder *h;
	int i;
};

struct holder {
	union mutual m;
	const struct holder * const *list;
};

typedef void handler_t(struct holder *, both_t *);

struct table {
	handler_t *handlers[4];
	handler_t **more;
};

