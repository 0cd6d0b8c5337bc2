struct point { int x, y; };
struct nested { struct point p[2]; union { int i; char c[4]; }; int tail; };
int open_array[] = { 1, 2, [5] = 6, 7 };
int ranges[10] = { [0 ... 4] = 1, [3] = 9, [8 ... 9] = 2 };
char text[] = "ab" "c";
char padded[6] = "ab";
struct nested elided = { 1, 2, 3, 4, 5, 6 };
struct nested designated = { .p[1].y = 4, .c = "xyz", .tail = 1 };
struct nested overridden = { .p = { { 1, 2 } }, .p[0].y = 7 };
struct point *pointer = &(struct point){ .y = 3 };
struct { int n; struct point items[]; } flexible = { 1, { { 1, 2 }, { 3, 4 } } };
int *address = &open_array[2];
unsigned long folded = sizeof(struct nested) + (1 ? 2 : 3) * 4;
struct point local(struct point p, int a)
{
	struct point copy = p;
	struct nested n = { .p[0] = p, a };
	int zeroed[4] = {};
	return (struct point){ a, copy.x + n.tail + zeroed[0] };
}
