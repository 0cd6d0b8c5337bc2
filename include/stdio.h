/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _STDIO_H
#define _STDIO_H 1
#define __need_size_t
#define __need_NULL
#include <stddef.h>
#define __need___va_list
#include <stdarg.h>
/* Declared for code that is shared with programs of the host; BPF code prints with bpf_printk. */
typedef struct _IO_FILE FILE;
extern FILE *stdin;
extern FILE *stdout;
extern FILE *stderr;
#define stdin stdin
#define stdout stdout
#define stderr stderr
#define EOF (-1)
#define BUFSIZ 8192
#ifndef SEEK_SET
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#endif
extern int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));
extern int fprintf(FILE *stream, const char *format, ...) __attribute__((format(printf, 2, 3)));
extern int sprintf(char *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
extern int snprintf(char *s, size_t n, const char *format, ...) __attribute__((format(printf, 3, 4)));
extern int puts(const char *s);
extern void perror(const char *s);
#endif
