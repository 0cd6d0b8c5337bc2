/*
 * Arithmetic of 128 bits, which BPF has no instructions and LLVM no library for. A unit that needs
 * one of these functions gets it once: in line, a division would be some 200 instructions each
 * time. There are no loops, so that the verifier has few ways through.
 */
typedef unsigned long long u64;
typedef unsigned __int128 u128;

/*
 * One digit, 32 bits wide, of a quotient: of high * 2^32 + next by divisor, whose top bit is set
 * and which is greater than high. The estimate by the divisor's upper half is at most 2 too large.
 */
static inline __attribute__((always_inline)) u64 divide_digit(u64 high, u64 next, u64 divisor)
{
	u64 upper = divisor >> 32, lower = (unsigned)divisor;
	u64 digit = high / upper, rest = high % upper;

	if (digit >> 32 || digit * lower > (rest << 32 | next)) {
		digit--;
		rest += upper;
		if (!(rest >> 32) && (digit >> 32 || digit * lower > (rest << 32 | next)))
			digit--;
	}
	return digit;
}

/* result: the quotient's low and high half, then the remainder's. */
static __attribute__((noinline)) void
__bpfcc_divide_wide(u64 low, u64 high, u64 low_divisor, u64 high_divisor, u64 *result)
{
	u64 top = 0, divisor = low_divisor, rest = high, next = low, digit, quotient;
	int shift;

	if (!(high | high_divisor)) {
		result[0] = low / low_divisor;
		result[1] = 0;
		result[2] = low % low_divisor;
		result[3] = 0;
		return;
	}
	if (high_divisor) {
		/*
		 * Half of the dividend by the upper 64 bits of the divisor: after the shift this
		 * estimates the quotient, at most 1 too large.
		 */
		shift = __builtin_clzll(high_divisor);
		divisor = high_divisor << shift | low_divisor >> 1 >> (63 - shift);
		rest = high >> 1;
		next = high << 63 | low >> 1;
	} else {
		/* The rest of the upper half's division is less than the divisor. */
		top = high / low_divisor;
		rest = high % low_divisor;
		shift = __builtin_clzll(low_divisor);
		divisor = low_divisor << shift;
		rest = rest << shift | next >> 1 >> (63 - shift);
		next <<= shift;
	}
	quotient = divide_digit(rest, next >> 32, divisor);
	rest = (rest << 32 | next >> 32) - quotient * divisor;
	digit = divide_digit(rest, (unsigned)next, divisor);
	rest = (rest << 32 | (unsigned)next) - digit * divisor;
	quotient = quotient << 32 | digit;
	if (!high_divisor) {
		result[0] = quotient;
		result[1] = top;
		result[2] = rest >> shift;
		result[3] = 0;
		return;
	}
	quotient >>= 63 - shift;
	if (quotient)
		quotient--;
	u128 whole = (u128)high << 64 | low;
	u128 by = (u128)high_divisor << 64 | low_divisor;
	whole -= by * quotient;
	if (whole >= by) {
		whole -= by;
		quotient++;
	}
	result[0] = quotient;
	result[1] = 0;
	result[2] = whole;
	result[3] = whole >> 64;
}

/* result: the product's low and high half. Says whether it has more than 128 bits. */
static __attribute__((noinline)) int
__bpfcc_multiply_wide(u64 low, u64 high, u64 other_low, u64 other_high, u64 *result)
{
	u128 product = (u128)low * other_low;
	/* One of them is 0, or the whole is too large. */
	u128 cross = (u128)high * other_low + (u128)low * other_high;
	u64 carry = product >> 64, top = carry + (u64)cross;

	result[0] = product;
	result[1] = top;
	return (high && other_high) || cross >> 64 || top < carry;
}
