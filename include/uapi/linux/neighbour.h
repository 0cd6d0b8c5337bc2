#include <linux/neighbour.h>
