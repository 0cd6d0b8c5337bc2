// Reaches kit's parts through its subskeleton in an object that somebody else opened.
#include <stdio.h>
#include <string.h>
#include "kit.h"
#include "kit.skel.h"
#include "kit.subskel.h"

int main(void)
{
	struct kit_bpf *skel = kit_bpf__open_and_load();
	struct kit_part *part;
	int wrong;

	if (!skel)
		return 1;
	part = kit_part__open(skel->obj);
	if (!part)
		return 2;
	*part->bss.packets = 33;
	wrong = skel->bss->packets != 33 || *part->rodata.limit != 5 || (*part->data.text)[1] != 'b' ||
		part->maps.flows != skel->maps.flows || part->progs.count != skel->progs.count ||
		*part->kconfig.CONFIG_HZ <= 0 || part->data.shapes[0][0].packets != 1 ||
		part->maps.rodata != skel->maps.rodata || *part->bss.nothing != NULL;
	kit_part__destroy(part);
	kit_part__destroy(NULL);
	kit_bpf__destroy(skel);
	return wrong ? 3 : 0;
}
