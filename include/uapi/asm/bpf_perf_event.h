#include <asm/bpf_perf_event.h>
