#include <linux/tc_act/tc_gact.h>
