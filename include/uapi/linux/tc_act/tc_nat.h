#include <linux/tc_act/tc_nat.h>
