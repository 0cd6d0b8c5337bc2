/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_UNISTD_ARM64_H
#define _ASM_UNISTD_ARM64_H
#include <asm-generic/unistd.h>
#define __NR_renameat 38
#define __NR_getrlimit 163
#define __NR_setrlimit 164
#endif
