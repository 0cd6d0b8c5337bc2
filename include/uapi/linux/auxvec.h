#include <linux/auxvec.h>
