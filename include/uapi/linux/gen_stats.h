#include <linux/gen_stats.h>
