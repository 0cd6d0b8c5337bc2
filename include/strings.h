/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _STRINGS_H
#define _STRINGS_H 1
#define __need_size_t
#include <stddef.h>
extern int bcmp(const void *a, const void *b, size_t n);
extern void bcopy(const void *from, void *to, size_t n);
extern void bzero(void *to, size_t n);
extern int ffs(int i);
extern int ffsl(long i);
extern int ffsll(long long i);
extern int strcasecmp(const char *a, const char *b);
extern int strncasecmp(const char *a, const char *b, size_t n);
#endif
