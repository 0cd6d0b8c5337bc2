#include <linux/sched/types.h>
