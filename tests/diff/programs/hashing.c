// SPDX-License-Identifier: Apache-2.0
/* Arithmetic on packet bytes: the mixing functions that packet programs are full of. */
#include <linux/bpf.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define rol32(x, n) (((x) << (n)) | ((x) >> (32 - (n))))
#define rol64(x, n) (((x) << (n)) | ((x) >> (64 - (n))))

struct results {
	__u32 jenkins, murmur, fnv, adler, crc;
	__u64 sip, xorshift;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct results);
	__type(value, __u32);
} found SEC(".maps");

static const __u32 crc_nibbles[16] = {
	0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
	0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
};

static __always_inline __u32 mix_jenkins(const __u8 *p, int n)
{
	__u32 h = 0;

	for (int i = 0; i < n; i++) {
		h += p[i];
		h += h << 10;
		h ^= h >> 6;
	}
	h += h << 3;
	h ^= h >> 11;
	h += h << 15;
	return h;
}

static __always_inline __u32 mix_murmur(const __u32 *words, int n)
{
	__u32 h = 0x9747b28c;

	for (int i = 0; i < n; i++) {
		__u32 k = words[i] * 0xcc9e2d51;

		k = rol32(k, 15) * 0x1b873593;
		h = rol32(h ^ k, 13) * 5 + 0xe6546b64;
	}
	h ^= n * 4;
	h ^= h >> 16;
	h *= 0x85ebca6b;
	h ^= h >> 13;
	h *= 0xc2b2ae35;
	return h ^ (h >> 16);
}

static __always_inline __u64 mix_sip(const __u64 *words, int n)
{
	__u64 v0 = 0x736f6d6570736575, v1 = 0x646f72616e646f6d;
	__u64 v2 = 0x6c7967656e657261, v3 = 0x7465646279746573;

#define ROUND                                                                \
	do {                                                                 \
		v0 += v1; v1 = rol64(v1, 13); v1 ^= v0; v0 = rol64(v0, 32);  \
		v2 += v3; v3 = rol64(v3, 16); v3 ^= v2;                      \
		v0 += v3; v3 = rol64(v3, 21); v3 ^= v0;                      \
		v2 += v1; v1 = rol64(v1, 17); v1 ^= v2; v2 = rol64(v2, 32);  \
	} while (0)
	for (int i = 0; i < n; i++) {
		v3 ^= words[i];
		ROUND;
		ROUND;
		v0 ^= words[i];
	}
	v2 ^= 0xff;
	ROUND;
	ROUND;
	ROUND;
	ROUND;
	return v0 ^ v1 ^ v2 ^ v3;
}

SEC("tc")
int hash_packet(struct __sk_buff *skb)
{
	union {
		__u8 bytes[32];
		__u32 words[8];
		__u64 longs[4];
	} u = {};
	struct results r = {};
	__u32 a = 1, b = 0, length = 1, crc = ~0u, fnv = 2166136261u;
	__u64 x;

	if (bpf_skb_load_bytes(skb, 0, u.bytes, sizeof(u.bytes)))
		return TC_ACT_SHOT;
	r.jenkins = mix_jenkins(u.bytes, 32);
	r.murmur = mix_murmur(u.words, 8);
	r.sip = mix_sip(u.longs, 4);
	for (int i = 0; i < 32; i++) {
		a = (a + u.bytes[i]) % 65521;
		b = (b + a) % 65521;
		crc ^= u.bytes[i];
		crc = crc_nibbles[crc & 15] ^ (crc >> 4);
		crc = crc_nibbles[crc & 15] ^ (crc >> 4);
		fnv = (fnv ^ u.bytes[i]) * 16777619u;
	}
	r.adler = b << 16 | a;
	r.crc = ~crc;
	r.fnv = fnv;
	x = u.longs[0] | 1;
	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	r.xorshift = x;
	bpf_map_update_elem(&found, &r, &length, BPF_ANY);
	return r.murmur % 3;
}

char LICENSE[] SEC("license") = "GPL";
