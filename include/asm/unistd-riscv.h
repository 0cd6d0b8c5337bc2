/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_UNISTD_RISCV_H
#define _ASM_UNISTD_RISCV_H
#include <asm-generic/unistd.h>
#define __NR_getrlimit 163
#define __NR_setrlimit 164
#define __NR_riscv_hwprobe 258
#define __NR_riscv_flush_icache 259
#endif
