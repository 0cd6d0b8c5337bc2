#include <linux/ppp_defs.h>
