/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __ASM_BITSPERLONG_H
#define __ASM_BITSPERLONG_H
/* BPF's long has 64 bits whatever the machine below. */
#ifdef __bpf__
#define __BITS_PER_LONG 64
#endif
#include <asm-generic/bitsperlong.h>
#endif
