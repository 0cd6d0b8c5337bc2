#include <linux/netfilter/nf_conntrack_common.h>
