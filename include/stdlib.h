/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _STDLIB_H
#define _STDLIB_H 1
#define __need_size_t
#define __need_wchar_t
#define __need_NULL
#include <stddef.h>
#define EXIT_FAILURE 1
#define EXIT_SUCCESS 0
#define RAND_MAX 2147483647
typedef struct { int quot; int rem; } div_t;
typedef struct { long quot; long rem; } ldiv_t;
typedef struct { long long quot; long long rem; } lldiv_t;
/* Builtins; the rest of a C library has no counterpart in BPF. */
extern int abs(int i);
extern long labs(long i);
extern long long llabs(long long i);
#endif
