#include <linux/times.h>
