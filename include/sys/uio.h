/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _SYS_UIO_H
#define _SYS_UIO_H 1
#define __need_size_t
#include <stddef.h>
#ifndef __iovec_defined
#define __iovec_defined 1
struct iovec { void *iov_base; size_t iov_len; };
#endif
#define UIO_MAXIOV 1024
#endif
