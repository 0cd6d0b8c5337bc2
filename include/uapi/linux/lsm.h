#include <linux/lsm.h>
