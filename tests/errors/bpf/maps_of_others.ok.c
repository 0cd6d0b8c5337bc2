// flags: -Wextra
/* Another system's numbers: its ring buffers are not what 13 is here. */
enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 7,
	BPF_MAP_TYPE_PERF_EVENT_ARRAY = 14,
};

struct {
	int (*type)[BPF_MAP_TYPE_ARRAY_OF_MAPS];
	int (*max_entries)[8];
	int (*key)[1];
	int (*value)[1];
} outer __attribute__((section(".maps"), used));
