#include <linux/tc_act/tc_mirred.h>
