/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __ASM_GENERIC_PARAM_H
#define __ASM_GENERIC_PARAM_H
#define __USER_HZ 100
#define HZ __USER_HZ
#define EXEC_PAGESIZE 4096
#define NOGROUP (-1)
#define MAXHOSTNAMELEN 64
#endif
