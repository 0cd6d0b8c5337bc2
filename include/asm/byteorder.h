/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ASM_BYTEORDER_H
#define _ASM_BYTEORDER_H
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include <linux/byteorder/little_endian.h>
#else
#include <linux/byteorder/big_endian.h>
#endif
#ifdef __KERNEL__
#include <linux/byteorder/generic.h>
#endif
#endif
