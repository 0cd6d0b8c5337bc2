/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __BPF_CORE_READ_H__
#define __BPF_CORE_READ_H__
#include "bpf_helpers.h"

/* What the CO-RE builtins are asked for: their second argument. */
enum bpf_field_info_kind {
	BPF_FIELD_BYTE_OFFSET, BPF_FIELD_BYTE_SIZE, BPF_FIELD_EXISTS, BPF_FIELD_SIGNED,
	BPF_FIELD_LSHIFT_U64, BPF_FIELD_RSHIFT_U64
};
enum bpf_type_id_kind { BPF_TYPE_ID_LOCAL, BPF_TYPE_ID_TARGET };
enum bpf_type_info_kind { BPF_TYPE_EXISTS, BPF_TYPE_SIZE, BPF_TYPE_MATCHES };
enum bpf_enum_value_kind { BPF_ENUMVAL_EXISTS, BPF_ENUMVAL_VALUE };

#define __CORE_RELO(src, field, info) __builtin_preserve_field_info((src)->field, BPF_FIELD_##info)

/* The shifts count from the low end of 64 bits: a short read goes to that end. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ___core_low_end(dst, src, fld) ((void *)(dst))
#else
#define ___core_low_end(dst, src, fld) ((void *)(dst) + (8 - __CORE_RELO(src, fld, BYTE_SIZE)))
#endif
#define __CORE_BITFIELD_PROBE_READ(dst, src, fld) \
	bpf_probe_read_kernel(___core_low_end(dst, src, fld), __CORE_RELO(src, fld, BYTE_SIZE), \
			      (const void *)(src) + __CORE_RELO(src, fld, BYTE_OFFSET))
#define ___core_bitfield_value(raw, s, field) \
	raw <<= __CORE_RELO(s, field, LSHIFT_U64); \
	if (__CORE_RELO(s, field, SIGNED)) \
		raw = (long long)raw >> __CORE_RELO(s, field, RSHIFT_U64); \
	else \
		raw = raw >> __CORE_RELO(s, field, RSHIFT_U64)

/* A bit-field's value wherever the kernel has it: through a helper, or by loads of typed memory. */
#define BPF_CORE_READ_BITFIELD_PROBED(s, field) \
	({ unsigned long long ___val = 0; \
	   __CORE_BITFIELD_PROBE_READ(&___val, s, field); \
	   ___core_bitfield_value(___val, s, field); \
	   ___val; })
/* The empty asm makes one pointer for the four loads: one relocation, not four. */
#define BPF_CORE_READ_BITFIELD(s, field) \
	({ const void *___p = (const void *)(s) + __CORE_RELO(s, field, BYTE_OFFSET); \
	   unsigned long long ___val; \
	   asm volatile("" : "+r"(___p)); \
	   switch (__CORE_RELO(s, field, BYTE_SIZE)) { \
	   case 1: ___val = *(const unsigned char *)___p; break; \
	   case 2: ___val = *(const unsigned short *)___p; break; \
	   case 4: ___val = *(const unsigned int *)___p; break; \
	   case 8: ___val = *(const unsigned long long *)___p; break; \
	   default: ___val = 0; break; \
	   } \
	   ___core_bitfield_value(___val, s, field); \
	   ___val; })
#define BPF_CORE_WRITE_BITFIELD(s, field, new_val) \
	({ void *___p = (void *)(s) + __CORE_RELO(s, field, BYTE_OFFSET); \
	   unsigned int ___size = __CORE_RELO(s, field, BYTE_SIZE); \
	   unsigned int ___lshift = __CORE_RELO(s, field, LSHIFT_U64); \
	   unsigned int ___rshift = __CORE_RELO(s, field, RSHIFT_U64); \
	   unsigned long long ___mask, ___val = 0, ___new = new_val; \
	   unsigned int ___rpad = ___rshift - ___lshift; \
	   asm volatile("" : "+r"(___p)); \
	   switch (___size) { \
	   case 1: ___val = *(unsigned char *)___p; break; \
	   case 2: ___val = *(unsigned short *)___p; break; \
	   case 4: ___val = *(unsigned int *)___p; break; \
	   case 8: ___val = *(unsigned long long *)___p; break; \
	   } \
	   ___mask = (~0ULL << ___rshift) >> ___lshift; \
	   ___val = (___val & ~___mask) | ((___new << ___rpad) & ___mask); \
	   switch (___size) { \
	   case 1: *(unsigned char *)___p = ___val; break; \
	   case 2: *(unsigned short *)___p = ___val; break; \
	   case 4: *(unsigned int *)___p = ___val; break; \
	   case 8: *(unsigned long long *)___p = ___val; break; \
	   } })

