#include <linux/netfilter/nf_conntrack_tcp.h>
