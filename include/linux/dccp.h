/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_DCCP_H
#define _LINUX_DCCP_H
#include <linux/types.h>
#include <asm/byteorder.h>
struct dccp_hdr {
	__be16 dccph_sport; __be16 dccph_dport; __u8 dccph_doff;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	__u8 dccph_cscov:4; __u8 dccph_ccval:4;
#else
	__u8 dccph_ccval:4; __u8 dccph_cscov:4;
#endif
	__sum16 dccph_checksum;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	__u8 dccph_x:1; __u8 dccph_type:4; __u8 dccph_reserved:3;
#else
	__u8 dccph_reserved:3; __u8 dccph_type:4; __u8 dccph_x:1;
#endif
	__u8 dccph_seq2; __be16 dccph_seq;
};
struct dccp_hdr_ext { __be32 dccph_seq_low; };
struct dccp_hdr_request { __be32 dccph_req_service; };
struct dccp_hdr_ack_bits {
	__be16 dccph_reserved1; __be16 dccph_ack_nr_high; __be32 dccph_ack_nr_low;
};
struct dccp_hdr_response { struct dccp_hdr_ack_bits dccph_resp_ack; __be32 dccph_resp_service; };
struct dccp_hdr_reset {
	struct dccp_hdr_ack_bits dccph_reset_ack; __u8 dccph_reset_code; __u8 dccph_reset_data[3];
};
enum dccp_pkt_type {
	DCCP_PKT_REQUEST, DCCP_PKT_RESPONSE, DCCP_PKT_DATA, DCCP_PKT_ACK, DCCP_PKT_DATAACK,
	DCCP_PKT_CLOSEREQ, DCCP_PKT_CLOSE, DCCP_PKT_RESET, DCCP_PKT_SYNC, DCCP_PKT_SYNCACK,
	DCCP_PKT_INVALID
};
#define DCCP_NR_PKT_TYPES DCCP_PKT_INVALID
static __inline__ unsigned int dccp_packet_hdr_len(const __u8 type)
{
	switch (type) {
	case DCCP_PKT_REQUEST: return sizeof(struct dccp_hdr_request);
	case DCCP_PKT_RESPONSE: return sizeof(struct dccp_hdr_response);
	case DCCP_PKT_RESET: return sizeof(struct dccp_hdr_reset);
	case DCCP_PKT_DATA: return 0;
	default: return sizeof(struct dccp_hdr_ack_bits);
	}
}
enum dccp_reset_codes {
	DCCP_RESET_CODE_UNSPECIFIED, DCCP_RESET_CODE_CLOSED, DCCP_RESET_CODE_ABORTED,
	DCCP_RESET_CODE_NO_CONNECTION, DCCP_RESET_CODE_PACKET_ERROR, DCCP_RESET_CODE_OPTION_ERROR,
	DCCP_RESET_CODE_MANDATORY_ERROR, DCCP_RESET_CODE_CONNECTION_REFUSED,
	DCCP_RESET_CODE_BAD_SERVICE_CODE, DCCP_RESET_CODE_TOO_BUSY,
	DCCP_RESET_CODE_BAD_INIT_COOKIE, DCCP_RESET_CODE_AGGRESSION_PENALTY, DCCP_MAX_RESET_CODES
};
enum {
	DCCPO_PADDING, DCCPO_MANDATORY, DCCPO_MIN_RESERVED = 3, DCCPO_MAX_RESERVED = 31,
	DCCPO_CHANGE_L, DCCPO_CONFIRM_L, DCCPO_CHANGE_R, DCCPO_CONFIRM_R, DCCPO_NDP_COUNT = 37,
	DCCPO_ACK_VECTOR_0, DCCPO_ACK_VECTOR_1, DCCPO_TIMESTAMP = 41, DCCPO_TIMESTAMP_ECHO,
	DCCPO_ELAPSED_TIME, DCCPO_MAX = 45, DCCPO_MIN_RX_CCID_SPECIFIC = 128,
	DCCPO_MAX_RX_CCID_SPECIFIC = 191, DCCPO_MIN_TX_CCID_SPECIFIC,
	DCCPO_MAX_TX_CCID_SPECIFIC = 255
};
#define DCCP_SINGLE_OPT_MAXLEN 253
enum { DCCPC_CCID2 = 2, DCCPC_CCID3 };
enum dccp_feature_numbers {
	DCCPF_RESERVED, DCCPF_CCID, DCCPF_SHORT_SEQNOS, DCCPF_SEQUENCE_WINDOW, DCCPF_ECN_INCAPABLE,
	DCCPF_ACK_RATIO, DCCPF_SEND_ACK_VECTOR, DCCPF_SEND_NDP_COUNT, DCCPF_MIN_CSUM_COVER,
	DCCPF_DATA_CHECKSUM, DCCPF_MIN_CCID_SPECIFIC = 128, DCCPF_SEND_LEV_RATE = 192,
	DCCPF_MAX_CCID_SPECIFIC = 255
};
enum dccp_cmsg_type { DCCP_SCM_PRIORITY = 1, DCCP_SCM_QPOLICY_MAX = 0xffff, DCCP_SCM_MAX };
enum dccp_packet_dequeueing_policy { DCCPQ_POLICY_SIMPLE, DCCPQ_POLICY_PRIO, DCCPQ_POLICY_MAX };
#define DCCP_SOCKOPT_PACKET_SIZE 1
#define DCCP_SOCKOPT_SERVICE 2
#define DCCP_SOCKOPT_CHANGE_L 3
#define DCCP_SOCKOPT_CHANGE_R 4
#define DCCP_SOCKOPT_GET_CUR_MPS 5
#define DCCP_SOCKOPT_SERVER_TIMEWAIT 6
#define DCCP_SOCKOPT_SEND_CSCOV 10
#define DCCP_SOCKOPT_RECV_CSCOV 11
#define DCCP_SOCKOPT_AVAILABLE_CCIDS 12
#define DCCP_SOCKOPT_CCID 13
#define DCCP_SOCKOPT_TX_CCID 14
#define DCCP_SOCKOPT_RX_CCID 15
#define DCCP_SOCKOPT_QPOLICY_ID 16
#define DCCP_SOCKOPT_QPOLICY_TXQLEN 17
#define DCCP_SOCKOPT_CCID_RX_INFO 128
#define DCCP_SOCKOPT_CCID_TX_INFO 192
#define DCCP_SERVICE_LIST_MAX_LEN 32
#endif
