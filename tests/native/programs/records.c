// prints: 1 2 3 7 0 9
// prints: -3 5 1 1023
// prints: by value 110 5, returned 6
// prints: union 11223344 33, nested 4 5
// prints: compound 30, members 3 6
#include <stdio.h>

struct point { short x, y; };
struct shape { struct point corners[3]; int count; };
struct bits { int a : 4; unsigned b : 3; _Bool c : 1; unsigned long d : 10; };
union both { unsigned word; unsigned char bytes[4]; };
struct outer { int a; struct { int b; union { int c; char d; }; }; };

static int array[6] = { 1, 2, [2] = 3, [5] = 9, [3] = 7 };

static int by_value(struct shape s, struct point p)
{
	s.corners[0].x = 100;
	return s.corners[0].x + s.corners[1].y + s.corners[2].x + p.y;
}

static struct shape make(int n)
{
	return (struct shape){ .corners = { { 1, 2 }, { 3, 4 }, { n, 6 } }, .count = n };
}

int main(void)
{
	struct bits bits = { -3, 5, 1, 1023 };
	struct shape shape = make(5);
	struct point p = { .y = 1 };
	union both both = { .word = 0x11223344 };
	struct outer outer = { 1, { 4, { 5 } } };

	for (int i = 0; i < 6; i++)
		printf("%d%s", array[i], i < 5 ? " " : "\n");
	printf("%d %d %d %d\n", bits.a, bits.b, bits.c, (int)bits.d);
	printf("by value %d %d, returned %d\n", by_value(shape, p), shape.corners[2].x,
	       make(9).corners[2].y);
	printf("union %x %x, nested %d %d\n", both.word, both.bytes[1], outer.b, outer.c);
	printf("compound %d, members %d %d\n", (struct point){ 10, 20 }.x + ((int[]){ 5, 20 })[1],
	       (&shape)->corners[1].x, ((short *)&shape)[5]);
	return 0;
}
