/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __ASM_GENERIC_BPF_PERF_EVENT_H__
#define __ASM_GENERIC_BPF_PERF_EVENT_H__
#include <linux/ptrace.h>
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#else
struct pt_regs;
#endif
typedef struct pt_regs bpf_user_pt_regs_t;
#endif
