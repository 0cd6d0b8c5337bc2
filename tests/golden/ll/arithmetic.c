/* Every operator, in the widths and signs that decide the instruction's flags. */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

int signed_operators(int a, int b)
{
	return a + b - a * b + (a & b) + (a | b) + (a ^ b) + (a << 3) + (a >> b) - -a + ~b;
}

u32 unsigned_operators(u32 a, u32 b)
{
	return a + b - a * b + a / b + a % b + (a << b) + (a >> 3);
}

u64 mixed_widths(u8 byte, short half, u32 word, long wide)
{
	u64 sum = byte + half + word;

	sum += wide * half;
	sum -= (signed char)word;
	return sum << byte;
}

int narrow_steps(u8 byte, short half, int *word, char *text)
{
	byte++;
	--half;
	half += 3;
	byte <<= 2;
	(*word)++;
	text++;
	text -= half;
	*text-- = byte;
	return half + *text;
}

_Bool truth(int a, void *p, _Bool flag, u64 wide)
{
	flag = !flag;
	flag |= a < 3;
	return (a && p) || !wide || (flag ? a == 2 : p != 0);
}

long differences(int *a, int *b, struct { int x[3]; } *c, u8 index)
{
	return (a - b) + (&c[index] - c) + (long)(a + index) + a[index] + c[1].x[index];
}

u64 wide_sum(u64 a, long b)
{
	return ((unsigned __int128)a + (__int128)b) >> 7;
}
