#include <linux/netfilter/nf_nat.h>
