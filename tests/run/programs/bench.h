/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bench: every TEST is a syscall program that reads io->in and writes io->out.
 * Above it stand its rows, "//: inputs -> outputs", signed decimal or hexadecimal; outputs that
 * a row leaves out must be 0, and the program's return value must be 0.
 */
#ifndef BENCH_H
#define BENCH_H

#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_helpers.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s8 s8;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;

struct io {
	s64 in[4];
	s64 out[8];
};

#define TEST(name) SEC("syscall") int name(struct io *io)
/* The optimizer may not see through this: what follows is computed at run time. */
#define hide(x) ({ typeof(x) hidden_ = (x); asm volatile("" : "+r"(hidden_)); hidden_; })

#ifndef BENCH_NATIVE
char LICENSE[] SEC("license") = "GPL";
#endif

#endif
