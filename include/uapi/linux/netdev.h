#include <linux/netdev.h>
