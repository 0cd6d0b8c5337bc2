/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ERRNO_H
#define _ERRNO_H 1
#include <linux/errno.h>
#define ENOTSUP EOPNOTSUPP
#endif
