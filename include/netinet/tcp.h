/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _NETINET_TCP_H
#define _NETINET_TCP_H 1
#include <sys/types.h>
#include <sys/socket.h>
#include <stdint.h>
typedef uint32_t tcp_seq;
/* The kernel's names and the th_ ones; after linux/tcp.h its struct stands. */
#ifndef _LINUX_TCP_H
struct tcphdr {
	union {
		struct {
			uint16_t th_sport; uint16_t th_dport; tcp_seq th_seq; tcp_seq th_ack;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
			uint8_t th_x2:4; uint8_t th_off:4;
#else
			uint8_t th_off:4; uint8_t th_x2:4;
#endif
			uint8_t th_flags; uint16_t th_win; uint16_t th_sum; uint16_t th_urp;
		};
		struct {
			uint16_t source; uint16_t dest; uint32_t seq; uint32_t ack_seq;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
			uint16_t ae:1; uint16_t res1:3; uint16_t doff:4; uint16_t fin:1; uint16_t syn:1;
			uint16_t rst:1; uint16_t psh:1; uint16_t ack:1; uint16_t urg:1; uint16_t ece:1; uint16_t cwr:1;
#else
			uint16_t doff:4; uint16_t res1:3; uint16_t ae:1; uint16_t cwr:1; uint16_t ece:1;
			uint16_t urg:1; uint16_t ack:1; uint16_t psh:1; uint16_t rst:1; uint16_t syn:1; uint16_t fin:1;
#endif
			uint16_t window; uint16_t check; uint16_t urg_ptr;
		};
	};
};
#endif
#include <linux/tcp.h>
#define TH_FIN 0x01
#define TH_SYN 0x02
#define TH_RST 0x04
#define TH_PUSH 0x08
#define TH_ACK 0x10
#define TH_URG 0x20
enum {
	TCP_ESTABLISHED = 1, TCP_SYN_SENT, TCP_SYN_RECV, TCP_FIN_WAIT1, TCP_FIN_WAIT2, TCP_TIME_WAIT,
	TCP_CLOSE, TCP_CLOSE_WAIT, TCP_LAST_ACK, TCP_LISTEN, TCP_CLOSING
};
#define TCPOPT_EOL 0
#define TCPOPT_NOP 1
#define TCPOPT_MAXSEG 2
#define TCPOLEN_MAXSEG 4
#define TCPOPT_WINDOW 3
#define TCPOLEN_WINDOW 3
#define TCPOPT_SACK_PERMITTED 4
#define TCPOLEN_SACK_PERMITTED 2
#define TCPOPT_SACK 5
#define TCPOPT_TIMESTAMP 8
#define TCPOLEN_TIMESTAMP 10
#define TCPOLEN_TSTAMP_APPA (TCPOLEN_TIMESTAMP + 2)
#define TCPOPT_TSTAMP_HDR \
	(TCPOPT_NOP << 24 | TCPOPT_NOP << 16 | TCPOPT_TIMESTAMP << 8 | TCPOLEN_TIMESTAMP)
#define TCP_MSS 512
#define TCP_MAXWIN 65535
#define TCP_MAX_WINSHIFT 14
#define SOL_TCP 6
#endif
