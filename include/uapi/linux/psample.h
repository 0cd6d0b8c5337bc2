#include <linux/psample.h>
