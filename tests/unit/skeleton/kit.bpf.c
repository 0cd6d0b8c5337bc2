// Every kind of data section, map and member that skeletons show.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "kit.h"

char _license[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct kit_key);
	__type(value, struct kit_flow);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} totals SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

const volatile int limit = 5;
const volatile char label[12] = "kit";
const volatile struct kit_key wanted = { 1, 2 };
static const volatile int hidden_constant = 3;
const volatile int scale SEC(".rodata.scale-by") = 2;

int factor = 7;
char text[5] = "abcd";
struct kit_flow shapes[2] = { { .packets = 1 } };
enum kit_mode mode = KIT_COUNT;
int first SEC(".data.first") = 3;

int packets;
static int calls;
__u64 bytes;
__u8 flag;
void *nothing;
int (*callback)(int, const char *);
struct { int x; const char y; } anonymous;
int private_state __attribute__((visibility("hidden")));
long long syscalls;
int watched;
// Refers to the type of the events, so that BTF has it.
struct kit_event *event_type;

extern int CONFIG_HZ __kconfig;
extern unsigned int LINUX_KERNEL_VERSION __kconfig;
extern _Bool CONFIG_BPF __kconfig __attribute__((weak));

SEC("xdp")
int count(struct xdp_md *ctx)
{
	struct kit_key key = wanted;
	struct kit_flow *flow = bpf_map_lookup_elem(&flows, &key);
	__u32 slot = 1;
	__u64 *total = bpf_map_lookup_elem(&totals, &slot);
	struct kit_event *event;

	packets++;
	calls++;
	private_state += hidden_constant;
	bytes += (ctx->data_end - ctx->data) * scale;
	if (flow)
		flow->packets++;
	if (total)
		*total += 1;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (event) {
		event->number = packets;
		event->bytes = ctx->data_end - ctx->data;
		event->key = key;
		bpf_ringbuf_submit(event, 0);
	}
	flag = CONFIG_BPF + (CONFIG_HZ > 0) + (LINUX_KERNEL_VERSION > 0);
	if (packets > limit)
		return XDP_DROP;
	return label[0] == 'k' && mode == KIT_COUNT && first && factor ? XDP_PASS : XDP_ABORTED;
}

SEC("raw_tp/sys_enter")
int watch(void *ctx)
{
	if ((bpf_get_current_pid_tgid() >> 32) == watched)
		syscalls++;
	return 0;
}

SEC("?tc")
int spare(struct __sk_buff *skb)
{
	return 0;
}
