/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _LINUX_BYTEORDER_GENERIC_H
#define _LINUX_BYTEORDER_GENERIC_H
/* The names inside the kernel. */
#define cpu_to_le64 __cpu_to_le64
#define cpu_to_le64p __cpu_to_le64p
#define cpu_to_le64s __cpu_to_le64s
#define le64_to_cpu __le64_to_cpu
#define le64_to_cpup __le64_to_cpup
#define le64_to_cpus __le64_to_cpus
#define cpu_to_be64 __cpu_to_be64
#define cpu_to_be64p __cpu_to_be64p
#define cpu_to_be64s __cpu_to_be64s
#define be64_to_cpu __be64_to_cpu
#define be64_to_cpup __be64_to_cpup
#define be64_to_cpus __be64_to_cpus
#define cpu_to_le32 __cpu_to_le32
#define cpu_to_le32p __cpu_to_le32p
#define cpu_to_le32s __cpu_to_le32s
#define le32_to_cpu __le32_to_cpu
#define le32_to_cpup __le32_to_cpup
#define le32_to_cpus __le32_to_cpus
#define cpu_to_be32 __cpu_to_be32
#define cpu_to_be32p __cpu_to_be32p
#define cpu_to_be32s __cpu_to_be32s
#define be32_to_cpu __be32_to_cpu
#define be32_to_cpup __be32_to_cpup
#define be32_to_cpus __be32_to_cpus
#define cpu_to_le16 __cpu_to_le16
#define cpu_to_le16p __cpu_to_le16p
#define cpu_to_le16s __cpu_to_le16s
#define le16_to_cpu __le16_to_cpu
#define le16_to_cpup __le16_to_cpup
#define le16_to_cpus __le16_to_cpus
#define cpu_to_be16 __cpu_to_be16
#define cpu_to_be16p __cpu_to_be16p
#define cpu_to_be16s __cpu_to_be16s
#define be16_to_cpu __be16_to_cpu
#define be16_to_cpup __be16_to_cpup
#define be16_to_cpus __be16_to_cpus
#define swab64 __swab64
#define swab32 __swab32
#define swab16 __swab16
#undef htonl
#undef htons
#undef ntohl
#undef ntohs
#define htonl(x) __cpu_to_be32(x)
#define htons(x) __cpu_to_be16(x)
#define ntohl(x) __be32_to_cpu(x)
#define ntohs(x) __be16_to_cpu(x)
#endif
