/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_VIRTIO_TYPES_H
#define _LINUX_VIRTIO_TYPES_H
#include <linux/types.h>
typedef __u16 __virtio16;
typedef __u32 __virtio32;
typedef __u64 __virtio64;
#endif
