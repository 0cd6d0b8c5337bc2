/* SPDX-License-Identifier: Apache-2.0 */
#ifndef __BPF_ENDIAN__
#define __BPF_ENDIAN__
/* The builtins fold, so one form serves constants (also in `case` and initialisers) and the rest. */
#define ___bpf_swab16(x) __builtin_bswap16((unsigned short)(x))
#define ___bpf_swab32(x) __builtin_bswap32((unsigned int)(x))
#define ___bpf_swab64(x) __builtin_bswap64((unsigned long long)(x))
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ___bpf_be16(x) __builtin_bswap16((unsigned short)(x))
#define ___bpf_be32(x) __builtin_bswap32((unsigned int)(x))
#define ___bpf_be64(x) __builtin_bswap64((unsigned long long)(x))
#else
#define ___bpf_be16(x) ((unsigned short)(x))
#define ___bpf_be32(x) ((unsigned int)(x))
#define ___bpf_be64(x) ((unsigned long long)(x))
#endif
#define __bpf_ntohs(x) ___bpf_be16(x)
#define __bpf_htons(x) ___bpf_be16(x)
#define __bpf_ntohl(x) ___bpf_be32(x)
#define __bpf_htonl(x) ___bpf_be32(x)
#define __bpf_be64_to_cpu(x) ___bpf_be64(x)
#define __bpf_cpu_to_be64(x) ___bpf_be64(x)
#define __bpf_constant_ntohs(x) ___bpf_be16(x)
#define __bpf_constant_htons(x) ___bpf_be16(x)
#define __bpf_constant_ntohl(x) ___bpf_be32(x)
#define __bpf_constant_htonl(x) ___bpf_be32(x)
#define __bpf_constant_be64_to_cpu(x) ___bpf_be64(x)
#define __bpf_constant_cpu_to_be64(x) ___bpf_be64(x)
#define bpf_htons(x) ___bpf_be16(x)
#define bpf_ntohs(x) ___bpf_be16(x)
#define bpf_htonl(x) ___bpf_be32(x)
#define bpf_ntohl(x) ___bpf_be32(x)
#define bpf_cpu_to_be64(x) ___bpf_be64(x)
#define bpf_be64_to_cpu(x) ___bpf_be64(x)
#endif
