#include <linux/net_tstamp.h>
