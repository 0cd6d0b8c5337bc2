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
/* Of what a pointer leads to: p gives the value swapped, s swaps in place. */
#define __swab16p(p) __swab16(*(const __u16 *)(p))
#define __swab32p(p) __swab32(*(const __u32 *)(p))
#define __swab64p(p) __swab64(*(const __u64 *)(p))
#define __swahw32p(p) __swahw32(*(const __u32 *)(p))
#define __swahb32p(p) __swahb32(*(const __u32 *)(p))
#define __swab16s(p) ({ __u16 *___at = (p); *___at = __swab16(*___at); (void)0; })
#define __swab32s(p) ({ __u32 *___at = (p); *___at = __swab32(*___at); (void)0; })
#define __swab64s(p) ({ __u64 *___at = (p); *___at = __swab64(*___at); (void)0; })
#define __swahw32s(p) ({ __u32 *___at = (p); *___at = __swahw32(*___at); (void)0; })
#define __swahb32s(p) ({ __u32 *___at = (p); *___at = __swahb32(*___at); (void)0; })
#endif
