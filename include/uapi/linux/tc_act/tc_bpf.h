#include <linux/tc_act/tc_bpf.h>
