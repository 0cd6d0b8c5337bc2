/* SPDX-License-Identifier: Apache-2.0 */
/* User statically defined tracing. libbpf fills the two maps when a program is attached. */
#ifndef __USDT_BPF_H__
#define __USDT_BPF_H__
#include <linux/errno.h>
#include "bpf_helpers.h"
#include "bpf_tracing.h"

/* Sizes of the maps: to be set before this header where many probes are attached. */
#ifndef BPF_USDT_MAX_SPEC_CNT
#define BPF_USDT_MAX_SPEC_CNT 256
#endif
#ifndef BPF_USDT_MAX_IP_CNT
#define BPF_USDT_MAX_IP_CNT (4 * BPF_USDT_MAX_SPEC_CNT)
#endif
#define BPF_USDT_MAX_ARG_CNT 12

/* Where an argument is: a constant, a register, memory at a register, at base + index * scale. */
enum __bpf_usdt_arg_type {
	BPF_USDT_ARG_CONST, BPF_USDT_ARG_REG, BPF_USDT_ARG_REG_DEREF, BPF_USDT_ARG_SIB
};
/*
 * The layout is libbpf's of 1.7 and later. An older one fills another: -DBPF_USDT_LIBBPF_1_6 is for
 * programs that it loads. Register offsets are into struct pt_regs; arg_bitshift is 64 - size.
 */
struct __bpf_usdt_arg_spec {
	__u64 val_off;
#ifdef BPF_USDT_LIBBPF_1_6
	enum __bpf_usdt_arg_type arg_type;
#elif __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	enum __bpf_usdt_arg_type arg_type:8;
	__u16 idx_reg_off:12; __u16 scale_bitshift:4;
	__u8 __reserved:8;
#else
	__u8 __reserved:8;
	__u16 idx_reg_off:12; __u16 scale_bitshift:4;
	enum __bpf_usdt_arg_type arg_type:8;
#endif
	short reg_off;
	_Bool arg_signed;
	char arg_bitshift;
};
struct __bpf_usdt_spec {
	struct __bpf_usdt_arg_spec args[BPF_USDT_MAX_ARG_CNT];
	__u64 usdt_cookie;
	short arg_cnt;
};
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, BPF_USDT_MAX_SPEC_CNT);
	__type(key, int);
	__type(value, struct __bpf_usdt_spec);
} __bpf_usdt_specs SEC(".maps") __weak;
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, BPF_USDT_MAX_IP_CNT);
	__type(key, long);
	__type(value, __u32);
} __bpf_usdt_ip_to_spec_id SEC(".maps") __weak;
extern const _Bool LINUX_HAS_BPF_COOKIE __kconfig;

/* The key of the probe's spec: its cookie, or by address where the kernel has no cookies. */
static __always_inline int __bpf_usdt_spec_id(struct pt_regs *ctx)
{
	if (LINUX_HAS_BPF_COOKIE)
		return bpf_get_attach_cookie(ctx);
	long ip = PT_REGS_IP(ctx);
	int *id = bpf_map_lookup_elem(&__bpf_usdt_ip_to_spec_id, &ip);
	return id ? *id : -ESRCH;
}

static __always_inline struct __bpf_usdt_spec *___bpf_usdt_spec(struct pt_regs *ctx)
{
	int id = __bpf_usdt_spec_id(ctx);
	return id < 0 ? NULL : bpf_map_lookup_elem(&__bpf_usdt_specs, &id);
}

/* The spec of argument arg_num in *arg; 0, or -ESRCH without a probe, -ENOENT without the argument. */
static __always_inline int
___bpf_usdt_arg_spec(struct pt_regs *ctx, __u64 arg_num, struct __bpf_usdt_arg_spec **arg)
{
	struct __bpf_usdt_spec *spec = ___bpf_usdt_spec(ctx);
	if (!spec)
		return -ESRCH;
	if (arg_num >= BPF_USDT_MAX_ARG_CNT)
		return -ENOENT;
	barrier_var(arg_num);
	if (arg_num >= (__u64)spec->arg_cnt)
		return -ENOENT;
	*arg = &spec->args[arg_num];
	return 0;
}

/* The number of arguments, or -ESRCH. */
__weak __hidden int bpf_usdt_arg_cnt(struct pt_regs *ctx)
{
	struct __bpf_usdt_spec *spec = ___bpf_usdt_spec(ctx);
	return spec ? spec->arg_cnt : -ESRCH;
}

