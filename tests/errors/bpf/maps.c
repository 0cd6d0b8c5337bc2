// flags: -Wall -Wextra -Wno-unused-parameter
/* Map definitions that libbpf or the kernel would refuse. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct value {
	__u64 a, b;
};

struct {
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
} without_type SEC(".maps"); // error: map 'without_type' has no type [map-definition]

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(value, __u32);
} without_key SEC(".maps"); // error: map 'without_key' has no key size [map-definition]

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__uint(key_size, 0);
	__type(value, __u32);
} key_set_later SEC(".maps"); // warning: map 'key_set_later' has no key size [map-incomplete]

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
} without_value SEC(".maps"); // error: map 'without_value' has no value size [map-definition]

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u32);
} without_entries SEC(".maps"); // warning: map 'without_entries' has no max_entries [map-max-entries]

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u64); // error: the key of a BPF_MAP_TYPE_ARRAY has 4 bytes, that of 'wide_key' has 8 [map-definition]
	__type(value, __u32);
} wide_key SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
	__type(key, __u32); // error: BPF_MAP_TYPE_RINGBUF has no keys [map-definition]
	__uint(value_size, 8); // error: BPF_MAP_TYPE_RINGBUF has no values of a fixed size [map-definition]
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1000); // warning: a power of two of whole pages; 1000 is not [map-ringbuf-size]
	__type(value, struct value); // warning: has no values of a fixed size [map-value-type]
} odd_ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE); // error@+5: BPF_MAP_TYPE_LPM_TRIE must be made with BPF_F_NO_PREALLOC [map-definition]
	__uint(max_entries, 8);
	__type(key, __u32); // error: begins with a 32-bit prefix length [map-definition]
	__type(value, __u32);
	// The flags belong to the map.
} trie SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8);
	__uint(map_flags, BPF_F_NO_PREALLOC); // error: BPF_MAP_TYPE_LRU_HASH cannot be made with BPF_F_NO_PREALLOC [map-definition]
	__type(key, __u32);
	__type(value, __u32);
} lru SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 8);
	__type(key, __u32);
	__uint(value_size, 100); // error: 100 bytes is no multiple of 8 [map-definition]
} stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 8); // error: max_entries must be 0 [map-definition]
	__uint(key_size, 4);
	__uint(value_size, 8);
} storage SEC(".maps"); // error: wants a key of type int [map-definition]
// error@-1: wants the type of its values [map-definition]

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
} outer SEC(".maps"); // warning: does not say what its inner maps look like [map-incomplete]

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 8);
	__type(key, __u32);
	__array(values, struct { // error: the inner map of 'untyped_inner' has no type [map-definition]
		__uint(max_entries, 8);
		__type(key, __u32);
		__type(value, __u32);
	});
} untyped_inner SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(maximum_entries, 8); // error: has a member 'maximum_entries', which libbpf does not know [map-definition]
	__type(key, __u32);
	__type(value, __u32);
} misspelt SEC(".maps");

struct {
	__u32 type; // warning: member 'type' of map 'by_values' does not say what it should [map-member]
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32);
} by_values SEC(".maps") = { .type = BPF_MAP_TYPE_HASH };

int no_struct SEC(".maps"); // error: map 'no_struct' is no struct [map-definition]

struct bpf_map_def {
	unsigned int type, key_size, value_size, max_entries, map_flags;
};

struct bpf_map_def SEC("maps") old = { // warning: map 'old' and 1 more are defined the old way [legacy-map]
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
};

struct bpf_map_def SEC("maps") old_too = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 1,
};
