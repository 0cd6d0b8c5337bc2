// Attaches a congestion control through its skeleton: argv[1] is its name.
#include <stdio.h>
#include <string.h>
#include "congestion.skel.h"

static int is_available(const char *name)
{
	char names[1024] = "";
	FILE *file = fopen("/proc/sys/net/ipv4/tcp_available_congestion_control", "r");

	if (!file)
		return -1;
	if (!fgets(names, sizeof(names), file))
		names[0] = 0;
	fclose(file);
	return strstr(names, name) != NULL;
}

int main(int argc, char **argv)
{
	struct congestion_bpf *skel = congestion_bpf__open_and_load();

	if (argc < 2 || !skel)
		return 1;
	if (is_available(argv[1]) != 0)
		return 2;
	if (congestion_bpf__attach(skel) || !skel->links.quiet || is_available(argv[1]) != 1)
		return 3;
	congestion_bpf__detach(skel);
	if (skel->links.quiet || is_available(argv[1]) != 0)
		return 4;
	congestion_bpf__destroy(skel);
	skel = congestion_bpf__open_and_load();
	if (!skel || congestion_bpf__attach(skel) || is_available(argv[1]) != 1)
		return 5;
	congestion_bpf__destroy(skel);
	return is_available(argv[1]) == 0 ? 0 : 6;
}
