/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_UN_H
#define _SYS_UN_H 1
#include <sys/socket.h>
#include <linux/un.h>
#endif
