/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_PARAM_H
#define _LINUX_PARAM_H
#include <asm/param.h>
#endif