/* A field is named as an expression (p->f) or as type and member (struct t, f). */
#define ___bpf_typeof(type) ((typeof(type) *)0)
#define ___bpf_field_ref1(field) (field)
#define ___bpf_field_ref2(type, field) (___bpf_typeof(type)->field)
#define ___bpf_field_ref(args...) ___bpf_apply(___bpf_field_ref, ___bpf_narg(args))(args)
#define bpf_core_field_exists(field...) \
	__builtin_preserve_field_info(___bpf_field_ref(field), BPF_FIELD_EXISTS)
#define bpf_core_field_size(field...) \
	__builtin_preserve_field_info(___bpf_field_ref(field), BPF_FIELD_BYTE_SIZE)
#define bpf_core_field_offset(field...) \
	__builtin_preserve_field_info(___bpf_field_ref(field), BPF_FIELD_BYTE_OFFSET)

#define bpf_core_type_id_local(type) __builtin_btf_type_id(*___bpf_typeof(type), BPF_TYPE_ID_LOCAL)
#define bpf_core_type_id_kernel(type) __builtin_btf_type_id(*___bpf_typeof(type), BPF_TYPE_ID_TARGET)
#define bpf_core_type_exists(type) \
	__builtin_preserve_type_info(*___bpf_typeof(type), BPF_TYPE_EXISTS)
#define bpf_core_type_matches(type) \
	__builtin_preserve_type_info(*___bpf_typeof(type), BPF_TYPE_MATCHES)
#define bpf_core_type_size(type) __builtin_preserve_type_info(*___bpf_typeof(type), BPF_TYPE_SIZE)
#define bpf_core_enum_value_exists(enum_type, enum_value) \
	__builtin_preserve_enum_value(*(typeof(enum_type) *)enum_value, BPF_ENUMVAL_EXISTS)
#define bpf_core_enum_value(enum_type, enum_value) \
	__builtin_preserve_enum_value(*(typeof(enum_type) *)enum_value, BPF_ENUMVAL_VALUE)

