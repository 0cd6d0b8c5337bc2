// Uses all of kit's C skeleton; the first check that fails is the exit status.
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <bpf/bpf.h>
#include "kit.h"
#include "kit.skel.h"

#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			printf("line %d: %s\n", __LINE__, #condition); \
			return 1; \
		} \
	} while (0)

static int take(void *context, void *data, size_t size)
{
	*(struct kit_event *)context = *(struct kit_event *)data;
	return size == sizeof(struct kit_event) ? 0 : -1;
}

static unsigned int run_count(int fd)
{
	char packet[64] = { 0 };
	LIBBPF_OPTS(bpf_test_run_opts, opts, .data_in = packet, .data_size_in = sizeof(packet));

	if (bpf_prog_test_run_opts(fd, &opts))
		return ~0U;
	return opts.retval;
}

static int check_open(struct kit_bpf *skel)
{
	CHECK(skel->rodata->limit == 5);
	CHECK(strcmp(skel->rodata->label, "kit") == 0);
	CHECK(skel->rodata->wanted.port == 2);
	CHECK(skel->rodata_scale_by->scale == 2);
	CHECK(skel->data->factor == 7 && strcmp(skel->data->text, "abcd") == 0);
	CHECK(skel->data->shapes[0].packets == 1 && skel->data->shapes[1].packets == 0);
	CHECK(skel->data->mode == KIT_COUNT);
	CHECK(skel->data_first->first == 3);
	CHECK(skel->bss->packets == 0 && skel->bss->bytes == 0);
	CHECK(skel->kconfig == NULL);
	return 0;
}

static int check_run(struct kit_bpf *skel)
{
	struct kit_key key = { 9, 8 };
	struct kit_flow flow;
	struct kit_event event;
	struct ring_buffer *ring;
	int fd = bpf_program__fd(skel->progs.count);

	memset(&flow, 0, sizeof(flow));
	CHECK(bpf_map_update_elem(bpf_map__fd(skel->maps.flows), &key, &flow, BPF_ANY) == 0);
	CHECK(run_count(fd) == XDP_PASS);
	CHECK(run_count(fd) == XDP_DROP);
	CHECK(skel->bss->packets == 2);
	CHECK(skel->bss->bytes == 2 * 64 * 3);
	CHECK(skel->bss->flag == 3);
	CHECK(skel->kconfig->CONFIG_HZ > 0 && skel->kconfig->CONFIG_BPF);
	CHECK(skel->kconfig->LINUX_KERNEL_VERSION >= 0x50000);
	CHECK(bpf_map_lookup_elem(bpf_map__fd(skel->maps.flows), &key, &flow) == 0);
	CHECK(flow.packets == 2);
	skel->data->mode = KIT_OFF;
	skel->bss->packets = -100;
	CHECK(run_count(fd) == XDP_ABORTED);
	ring = ring_buffer__new(bpf_map__fd(skel->maps.events), take, &event, NULL);
	CHECK(ring);
	CHECK(ring_buffer__consume(ring) == 3);
	ring_buffer__free(ring);
	CHECK(event.bytes == 64 && event.key.address == 9);
	return 0;
}

static int check_links(struct kit_bpf *skel)
{
	skel->bss->watched = getpid();
	CHECK(kit_bpf__attach(skel) == 0);
	CHECK(skel->links.watch && !skel->links.count && !skel->links.spare);
	getppid();
	CHECK(skel->bss->syscalls > 0);
	kit_bpf__detach(skel);
	CHECK(!skel->links.watch);
	return 0;
}

static int check_elf_bytes(void)
{
	size_t size = 0;
	const char *bytes = (const char *)kit_bpf__elf_bytes(&size);

	CHECK(((size_t)bytes & 7) == 0);
	if (isatty(1))
		return 0;
	return fwrite(bytes, 1, size, stdout) == size ? 0 : 1;
}

int main(int argc, char **argv)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts, .object_name = "another_name");
	struct kit_bpf *skel;
	int failed;

	if (argc > 1 && strcmp(argv[1], "elf") == 0)
		return check_elf_bytes();
	skel = kit_bpf__open_opts(&opts);
	CHECK(skel);
	failed = check_open(skel);
	skel->rodata->limit = 1;
	skel->rodata->wanted.address = 9;
	skel->rodata->wanted.port = 8;
	skel->rodata_scale_by->scale = 3;
	failed = failed || kit_bpf__load(skel);
	failed = failed || check_run(skel) || check_links(skel);
	kit_bpf__destroy(skel);
	if (failed)
		return 1;
	skel = kit_bpf__open_and_load();
	CHECK(skel);
	kit_bpf__destroy(skel);
	kit_bpf__destroy(NULL);
	return 0;
}
