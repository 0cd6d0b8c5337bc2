/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _ENDIAN_H
#define _ENDIAN_H 1
#ifndef __LITTLE_ENDIAN
#define __LITTLE_ENDIAN 1234
#endif
#ifndef __BIG_ENDIAN
#define __BIG_ENDIAN 4321
#endif
#ifndef __PDP_ENDIAN
#define __PDP_ENDIAN 3412
#endif
#ifndef __BYTE_ORDER
#define __BYTE_ORDER __BYTE_ORDER__
#define __FLOAT_WORD_ORDER __BYTE_ORDER
#endif
#define LITTLE_ENDIAN __LITTLE_ENDIAN
#define BIG_ENDIAN __BIG_ENDIAN
#define PDP_ENDIAN __PDP_ENDIAN
#define BYTE_ORDER __BYTE_ORDER
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define htobe16(x) __builtin_bswap16((unsigned short)(x))
#define htobe32(x) __builtin_bswap32((unsigned int)(x))
#define htobe64(x) __builtin_bswap64((unsigned long long)(x))
#define be16toh(x) __builtin_bswap16((unsigned short)(x))
#define be32toh(x) __builtin_bswap32((unsigned int)(x))
#define be64toh(x) __builtin_bswap64((unsigned long long)(x))
#define htole16(x) ((unsigned short)(x))
#define htole32(x) ((unsigned int)(x))
#define htole64(x) ((unsigned long long)(x))
#define le16toh(x) ((unsigned short)(x))
#define le32toh(x) ((unsigned int)(x))
#define le64toh(x) ((unsigned long long)(x))
#else
#define htobe16(x) ((unsigned short)(x))
#define htobe32(x) ((unsigned int)(x))
#define htobe64(x) ((unsigned long long)(x))
#define be16toh(x) ((unsigned short)(x))
#define be32toh(x) ((unsigned int)(x))
#define be64toh(x) ((unsigned long long)(x))
#define htole16(x) __builtin_bswap16((unsigned short)(x))
#define htole32(x) __builtin_bswap32((unsigned int)(x))
#define htole64(x) __builtin_bswap64((unsigned long long)(x))
#define le16toh(x) __builtin_bswap16((unsigned short)(x))
#define le32toh(x) __builtin_bswap32((unsigned int)(x))
#define le64toh(x) __builtin_bswap64((unsigned long long)(x))
#endif
#endif
