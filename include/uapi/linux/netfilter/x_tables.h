#include <linux/netfilter/x_tables.h>
