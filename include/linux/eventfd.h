/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_EVENTFD_H
#define _LINUX_EVENTFD_H
#include <linux/fcntl.h>
#define EFD_SEMAPHORE (1 << 0)
#define EFD_CLOEXEC O_CLOEXEC
#define EFD_NONBLOCK O_NONBLOCK
#endif
