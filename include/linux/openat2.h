/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_OPENAT2_H
#define _LINUX_OPENAT2_H
#include <linux/types.h>
struct open_how { __u64 flags; __u64 mode; __u64 resolve; };
#define OPENAT2_REGULAR ((__u64)1 << 32)
#define RESOLVE_NO_XDEV 0x01
#define RESOLVE_NO_MAGICLINKS 0x02
#define RESOLVE_NO_SYMLINKS 0x04
#define RESOLVE_BENEATH 0x08
#define RESOLVE_IN_ROOT 0x10
#define RESOLVE_CACHED 0x20
#endif
