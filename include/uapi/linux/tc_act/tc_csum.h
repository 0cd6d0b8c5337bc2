#include <linux/tc_act/tc_csum.h>
