/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _BYTESWAP_H
#define _BYTESWAP_H 1
#define bswap_16(x) __builtin_bswap16((unsigned short)(x))
#define bswap_32(x) __builtin_bswap32((unsigned int)(x))
#define bswap_64(x) __builtin_bswap64((unsigned long long)(x))
#endif
