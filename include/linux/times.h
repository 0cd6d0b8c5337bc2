/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_TIMES_H
#define _LINUX_TIMES_H
#include <linux/types.h>
struct tms {
	__kernel_clock_t tms_utime; __kernel_clock_t tms_stime; __kernel_clock_t tms_cutime;
	__kernel_clock_t tms_cstime;
};
#endif
