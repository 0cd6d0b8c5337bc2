#include <linux/tc_act/tc_pedit.h>
