#include <linux/netfilter_ipv4.h>
