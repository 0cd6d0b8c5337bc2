// Each program answers 0 where all is right, else the number of the first thing that is not.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define PROGRAM(name) SEC("socket") int name(struct __sk_buff *skb)
#define CHECK(number, condition) \
	do {                     \
		if (!(condition)) \
			return number; \
	} while (0)

struct mixed {
	__u8 before, byte, after[2];
	__u16 low, high;
	__u8 bytes[8];
	_Bool flag;
	__u64 last;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct mixed);
} values SEC(".maps");

static struct mixed *find(void)
{
	__u32 key = 1;
	struct mixed *value = bpf_map_lookup_elem(&values, &key);

	if (value)
		*value = (struct mixed){ 1, 2, { 3, 4 }, 5, 6, { 7, 8, 9, 10, 11, 12, 13, 14 }, 0, 15 };
	return value;
}

static int neighbours(struct mixed *value)
{
	return value->before == 1 && value->after[0] == 3 && value->after[1] == 4 && value->last == 15;
}

PROGRAM(bitwise_in_a_map)
{
	struct mixed *value = find();

	CHECK(1, value);
	CHECK(2, __sync_fetch_and_or(&value->byte, 0xf0) == 2 && value->byte == 0xf2);
	CHECK(3, __sync_fetch_and_and(&value->byte, 0x3f) == 0xf2 && value->byte == 0x32);
	CHECK(4, __sync_fetch_and_xor(&value->byte, 0xff) == 0x32 && value->byte == 0xcd);
	CHECK(5, __atomic_or_fetch(&value->high, 0x8000, __ATOMIC_SEQ_CST) == 0x8006);
	CHECK(6, __atomic_fetch_and(&value->low, 4, __ATOMIC_RELAXED) == 5);
	CHECK(7, value->low == 4 && value->high == 0x8006 && neighbours(value));
	__sync_fetch_and_or(&value->low, 0x100);
	CHECK(8, value->low == 0x104 && value->high == 0x8006);
	return 0;
}

PROGRAM(arithmetic_in_a_map)
{
	struct mixed *value = find();

	CHECK(1, value);
	CHECK(2, __sync_fetch_and_add(&value->byte, 255) == 2 && value->byte == 1);
	CHECK(3, __sync_sub_and_fetch(&value->byte, 3) == 254 && value->byte == 254);
	CHECK(4, __atomic_add_fetch(&value->low, 65535, __ATOMIC_ACQ_REL) == 4);
	CHECK(5, __atomic_fetch_sub(&value->high, 7, __ATOMIC_SEQ_CST) == 6 && value->high == 65535);
	CHECK(6, neighbours(value));
	return 0;
}

PROGRAM(exchanges_in_a_map)
{
	struct mixed *value = find();
	__u16 expected = 4;

	CHECK(1, value);
	CHECK(2, __sync_lock_test_and_set(&value->byte, 77) == 2 && value->byte == 77);
	CHECK(3, __sync_val_compare_and_swap(&value->byte, 76, 1) == 77 && value->byte == 77);
	CHECK(4, __sync_bool_compare_and_swap(&value->byte, 77, 1) && value->byte == 1);
	CHECK(5, !__atomic_compare_exchange_n(&value->low, &expected, 9, 0, 5, 5) && expected == 5);
	CHECK(6, __atomic_compare_exchange_n(&value->low, &expected, 9, 1, 5, 0) && value->low == 9);
	CHECK(7, __atomic_exchange_n(&value->high, 1234, __ATOMIC_SEQ_CST) == 6);
	CHECK(8, value->high == 1234 && neighbours(value));
	CHECK(9, !__atomic_test_and_set(&value->flag, __ATOMIC_SEQ_CST) && value->flag);
	CHECK(10, __atomic_test_and_set(&value->flag, __ATOMIC_SEQ_CST) && neighbours(value));
	return 0;
}

PROGRAM(elements_of_an_array)
{
	struct mixed *value = find();

	CHECK(1, value);
	for (unsigned i = 0; i < 8; i++) {
		unsigned at = (i * 5 + skb->len) & 7;
		CHECK(2, __sync_fetch_and_add(&value->bytes[at], 250) == at + 7);
		CHECK(3, __sync_or_and_fetch(value->bytes + at, 128) == (((at + 1) & 255) | 128));
	}
	for (unsigned i = 0; i < 8; i++)
		CHECK(4, value->bytes[i] == (((i + 1) & 255) | 128));
	CHECK(5, value->high == 6 && !value->flag && neighbours(value));
	return 0;
}

static __u8 lonely;
__u16 pair[3] = { 1, 2, 3 };
static _Bool truth;

PROGRAM(globals)
{
	static __u8 local[3];

	CHECK(1, __sync_fetch_and_add(&lonely, 3) == 0 && lonely == 3);
	CHECK(2, __sync_fetch_and_or(&pair[2], 4) == 3 && pair[2] == 7 && pair[1] == 2);
	CHECK(3, __atomic_add_fetch(&pair[1], 0xfffe, __ATOMIC_RELAXED) == 0 && pair[0] == 1);
	CHECK(4, !__sync_lock_test_and_set(&truth, 1) && truth);
	CHECK(5, __sync_add_and_fetch(&local[2], 200) == 200 && !local[1] && !local[0]);
	CHECK(6, __sync_fetch_and_and(&local[skb->len & 1], 3) == 0 && local[2] == 200);
	return 0;
}

PROGRAM(on_the_stack)
{
	__u8 byte = skb->len;
	__u16 halves[2] = { skb->len, 7 }, expected = 8;

	CHECK(1, __sync_fetch_and_add(&byte, 255) == (__u8)skb->len && byte == (__u8)(skb->len - 1));
	CHECK(2, __sync_xor_and_fetch(&halves[1], 1) == 6 && halves[0] == (__u16)skb->len);
	CHECK(3, !__atomic_compare_exchange_n(&halves[1], &expected, 9, 0, 5, 5) && expected == 6);
	CHECK(4, __atomic_compare_exchange_n(&halves[1], &expected, 9, 0, 5, 5) && halves[1] == 9);
	return 0;
}

static __u32 word;
static __u64 wide;

PROGRAM(values_of_relaxed_atomics)
{
	word = 12;
	wide = 7;
	CHECK(1, __atomic_fetch_add(&word, 3, __ATOMIC_RELAXED) == 12);
	CHECK(2, __atomic_or_fetch(&word, 16, __ATOMIC_RELAXED) == 31);
	CHECK(3, __atomic_fetch_and(&wide, 5, __ATOMIC_RELAXED) == 7);
	CHECK(4, __atomic_xor_fetch(&wide, 1, __ATOMIC_RELAXED) == 4);
	CHECK(5, __atomic_fetch_sub(&wide, 1, __ATOMIC_RELAXED) == 4 && wide == 3);
	__atomic_fetch_add(&wide, 7, __ATOMIC_RELAXED);
	CHECK(6, __atomic_exchange_n(&wide, 9, __ATOMIC_RELAXED) == 10 && word == 31);
	return 0;
}

__u16 counters[2];

PROGRAM(count_low)
{
	__sync_fetch_and_add(&counters[0], 1);
	return 0;
}

PROGRAM(count_high)
{
	__sync_fetch_and_add(&counters[1], 1);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
