#include <linux/netfilter_arp.h>
