/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __BPF_HELPERS__
#define __BPF_HELPERS__
/* vmlinux.h or linux/types.h comes first: the helpers' types are there. */
#include "bpf_helper_defs.h"

/* Members of a map definition: the number or the type is kept in the member's own type. */
#define __uint(name, val) int (*name)[val]
#define __type(name, val) typeof(val) *name
#define __array(name, val) typeof(val) *name[]
#define __ulong(name, val) enum { ___bpf_concat(__unique_value, __COUNTER__) = val } name

#ifndef likely
#define likely(x) (__builtin_expect(!!(x), 1))
#endif
#ifndef unlikely
#define unlikely(x) (__builtin_expect(!!(x), 0))
#endif

/* On an extern declaration `used` is a warning in clang, and only there. */
#if defined(__BPFCC__) || !defined(__clang__)
#define SEC(name) __attribute__((section(name), used))
#else
#define SEC(name) _Pragma("GCC diagnostic push") \
	_Pragma("GCC diagnostic ignored \"-Wignored-attributes\"") \
	__attribute__((section(name), used)) _Pragma("GCC diagnostic pop")
#endif

#undef __always_inline
#define __always_inline inline __attribute__((always_inline))
#ifndef __noinline
#define __noinline __attribute__((noinline))
#endif
#ifndef __weak
#define __weak __attribute__((weak))
#endif
#define __hidden __attribute__((visibility("hidden")))

#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef KERNEL_VERSION
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))
#endif

/* An address, not __builtin_offsetof: the field's CO-RE relocation has to survive. */
#undef offsetof
#define offsetof(type, member) ((unsigned long)&((type *)0)->member)
#undef container_of
#define container_of(ptr, type, member) \
	({ void *__mptr = (void *)(ptr); ((type *)(__mptr - offsetof(type, member))); })

#ifndef barrier
#define barrier() asm volatile("" ::: "memory")
#endif
#ifndef barrier_var
#define barrier_var(var) asm volatile("" : "+r"(var))
#endif
/* BPF has no trap: a call that is left in the code is an error of the back end. */
#ifndef __bpf_unreachable
#define __bpf_unreachable() __builtin_trap()
#endif

#ifdef __bpf__
/* Map and slot are set right at the call, so the JIT can patch in a direct jump. */
static __always_inline void bpf_tail_call_static(void *ctx, const void *map, const __u32 slot)
{
	if (!__builtin_constant_p(slot))
		__bpf_unreachable();
	asm volatile("r1 = %0\n\tr2 = %1\n\tr3 = %2\n\tcall 12"
		     :: "r"(ctx), "r"(map), "i"(slot) : "r0", "r1", "r2", "r3", "r4", "r5");
}
#endif

enum libbpf_pin_type { LIBBPF_PIN_NONE, LIBBPF_PIN_BY_NAME };
enum libbpf_tristate { TRI_NO, TRI_YES, TRI_MODULE };

#define __kconfig __attribute__((section(".kconfig")))
#define __ksym __attribute__((section(".ksyms")))
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
#define __kptr __attribute__((btf_type_tag("kptr")))
#define __percpu_kptr __attribute__((btf_type_tag("percpu_kptr")))
#define __uptr __attribute__((btf_type_tag("uptr")))

