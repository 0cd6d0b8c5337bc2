/* SPDX-License-Identifier: Apache-2.0 */
#if defined(__TARGET_ARCH_mips) || defined(__mips__)
#include <asm/errno-mips.h>
#elif defined(__TARGET_ARCH_sparc) || defined(__sparc__)
#include <asm/errno-sparc.h>
#else
#include <asm-generic/errno.h>
#endif
