/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_IOCTL_H
#define _SYS_IOCTL_H 1
#include <linux/ioctl.h>
#include <linux/sockios.h>
#endif