/* Only the address of a weak symbol is unknown to the compiler. */
#define bpf_ksym_exists(sym) \
	({ _Static_assert(!__builtin_constant_p(!!sym), #sym " should be marked as __weak"); !!sym; })

#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))
#define __arg_trusted __attribute__((btf_decl_tag("arg:trusted")))
#define __arg_untrusted __attribute__((btf_decl_tag("arg:untrusted")))
#define __arg_arena __attribute__((btf_decl_tag("arg:arena")))

/* ___bpf_narg counts up to 12 arguments, ___bpf_apply makes a macro's name of the count. */
#ifndef ___bpf_concat
#define ___bpf_concat(a, b) a##b
#endif
#ifndef ___bpf_apply
#define ___bpf_apply(fn, n) ___bpf_concat(fn, n)
#endif
#ifndef ___bpf_nth
#define ___bpf_nth(_, _1, _2, _3, _4, _5, _6, _7, _8, _9, _a, _b, _c, N, ...) N
#endif
#ifndef ___bpf_narg
#define ___bpf_narg(...) ___bpf_nth(_, ##__VA_ARGS__, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#endif

#define ___bpf_fill0(arr, p, x) do {} while (0)
#define ___bpf_fill1(arr, p, x) arr[p] = x
#define ___bpf_fill2(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill1(arr, p + 1, more)
#define ___bpf_fill3(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill2(arr, p + 1, more)
#define ___bpf_fill4(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill3(arr, p + 1, more)
#define ___bpf_fill5(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill4(arr, p + 1, more)
#define ___bpf_fill6(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill5(arr, p + 1, more)
#define ___bpf_fill7(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill6(arr, p + 1, more)
#define ___bpf_fill8(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill7(arr, p + 1, more)
#define ___bpf_fill9(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill8(arr, p + 1, more)
#define ___bpf_fill10(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill9(arr, p + 1, more)
#define ___bpf_fill11(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill10(arr, p + 1, more)
#define ___bpf_fill12(arr, p, x, more...) ___bpf_fill1(arr, p, x); ___bpf_fill11(arr, p + 1, more)
#define ___bpf_fill(arr, args...) ___bpf_apply(___bpf_fill, ___bpf_narg(args))(arr, 0, args)

/* Format and arguments as two arrays, pointers among the arguments taken as numbers. */
#define ___bpf_format(fmt, args...) \
	static const char ___fmt[] = fmt; \
	unsigned long long ___param[___bpf_narg(args)]; \
	_Pragma("GCC diagnostic push") \
	_Pragma("GCC diagnostic ignored \"-Wint-conversion\"") \
	___bpf_fill(___param, args); \
	_Pragma("GCC diagnostic pop")

#define BPF_SEQ_PRINTF(seq, fmt, args...) \
	({ ___bpf_format(fmt, args) \
	   bpf_seq_printf(seq, ___fmt, sizeof(___fmt), ___param, sizeof(___param)); })
#define BPF_SNPRINTF(out, out_size, fmt, args...) \
	({ ___bpf_format(fmt, args) \
	   bpf_snprintf(out, out_size, ___fmt, ___param, sizeof(___param)); })
#define bpf_stream_printk(stream_id, fmt, args...) \
	({ ___bpf_format(fmt, args) \
	   bpf_stream_vprintk(stream_id, ___fmt, ___param, sizeof(___param)); })

#ifdef BPF_NO_GLOBAL_DATA
#define BPF_PRINTK_FMT_MOD
#else
#define BPF_PRINTK_FMT_MOD static const
#endif
#define __bpf_printk(fmt, ...) \
	({ BPF_PRINTK_FMT_MOD char ____fmt[] = fmt; \
	   bpf_trace_printk(____fmt, sizeof(____fmt), ##__VA_ARGS__); })
#define __bpf_vprintk(fmt, args...) \
	({ ___bpf_format(fmt, args) \
	   bpf_trace_vprintk(___fmt, sizeof(___fmt), ___param, sizeof(___param)); })
/* The old helper takes three arguments, the array form up to twelve. */
#define ___bpf_pick_printk(...) ___bpf_nth(_, ##__VA_ARGS__, \
	__bpf_vprintk, __bpf_vprintk, __bpf_vprintk, __bpf_vprintk, __bpf_vprintk, __bpf_vprintk, \
	__bpf_vprintk, __bpf_vprintk, __bpf_vprintk, __bpf_printk, __bpf_printk, __bpf_printk, __bpf_printk)
#define bpf_printk(fmt, args...) ___bpf_pick_printk(args)(fmt, ##args)

struct bpf_iter_num;
extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end) __weak __ksym;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) __weak __ksym;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) __weak __ksym;

/*
 * The first clause of an iterator's for(;;): ___it is made once and destroyed on every way out.
 * The destructor is named besides, since clang gives no BTF to one that only `cleanup` names.
 */
#define ___bpf_iter_init(kind, args...) \
	struct bpf_iter_##kind ___it __attribute__((aligned(8), cleanup(bpf_iter_##kind##_destroy))), \
	*___p __attribute__((unused)) = (bpf_iter_##kind##_new(&___it, ##args), \
					 (void)bpf_iter_##kind##_destroy, (void *)0)
#ifndef bpf_for_each
#define bpf_for_each(type, cur, args...) \
	for (___bpf_iter_init(type, ##args); (((cur) = bpf_iter_##type##_next(&___it)));)
#endif
/* The bounds are tested again for the verifier: inside the loop i is in [start, end). */
#ifndef bpf_for
#define bpf_for(i, start, end) \
	for (___bpf_iter_init(num, (start), (end)); \
	     ({ int *___t = bpf_iter_num_next(&___it); \
		(___t && ((i) = *___t, (i) >= (start) && (i) < (end))); });)
#endif
#ifndef bpf_repeat
#define bpf_repeat(N) for (___bpf_iter_init(num, 0, (N)); bpf_iter_num_next(&___it);)
#endif
#endif
