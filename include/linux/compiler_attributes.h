/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_COMPILER_ATTRIBUTES_H
#define _LINUX_COMPILER_ATTRIBUTES_H
#ifndef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#endif
#define __aligned(x) __attribute__((__aligned__(x)))
#define __packed __attribute__((__packed__))
#define __always_unused __attribute__((__unused__))
#define __maybe_unused __attribute__((__unused__))
#define __used __attribute__((__used__))
#define __section(section) __attribute__((__section__(section)))
#define __cold __attribute__((__cold__))
#define __pure __attribute__((__pure__))
#define __attribute_const__ __attribute__((__const__))
#define __printf(a, b) __attribute__((__format__(printf, a, b)))
#define __cleanup(func) __attribute__((__cleanup__(func)))
#define __alias(symbol) __attribute__((__alias__(#symbol)))
#define __mode(x) __attribute__((__mode__(x)))
#ifndef noinline
#define noinline __attribute__((__noinline__))
#endif
#ifndef __noinline
#define __noinline __attribute__((__noinline__))
#endif
#ifndef __weak
#define __weak __attribute__((__weak__))
#endif
#ifndef fallthrough
#define fallthrough __attribute__((__fallthrough__))
#endif
#endif
