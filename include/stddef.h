/* SPDX-License-Identifier: Apache-2.0 */
/* A header that wants one name only defines __need_NAME before; without any, all are given. */
#if !defined(__need_ptrdiff_t) && !defined(__need_size_t) && !defined(__need_rsize_t) && \
	!defined(__need_wchar_t) && !defined(__need_wint_t) && !defined(__need_NULL) && \
	!defined(__need_nullptr_t) && !defined(__need_unreachable) && \
	!defined(__need_max_align_t) && !defined(__need_offsetof)
#define __STDDEF_H
#define __need_ptrdiff_t
#define __need_size_t
#define __need_wchar_t
#define __need_NULL
#define __need_max_align_t
#define __need_offsetof
#if __STDC_VERSION__ >= 202311L
#define __need_nullptr_t
#define __need_unreachable
#endif
#endif
#ifdef __need_ptrdiff_t
#ifndef _PTRDIFF_T
#define _PTRDIFF_T
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#endif
#undef __need_ptrdiff_t
#endif
#ifdef __need_size_t
#ifndef _SIZE_T
#define _SIZE_T
typedef __SIZE_TYPE__ size_t;
#endif
#undef __need_size_t
#endif
#ifdef __need_rsize_t
#ifndef _RSIZE_T
#define _RSIZE_T
typedef __SIZE_TYPE__ rsize_t;
#endif
#undef __need_rsize_t
#endif
#ifdef __need_wchar_t
#ifndef _WCHAR_T
#define _WCHAR_T
typedef __WCHAR_TYPE__ wchar_t;
#endif
#undef __need_wchar_t
#endif
#ifdef __need_wint_t
#ifndef _WINT_T
#define _WINT_T
typedef __WINT_TYPE__ wint_t;
#endif
#undef __need_wint_t
#endif
#ifdef __need_NULL
#undef NULL
#define NULL ((void *)0)
#undef __need_NULL
#endif
#ifdef __need_nullptr_t
#ifndef _NULLPTR_T
#define _NULLPTR_T
typedef typeof(nullptr) nullptr_t;
#endif
#undef __need_nullptr_t
#endif
#ifdef __need_unreachable
#ifndef unreachable
#define unreachable() __builtin_unreachable()
#endif
#undef __need_unreachable
#endif
#ifdef __need_max_align_t
#ifndef __CLANG_MAX_ALIGN_T_DEFINED
#define __CLANG_MAX_ALIGN_T_DEFINED
typedef struct {
	long long __max_align_ll __attribute__((aligned(__alignof__(long long))));
	long double __max_align_ld __attribute__((aligned(__alignof__(long double))));
} max_align_t;
#endif
#undef __need_max_align_t
#endif
#ifdef __need_offsetof
#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
#undef __need_offsetof
#endif
