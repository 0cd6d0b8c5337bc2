#include <linux/cgroupstats.h>
