/* Atomic builtins and what orders they keep. */
typedef unsigned long u64;

u64 syncs(int *word, u64 *wide)
{
	u64 sum = __sync_fetch_and_add(wide, 2);

	__sync_fetch_and_add(word, 1);
	sum += __sync_add_and_fetch(wide, 3);
	sum += __sync_fetch_and_or(wide, 4) + __sync_and_and_fetch(wide, 5);
	sum += __sync_fetch_and_xor(wide, 6) + __sync_sub_and_fetch(wide, 7);
	sum += __sync_lock_test_and_set(wide, 8);
	sum += __sync_val_compare_and_swap(wide, 9, 10);
	if (__sync_bool_compare_and_swap(word, 11, 12))
		sum++;
	return sum;
}

u64 atomics(int *word, u64 *wide)
{
	u64 expected = 1;
	u64 sum = 1;

	__atomic_fetch_add(wide, 2, __ATOMIC_RELAXED);
	sum += __atomic_add_fetch(wide, 3, __ATOMIC_SEQ_CST);
	sum += __atomic_exchange_n(wide, 4, __ATOMIC_ACQ_REL);
	sum += __atomic_fetch_and(wide, sum, __ATOMIC_SEQ_CST);
	if (__atomic_compare_exchange_n(wide, &expected, 5, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		sum += expected;
	return sum + __atomic_or_fetch(word, 6, __ATOMIC_SEQ_CST);
}
