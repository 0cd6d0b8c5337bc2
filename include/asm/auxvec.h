/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_AUXVEC_H
#define _ASM_AUXVEC_H
#define AT_SYSINFO_EHDR 33
#endif
