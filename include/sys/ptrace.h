/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_PTRACE_H
#define _SYS_PTRACE_H 1
#include <linux/ptrace.h>
#endif
