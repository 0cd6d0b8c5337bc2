#include <linux/kdev_t.h>