/* The bytes of an argument, counted from 0, or an error below 0. */
static __always_inline int bpf_usdt_arg_size(struct pt_regs *ctx, __u64 arg_num)
{
	struct __bpf_usdt_arg_spec *arg;
	int err = ___bpf_usdt_arg_spec(ctx, arg_num, &arg);
	return err ? err : (unsigned int)(64 - arg->arg_bitshift) / 8;
}

/* The value of an argument in *res, extended to 64 bits; 0, or an error below 0 and *res is 0. */
__weak __hidden int bpf_usdt_arg(struct pt_regs *ctx, __u64 arg_num, long *res)
{
	struct __bpf_usdt_arg_spec *arg;
	unsigned long val, index __attribute__((unused)) = 0;
	int err;

	*res = 0;
	err = ___bpf_usdt_arg_spec(ctx, arg_num, &arg);
	if (err)
		return err;
	switch (arg->arg_type) {
	case BPF_USDT_ARG_CONST:
		val = arg->val_off;
		break;
	case BPF_USDT_ARG_REG:
		err = bpf_probe_read_kernel(&val, sizeof(val), (void *)ctx + arg->reg_off);
		if (err)
			return err;
		break;
	case BPF_USDT_ARG_REG_DEREF:
	case BPF_USDT_ARG_SIB:
		err = bpf_probe_read_kernel(&val, sizeof(val), (void *)ctx + arg->reg_off);
		if (err)
			return err;
#ifndef BPF_USDT_LIBBPF_1_6
		if (arg->arg_type == BPF_USDT_ARG_SIB) {
			err = bpf_probe_read_kernel(&index, sizeof(index), (void *)ctx + arg->idx_reg_off);
			if (err)
				return err;
			val += index << arg->scale_bitshift;
		}
#endif
		err = bpf_probe_read_user(&val, sizeof(val), (void *)(val + arg->val_off));
		if (err)
			return err;
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		val >>= arg->arg_bitshift;
#endif
		break;
	default:
		return -EINVAL;
	}
	val <<= arg->arg_bitshift;
	*res = arg->arg_signed ? (long)val >> arg->arg_bitshift : val >> arg->arg_bitshift;
	return 0;
}

/* The cookie that the attaching process gave, 0 without one. */
__weak __hidden long bpf_usdt_cookie(struct pt_regs *ctx)
{
	struct __bpf_usdt_spec *spec = ___bpf_usdt_spec(ctx);
	return spec ? spec->usdt_cookie : 0;
}

#define ___bpf_usdt_value(n) ({ long _x; bpf_usdt_arg(ctx, n, &_x); _x; })
#define ___bpf_usdt_args0() ctx
#define ___bpf_usdt_args1(x) ctx, ___bpf_usdt_value(0)
#define ___bpf_usdt_args2(x, more...) ___bpf_usdt_args1(more), ___bpf_usdt_value(1)
#define ___bpf_usdt_args3(x, more...) ___bpf_usdt_args2(more), ___bpf_usdt_value(2)
#define ___bpf_usdt_args4(x, more...) ___bpf_usdt_args3(more), ___bpf_usdt_value(3)
#define ___bpf_usdt_args5(x, more...) ___bpf_usdt_args4(more), ___bpf_usdt_value(4)
#define ___bpf_usdt_args6(x, more...) ___bpf_usdt_args5(more), ___bpf_usdt_value(5)
#define ___bpf_usdt_args7(x, more...) ___bpf_usdt_args6(more), ___bpf_usdt_value(6)
#define ___bpf_usdt_args8(x, more...) ___bpf_usdt_args7(more), ___bpf_usdt_value(7)
#define ___bpf_usdt_args9(x, more...) ___bpf_usdt_args8(more), ___bpf_usdt_value(8)
#define ___bpf_usdt_args10(x, more...) ___bpf_usdt_args9(more), ___bpf_usdt_value(9)
#define ___bpf_usdt_args11(x, more...) ___bpf_usdt_args10(more), ___bpf_usdt_value(10)
#define ___bpf_usdt_args12(x, more...) ___bpf_usdt_args11(more), ___bpf_usdt_value(11)
#define ___bpf_usdt_args(args...) ___bpf_apply(___bpf_usdt_args, ___bpf_narg(args))(args)
#define BPF_USDT(name, args...) ___bpf_typed(name, struct pt_regs, (___bpf_usdt_args(args)), ##args)
#endif
