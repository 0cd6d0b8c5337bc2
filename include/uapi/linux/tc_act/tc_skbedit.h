#include <linux/tc_act/tc_skbedit.h>
