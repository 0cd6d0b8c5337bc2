#include <linux/trace_mmap.h>
