/* SPDX-License-Identifier: Apache-2.0 */
#if defined(__TARGET_ARCH_mips) || defined(__mips__)
#include <asm/socket-mips.h>
#elif defined(__TARGET_ARCH_sparc) || defined(__sparc__)
#include <asm/socket-sparc.h>
#else
#include <asm-generic/socket.h>
#endif
