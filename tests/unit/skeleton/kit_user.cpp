// The C++ side of kit's skeleton.
#include <cstdio>
#include <stdbool.h>
#include "kit.h"
#include "kit.skel.h"

int main()
{
	size_t size = 0;
	struct kit_bpf *skel = kit_bpf::open();

	if (!skel || skel->rodata->limit != 5 || !kit_bpf::elf_bytes(&size) || size < 1000)
		return 1;
	skel->rodata->limit = 4;
	if (kit_bpf::load(skel) || kit_bpf::attach(skel))
		return 2;
	if (skel->rodata->limit != 4 || !skel->links.watch)
		return 3;
	kit_bpf::detach(skel);
	kit_bpf::destroy(skel);
	skel = kit_bpf::open_and_load();
	if (!skel)
		return 4;
	kit_bpf::destroy(skel);
	return 0;
}
