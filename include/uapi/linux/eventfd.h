#include <linux/eventfd.h>
