#include <linux/netfilter_ipv6.h>
