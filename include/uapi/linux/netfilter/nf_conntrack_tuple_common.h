#include <linux/netfilter/nf_conntrack_tuple_common.h>
