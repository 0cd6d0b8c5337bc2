/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_POSIX_TYPES_H
#define _ASM_POSIX_TYPES_H
#if defined(__TARGET_ARCH_s390)
typedef unsigned short __kernel_old_uid_t;
typedef unsigned short __kernel_old_gid_t;
#define __kernel_old_uid_t __kernel_old_uid_t
typedef unsigned short __kernel_old_dev_t;
#define __kernel_old_dev_t __kernel_old_dev_t
#elif defined(__TARGET_ARCH_arm64)
typedef unsigned short __kernel_old_uid_t;
typedef unsigned short __kernel_old_gid_t;
#define __kernel_old_uid_t __kernel_old_uid_t
#elif defined(__TARGET_ARCH_arm) || defined(__TARGET_ARCH_powerpc) || defined(__TARGET_ARCH_riscv) || \
	defined(__TARGET_ARCH_loongarch) || defined(__TARGET_ARCH_mips) || defined(__TARGET_ARCH_sparc) || \
	defined(__TARGET_ARCH_arc)
/* as generic */
#else
typedef unsigned short __kernel_old_uid_t;
typedef unsigned short __kernel_old_gid_t;
#define __kernel_old_uid_t __kernel_old_uid_t
typedef unsigned long __kernel_old_dev_t;
#define __kernel_old_dev_t __kernel_old_dev_t
#endif
#include <asm-generic/posix_types.h>
#endif
