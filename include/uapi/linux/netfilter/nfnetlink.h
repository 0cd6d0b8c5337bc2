#include <linux/netfilter/nfnetlink.h>
