/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_SWAB_H
#define _LINUX_SWAB_H
#include <linux/types.h>
/* The compiler's builtins fold constants and are one instruction otherwise. */
#define ___constant_swab16(x) ((__u16)__builtin_bswap16((__u16)(x)))
#define ___constant_swab32(x) ((__u32)__builtin_bswap32((__u32)(x)))
#define ___constant_swab64(x) ((__u64)__builtin_bswap64((__u64)(x)))
#define ___constant_swahw32(x) ((__u32)((__u32)(x) << 16 | (__u32)(x) >> 16))
#define ___constant_swahb32(x) \
	((__u32)(((__u32)(x) & 0xff00ffU) << 8 | ((__u32)(x) & 0xff00ff00U) >> 8))
#define __fswab16(x) ___constant_swab16(x)
#define __fswab32(x) ___constant_swab32(x)
#define __fswab64(x) ___constant_swab64(x)
#define __fswahw32(x) ___constant_swahw32(x)
#define __fswahb32(x) ___constant_swahb32(x)
#define __swab16(x) ___constant_swab16(x)
#define __swab32(x) ___constant_swab32(x)
#define __swab64(x) ___constant_swab64(x)
#define __swahw32(x) ___constant_swahw32(x)
#define __swahb32(x) ___constant_swahb32(x)
#if __SIZEOF_LONG__ == 8
#define __swab(x) ((unsigned long)__swab64(x))
#else
#define __swab(x) ((unsigned long)__swab32(x))
#endif
static __inline__ __attribute__((always_inline)) __u16 __swab16p(const __u16 *p) { return __swab16(*p); }
static __inline__ __attribute__((always_inline)) __u32 __swab32p(const __u32 *p) { return __swab32(*p); }
static __inline__ __attribute__((always_inline)) __u64 __swab64p(const __u64 *p) { return __swab64(*p); }
static __inline__ __attribute__((always_inline)) void __swab16s(__u16 *p) { *p = __swab16(*p); }
static __inline__ __attribute__((always_inline)) void __swab32s(__u32 *p) { *p = __swab32(*p); }
static __inline__ __attribute__((always_inline)) void __swab64s(__u64 *p) { *p = __swab64(*p); }
static __inline__ __u32 __swahw32p(const __u32 *p) { return __swahw32(*p); }
static __inline__ __u32 __swahb32p(const __u32 *p) { return __swahb32(*p); }
static __inline__ void __swahw32s(__u32 *p) { *p = __swahw32(*p); }
static __inline__ void __swahb32s(__u32 *p) { *p = __swahb32(*p); }
#endif
