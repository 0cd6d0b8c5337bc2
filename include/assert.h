/* SPDX-License-Identifier: Apache-2.0 */
/* May be included again after NDEBUG has changed. BPF cannot abort: a failed assertion is a trap. */
#undef assert
#ifdef NDEBUG
#define assert(expr) ((void)0)
#else
#define assert(expr) ((expr) ? (void)0 : __builtin_trap())
#endif
#ifndef static_assert
#if __STDC_VERSION__ < 202311L
#define static_assert _Static_assert
#endif
#endif
