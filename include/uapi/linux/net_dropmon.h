#include <linux/net_dropmon.h>
