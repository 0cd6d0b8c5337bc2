/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SCHED_H
#define _SCHED_H 1
#include <time.h>
#include <sys/types.h>
#include <linux/sched.h>
#define SCHED_OTHER SCHED_NORMAL
#endif
