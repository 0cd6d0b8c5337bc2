/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SIGNAL_H
#define _SIGNAL_H 1
#include <sys/types.h>
#include <asm/signal.h>
typedef int sig_atomic_t;
#endif
