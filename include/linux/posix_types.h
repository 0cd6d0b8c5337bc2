/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_POSIX_TYPES_H
#define _LINUX_POSIX_TYPES_H
#include <linux/stddef.h>
#undef __FD_SETSIZE
#define __FD_SETSIZE 1024
/*
 * A struct without a tag cannot be declared twice, and vmlinux.h declares all types: so that the two
 * stand together, __kernel_fd_set is not here and __kernel_fsid_t is in asm-generic/statfs.h.
 */
typedef void (*__kernel_sighandler_t)(int);
typedef int __kernel_key_t;
typedef int __kernel_mqd_t;
#include <asm/posix_types.h>
#endif