#define bpf_core_read(dst, sz, src) \
	bpf_probe_read_kernel(dst, sz, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_user(dst, sz, src) \
	bpf_probe_read_user(dst, sz, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_str(dst, sz, src) \
	bpf_probe_read_kernel_str(dst, sz, (const void *)__builtin_preserve_access_index(src))
#define bpf_core_read_user_str(dst, sz, src) \
	bpf_probe_read_user_str(dst, sz, (const void *)__builtin_preserve_access_index(src))

extern void *bpf_rdonly_cast(const void *obj, __u32 btf_id) __ksym __weak;
#define bpf_core_cast(ptr, type) \
	((typeof(type) *)bpf_rdonly_cast((ptr), bpf_core_type_id_kernel(type)))

/* Lists of up to ten: how many, the last, all but the last, joined by arrows. */
#define ___concat(a, b) a##b
#define ___apply(fn, n) ___concat(fn, n)
#define ___nth(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, __11, N, ...) N
#define ___narg(...) ___nth(_, ##__VA_ARGS__, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define ___empty(...) ___nth(_, ##__VA_ARGS__, N, N, N, N, N, N, N, N, N, N, 0)
#define ___last1(x) x
#define ___last2(x, more...) ___last1(more)
#define ___last3(x, more...) ___last2(more)
#define ___last4(x, more...) ___last3(more)
#define ___last5(x, more...) ___last4(more)
#define ___last6(x, more...) ___last5(more)
#define ___last7(x, more...) ___last6(more)
#define ___last8(x, more...) ___last7(more)
#define ___last9(x, more...) ___last8(more)
#define ___last10(x, more...) ___last9(more)
#define ___last(...) ___apply(___last, ___narg(__VA_ARGS__))(__VA_ARGS__)
#define ___nolast2(x, last) x
#define ___nolast3(x, more...) x, ___nolast2(more)
#define ___nolast4(x, more...) x, ___nolast3(more)
#define ___nolast5(x, more...) x, ___nolast4(more)
#define ___nolast6(x, more...) x, ___nolast5(more)
#define ___nolast7(x, more...) x, ___nolast6(more)
#define ___nolast8(x, more...) x, ___nolast7(more)
#define ___nolast9(x, more...) x, ___nolast8(more)
#define ___nolast10(x, more...) x, ___nolast9(more)
#define ___nolast(...) ___apply(___nolast, ___narg(__VA_ARGS__))(__VA_ARGS__)
#define ___arrow1(x) x
#define ___arrow2(x, y) x->y
#define ___arrow3(x, y, more...) ___arrow2(x->y, more)
#define ___arrow4(x, y, more...) ___arrow3(x->y, more)
#define ___arrow5(x, y, more...) ___arrow4(x->y, more)
#define ___arrow6(x, y, more...) ___arrow5(x->y, more)
#define ___arrow7(x, y, more...) ___arrow6(x->y, more)
#define ___arrow8(x, y, more...) ___arrow7(x->y, more)
#define ___arrow9(x, y, more...) ___arrow8(x->y, more)
#define ___arrow10(x, y, more...) ___arrow9(x->y, more)
#define ___arrow(...) ___apply(___arrow, ___narg(__VA_ARGS__))(__VA_ARGS__)
#if __clang_major__ >= 19 || (!defined(__clang__) && __GNUC__ >= 14)
#define ___bare_typeof __typeof_unqual__
#else
#define ___bare_typeof typeof
#endif
#define ___type(...) ___bare_typeof(___arrow(__VA_ARGS__))

/*
 * src->a->b->c in three reads: a step reads the pointer at `path->a` into __t, the last one reads
 * the value into dst. `path` only lends its type, the address is in src (first step) or in __t.
 */
#define ___read(read_fn, dst, src_type, src, accessor) \
	read_fn((void *)(dst), sizeof(*(dst)), &((src_type)(src))->accessor)
#define ___step(ptr_fn, at, path, a) ___read(ptr_fn, &__t, ___bare_typeof(path), at, a);
#define ___walk1(fn, ptr_fn, dst, at, path, a) ___read(fn, dst, ___bare_typeof(path), at, a);
#define ___walk2(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk1(fn, ptr_fn, dst, __t, path->a, more)
#define ___walk3(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk2(fn, ptr_fn, dst, __t, path->a, more)
#define ___walk4(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk3(fn, ptr_fn, dst, __t, path->a, more)
#define ___walk5(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk4(fn, ptr_fn, dst, __t, path->a, more)
#define ___walk6(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk5(fn, ptr_fn, dst, __t, path->a, more)
#define ___walk7(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk6(fn, ptr_fn, dst, __t, path->a, more)
#define ___walk8(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk7(fn, ptr_fn, dst, __t, path->a, more)
#define ___walk9(fn, ptr_fn, dst, at, path, a, more...) \
	___step(ptr_fn, at, path, a) ___walk8(fn, ptr_fn, dst, __t, path->a, more)
#define ___core_read0(fn, ptr_fn, dst, src, a) ___walk1(fn, ptr_fn, dst, src, src, a)
#define ___core_readN(fn, ptr_fn, dst, src, a, more...) const void *__t; \
	___apply(___walk, ___narg(a, more))(fn, ptr_fn, dst, src, src, a, more)
#define ___core_read(fn, ptr_fn, dst, src, a, ...) \
	___apply(___core_read, ___empty(__VA_ARGS__))(fn, ptr_fn, dst, src, a, ##__VA_ARGS__)

/* _USER: the memory is a process's; _STR: the last read is of a string; PROBE: no relocation. */
#define BPF_CORE_READ_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_core_read, bpf_core_read, dst, (src), a, ##__VA_ARGS__) })
#define BPF_CORE_READ_USER_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_core_read_user, bpf_core_read_user, dst, (src), a, ##__VA_ARGS__) })
#define BPF_PROBE_READ_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_probe_read_kernel, bpf_probe_read_kernel, dst, (src), a, ##__VA_ARGS__) })
#define BPF_PROBE_READ_USER_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_probe_read_user, bpf_probe_read_user, dst, (src), a, ##__VA_ARGS__) })
#define BPF_CORE_READ_STR_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_core_read_str, bpf_core_read, dst, (src), a, ##__VA_ARGS__) })
#define BPF_CORE_READ_USER_STR_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_core_read_user_str, bpf_core_read_user, dst, (src), a, ##__VA_ARGS__) })
#define BPF_PROBE_READ_STR_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_probe_read_kernel_str, bpf_probe_read_kernel, dst, (src), a, ##__VA_ARGS__) })
#define BPF_PROBE_READ_USER_STR_INTO(dst, src, a, ...) \
	({ ___core_read(bpf_probe_read_user_str, bpf_probe_read_user, dst, (src), a, ##__VA_ARGS__) })
/* The value itself: BPF_CORE_READ(s, a.b, c, d) is s->a.b->c->d. */
#define BPF_CORE_READ(src, a, ...) \
	({ ___type((src), a, ##__VA_ARGS__) __r; \
	   BPF_CORE_READ_INTO(&__r, (src), a, ##__VA_ARGS__); \
	   __r; })
#define BPF_CORE_READ_USER(src, a, ...) \
	({ ___type((src), a, ##__VA_ARGS__) __r; \
	   BPF_CORE_READ_USER_INTO(&__r, (src), a, ##__VA_ARGS__); \
	   __r; })
#define BPF_PROBE_READ(src, a, ...) \
	({ ___type((src), a, ##__VA_ARGS__) __r; \
	   BPF_PROBE_READ_INTO(&__r, (src), a, ##__VA_ARGS__); \
	   __r; })
#define BPF_PROBE_READ_USER(src, a, ...) \
	({ ___type((src), a, ##__VA_ARGS__) __r; \
	   BPF_PROBE_READ_USER_INTO(&__r, (src), a, ##__VA_ARGS__); \
	   __r; })
#endif
