/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_UNISTD_H
#define _ASM_UNISTD_H
#if defined(__TARGET_ARCH_arm64) || defined(__aarch64__)
#include <asm/unistd-arm64.h>
#elif defined(__TARGET_ARCH_arm) || defined(__arm__)
#include <asm/unistd-arm.h>
#elif defined(__TARGET_ARCH_riscv) || defined(__riscv)
#include <asm/unistd-riscv.h>
#elif defined(__TARGET_ARCH_s390) || defined(__s390__)
#include <asm/unistd-s390.h>
#elif defined(__TARGET_ARCH_powerpc) || defined(__powerpc__)
#include <asm/unistd-powerpc.h>
#elif defined(__TARGET_ARCH_mips) || defined(__mips__)
#include <asm/unistd-mips.h>
#elif defined(__TARGET_ARCH_sparc) || defined(__sparc__)
#include <asm/unistd-sparc.h>
#elif defined(__TARGET_ARCH_loongarch) || defined(__loongarch__)
#include <asm/unistd-loongarch.h>
#elif defined(__TARGET_ARCH_arc) || defined(__arc__)
#include <asm/unistd-arc.h>
#else
#include <asm/unistd-x86.h>
#endif
#endif
