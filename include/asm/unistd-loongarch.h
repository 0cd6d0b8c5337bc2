/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_UNISTD_LOONGARCH_H
#define _ASM_UNISTD_LOONGARCH_H
#include <asm-generic/unistd.h>
#endif
