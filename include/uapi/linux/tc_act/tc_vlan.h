#include <linux/tc_act/tc_vlan.h>
