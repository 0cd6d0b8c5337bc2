#include <linux/l2tp.h>
