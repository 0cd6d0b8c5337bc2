typedef unsigned char u8;
typedef signed char s8;
enum color { RED, GREEN };
enum shape { ROUND, SQUARE };
enum { MANY = 200 };
#define BIG 300
struct bits { int low : 3; unsigned int high : 4; s8 byte; };
void take(enum color c, s8 byte);

struct bits global = { 4, 15, 200 }; // warning: implicit truncation from 'int' to bit-field changes value from 4 to -4 [bitfield-constant-conversion]
u8 global_byte = BIG; // warning: implicit conversion from 'int' to 'u8' changes value from 300 to 44 [constant-conversion]

enum color enumerations(enum shape s, int i)
{
	enum color c = s; // warning: a value of 'enum shape' becomes one of 'enum color', another enumeration [implicit-enum-enum-cast]

	take(s, 1); // warning: a value of 'enum shape' becomes one of 'enum color', another enumeration [implicit-enum-enum-cast]
	take(c, MANY); // warning: implicit conversion from 'int' to 's8' changes value from 200 to -56 [constant-conversion]
	c = i ? RED : SQUARE; // warning: a value of 'enum shape' becomes one of 'enum color', another enumeration [implicit-enum-enum-cast]
	c = 1;
	return s; // warning: a value of 'enum shape' becomes one of 'enum color', another enumeration [implicit-enum-enum-cast]
}

void constants(struct bits *b, int i)
{
	s8 sum = 100 + 100; // warning: implicit conversion from 'int' to 's8' changes value from 200 to -56 [constant-conversion]
	s8 bits = 0xff, character = '\xff';
	u8 either = i ? 256 : 1; // warning: implicit conversion from 'int' to 'u8' changes value from 256 to 0 [constant-conversion]
	u8 minus = -1, inverse = ~0, far = -200; // warning: implicit conversion from 'int' to 'u8' changes value from -200 to 56 [constant-conversion]
	short all = 0xffff, decimal = 65535; // warning: implicit conversion from 'int' to 'short' changes value from 65535 to -1 [constant-conversion]
	unsigned int top = 1 << 31;
	unsigned char least = -128;
	int wide = 0x1ffffffffL; // warning: implicit conversion from 'long' to 'int' changes value from 8589934591 to -1 [constant-conversion]

	b->low = 3;
	b->low = 4; // warning: implicit truncation from 'int' to bit-field changes value from 4 to -4 [bitfield-constant-conversion]
	b->low = -5; // warning: implicit truncation from 'int' to bit-field changes value from -5 to 3 [bitfield-constant-conversion]
	b->high = 16; // warning: implicit truncation from 'int' to bit-field changes value from 16 to 0 [bitfield-constant-conversion]
	b->high = -1;
	b->high = i;
	b->byte = (s8)200;
	b->byte += sum + bits + character + either + minus + inverse + far + all + decimal + wide + top + least;
}

unsigned int casts(int *p, void *v, unsigned int u)
{
	unsigned int number = (unsigned int)p; // warning: 'unsigned int' cannot hold a pointer ('int *') [pointer-to-int-cast]
	int *pointer = (int *)u; // warning: cast to 'int *' from the smaller integer type 'unsigned int' [int-to-pointer-cast]

	pointer = (int *)3;
	return number + (unsigned int)(unsigned long)v + *pointer + (unsigned short)v; // warning: 'unsigned short' cannot hold a pointer ('void *') [void-pointer-to-int-cast]
}
