/* What an initialiser becomes: a copy of a constant, memset and stores, or stores alone. */
struct small { char a; int b; char c; long d; };
struct large { struct small head; int array[8]; char name[16]; union { int i; long l; } u; unsigned low : 3, high : 7; };

void use(void *);

int global_zero;
int global_value = 3;
const char global_text[8] = "text";
int global_sparse[100] = { [3] = 1, [50 ... 52] = 7 };
struct large global_record = { .array[2] = 4, .name = "n", .u.l = -1, .high = 5 };
struct small *global_pointer = &global_record.head;
int *global_element = &global_sparse[51];
void (*global_function)(void *) = use;
struct { int count; long items[]; } global_flexible = { 2, { 10, 20 } };
static const struct small constant = { 1, 2, 3, 4 };

void constant_locals(void)
{
	char text[] = "abc %d";
	char padded[40] = "xyz";
	struct small record = { 1, 2, 3, 4 };
	struct large mostly_zero = { .low = 1, .high = 5, .name = "q" };
	int zero[10] = {};
	unsigned char ones[48] = { [0 ... 47] = 0xff };
	const char *strings[] = { "a", "b" };
	struct small copy = (struct small){ 5 };

	use(text), use(padded), use(&record), use(&mostly_zero), use(zero), use(ones), use(strings);
	use(&copy);
}

void variable_locals(int x, struct small *p)
{
	struct small holes = { x, 2 };
	struct small dense = { x, x, x, x };
	struct large nested = { .head = *p, .array = { 1, x }, .name = "abc", .u.i = 3, .high = x };
	int short_array[4] = { x };
	int sparse[20] = { [3] = x, 4 };
	struct small copied = *p;
	struct small chosen = x ? copied : holes;

	use(&holes), use(&dense), use(&nested), use(short_array), use(sparse), use(&chosen);
	copied = (struct small){ .b = x };
	use(&copied);
	use(&(struct small){ .b = 3 });
	*p = constant;
}
