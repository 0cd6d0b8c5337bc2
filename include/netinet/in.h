/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _NETINET_IN_H
#define _NETINET_IN_H 1
#include <stdint.h>
#include <sys/socket.h>
#include <linux/in.h>
#include <linux/in6.h>
typedef uint16_t in_port_t;
typedef uint32_t in_addr_t;
#define SOL_IP 0
#define SOL_IPV6 41
#define SOL_ICMPV6 58
#define INET_ADDRSTRLEN 16
#define INET6_ADDRSTRLEN 46
#define IPPORT_RESERVED 1024
#define IPPORT_USERRESERVED 5000
#undef ntohs
#undef htons
#undef ntohl
#undef htonl
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ntohs(x) __builtin_bswap16((unsigned short)(x))
#define htons(x) __builtin_bswap16((unsigned short)(x))
#define ntohl(x) __builtin_bswap32((unsigned int)(x))
#define htonl(x) __builtin_bswap32((unsigned int)(x))
#else
#define ntohs(x) ((uint16_t)(x))
#define htons(x) ((uint16_t)(x))
#define ntohl(x) ((uint32_t)(x))
#define htonl(x) ((uint32_t)(x))
#endif
#define __IN6_WORDS(a) (((const struct in6_addr *)(a))->s6_addr32)
#define IN6_IS_ADDR_UNSPECIFIED(a) \
	(!__IN6_WORDS(a)[0] && !__IN6_WORDS(a)[1] && !__IN6_WORDS(a)[2] && !__IN6_WORDS(a)[3])
#define IN6_IS_ADDR_LOOPBACK(a) \
	(!__IN6_WORDS(a)[0] && !__IN6_WORDS(a)[1] && !__IN6_WORDS(a)[2] && \
	 __IN6_WORDS(a)[3] == htonl(1))
#define IN6_IS_ADDR_LINKLOCAL(a) ((__IN6_WORDS(a)[0] & htonl(0xffc00000)) == htonl(0xfe800000))
#define IN6_IS_ADDR_SITELOCAL(a) ((__IN6_WORDS(a)[0] & htonl(0xffc00000)) == htonl(0xfec00000))
#define IN6_IS_ADDR_V4MAPPED(a) \
	(!__IN6_WORDS(a)[0] && !__IN6_WORDS(a)[1] && __IN6_WORDS(a)[2] == htonl(0xffff))
#define IN6_IS_ADDR_MULTICAST(a) (((const uint8_t *)(a))[0] == 0xff)
#define IN6_ARE_ADDR_EQUAL(a, b) \
	(__IN6_WORDS(a)[0] == __IN6_WORDS(b)[0] && __IN6_WORDS(a)[1] == __IN6_WORDS(b)[1] && \
	 __IN6_WORDS(a)[2] == __IN6_WORDS(b)[2] && __IN6_WORDS(a)[3] == __IN6_WORDS(b)[3])
#define IN6ADDR_ANY_INIT { { { 0 } } }
#define IN6ADDR_LOOPBACK_INIT { { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } } }
#endif
