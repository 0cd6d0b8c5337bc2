/* SPDX-License-Identifier: Apache-2.0 */
/* The system's own where there is one: the rest of a C library's headers stands on it. */
#if __has_include_next(<sys/cdefs.h>)
#include_next <sys/cdefs.h>
#elif !defined(_SYS_CDEFS_H)
#define _SYS_CDEFS_H 1
#define __BEGIN_DECLS
#define __END_DECLS
#define __THROW
#define __THROWNL
#define __NTH(fct) fct
#define __P(args) args
#define __PMT(args) args
#define __CONCAT(x, y) x##y
#define __STRING(x) #x
#define __ptr_t void *
#define __nonnull(params) __attribute__((__nonnull__ params))
#define __wur
#define __attribute_pure__ __attribute__((__pure__))
#define __attribute_const__ __attribute__((__const__))
#define __attribute_malloc__ __attribute__((__malloc__))
#define __attribute_used__ __attribute__((__used__))
#define __attribute_noinline__ __attribute__((__noinline__))
#define __attribute_deprecated__ __attribute__((__deprecated__))
#ifndef __always_inline
#define __always_inline __inline__ __attribute__((__always_inline__))
#endif
#define __glibc_likely(cond) __builtin_expect((cond), 1)
#define __glibc_unlikely(cond) __builtin_expect((cond), 0)
#endif
