/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_RESOURCE_H
#define _SYS_RESOURCE_H 1
#include <sys/time.h>
#include <asm/resource.h>
typedef unsigned long rlim_t;
struct rlimit { rlim_t rlim_cur; rlim_t rlim_max; };
#endif
