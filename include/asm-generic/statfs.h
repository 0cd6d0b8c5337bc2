/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _GENERIC_STATFS_H
#define _GENERIC_STATFS_H
#include <linux/types.h>
#define __statfs_word __kernel_long_t
typedef struct { int val[2]; } __kernel_fsid_t;
struct statfs {
	__kernel_long_t f_type; __kernel_long_t f_bsize; __kernel_long_t f_blocks;
	__kernel_long_t f_bfree; __kernel_long_t f_bavail; __kernel_long_t f_files;
	__kernel_long_t f_ffree; __kernel_fsid_t f_fsid; __kernel_long_t f_namelen;
	__kernel_long_t f_frsize; __kernel_long_t f_flags; __kernel_long_t f_spare[4];
};
struct statfs64 {
	__kernel_long_t f_type; __kernel_long_t f_bsize; __u64 f_blocks; __u64 f_bfree;
	__u64 f_bavail; __u64 f_files; __u64 f_ffree; __kernel_fsid_t f_fsid;
	__kernel_long_t f_namelen; __kernel_long_t f_frsize; __kernel_long_t f_flags;
	__kernel_long_t f_spare[4];
};
#endif
