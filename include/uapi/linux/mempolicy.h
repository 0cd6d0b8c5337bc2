#include <linux/mempolicy.h>
