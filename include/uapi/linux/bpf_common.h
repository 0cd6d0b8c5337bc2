#include <linux/bpf_common.h>
