/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_PTRACE_H
#define _ASM_PTRACE_H
#include <linux/types.h>
/* The registers as a traced process's are laid out, for the machine of -D__TARGET_ARCH_xxx. */
#if defined(__TARGET_ARCH_arm64) || defined(__aarch64__)
struct user_pt_regs { __u64 regs[31]; __u64 sp; __u64 pc; __u64 pstate; };
struct user_fpsimd_state { __uint128_t vregs[32]; __u32 fpsr; __u32 fpcr; __u32 __reserved[2]; };
#elif defined(__TARGET_ARCH_arm) || defined(__arm__)
struct pt_regs { long uregs[18]; };
#define ARM_r0 uregs[0]
#define ARM_r1 uregs[1]
#define ARM_r2 uregs[2]
#define ARM_r3 uregs[3]
#define ARM_r4 uregs[4]
#define ARM_r5 uregs[5]
#define ARM_r6 uregs[6]
#define ARM_r7 uregs[7]
#define ARM_r8 uregs[8]
#define ARM_r9 uregs[9]
#define ARM_r10 uregs[10]
#define ARM_fp uregs[11]
#define ARM_ip uregs[12]
#define ARM_sp uregs[13]
#define ARM_lr uregs[14]
#define ARM_pc uregs[15]
#define ARM_cpsr uregs[16]
#define ARM_ORIG_r0 uregs[17]
#elif defined(__TARGET_ARCH_riscv) || defined(__riscv)
struct user_regs_struct {
	unsigned long pc, ra, sp, gp, tp, t0, t1, t2, s0, s1, a0, a1, a2, a3, a4, a5, a6, a7, s2, s3, s4,
		s5, s6, s7, s8, s9, s10, s11, t3, t4, t5, t6;
};
#elif defined(__TARGET_ARCH_s390) || defined(__s390__)
#define NUM_GPRS 16
#define NUM_FPRS 16
#define NUM_CRS 16
#define NUM_ACRS 16
typedef struct { unsigned long mask; unsigned long addr; } __attribute__((aligned(8))) psw_t;
typedef struct {
	psw_t psw; unsigned long gprs[NUM_GPRS]; unsigned int acrs[NUM_ACRS]; unsigned long orig_gpr2;
} s390_regs;
typedef struct { unsigned long args[1]; psw_t psw; unsigned long gprs[NUM_GPRS]; } user_pt_regs;
#elif defined(__TARGET_ARCH_powerpc) || defined(__powerpc__)
struct pt_regs {
	unsigned long gpr[32]; unsigned long nip; unsigned long msr; unsigned long orig_gpr3;
	unsigned long ctr; unsigned long link; unsigned long xer; unsigned long ccr;
	unsigned long softe; unsigned long trap; unsigned long dar; unsigned long dsisr;
	unsigned long result;
};
#elif defined(__TARGET_ARCH_mips) || defined(__mips__)
struct pt_regs {
	__u64 regs[32]; __u64 lo; __u64 hi; __u64 cp0_epc; __u64 cp0_badvaddr; __u64 cp0_status;
	__u64 cp0_cause;
} __attribute__((aligned(8)));
#elif defined(__TARGET_ARCH_sparc) || defined(__sparc__)
#define UREG_G0 0
#define UREG_G1 1
#define UREG_G2 2
#define UREG_G3 3
#define UREG_G4 4
#define UREG_G5 5
#define UREG_G6 6
#define UREG_G7 7
#define UREG_I0 8
#define UREG_I1 9
#define UREG_I2 10
#define UREG_I3 11
#define UREG_I4 12
#define UREG_I5 13
#define UREG_I6 14
#define UREG_I7 15
#define UREG_FP UREG_I6
#define UREG_RETPC UREG_I7
struct pt_regs {
	unsigned long u_regs[16]; unsigned long tstate; unsigned long tpc; unsigned long tnpc;
	unsigned int y; unsigned int magic;
};
#elif defined(__TARGET_ARCH_loongarch) || defined(__loongarch__)
struct user_pt_regs {
	unsigned long regs[32]; unsigned long orig_a0; unsigned long csr_era; unsigned long csr_badv;
	unsigned long reserved[10];
} __attribute__((aligned(8)));
#elif defined(__TARGET_ARCH_arc) || defined(__arc__)
struct user_regs_struct {
	unsigned long pad;
	struct {
		unsigned long bta, lp_start, lp_end, lp_count, status32, ret, blink, fp, gp, r12, r11, r10, r9,
			r8, r7, r6, r5, r4, r3, r2, r1, r0, sp;
	} scratch;
	unsigned long pad2;
	struct { unsigned long r25, r24, r23, r22, r21, r20, r19, r18, r17, r16, r15, r14, r13; } callee;
	unsigned long efa; unsigned long stop_pc;
};
#elif defined(__i386__)
struct pt_regs {
	long ebx, ecx, edx, esi, edi, ebp, eax; int xds, xes, xfs, xgs; long orig_eax, eip; int xcs;
	long eflags, esp; int xss;
};
#elif defined(__KERNEL__)
/* x86-64, by the names that the kernel itself uses. */
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di, orig_ax, ip, cs,
		flags, sp, ss;
};
#else
struct pt_regs {
	unsigned long r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi, orig_rax,
		rip, cs, eflags, rsp, ss;
};
#endif
#endif
