#include <linux/ipsec.h>
