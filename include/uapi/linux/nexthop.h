#include <linux/nexthop.h>
