#include <linux/ipv6_route.h>
