/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_BPF_PERF_EVENT_H
#define _ASM_BPF_PERF_EVENT_H
#include <asm/ptrace.h>
#if defined(__TARGET_ARCH_arm64) || defined(__aarch64__) || defined(__TARGET_ARCH_loongarch) || \
	defined(__loongarch__)
typedef struct user_pt_regs bpf_user_pt_regs_t;
#elif defined(__TARGET_ARCH_riscv) || defined(__riscv) || defined(__TARGET_ARCH_arc) || defined(__arc__)
typedef struct user_regs_struct bpf_user_pt_regs_t;
#elif defined(__TARGET_ARCH_s390) || defined(__s390__)
typedef user_pt_regs bpf_user_pt_regs_t;
#else
typedef struct pt_regs bpf_user_pt_regs_t;
#endif
#endif
