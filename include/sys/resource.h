/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_RESOURCE_H
#define _SYS_RESOURCE_H 1
#include <sys/time.h>
#include <linux/resource.h>
typedef unsigned long rlim_t;
#endif
