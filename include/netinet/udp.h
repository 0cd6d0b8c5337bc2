/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __NETINET_UDP_H
#define __NETINET_UDP_H 1
#include <sys/types.h>
#include <stdint.h>
/* The kernel's names and the uh_ ones; after linux/udp.h its struct stands. */
#ifndef _LINUX_UDP_H
struct udphdr {
	union {
		struct { uint16_t uh_sport; uint16_t uh_dport; uint16_t uh_ulen; uint16_t uh_sum; };
		struct { uint16_t source; uint16_t dest; uint16_t len; uint16_t check; };
	};
};
#endif
#include <linux/udp.h>
#define SOL_UDP 17
#endif
